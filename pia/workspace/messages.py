"""What can be wrong in `pia.yaml`, and in documents seen beside it."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class WorkspaceMessages(Messages):
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
