"""委託: the answer, its list and the risk measures have to tell the same."""

from collections.abc import Iterator

from pia.checks.boxes import agrees
from pia.checks.counts import differs
from pia.checks.filled import Filled, is_ticked, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.choices import (
    NotOutsourced,
    Outsourcing,
    Subcontracting,
    SubcontractorControl,
)
from pia.model.files import PersonalFile


def check(filled: Filled) -> Iterator[Finding]:
    for address, file in filled.files():
        yield from _list(address, file)
        yield from differs(filled, f"{address}.委託", file.outsourcing, "件数", "委託事項")
        yield from _box(address, file)
        yield from _subcontracting(address, file)


def _list(address: str, file: PersonalFile) -> Iterator[Finding]:
    outsourcing, at = file.outsourcing, f"{address}.委託.委託の有無"
    listed = max(len(outsourcing.commissions), outsourcing.count or 0)
    if outsourcing.done is Outsourcing.NOT_DONE and listed:
        message = CheckMessages.OUTSOURCED_ALL_THE_SAME
        yield message.finding(answer=outsourcing.done, count=listed, address=at)
    if outsourcing.done is Outsourcing.DONE and not listed:
        yield CheckMessages.NOTHING_OUTSOURCED.finding(answer=outsourcing.done, address=at)


def _box(address: str, file: PersonalFile) -> Iterator[Finding]:
    done, box = file.outsourcing.done, NotOutsourced.NOT_DONE
    yield from agrees(
        f"{address}.リスク対策.委託.該当",
        box=box,
        is_ticked=is_ticked(file.risks.outsourcing.boxes, box),
        denied=str(done) if done is Outsourcing.NOT_DONE else "",
        affirmed=str(done) if done is Outsourcing.DONE else "",
    )


def _subcontracting(address: str, file: PersonalFile) -> Iterator[Finding]:
    for commission in file.outsourcing.commissions:
        at = f"{address}.委託.委託事項[{commission.id}]"
        if commission.subcontracting is Subcontracting.NOT_DONE:
            texts = {
                "再委託の許諾方法": commission.permission,
                "再委託事項": commission.subcontracted,
            }
            for key in (key for key, text in texts.items() if says_something(text)):
                message = CheckMessages.NOT_SUBCONTRACTED_BUT_TOLD
                answer = commission.subcontracting
                yield message.finding(answer=answer, key=key, address=f"{at}.{key}")
    yield from _subcontractors(f"{address}.リスク対策.委託.再委託先による取扱い", file)


def _subcontractors(address: str, file: PersonalFile) -> Iterator[Finding]:
    """Compare the measures for subcontractors with what the list says of them."""
    control = file.risks.outsourcing.subcontractors
    answers = {c.subcontracting for c in file.outsourcing.commissions}
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
