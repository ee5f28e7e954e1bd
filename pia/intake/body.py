"""The rows of a table of a given form: where each of them stands, room for more, their texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pia.intake import texts
from pia.intake.expand import Like, Pages
from pia.intake.grid import Cell, PrintedForm

Write = Callable[[int, int, int, str], None]


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """The head of a column, its page, and the cells below it, on whatever page."""

    head: Cell
    page: int
    cells: Sequence[tuple[int, Cell]]


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where one row of a table stands; it may be several rows of the page."""

    page: int
    first: int
    last: int


class TableBody:
    """The rows of one table. dates: the column that holds a date in each row, if there is one."""

    def __init__(
        self,
        pages: Pages,
        grid: PrintedForm,
        columns: Sequence[ColumnPlace],
        dates: int | None = None,
    ) -> None:
        self.pages, self.grid, self.columns = pages, grid, columns
        held = [list(column.cells) for column in columns]
        self.written = list(self._written(texts.grouped(held, dates)))
        self.rows = [*self.written, *self._blank()]

    def _written(
        self, groups: Sequence[tuple[texts.Begin, list[texts.Column]]]
    ) -> Iterator[RowPlace]:
        for (page, first), cells in groups:
            ends = [cell.below - 1 for column in cells for at, cell in column if at == page]
            yield RowPlace(page, first, max(ends, default=first))

    def _blank(self) -> Iterator[RowPlace]:
        """Yield the rows below the last one that says something, up to the next text."""
        head = self.columns[0]
        at = self.written[-1] if self.written else RowPlace(head.page, 0, head.head.below - 1)
        name = self.grid.pages[at.page].name
        within = at.last if self.written else head.head.row
        below = (c.row for c in self.grid.pages[at.page].cells if c.row > at.last)
        end = min(min(below, default=self.pages.reach(name, within) + 1), MOST + at.last)
        end = min(end, self.pages.reach(name, within) + 1)
        row = at.last + 1
        while row < end:
            after = max(self.pages.next_row(name, row, c.head.column) for c in self.columns)
            if after > end:
                return
            yield RowPlace(at.page, row, after - 1)
            row = after

    @property
    def like(self) -> Like:
        """What another table has to look like."""
        head = self.columns[0]
        name = self.grid.pages[head.page].name
        return Like(name, head.head.column, head.head.row, head.head.below)

    def make_room(self, count: int) -> bool:
        """Copy the last row until there are as many; return whether anything was copied."""
        missing = count - len(self.rows)
        if missing <= 0:
            return False
        last = self.rows[-1] if self.rows else None
        if last is not None:
            self.pages.copy_rows(self.grid.pages[last.page].name, last.first, last.last, missing)
            return True
        head = self.columns[0]
        name = self.grid.pages[head.page].name
        is_open = head.head.below > self.pages.last_row(name)
        self.pages.add_rows(name, head.head.below - 1, missing)
        return not is_open or self.pages.last_row(name) >= head.head.below

    def write(self, texts: Sequence[Sequence[str]], write: Write) -> None:
        """Write the texts of rows; what else stood in the table is taken out."""
        taken: set[tuple[int, int, int]] = set()
        for n, row in enumerate(texts):
            for column, text in zip(self.columns, row, strict=True):
                place = self._place(n, column)
                taken.add(place)
                write(*place, text)
        for column in self.columns:
            for page, cell in column.cells:
                if (page, cell.row, cell.column) not in taken:
                    write(page, cell.row, cell.column, "")

    def _place(self, number: int, column: ColumnPlace) -> tuple[int, int, int]:
        """Return page, row and column of a text: where one stood, or below the head."""
        if number >= len(self.rows):  # below the end of a sheet all is open
            last = self.rows[-1] if self.rows else RowPlace(column.page, 0, column.head.below - 1)
            return last.page, last.last + 1 + number - len(self.rows), column.head.column
        row = self.rows[number]
        for page, cell in column.cells:
            is_own = page == row.page and row.first <= cell.row <= row.last
            if is_own and not cell.seam and not cell.is_repeat:
                return page, cell.row, cell.column
        return row.page, row.first, column.head.column


MOST = 5_000  # rows that a table is looked for
