"""Texts that stand in one cell and do not fit it."""

from collections.abc import Iterable, Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.definition import Place
from pia.forms.walk import Answer
from pia.model.base import Checked

# A row of Excel is at most 409.5 pt high, 27 lines of 10 pt; what is beyond is cut in print. A
# cell of 40 characters to the line then holds about 1,000, far less than the 32,767 that Excel
# stores. Running text and the cells of tables are split into rows and know no limit.
LONGEST = 1_000


def check(filled: Filled) -> Iterator[Finding]:
    for answer in filled.answers:
        yield from _too_long(answer.address, _in_one_cell(answer))
    for attachment in filled.assessment.attachments:
        address = f"別紙[{attachment.id}]"
        yield from _too_long(f"{address}.題名", [attachment.title or ""])
        yield from _too_long(f"{address}.列", attachment.columns)


def _in_one_cell(answer: Answer) -> Iterator[str]:
    """Yield what is printed in one cell: brackets, and values beside another value."""
    value = answer.value
    if isinstance(value, tuple):
        yield from (box.text for box in value if isinstance(box, Checked) and box.text)
    elif isinstance(value, str) and answer.item.place in (Place.BOX, Place.INLINE):
        yield value


def _too_long(address: str, texts: Iterable[str]) -> Iterator[Finding]:
    for length in (len(text) for text in texts if len(text) > LONGEST):
        message = CheckMessages.TOO_LONG
        yield message.finding(length=f"{length:,}", limit=f"{LONGEST:,}", address=address)
