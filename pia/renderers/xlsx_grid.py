"""A worksheet as a grid of columns, filled from the top: looks, merges, heights, lists.

openpyxl keeps an object for every cell, and most cells of a form are only lines. The rows are
kept here as XML and put into the sheet that openpyxl writes, in a tenth of the time.
Source: ECMA-376 part 1, 18.3.1 (worksheets).
"""

import re
from dataclasses import dataclass, field
from html import escape

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pia.layout.marks import runs_of
from pia.renderers.xlsx_book import Book, Look

PIXELS_PER_WIDTH = 7  # The maximum digit width of the default font.
POINTS_PER_PIXEL = 0.75
CELL_PADDING = 3.75  # points, left and right together
CODE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read `_x0041_` as `A`
LINE_PITCH = 1.5  # lines of Japanese fonts are 1.45 (Noto) to 1.7 em (Meiryo) apart
ROOMY_FROM = 5  # rows of so many lines get one more
NO_ROWS = re.compile(
    rb'<dimension ref="[^"]*" ?/>(.*)(?:<sheetData ?/>|<sheetData></sheetData>)', re.DOTALL
)


@dataclass(slots=True)
class _Line:
    """A row of the sheet: its height in points, and its cells by column as XML."""

    height: float
    cells: dict[int, str] = field(default_factory=dict)


class Grid:
    """One sheet, filled row by row. pixels: the widths of its columns."""

    def __init__(self, book: Book, name: str, pixels: tuple[int, ...]) -> None:
        self.book = book
        self.sheet: Worksheet = book.workbook.create_sheet(name)
        self.pixels = pixels
        self.row = 0
        self.letters = tuple(get_column_letter(n) for n in range(1, len(pixels) + 1))
        self._lines: list[_Line] = []
        self._merged: list[str] = []
        self._validations: dict[str, DataValidation] = {}
        for letter, px in zip(self.letters, pixels, strict=True):
            self.sheet.column_dimensions[letter].width = px / PIXELS_PER_WIDTH

    @property
    def last(self) -> int:
        return len(self.pixels)

    @property
    def area(self) -> str:
        """The whole grid as a reference, such as `A1:N60`."""
        return f"A1:{self.letters[-1]}{max(len(self._lines), 1)}"

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
        self._lines.append(_Line(height))
        self.row = len(self._lines)

    def put(self, first: int, last: int, text: str, look: Look) -> None:
        """Put a text into the current row, across columns first–last."""
        cells = self._lines[self.row - 1].cells
        styles = self.book.styles(look, last - first + 1)
        for column, style in enumerate(styles, start=first):
            if style is not None:
                cells[column] = f'<c r="{self.letters[column - 1]}{self.row}" s="{style}"/>'
        if text:
            inline = f' t="inlineStr"><is>{self._inline(text, look)}</is></c>'
            cells[first] = cells[first].removesuffix("/>") + inline
        if last > first:
            self._merge(first, self.row, last, self.row)

    def height(self, first: int, last: int) -> float:
        """Return the height in points of several rows together."""
        return sum(line.height for line in self._lines[first - 1 : last])

    def heighten(self, height: float) -> None:
        """Make the current row higher by so many points."""
        self._lines[self.row - 1].height += height

    def merge_down(self, column: int, top: int, bottom: int) -> None:
        """Merge rows of one column that were put one by one."""
        if bottom > top:
            self._merge(column, top, column, bottom)

    def _merge(self, first: int, top: int, last: int, bottom: int) -> None:
        letters = self.letters
        reference = f"{letters[first - 1]}{top}:{letters[last - 1]}{bottom}"
        self._merged.append(f'<mergeCell ref="{reference}"/>')

    def offer(self, column: int, options: tuple[str, ...]) -> None:
        """Give the cell at a column of the current row a drop-down list."""
        name = self.book.option_list(options)
        if name not in self._validations:
            validation = DataValidation(type="list", formula1=f"={name}", allow_blank=True)
            self._validations[name] = validation
            self.sheet.add_data_validation(validation)
        self._validations[name].add(f"{self.letters[column - 1]}{self.row}")

    def fill(self, xml: bytes) -> bytes:
        """Return the sheet as openpyxl writes it, which has no cells, with the rows in it."""
        rows = "".join(map(_row, range(1, len(self._lines) + 1), self._lines))
        data = f"<sheetData>{rows}</sheetData>"
        if self._merged:
            data += f'<mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>'
        filled, found = NO_ROWS.subn(
            lambda match: f'<dimension ref="{self.area}"/>'.encode() + match[1] + data.encode(), xml
        )
        assert found == 1, "openpyxl writes an empty sheet in a new way"
        return filled

    def _inline(self, text: str, look: Look) -> str:
        """Return a text as rich text where it is marked; it never becomes a formula."""
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise IllegalCharacterError(text)
        runs = list(runs_of(text))
        if not any(marked for _, marked in runs):
            return _text(text)
        font = f'<sz val="{look.size:g}"/><rFont val="{escape(self.book.theme.font)}"/>'
        marks = ("", "<b/><u/>")
        return "".join(f"<r><rPr>{marks[m]}{font}</rPr>{_text(piece)}</r>" for piece, m in runs)


def height(lines: int, size: float) -> float:
    """Return the height in points of a row of so many lines."""
    roomy = lines + 1 if lines >= ROOMY_FROM else lines
    return roomy * size * LINE_PITCH + 3


def _row(number: int, line: _Line) -> str:
    cells = "".join(line.cells[column] for column in sorted(line.cells))
    return f'<row r="{number}" ht="{line.height:g}" customHeight="1">{cells}</row>'


def _text(text: str) -> str:
    literal = CODE_LIKE.sub("_x005F_", text)
    return f'<t xml:space="preserve">{escape(literal, quote=False)}</t>'
