"""課題が残されている says that something is open; the form should tell what."""

import re
from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.walk import Answer, Place
from pia.model.base import Kind
from pia.model.choices import Sufficiency

# Words by which an explanation of an open issue, or of what will be done about it, is known.
EXPLAINS = re.compile(
    "課題|今後|予定|検討|改善|見直|不十分|至っていない|できていない|未整備|未実施|未対応"
)
SECTION = 2  # places that lead to a section: its part and itself


def check(filled: Filled) -> Iterator[Finding]:
    for answer in filled.answers:
        if answer.value is Sufficiency.OPEN_ISSUES and answer.item.is_own:
            texts = _texts_beside(filled, answer)
            if texts and not any(EXPLAINS.search(text) for text in texts):
                message = CheckMessages.ISSUE_NOT_EXPLAINED
                yield message.finding(answer=answer.value, address=answer.address)


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
