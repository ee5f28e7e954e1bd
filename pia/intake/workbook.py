"""Workbook → PrintedForm: values and merged cells from calamine, the rest from the package: looks,
as far as they tell labels from values, pictures and the texts of shapes.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pia.intake.areas import Areas, areas_of
from pia.intake.grid import (
    Aside,
    Cell,
    Extra,
    Page,
    Picture,
    PrintedForm,
    in_reading_order,
)
from pia.intake.looks import MAIN, Looks, TextRun, runs_of
from pia.intake.margins import asides, coded
from pia.intake.messages import IntakeMessages
from pia.intake.package import Package, properties, refused
from pia.intake.shown import text_of

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


RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LAST_ROW, LAST_COLUMN, MOST_CELLS = 30_000, 1_000, 500_000
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read(data: bytes, name: str) -> PrintedForm:
    """Return the visible sheets of a workbook. Raises PiaError when it cannot be read."""
    package = Package(data, name)
    if "xl/workbook.xml" not in package:
        raise refused(name, IntakeMessages.NOT_A_FORM)
    looks = Looks(package)
    sheets = [_scanned(package, looks, *sheet) for sheet in sheets_of(package)]
    lists = _names_of_lists(package)
    with _broken(name):
        book: Any = CalamineWorkbook.from_filelike(BytesIO(data))
    pages: list[Page] = []
    pictures: list[Picture] = []
    remarks = [Aside(Extra.LINK, part) for part in package.names if "/externalLinks/ext" in part]
    for sheet in sheets:
        if sheet.hidden:
            remarks.append(Aside(Extra.HIDDEN, sheet.name, _unread(book, sheet, lists)))
            continue
        sheet.read_drawings(package, len(pages))
        cells, areas = _cells(book, sheet, looks)
        pages.append(Page(sheet.name, cells, frames=areas.boxes))
        remarks += sheet.remarks
        pictures += sheet.pictures
    return PrintedForm(name, tuple(pages), tuple(remarks), tuple(pictures), properties(package))


PICTURE = "&G"  # in a head or foot
NOT_TAKEN = "取り出していません"
HEADS = {
    f"{MAIN}{pages}{which}": name
    for which, name in (("Header", "ヘッダー"), ("Footer", "フッター"))
    for pages in ("odd", "even", "first")
}


@dataclass
class _SheetLooks:
    """What the XML of a sheet says beside its values. styles: (row, column) → style. runs: the
    stretches of texts that have several. heads: texts above and below its pages, by which."""

    name: str
    part: str
    hidden: bool
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    runs: dict[tuple[int, int], list[TextRun]] = field(default_factory=dict)
    heads: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[Aside] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def take(self, element: Any) -> None:
        """Remember what is no cell."""
        if element.tag in HEADS:
            self._head(HEADS[element.tag], element.text or "")
        elif element.tag == f"{MAIN}hyperlink":
            self.remarks.append(Aside(Extra.LINK, f"{self.name}!{element.get('ref')}"))
        else:
            self._hide(element)

    def _head(self, which: str, text: str) -> None:
        """Remember what stands above or below the pages."""
        self.heads.setdefault(which, []).extend(coded(text))
        if PICTURE in text:
            self.remarks.append(Aside(Extra.PICTURE, f"{self.name}!{which}", NOT_TAKEN))

    def _hide(self, element: Any) -> None:
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


def _names_of_lists(package: Package) -> str:
    """Return what the names of a workbook point at."""
    names = package.xml("xl/workbook.xml").iter(f"{MAIN}definedName")
    return "\n".join(name.text or "" for name in names)


def _unread(book: Any, sheet: _SheetLooks, lists: str) -> str:
    """Return how much a hidden sheet says that is not read; nothing where names point at it, as at
    the options of lists."""
    if f"{sheet.name}!" in lists.replace("'", ""):
        return ""
    with _broken(sheet.name):
        rows = book.get_sheet_by_name(sheet.name).to_python()
    count = sum(bool(text_of(value).strip()) for row in rows for value in row)
    return f"読んでいません（記載のあるセル {count} 個）" if count else ""


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


def _scanned(package: Package, looks: Looks, name: str, part: str, hidden: bool) -> _SheetLooks:
    """Look through the XML of a sheet before calamine lays it out in full."""
    sheet = _SheetLooks(name, part, hidden)
    tags = [f"{MAIN}{tag}" for tag in ("c", "hyperlink", "col", "row")]
    for element in package.events(part, *tags, *HEADS):
        if element.tag != tags[0]:
            sheet.take(element)
            continue
        place = position_of(element.get("r"))
        if place is None:
            raise refused(package.name, IntakeMessages.BROKEN)
        if len(element) and (place[0] >= LAST_ROW or place[1] >= LAST_COLUMN):
            limit = f"{LAST_ROW:,} 行、{LAST_COLUMN:,} 列"
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=limit)
        if (style := element.get("s")) and style.isdecimal():
            sheet.styles[place] = int(style)
        if runs := _runs(element, looks):
            sheet.runs[place] = runs
        if len(sheet.styles) > MOST_CELLS:
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=f"{MOST_CELLS:,} 個のセル")
        formula = element.find(f"{MAIN}f")
        if formula is not None and not hidden:
            words = f"={formula.text or ''}"
            sheet.remarks.append(Aside(Extra.FORMULA, f"{name}!{element.get('r')}", words))
    for which, texts in sheet.heads.items():
        sheet.remarks += asides(texts, f"{name}!{which}")
    return sheet


def _runs(cell: Any, looks: Looks) -> list[TextRun]:
    """Return the stretches of the text of a cell."""
    if cell.get("t") == "inlineStr":
        return runs_of(cell)
    number = cell.findtext(f"{MAIN}v") if looks.rich and cell.get("t") == "s" else None
    return looks.rich.get(int(number), []) if number and number.isdecimal() else []


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
            place = f"{sheet.name}!{letters(column)}{row + 1}"
            if text.strip():
                runs = sheet.runs.get((row, column), ())
                if struck := looks.struck_out(text, runs, style):
                    sheet.remarks.append(Aside(Extra.STRUCK, place, struck))
                text = looks.seen(text, runs, style)
            over = sheet.styles.get((row - 1, column), 0)
            cells.append(
                Cell(
                    text,
                    row,
                    column,
                    rows,
                    columns,
                    place,
                    looks.shading(style),
                    looks.has_top(style) or looks.has_bottom(over),
                    looks.seam(style),
                    hidden=sheet.is_out_of_sight(row, column, columns),
                    frame=areas.at(row, column),
                )
            )
    return in_reading_order(cells), areas
