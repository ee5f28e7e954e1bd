"""What can keep a sound document from being printed."""

from pia.errors import Messages, Severity

ERROR = Severity.ERROR


class RenderMessages(Messages):
    UNKNOWN_FORMAT = (
        "未知の出力形式",
        ERROR,
        "「{name}」という出力形式はありません。",
        "次のいずれかを指定してください: {known}。",
    )
    SAME_NAME = (
        "同じ名前の出力",
        ERROR,
        "出力が「{other}」のものと同じ名前（{name}）になります。",
        "一方のファイル名を変えるか、フォルダーを分けて出力してください。",
    )
    NO_GLYPH = (
        "印刷できない文字",
        ERROR,
        "「{text}」（{codes}）は PDF の書体にない文字です。",
        "ほかの文字に書き換えるか、「（外字）」のように注記してください"
        "（漢字なら、IPAmj明朝か花園明朝をこの機械に入れると印刷できることがあります）。",
    )
    NO_VARIANT = (
        "印刷できない異体字",
        Severity.WARNING,
        "「{text}」（{codes}）の異体字は PDF の書体になく、もとの字の形で印刷されます。",
        "字の形が大切であれば、図にするか、PDF のほかの形式で出力してください。",
    )
    NO_MANIFEST = (
        "目録の形",
        ERROR,
        "「{name}」は pia render --manifest が書いた目録ではありません。",
        "目録のファイルを指定してください。",
    )
    GONE = (
        "目録のファイルなし",
        ERROR,
        "「{name}」がありません。",
        "目録から見た場所にファイルを戻してください。",
    )
    CHANGED_SINCE = (
        "目録との不一致",
        ERROR,
        "「{name}」は目録が書かれた後に変わっています。",
        "元の内容に戻すか、出力し直して目録を書き直してください。",
    )
    FAILED = (
        "出力の失敗",
        ERROR,
        "{name} を作れませんでした（{reason}）。",
        "この道具の不具合です。ほかの形式で出力し、この文面を添えて開発元に知らせてください。",
    )
