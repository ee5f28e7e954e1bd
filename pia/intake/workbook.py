"""Workbook → PrintedForm: values and merged cells from calamine, the rest from the package: looks,
as far as they tell labels from values, pictures and the texts of shapes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from pia.intake.areas import Areas, areas_of
from pia.intake.grid import (
    BLACKED_OUT,
    Aside,
    Cell,
    Extra,
    Page,
    Picture,
    PrintedForm,
    in_reading_order,
)
from pia.intake.messages import IntakeMessages
from pia.intake.package import Package, properties, refused
from pia.intake.shown import text_of
from pia.layout.tree import NEXT_LINE, SAME_LINE

DRAWING = "drawing"
SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
LARGEST_PICTURE = 20 * 2**20  # bytes


def shapes_of(
    package: Package, part: str, page: int, name: str
) -> tuple[list[Picture], list[Aside]]:
    """Return the pictures of a sheet's drawing and the texts of its shapes. page: of the sheet."""
    pictures: list[Picture] = []
    remarks: list[Aside] = []
    relations = package.relations(part)
    for anchor in package.xml(part):
        row = _row(anchor)
        place = f"{name}!{row + 1}行目"
        if text := "\n".join("".join(p.itertext()) for p in anchor.iter(f"{ART}p")).strip():
            remarks.append(Aside(Extra.SHAPE, place, text))
        for blip in anchor.iter(f"{ART}blip"):
            _, target, is_outside = relations.get(str(blip.get(EMBED)), ("", "", True))
            if not is_outside and target in package:
                data = package.read(target)[:LARGEST_PICTURE]
                file = target.rpartition("/")[2]
                pictures.append(Picture(page, row, file, data, _description(anchor), place))
    return pictures, remarks


def _row(anchor: Any) -> int:
    found = anchor.find(f"{SHEET}from/{SHEET}row")
    text = found.text if found is not None else None
    return int(text) if text and text.isdecimal() else 0


def _description(anchor: Any) -> str:
    """Return the alternative text of a picture."""
    for element in anchor.iter(f"{SHEET}cNvPr"):
        if text := element.get("descr"):
            return str(text)
    return ""


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STYLES = "xl/styles.xml"
MOST_STYLES = 70_000  # Excel itself allows 65,490
BLACK, WHITE = "000000", "FFFFFF"
INDEXED = {"0": BLACK, "8": BLACK, "64": BLACK, "1": WHITE, "9": WHITE, "65": WHITE}
T = TypeVar("T")


class Looks:
    """The styles of a workbook by their number."""

    def __init__(self, package: Package) -> None:
        root = package.xml(STYLES) if STYLES in package else None
        self.fills = [_fill(fill) for fill in _all(root, "fills")]
        self.grounds = [_ground(fill) for fill in _all(root, "fills")]
        self.inks = [_colour(font.find(f"{MAIN}color"), BLACK) for font in _all(root, "fonts")]
        self.fonts = [_number(x, "fontId") for x in _all(root, "cellXfs")]
        self.borders = [_edges(border) for border in _all(root, "borders")]
        self.framed = [any(map(_is_drawn, border)) for border in _all(root, "borders")]
        self.styles = [
            (_number(x, "fillId"), _number(x, "borderId"), _number(x, "numFmtId"))
            for x in _all(root, "cellXfs")
        ]
        if len(self.styles) > MOST_STYLES:
            limit = f"{MOST_STYLES:,} 個の書式"
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=limit)
        self.seams = {
            _number(x, "numFmtId"): seam
            for x in _all(root, "numFmts")
            for seam in (NEXT_LINE, SAME_LINE)
            if seam in str(x.get("formatCode"))
        }

    def shading(self, style: int) -> str:
        return _nth(self.fills, self._style(style)[0], "")

    def is_hidden(self, style: int) -> bool:
        """Return whether a text has the colour of what it stands on."""
        ground = _nth(self.grounds, self._style(style)[0], WHITE)
        return ground == _nth(self.inks, _nth(self.fonts, style, 0), BLACK)

    def has_top(self, style: int) -> bool:
        return _nth(self.borders, self._style(style)[1], (False, False))[0]

    def has_bottom(self, style: int) -> bool:
        return _nth(self.borders, self._style(style)[1], (False, False))[1]

    def is_ruled(self, style: int) -> bool:
        """Return whether lines part rows of cells of a style."""
        return self.has_top(style) or self.has_bottom(style)

    def is_framed(self, style: int) -> bool:
        """Return whether any line is drawn around cells of a style, or they are shaded."""
        return bool(self.shading(style)) or _nth(self.framed, self._style(style)[1], False)

    def seam(self, style: int) -> str:
        """Return how a text goes on from the page before; the number format says it."""
        return self.seams.get(self._style(style)[2], "")

    def _style(self, style: int) -> tuple[int, int, int]:
        return _nth(self.styles, style, (0, 0, 0))


def _all(root: Any, tag: str) -> list[Any]:
    found = root.find(f"{MAIN}{tag}") if root is not None else None
    return list(found) if found is not None else []


def _number(element: Any, name: str) -> int:
    text = element.get(name) or "0"
    return int(text) if text.isdecimal() else 0


def _nth(values: list[T], n: int, default: T) -> T:
    return values[n] if n < len(values) else default


def _fill(fill: Any) -> str:
    colour = fill.find(f"{MAIN}patternFill/{MAIN}fgColor")
    pattern = fill.find(f"{MAIN}patternFill")
    if colour is None or pattern.get("patternType") in (None, "none"):
        return ""
    return " ".join(f"{key}={value}" for key, value in sorted(colour.items()))


def _ground(fill: Any) -> str:
    """Return the colour that a cell is filled with; a pattern of two has none."""
    pattern = fill.find(f"{MAIN}patternFill")
    kind = pattern.get("patternType") if pattern is not None else "none"
    if kind in (None, "none"):
        return WHITE if pattern is not None else ""
    return _colour(pattern.find(f"{MAIN}fgColor"), "") if kind == "solid" else ""


def _colour(element: Any, usual: str) -> str:
    """Return a colour by name; usual: what it is where nothing is said."""
    said = dict(element.items()) if element is not None else {}
    if rgb := said.get("rgb"):
        return str(rgb)[-6:].upper()
    plain = {"theme": {"0": WHITE, "1": BLACK}, "indexed": INDEXED}
    for key, names in plain.items():
        if key in said and float(said.get("tint") or 0) == 0:
            return names.get(said[key], f"{key} {said[key]}")
    return " ".join(f"{k}={v}" for k, v in sorted(said.items())) if "theme" in said else usual


def _edges(border: Any) -> tuple[bool, bool]:
    top, bottom = (border.find(f"{MAIN}{side}") for side in ("top", "bottom"))
    return _is_drawn(top), _is_drawn(bottom)


def _is_drawn(edge: Any) -> bool:
    return edge is not None and edge.get("style") not in (None, "none")


RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LAST_ROW, LAST_COLUMN, MOST_CELLS = 30_000, 1_000, 500_000
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read(data: bytes, name: str) -> PrintedForm:
    """Return the visible sheets of a workbook. Raises PiaError when it cannot be read."""
    package = Package(data, name)
    if "xl/workbook.xml" not in package:
        raise refused(name, IntakeMessages.NOT_A_FORM)
    sheets = [_scanned(package, *sheet) for sheet in sheets_of(package)]
    looks = Looks(package)
    with _broken(name):
        book: Any = CalamineWorkbook.from_filelike(BytesIO(data))
    pages: list[Page] = []
    pictures: list[Picture] = []
    remarks = [Aside(Extra.LINK, part) for part in package.names if "/externalLinks/ext" in part]
    for sheet in sheets:
        if sheet.hidden:
            remarks.append(Aside(Extra.HIDDEN, sheet.name))
            continue
        sheet.read_drawings(package, len(pages))
        cells, areas = _cells(book, sheet, looks)
        pages.append(Page(sheet.name, cells, frames=areas.boxes))
        remarks += sheet.remarks
        pictures += sheet.pictures
    return PrintedForm(name, tuple(pages), tuple(remarks), tuple(pictures), properties(package))


@dataclass
class _SheetLooks:
    """What the XML of a sheet says beside its values. styles: (row, column) → style."""

    name: str
    part: str
    hidden: bool
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    remarks: list[Aside] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def hide(self, element: Any) -> None:
        """Remember a row, or columns, that are not shown."""
        if element.get("hidden") not in ("1", "true"):
            return
        if element.tag == f"{MAIN}row":
            self.hidden_rows.add(int(element.get("r") or 1) - 1)
        else:
            last = min(int(element.get("max")), LAST_COLUMN)
            self.hidden_columns.update(range(int(element.get("min")) - 1, last))

    def is_out_of_sight(self, row: int, column: int, columns: int) -> bool:
        """Return whether a cell is not shown, all columns of a merged one looked at."""
        if row in self.hidden_rows:
            return True
        return self.hidden_columns.issuperset(range(column, column + columns))

    def read_drawings(self, package: Package, page: int) -> None:
        for kind, target, is_outside in package.relations(self.part).values():
            if is_outside or target not in package:
                continue
            if kind == "comments":
                self._comments(package, target)
            elif kind == "ctrlProp":
                self._control(package, target)
            elif kind == DRAWING:
                pictures, shapes = shapes_of(package, target, page, self.name)
                self.pictures += pictures
                self.remarks += shapes

    def _control(self, package: Package, target: str) -> None:
        """Tell of a box or a list that lies over the cells."""
        about = package.xml(target)
        kind, state = about.get("objectType"), about.get("checked")
        ticked = "印あり" if state == "Checked" else "印なし" if kind == "CheckBox" else ""
        said = f"{kind} {ticked or about.get('sel') or ''}".strip()
        self.remarks.append(Aside(Extra.CONTROL, self.name, said))

    def _comments(self, package: Package, target: str) -> None:
        for comment in package.xml(target).iter(f"{MAIN}comment"):
            text = "".join(t.text or "" for t in comment.iter(f"{MAIN}t"))
            self.remarks.append(Aside(Extra.COMMENT, f"{self.name}!{comment.get('ref')}", text))


def sheets_of(package: Package) -> list[tuple[str, str, bool]]:
    """Return name and part of every worksheet, and whether it is hidden."""
    relations = package.relations("xl/workbook.xml")
    found: list[tuple[str, str, bool]] = []
    for sheet in package.xml("xl/workbook.xml").iter(f"{MAIN}sheet"):
        kind, target, _ = relations.get(str(sheet.get(RELATION)), ("", "", True))
        if kind == "worksheet" and target in package:
            found.append(
                (
                    str(sheet.get("name")),
                    target,
                    sheet.get("state") is not None and sheet.get("state") != "visible",
                )
            )
    return found


def _scanned(package: Package, name: str, part: str, hidden: bool) -> _SheetLooks:
    """Look through the XML of a sheet before calamine lays it out in full."""
    sheet = _SheetLooks(name, part, hidden)
    tags = [f"{MAIN}{tag}" for tag in ("c", "hyperlink", "col", "row")]
    for element in package.events(part, *tags):
        if element.tag in tags[2:]:
            sheet.hide(element)
            continue
        if element.tag == tags[1]:
            sheet.remarks.append(Aside(Extra.LINK, f"{name}!{element.get('ref')}"))
            continue
        place = position_of(element.get("r"))
        if place is None:
            raise refused(package.name, IntakeMessages.BROKEN)
        if len(element) and (place[0] >= LAST_ROW or place[1] >= LAST_COLUMN):
            limit = f"{LAST_ROW:,} 行、{LAST_COLUMN:,} 列"
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=limit)
        if (style := element.get("s")) and style.isdecimal():
            sheet.styles[place] = int(style)
        if len(sheet.styles) > MOST_CELLS:
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=f"{MOST_CELLS:,} 個のセル")
        formula = element.find(f"{MAIN}f")
        if formula is not None and not hidden:
            words = f"={formula.text or ''}"
            sheet.remarks.append(Aside(Extra.FORMULA, f"{name}!{element.get('r')}", words))
    return sheet


def position_of(reference: str | None) -> tuple[int, int] | None:
    """Return row and column of `C12`, counted from 0; None where that names no cell."""
    match = REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0: 27 → `AB`."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@contextmanager
def _broken(name: str) -> Iterator[None]:
    """Say that a workbook is broken where the library finds so, or panics over it, which is no
    Exception."""
    try:
        yield
    except (CalamineError, ValueError) as error:
        raise refused(name, IntakeMessages.BROKEN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise refused(name, IntakeMessages.BROKEN) from error


def _cells(book: Any, sheet: _SheetLooks, looks: Looks) -> tuple[tuple[Cell, ...], Areas]:
    with _broken(sheet.name):
        found = book.get_sheet_by_name(sheet.name)
        values = found.to_python(skip_empty_area=False)
        merged = found.merged_cell_ranges or []
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}
    areas = areas_of(sheet.styles, looks.is_framed, spans)
    cells: list[Cell] = []
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            text = text_of(value)
            if not text:
                continue
            rows, columns = spans.get((row, column), (1, 1))
            style = sheet.styles.get((row, column), 0)
            if looks.is_hidden(style) and text.strip():
                text = BLACKED_OUT
            over = sheet.styles.get((row - 1, column), 0)
            cells.append(
                Cell(
                    text,
                    row,
                    column,
                    rows,
                    columns,
                    f"{sheet.name}!{letters(column)}{row + 1}",
                    looks.shading(style),
                    looks.has_top(style) or looks.has_bottom(over),
                    looks.seam(style),
                    hidden=sheet.is_out_of_sight(row, column, columns),
                    frame=areas.at(row, column),
                )
            )
    return in_reading_order(cells), areas
