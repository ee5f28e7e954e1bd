"""What the sheets of a workbook share: looks as numbered styles, and lists of options."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from pia.layout.theme import Theme

OPTION_SHEET = "選択肢"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. fill: RRGGBB or empty. edges: which of `ltrb` have a line."""

    size: float = 10
    bold: bool = False
    fill: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    edges: str = ""

    def without(self, edges: str) -> "Look":
        return replace(self, edges="".join(edge for edge in self.edges if edge not in edges))

    def in_rows(self, n: int, of: int) -> "Look":
        """Return the look of the n-th (from 0) of several rows that hold one text."""
        if of == 1:
            return self
        hidden = ("" if n == 0 else "t") + ("" if n == of - 1 else "b")
        return replace(self.without(hidden), vertical="top")


class Book:
    """A workbook with its shared looks and its hidden sheet of options."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self._styles: dict[Look, int] = {}
        self._rows: dict[tuple[Look, int], tuple[int | None, ...]] = {}
        self._lists: dict[tuple[str, ...], str] = {}

    def styles(self, look: Look, cells: int) -> tuple[int | None, ...]:
        """Return the numbers of the styles of cells that stand side by side as one.

        None for a cell that no line and no fill touches.
        """
        key = look, cells
        if key not in self._rows:
            self._rows[key] = tuple(self._side_by_side(look, cells))
        return self._rows[key]

    def _side_by_side(self, look: Look, cells: int) -> Iterator[int | None]:
        if cells == 1:
            yield self._style(look)
            return
        is_seen = look.fill or set("tb") & set(look.edges)
        yield self._style(look.without("r"))
        yield from [self._style(look.without("lr")) if is_seen else None] * (cells - 2)
        yield self._style(look.without("l"))

    def _style(self, look: Look) -> int:
        if look not in self._styles:
            cell = Cell(self._option_sheet, row=1, column=1)
            ink, font = self.theme.ink, self.theme.font
            cell.font = Font(name=font, size=look.size, bold=look.bold, color=ink)
            if look.fill:
                cell.fill = PatternFill("solid", fgColor=look.fill)
            line = Side(style="thin", color=self.theme.line)
            cell.border = Border(
                left=line if "l" in look.edges else None,
                right=line if "r" in look.edges else None,
                top=line if "t" in look.edges else None,
                bottom=line if "b" in look.edges else None,
            )
            cell.alignment = Alignment(
                horizontal=look.horizontal, vertical=look.vertical, wrap_text=True
            )
            cell.quotePrefix = True
            self._styles[look] = cell.style_id
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
                cell = self._option_sheet.cell(row, column)
                cell.value, cell.data_type = option, "s"
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
