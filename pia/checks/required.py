"""Items that the form wants filled and that are not."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.definition import Section, Style
from pia.forms.walk import Answer, Block, is_required


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for every required item without an answer, and for every empty list of
    parts (a form without any 特定個人情報ファイル prints nothing)."""
    for answer in filled.answers:
        if is_missing(answer):
            yield CheckMessages.NOT_FILLED.finding(address=answer.address)
    empty = (b for b in filled.blocks if _is_empty_list(b))
    for key in dict.fromkeys(block.place.section.per for block in empty):
        yield CheckMessages.NO_ENTRY.finding(key=key, address=key)


def is_missing(answer: Answer) -> bool:
    return not answer.is_given and is_required(answer.item.required, answer.context)


def _is_empty_list(block: Block) -> bool:
    section: Section = block.place.section
    return block.place.blank and section.style is Style.PART
