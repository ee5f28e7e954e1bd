"""What keeps a document from being published."""

from pia.checks.filled import Filled
from pia.checks.redactions import check as redactions
from pia.document import Document
from pia.errors import Finding, in_order


def faults(document: Document) -> list[Finding]:
    """Return the errors of the source, and of what it says is 非公表."""
    amiss = redactions(Filled(document.form, document.assessment))
    found = in_order([*document.findings, *map(document.locate, amiss)])
    return [finding for finding in found if finding.is_error]
