"""What can be wrong in `pia.yaml`, and in documents seen beside it."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class WorkspaceMessages(Messages):
    EDITED = (
        "手で直された様式",
        ERROR,
        "「{name}」は、出力した後に手で直されているため、上書きしません（直された項目: {items}）。",
        "直した内容を残すなら「pia import {form} --into {source}」で YAML に移し、"
        "移した後か、捨ててよければ、--force を付けて出力してください。",
    )
    SAME_NUMBER = (
        "同じ評価書番号",
        WARNING,
        "評価書番号「{number}」の同じ様式の評価書が、ほかにもあります（{name}）。",
        "同じ評価書の前の版なら「前版:」に書き、別の事務なら番号を直してください。",
    )
    BAD_LOCAL_RULE = (
        "独自のしきい値の書き方",
        ERROR,
        "「{name}」を独自のしきい値として読めません。",
        "「- 対象人数以上: 50000」「取扱者数以上: 100」「重大事故: {happened}」を条件に、"
        "「評価:」に {known} のいずれかを書いてください。",
    )
    LAX_LOCAL_RULE = (
        "緩いしきい値",
        ERROR,
        "この条件では法令により「{law}」ため、「{submitted}」では足りません。",
        "独自のしきい値は法令より厳しいものだけを書いてください。法令のとおりでよければ、この規則を消してください。",
    )
    LOCAL_RULE_NOT_MET = (
        "独自のしきい値の不足",
        WARNING,
        "独自のしきい値（{place}）により「{due}」が必要ですが、「{submitted}」となっています。",
        "必要な様式で評価書を作るか、独自のしきい値を見直してください。",
    )
    BAD_TABLE_OPTION = (
        "変更箇所の書き方の指定",
        ERROR,
        "pia.yaml の「変更箇所:」の「{name}」を読めません。",
        "書けるのは {known} です。",
    )
    LIVE_VERSION = (
        "動く前版",
        ERROR,
        "前の版「{name}」は、公表した後でも変わってしまいます（{why}）。",
        "公表したときの内容であることを確かめて「pia freeze {name}」で確定版を作り、それを前の"
        "版としてください。{revision}",
    )
    OPEN_VERSION = (
        "確定していない前版",
        WARNING,
        "前の版「{name}」は確定版ではないため、書き換えられても気付けません。",
        "「pia freeze {name}」で確定版を作り、それを前の版としてください。{revision}",
    )
    BROKEN_SEAL = (
        "書き換えられた確定版",
        ERROR,
        "確定版「{name}」の内容が、確定したときと違います。",
        "確定したときのファイルに戻してください。正しい内容であれば、「確定:」のまとまりを消し、"
        "「pia freeze {name}」で確定し直してください。{revision}",
    )
    OWN_PREDECESSOR = (
        "自分を指す前版",
        ERROR,
        "「前版:」をたどると、この文書自身に戻ります（{chain}）。",
        "「前版:」に、一つ前に公表した版のファイル名を書いてください。",
    )
    NOT_TO_FREEZE = (
        "確定できない評価書",
        ERROR,
        "「{name}」には誤りが {count} 件あるため、確定版を作りません。",
        "上に示した誤りを直してください。",
    )
    NO_DAY_TO_FREEZE = (
        "公表日のない確定",
        ERROR,
        "公表日がないため、確定版を作りません。",
        "「表紙:」の「公表日:」に、この版を公表した日を書いてください。",
    )
    OTHER_VERSION = (
        "別の内容の確定版",
        ERROR,
        "「{name}」は既にあり、内容が違うため、上書きしません。",
        "「-o」で別のファイル名を指定してください。",
    )
    NO_QUESTION = (
        "判断の対象なし",
        ERROR,
        "「{place}」は判断を求められている変更ではないか、判断に書けない項目があります。",
        "変更の番地と、{known} のいずれかを指定してください。",
    )
    OTHER_NAME = (
        "ほかの評価書と違う名前",
        WARNING,
        "同じ{what}と見られるものが、ここでは「{here}」、{place} では「{there}」となっています。",
        "同じものなら名前をそろえ（変数にすると一度に直せます）、別のものなら id を変えます。",
    )
    OTHER_FACT = (
        "ほかの評価書と違う内容",
        WARNING,
        "同じものの「{what}」が、ここでは「{here}」、{place} では「{there}」となっています。",
        "どちらが正しいかを確かめ、違う評価書を直してください。",
    )
    LOST_DEPARTMENT = (
        "なくなった部署",
        WARNING,
        "「{old}」は pia.yaml の変数「{name}」の以前の値です。今は「{now}」です{others}。",
        "今も正しい部署かを確かめ、「{{{{ {name} }}}}」と書くか、今の名前に直してください。",
    )
    ONE_SIDED = (
        "片方だけにある移転",
        WARNING,
        "{place} にはこの事務との間の移転が書いてありますが、ここには「{lacking}」がありません。",
        "移転があるかを両方の担当で確かめ、あれば両方に、なければどちらにも書かないでください。",
    )
    DRIFTED = (
        "そろっていない段落",
        WARNING,
        "この段落は、{place} の段落とほとんど同じですが、次のところが違います: {differences}。",
        "同じことならそろえるか、共通の文章（共通/）にしてください。違うことを述べていれば、このまま"
        "で構いません。",
    )
