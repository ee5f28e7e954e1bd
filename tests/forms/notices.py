"""A kind of document made up for tests: a notice that goes round an office."""

from collections.abc import Iterator

from pia.checks.form import Filled
from pia.errors import Finding
from pia.forms.messages import FormMessages
from pia.model.base import Checks, Choice, Count, Day, Id, Line, Option, Part, Prose, key
from pia.model.root import Caption, Root


class Urgency(Option):
    """急ぎ具合"""

    NOW = "至急"
    SOON = "今週中"


class Seen(Option):
    """見た印"""

    READ = "読んだ"
    ANSWERED = "返事をした", True


class Reader(Part):
    """回す先"""

    id: Id = key("id", ...)
    name: Line | None = key("名前")
    seen: Checks[Seen] | None = key("印")


class Notice(Root):
    """回覧"""

    subject: Line | None = key("件名")
    sender: Line | None = key("発信者")
    sent: Day | None = key("発信日")
    urgency: Choice[Urgency] | None = key("急ぎ")
    text: Prose | None = key("本文")
    count: Count | None = key("人数")
    readers: tuple[Reader, ...] = key("回す先", ())

    def caption(self) -> Caption:
        return Caption(self.subject or "", self.sender or "", self.sent)


def greeting(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for a notice that says nothing but a greeting; a check of this kind alone."""
    assert isinstance(filled.content, Notice)
    if filled.content.text == "こんにちは。":
        yield FormMessages.NO_FORM.finding(name="回覧", address="本文")


CHECKS = (greeting,)
