"""Ticked boxes whose bracket wants a text, その他 above all."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.base import Checked


def check(filled: Filled) -> Iterator[Finding]:
    for answer in filled.answers:
        for box in answer.value if isinstance(answer.value, tuple) else ():
            if isinstance(box, Checked) and box.option.bracket and not (box.text or "").strip():
                option = answer.item.text_of(box.option)
                yield CheckMessages.EMPTY_BRACKET.finding(option=option, address=answer.address)
