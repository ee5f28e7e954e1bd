"""別紙: referred to, and with the columns that its rows use."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.handed_on import PROVISIONS, TRANSFERS
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import fold
from pia.model.assessment import Assessment, Attachment
from pia.model.files import Provision, Transfer
from pia.model.ref import Ref, Spot

ATTACHMENTS = Ref(Assessment, lambda a: a.attachments)
TITLE = Ref(Attachment, lambda attachment: attachment.title)
COLUMNS = Ref(Attachment, lambda attachment: attachment.columns)
ROWS = Ref(Attachment, lambda attachment: attachment.rows)
PROVIDED = Ref(Provision, lambda provision: provision.attachment)
TRANSFERRED = Ref(Transfer, lambda transfer: transfer.attachment)


def check(filled: Filled) -> Iterator[Finding]:
    known = {attachment.id for attachment in filled.assessment.attachments}
    references = dict(_references(filled))
    for address, name in references.items():
        if name not in known:
            words = "、".join(sorted(known)) or "なし"
            message = CheckMessages.NO_SUCH_ATTACHMENT
            yield message.finding(name=name, known=words, address=address)
    for attachment in filled.whole.each(ATTACHMENTS):
        yield from _columns(attachment)
        if attachment.part.id not in references.values() and not _is_named(filled, attachment):
            name = attachment[TITLE] or attachment.part.id
            yield CheckMessages.UNUSED_ATTACHMENT.finding(name=name, address=attachment.address)


def _references(filled: Filled) -> Iterator[tuple[str, str]]:
    """Yield address and id of every reference to a 別紙."""
    for file in filled.files():
        for provision in file.each(PROVISIONS):
            if name := provision[PROVIDED]:
                yield provision.at(PROVIDED), name
        for transfer in file.each(TRANSFERS):
            if name := transfer[TRANSFERRED]:
                yield transfer.at(TRANSFERRED), name


def _is_named(filled: Filled, attachment: Spot[Attachment]) -> bool:
    """Whether some text speaks of the 別紙 by its title or id."""
    names = [fold(name) for name in (attachment[TITLE], attachment.part.id) if name]
    return any(
        name in fold(answer.value)
        for answer in filled.answers
        if isinstance(answer.value, str) and not answer.address.startswith(attachment.address)
        for name in names
    )


def _columns(attachment: Spot[Attachment]) -> Iterator[Finding]:
    """Yield a finding for every column that rows use and the table lacks, at its first use."""
    known = set(attachment[COLUMNS])
    for n, row in enumerate(attachment[ROWS], start=1):
        for column in (c for c in row if c not in known):
            known.add(column)
            words = "、".join(attachment[COLUMNS]) or "なし"
            message = CheckMessages.UNKNOWN_COLUMN
            address = f"{attachment.at(ROWS)}[{n}].{column}"
            yield message.finding(column=column, known=words, address=address)
