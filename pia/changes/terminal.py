"""Rows of 変更箇所 on a terminal, changed words in colour."""

import sys
from io import StringIO
from typing import TYPE_CHECKING

from pia.changes.outputs import table
from pia.changes.report import Diff
from pia.layout.marks import runs_of

if TYPE_CHECKING:
    from rich.text import Text

# Where the output goes to a file or a pipe and no terminal says how wide it is.
WIDTH = 160
BEFORE, AFTER = "red strike", "green underline"


def printed(diff: Diff, *, why: bool = False) -> str:
    """Return the table as the terminal at hand shows it; without colours for a file or pipe."""
    from rich.box import SQUARE
    from rich.console import Console
    from rich.table import Table

    is_terminal = sys.stdout.isatty()
    out = StringIO()
    width = None if is_terminal else WIDTH
    console = Console(file=out, force_terminal=is_terminal, width=width, highlight=False)
    shown = table(diff, why=why)
    grid = Table(box=SQUARE, show_lines=True, expand=True)
    for column in shown.columns:
        grid.add_column(str(column.label), ratio=max(1, round(column.width)), overflow="fold")
    for row in shown.rows:
        grid.add_row(*(_text(cell, AFTER if n else BEFORE) for n, cell in _numbered(row)))
    if shown.rows:
        console.print(grid)
    for line in (diff.summary(), *diff.remarks()):
        console.print(line, markup=False, soft_wrap=True)
    return out.getvalue()


def _numbered(row: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the cells, those after the first marked one counted from 1 on."""
    from pia.layout.marks import Marked

    first = next((n for n, cell in enumerate(row) if isinstance(cell, Marked)), 0)
    return [(max(0, n - first), cell) for n, cell in enumerate(row)]


def _text(cell: str, style: str) -> "Text":
    from rich.text import Text

    text = Text()
    for words, changed in runs_of(cell):
        text.append(words, style if changed else "")
    return text
