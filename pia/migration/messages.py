"""What can have no place in another edition."""

from pia.errors import Messages, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class MigrationMessages(Messages):
    NO_PLACE = (
        "移せない項目",
        WARNING,
        "「{key}」は{edition}の{form}にない項目です。",
        "値はコメントにして残しました。ほかの項目に移すか、不要なら消してください。",
    )
    NOT_OFFERED = (
        "移せない選択肢",
        WARNING,
        "「{text}」は{edition}の{form}のこの項目にない選択肢です。",
        "コメントにして残しました。次から選び直してください: {known}。",
    )
    REPRINTED = (
        "改められた選択肢",
        WARNING,
        "「{was}」は{edition}で「{now}」に改められました。",
        "新しい書き方に直しました。意味が変わっていないか確かめてください。",
    )
    CANNOT_MIGRATE = (
        "移せない書き方",
        ERROR,
        "「{name}」は、今の書き方のままでは{edition}に移せません。",
        "別名（& と *）を使った項目を書き下してから、もう一度移してください。",
    )
