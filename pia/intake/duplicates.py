"""Sheets of a given workbook copied or put in, with all that belongs to them: print settings,
drawings, charts, comments, boxes over the cells, names.
"""

from copy import deepcopy
from posixpath import dirname, relpath
from typing import Any

from lxml import etree

from pia.intake.copies import CHART
from pia.intake.formulas import renamed
from pia.intake.looks import MAIN, STYLES, is_drawn
from pia.intake.package import CONTENTS, WORKBOOK, relations_of, resolved
from pia.intake.parts import KINDS, TYPES, Parts, free_id
from pia.intake.workbook import RELATION

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
EDGES = ("left", "right", "top", "bottom")
SHARED = ("hyperlink", "image", "themeOverride")  # what several sheets may refer to
# What belongs to a workbook under a name of its own, so that no copy can have it.
ALONE = {
    "table": "テーブル",
    "pivotTable": "ピボットテーブル",
    "queryTable": "外部のデータ",
    "slicer": "スライサー",
    "timeline": "タイムライン",
    "threadedComment": "コメントへの返信",
}


class Sheets:
    """Copies whole sheets of a package. lost: what of them no copy can have."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.xml, self.put = parts, parts.xml, parts.put
        self.lost: list[str] = []

    def copy(self, part: str, sheet: Any, name: str, old: str) -> str:
        """Add a copy of a sheet behind it and return its part. sheet: its XML."""
        fresh = self.parts.free(part)
        for element in sheet.iter(f"{MAIN}sheetPr"):
            element.attrib.pop("codeName", None)  # a module of macros belongs to one sheet
        for view in sheet.iter(f"{MAIN}sheetView"):
            view.attrib.pop("tabSelected", None)
        self._relations(part, fresh, (old, name))
        self._forget_alone(fresh, sheet)
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

    def bare_style(self, number: str) -> str:
        """Return the number of a style that is as another, but wrapped and without shading."""
        root = self.xml(STYLES)
        styles = root.find(f"{MAIN}cellXfs")
        style = deepcopy(styles[int(number)])
        style.set("fillId", "0")
        style.set("applyAlignment", "1")
        found = style.find(f"{MAIN}alignment")
        if found is None:
            found = etree.Element(f"{MAIN}alignment", vertical="top")
            style.insert(0, found)
        found.set("wrapText", "1")
        known = [etree.tostring(each) for each in styles]
        if etree.tostring(style) in known:
            return str(known.index(etree.tostring(style)))
        styles.append(style)
        styles.set("count", str(len(styles)))
        self.put(STYLES, root)
        return str(len(styles) - 1)

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

    def _relations(self, part: str, fresh: str, names: tuple[str, str]) -> None:
        """Let a copy refer to copies of what a part refers to. names: of the sheet and its copy."""
        listed = relations_of(part)
        if listed not in self.parts:
            return
        root = self.xml(listed)
        for relation in list(root):
            kind = str(relation.get("Type")).rpartition("/")[2]
            target = resolved(dirname(part), str(relation.get("Target")))
            if relation.get("TargetMode") == "External" or kind in SHARED:
                continue
            if kind in ALONE or target not in self.parts:
                root.remove(relation)
                self.lost += [ALONE[kind]] if kind in ALONE else []
                continue
            relation.set("Target", relpath(self._own(target, names), dirname(fresh)))
        self.put(relations_of(fresh), root)

    def _own(self, part: str, names: tuple[str, str]) -> str:
        """Return a copy of a part that belongs to one sheet alone."""
        fresh = self.parts.free(part)
        self.put(fresh, self.parts.read(part))
        if part.startswith("xl/charts/"):
            root = self.xml(part)
            for formula in root.iter(f"{CHART}f"):
                formula.text = formula.text and renamed(formula.text, *names)
            self.put(fresh, root)
        self._type(part, fresh)
        self._relations(part, fresh, names)
        return fresh

    def _forget_alone(self, part: str, sheet: Any) -> None:
        """Take out of a sheet what refers to a part that it does not have."""
        listed = relations_of(part)
        known = {entry.get("Id") for entry in self.xml(listed)} if listed in self.parts else set()
        for element in list(sheet.iter()):
            held = (element.get(name) for name in element.attrib if name.startswith(f"{{{KINDS}}}"))
            if any(name not in known for name in held):
                _take_out(element)

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
        copy.set("Id", free_id(relations))
        relations.append(copy)
        sheets = list(book.iter(f"{MAIN}sheet"))
        at, entry = next((n, s) for n, s in enumerate(sheets) if s.get("name") == old)
        added = deepcopy(entry)
        added.set("name", name)
        added.set("sheetId", str(1 + max(int(s.get("sheetId")) for s in sheets)))
        added.set(RELATION, copy.get("Id"))
        entry.addnext(added)
        self._local_names(book, at, name, old)
        self._keep_active(book, at)
        self.put(listed, relations)
        self.put(WORKBOOK, book)

    def _keep_active(self, book: Any, at: int) -> None:
        """Let the sheet be shown first that was."""
        for view in book.iter(f"{MAIN}workbookView"):
            for name in ("activeTab", "firstSheet"):
                if int(view.get(name) or 0) > at:
                    view.set(name, str(int(view.get(name)) + 1))

    def _local_names(self, book: Any, at: int, name: str, old: str) -> None:
        """Give the copy the print area and titles of its sheet; sheets are counted from 0."""
        for defined in list(book.iter(f"{MAIN}definedName")):
            local = defined.get("localSheetId")
            if local is None:
                continue
            if int(local) > at:
                defined.set("localSheetId", str(int(local) + 1))
            elif int(local) == at:
                copy = deepcopy(defined)
                copy.set("localSheetId", str(at + 1))
                copy.text = renamed(copy.text or "", old, name)
                defined.addnext(copy)


def _take_out(element: Any) -> None:
    """Take an element out, and what stood around it if that is empty then."""
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if not len(parent) and parent.getparent() is not None:
        _take_out(parent)


def _is_framed(border: Any) -> bool:
    return all(is_drawn(border.find(f"{MAIN}{side}")) for side in EDGES)
