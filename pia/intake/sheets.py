"""The sheets of a given workbook, written cell by cell; the rest of the package is not touched."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from pia.intake.package import Package
from pia.intake.workbook import MAIN, letters, position_of, sheets_of
from pia.layout import measure

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SIZE = 10.0  # points, of the font that is reckoned with
POINTS_PER_UNIT = 5.25  # of a column's width
LINE = 1.3  # of the size


class Book:
    """The workbook of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts = {name: part for name, part, _ in sheets_of(package)}
        self.sheets: dict[str, _Sheet] = {}

    def write(self, sheet: str, row: int, column: int, text: str) -> None:
        """Put a text into a cell, counted from 0; its look stays."""
        self._sheet(sheet).write(row, column, text)

    def last_column(self, sheet: str) -> int:
        """Return the last column that has cells or is part of a merged one."""
        return self._sheet(sheet).last_column

    def is_cut(self, sheet: str, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more lines than its cell has room for."""
        return self._sheet(sheet).is_cut(row, column, text)

    def data(self) -> bytes:
        """Return the package with the sheets that were written on."""
        written = {
            self.parts[name]: sheet.data()
            for name, sheet in self.sheets.items()
            if sheet.is_changed
        }
        out = BytesIO()
        with ZipFile(out, "w") as target:
            for info in self.package.archive.infolist():
                data = written.get(info.filename)
                target.writestr(info, self.package.archive.read(info) if data is None else data)
        return out.getvalue()

    def _sheet(self, name: str) -> "_Sheet":
        if name not in self.sheets:
            self.sheets[name] = _Sheet(self.package.xml(self.parts[name]))
        return self.sheets[name]


class _Sheet:
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
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
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
        last = self.merged.get((row, column), (row, column))
        wide = sum(self.widths.get(n, 8.4) for n in range(column, last[1] + 1)) * POINTS_PER_UNIT
        heights = [self.rows[n].get("ht") for n in range(row, last[0] + 1) if n in self.rows]
        if not text or not heights or any(h is None for h in heights):
            return False
        room = sum(float(h) for h in heights if h)
        return measure.lines(text, max(wide / SIZE, 1.0)) * SIZE * LINE > room + SIZE

    def data(self) -> bytes:
        found: bytes = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return found
