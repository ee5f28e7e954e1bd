"""Rows of a printed table, whose texts may be spread over several rows of the page."""

from bisect import bisect_right
from collections.abc import Sequence

from pia.forms.definition import Item
from pia.intake.grid import Cell
from pia.japanese import NoSuchDateError, parse_date
from pia.layout.tree import GOES_ON
from pia.model.base import Kind

Cells = list[tuple[int, Cell]]
Column = tuple[Item, Cells]
Begin = tuple[int, int]  # a page and a row of it


def rows(columns: Sequence[Column]) -> list[list[Column]]:
    """Return the rows of a table, each with the cells of every column; a column may come several
    times, as its head does on several pages."""
    by_item: dict[str, Column] = {}
    for item, cells in columns:
        by_item.setdefault(item.address, (item, []))[1].extend(cells)
    items = [item for item, _ in by_item.values()]
    dates = [n for n, item in enumerate(items) if item.kind is Kind.DATE]
    found = parted([cells for _, cells in by_item.values()], dates[0] if dates else None)
    return [list(zip(items, row, strict=True)) for row in found]


def parted(columns: Sequence[Cells], dates: int | None = None) -> list[list[Cells]]:
    """Return the cells of columns by row. A new row begins where a line is ruled across or, where
    the table has no lines, where its first column says something.

    dates: the column that holds a date in each row, if there is one: it begins a row, and what
    begins a page without one is the rest of the row before.
    """
    found = (row for _, row in grouped(columns, dates))
    return [row for row in found if any(c.text.strip() for cells in row for _, c in cells)]


def grouped(columns: Sequence[Cells], dates: int | None) -> list[tuple[Begin, list[Cells]]]:
    """Return the same, each row with the page and the row of the page that it begins in; those
    that say nothing too."""
    begins = _begins(columns)
    if dates is not None:
        dated = {(page, c.row) for page, c in columns[dates] if _is_date(c) and not c.seam}
        begins = sorted(dated.union(begins))
        begins = [b for n, b in enumerate(begins) if not _is_rest(n, begins, columns[dates])]
    found: list[list[Cells]] = [[[] for _ in columns] for _ in begins]
    for n, cells in enumerate(columns):
        for page, cell in cells:
            if goes_on(cell):
                continue
            at = bisect_right(begins, (page, cell.row)) - 1
            if at >= 0:
                found[at][n].append((page, cell))
    return list(zip(begins, found, strict=True))


def _begins(columns: Sequence[Cells]) -> list[Begin]:
    cells = [held for column in columns for held in column]
    again = {(page, cell.row) for page, cell in cells if cell.seam or goes_on(cell)}
    ruled = {(page, cell.row) for page, cell in cells if cell.ruled}
    plain = {(page, cell.row) for page, cell in cells if not cell.ruled}
    begins = (ruled - plain or ruled) - again
    if not begins and columns:
        begins = {(page, cell.row) for page, cell in columns[0] if cell.text.strip()}
    return sorted(begins)


def _is_rest(n: int, begins: Sequence[tuple[int, int]], dated: Cells) -> bool:
    """Return whether what begins a page is the rest of the last row of the page before."""
    if n == 0 or begins[n][0] == begins[n - 1][0]:
        return False
    held = [cell for page, cell in dated if (page, cell.row) == begins[n]]
    return not any(map(_is_date, held))


def is_dated(rows: Sequence[Sequence[Column]]) -> bool:
    """Return whether every row has one date where the table has a column of dates: no row is torn
    and none is made of two."""
    dated = [cells for row in rows for item, cells in row if item.kind is Kind.DATE]
    said = ("".join(cell.text for _, cell in cells) for cells in dated)
    return all(_says_date("".join(text.split())) for text in said)


def _is_date(cell: Cell) -> bool:
    return _says_date(cell.text)


def _says_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except NoSuchDateError:
        return True


def goes_on(cell: Cell) -> bool:
    """Return whether a cell says no more than what goes on from the page before."""
    return cell.text.strip().endswith(GOES_ON)
