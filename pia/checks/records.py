"""Numbers of 記録項目 and of persons that have to fit each other."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import bounds
from pia.model.base import Option
from pia.model.files import PersonalFile


def check(filled: Filled) -> Iterator[Finding]:
    for address, file in filled.files():
        yield from _records(address, file)
        yield from _recipients(address, file)
    yield from _persons(filled)


def _records(address: str, file: PersonalFile) -> Iterator[Finding]:
    number, answer = len(file.records or ()), file.basics.item_number
    if number and answer is not None and not _holds(answer, number):
        message = CheckMessages.RECORDS_DIFFER
        at = f"{address}.基本情報.記録される項目"
        yield message.finding(answer=answer, count=number, address=at)


def _holds(answer: Option, number: int) -> bool:
    least, below = bounds(answer)
    return least <= number and (below is None or number < below)


def _persons(filled: Filled) -> Iterator[Finding]:
    """Compare 対象人数, all persons in the files of the office, with the persons of each file."""
    subjects = filled.assessment.office.subjects
    files = [(address, file.basics.persons) for address, file in filled.files()]
    if subjects is None:
        return
    for address, persons in files:
        if persons is not None and _is_above(persons, subjects):
            message = CheckMessages.TOO_MANY_PERSONS
            at = f"{address}.基本情報.対象となる本人の数"
            yield message.finding(persons=persons, whole=subjects, name="対象人数", address=at)
    most = [bounds(persons)[1] if persons else None for _, persons in files]
    least, _ = bounds(subjects)
    if files and None not in most and sum(filter(None, most)) <= least:
        yield CheckMessages.TOO_FEW_PERSONS.finding(subjects=subjects, address="事務.対象人数")


def _recipients(address: str, file: PersonalFile) -> Iterator[Finding]:
    """Compare the persons of what is handed on with the persons of the file."""
    whole, sharing = file.basics.persons, file.sharing
    entries: list[tuple[str, Option | None]] = [
        (f"委託.委託事項[{c.id}].対象となる本人の数", c.persons)
        for c in file.outsourcing.commissions
    ]
    entries += [
        (f"提供・移転.提供先[{p.id}].提供する情報の対象となる本人の数", p.persons)
        for p in sharing.provisions
    ]
    entries += [
        (f"提供・移転.移転先[{t.id}].移転する情報の対象となる本人の数", t.persons)
        for t in sharing.transfers
    ]
    for at, persons in entries:
        if whole is not None and persons is not None and _is_above(persons, whole):
            message = CheckMessages.TOO_MANY_PERSONS
            name = "このファイルの本人の数"
            yield message.finding(
                persons=persons, whole=whole, name=name, address=f"{address}.{at}"
            )


def _is_above(part: Option, whole: Option) -> bool:
    """Whether even the least number of `part` is more than `whole` allows."""
    _, below = bounds(whole)
    return below is not None and bounds(part)[0] >= below
