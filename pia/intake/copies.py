"""Rows and sheets of a given workbook copied, with all that belongs to them: merged cells,
heights, drop-downs, page breaks, print settings, drawings and comments."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from posixpath import dirname, relpath
from typing import Any

from lxml import etree

from pia.intake.looks import MAIN, STYLES
from pia.intake.package import CONTENTS, WORKBOOK, relations_of, resolved
from pia.intake.parts import TYPES, Parts
from pia.intake.workbook import RELATION

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
AREA = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
EDGES = ("left", "right", "top", "bottom")
OWN = ("drawing", "comments", "vmlDrawing", "printerSettings")  # parts that no two sheets share
SHARED = ("hyperlink", "image")
REFERRING = ("hyperlink", "protectedRange", "autoFilter", "dimension", "selection", "f")
COVERING = ("dataValidation", "conditionalFormatting")

Moved = Callable[[int], int]


def make_room(root: Any, first: int, last: int, times: int) -> None:
    """Put copies of the rows from `first` to `last`, counted from 1, below them in a sheet."""
    size = last - first + 1
    below = _below(last, size * times)
    rows = {int(row.get("r")): row for row in root.iter(f"{MAIN}row")}
    originals = [rows[n] for n in sorted(rows) if first <= n <= last]
    copies = [_moved_row(deepcopy(row), size * n) for n in range(1, times + 1) for row in originals]
    for number in sorted(rows, reverse=True):
        if number > last:
            _moved_row(rows[number], size * times)
    data = root.find(f"{MAIN}sheetData")
    at = max((data.index(row) for row in originals), default=-1) + 1
    for n, row in enumerate(copies):
        data.insert(at + n, row)
    for merge in list(root.iter(f"{MAIN}mergeCell")):
        start, end = rows_of(merge.get("ref"))
        within = first <= start and end <= last
        merge.set("ref", _shifted(merge.get("ref"), below))
        for n in range(1, times + 1) if within else ():
            copy = deepcopy(merge)
            copy.set("ref", _shifted(copy.get("ref"), _by(size * n)))
            merge.getparent().append(copy)
    for merges in root.iter(f"{MAIN}mergeCells"):
        merges.set("count", str(len(merges)))
    _move_references(root, first, last, times)


def _move_references(root: Any, first: int, last: int, times: int) -> None:
    size = last - first + 1
    below = _below(last, size * times)
    for element in root.iter(*(f"{MAIN}{tag}" for tag in REFERRING)):
        for name in ("ref", "sqref", "activeCell"):
            if element.get(name):
                element.set(name, _shifted(element.get(name), below))
    for element in _covering(root):
        told = element.get("sqref") or element.text or ""
        areas = [_shifted(area, below) for area in told.split()]
        areas += [
            _shifted(area, _by(size * n))
            for area in told.split()
            for n in range(1, times + 1)
            if first <= rows_of(area)[0] and rows_of(area)[1] <= last
        ]
        if element.get("sqref"):
            element.set("sqref", " ".join(areas))
        else:
            element.text = " ".join(areas)
    for each in root.iter(f"{MAIN}brk"):
        if each.getparent().tag == f"{MAIN}rowBreaks" and int(each.get("id")) > last:
            each.set("id", str(int(each.get("id")) + size * times))
    for formula in root.iter(f"{MAIN}f"):
        if formula.text and "!" not in formula.text:
            formula.text = _shifted(formula.text, below)


def _covering(root: Any) -> Iterator[Any]:
    """Yield what names the areas that it covers, of newer kinds in an element of its own."""
    yield from root.iter(*(f"{MAIN}{tag}" for tag in COVERING))
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.endswith("/excel/main}sqref"):
            yield element


def _moved_row(row: Any, by: int) -> Any:
    number = int(row.get("r")) + by
    row.set("r", str(number))
    for cell in row:
        if cell.get("r"):
            cell.set("r", AREA.sub(lambda m: f"{m[1]}{number}", cell.get("r")))
    return row


def rows_of(area: str) -> tuple[int, int]:
    """Return the first and the last row that `A1:B9` covers."""
    found = [int(match[2]) for match in AREA.finditer(area)] or [0]
    return min(found), max(found)


def _shifted(text: str, moved: Moved) -> str:
    return AREA.sub(lambda match: f"{match[1]}{moved(int(match[2]))}", text)


def _below(last: int, by: int) -> Moved:
    """What spans the place where rows are put in grows with them."""
    return lambda row: row + by if row > last else row


def _by(count: int) -> Moved:
    return lambda row: row + count


def move_names(book: Any, sheet: str, last: int, by: int) -> None:
    """Move the areas that defined names, such as the print area, have on a sheet."""
    own = re.compile(rf"('?{re.escape(sheet.replace(chr(39), chr(39) * 2))}'?!)([$A-Z0-9:]+)")
    for name in book.iter(f"{MAIN}definedName"):
        if name.text:
            name.text = own.sub(lambda m: m[1] + _shifted(m[2], _below(last, by)), name.text)


def move_drawings(root: Any, last: int, by: int) -> None:
    """Move what is drawn over rows below."""
    for row in root.iter(f"{DRAWN}row"):
        if int(row.text or 0) >= last:
            row.text = str(int(row.text) + by)


def move_all(root: Any, last: int, by: int) -> None:
    """Move all that a part names by cells: a table of Excel, the answers to comments."""
    for element in root.iter():
        if element.get("ref"):
            element.set("ref", _shifted(element.get("ref"), _below(last, by)))


def move_comments(root: Any, last: int, by: int) -> None:
    for comment in root.iter(f"{MAIN}comment"):
        comment.set("ref", _shifted(comment.get("ref"), _below(last, by)))


def move_notes(data: bytes, last: int, by: int) -> bytes:
    """Move the boxes of comments in the drawing of an old kind, which need not be XML."""

    def moved(match: re.Match[bytes]) -> bytes:
        row = int(match[2])
        return b"%b%d" % (match[1], row + by if row >= last else row)

    return re.sub(rb"(<x:Row>)(\d+)", moved, data)


class Sheets:
    """Copies whole sheets of a package."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.xml, self.put = parts, parts.xml, parts.put

    def copy(self, part: str, sheet: Any, name: str, old: str) -> str:
        """Add a copy of a sheet behind it and return its part. sheet: its XML."""
        fresh = self.parts.free(part)
        for element in sheet.iter(f"{MAIN}sheetPr"):
            element.attrib.pop("codeName", None)  # a module of macros belongs to one sheet
        for view in sheet.iter(f"{MAIN}sheetView"):
            view.attrib.pop("tabSelected", None)
        for tables in list(sheet.iter(f"{MAIN}tableParts")):
            tables.getparent().remove(tables)
        self._relations(part, fresh)
        self.put(fresh, sheet)
        self._type(part, fresh)
        self._list(part, fresh, name, old)
        return fresh

    def append(self, name: str) -> str:
        """Add an empty sheet behind all others and return its part."""
        part = self.parts.free("xl/worksheets/sheet1.xml")
        root = etree.Element(f"{MAIN}worksheet", nsmap={None: MAIN[1:-1]})
        properties = etree.SubElement(root, f"{MAIN}sheetPr")
        etree.SubElement(properties, f"{MAIN}pageSetUpPr", fitToPage="1")
        for tag in ("cols", "sheetData", "mergeCells"):
            etree.SubElement(root, f"{MAIN}{tag}")
        etree.SubElement(root, f"{MAIN}pageSetup", paperSize="9", fitToHeight="0")
        self.put(part, root)
        self.parts.declare(part, SHEET)
        book = self.xml(WORKBOOK)
        sheets = book.find(f"{MAIN}sheets")
        number = 1 + max(int(sheet.get("sheetId")) for sheet in sheets)
        entry = etree.SubElement(sheets, f"{MAIN}sheet", name=name, sheetId=str(number))
        entry.set(RELATION, self.parts.relate(WORKBOOK, "worksheet", part))
        self.put(WORKBOOK, book)
        return part

    def plain_style(self) -> str:
        """Return the number of a style with lines all around, wrapped texts and no shading; it
        is put in where there is none."""
        root = self.xml(STYLES)
        borders, styles = (root.find(f"{MAIN}{tag}") for tag in ("borders", "cellXfs"))
        framed = {str(n) for n, border in enumerate(borders) if _is_framed(border)}
        for n, style in enumerate(styles):
            is_wrapped = any(a.get("wrapText") == "1" for a in style.iter(f"{MAIN}alignment"))
            if is_wrapped and style.get("fillId") == "0" and style.get("borderId") in framed:
                return str(n)
        border = etree.SubElement(borders, f"{MAIN}border")
        for side in EDGES:
            etree.SubElement(border, f"{MAIN}{side}", style="thin")
        look = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": str(len(borders) - 1)}
        style = etree.SubElement(styles, f"{MAIN}xf", {**look, "applyBorder": "1"})
        etree.SubElement(style, f"{MAIN}alignment", wrapText="1", vertical="top")
        for each in (borders, styles):
            each.set("count", str(len(each)))
        self.put(STYLES, root)
        return str(len(styles) - 1)

    def _relations(self, part: str, fresh: str) -> None:
        listed = relations_of(part)
        if listed not in self.parts:
            return
        root = self.xml(listed)
        for relation in list(root):
            kind = str(relation.get("Type")).rpartition("/")[2]
            if relation.get("TargetMode") == "External" or kind in SHARED:
                continue
            target = resolved(dirname(part), str(relation.get("Target")))
            if kind not in OWN or target not in self.parts:
                root.remove(relation)
                continue
            relation.set("Target", relpath(self._own(target), dirname(fresh)))
        self.put(relations_of(fresh), root)

    def _own(self, part: str) -> str:
        """Return a copy of a part that belongs to one sheet alone."""
        fresh = self.parts.free(part)
        if (listed := relations_of(part)) in self.parts:
            self.put(relations_of(fresh), self.parts.read(listed))
        self.put(fresh, self.parts.read(part))
        self._type(part, fresh)
        return fresh

    def _type(self, part: str, fresh: str) -> None:
        root = self.xml(CONTENTS)
        for entry in root.iter(f"{TYPES}Override"):
            if entry.get("PartName") == f"/{part}":
                copy = deepcopy(entry)
                copy.set("PartName", f"/{fresh}")
                entry.addnext(copy)
                self.put(CONTENTS, root)
                return

    def _list(self, part: str, fresh: str, name: str, old: str) -> None:
        listed = relations_of(WORKBOOK)
        relations, book = self.xml(listed), self.xml(WORKBOOK)
        by_target = {resolved("xl", str(r.get("Target"))): r for r in relations}
        copy = deepcopy(by_target[part])
        copy.set("Target", relpath(fresh, "xl"))
        copy.set("Id", _unused("rId", {str(r.get("Id")) for r in relations}))
        relations.append(copy)
        sheets = list(book.iter(f"{MAIN}sheet"))
        at, entry = next((n, s) for n, s in enumerate(sheets) if s.get("name") == old)
        added = deepcopy(entry)
        added.set("name", name)
        added.set("sheetId", str(1 + max(int(s.get("sheetId")) for s in sheets)))
        added.set(RELATION, copy.get("Id"))
        entry.addnext(added)
        self._local_names(book, at, name, old)
        self.put(listed, relations)
        self.put(WORKBOOK, book)

    def _local_names(self, book: Any, at: int, name: str, old: str) -> None:
        """Give the copy the print area and titles of its sheet; sheets are counted from 0."""
        quoted = f"'{name.replace(chr(39), chr(39) * 2)}'"
        for defined in list(book.iter(f"{MAIN}definedName")):
            local = defined.get("localSheetId")
            if local is None:
                continue
            if int(local) > at:
                defined.set("localSheetId", str(int(local) + 1))
            elif int(local) == at:
                copy = deepcopy(defined)
                copy.set("localSheetId", str(at + 1))
                own = re.compile(rf"'?{re.escape(old)}'?!")
                copy.text = own.sub(lambda _: f"{quoted}!", copy.text or "")
                defined.addnext(copy)


def _is_framed(border: Any) -> bool:
    sides = (border.find(f"{MAIN}{side}") for side in EDGES)
    return all(side is not None and side.get("style") not in (None, "none") for side in sides)


def _unused(stem: str, taken: set[str]) -> str:
    n = 1
    while f"{stem}{n}" in taken:
        n += 1
    return f"{stem}{n}"
