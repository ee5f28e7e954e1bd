"""Workbook → PrintedForm: values and merged cells from calamine, the rest from the package."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pia.intake.drawings import DRAWING, shapes_of
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
from pia.intake.looks import Looks
from pia.intake.messages import IntakeMessages
from pia.intake.package import Package, properties, refused
from pia.japanese import wareki

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LAST_ROW, LAST_COLUMN, MOST_CELLS = 30_000, 1_000, 500_000
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
BREAK = re.compile("\r\n?|_x000D_\n?")


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
        pages.append(Page(sheet.name, _cells(book, sheet, looks)))
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


def _cells(book: Any, sheet: _SheetLooks, looks: Looks) -> tuple[Cell, ...]:
    with _broken(sheet.name):
        found = book.get_sheet_by_name(sheet.name)
        values = found.to_python(skip_empty_area=False)
        merged = found.merged_cell_ranges or []
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}
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
                )
            )
    return in_reading_order(cells)


def text_of(value: object) -> str:
    """Return a value of a cell as it would be printed."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime():
            return wareki(value.date())
        case date():
            return wareki(value)
        case time():
            return value.isoformat()
        case _:
            return BREAK.sub("\n", str(value))
