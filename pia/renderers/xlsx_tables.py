"""A table on the grid of its sheet; each column fills by itself, the header stands on each page."""

from collections.abc import Sequence
from dataclasses import replace

from pia.layout import measure
from pia.layout.exhibits import DATE
from pia.layout.marks import part_of
from pia.layout.tree import GOES_ON, Sheet, Table
from pia.layout.tree import Grid as Rows
from pia.renderers.xlsx_bands import SIZE
from pia.renderers.xlsx_grid import Cell, Grid, Look, height, lines_in, seam_of

UNITS = 31  # columns of the value; boxes and choices stand on them
PORTRAIT_PIXELS = (24, 128, *(18,) * UNITS)
LANDSCAPE_WIDTH = 1010
BEGUN = 6  # lines of a row at the least before the page ends
PLAIN = Look(SIZE, edges="ltrb")
CENTRED = Look(SIZE, horizontal="center", edges="ltrb")


def has_own_grid(sheet: Sheet) -> bool:
    """Return whether a sheet is one table, whose columns are the sheet's."""
    tables = sum(isinstance(node, Table) for node in sheet.nodes)
    return tables == 1 and not any(isinstance(node, Rows) for node in sheet.nodes)


def pixels_of(sheet: Sheet) -> tuple[int, ...]:
    """Return the widths of a sheet's columns."""
    table = next((node for node in sheet.nodes if isinstance(node, Table)), None)
    if table is None or not has_own_grid(sheet):
        return PORTRAIT_PIXELS
    whole = sum(column.width for column in table.columns)
    width = LANDSCAPE_WIDTH if sheet.landscape else sum(PORTRAIT_PIXELS)
    return tuple(max(30, round(column.width / whole * width)) for column in table.columns)


class TableWriter:
    """Draws one table. header: the look of its first row."""

    def __init__(self, grid: Grid, table: Table, header: Look) -> None:
        self.grid = grid
        self.table = table
        self.header = header
        self.spans = _spans(table, grid)

    def write(self, *, repeats: bool) -> None:
        """Write all rows. repeats: whether the header stands again on each page."""
        heads = [str(column.label) for column in self.table.columns]
        top = len(self.grid.heights)
        self._cells(heads, [self.header] * len(heads), keep=True)
        if repeats:
            self.grid.title = top, len(self.grid.heights) - 1
        looks = [CENTRED if column.centred else PLAIN for column in self.table.columns]
        for row in self.table.rows:
            self._row(row, looks)

    def _row(self, texts: Sequence[str], looks: Sequence[Look]) -> None:
        """Write a row; where it is too high for the page, each cell goes on by itself."""
        grid, left = self.grid, list(texts)
        ems = [grid.em(*span, SIZE) for span in self.spans]
        row = looks
        naming = next((n for n, text in enumerate(texts) if not DATE.fullmatch(text)), 0)
        while not self._has_room(left, ems, self.table.lines):
            most = lines_in(grid.room, SIZE)
            if most < BEGUN:
                grid.turn()
                continue
            ends = [measure.cut(text, em, most) for text, em in zip(left, ems, strict=True)]
            here = [
                part_of(t, 0, e - t[:e].endswith("\n")) for t, e in zip(left, ends, strict=True)
            ]
            self._cells(here, row)
            seams = [seam_of(t, e) for t, e in zip(left, ends, strict=True)]
            row = [replace(look, seam=seam) for look, seam in zip(looks, seams, strict=True)]
            left = [part_of(t, e, len(t)) for t, e in zip(left, ends, strict=True)]
            left[naming] = left[naming] or f"{texts[naming]}{GOES_ON}"
        self._cells(left, row, least=self.table.lines)

    def _has_room(self, texts: Sequence[str], ems: Sequence[float], least: int) -> bool:
        """Return whether a row fits on the page at hand, or is short enough for the next one."""
        tall = height(max(*map(measure.lines, texts, ems), least), SIZE)
        return tall <= max(self.grid.room, self.grid.page / 3)

    def _cells(
        self,
        texts: Sequence[str],
        looks: Sequence[Look],
        *,
        least: int = 1,
        keep: bool = False,
    ) -> None:
        """Write texts side by side, each in one cell."""
        lines = [
            measure.lines(text, self.grid.em(*span, look.size))
            for text, span, look in zip(texts, self.spans, looks, strict=True)
        ]
        top, bottom = self.grid.rows(height(max(*lines, least), SIZE), keep=keep)
        for n, (text, (first, last), look) in enumerate(zip(texts, self.spans, looks, strict=True)):
            cell = Cell(top, bottom, first, last, text, look)
            offered = () if keep else self.table.columns[n].options
            self.grid.put(replace(cell, options=offered))


def _spans(table: Table, grid: Grid) -> list[tuple[int, int]]:
    """Return the grid columns that each column of a table covers."""
    if len(table.columns) == grid.last + 1:
        return [(n, n) for n in range(grid.last + 1)]
    whole = sum(column.width for column in table.columns)
    spans: list[tuple[int, int]] = []
    first, share = 0, 0.0
    for n, column in enumerate(table.columns, start=1):
        share += column.width / whole
        last = grid.last if n == len(table.columns) else max(first, grid.column_at(share) - 1)
        spans.append((first, last))
        first = last + 1
    return spans
