"""The sheets of a given workbook, written cell by cell; the rest of the package is not touched."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

from lxml import etree

from pia.intake import copies
from pia.intake.package import WORKBOOK, Package, Parts
from pia.intake.workbook import MAIN, letters, position_of, sheets_of
from pia.layout import measure

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SIZE = 10.0  # points, of the font that is reckoned with
POINTS_PER_UNIT = 5.25  # of a column's width
LINE = 1.3  # of the size
HIGHEST = 409.0  # points of a row, a limit of Excel
CALCULATED = "xl/calcChain.xml"
MOVED = {"drawing": copies.move_drawings, "comments": copies.move_comments}


class FilledBook:
    """The workbook of a package, as what fills it sees it: pages of cells."""

    def __init__(self, package: Package) -> None:
        self.parts = Parts(package)
        self.sheet_parts = {name: part for name, part, _ in sheets_of(package)}
        self.package = package
        self.sheets: dict[str, _FilledSheet] = {}

    def write(self, page: str, row: int, column: int, text: str) -> None:
        """Put a text into a cell, counted from 0. Its look stays; its row grows as it may."""
        sheet = self._sheet(page)
        sheet.write(row, column, text)
        if sheet.is_cut(row, column, text):
            sheet.grow(row, column, text)

    def last_column(self, page: str, row: int) -> int:
        """Return the last column that has cells or is part of a merged one."""
        return self._sheet(page).last_column

    def last_row(self, page: str) -> int:
        """Return the last row that has cells."""
        return max(self._sheet(page).rows, default=0)

    def reach(self, page: str, row: int) -> int:
        """Return the last row that a list beginning at a row can have."""
        return self.last_row(page)

    def add_rows(self, page: str, row: int, times: int) -> None:
        """Put empty rows that look like a row below it; the end of a sheet is open already."""
        if row >= self.last_row(page):
            return
        self.copy_rows(page, row, row, times)
        for cell in [c for n in range(times) for c in self._sheet(page).rows[row + 1 + n]]:
            _empty(cell)

    def is_cut(self, page: str, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more lines than its cell has room for."""
        return self._sheet(page).is_cut(row, column, text)

    def copy_rows(self, page: str, first: int, last: int, times: int) -> None:
        """Put copies of rows below them, with all that belongs to them."""
        part, by = self.sheet_parts[page], (last - first + 1) * times
        sheet = self._sheet(page)
        copies.make_room(sheet.root, first + 1, last + 1, times)
        self.sheets[page] = _FilledSheet(sheet.root)
        self.sheets[page].is_changed = True
        for kind, target, is_outside in self.package.relations(part).values():
            if is_outside or target not in self.parts:
                continue
            if kind in MOVED:
                self._change(target, partial(MOVED[kind], last=last + 1, by=by))
            elif kind == "vmlDrawing":
                data = self.parts.read(target)
                if (moved := copies.move_notes(data, last + 1, by)) != data:
                    self.parts.put(target, moved)
        names = partial(copies.move_names, sheet=page, last=last + 1, by=by)
        self._change(WORKBOOK, names)
        self.parts.drop(CALCULATED)

    def _change(self, part: str, change: Callable[[Any], None]) -> None:
        """Change a part; one in which nothing changes stays byte for byte."""
        root = self.parts.xml(part)
        before = etree.tostring(root)
        change(root)
        if etree.tostring(root) != before:
            self.parts.put(part, root)

    def copy_page(self, page: str, name: str) -> None:
        """Put a copy of a sheet behind it, under another name."""
        root = deepcopy(self._sheet(page).root)
        part = copies.Sheets(self.parts).copy(self.sheet_parts[page], root, name, page)
        self.sheet_parts[name] = part
        self.parts.drop(CALCULATED)

    def data(self) -> bytes:
        """Return the package with the sheets that were written on."""
        for name, sheet in self.sheets.items():
            if sheet.is_changed:
                self.parts.put(self.sheet_parts[name], sheet.root)
        self.parts.forget()
        return self.parts.data()

    def _sheet(self, name: str) -> "_FilledSheet":
        if name not in self.sheets:
            self.sheets[name] = _FilledSheet(self.parts.xml(self.sheet_parts[name]))
        return self.sheets[name]


class _FilledSheet:
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

    def write(self, row: int, column: int, text: str) -> None:
        cell = self.cells.get((row, column))
        if cell is None:
            if not text:
                return
            cell = self._new(row, column)
        _empty(cell)
        self.is_changed = True
        if text:
            cell.set("t", "inlineStr")
            held = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
            held.text = text
            held.set(XML_SPACE, "preserve")

    def _new(self, row: int, column: int) -> Any:
        line = self.rows.get(row)
        if line is None:
            data = self.root.find(f"{MAIN}sheetData")
            line = etree.Element(f"{MAIN}row", r=str(row + 1))
            after = [n for n in self.rows if n < row]
            place = data.index(self.rows[max(after)]) + 1 if after else 0
            data.insert(place, line)
            self.rows[row] = line
        cell = etree.Element(f"{MAIN}c", r=f"{letters(column)}{row + 1}")
        before = [c for c in line if (position_of(c.get("r")) or (0, 0))[1] < column]
        line.insert(len(before), cell)
        self.cells[row, column] = cell
        return cell

    def is_cut(self, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more height than the rows of its cell have."""
        room = self._room(row, column)
        return bool(text) and room is not None and self._needed(row, column, text) > room + SIZE

    def grow(self, row: int, column: int, text: str) -> None:
        """Make the last row of a cell as high as a text needs, or as high as Excel lets it be."""
        last = self.rows[self.merged.get((row, column), (row, column))[0]]
        missing = self._needed(row, column, text) - (self._room(row, column) or 0)
        last.set("ht", f"{min(HIGHEST, float(last.get('ht')) + missing):g}")
        last.set("customHeight", "1")

    def _needed(self, row: int, column: int, text: str) -> float:
        end = self.merged.get((row, column), (row, column))[1]
        wide = sum(self.widths.get(n, 8.4) for n in range(column, end + 1)) * POINTS_PER_UNIT
        return measure.lines(text, max(wide / SIZE, 1.0)) * SIZE * LINE

    def _room(self, row: int, column: int) -> float | None:
        """Return the height of the rows that a cell covers; None where Excel chooses it."""
        end = self.merged.get((row, column), (row, column))[0]
        heights = [self.rows[n].get("ht") for n in range(row, end + 1) if n in self.rows]
        if not heights or any(height is None for height in heights) or end not in self.rows:
            return None
        return sum(float(height) for height in heights if height)


def _empty(cell: Any) -> None:
    """Take the value out of a cell; its look stays."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
