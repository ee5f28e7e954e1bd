"""Documents that belong together: a form 2 and the form 3 or 4 of the same 評価書番号."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path

from pia.changes.judge import Need
from pia.changes.report import Diff
from pia.changes.rows import Amendment
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.japanese import fold
from pia.model.assessment import Assessment, ChangeRow
from pia.model.choices import Submitted, Timing
from pia.model.law import Law
from pia.model.ref import Ref
from pia.model.threshold import BRIEF, FULL
from pia.workspace.discover import former_of, sources, text_of
from pia.workspace.messages import WorkspaceMessages

NUMBER = Ref(Assessment, lambda whole: whole.cover.number)


def disagreements(documents: Sequence[Document]) -> list[Finding]:
    """Return what every form 2 says otherwise than a form 3 or 4 that belongs to it, every number
    that two documents of one form have, and what documents of one office tell in two ways."""
    from pia.workspace.across import across

    documents = [d for d in documents if isinstance(d.content, Assessment)]
    return [*_differences(documents), *_same_numbers(documents), *across(documents)]


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
    from pia.derivation import contradictions

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


UNKNOWN = (
    "基礎項目評価書の提出時期: 同じ事務の重点項目評価書・全項目評価書に重要な変更がある改定では、"
    f"この様式も事前に提出します（{Law.KISO_BEFORE}）。{{reason}}ので、確かめてください"
)
NONE_HERE = "同じ評価書番号の重点項目評価書・全項目評価書が見当たらない"
OPEN = "{name} に重要な変更があるかどうかが決まっていない"


def goes_before(
    kiso: Document, since: date | None, diff: Callable[[None, Document], Diff]
) -> tuple[bool | None, str]:
    """Return whether a form 2 is submitted beforehand because a form 3 or 4 of the same 評価書番号
    has a 重要な変更 in its revision (`Law.KISO_BEFORE`), None where a person has to find that out,
    and what for.

    since: the 公表日 of its former version. diff: compares a document with its 前版. A form 2 that
    is the only one to be filed, and any other form, is in no doubt.
    """
    if kiso.form.id != BRIEF:
        return False, ""
    fuller = list(_fuller(kiso))
    if not fuller:
        if kiso.assessment.brief_risks.submitted is Submitted.KISO:
            return False, ""
        return None, UNKNOWN.format(reason=NONE_HERE)
    found = {document.path.name: _has_significant(document, since, diff) for document in fuller}
    if True in found.values():
        return True, ""
    unknown = [name for name, known in found.items() if known is None]
    if not unknown:
        return False, ""
    return None, UNKNOWN.format(reason=OPEN.format(name=unknown[0]))


def _fuller(kiso: Document) -> Iterator[Document]:
    """Yield the newest forms 3 and 4 of a form 2's workspace that belong to it."""
    for path in sources([kiso.names.root]):
        try:
            document = load(path)
        except PiaError:
            continue
        if document.form.id in FULL and belong_together(kiso, document):
            yield document


def _has_significant(
    document: Document, since: date | None, diff: Callable[[None, Document], Diff]
) -> bool | None:
    """Whether a revision has a 重要な変更; None while that is undecided or cannot be compared, and
    for one that is published already and had rows that went beforehand."""
    try:
        rows = diff(None, document).rows
    except PiaError:
        return None
    known = [_is_significant(row) for row in rows]
    if not rows and any(_went_before(row, since) for row in document.assessment.changes):
        return None
    return True if True in known else None if None in known else False


def _went_before(row: ChangeRow, since: date | None) -> bool:
    is_later = row.changed is not None and (since is None or row.changed > since)
    return is_later and row.timing is Timing.BEFORE


def _is_significant(row: Amendment) -> bool | None:
    if not row.proposal.significant or row.need is Need.NEEDED:
        return None if row.need is Need.NEEDED else False
    return row.timing is Timing.BEFORE
