"""Boxes: those on the heading of a risk section, such as 委託しない, and what they say elsewhere
too; brackets behind a box, その他 above all, that want a text."""

from collections.abc import Iterator

from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.definition import Verb
from pia.forms.walk import Answer, value_at
from pia.model.base import Checked, Option


def agrees(
    address: str, *, box: Option, is_ticked: bool, denied: str, affirmed: str
) -> Iterator[Finding]:
    """Compare a box with the answer given elsewhere.

    denied, affirmed: the answer, if it says that the thing is not, or is, done; else empty.
    """
    if is_ticked and affirmed:
        message = CheckMessages.BOX_CONTRADICTS
        yield message.finding(box=box, answer=affirmed, address=address)
    if denied and not is_ticked:
        yield CheckMessages.BOX_NOT_TICKED.finding(box=box, answer=denied, address=address)


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every item that is filled in although a box says it does not apply,
    and for every ticked box whose bracket is empty."""
    for answer in filled.answers:
        if answer.is_given and answer.item.is_own and (box := _excluding(answer)):
            yield CheckMessages.FILLED_BELOW_BOX.finding(box=box, address=answer.address)
        yield from _brackets(answer)


def _excluding(answer: Answer) -> Option | None:
    """Return the ticked box for which the form does not want this item."""
    for term in answer.item.required.terms:
        if term.verb is Verb.LACKS:
            boxes = value_at(answer.context, term.keys)
            return next((option for option in term.options if is_ticked(boxes, option)), None)
    return None


def _brackets(answer: Answer) -> Iterator[Finding]:
    for box in answer.value if isinstance(answer.value, tuple) else ():
        if isinstance(box, Checked) and box.option.bracket and not (box.text or "").strip():
            option = answer.item.text_of(box.option)
            yield CheckMessages.EMPTY_BRACKET.finding(option=option, address=answer.address)
