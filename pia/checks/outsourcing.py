"""委託: the answer, its list and the risk measures have to tell the same."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.filled import Filled, is_ticked, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.choices import (
    NotOutsourced,
    Outsourcing,
    Subcontracting,
    SubcontractorControl,
)
from pia.model.files import Commission, PersonalFile
from pia.model.leaves import says_nothing
from pia.model.ref import Ref, Spot

DONE = Ref(PersonalFile, lambda file: file.outsourcing.done)
COUNT = Ref(PersonalFile, lambda file: file.outsourcing.count)
COMMISSIONS = Ref(PersonalFile, lambda file: file.outsourcing.commissions)
BOXES = Ref(PersonalFile, lambda file: file.risks.outsourcing.boxes)
CONTROL = Ref(PersonalFile, lambda file: file.risks.outsourcing.subcontractors)
# What an entry says only where its work is handed on once more.
OF_SUBCONTRACTING = (
    Ref(Commission, lambda commission: commission.permission),
    Ref(Commission, lambda commission: commission.subcontracted),
)


def check(filled: Filled) -> Iterator[Finding]:
    for file in filled.files():
        yield from _list(file)
        yield from _box(file)
        for commission in file.each(COMMISSIONS):
            yield from _subcontracting(commission)
        yield from _subcontractors(file)


def _list(file: Spot[PersonalFile]) -> Iterator[Finding]:
    told = sum(not says_nothing(commission) for commission in file[COMMISSIONS])
    done, listed = file[DONE], max(told, file[COUNT] or 0)
    if done is Outsourcing.NOT_DONE and listed:
        message = CheckMessages.OUTSOURCED_ALL_THE_SAME
        yield message.finding(answer=done, count=listed, address=file.at(DONE))
    if done is Outsourcing.DONE and not listed:
        yield CheckMessages.NOTHING_OUTSOURCED.finding(answer=done, address=file.at(DONE))


def _box(file: Spot[PersonalFile]) -> Iterator[Finding]:
    done, box = file[DONE], NotOutsourced.NOT_DONE
    yield from agrees(
        file.at(BOXES),
        box=box,
        is_ticked=is_ticked(file[BOXES], box),
        denied=str(done) if done is Outsourcing.NOT_DONE else "",
        affirmed=str(done) if done is Outsourcing.DONE else "",
    )


def _subcontracting(commission: Spot[Commission]) -> Iterator[Finding]:
    answer = commission.part.subcontracting
    if answer is not Subcontracting.NOT_DONE:
        return
    for place in (ref for ref in OF_SUBCONTRACTING if says_something(commission[ref])):
        message = CheckMessages.NOT_SUBCONTRACTED_BUT_TOLD
        yield message.finding(answer=answer, key=place.key, address=commission.at(place))


def _subcontractors(file: Spot[PersonalFile]) -> Iterator[Finding]:
    """Compare the measures for subcontractors with what the list says of them."""
    control, address = file[CONTROL], file.at(CONTROL)
    answers = {commission.subcontracting for commission in file[COMMISSIONS]}
    denied = control is SubcontractorControl.NO_SUBCONTRACTING
    if denied and Subcontracting.DONE in answers:
        message = CheckMessages.SUBCONTRACTED_ALL_THE_SAME
        yield message.finding(answer=control, other=Subcontracting.DONE, address=address)
    if control is not None and not denied and answers == {Subcontracting.NOT_DONE}:
        message = CheckMessages.NO_SUBCONTRACTOR
        yield message.finding(
            answer=control,
            other=Subcontracting.NOT_DONE,
            right=SubcontractorControl.NO_SUBCONTRACTING,
            address=address,
        )
