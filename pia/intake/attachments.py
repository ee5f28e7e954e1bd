"""Tables outside of all labels: 別紙, each with its title, its columns and what stands below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pia.intake import tables
from pia.intake.grid import Cell, PrintedForm
from pia.intake.place import Slot
from pia.intake.texts import BESIDE, joined
from pia.japanese import fold
from pia.model.assessment import Attachment
from pia.model.ref import Ref

TITLE, COLUMNS, ROWS, REMARKS = (
    Ref(Attachment, of).key
    for of in (lambda a: a.title, lambda a: a.columns, lambda a: a.rows, lambda a: a.remarks)
)

Placed = tuple[int, Cell]
Row = list[Placed]


@dataclass(frozen=True, slots=True)
class FoundAttachment:
    """An attachment by its keys, and the cells that it was read from."""

    values: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def is_guess(self) -> bool:
        """Whether the lines of its texts were put together."""
        return any(cell.flowing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class AttachedTable:
    """A table outside of all labels: its title, the names of its columns, its rows, its remarks."""

    title: list[Row]
    head: Row
    body: list[Row]
    remarks: list[Row]


def regions(grid: PrintedForm, slots: Sequence[Slot]) -> list[list[Row]]:
    """Return the rows that follow one another without a label between."""
    owned = {(n, c) for s in slots if s.label for n, c in ((s.page, s.head), *s.cells)}
    return [
        [list(row) for row in rows]
        for page in _pages(grid)
        for is_free, rows in groupby(page, key=lambda row: owned.isdisjoint(row))
        if is_free
    ]


def _pages(grid: PrintedForm) -> Iterator[list[Row]]:
    """Yield the rows of each page, pages that flow on together with those before."""
    rows: list[Row] = []
    for n, page in enumerate(grid.pages):
        if rows and not page.flows:
            yield rows
            rows = []
        for _, row in groupby(page.cells, key=lambda cell: cell.row):
            rows.append([(n, cell) for cell in row])
    yield rows


def tables_in(regions: Sequence[Sequence[Row]], least: int = 2) -> Iterator[AttachedTable]:
    """Yield the tables. least: of the rows of one, the names of its columns counted."""
    for region in regions:
        yield from _parted(region, least)


def of(regions: Sequence[Sequence[Row]]) -> Iterator[FoundAttachment]:
    """Yield the attachments. regions: rows that follow one another without a label between."""
    for table in tables_in(regions):
        rows = (*table.title, table.head, *table.body, *table.remarks)
        yield FoundAttachment(_attachment(table), tuple(cell for row in rows for _, cell in row))


def _parted(rows: Sequence[Row], least: int) -> Iterator[AttachedTable]:
    """Yield each table with the row above it, its title, and those below it up to the title of
    the next."""
    runs = [(many, list(run)) for many, run in _runs(rows)]
    tables_at = [n for n, (many, run) in enumerate(runs) if many and len(run) >= least]
    for n in tables_at:
        above = runs[n - 1][1] if n and not runs[n - 1][0] else []
        below = runs[n + 1][1] if n + 1 < len(runs) else []
        head, *body = runs[n][1]
        yield AttachedTable(above[-1:], head, body, below[:-1] if n + 2 in tables_at else below)


def _runs(rows: Sequence[Row]) -> Iterator[tuple[bool, Iterator[Row]]]:
    """Yield rows of a table, and such across the page, in turn; a row of a table may say no more
    than one thing."""
    head: Row = []
    title: Row = []
    kinds: list[bool] = []
    for row in rows:
        is_table = len(row) > 1 or bool(head and _is_below(row[0][1], head, title))
        head = (head or row) if is_table else []
        title = title if is_table else row
        kinds.append(is_table)
    pairs = zip(kinds, rows, strict=True)
    yield from ((many, (row for _, row in run)) for many, run in groupby(pairs, lambda p: p[0]))


def _is_below(cell: Cell, head: Row, title: Row) -> bool:
    """Return whether a cell that stands alone in its row stands in a column of a table. The
    first may be where titles and remarks begin too, unless they are seen to be wider."""
    spans = [(column.column, column.after) for _, column in head]
    if (cell.column, cell.after) == spans[0]:
        return cell.columns > 1 or any(other.after > cell.after for _, other in title)
    return any(first <= cell.column and cell.after <= after for first, after in spans[1:])


def _attachment(table: AttachedTable) -> dict[str, Any]:
    names = names_of(table)
    return {
        TITLE: title_of(table) or None,
        COLUMNS: names,
        ROWS: [
            {names[n]: text for n, text in enumerate(line) if text.strip()}
            for line in _lines(columns_of(table))
        ],
        REMARKS: "\n".join(joined(row) for row in table.remarks) or None,
    }


def title_of(table: AttachedTable) -> str:
    return "".join(cell.text for row in table.title for _, cell in row).strip()


def names_of(table: AttachedTable) -> list[str]:
    return _apart(["".join(cell.text.split()) for _, cell in table.head])


def columns_of(table: AttachedTable) -> list[list[Placed]]:
    """Return the cells below the head of each column; a head that stands again is none."""
    starts = [cell.column for _, cell in table.head]
    columns: list[list[Placed]] = [[] for _ in starts]
    for row in table.body:
        if [fold(cell.text) for _, cell in row] == [fold(cell.text) for _, cell in table.head]:
            continue  # the head stands again on each page
        for page, cell in row:
            at = max((n for n, start in enumerate(starts) if start <= cell.column), default=0)
            columns[at].append((page, cell))
    return columns


def _apart(names: Sequence[str]) -> list[str]:
    """Return names of columns, those that come twice told apart."""
    found: list[str] = []
    for name in names:
        found.append(name if name not in found else f"{name}_{len(found) + 1}")
    return found


def _lines(columns: Sequence[list[Placed]]) -> Iterator[list[str]]:
    for row in tables.parted(columns):
        yield [joined(cells).replace(BESIDE, "　") for cells in row]
