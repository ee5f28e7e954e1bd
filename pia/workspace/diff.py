"""A document against its former version: what differs, and what was decided about it, of a form 2
also whether a form 3 or 4 of the same 評価書番号 makes it go beforehand.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from pia.changes import decisions
from pia.changes.amendments import STANDARD, Amendment, RowOptions
from pia.changes.compare import Version, compare
from pia.changes.judge import Judge, Need, StandingReasons
from pia.changes.kinds import Evidence, differing
from pia.changes.messages import ChangeMessages
from pia.changes.report import Diff, build
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.japanese import fold, wareki
from pia.model.assessment import ChangeRow
from pia.model.choices import Submitted, Timing
from pia.model.law import BRIEF, FULL, Law
from pia.source.messages import SourceMessages
from pia.workspace.folder import (
    PREDECESSOR,
    PUBLISHED,
    may_have_number,
    options_of,
    sources,
    text_of,
)
from pia.workspace.versions import may_change, opened, predecessor

Named = Document | Path | str


def diff(old: Named | None, new: Named, options: RowOptions | None = None) -> Diff:
    """Return the rows of 変更箇所 that two versions call for, with what was decided about them.

    Versions are files or `REVISION:FILE` of git; without `old`, the 前版 of `new`. Raises
    PiaError when one of them cannot be had.
    """
    with both(old, new) as (former, latter):
        return diff_of(former, latter, options or options_of(latter))


def diff_of(former: Document, latter: Document, options: RowOptions = STANDARD) -> Diff:
    """Return the same for two documents whose files are in place."""
    beside = _beside(former, latter)
    found = build(_judge(former, latter, lambda: beside()[0]), options)
    _, unknown = beside()
    sides = (("変更前", former), ("変更後", latter))
    doubts = tuple(filter(None, [*(_doubt(side, d) for side, d in sides), unknown]))
    return replace(found, source=latter.path, locate=latter.locate, doubts=doubts)


def alone(former: Document, latter: Document, options: RowOptions) -> Diff:
    """Return what differs between two documents, whatever stands beside them."""
    return build(_judge(former, latter, lambda: False), options)


def judge_of(former: Document, latter: Document) -> Judge:
    """Return what differs between two documents, and what holds for it when it is asked for."""
    beside = _beside(former, latter)
    return _judge(former, latter, lambda: beside()[0])


def _beside(former: Document, latter: Document) -> Callable[[], tuple[bool | None, str]]:
    """Return what tells once whether a form 2 goes along with a form 3 or 4, and the doubt."""
    return cache(lambda: goes_before(latter, former.assessment.cover.published, diff))


def _judge(former: Document, latter: Document, joint: Callable[[], bool | None]) -> Judge:
    before, after = (Version(d.form, d.assessment, d.path.parent) for d in (former, latter))
    variables = differing(former.names.variables(), latter.names.variables())
    made = decisions.read(decisions.path_beside(latter.path))
    reasons = StandingReasons(latter.names.root)
    evidence = Evidence(before, after, variables, joint)
    return Judge(compare(before, after), made, reasons, evidence)


def _doubt(side: str, document: Document) -> str:
    """Return how much of a version could not be read; a 前版 that is lost hides nothing of it."""
    faults = sum(f.is_error and f.address != PREDECESSOR for f in document.findings)
    if not faults:
        return ""
    remedy = "直すまでは、その項目が変わったように見えることがあります"
    return f"{side}の {document.path.name}: 読み取れない項目が {faults} 件あります（{remedy}）"


@contextmanager
def both(old: Named | None, new: Named) -> Iterator[tuple[Document, Document]]:
    """Yield the former and the latter version, their files in place while the block runs."""
    with version(new) as latter, former_of(old, latter) as former:
        yield former, latter


def version(named: Named) -> AbstractContextManager[Document]:
    return nullcontext(named) if isinstance(named, Document) else opened(str(named), Path())


def former_of(old: Named | None, latter: Document) -> AbstractContextManager[Document]:
    """Return the former version of a document: the one named, or its 前版.

    A revision of git without a file means the document itself at that revision.
    """
    if old is None:
        return predecessor(latter)
    if isinstance(old, Document):
        return nullcontext(old)
    is_file = str(old).lower().endswith((".yaml", ".yml"))
    return opened(str(old), Path(), None if is_file else latter.path)


def author_and_day(latter: Document) -> tuple[str, date | None]:
    """Return who made the changes of a version and when: as decided, else as on its cover."""
    made = decisions.read(decisions.path_beside(latter.path))
    cover = latter.assessment.cover
    return made.author or cover.organisation or "", made.day or cover.published


def write_decisions(old: Named | None, new: Named) -> Path:
    """Write every question that the file of decisions lacks into it, and return the file.

    Raises PiaError when the new version is no file that the decisions could stand beside, when
    the former version can still change, and for decisions made against another one.
    """
    from pia.changes.decisions import updated
    from pia.writing import update

    with both(old, new) as (former, latter):
        file_of(latter)
        refuse(standing(former))
        found = diff_of(former, latter)
        judge = found.judge
        refuse([f for f in judge.findings() if f.is_error or _is_of_another(f)])
        path = found.decisions.path
        update(path, lambda data: updated(data or None, path, judge.former, judge.questions))
        return path


def _is_of_another(finding: Finding) -> bool:
    return finding.code == ChangeMessages.OTHER_FORMER.code


def refuse(findings: list[Finding]) -> None:
    """Raise PiaError with the findings, if there are any."""
    if findings:
        raise PiaError(*findings)


def standing(former: Document) -> list[Finding]:
    """Return what is wrong with a former version that could still change."""
    found = may_change(former)
    return [found] if found is not None and found.is_error else []


def date_faults(judge: Judge, former: Document, latter: Document) -> list[Finding]:
    """Return what is wrong with the 変更日 of a revision: it must be later than the former's day.

    A version that does not differ has no revision yet, and so no date of it.
    """
    day, before = judge.day, former.assessment.cover.published
    if not judge.comparison or day is None or before is None or day > before:
        return []
    message = ChangeMessages.DATE_NOT_LATER
    told = message.finding(address=PUBLISHED, day=wareki(day), former=wareki(before))
    return [latter.locate(told)]


def file_of(latter: Document) -> Path:
    """Return the file of a version. Raises PiaError for one out of git, which has none."""
    if latter.revision:
        message = SourceMessages.CANNOT_WRITE
        reason = "Git から取り出した版です"
        raise PiaError(message.finding(name=latter.path.name, reason=reason))
    return latter.path


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
    number = kiso.assessment.cover.number
    if not number:
        return
    for path in sources([kiso.names.root]):
        if not may_have_number(text_of(path), number):
            continue
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
