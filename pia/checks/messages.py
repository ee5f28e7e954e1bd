"""What can be missing or contradictory in an assessment that is well formed."""

from pia.errors import Messages, Severity
from pia.model.choices import RedactionBasis
from pia.model.law import Law

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class CheckMessages(Messages):
    NOT_FILLED = (
        "未記入",
        WARNING,
        "記入が必要な項目です。",
        "公表までに記入してください（下書きの間はこのままで構いません）。",
    )
    NO_ENTRY = (
        "一覧が空",
        WARNING,
        "「{key}」が1件もありません。",
        "「{key}:」の下に「- id: …」で1件以上書いてください。",
    )
    NAME_OF_ANOTHER_FORM = (
        "ほかの様式の名前",
        WARNING,
        "評価書名に「{other}」とありますが、この様式は{form}です。",
        "評価書名か「様式:」を直してください。",
    )
    FAR_DAY = (
        "遠い日付",
        WARNING,
        "公表日の{day}は、この版の様式から {years} 年より先です。",
        "年を確かめてください。",
    )
    BOX_CONTRADICTS = (
        "しない欄の矛盾",
        ERROR,
        "「{box}」に○がありますが、ファイルの概要には「{answer}」とあります。",
        "実際に合わせて、○を消すか、ファイルの概要を直してください。",
    )
    BOX_NOT_TICKED = (
        "しない欄の記入漏れ",
        WARNING,
        "「{answer}」と答えていますが、「{box}」に○がありません。",
        "「該当:」の下に「- {box}」と書いてください。",
    )
    FILLED_BELOW_BOX = (
        "しない欄の下の記入",
        WARNING,
        "「{box}」に○がありますが、この項目に記入があります。",
        "○か記入のどちらかを消してください。",
    )
    COUNT_DIFFERS = (
        "件数の食い違い",
        WARNING,
        "「{key}」は{given}件ですが、「{listed}」は{counted}件あります（別紙は行数で数えます）。",
        "一覧に合わせて直すか、「{key}:」の行を消してください（消すと一覧から数えて印刷します）。別に公表"
        "している一覧の件数なら、その件に「別冊: 一覧の名前」と書いてください。",
    )
    NO_COUNT = (
        "別冊の件数なし",
        WARNING,
        "「{listed}」に別冊があるため、件数を数えられません。",
        "「{key}:」に、別冊も含めた件数を書いてください。",
    )
    OUTSOURCED_ALL_THE_SAME = (
        "委託しないのに委託事項",
        ERROR,
        "「{answer}」と答えていますが、委託事項が{count}件あります。",
        "委託しているなら答えを直し、委託していないなら委託事項と件数を消してください。",
    )
    NOTHING_OUTSOURCED = (
        "委託事項なし",
        WARNING,
        "「{answer}」と答えていますが、委託事項が1件もありません。",
        "「委託事項:」の下に「- id: …」で書くか、一覧が別にあるなら「件数:」を書いてください。",
    )
    NOT_SUBCONTRACTED_BUT_TOLD = (
        "再委託しないのに記入",
        WARNING,
        "「{answer}」と答えていますが、「{key}」に記入があります。",
        "再委託しているなら答えを直し、していないなら記入を消してください。",
    )
    SUBCONTRACTED_ALL_THE_SAME = (
        "再委託の矛盾",
        ERROR,
        "「{answer}」と答えていますが、ファイルの概要には「{other}」委託事項があります。",
        "実際に合わせて、どちらかを直してください。",
    )
    NO_SUBCONTRACTOR = (
        "再委託先のない対策",
        WARNING,
        "「{answer}」と答えていますが、委託事項はすべて「{other}」です。",
        "再委託していないなら「{right}」を選んでください。",
    )
    SHARED_AND_NOT = (
        "提供・移転の矛盾",
        ERROR,
        "「{neither}」と「{others}」の両方に○があります。",
        "実際に合わせて、どちらかの○を消してください。",
    )
    SHARED_UNTICKED = (
        "○のない提供・移転",
        ERROR,
        "「{key}」が{count}件ありますが、「{option}」に○がありません。",
        "「- {option}」を加えるか、「{key}:」と件数を消してください。",
    )
    NOTHING_SHARED = (
        "提供先・移転先なし",
        WARNING,
        "「{option}」に○がありますが、「{key}」が1件もありません。",
        "「{key}:」の下に「- id: …」で書くか、一覧が別にあるなら件数を書いてください。",
    )
    NETWORK_ALL_THE_SAME = (
        "情報連携の矛盾",
        ERROR,
        "情報連携を「{answer}」と答えていますが、ここで「{means}」を選んでいます。",
        "実際に合わせて、どちらかを直してください。",
    )
    CONNECTED_NOWHERE = (
        "接続のない情報連携",
        WARNING,
        "「{answer}」と答えていますが、どのファイルも入手と提供の両方で「接続しない」としています。",
        "情報連携に使うファイルの「接続しない」の○を消すか、この答えを直してください。",
    )
    NO_INCIDENT_BUT_TOLD = (
        "発生なしの内容",
        WARNING,
        "「{answer}」と答えていますが、この項目に記入があります。",
        "重大事故が発生したなら答えを直し、していないなら記入を消してください。",
    )
    INCIDENTS_DIFFER = (
        "重大事故の矛盾",
        ERROR,
        "重大事故の有無が、ほかのファイルの答えと違います。",
        "評価実施機関全体についての問いなので、すべてのファイルで同じ答えにしてください。",
    )
    EMPTY_BRACKET = (
        "かっこの記入漏れ",
        WARNING,
        "「{option}」に○がありますが、かっこの中が空です。",
        "「- {option}: 内容」のように、かっこに入る言葉を書いてください。",
    )
    RECORDS_DIFFER = (
        "記録項目数の食い違い",
        WARNING,
        "「{answer}」と答えていますが、「記録項目」は{count}項目あります。",
        "記録項目の数に合う選択肢に直すか、記録項目の漏れや重なりを確かめてください。",
    )
    TOO_MANY_PERSONS = (
        "本人の数の食い違い",
        WARNING,
        "「{persons}」は、{name}（{whole}）を超えています。",
        "どちらが正しいかを確かめ、もう一方を直してください。",
    )
    TOO_FEW_PERSONS = (
        "対象人数の食い違い",
        WARNING,
        "「{subjects}」と答えていますが、各ファイルの本人の数を合わせてもそれだけになりません。",
        "対象人数と、各ファイルの「対象となる本人の数」を確かめてください。",
    )
    DAYS_REVERSED = (
        "日付の前後",
        WARNING,
        "{name}（{day}）が{later}（{limit}）より後になっています。",
        "二つの日付を確かめてください。",
    )
    CHANGES_REVERSED = (
        "変更箇所の順",
        WARNING,
        "変更日（{day}）が、これより上の行の変更日（{last}）より前になっています。",
        "行を変更日の順に並べるか、日付を確かめてください。",
    )
    ISSUE_NOT_EXPLAINED = (
        "課題の説明なし",
        WARNING,
        "「{answer}」と答えていますが、どのような課題かの説明がありません。",
        "残された課題と今後の対応を、措置の内容かその他のリスクの欄に書いてください。",
    )
    RESULT_DIFFERS = (
        "しきい値判断の食い違い",
        WARNING,
        f"対象人数「{{subjects}}」から導かれる結果は「{{possible}}」です（{Law.THRESHOLD}）。",
        "しきい値判断結果と対象人数を確かめてください。",
    )
    TOO_LITTLE_FILED = (
        "提出する評価書の不足",
        WARNING,
        f"しきい値判断の結果は「{{due}}」ですが、「{{submitted}}」を選んでいます（{Law.THRESHOLD}）。",
        "義務付けられる評価書を含む選択肢を選んでください。",
    )
    FULLER_NOT_FILED = (
        "提出する評価書との矛盾",
        ERROR,
        "「{box}」に○がありますが、提出する評価書は「{submitted}」です。",
        "実際に合わせて、○を消すか、提出する評価書の種類を直してください。",
    )
    NO_SUCH_ATTACHMENT = (
        "別紙の参照先なし",
        ERROR,
        "id「{name}」の別紙はありません。",
        "「別紙:」にある id を書いてください（今あるもの: {known}）。",
    )
    UNKNOWN_COLUMN = (
        "別紙の未知の列",
        ERROR,
        "「{column}」は「列:」にない列です。",
        "列名を直すか、「列:」に加えてください（今ある列: {known}）。",
    )
    UNUSED_ATTACHMENT = (
        "参照されない別紙",
        WARNING,
        "別紙「{name}」に触れる記入がありません。",
        "提供先か移転先の「別紙:」にこの id を書くか、本文で別紙の題名に触れてください。",
    )
    TOO_LONG = (
        "長すぎる記入",
        ERROR,
        "{length}字あり、様式の1つの欄に収まる長さ（{limit}字）を超えています。",
        "短くまとめ、詳しい内容は文章を書く項目か別紙に移してください。",
    )
    NO_PLACE_TO_REDACT = (
        "非公表の箇所なし",
        ERROR,
        "「{text}」に、黒塗りにする値がありません。",
        "「項目:」に、値のある項目の番地を書いてください（pia items で番地を探せます）。",
    )
    NO_WORDS_TO_REDACT = (
        "非公表の語なし",
        ERROR,
        "「{text}」は「{place}」にありません。",
        "黒塗りにする語を本文から写すか、値の全体を黒塗りにするなら「語:」の行を消してください。",
    )
    ROW_MAY_TELL = (
        "非公表の分からない変更箇所",
        ERROR,
        "この行が非公表の箇所の変更を述べているかどうか、「項目」からは分かりません。",
        "「対象:」に変わった項目の番地を書くか、「非公表:」に「項目: {place}」を加えてください。",
    )
    MAY_BE_SECRET = (
        "非公表に似た語",
        ERROR,
        "「{text}」は、非公表の語を別の字（旧字や形の似た字）で書いたものかもしれません。",
        "同じ語なら、この書き方も「語:」に加えてください。違う語なら、言い方を変えてください。",
    )
    NAME_TELLS = (
        "非公表の語を含む名前",
        ERROR,
        "ファイルの名前「{name}」に非公表の語があり、出力の名前になります。",
        "評価書のファイルの名前を変えてください。",
    )
    NO_REASON_TO_REDACT = (
        "非公表の理由なし",
        WARNING,
        "公表しない理由がありません。",
        "「理由:」に、公表できない理由を書いてください。",
    )
    NO_BASIS_TO_REDACT = (
        "非公表の根拠なし",
        WARNING,
        f"公表しないことができる根拠（{Law.HIDDEN.citation.partition('（')[0]}）がありません。",
        f"「根拠: {RedactionBasis.CRIME}」（犯罪の捜査など）か「根拠: {RedactionBasis.SAFETY}」"
        "（適切な管理に著しい支障）を書いてください。",
    )
    WRONG_BASIS_TO_REDACT = (
        "非公表の根拠の誤り",
        ERROR,
        f"初めて公表する基礎項目評価書では、「{{basis}}」による非公表はできません（{Law.HIDDEN_AT_FIRST}）。",
        f"「{RedactionBasis.CRIME}」に当たるかを確かめてください。"
        "公表した版の修正なら「前版:」か「変更箇所:」を書いてください。",
    )
    HEARING_TOO_SHORT = (
        "意見の聴取の期間",
        WARNING,
        f"意見の聴取の期間が{{days}}日で、30日に足りません（{Law.HEARING}）。",
        "日付を確かめてください。短くした特段の理由があるなら「期間を短縮する特段の理由:」に書いてください。",
    )
    STEPS_REVERSED = (
        "手続の順",
        WARNING,
        f"{{name}}（{{day}}）が{{later}}（{{limit}}）より後になっています（{Law.THIRD_PARTY}）。",
        "意見の聴取、第三者点検、公表の順に行ったかどうかと、日付を確かめてください。",
    )
