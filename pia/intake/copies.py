"""Rows of a given workbook copied, with all that belongs to them: merged cells, heights,
drop-downs, conditional formats, page breaks, links; and all that names rows below them moved:
formulas, names, drawings, comments, charts."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pia.intake.formulas import Growth
from pia.intake.looks import MAIN

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FORMULAS = tuple(f"{MAIN}{tag}" for tag in ("f", "formula", "formula1", "formula2"))
# Ends the space of what newer kinds of Excel keep in elements of their own.
NEWER = "/excel/2006/main}"
UNCOVERED = {f"{MAIN}{tag}" for tag in ("selection", "mergeCell")}
PLACES = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</)")


def make_room(root: Any, rows: Growth) -> None:
    """Put copies of rows below them in a sheet."""
    unshare(root)
    move_formulas(root, rows, is_own=True)
    _move_areas(root, rows)
    _copy_rows(root, rows)
    _copy_merges(root, rows)
    _copy_links(root, rows)
    _move_breaks(root, rows)
    move_drawings(root, rows)


def unshare(root: Any) -> None:
    """Let each cell have its own formula where several share one."""
    from openpyxl.formula.translate import Translator

    firsts: dict[str, Any] = {}
    for cell in root.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        name = str(formula.get("si"))
        if formula.text:
            firsts[name] = Translator(f"={formula.text}", origin=cell.get("r"))
        elif name in firsts:
            formula.text = firsts[name].translate_formula(cell.get("r"))[1:]
        for key in ("t", "si", "ref"):
            formula.attrib.pop(key, None)


def formulas_in(root: Any) -> Iterator[Any]:
    """Yield the formulas of a sheet: of cells, of drop-downs and of conditional formats."""
    yield from (each for each in root.iter(*FORMULAS) if each.text)
    for each in root.iter():
        if isinstance(each.tag, str) and each.tag.endswith(f"{NEWER}f") and each.text:
            yield each


def move_formulas(root: Any, rows: Growth, *, is_own: bool) -> None:
    """Let the formulas of a sheet follow rows. is_own: the rows are its own."""
    for each in formulas_in(root):
        each.text = rows.formula(each.text, is_own=is_own)


def _copy_rows(root: Any, growth: Growth) -> None:
    rows = {int(row.get("r")): row for row in root.iter(f"{MAIN}row")}
    originals = [rows[n] for n in sorted(rows) if growth.first <= n <= growth.last]
    copies = [_copied(row, growth, n) for n in range(1, growth.times + 1) for row in originals]
    for number in sorted(rows, reverse=True):
        if number > growth.last:
            _move(rows[number], growth.by)
    data = root.find(f"{MAIN}sheetData")
    above = [row for number, row in rows.items() if number <= growth.last]
    at = max((data.index(row) for row in above), default=-1) + 1
    for n, row in enumerate(copies):
        data.insert(at + n, row)


def _copied(row: Any, growth: Growth, number: int) -> Any:
    copy = deepcopy(row)
    for formula in copy.iter(f"{MAIN}f"):
        formula.text = formula.text and growth.copied_formula(formula.text, number)
    _move(copy, growth.size * number)
    return copy


def _move(row: Any, by: int) -> None:
    number = int(row.get("r")) + by
    row.set("r", str(number))
    for cell in row:
        if cell.get("r"):
            cell.set("r", re.sub(r"\d+", str(number), cell.get("r")))


def _copy_merges(root: Any, rows: Growth) -> None:
    for merge in list(root.iter(f"{MAIN}mergeCell")):
        area, *others = rows.merged(merge.get("ref"))
        merge.set("ref", area)
        for copied in others:
            copy = deepcopy(merge)
            copy.set("ref", copied)
            merge.getparent().append(copy)
    for merges in root.iter(f"{MAIN}mergeCells"):
        merges.set("count", str(len(merges)))


def _copy_links(root: Any, rows: Growth) -> None:
    for link in list(root.iter(f"{MAIN}hyperlink")):
        area = link.get("ref")
        link.set("ref", rows.area(area))
        for copied in rows.areas(area).split()[1:] if rows.is_whole(area) else ():
            copy = deepcopy(link)
            copy.set("ref", copied)
            link.getparent().append(copy)


def _move_areas(root: Any, rows: Growth) -> None:
    """Move what names areas: filters, drop-downs, formats, protected ranges, what is selected."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag == f"{MAIN}hyperlink":
            continue
        if element.tag.endswith(f"{NEWER}sqref"):
            element.text = rows.areas(element.text or "")
        elif element.get("sqref") and element.tag not in UNCOVERED:
            element.set("sqref", rows.areas(element.get("sqref")))
        elif element.tag != f"{MAIN}mergeCell":
            move_area(element, rows)


def move_area(element: Any, rows: Growth) -> None:
    for name in ("ref", "sqref", "activeCell"):
        if element.get(name):
            element.set(name, " ".join(rows.area(area) for area in element.get(name).split()))


def _move_breaks(root: Any, rows: Growth) -> None:
    """Move breaks of pages; a break behind each of several rows stands behind the copies too."""
    for breaks in root.iter(f"{MAIN}rowBreaks"):
        for each in list(breaks):
            row = int(each.get("id"))
            is_last = row == rows.last and rows.size == 1
            if rows.first <= row <= rows.last and not is_last:
                for n in range(1, rows.times + 1):
                    copy = deepcopy(each)
                    copy.set("id", str(row + rows.size * n))
                    breaks.append(copy)
            elif row >= rows.last:
                each.set("id", str(row + rows.by))
        breaks[:] = sorted(breaks, key=lambda each: int(each.get("id")))
        for name, held in (
            ("count", len(breaks)),
            ("manualBreakCount", sum(each.get("man") == "1" for each in breaks)),
        ):
            breaks.set(name, str(held))


def move_names(book: Any, rows: Growth, only: str = "") -> None:
    """Move the areas that defined names, such as the print area, have on a sheet. only: that of
    one name."""
    for name in book.iter(f"{MAIN}definedName"):
        if name.text and only in ("", name.get("name")):
            name.text = rows.formula(name.text, is_own=False)


def move_chart(root: Any, rows: Growth) -> None:
    """Move the cells that a chart draws."""
    for formula in root.iter(f"{CHART}f"):
        if formula.text:
            formula.text = rows.formula(formula.text, is_own=False)


def move_drawings(root: Any, rows: Growth) -> None:
    """Move what is drawn over rows below."""
    for row in root.iter(f"{DRAWN}row"):
        row.text = str(rows.row(int(row.text or 0) + 1) - 1)


def move_all(root: Any, rows: Growth) -> None:
    """Move all that a part names by cells: a table of Excel, comments and the answers to them."""
    for element in root.iter():
        if isinstance(element.tag, str):
            move_area(element, rows)


def move_control(root: Any, rows: Growth) -> None:
    """Move the cell that a box over the cells keeps its state in."""
    for name in ("fmlaLink", "fmlaRange"):
        if root.get(name):
            root.set(name, rows.formula(root.get(name), is_own=True))


def move_notes(data: bytes, rows: Growth) -> bytes:
    """Move the boxes of comments in the drawing of an old kind, which need not be XML."""

    def moved(match: re.Match[bytes]) -> bytes:
        return b"%b%d" % (match[1], rows.row(int(match[2]) + 1) - 1)

    def placed(match: re.Match[bytes]) -> bytes:
        held = [int(each) for each in match[2].split(b",")]
        for at in (2, 6) if len(held) == 8 else ():
            held[at] = rows.row(held[at] + 1) - 1
        return match[1] + b", ".join(b"%d" % each for each in held) + match[3]

    def linked(match: re.Match[bytes]) -> bytes:
        told = match[2].decode("utf-8", "surrogateescape")
        followed = rows.formula(told, is_own=True)
        return match[1] + followed.encode("utf-8", "surrogateescape")

    data = re.sub(rb"(<(?:\w+:)?Row>)(\d+)", moved, data)
    data = re.sub(rb"(<(?:\w+:)?Fmla\w+>)([^<]+)", linked, data)
    return PLACES.sub(placed, data)
