"""別紙: referred to, and with the columns that its rows use."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.japanese import fold
from pia.model.procedure import Attachment


def check(filled: Filled) -> Iterator[Finding]:
    known = {attachment.id for attachment in filled.assessment.attachments}
    references = dict(_references(filled))
    for address, name in references.items():
        if name not in known:
            words = "、".join(sorted(known)) or "なし"
            message = CheckMessages.NO_SUCH_ATTACHMENT
            yield message.finding(name=name, known=words, address=address)
    for attachment in filled.assessment.attachments:
        yield from _columns(attachment)
        if attachment.id not in references.values() and not _is_named(filled, attachment):
            message = CheckMessages.UNUSED_ATTACHMENT
            name = attachment.title or attachment.id
            yield message.finding(name=name, address=f"別紙[{attachment.id}]")


def _references(filled: Filled) -> Iterator[tuple[str, str]]:
    """Yield address and id of every reference to a 別紙."""
    for address, file in filled.files():
        for provision in file.sharing.provisions:
            if provision.attachment:
                yield f"{address}.提供・移転.提供先[{provision.id}].別紙", provision.attachment
        for transfer in file.sharing.transfers:
            if transfer.attachment:
                yield f"{address}.提供・移転.移転先[{transfer.id}].別紙", transfer.attachment


def _is_named(filled: Filled, attachment: Attachment) -> bool:
    """Whether some text speaks of the 別紙 by its title or id."""
    names = [fold(name) for name in (attachment.title, attachment.id) if name]
    own = f"別紙[{attachment.id}]"
    return any(
        name in fold(answer.value)
        for answer in filled.answers
        if isinstance(answer.value, str) and not answer.address.startswith(own)
        for name in names
    )


def _columns(attachment: Attachment) -> Iterator[Finding]:
    """Yield a finding for every column that rows use and the table lacks, at its first use."""
    known = set(attachment.columns)
    for n, row in enumerate(attachment.rows, start=1):
        for column in (c for c in row if c not in known):
            known.add(column)
            words = "、".join(attachment.columns) or "なし"
            message = CheckMessages.UNKNOWN_COLUMN
            address = f"別紙[{attachment.id}].行[{n}].{column}"
            yield message.finding(column=column, known=words, address=address)
