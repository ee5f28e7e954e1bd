"""Rows of 変更箇所 → Markdown, a terminal, and the layout of a page of their own."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from pia.changes.compare import CHANGES
from pia.changes.report import Diff, columns, table
from pia.forms.definition import Section
from pia.layout.build import SheetDraft, arrange, build
from pia.layout.exhibits import DATE
from pia.layout.marks import Marked, runs_of
from pia.layout.tree import Edition, Heading, Label, Layout, Node, Note

if TYPE_CHECKING:
    from rich.text import Text

# Where the output goes to a file or a pipe and no terminal says how wide it is.
WIDTH = 160
BEFORE, AFTER = "red strike", "green underline"


def layout(found: Sequence[Diff], *, why: bool = False) -> Layout:
    """Return the tables of one or several documents on a landscape sheet each, with what no row
    of them says. Of several, a sheet is named by its file."""
    first, *more = found
    version = first.comparison.new
    drafts = [_draft(diff, diff.source.stem if more else "", why) for diff in found]
    edition = Edition.PUBLISHED if first.for_residents else Edition.SUBMITTED
    whole = build(version.form, version.assessment, version.folder, edition)
    return replace(whole, sheets=arrange(drafts))


def _draft(diff: Diff, name: str, why: bool) -> SheetDraft:
    form = diff.comparison.new.form
    part = next(p for p in form.parts if any(s.per == CHANGES for s in _sections(p)))
    notes = (Note(remark) for remark in [diff.summary(), *diff.remarks()])
    nodes: tuple[Node, ...] = (Heading(1, Label(part.heading)), table(diff, why=why), *notes)
    return SheetDraft(name or part.sheet, nodes, landscape=True)


def _sections(part: Section) -> list[Section]:
    return [part, *(c for c in part.children if isinstance(c, Section))]


def markdown(diff: Diff, *, why: bool = False) -> str:
    """Return the table in Markdown, changed words struck out or bold, as plain text throughout."""
    shown = table(diff, why=why)
    lines = [_line(column.label.text for column in shown.columns)]
    lines.append(_line("---" for _ in shown.columns))
    names = [name for name, _ in columns(diff.comparison.new.form)]
    for row in shown.rows:
        marks = ("~~" if names[n : n + 1] == ["before"] else "**" for n in range(len(row)))
        lines.append(_line(_marked(cell, mark) for cell, mark in zip(row, marks, strict=True)))
    remarks = [f"- {_escaped(remark)}" for remark in diff.remarks()]
    return "\n".join([*lines, "", _escaped(diff.summary()), *([""] if remarks else []), *remarks])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(cell: str, mark: str) -> str:
    if not isinstance(cell, Marked):
        return _escaped(cell)
    return "".join(
        _words(text, mark) if changed else _escaped(text) for text, changed in cell.runs()
    )


def _words(text: str, mark: str) -> str:
    """Return changed words between marks, line by line, as Markdown wants them."""
    lines = (f"{mark}{_escaped(line)}{mark}" if line.strip() else "" for line in text.split("\n"))
    return "<br>".join(lines)


def _escaped(text: str) -> str:
    """Return a text that Markdown prints as it is."""
    for sign in "\\`*_{}[]<>|~#&":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "<br>")


def printed(diff: Diff, *, why: bool = False) -> str:
    """Return the table as the terminal at hand shows it; without colours for a file or pipe."""
    from rich.box import SQUARE
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    is_terminal = sys.stdout.isatty()
    out = StringIO()
    width = None if is_terminal else WIDTH
    console = Console(file=out, force_terminal=is_terminal, width=width, highlight=False)
    shown = table(diff, why=why)
    grid = Table(box=SQUARE, show_lines=True, expand=True)
    for n, column in enumerate(shown.columns):
        cells = [row[n] for row in shown.rows]
        whole = [cell_len(cell) for cell in cells if DATE.fullmatch(cell)]
        width = max(whole, default=None)  # of dates, which are not broken
        ratio = None if width else max(1, round(column.width))
        grid.add_column(str(column.label), ratio=ratio, width=width, overflow="fold")
    for row in shown.rows:
        grid.add_row(*(_coloured(cell, AFTER if n else BEFORE) for n, cell in _numbered(row)))
    if shown.rows:
        console.print(grid)
    for line in (diff.summary(), *diff.remarks()):
        console.print(line, markup=False, soft_wrap=True)
    return out.getvalue()


def _numbered(row: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the cells, those after the first marked one counted from 1 on."""
    first = next((n for n, cell in enumerate(row) if isinstance(cell, Marked)), 0)
    return [(max(0, n - first), cell) for n, cell in enumerate(row)]


def _coloured(cell: str, style: str) -> "Text":
    from rich.text import Text

    text = Text()
    for words, changed in runs_of(cell):
        text.append(words, style if changed else "")
    return text
