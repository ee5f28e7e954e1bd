"""`pia diff` as a whole: the tables of one document or of every document of a folder."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pia.changes.messages import ChangeMessages
from pia.changes.options import Choices
from pia.changes.report import Diff, as_json
from pia.document import Document, load
from pia.errors import Finding, PiaError, RefusedError
from pia.workspace import changes
from pia.workspace.deciding import append as append_rows
from pia.workspace.discover import sources
from pia.workspace.settings import options_of

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
    from pia.changes import outputs

    for each in found:
        if len(found) > 1:
            yield f"{'## ' if name == 'markdown' else ''}{each.source}\n"
        yield (
            f"{outputs.markdown(each, why=why)}\n"
            if name == "markdown"
            else outputs.printed(each, why=why)
        )


def _drawn(found: Sequence[Diff], name: str, why: bool) -> bytes:
    from pia.changes import outputs
    from pia.renderers import rendered

    return rendered(outputs.layout(found, why=why), name)


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
    with changes.both(old, new) as (former, latter):
        faults = changes.standing(former)
        if old is None and faults:
            raise RefusedError(*faults)
        if write_decisions:
            with _refusals(made):
                made.told.append(str(changes.write_decisions(old, new)))
        if append:
            with _refusals(made):
                made.told.append(f"{new}: 変更箇所に{append_rows(old, new, chosen)}")
                latter = load(latter.path)
        found = changes.diff_of(former, latter, options_of(latter, chosen))
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
