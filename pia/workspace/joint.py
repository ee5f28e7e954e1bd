"""A form 2 beside the form 3 or 4 of the same 事務: whether both go to the 委員会 beforehand."""

from collections.abc import Callable, Iterator

from pia.changes.judge import Need
from pia.changes.report import Diff
from pia.changes.rows import Amendment
from pia.derivation import BRIEF, FULL
from pia.document import Document, load
from pia.errors import PiaError
from pia.model.choices import Submitted, Timing
from pia.model.law import Law
from pia.workspace.agreement import belong_together
from pia.workspace.discover import sources

UNKNOWN = (
    "基礎項目評価書の提出時期: 同じ事務の重点項目評価書・全項目評価書に重要な変更がある改定では、"
    f"この様式も事前に提出します（{Law.KISO_BEFORE}）。{{reason}}ので、確かめてください"
)
NONE_HERE = "同じ評価書番号の重点項目評価書・全項目評価書が見当たらない"
OPEN = "{name} の重要な変更が決まっていない"


def goes_before(kiso: Document, diff: Callable[[None, Document], Diff]) -> tuple[bool, str]:
    """Return whether a form 2 is submitted beforehand because a form 3 or 4 of the same 評価書番号
    has a 重要な変更 in its revision (`Law.KISO_BEFORE`), and what a person has to find out for it.

    diff: compares a document with its 前版. A form 2 that is the only one to be filed, and any
    other form, is in no doubt.
    """
    if kiso.form.id != BRIEF:
        return False, ""
    fuller = list(_fuller(kiso))
    if not fuller:
        is_alone = kiso.assessment.brief_risks.submitted is Submitted.KISO
        return False, "" if is_alone else UNKNOWN.format(reason=NONE_HERE)
    found = {document.path.name: _has_significant(document, diff) for document in fuller}
    if True in found.values():
        return True, ""
    unknown = [name for name, known in found.items() if known is None]
    return False, UNKNOWN.format(reason=OPEN.format(name=unknown[0])) if unknown else ""


def _fuller(kiso: Document) -> Iterator[Document]:
    """Yield the newest forms 3 and 4 of a form 2's workspace that belong to it."""
    for path in sources([kiso.names.root]):
        try:
            document = load(path)
        except PiaError:
            continue
        if document.form.id in FULL and belong_together(kiso, document):
            yield document


def _has_significant(document: Document, diff: Callable[[None, Document], Diff]) -> bool | None:
    """Whether a revision has a 重要な変更; None while that is undecided or cannot be compared."""
    try:
        rows = diff(None, document).rows
    except PiaError:
        return None
    known = [_is_significant(row) for row in rows]
    return True if True in known else None if None in known else False


def _is_significant(row: Amendment) -> bool | None:
    if not row.proposal.significant or row.need is Need.NEEDED:
        return None if row.need is Need.NEEDED else False
    return row.timing is Timing.BEFORE
