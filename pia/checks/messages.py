"""What can be missing or contradictory in an assessment that is well formed."""

from pia.errors import Messages, Severity

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
