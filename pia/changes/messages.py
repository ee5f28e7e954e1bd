"""What can be wrong with the decisions on changes, and with the table of changes itself."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class ChangeMessages(Messages):
    NO_DECISION = (
        "判断なし",
        WARNING,
        "提出時期をまだ判断していない変更です（提案: {timing}。{rule}）。",
        "pia diff --write-decisions で判断ファイルに書き出し、「提出時期:」に事前か事後を"
        "書いてください。",
    )
    STALE_DECISION = (
        "古い判断",
        WARNING,
        "判断した後に記載が変わりました。",
        "今の記載で判断し直し、「状態」の行を消してください（行がなければ pia diff "
        "--write-decisions を先に実行してください）。",
    )
    NEEDLESS_DECISION = (
        "不要な判断",
        WARNING,
        "この判断に当たる変更はありません。",
        "変更を取りやめたのであれば、この判断を消してください。",
    )
    BAD_DECISIONS = (
        "判断ファイルの書き方",
        ERROR,
        "判断ファイルとして読めません: {problem}。",
        "「判断:」の下に「- 対象: …」の一覧を書きます。"
        "書き方が分からないときは、ファイルを別の名前に変え、pia diff --write-decisions で"
        "作り直してください。",
    )
    BAD_TIMING = (
        "提出時期の書き方",
        ERROR,
        "「{text}」は提出時期ではありません。",
        "「事前」か「事後」を書いてください。",
    )
    UNKNOWN_REASON = (
        "未知の理由",
        ERROR,
        "「{name}」という理由の文章はありません。",
        "次のいずれかを書くか、「説明:」に文章を書いてください: {known}。",
    )
    BAD_REASON = (
        "理由の文章の誤り",
        ERROR,
        "理由「{name}」の文章を組み立てられません: {problem}。",
        "「{{{{ 項目 }}}}」のように書けるのは 項目、変更前、変更後、変更日、提出時期 です。",
    )
    UNTOLD_CHANGE = (
        "変更箇所にない変更",
        WARNING,
        "前の版から変わっていますが、変更箇所のどの行も述べていません。",
        "変更箇所に行を加えるか（pia diff --append でもできます）、行の「対象:」にこの番地を"
        "加えてください。",
    )
    UNBACKED_ROW = (
        "裏付けのない変更箇所",
        WARNING,
        "この行が述べる「{target}」は、前の版から変わっていません。",
        "本文を直し忘れていないか、行の「対象:」が正しいかを確かめてください。",
    )
    UNPLACED_ROW = (
        "対象の分からない変更箇所",
        WARNING,
        "この行がどの項目の変更を述べるのかが分かりません。",
        "行に「対象:」を加え、項目の番地を書いてください。",
    )
    CANNOT_APPEND = (
        "書き足せない一覧",
        ERROR,
        "「変更箇所:」に行を書き足せません。",
        "「変更箇所:」の下を「- 変更日: …」で始まる行の並びに直してください。",
    )
    NO_PREDECESSOR = (
        "前版なし",
        ERROR,
        "比べる前の版が分かりません。",
        "「前版:」に前の版のファイル名を書くか、前の版を先に指定してください。",
    )
    NO_REVISION = (
        "版の取り出し",
        ERROR,
        "「{name}」を取り出せません（{problem}）。",
        "Git の版の名前とファイル名を「HEAD~1:評価書.yaml」の形で確かめてください。",
    )
