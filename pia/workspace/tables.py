"""`pia diff` as a whole: the tables of one document or of every document of a folder, and what is
decided about a revision, written where a person would write it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from pia.changes import decisions
from pia.changes.amendments import NONE, Amendment, Choices
from pia.changes.compare import CHANGES
from pia.changes.decisions import Decisions
from pia.changes.judge import Need
from pia.changes.messages import ChangeMessages
from pia.changes.report import Diff, as_json, cells_of, layout, markdown, printed
from pia.document import Document, load
from pia.edits import refuse_sealed
from pia.errors import Finding, PiaError, RefusedError, excerpt
from pia.japanese import fold, wareki
from pia.model.assessment import ChangeRow
from pia.model.base import keys_of
from pia.source.edit import Add, Put, Remove, edited, read_for_edit
from pia.source.files import existing
from pia.source.nodes import plain
from pia.source.reader import read
from pia.workspace import diff
from pia.workspace.diff import (
    Named,
    date_faults,
    diff_of,
    file_of,
    former_of,
    refuse,
    standing,
    version,
    write_decisions,
)
from pia.workspace.folder import options_of, sources
from pia.workspace.messages import WorkspaceMessages
from pia.workspace.own_rows import OwnRows
from pia.writing import held_if_there, update

ANSWERS = (decisions.TIMING, decisions.REASON, decisions.EXPLANATION)


def decide(
    new: Path | str, answers: Mapping[str, Mapping[str, str]], old: Document | Path | str | None
) -> Decisions:
    """Write the open changes and the answers to the file of decisions, as `pia.decide` says."""
    file = write_decisions(old, new)
    if answers:
        entries = plain(read(file).root).get(decisions.ENTRIES) or []
        changes = [put for pair in answers.items() for put in _puts(*pair, entries, file)]
        update(file, lambda data: edited(data, file, changes))
    return decisions.read(file)


def _puts(address: str, answer: Mapping[str, str], entries: list[Any], file: Path) -> Iterator[Put]:
    """Yield the edits that write an answer. Raises RefusedError for an address without change."""
    n = next((n for n, entry in enumerate(entries) if address in _targets(entry)), None)
    if n is None or not set(answer) <= set(ANSWERS):
        message = WorkspaceMessages.NO_QUESTION
        known = "、".join(ANSWERS)
        finding = message.finding(place=excerpt(address), known=known, file=str(file))
        raise RefusedError(finding)
    for key, text in answer.items():
        yield Put((decisions.ENTRIES, n, key), text or None, is_prose=True)


def _targets(entry: Any) -> list[str]:
    found = entry.get(decisions.TARGETS) if isinstance(entry, dict) else None
    return found if isinstance(found, list) else [str(found or "")]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were added, rewritten and removed, and how many wait for a decision."""

    added: int
    rewritten: int
    removed: int
    undecided: int = 0

    def __str__(self) -> str:
        others = ((self.rewritten, "改め"), (self.removed, "除き"))
        more = "".join(f"、{count} 行を{verb}" for count, verb in others if count)
        left = f"（判断していない {self.undecided} 行には触れていません）" if self.undecided else ""
        return f" {self.added} 行を加え{more}ました{left}"


def append_rows(old: Named | None, new: Named, chosen: Choices = NONE) -> Tally:
    """Bring the rows of this revision in 変更箇所 up to date, and return what was done.

    Decided rows are added or rewritten; a row that no difference backs goes. Rows without 対象
    and those of earlier revisions stay as they are, as does every other byte of the source.
    Raises PiaError, with nothing written, for a frozen source or one with errors, decisions with
    errors, a former version that can still change, and a 変更日 that is not later than its 公表日.
    """
    from pia.writing import write_bytes

    named = new.path if isinstance(new, Document) else existing(Path(new))
    with held_if_there(named), version(new) as latter, former_of(old, latter) as former:
        path = file_of(latter)
        refuse_sealed(latter)
        refuse(standing(former))
        refuse([f for f in latter.findings if f.is_error])
        found = diff_of(former, latter, options_of(latter, chosen))
        refuse([f for f in found.findings if f.is_error])
        refuse(date_faults(found.judge, former, latter))
        edits, tally = _edits(found, OwnRows(found.judge, former, latter))
        if edits:
            data = path.read_bytes()
            write_bytes(path, edited(data, path, _in_file(edits, data, path)))
        return tally


_Edit = Put | Add | Remove


def _edits(found: Diff, own: OwnRows) -> tuple[list[_Edit], Tally]:
    """Return what makes the rows those that the decisions call for.

    A row written by hand, and one that also tells of what is undecided, stays as it is.
    """
    undecided = {a for row in found.rows if row.need is Need.NEEDED for a in row.addresses}
    ours = {
        row.n: row for row in own.rows if row.row.targets and undecided.isdisjoint(own.told_by(row))
    }
    left = {a for row in own.rows if row.n not in ours for a in own.told_by(row)}
    wanted = [
        row
        for row in found.rows
        if row.need is not Need.NEEDED and not left.issuperset(row.addresses)
    ]
    puts: list[_Edit] = []
    added: list[Amendment] = []
    kept: set[int] = set()
    for row in wanted:
        free = (o for n, o in ours.items() if n not in kept)
        held = next((o for o in free if set(o.row.targets or ()) & set(row.addresses)), None)
        if held is None:
            added.append(row)
            continue
        kept.add(held.n)
        if _written(found, row) != _as_written(held.row):
            puts.append(Put((CHANGES, held.n), _written(found, row), is_prose=True))
    gone = [n for n in ours if n not in kept]
    adds = [Add((CHANGES,), _written(found, row), is_prose=True) for row in added]
    removes = [Remove((CHANGES, n)) for n in gone]
    return [*puts, *adds, *removes], Tally(
        len(adds), len(puts), len(removes), sum(row.need is Need.NEEDED for row in found.rows)
    )


def _written(found: Diff, row: Amendment) -> dict[str, object]:
    """Return a row as it stands in a source; `{{` is text there."""
    cells: dict[str, str | list[str]] = {**cells_of(found, row), "targets": list(row.addresses)}
    told = {key: cells[name] for key, name in keys_of(ChangeRow).items()}
    return {
        key: [_literal(text) for text in value] if isinstance(value, list) else _literal(value)
        for key, value in told.items()
        if value
    }


def _literal(text: str) -> str:
    return str(text).replace("{{", "\\{{")


def _as_written(row: ChangeRow) -> dict[str, object]:
    """Return a row of the model as `_written` writes it."""
    told: dict[str, object] = {}
    for key, name in keys_of(ChangeRow).items():
        match getattr(row, name):
            case None:
                continue
            case date() as day:
                told[key] = wareki(day)
            case tuple() as addresses:
                told[key] = [_literal(address) for address in addresses]
            case text:
                told[key] = _literal(str(text))
    return told


def _in_file(edits: Sequence[_Edit], data: bytes, path: Path) -> list[_Edit]:
    """Return the edits with the key of the table as the file writes it."""
    entries = read_for_edit(data, path).root.entries
    written = next((name for name in entries if fold(name) == CHANGES), CHANGES)
    return [replace(edit, location=(written, *edit.location[1:])) for edit in edits]


# Formats that are texts; `renderers` has the others.
TEXTS = ("table", "markdown", "json")
SUFFIXES = {"": "table", "md": "markdown"}


def format_named(style: str | None, file: Path | None) -> str:
    """Return the format that was asked for, else the one that the name of the file says.

    Raises PiaError for a format that does not exist.
    """
    suffix = file.suffix.lower().lstrip(".") if file else ""
    name = style or SUFFIXES.get(suffix, suffix)
    if name not in TEXTS:
        from pia.renderers import RENDERERS
        from pia.renderers.messages import RenderMessages

        if name not in RENDERERS:
            known = "、".join((*TEXTS, *RENDERERS))
            raise PiaError(RenderMessages.UNKNOWN_FORMAT.finding(name=name, known=known))
    return name


def table_bytes(found: Sequence[Diff], name: str, *, why: bool = False) -> bytes | None:
    """Return the tables as a file holds them; None where there is none to be drawn.

    name: as `format_named` returns it. why: with the rule that each proposal follows.
    Raises PiaError when a table cannot be set in the format.
    """
    if name == "json":
        return f"{as_json(found)}\n".encode()
    if name in TEXTS:
        return "\n".join(_texts(found, name, why)).encode()
    return _drawn(found, name, why) if found else None


def _texts(found: Sequence[Diff], name: str, why: bool) -> Iterator[str]:
    """Yield each table as a text, below the name of its file where there are several."""
    for each in found:
        if len(found) > 1:
            yield f"{'## ' if name == 'markdown' else ''}{each.source}\n"
        yield f"{markdown(each, why=why)}\n" if name == "markdown" else printed(each, why=why)


def _drawn(found: Sequence[Diff], name: str, why: bool) -> bytes:
    from pia.renderers import rendered

    return rendered(layout(found, why=why, named=name == "html"), name)


@dataclass
class Tables:
    """The tables that were made. told: what was written. refused: why something was not.

    warnings: what is wrong with versions that are compared all the same.
    """

    found: list[Diff] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    for_residents: bool = False

    def points(self, *, strict: bool) -> Iterable[object]:
        """Return what is to be said beside the tables, each once."""
        points: list[object] = [*self.warnings]
        for found in self.found:
            points += (*found.doubts, *found.open_points(strict=strict))
        return dict.fromkeys([*points, *self.refused])

    def fails(self, *, strict: bool) -> bool:
        fails = any(found.fails(strict=strict) for found in self.found)
        return fails or bool(self.refused) or (strict and bool(self.warnings))


def tables(
    old: str | None,
    new: str,
    chosen: Choices,
    *,
    write_decisions: bool,
    append: bool,
    for_residents: bool = False,
) -> Tables:
    """Return the tables of a document, or of each document of a folder that has a former version.

    What was to be written and could not be is told, and the table is made all the same. Raises
    PiaError when a version of a single document cannot be had, and RefusedError when its 前版 can
    still change; a version named as `old` that can is only told of.
    for_residents: without what either version hides.
    """
    made = Tables(for_residents=for_residents)
    if not Path(new).is_dir():
        _one(made, old, new, chosen, write_decisions, append)
        return made
    for path in sources([Path(new)]):
        try:
            _one(made, old, str(path), chosen, write_decisions, append)
        except PiaError as error:
            first = {ChangeMessages.NO_PREDECESSOR.code}
            if {finding.code for finding in error.findings} <= first:
                made.told.append(f"{path}: 前版がないため比べません")
            else:
                made.refused += error.findings
    return made


def _one(
    made: Tables, old: str | None, new: str, chosen: Choices, write_decisions: bool, append: bool
) -> None:
    with diff.both(old, new) as (former, latter):
        faults = diff.standing(former)
        if old is None and faults:
            raise RefusedError(*faults)
        if write_decisions:
            with _refusals(made):
                made.told.append(str(diff.write_decisions(old, new)))
        if append:
            with _refusals(made):
                made.told.append(f"{new}: 変更箇所に{append_rows(old, new, chosen)}")
                latter = load(latter.path)
        found = diff.diff_of(former, latter, options_of(latter, chosen))
        made.found.append(_for_residents(found, former, latter) if made.for_residents else found)
        told = {finding.code for finding in made.refused}
        made.warnings += [fault for fault in faults if fault.code not in told]


@contextmanager
def _refusals(made: Tables) -> Iterator[None]:
    """Keep why something was not written; the table is made all the same."""
    try:
        yield
    except PiaError as error:
        made.refused += error.findings


def _for_residents(found: Diff, former: Document, latter: Document) -> Diff:
    from pia.workspace.printing import for_residents

    return for_residents(found, former, latter)
