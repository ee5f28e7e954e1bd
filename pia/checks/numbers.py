"""Numbers that have to fit each other: 件数, 記録項目, persons, and しきい値判断 from them."""

from collections.abc import Iterator
from typing import Any

from pia.checks.form import Filled, is_ticked
from pia.checks.handed_on import COMMISSIONS, COUNT, PROVISIONS, TRANSFERS
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.walk import count
from pia.japanese import bounds
from pia.model.assessment import Assessment, Commission, PersonalFile, Provision, Transfer
from pia.model.base import Option
from pia.model.choices import FullerAssessment, Submitted, ThresholdResult
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


def check(filled: Filled) -> Iterator[Finding]:
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
