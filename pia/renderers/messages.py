"""What can keep a sound document from being printed."""

from pia.errors import Messages, Severity

ERROR = Severity.ERROR


class RenderMessages(Messages):
    NO_GLYPH = (
        "印刷できない文字",
        ERROR,
        "「{text}」（{codes}）は PDF の書体にない文字です。",
        "ほかの文字に書き換えるか、「（外字）」のように注記してください。",
    )
