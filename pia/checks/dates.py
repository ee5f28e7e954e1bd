"""Days that have to follow each other, and the days that a hearing has to take."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import TypeVar

from pia.checks.form import Filled, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import NoSuchDateError, fold, parse_date, wareki
from pia.model.assessment import Assessment, ChangeRow, PersonalFile
from pia.model.base import Part
from pia.model.choices import Timing
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
HEARD = Ref(Assessment, lambda a: a.procedure.hearing.period)
SHORTENING = Ref(Assessment, lambda a: a.procedure.hearing.shortening)
REVIEWED = Ref(Assessment, lambda a: a.procedure.review.done)
REVIEW = Ref(Assessment, lambda a: a.procedure.review)
HEARING_END = f"{Ref(Assessment, lambda a: a.procedure.hearing).key}の終わり"
LEAST_DAYS = 30
DAY = re.compile(
    r"(?P<year>(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2})年|\d{4}年)?(?:同年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)


def check(filled: Filled) -> Iterator[Finding]:
    for earlier, later in ORDER:
        yield from _in_order(filled.whole, earlier, later)
    for file in filled.files():
        yield from _in_order(file, KEPT_FROM, USED_FROM)
    yield from _changes(filled)
    if filled.prints(SHORTENING.address):
        yield from _hearing(filled.whole)


def _hearing(whole: Spot[Assessment]) -> Iterator[Finding]:
    """意見の聴取 takes 30 days unless a reason is told (`Law.HEARING`); 第三者点検 follows it, and
    publication follows both (`Law.THIRD_PARTY`). Days that a text does not name are not compared.
    """
    heard, reviewed = (days_in(str(whole[place] or "")) for place in (HEARD, REVIEWED))
    if len(heard) > 1 and not says_something(whole[SHORTENING]):
        length = (max(heard) - min(heard)).days + 1
        if length < LEAST_DAYS:
            yield CheckMessages.HEARING_TOO_SHORT.finding(days=length, address=HEARD.address)
    if heard and reviewed and max(heard) > min(reviewed):
        yield _reversed(HEARD, HEARING_END, max(heard), REVIEW.key, min(reviewed))
    published = whole[PUBLISHED]
    for place, name, days in (
        (HEARD, HEARING_END, heard),
        (REVIEWED, REVIEW.key, reviewed),
    ):
        if published and days and max(days) > published:
            yield _reversed(place, name, max(days), PUBLISHED.key, published)


def _reversed(
    place: Ref[Assessment, str | None], name: str, day: date, later: str, limit: date
) -> Finding:
    return CheckMessages.STEPS_REVERSED.finding(
        name=name, day=wareki(day), later=later, limit=wareki(limit), address=place.address
    )


def days_in(text: str) -> list[date]:
    """Return the days that a text names; a later one may leave out its year, or say 同年."""
    found: list[date] = []
    year = ""
    for match in DAY.finditer(fold(text)):
        year = match["year"] or year
        with suppress(NoSuchDateError):
            day = parse_date(f"{year}{match['month']}月{match['day']}日")  # None without a year
            found += [day] if day else []
    return found


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
