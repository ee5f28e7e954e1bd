"""A printed form that was worked on → the changes of its source, made by the editor of sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pia import edits
from pia.edits import Edit
from pia.errors import PiaError
from pia.intake.differences import Difference, PrintedDifferences, Since, compare, table_of
from pia.intake.messages import IntakeMessages
from pia.intake.pairing import tree_of
from pia.intake.reading import TWICE
from pia.intake.texts import Doubts
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref
from pia.source.emit import escaped
from pia.writing import held_if_there, write_bytes

# What tells of which document a form is.
WHOSE = {Ref(Assessment, of).address for of in (lambda a: a.cover.number, lambda a: a.office.name)}
# What nobody can be sure of is told and not written.
UNTOLD = (
    Doubts.REDACTED,
    Doubts.NO_OPTION,
    Doubts.MARK,
    Doubts.DATE,
    Doubts.NUMBER,
    Doubts.MISSING,
)


@dataclass(frozen=True)
class Update:
    """What a form changes in its source. kept: differences that were told but not written.

    later: those where the form stands as it was rendered and the source has changed since.
    """

    comparison: PrintedDifferences
    edit: Edit
    kept: tuple[Difference, ...]
    later: tuple[Difference, ...] = ()

    @property
    def is_sure(self) -> bool:
        doubted = any(d.doubt for d in self.comparison.differences if d not in self.later)
        return not (self.kept or doubted or self.comparison.imported.left)


def update(
    form: Path,
    source: Path,
    *,
    inline: bool = False,
    fragment: bool = False,
    dry_run: bool = False,
    is_same: bool | None = None,
) -> Update:
    """Write into a source what a printed form says otherwise; every other byte stays.

    inline, fragment, dry_run: as `pia.edit` takes them. is_same: whether the form is of the source
    though neither its number nor its 事務 is. Raises PiaError for a file that cannot be read, or is
    of another document, or has a part twice, and RefusedError, nothing written, where text of a
    variable or fragment is touched and neither inline nor fragment is set.
    """
    with held_if_there(None if dry_run else source):
        found = compare(form, source)
        _check(found, is_same=is_same)
        later = tuple(each for each in found.differences if each.since is Since.SOURCE)
        edited = [each for each in found.differences if each not in later]
        kept = tuple(each for each in edited if _is_kept(each))
        written = [each for each in edited if each not in kept]
        assignments = dict(_assignments(found, written))
        done = edits.planned(source, assignments, inline=inline, fragment=fragment)
        for file, data in done.files.items() if not dry_run else ():
            write_bytes(file, data)
    return Update(found, done, kept, later)


def _check(found: PrintedDifferences, *, is_same: bool | None) -> None:
    """Raise PiaError for a form of another document or one that says a part twice."""
    name = found.imported.result.grid.name
    doubled = [left.place for left in found.imported.left if left.near == TWICE]
    if doubled:
        raise PiaError(IntakeMessages.DOUBLED.finding(name=name, place="、".join(doubled)))
    others = [
        each
        for each in found.differences
        if each.address in WHOSE and each.printed and each.source and each.since is not Since.FORM
    ]
    if len(others) == len(WHOSE) and not is_same:
        other = "、".join(str(each.printed) for each in others)
        raise PiaError(IntakeMessages.OTHER_DOCUMENT.finding(name=name, other=other))


def _is_kept(each: Difference) -> bool:
    """Return whether a difference is left to a person: what is not sure, what both changed,
    pictures, and blocks that the form leaves out."""
    if each.since is Since.BOTH:
        return True
    if each.is_block:
        is_row = bool(table_of(each.address))
        return each.printed is None and not (is_row and each.since is Since.FORM)
    return each.doubt in UNTOLD or each.kind is Kind.IMAGE


def _assignments(
    found: PrintedDifferences, differences: list[Difference]
) -> Iterator[tuple[str, Any]]:
    form = found.document.form
    rows = [s.per for _, s in form.sections() if s.per and _is_table(found, s.per)]
    theirs = tree_of(form, found.document.assessment)
    touched = {table for table in rows for d in differences if d.address.startswith(f"{table}[")}
    for each in differences:
        if each.address.partition("[")[0] not in touched:
            yield each.address, _plain(each.printed)
    for table in touched:
        mine = found.imported.tree.get(table, [])
        yield from _rows(table, mine, theirs.get(table, []))


def _is_table(found: PrintedDifferences, per: str) -> bool:
    entries = found.imported.tree.get(per, [])
    return bool(entries) and all("id" not in entry for entry in entries)


def _rows(table: str, mine: list[Any], theirs: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the assignments that make the rows of a source those of the form: cell by cell where
    there are as many, else all of them, what is not printed taken over from the rows they were."""
    if len(mine) == len(theirs):
        for n, (new, old) in enumerate(zip(mine, theirs, strict=True), start=1):
            for key in dict.fromkeys([*new, *(k for k in old if k in _printed(mine))]):
                if new.get(key) != old.get(key):
                    yield f"{table}[{n}].{key}", _plain(new.get(key))
        return
    merged = [_plain(dict(new)) for new in mine]
    for old_at, new_at in _same(mine, theirs):
        unprinted = {k: v for k, v in theirs[old_at].items() if k not in _printed(mine)}
        merged[new_at] |= unprinted
    yield table, merged


def _printed(rows: list[Any]) -> set[str]:
    return {key for row in rows for key in row}


def _same(mine: list[Any], theirs: list[Any]) -> Iterator[tuple[int, int]]:
    """Yield the places of rows that say the same, in the source and on the form."""
    keys = _printed(mine)
    old = [fold(str([row.get(k) for k in sorted(keys)])) for row in theirs]
    new = [fold(str([row.get(k) for k in sorted(keys)])) for row in mine]
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            yield block.a + n, block.b + n


def _plain(value: Any) -> Any:
    """Return a value such that no `{{` in it is taken for a name."""
    match value:
        case str():
            return escaped(value)
        case list():
            return [_plain(entry) for entry in value]
        case Mapping():
            return {key: _plain(entry) for key, entry in value.items()}
        case _:
            return value
