"""Rows of a printed table, whose texts may be spread over several rows of the page."""

from bisect import bisect_right
from collections.abc import Sequence

from pia.forms.definition import Item
from pia.intake.grid import Cell
from pia.layout.tree import GOES_ON

Cells = list[tuple[int, Cell]]
Column = tuple[Item, Cells]


def rows(columns: Sequence[Column]) -> list[list[Column]]:
    """Return the rows of a table, each with the cells of every column; a column may come several
    times, as its head does on several pages."""
    by_item: dict[str, Column] = {}
    for item, cells in columns:
        by_item.setdefault(item.address, (item, []))[1].extend(cells)
    items = [item for item, _ in by_item.values()]
    found = parted([cells for _, cells in by_item.values()])
    return [list(zip(items, row, strict=True)) for row in found]


def parted(columns: Sequence[Cells]) -> list[list[Cells]]:
    """Return the cells of columns by row. A new row begins where a line is ruled across or, where
    the table has no lines, where its first column says something."""
    begins = _begins(columns)
    found: list[list[Cells]] = [[[] for _ in columns] for _ in begins]
    for n, cells in enumerate(columns):
        for page, cell in cells:
            if goes_on(cell):
                continue
            at = bisect_right(begins, (page, cell.row)) - 1
            if at >= 0:
                found[at][n].append((page, cell))
    return [row for row in found if any(c.text.strip() for cells in row for _, c in cells)]


def _begins(columns: Sequence[Cells]) -> list[tuple[int, int]]:
    cells = [held for column in columns for held in column]
    again = {(page, cell.row) for page, cell in cells if cell.seam or goes_on(cell)}
    ruled = {(page, cell.row) for page, cell in cells if cell.ruled}
    plain = {(page, cell.row) for page, cell in cells if not cell.ruled}
    begins = (ruled - plain or ruled) - again
    if not begins and columns:
        begins = {(page, cell.row) for page, cell in columns[0] if cell.text.strip()}
    return sorted(begins)


def goes_on(cell: Cell) -> bool:
    """Return whether a cell says no more than what goes on from the page before."""
    return cell.text.strip().endswith(GOES_ON)
