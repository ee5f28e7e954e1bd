"""Documents that belong together: a form 2 and the form 3 or 4 of the same 評価書番号."""

from collections.abc import Sequence
from itertools import product

from pia.derivation import BRIEF, FULL, contradictions
from pia.document import Document
from pia.errors import Finding
from pia.japanese import fold


def disagreements(documents: Sequence[Document]) -> list[Finding]:
    """Return what every form 2 says otherwise than a form 3 or 4 that belongs to it."""
    brief = [document for document in documents if document.form.id == BRIEF]
    full = [document for document in documents if document.form.id in FULL]
    return [
        finding
        for one, other in product(brief, full)
        if belong_together(one, other)
        for finding in contradictions(one, other)
    ]


def belong_together(one: Document, other: Document) -> bool:
    """Whether two documents have the same number, and the same workspace or 評価実施機関."""
    first, second = one.assessment.cover, other.assessment.cover
    if not first.number or fold(first.number) != fold(second.number or ""):
        return False
    if one.names.root == other.names.root:
        return True
    return fold(first.organisation or "") == fold(second.organisation or "-")
