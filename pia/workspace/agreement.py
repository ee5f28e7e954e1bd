"""Documents that belong together: a form 2 and the form 3 or 4 of the same 評価書番号, and those
that must not have the same."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from pathlib import Path

from pia.derivation import BRIEF, FULL, contradictions
from pia.document import Document
from pia.errors import Finding
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.ref import Ref
from pia.workspace.discover import former_of, text_of
from pia.workspace.messages import WorkspaceMessages

NUMBER = Ref(Assessment, lambda whole: whole.cover.number)


def disagreements(documents: Sequence[Document]) -> list[Finding]:
    """Return what every form 2 says otherwise than a form 3 or 4 that belongs to it, and every
    number that two documents of one form have."""
    documents = [d for d in documents if isinstance(d.content, Assessment)]
    return [*_differences(documents), *_same_numbers(documents)]


def _same_numbers(documents: Sequence[Document]) -> Iterator[Finding]:
    """Yield a finding for documents of one 様式 and one 評価書番号 that are no versions of each
    other; forms 2 and 3 or 4 of one 事務 share theirs."""
    for one, other in combinations(documents, 2):
        is_twin = one.form.id == other.form.id and belong_together(one, other)
        if is_twin and not (_comes_after(one, other) or _comes_after(other, one)):
            number = NUMBER.of(one.assessment)
            message = WorkspaceMessages.SAME_NUMBER
            finding = message.finding(number=number, name=one.path.name, address=NUMBER.address)
            yield other.locate(finding)


def _comes_after(later: Document, former: Document) -> bool:
    """Whether the chain of 前版 of a document leads through files to another."""
    seen: set[Path] = set()
    left = [later.path.resolve()]
    while left:
        path = left.pop()
        if path not in seen and path.is_file():
            seen.add(path)
            left += (found.resolve() for found in former_of(path, text_of(path)))
    return former.path.resolve() in seen


def _differences(documents: Sequence[Document]) -> list[Finding]:
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
