"""A worksheet as a grid of columns, filled from the top: looks, merges, heights, lists.

openpyxl copies styles cell by cell and checks every merge against all others; here each look is
one shared style and merges are added as they are, which is ten times faster.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pia.layout.marks import Marked

OPTION_SHEET = "選択肢"
PIXELS_PER_WIDTH = 7  # The maximum digit width of the default font.
POINTS_PER_PIXEL = 0.75
CELL_PADDING = 3.75  # points, left and right together
LINE_PITCH = 1.5  # lines of Japanese fonts are 1.45 (Noto) to 1.7 em (Meiryo) apart
ROOMY_FROM = 5  # rows of so many lines get one more


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. fill: RRGGBB or empty. edges: which of `ltrb` have a line."""

    size: float = 10
    bold: bool = False
    fill: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    edges: str = ""

    def in_rows(self, n: int, of: int) -> "Look":
        """Return the look of the n-th (from 0) of several rows that hold one text."""
        if of == 1:
            return self
        hidden = ("" if n == 0 else "t") + ("" if n == of - 1 else "b")
        edges = "".join(edge for edge in self.edges if edge not in hidden)
        return replace(self, vertical="top", edges=edges)


class Book:
    """A workbook with its shared looks and its hidden sheet of options."""

    def __init__(self, font: str) -> None:
        self.font = font
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self._styles: dict[Look, StyleArray] = {}
        self._lists: dict[tuple[str, ...], str] = {}

    def style(self, look: Look) -> StyleArray:
        """Return the one style array of a look."""
        if look not in self._styles:
            cell = Cell(self._option_sheet, row=1, column=1)
            cell.font = Font(name=self.font, size=look.size, bold=look.bold)
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            line = Side(style="thin")
            cell.border = Border(
                left=line if "l" in look.edges else None,
                right=line if "r" in look.edges else None,
                top=line if "t" in look.edges else None,
                bottom=line if "b" in look.edges else None,
            )
            cell.alignment = Alignment(
                horizontal=look.horizontal,
                vertical=look.vertical,
                wrap_text=True,
            )
            cell.quotePrefix = True
            self._styles[look] = cell._style
        return self._styles[look]

    @cached_property
    def _option_sheet(self) -> Worksheet:
        sheet: Worksheet = self.workbook.create_sheet(OPTION_SHEET)
        sheet.sheet_state = "hidden"
        return sheet

    def option_list(self, options: tuple[str, ...]) -> str:
        """Return the defined name of a list of options on the hidden sheet.

        Lists inside a validation may not exceed 255 characters; a name has no such limit.
        """
        if options not in self._lists:
            column = len(self._lists) + 1
            for row, option in enumerate(options, start=1):
                _put_text(self._option_sheet.cell(row, column), option)
            letter = get_column_letter(column)
            name = f"list_{column}"
            reference = f"'{OPTION_SHEET}'!${letter}$1:${letter}${len(options)}"
            self.workbook.defined_names[name] = DefinedName(name, attr_text=reference)
            self._lists[options] = name
        return self._lists[options]

    def finish(self) -> Workbook:
        """Return the workbook with the hidden sheet last."""
        if self._lists or self._styles:
            sheets = self.workbook._sheets
            sheets.remove(self._option_sheet)
            sheets.append(self._option_sheet)
        return self.workbook


class Grid:
    """One sheet, filled row by row. pixels: the widths of its columns."""

    def __init__(self, book: Book, name: str, pixels: tuple[int, ...]) -> None:
        self.book = book
        self.sheet: Worksheet = book.workbook.create_sheet(name)
        self.pixels = pixels
        self.row = 0
        self._validations: dict[str, DataValidation] = {}
        for number, px in enumerate(pixels, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = px / PIXELS_PER_WIDTH

    @property
    def last(self) -> int:
        return len(self.pixels)

    def em(self, first: int, last: int, size: float) -> float:
        """Return the usable width of columns first–last in em of a font size."""
        points = sum(self.pixels[first - 1 : last]) * POINTS_PER_PIXEL - CELL_PADDING
        return points / size

    def column_at(self, share: float) -> int:
        """Return the column whose right edge is nearest to a share (0–1) of the width."""
        target, reached = sum(self.pixels) * share, 0.0
        for number, px in enumerate(self.pixels, start=1):
            if abs(reached + px - target) > abs(reached - target):
                return max(1, number - 1)
            reached += px
        return self.last

    def new_row(self, height: float) -> None:
        """Begin the next row. height in points."""
        self.row += 1
        self.sheet.row_dimensions[self.row].height = round(height, 2)

    def put(self, first: int, last: int, text: str, look: Look) -> None:
        """Put a text into the current row, across columns first–last."""
        self._dress(first, last, look)
        if text:
            _put_text(self._cell(first), text)
        if last > first:
            merged = CellRange(min_col=first, max_col=last, min_row=self.row, max_row=self.row)
            self.sheet.merged_cells.ranges.add(merged)

    def height(self, first: int, last: int) -> float:
        """Return the height in points of several rows together."""
        rows = self.sheet.row_dimensions
        total: float = sum(rows[row].height for row in range(first, last + 1))
        return total

    def heighten(self, height: float) -> None:
        """Make the current row higher by so many points."""
        self.sheet.row_dimensions[self.row].height += height

    def merge_down(self, column: int, top: int, bottom: int) -> None:
        """Merge rows of one column that were put one by one."""
        if bottom > top:
            merged = CellRange(min_col=column, max_col=column, min_row=top, max_row=bottom)
            self.sheet.merged_cells.ranges.add(merged)

    def offer(self, column: int, options: tuple[str, ...]) -> None:
        """Give the cell at a column of the current row a drop-down list."""
        name = self.book.option_list(options)
        if name not in self._validations:
            validation = DataValidation(type="list", formula1=f"={name}", allow_blank=True)
            self._validations[name] = validation
            self.sheet.add_data_validation(validation)
        self._validations[name].add(f"{get_column_letter(column)}{self.row}")

    def _dress(self, first: int, last: int, look: Look) -> None:
        """Style the cells that a line or a fill of the look touches."""
        touched = range(first, last + 1)
        if not look.fill and not set("tb") & set(look.edges):
            touched = range(first, last + 1, max(last - first, 1))
        for column in touched:
            edges = look.edges
            if column != first:
                edges = edges.replace("l", "")
            if column != last:
                edges = edges.replace("r", "")
            self._cell(column)._style = self.book.style(replace(look, edges=edges))

    def _cell(self, column: int) -> Cell:
        cells = self.sheet._cells
        key = (self.row, column)
        if key not in cells:
            cells[key] = Cell(self.sheet, row=self.row, column=column)
        found: Cell = cells[key]
        return found


def height(lines: int, size: float) -> float:
    """Return the height in points of a row of so many lines."""
    roomy = lines + 1 if lines >= ROOMY_FROM else lines
    return roomy * size * LINE_PITCH + 3


def _put_text(cell: Cell, text: str) -> None:
    """Set a text that stays a text, even when it begins with `=` or reads `#N/A`."""
    if isinstance(text, Marked) and text.stretches:
        cell.value = CellRichText(*(_run(piece, marked) for piece, marked in text.runs()))
        return
    cell.value = str(text)
    cell.data_type = "s"


def _run(piece: str, marked: bool) -> str | TextBlock:
    return TextBlock(InlineFont(b=True, u="single"), piece) if marked else piece
