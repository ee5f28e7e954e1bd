"""What keeps a document from being published."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.checks.redactions import check as redactions
from pia.document import Document
from pia.errors import Finding, in_order
from pia.model.base import Kind
from pia.model.leaves import values
from pia.model.published import hidden_from
from pia.source.images import notes_of


def faults(document: Document) -> list[Finding]:
    """Return the errors of the source, and of what it says is 非公表."""
    amiss = [*redactions(Filled(document.form, document.assessment)), *_telling(document)]
    found = in_order([*document.findings, *map(document.locate, amiss)])
    return [finding for finding in found if finding.is_error]


def _telling(document: Document) -> Iterator[Finding]:
    """Yield a finding for each image whose file says in words what is 非公表."""
    if not document.assessment.redactions:
        return
    hidden = hidden_from(document.assessment)
    for value in values(document.assessment):
        if value.kind is not Kind.IMAGE:
            continue
        path = document.path.parent / value.value
        if path.is_file() and any(hidden(note) != note for note in notes_of(path)):
            yield CheckMessages.IMAGE_TELLS.finding(name=value.value, address=value.address)
