"""A document against its former version: the rows that it calls for, and those that it has."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pia.changes import decisions
from pia.changes.cells import Options
from pia.changes.compare import Comparison, compare
from pia.changes.decisions_update import updated
from pia.changes.judge import Entry, Judge, Judgement
from pia.changes.kinds import differing
from pia.changes.messages import ChangeMessages
from pia.changes.reasons import Reasons
from pia.changes.report import Diff, build, cells_of
from pia.changes.version import CHANGES, Version, without_ids
from pia.document import Document
from pia.errors import Finding, PiaError, in_order
from pia.japanese import wareki
from pia.model.base import keys_of
from pia.model.procedure import ChangeRow
from pia.source.messages import SourceMessages
from pia.source.paths import existing
from pia.workspace.joint import goes_before
from pia.workspace.versions import PREDECESSOR, opened, predecessor

if TYPE_CHECKING:
    from pia.source.append import Entry as Written

Named = Document | Path | str


def diff(old: Named | None, new: Named, options: Options | None = None) -> Diff:
    """Return the rows of 変更箇所 that two versions call for, with what was decided about them.

    Versions are files or `REVISION:FILE` of git; without `old`, the 前版 of `new`. Raises
    PiaError when one of them cannot be had.
    """
    with both(old, new) as (former, latter):
        variables = differing(former.names.variables(), latter.names.variables())
        made = decisions.read(decisions.path_beside(latter.path))
        is_joint, unknown = goes_before(latter, diff)
        judge = Judge(
            _compared(former, latter), made, Reasons(latter.names.root), variables, is_joint
        )
        found = build(judge, options or Options())
        sides = (("変更前", former), ("変更後", latter))
        doubts = tuple(filter(None, [*(_doubt(side, d) for side, d in sides), unknown]))
        return replace(found, source=latter.path, locate=latter.locate, doubts=doubts)


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
    with _version(new) as latter, _former(old, latter) as former:
        yield former, latter


def author_and_day(latter: Document) -> tuple[str, date | None]:
    """Return who made the changes of a version and when: as decided, else as on its cover."""
    made = decisions.read(decisions.path_beside(latter.path))
    cover = latter.assessment.cover
    return made.author or cover.organisation or "", made.day or cover.published


def write_decisions(found: Diff) -> Path:
    """Write every change that the file of decisions lacks into it, and return the file.

    Raises PiaError when the new version is no file that the decisions could stand beside.
    """
    path = found.decisions.path
    _existing_file(found.source)
    day = found.decisions.day or found.comparison.new.assessment.cover.published
    data = path.read_bytes() if path.is_file() else None
    day_written = wareki(day) if day else ""
    from pia.writing import write_bytes

    written = updated(data, path, found.judge.subjects(), day_written)
    return path if written == data else write_bytes(path, written)


def append(found: Diff) -> int:
    """Add the decided rows to 変更箇所 of the new version, and return how many there were.

    A row is left out for addresses that a row of the new version tells of already, so that the
    second time adds nothing. Raises PiaError when the list is not written in block style.
    """
    from pia.source.append import CannotAppendError, appended
    from pia.writing import write_bytes

    source = _existing_file(found.source)
    rows = [row for entry in found.entries if (row := _missing_row(found, entry))]
    if not rows:
        return 0
    try:
        write_bytes(source, appended(source.read_bytes(), source, CHANGES, rows))
    except CannotAppendError as error:
        raise PiaError(ChangeMessages.CANNOT_APPEND.finding(file=str(source))) from error
    return len(rows)


def _existing_file(path: Path) -> Path:
    """Return the file of a version. Raises PiaError for one whose copy out of git is gone."""
    found = existing(path)
    if found is None:
        message = SourceMessages.CANNOT_WRITE
        raise PiaError(message.finding(name=path.name, reason="Git から取り出した版です"))
    return found


def against(document: Document, old: Named | None) -> list[Finding]:
    """Return where the 変更箇所 of a document and its differences from `old` do not agree."""
    with _former(old, document) as former:
        comparison = _compared(former, document)
        return in_order(map(document.locate, _disagreements(comparison)))


def _version(named: Named) -> AbstractContextManager[Document]:
    return nullcontext(named) if isinstance(named, Document) else opened(str(named), Path())


def _former(old: Named | None, latter: Document) -> AbstractContextManager[Document]:
    return predecessor(latter) if old is None else _version(old)


def _compared(former: Document, latter: Document) -> Comparison:
    return compare(*(Version(d.form, d.assessment, d.path.parent) for d in (former, latter)))


def _missing_row(found: Diff, entry: Entry) -> "Written | None":
    """Return a row as it is written in the source, None if it is undecided or told already."""
    told = {t for _, row in _new_rows(found.comparison) for t in row.targets or ()}
    targets = [address for address in entry.row.addresses if address not in told]
    if entry.judgement is Judgement.NEEDED or not targets:
        return None
    cells: dict[str, str | list[str]] = {**cells_of(found, entry), "targets": targets}
    keys = ((key, cells[name]) for key, name in keys_of(ChangeRow).items())
    return {key: value if isinstance(value, list) else str(value) for key, value in keys if value}


def _disagreements(comparison: Comparison) -> Iterator[Finding]:
    """Yield rows that no difference backs, and differences that no row tells."""
    changed = [change.address for change in comparison.changes]
    told: list[str] = []
    for place, row in _new_rows(comparison):
        targets = row.targets or _named_item(comparison, row.item or "")
        if not targets:
            yield ChangeMessages.UNPLACED_ROW.finding(address=place)
        for target in targets:
            told.append(target)
            if not any(_is_about(target, address) for address in changed):
                yield ChangeMessages.UNBACKED_ROW.finding(address=place, target=target)
    for address in changed:
        if not any(_is_about(target, address) for target in told):
            yield ChangeMessages.UNTOLD_CHANGE.finding(address=address)


def _new_rows(comparison: Comparison) -> Iterator[tuple[str, ChangeRow]]:
    """Yield the rows that the old version does not have, each with its address."""
    former = Counter(map(_told, comparison.old.assessment.changes))
    for n, row in enumerate(comparison.new.assessment.changes, start=1):
        if former[_told(row)] > 0:
            former[_told(row)] -= 1
        else:
            yield f"{CHANGES}[{n}]", row


def _named_item(comparison: Comparison, path: str) -> tuple[str, ...]:
    """Return the address, without ids, of the item that a path names for certain."""
    from pia.forms.edition import aliases
    from pia.forms.find import Finder

    form = comparison.new.form
    found = Finder(form, aliases(form.folder)).find(path)
    return (found.entries[0].address,) if found.certain and found.entries[0].address else ()


def _told(row: ChangeRow) -> tuple[object, ...]:
    return row.changed, row.item, row.before, row.after


def _is_about(target: str, address: str) -> bool:
    """Return whether a target is a changed address, what stands around it or within it.

    A target without ids is about every block of the lists it goes through.
    """
    if "[" not in target:
        address = without_ids(address)
    return target == address or any(
        long.startswith((f"{short}.", f"{short}["))
        for long, short in ((target, address), (address, target))
    )
