"""What can be wrong with a source before any form looks at it."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class SourceMessages(Messages):
    NO_FILE = (
        "ファイルなし",
        ERROR,
        "「{name}」が見つかりません。",
        "ファイル名とフォルダーを確かめてください。",
    )
    NO_DOCUMENT = (
        "文書なし",
        ERROR,
        "フォルダー「{name}」に評価書がありません。",
        "「様式:」で始まる YAML ファイルのあるフォルダーを指定してください。",
    )
    CANNOT_WRITE = (
        "書き込めないファイル",
        ERROR,
        "「{name}」に書き込めません（{reason}）。",
        "Excel などで開いていれば閉じ、フォルダーの権限を確かめてください。",
    )
    NOT_UTF8 = (
        "文字コード",
        ERROR,
        "文字コードが UTF-8 ではありません（{found}）。",
        "エディターで文字コード UTF-8 を選んで保存し直してください。",
    )
    SYNTAX = (
        "YAMLの書き方",
        ERROR,
        "YAML として読めません: {problem}。",
        "この行とその上の行の字下げ、「:」「-」と引用符を確かめてください。",
    )
    TOO_DEEP = (
        "深すぎる入れ子",
        ERROR,
        "入れ子が {limit} 段を超えています。",
        "字下げや括弧の閉じ忘れを確かめてください。",
    )
    TOO_LARGE = (
        "大きすぎるファイル",
        ERROR,
        "読み取れる大きさ（{limit}）を超えています。",
        "文書を分けるか、別名（*）や差し込みの繰り返しを減らしてください。",
    )
    NOT_A_MAPPING = (
        "文書の形",
        ERROR,
        "文書が「項目: 値」の形になっていません。",
        "1行目から「様式: 重点項目評価書」のように項目名と値を書いてください。",
    )
    DUPLICATE_KEY = (
        "重複した項目",
        ERROR,
        "「{key}」が2回書かれています（1回目は{line}行目）。",
        "どちらか一方にまとめてください。1回目の値を使って確認を続けます。",
    )
    UNKNOWN_KEY = (
        "未知の項目",
        ERROR,
        "「{key}」という項目はありません。",
        "{remedy}",
    )
    UNKNOWN_OPTION = (
        "未知の選択肢",
        ERROR,
        "「{text}」は選択肢にありません。",
        "次のいずれかを書いてください: {known}。",
    )
    NO_BRACKET = (
        "記入欄のない選択肢",
        ERROR,
        "「{text}」には記入欄（括弧）がありません。",
        "「- {text}」とだけ書いてください。",
    )
    WRONG_TYPE = (
        "値の形",
        ERROR,
        "{expected}を書く項目です。",
        "{remedy}",
    )
    BAD_DATE = (
        "日付の書き方",
        ERROR,
        "「{text}」を日付として読めません。",
        "「令和7年2月13日」「R7.2.13」「2025-02-13」のいずれかの形で書いてください。",
    )
    NO_SUCH_DATE = (
        "存在しない日付",
        ERROR,
        "「{text}」という日はありません。",
        "月の日数と元号の期間を確かめてください。",
    )
    BAD_COUNT = (
        "件数の書き方",
        ERROR,
        "「{text}」を件数として読めません。",
        "「60」のように数字だけを書いてください。",
    )
    BAD_ID = (
        "idの文字",
        ERROR,
        "id「{text}」に使えない文字があります。",
        "英数字、かな、漢字、「_」「ー」だけで60字以内にしてください。",
    )
    NO_ID = (
        "idなし",
        ERROR,
        "id がありません。",
        "「id: 住基台帳」のように、ほかと重ならない短い名前を付けてください。",
    )
    DUPLICATE_ID = (
        "重複したid",
        ERROR,
        "id「{text}」が同じ一覧に2回あります（1回目は{line}行目）。",
        "一方の id を別の名前にしてください。",
    )
    UNDEFINED_NAME = (
        "未定義の名前",
        ERROR,
        "「{{{{ {name} }}}}」が定義されていません。",
        "{remedy}",
    )
    CIRCULAR_NAME = (
        "循環する差し込み",
        ERROR,
        "「{{{{ {name} }}}}」が自分自身を差し込んでいます（{chain}）。",
        "差し込みの一つを本文に書き下してください。",
    )
