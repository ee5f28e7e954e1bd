"""The cells of one sheet of a given workbook, written on."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from pia.intake.copies import unshare
from pia.intake.looks import MAIN
from pia.intake.text_looks import SIZE, TextLooks
from pia.intake.workbook import letters, position_of
from pia.layout import measure
from pia.renderers.xlsx_canvas import coded

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
POINTS_PER_UNIT = 5.25  # of a column's width
LINE = 1.3  # of the size
HIGHEST = 409.0  # points of a row, a limit of Excel
USUAL = 15.0  # points of a row of which nothing is said
PAGE = 90.0  # units of width that a page takes


class FilledSheet:
    """The cells, merged areas, heights and widths of a sheet. root: its XML. gone: formulas that
    were written over, by their cells."""

    def __init__(self, root: Any, looks: TextLooks) -> None:
        self.root, self.looks = root, looks
        self.gone: dict[tuple[int, int], str] = {}
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
        usual = root.find(f"{MAIN}sheetFormatPr")
        said = usual.get("defaultRowHeight") if usual is not None else None
        self.usual = float(said or USUAL)
        self.last_column = max(ends, default=0)
        columns = {
            n - 1: col
            for col in root.iter(f"{MAIN}col")
            for n in range(int(col.get("min")), min(int(col.get("max")), 500) + 1)
        }
        self.hidden = {n for n, col in columns.items() if _is_set(col, "hidden")}
        self.widths = {n: float(col.get("width") or 8) for n, col in columns.items()}

    def is_hidden(self, row: int, column: int) -> bool:
        """Return whether all rows of a cell are hidden, or all of its columns."""
        last, end = self.merged.get((row, column), (row, column))
        lines = (self.rows.get(n) for n in range(row, last + 1))
        is_low = all(line is not None and _is_set(line, "hidden") for line in lines)
        return is_low or self.hidden.issuperset(range(column, end + 1))

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
        if (formula := cell.find(f"{MAIN}f")) is not None:
            if self.looks.text_in(cell) == text:
                return
            unshare(self.root)
            self.gone[row, column] = formula.text or ""
        empty(cell)
        self.is_changed = True
        if text:
            cell.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            held.text = coded(text)
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
        return float((line.get("ht") if line is not None else None) or self.usual)

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
        """Return whether a text needs more height than the rows of its cell have, or more width
        where its lines are not wrapped."""
        look = self.looks.of(self.cells.get((row, column)))
        if not text or look.is_fitted:
            return False
        if not look.is_wrapped:
            wide = self._open_width(row, column)
            return "\n" in text or measure.width(text) * look.size > wide + look.size
        room = self._room(row, column)
        return room is not None and self.needed(row, column, text) > room + SIZE

    def _open_width(self, row: int, column: int) -> float:
        """Return how wide a text may be whose lines are not wrapped: it runs over empty cells."""
        if (row, column) in self.merged:
            return self.width_of(column, self.merged[row, column][1])
        end = column
        while end < self.last_column and not self._says(row, end + 1):
            end += 1
        return self.width_of(column, end)

    def _says(self, row: int, column: int) -> bool:
        cell = self.cells.get((row, column))
        return cell is not None and bool(self.looks.text_in(cell))

    def grow(self, row: int, column: int, text: str) -> None:
        """Make the rows of a cell, the last one first, as high as a text needs, or as high as Excel
        lets them be. A row whose height Excel chose until then is as high as its other texts
        need, too."""
        end = self.merged.get((row, column), (row, column))[0]
        if not self.looks.of(self.cells.get((row, column))).is_wrapped:
            return
        missing = self.needed(row, column, text) - (self._room(row, column) or 0)
        for number in range(end, row - 1, -1):
            if missing > 0:
                missing -= self._raise(number, missing)

    def _raise(self, number: int, missing: float) -> float:
        """Make a row higher by so much, or as much as may be; return by how much it is."""
        line = self.rows.get(number)
        line = self._new_row(number) if line is None else line
        others = [0.0] if line.get("ht") else [self._needed_in(number, c) for c in line]
        before = self._height(number)
        high = min(HIGHEST, max(before + missing, *others))
        line.set("ht", f"{high:g}")
        line.set("customHeight", "1")
        return high - before

    def _needed_in(self, row: int, cell: Any) -> float:
        """Return how high the text of a cell is that covers one row."""
        column = (position_of(cell.get("r")) or (0, 0))[1]
        if self.merged.get((row, column), (row, column))[0] > row:
            return 0.0
        return self.needed(row, column, self.looks.text_in(cell))

    def needed(self, row: int, column: int, text: str) -> float:
        """Return how high a text is in the width of its cell, in points."""
        end = self.merged.get((row, column), (row, column))[1]
        look = self.looks.of(self.cells.get((row, column)))
        wide = self.width_of(column, end)
        return measure.lines(text, max(wide / look.size, 1.0)) * look.size * LINE

    def _room(self, row: int, column: int) -> float | None:
        """Return the height of the rows that a cell covers; None where Excel chooses it, which it
        does for no merged cell."""
        end = self.merged.get((row, column), (row, column))[0]
        heights = [self.rows[n].get("ht") for n in range(row, end + 1) if n in self.rows]
        if (row, column) in self.merged:
            return sum(self._height(n) for n in range(row, end + 1))
        if not heights or any(height is None for height in heights):
            return None
        return sum(float(height) for height in heights if height)


def _is_set(element: Any, name: str) -> bool:
    return element.get(name) in ("1", "true")


def empty(cell: Any) -> None:
    """Take the value out of a cell; its look stays."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
