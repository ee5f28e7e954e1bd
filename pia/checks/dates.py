"""Days that have to follow each other."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.base import Part
from pia.model.choices import Timing
from pia.model.files import PersonalFile
from pia.model.procedure import ChangeRow
from pia.model.ref import Ref, Spot

PartT = TypeVar("PartT", bound=Part)
Day = Ref[PartT, date | None]

PUBLISHED = Ref(Assessment, lambda a: a.cover.published)
APPROVED = Ref(Assessment, lambda a: a.cover.approved)
CHANGES = Ref(Assessment, lambda a: a.changes)
CHANGED = Ref(ChangeRow, lambda row: row.changed)

# Earlier and later day, of the assessment and of each file.
ORDER: tuple[tuple[Day[Assessment], Day[Assessment]], ...] = (
    (Ref(Assessment, lambda a: a.procedure.basic.done), PUBLISHED),
    (Ref(Assessment, lambda a: a.procedure.approval.submitted), APPROVED),
    (APPROVED, PUBLISHED),
    (Ref(Assessment, lambda a: a.threshold.subjects_on), PUBLISHED),
    (Ref(Assessment, lambda a: a.threshold.handlers_on), PUBLISHED),
)
KEPT_FROM = Ref(PersonalFile, lambda file: file.basics.kept_from)
USED_FROM = Ref(PersonalFile, lambda file: file.use.used_from)


def check(filled: Filled) -> Iterator[Finding]:
    for earlier, later in ORDER:
        yield from _in_order(filled.whole, earlier, later)
    for file in filled.files():
        yield from _in_order(file, KEPT_FROM, USED_FROM)
    yield from _changes(filled)


def _in_order(spot: Spot[PartT], earlier: Day[PartT], later: Day[PartT]) -> Iterator[Finding]:
    first, second = spot[earlier], spot[later]
    if first is not None and second is not None and first > second:
        yield _after(spot.at(earlier), earlier.key, later.key, first, second)


def _after(address: str, name: str, later: str, day: date, limit: date) -> Finding:
    message = CheckMessages.DAYS_REVERSED
    return message.finding(
        name=name, later=later, day=wareki(day), limit=wareki(limit), address=address
    )


def _changes(filled: Filled) -> Iterator[Finding]:
    """A change of which the form was told afterwards lies before its publication; rows follow
    in time."""
    published, last = filled.whole[PUBLISHED], date.min
    for row in filled.whole.each(CHANGES):
        day, address = row[CHANGED], row.at(CHANGED)
        if day is None:
            continue
        if published and row.part.timing is Timing.AFTER and day > published:
            yield _after(address, CHANGED.key, PUBLISHED.key, day, published)
        if day < last:
            message = CheckMessages.CHANGES_REVERSED
            yield message.finding(day=wareki(day), last=wareki(last), address=address)
        last = max(last, day)
