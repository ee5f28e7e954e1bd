"""Tables outside of all labels: 別紙, each with its title, its columns and what stands below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pia.intake import tables
from pia.intake.grid import Cell
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


def of(regions: Sequence[Sequence[Row]]) -> Iterator[FoundAttachment]:
    """Yield the attachments. regions: rows that follow one another without a label between."""
    for region in regions:
        for title, table, remarks in _parted(region):
            rows = (*title, *table, *remarks)
            cells = tuple(cell for row in rows for _, cell in row)
            yield FoundAttachment(_attachment(title, table, remarks), cells)


def _parted(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row], list[Row]]]:
    """Yield each table with the row above it, its title, and those below it up to the title of
    the next."""
    runs = [(many, list(run)) for many, run in _runs(rows)]
    tables_at = [n for n, (many, run) in enumerate(runs) if many and len(run) > 1]
    for n in tables_at:
        above = runs[n - 1][1] if n and not runs[n - 1][0] else []
        below = runs[n + 1][1] if n + 1 < len(runs) else []
        yield above[-1:], runs[n][1], below[:-1] if n + 2 in tables_at else below


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


def _attachment(title: list[Row], table: list[Row], remarks: list[Row]) -> dict[str, Any]:
    head, *body = table
    starts = [cell.column for _, cell in head]
    names = _apart(["".join(cell.text.split()) for _, cell in head])
    columns: list[list[Placed]] = [[] for _ in names]
    for row in body:
        if [fold(cell.text) for _, cell in row] == [fold(cell.text) for _, cell in head]:
            continue  # the head stands again on each page
        for page, cell in row:
            at = max((n for n, start in enumerate(starts) if start <= cell.column), default=0)
            columns[at].append((page, cell))
    return {
        TITLE: "".join(cell.text for row in title for _, cell in row).strip() or None,
        COLUMNS: names,
        ROWS: [
            {names[n]: text for n, text in enumerate(line) if text.strip()}
            for line in _lines(columns)
        ],
        REMARKS: "\n".join(joined(row) for row in remarks) or None,
    }


def _apart(names: Sequence[str]) -> list[str]:
    """Return names of columns, those that come twice told apart."""
    found: list[str] = []
    for name in names:
        found.append(name if name not in found else f"{name}_{len(found) + 1}")
    return found


def _lines(columns: Sequence[list[Placed]]) -> Iterator[list[str]]:
    for row in tables.parted(columns):
        yield [joined(cells).replace(BESIDE, "　") for cells in row]
