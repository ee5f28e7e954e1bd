"""Layouts of one sheet, and workbooks as openpyxl reads them back."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pia.layout.build import SheetDraft, arrange
from pia.layout.tree import Label, Layout, Node, Row, Words
from pia.renderers.xlsx import render


def layout(*nodes: Node | Row, landscape: bool = False, foot: str = "") -> Layout:
    """A layout of one sheet that holds these nodes."""
    return Layout(
        title="題名",
        name="評価書名",
        organisation="甲市長",
        stamp="2019-05-01T00:00:00Z",
        foot=foot,
        sheets=arrange([SheetDraft("一", nodes, landscape)]),
    )


def row(label: str, text: str) -> Row:
    return Row(Label(label), (Words(text),))


def leading(label: str) -> Row:
    """A row in the place of a heading over those that follow."""
    return Row(Label(label), (Words(""),), leads=True)


def read(data: bytes | Path) -> Workbook:
    return load_workbook(BytesIO(data) if isinstance(data, bytes) else data)


def sheet(*nodes: Node | Row) -> Worksheet:
    """The sheet that these nodes are drawn on."""
    return read(render(layout(*nodes))).worksheets[0]


def column(drawn: Worksheet, letter: str) -> list[str]:
    """The texts of a column from top to bottom."""
    return [cell.value for cell in drawn[letter] if cell.value]


def columns(drawn: Worksheet) -> list[str]:
    """The texts of each column, joined."""
    return ["".join(str(c.value) for c in cells if c.value) for cells in drawn.columns]


def heights(drawn: Worksheet) -> list[float]:
    return [drawn.row_dimensions[n].height for n in range(1, drawn.max_row + 1)]


def widths(drawn: Worksheet) -> list[float]:
    """The width of each column, in the digits of the standard font."""
    found = [0.0] * drawn.max_column
    for dimension in drawn.column_dimensions.values():
        found[dimension.min - 1 : dimension.max] = [dimension.width] * (
            dimension.max - dimension.min + 1
        )
    return found


def width_of(drawn: Worksheet, first: int, last: int) -> float:
    """The width of columns first-last, from 1."""
    return sum(widths(drawn)[first - 1 : last])


def span_of(drawn: Worksheet, coordinate: str) -> tuple[int, int]:
    """The first and last column that a text stands across."""
    for merged in drawn.merged_cells.ranges:
        if drawn[coordinate].coordinate in merged:
            return merged.min_col, merged.max_col
    return drawn[coordinate].column, drawn[coordinate].column
