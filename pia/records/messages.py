"""What can be wrong with comments and findings, and with what they say of an assessment."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class RecordMessages(Messages):
    ROUND_TOO_EARLY = (
        "回の順",
        ERROR,
        "この回の始まり（{day}）が、前の回の終わり（{last}）より前です。",
        "回を行った順に並べるか、日付を確かめてください。",
    )
    REVIEWED_TOO_EARLY = (
        "点検の順",
        ERROR,
        "第三者点検の始まり（{day}）が、意見の聴取の終わり（{last}）より前です（規則第7条第4項）。",
        "意見を聴き終え、必要な見直しをしてから点検を受けたかどうかと、日付を確かめてください。",
    )
    NO_SUCH_COMMENT = (
        "意見なし",
        ERROR,
        "「{round}」に番号 {number} の意見が一つに決まりません。",
        "意見の番号を確かめてください。",
    )
    NO_VERSION = (
        "回の版なし",
        ERROR,
        "この回の版を開けません: {why}",
        "「版前:」と「版後:」に、凍結した版のファイルか git の版を書いてください。",
    )
    UNANSWERED = (
        "回答のない意見",
        WARNING,
        "この意見に、対応か主管課意見がありません。",
        "「対応:」（修正、追加、削除、修正なし）と「主管課意見:」を書いてください。",
    )
    UNKNOWN_ITEM = (
        "意見の項目なし",
        ERROR,
        "意見の項目が評価書に見つからないか、一つに決まりません。",
        "評価書の項目名か番地、または「全般」と書いてください（pia items --find で探せます）。",
    )
    SAID_BUT_UNCHANGED = (
        "修正のない対応",
        ERROR,
        "対応は「{response}」ですが、版前と版後でこの項目は変わっていません。",
        "評価書を直すか、対応を「修正なし」に改めてください。",
    )
    CHANGED_UNASKED = (
        "意見のない修正",
        WARNING,
        "「{item}」がこの回で変わりましたが、意見にも変更箇所の表にもありません。",
        "意見を加えるか、変更箇所の表に書いてください。",
    )
    HEARD_TOO_SHORT = (
        "意見聴取の期間",
        ERROR,
        "意見聴取の期間が {days} 日で、{least} 日に足りません。",
        "期間を延ばすか、「期間を短縮する特段の理由:」を書いてください。",
    )
    OVERDUE = (
        "措置の期限切れ",
        WARNING,
        "「{office}」の措置の期限（{due}）を過ぎています。",
        "措置を終えたら「状況: 措置済」と「日:」を、延ばすなら新しい「期限:」を書いてください。",
    )
    NO_EVIDENCE = (
        "証拠のファイルなし",
        ERROR,
        "証拠のファイル「{name}」が見つかりません。",
        "ファイルを戻すか、「ファイル:」の名前を直してください。",
    )
    OTHER_EVIDENCE = (
        "証拠の変更",
        ERROR,
        "証拠のファイル「{name}」が、記録したときから変わっています。",
        "元のファイルに戻すか、新しい証拠として加えてください。",
    )
    STATED_BUT_OPEN = (
        "終わっていない指摘と評価書の矛盾",
        ERROR,
        "指摘「{number}」は措置が終わっていませんが、評価書（{place}）は措置を述べています。",
        "評価書の記載を実際に合わせるか、措置を終えて「状況: 措置済」と書いてください。",
    )
    NO_REVIEW_RECORD = (
        "意見の記録でない文書",
        ERROR,
        "意見の記録ではありません。",
        "「様式: 意見」の文書を指定してください（pia new 意見 ファイル で作れます）。",
    )
    WHICH_ROUND = (
        "回の指定なし",
        ERROR,
        "意見を加える回が一つに決まりません（今あるもの: {known}）。",
        "「--round」で回の id を指定するか、「第三者点検:」などに回を加えてください。",
    )
    NO_COMMENT_COLUMN = (
        "意見の列なし",
        ERROR,
        "表に意見の列がありません（今ある列: {known}）。",
        "見出しを「意見」にするか、記録の「取り込む列:」の「意見:」に見出しを書いてください。",
    )
