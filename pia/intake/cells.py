"""The cells of one sheet of a given workbook, written on."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from pia.intake.looks import MAIN
from pia.intake.workbook import letters, position_of
from pia.layout import measure

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SIZE = 10.0  # points, of the font that is reckoned with
POINTS_PER_UNIT = 5.25  # of a column's width
LINE = 1.3  # of the size
HIGHEST = 409.0  # points of a row, a limit of Excel
USUAL = 15.0  # points of a row of which nothing is said
PAGE = 90.0  # units of width that a page takes


class FilledSheet:
    """The cells, merged areas, heights and widths of a sheet. root: its XML."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.is_changed = False
        self.rows = {int(row.get("r")) - 1: row for row in root.iter(f"{MAIN}row")}
        self.cells = {position_of(c.get("r")): c for c in root.iter(f"{MAIN}c")}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in root.iter(f"{MAIN}mergeCell"):
            first, _, last = str(merge.get("ref")).partition(":")
            start, end = position_of(first), position_of(last)
            if start and end:
                self.merged[start] = end
        ends = [place[1] for place in self.cells if place] + [
            end[1] for end in self.merged.values()
        ]
        self.last_column = max(ends, default=0)
        self.widths = {
            n - 1: float(col.get("width") or 8)
            for col in root.iter(f"{MAIN}col")
            for n in range(int(col.get("min")), min(int(col.get("max")), 500) + 1)
        }

    def last_in(self, row: int) -> int:
        """Return the last column that has a cell in a row, one of a merged area too."""
        own = [place[1] for place in self.cells if place and place[0] == row]
        areas = self.merged.items()
        own += [end[1] for start, end in areas if start[0] <= row <= end[0]]
        return max(own, default=-1)

    def write(self, row: int, column: int, text: str) -> None:
        cell = self.cells.get((row, column))
        if cell is None:
            if not text:
                return
            cell = self._new(row, column)
        empty(cell)
        self.is_changed = True
        if text:
            cell.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            held.text = text
            held.set(XML_SPACE, "preserve")

    def look(self, row: int, column: int) -> str:
        """Return the number of the style of a cell."""
        cell = self.cells.get((row, column))
        return str(cell.get("s") or "0") if cell is not None else "0"

    def dress(self, row: int, column: int, look: str) -> None:
        """Give a cell a style, an empty one too."""
        cell = self.cells.get((row, column))
        (self._new(row, column) if cell is None else cell).set("s", look)

    def lay_out(self, last: int, across: Sequence[int]) -> None:
        """Give all columns up to the last one the same width, on a page in all; merge some rows
        across them."""
        columns, merges = (self.root.find(f"{MAIN}{tag}") for tag in ("cols", "mergeCells"))
        span = {"min": "1", "max": str(last + 1), "width": f"{PAGE / (last + 1):g}"}
        etree.SubElement(columns, f"{MAIN}col", {**span, "customWidth": "1"})
        self.widths = dict.fromkeys(range(last + 1), PAGE / (last + 1))
        for row in across:
            area = f"A{row + 1}:{letters(last)}{row + 1}"
            etree.SubElement(merges, f"{MAIN}mergeCell", ref=area)

    def width_of(self, first: int, last: int) -> float:
        """Return the width of some columns in points."""
        return sum(self.widths.get(n, 8.4) for n in range(first, last + 1)) * POINTS_PER_UNIT

    def make_high(self, first: int, last: int, needed: float) -> float:
        """Let the last of some rows grow until they are as high as needed, or as high as Excel
        lets it be; return how high they are."""
        heights = [self._height(n) for n in range(first, last + 1)]
        grown = min(HIGHEST, heights[-1] + max(0.0, needed - sum(heights)))
        if grown > heights[-1]:
            line = self.rows.get(last)
            line = self._new_row(last) if line is None else line
            line.set("ht", f"{grown:g}")
            line.set("customHeight", "1")
        return sum(heights[:-1]) + grown

    def _height(self, row: int) -> float:
        line = self.rows.get(row)
        return float((line.get("ht") if line is not None else None) or USUAL)

    def _new(self, row: int, column: int) -> Any:
        line = self.rows.get(row)
        line = self._new_row(row) if line is None else line
        cell = etree.Element(f"{MAIN}c", r=f"{letters(column)}{row + 1}")
        before = [c for c in line if (position_of(c.get("r")) or (0, 0))[1] < column]
        line.insert(len(before), cell)
        self.cells[row, column] = cell
        return cell

    def _new_row(self, row: int) -> Any:
        data = self.root.find(f"{MAIN}sheetData")
        line = etree.Element(f"{MAIN}row", r=str(row + 1))
        after = [n for n in self.rows if n < row]
        place = data.index(self.rows[max(after)]) + 1 if after else 0
        data.insert(place, line)
        self.rows[row] = line
        return line

    def is_cut(self, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more height than the rows of its cell have."""
        room = self._room(row, column)
        return bool(text) and room is not None and self.needed(row, column, text) > room + SIZE

    def grow(self, row: int, column: int, text: str) -> None:
        """Make the last row of a cell as high as a text needs, or as high as Excel lets it be."""
        last = self.rows[self.merged.get((row, column), (row, column))[0]]
        missing = self.needed(row, column, text) - (self._room(row, column) or 0)
        last.set("ht", f"{min(HIGHEST, float(last.get('ht')) + missing):g}")
        last.set("customHeight", "1")

    def needed(self, row: int, column: int, text: str) -> float:
        """Return how high a text is in the width of its cell, in points."""
        end = self.merged.get((row, column), (row, column))[1]
        wide = self.width_of(column, end)
        return measure.lines(text, max(wide / SIZE, 1.0)) * SIZE * LINE

    def _room(self, row: int, column: int) -> float | None:
        """Return the height of the rows that a cell covers; None where Excel chooses it."""
        end = self.merged.get((row, column), (row, column))[0]
        heights = [self.rows[n].get("ht") for n in range(row, end + 1) if n in self.rows]
        if not heights or any(height is None for height in heights) or end not in self.rows:
            return None
        return sum(float(height) for height in heights if height)


def empty(cell: Any) -> None:
    """Take the value out of a cell; its look stays."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
