"""Answers that have to fit each other, wherever they stand: numbers and persons, the days of a
procedure, and what is told of a risk."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar

from pia.checks.form import Filled, is_ticked, says_something
from pia.checks.handed_on import COMMISSIONS, COUNT, PROVISIONS, TRANSFERS
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.walk import Answer, Place, count
from pia.japanese import NoSuchDateError, bounds, fold, parse_date, wareki
from pia.model.assessment import (
    Assessment,
    ChangeRow,
    Commission,
    PersonalFile,
    Provision,
    Transfer,
)
from pia.model.base import Kind, Option, Part
from pia.model.choices import (
    FullerAssessment,
    Incident,
    Submitted,
    Sufficiency,
    ThresholdResult,
    Timing,
)
from pia.model.law import (
    LEAST,
    MANY_HANDLERS,
    due,
    filed,
    least_figures,
    rank,
    required_level,
)
from pia.model.ref import Ref, Spot

SUBJECTS = Ref(Assessment, lambda a: a.office.subjects)
PERSONS = Ref(PersonalFile, lambda file: file.basics.persons)
ITEMS = Ref(PersonalFile, lambda file: file.basics.item_number)
RECORDS = Ref(PersonalFile, lambda file: file.records)
# 件数 and the list that it counts.
COUNTS: tuple[tuple[Ref[PersonalFile, int | None], Ref[PersonalFile, Any]], ...] = (
    (COUNT, COMMISSIONS),
    (Ref(PersonalFile, lambda file: file.sharing.provision_count), PROVISIONS),
    (Ref(PersonalFile, lambda file: file.sharing.transfer_count), TRANSFERS),
)
# Lists of what is handed on, and of how many persons.
HANDED_ON: tuple[tuple[Ref[PersonalFile, Any], Ref[Any, Option | None]], ...] = (
    (COMMISSIONS, Ref(Commission, lambda commission: commission.persons)),
    (PROVISIONS, Ref(Provision, lambda provision: provision.persons)),
    (TRANSFERS, Ref(Transfer, lambda transfer: transfer.persons)),
)


def numbers(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        yield from _counts(filled, file)
        yield from _records(file)
        yield from _recipients(file)
    yield from _persons(filled)


def _counts(filled: Filled, file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare every 件数 with its list; without a list it stands for one kept elsewhere."""
    for number, entries in COUNTS:
        given, counted = file[number], count(filled.assessment, file.part, entries.address)
        if given is None and any(getattr(e, "booklet", None) for e in file[entries]):
            message = CheckMessages.NO_COUNT
            yield message.finding(key=number.key, listed=entries.key, address=file.at(number))
        if given is not None and counted is not None and given != counted:
            yield CheckMessages.COUNT_DIFFERS.finding(
                key=number.key,
                given=given,
                listed=entries.key,
                counted=counted,
                address=file.at(number),
            )


def _records(file: Spot[PersonalFile]) -> Iterator[Finding]:
    number, answer = len(file[RECORDS] or ()), file[ITEMS]
    if number and answer is not None and not _holds(answer, number):
        message = CheckMessages.RECORDS_DIFFER
        yield message.finding(answer=answer, count=number, address=file.at(ITEMS))


def _holds(answer: Option, number: int) -> bool:
    least, below = bounds(answer)
    return least <= number and (below is None or number < below)


def _persons(filled: Filled) -> Iterator[Finding]:
    """Compare 対象人数, all persons in the files of the office, with the persons of each file."""
    subjects, files = filled.whole[SUBJECTS], list(filled.files())
    if subjects is None:
        return
    for file in files:
        yield from _too_many(file.at(PERSONS), file[PERSONS], subjects, SUBJECTS.key)
    most = [bounds(persons)[1] if (persons := file[PERSONS]) else None for file in files]
    least, _ = bounds(subjects)
    if files and None not in most and sum(filter(None, most)) <= least:
        yield CheckMessages.TOO_FEW_PERSONS.finding(subjects=subjects, address=SUBJECTS.address)


def _recipients(file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare the persons of what is handed on with the persons of the file."""
    for entries, persons in HANDED_ON:
        for entry in file.each(entries):
            yield from _too_many(
                entry.at(persons), entry[persons], file[PERSONS], "このファイルの本人の数"
            )


def _too_many(
    address: str, part: Option | None, whole: Option | None, name: str
) -> Iterator[Finding]:
    """Yield a finding if even the least number of `part` is more than `whole` allows."""
    if part is None or whole is None:
        return
    _, below = bounds(whole)
    if below is not None and bounds(part)[0] >= below:
        message = CheckMessages.TOO_MANY_PERSONS
        yield message.finding(persons=part, whole=whole, name=name, address=address)


RESULT = Ref(Assessment, lambda a: a.procedure.basic.result)
SUBMITTED = Ref(Assessment, lambda a: a.brief_risks.submitted)
FULLER = Ref(Assessment, lambda a: a.brief_risks.top_measure.boxes)


def threshold(filled: Filled) -> Iterator[Finding]:
    yield from _result(filled)
    yield from _submitted(filled)
    yield from _fuller(filled)


def _result(filled: Filled) -> Iterator[Finding]:
    """Compare the result with those possible for 対象人数, whatever 取扱者数 and 重大事故."""
    subjects, stated = filled.whole[SUBJECTS], filled.whole[RESULT]
    if subjects is None or stated is None:
        return
    least = LEAST[subjects]
    possible = {required_level(least, handlers, incident=False) for handlers in (0, MANY_HANDLERS)}
    if due(stated) not in possible:
        words = "」「".join(str(level) for level in ThresholdResult if level in possible)
        message = CheckMessages.RESULT_DIFFERS
        yield message.finding(subjects=subjects, possible=words, address=RESULT.address)


def _submitted(filled: Filled) -> Iterator[Finding]:
    """More than is due may be filed, never less; answers still open count for the least."""
    submitted, subjects = filled.whole[SUBMITTED], filled.whole[SUBJECTS]
    answers = filled.assessment.threshold
    if submitted is None or subjects is None:
        return
    least = required_level(*least_figures(subjects, answers.handlers, answers.incident))
    if rank(submitted) < rank(filed(least)):
        message = CheckMessages.TOO_LITTLE_FILED
        yield message.finding(due=least, submitted=submitted, address=SUBMITTED.address)


def _fuller(filled: Filled) -> Iterator[Finding]:
    """Who does a fuller assessment hands in its form too."""
    submitted, box = filled.whole[SUBMITTED], FullerAssessment.DONE
    if submitted is Submitted.KISO and is_ticked(filled.whole[FULLER], box):
        message = CheckMessages.FULLER_NOT_FILED
        yield message.finding(box=box, submitted=submitted, address=FULLER.address)


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


def days(filled: Filled) -> Iterator[Finding]:
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


# Words by which an explanation of an open issue, or of what will be done about it, is known.
EXPLAINS = re.compile(
    "課題|今後|予定|検討|改善|見直|不十分|至っていない|できていない|未整備|未実施|未対応"
)
SECTION = 2  # places that lead to a section: its part and itself

INCIDENT = Ref(PersonalFile, lambda file: file.risks.storage.leakage.incident)
OF_AN_INCIDENT = (
    Ref(PersonalFile, lambda file: file.risks.storage.leakage.incident_content),
    Ref(PersonalFile, lambda file: file.risks.storage.leakage.prevention),
)


def risks(filled: Filled) -> Iterator[Finding]:
    for answer in filled.answers:
        if answer.value is Sufficiency.OPEN_ISSUES and answer.item.is_own:
            texts = _texts_beside(filled, answer)
            if texts and not any(EXPLAINS.search(text) for text in texts):
                message = CheckMessages.ISSUE_NOT_EXPLAINED
                yield message.finding(answer=answer.value, address=answer.address)
    yield from _incidents(filled)


def _texts_beside(filled: Filled, answer: Answer) -> list[str]:
    """Return the texts of the risk and of the section it stands in; empty texts too, and none
    where the form has no room for any."""
    here = _places(answer)
    return [
        str(other.value or "")
        for other in filled.answers
        if other.item.kind is Kind.PROSE and _places(other) in (here, here[:SECTION])
    ]


def _places(answer: Answer) -> tuple[Place, ...]:
    return tuple(place for place in answer.trail if isinstance(place, Place))


def _incidents(filled: Filled) -> Iterator[Finding]:
    first: Incident | None = None
    for file in filled.files():
        yield from _told(file)
        first = first or file[INCIDENT]
        if file[INCIDENT] is not None and file[INCIDENT] is not first:
            yield CheckMessages.INCIDENTS_DIFFER.finding(address=file.at(INCIDENT))


def _told(file: Spot[PersonalFile]) -> Iterator[Finding]:
    if file[INCIDENT] is not Incident.NONE:
        return
    for place in (ref for ref in OF_AN_INCIDENT if says_something(file[ref])):
        message = CheckMessages.NO_INCIDENT_BUT_TOLD
        yield message.finding(answer=file[INCIDENT], address=file.at(place))
