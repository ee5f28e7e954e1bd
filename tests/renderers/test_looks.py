"""How everything that a form can hold looks, in each format: what nobody means to change stays."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pytest
from everything import amended, everything
from golden_files import assert_golden
from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from pia.layout.tree import Layout, Sheet
from pia.renderers import xlsx
from pia.renderers.docx import render, render_tracked
from pia.renderers.docx_flow import divided, pages_of
from pia.renderers.docx_strips import strips_of
from pia.renderers.docx_tracked import Revision
from pia.renderers.pdf import data_of, texts

MOST = 24  # characters of a text that are shown


@pytest.fixture(scope="module")
def told() -> Layout:
    return everything()


def shown(text: object) -> str:
    """A text in one line, a long one by its beginning and its end."""
    line = str(text).replace("\n", "⏎").replace("\t", "⇥")
    return line if len(line) <= MOST else f"{line[:12]}…{len(line)}…{line[-8:]}"


def test_a_workbook_looks_as_it_did(told: Layout) -> None:
    book = load_workbook(BytesIO(xlsx.render(told)), rich_text=True)
    lines = [line for drawn in book.worksheets for line in _sheet(drawn)]
    names = [f"{name} {defined.attr_text}" for name, defined in book.defined_names.items()]
    names += [f"{font.name} {font.sz} {font.charset}" for font in book._fonts[:1]]  # the unit
    assert_golden("looks_xlsx.txt", "\n".join([*lines, *names, ""]))


def _sheet(drawn: Worksheet) -> Iterator[str]:
    setup, margins = drawn.page_setup, drawn.page_margins
    yield f"== {drawn.title} {drawn.sheet_state} {setup.orientation} {setup.scale}%"
    yield f"margins {margins.left} {margins.right} {margins.top} {margins.bottom} {margins.footer}"
    foot = drawn.oddFooter
    yield f"foot {shown(foot.left.text)} | {foot.center.text} | {shown(foot.right.text)}"
    yield f"area {drawn.print_area} titles {drawn.print_title_rows}"
    yield f"breaks {[each.id for each in drawn.row_breaks.brk]}"
    held = [(d.min, d.max, round(d.width, 2)) for d in drawn.column_dimensions.values()]
    yield f"columns {held}"
    for each in drawn._images:
        at, size = each.anchor._from, each.anchor.to
        yield f"picture {at.col} {at.row} {at.colOff} {at.rowOff} to {size.col} {size.row} " + (
            f"{size.colOff} {size.rowOff}"
        )
    for offer in drawn.data_validations.dataValidation:
        yield f"list {offer.sqref} {offer.formula1} {offer.showErrorMessage} {offer.errorTitle}"
    spans = {str(each).partition(":")[0]: str(each) for each in drawn.merged_cells.ranges}
    for n, cells in enumerate(drawn.iter_rows(), start=1):
        yield f"{n} {drawn.row_dimensions[n].height}"
        for cell in cells:
            if isinstance(cell, Cell) and (cell.value is not None or cell.has_style):
                yield f"  {spans.get(cell.coordinate, cell.coordinate)} {_cell(cell)}"


def _cell(cell: Cell) -> str:
    font, align, edges = cell.font, cell.alignment, cell.border
    value = cell.value
    text = "" if value is None else shown(value)
    if isinstance(value, CellRichText):
        text = " ".join(
            f"[{e.text} {e.font.b} {e.font.u} {e.font.sz} {e.font.rFont}]" for e in value
        )
    sides = "".join(s[0] for s in ("left", "top", "right", "bottom") if getattr(edges, s).style)
    said = [
        text,
        font.name,
        font.sz,
        "bold" * bool(font.b),
        str(font.color.rgb)[2:] if font.color else "",
    ]
    said += [str(cell.fill.fgColor.rgb)[2:] if cell.fill.patternType else "", sides]
    said += [align.horizontal, align.vertical, align.indent or "", align.textRotation or ""]
    said += ["wraps" * bool(align.wrapText), cell.number_format.removeprefix("General")]
    said += ["text" * bool(cell.quotePrefix), cell.hyperlink.location if cell.hyperlink else ""]
    return " ".join(str(each) for each in said if each)


INLINE = ("p", "tcPr", "trPr", "tblPr", "tblGrid", "sectPr")


def element(node: Any, depth: int = 0) -> Iterator[str]:
    """Each table, row and cell in a line of its own, with its attributes; paragraphs as a whole."""
    name = etree.QName(node).localname
    if name in INLINE:
        yield " " * depth + _inline(node)
        return
    yield " " * depth + name
    for below in node:
        yield from element(below, depth + 1)


def _inline(node: Any) -> str:
    name = etree.QName(node).localname
    if name in ("t", "delText", "instrText"):
        return f"{name.removesuffix('t')}“{shown(node.text)}”"
    given = (f"{etree.QName(k).localname}={shown(v)}" for k, v in node.attrib.items())
    below = " ".join(map(_inline, node))
    return " ".join([name, *given]) + (f"({below})" if below else "")


def folded(lines: Iterable[str]) -> Iterator[str]:
    """Of lines that differ in nothing but numbers, the first, and how many follow it."""
    for _, group in groupby(lines, key=lambda line: re.sub(r"[〇-九\d]+", "", line)):
        first, *others = group
        yield first
        yield from [f"… {len(others)} more"] if others else []


def test_a_document_of_word_looks_as_it_did(told: Layout) -> None:
    made = docx.Document(BytesIO(render(told)))
    parts = [made.element.body]
    parts += [part._element for s in made.sections for part in (s.header, s.footer)]
    assert_golden("looks_docx.txt", "\n".join([*folded(x for p in parts for x in element(p)), ""]))


def test_changes_are_tracked_as_they_were() -> None:
    data = render_tracked(*amended(), Revision("総務課", "2025-02-13T00:00:00Z"))
    made = docx.Document(BytesIO(data))
    assert_golden("looks_tracked.txt", "\n".join([*element(made.element.body), ""]))


def test_word_has_the_room_that_it_had_for_everything(told: Layout) -> None:
    lines = []
    for sheet in (*told.sheets, *divided(told.sheets, 500)):
        lines += [f"== {sheet.name}", *_strips(sheet)]
    pages = pages_of(told.sheets, 500)
    lines += [f"{anchor} {page}" for anchor, page in pages.items()]
    assert_golden("looks_docx_room.txt", "\n".join([*lines, ""]))


def _strips(sheet: Sheet) -> Iterator[str]:
    for strip in strips_of(sheet):
        what = strip.divisible
        own = f"{strip.height} {strip.least} {strip.whole} {strip.kept} {strip.repeated}"
        if what is None:
            yield own
            continue
        ems = [round(em, 3) for em in what.ems]
        spoken = [shown(text) for text in what.texts]
        yield f"{own} {spoken} {ems} {what.floor} {what.above} {what.lines}"


def test_typst_is_told_what_it_was(told: Layout, tmp_path: Path) -> None:
    data: Any = _shortened(data_of(told, tmp_path))
    lines = [f"{key}: {value}" for key, value in data.items() if key != "sheets"]
    for sheet in data["sheets"]:
        nodes = sheet.pop("nodes")
        lines += [str(sheet), *(line for node in nodes for line in _node(node))]
    lines += [f"{address}: {shown(text)}" for address, text in texts(told)]
    assert_golden("looks_pdf.txt", "\n".join([*lines, ""]))


def _node(node: dict[str, Any]) -> list[str]:
    return list(map(str, node["lines"])) if node["kind"] == "grid" else [str(node)]


def _shortened(value: object) -> object:
    match value:
        case dict():
            return {key: _shortened(each) for key, each in value.items()}
        case list():
            return [_shortened(each) for each in value]
        case str():
            return shown(value)
    return value
