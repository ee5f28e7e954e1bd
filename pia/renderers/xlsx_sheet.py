"""One sheet of the workbook: headings, rows, tables and figures on a grid of columns."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from typing import assert_never

from openpyxl.drawing.image import Image
from openpyxl.worksheet.properties import PageSetupProperties

from pia.layout import measure, signs
from pia.layout.tree import (
    Column,
    Contents,
    Figure,
    Heading,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
)
from pia.renderers.xlsx_bands import Band, bands_of, pieces
from pia.renderers.xlsx_book import Book, Look
from pia.renderers.xlsx_grid import Grid, height

PORTRAIT_PIXELS = (28, 133, *(44,) * 12)
LANDSCAPE_WIDTH = 1010
VALUE = 3  # The first column of values; labels stand in columns 1 and 2.
LABEL_SIZE = 10.0
LOGO_WIDTH = 160  # pixels
GAP = 10.0  # points between things that stand apart
MAX_ROW = 400.0  # points; Excel allows 409.5
PLAIN = Look(10, vertical="top", edges="ltrb")
CENTRED = Look(10, horizontal="center", edges="ltrb")

Spans = Sequence[tuple[int, int]]


class SheetWriter:
    """Draws a sheet on a grid. descriptions: the alternative texts of its images."""

    def __init__(self, book: Book, sheet: Sheet, layout: Layout) -> None:
        self.sheet = sheet
        self.layout = layout
        self.grid = Grid(book, sheet.name, _pixels(sheet))
        self.descriptions: list[str] = []
        dark, light = layout.theme.heading, layout.theme.label
        self.headings = (
            Look(16, bold=True, horizontal="center"),
            Look(14, bold=True),
            Look(10.5, bold=True, fill=dark, edges="ltrb"),
            Look(10, fill=light, edges="ltrb"),
        )
        self.label = Look(LABEL_SIZE, fill=light)
        self.header = Look(10, bold=True, fill=dark, horizontal="center", edges="ltrb")

    def write(self) -> None:
        theme = self.layout.theme
        if theme.logo and self.sheet is self.layout.sheets[0]:
            self._figure(Figure(theme.logo, theme.logo_text), LOGO_WIDTH)
        for group, nodes in groupby(self.sheet.nodes, key=_group_of):
            top = self.grid.row + 1
            for node in nodes:
                self._node(node)
            if group:
                self._group_label(group, top)
        self._set_up_page()

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Row():
                self._row(node)
            case Table():
                self._table(node)
            case Records():
                self._records(node)
            case Contents():
                for entry in node.entries:
                    self._across(entry, Look(11, edges="ltrb"), lines=2)
            case Figure():
                self._figure(node)
            case Note():
                self._gap()
                self._across(node.text, Look(10, horizontal="right" if node.right else "left"))
            case _:
                assert_never(node)

    def _heading(self, node: Heading) -> None:
        look = self.headings[node.level]
        if node.level < 2:
            self._across(str(node.label), look, lines=2)
            if node.level == 0:
                self._gap()
            return
        if not node.boxes:
            self._across(str(node.label), look)
            return
        last = VALUE + 3
        columns = (self.grid.last - last) // len(node.boxes)
        texts = [signs.box(box) for box in node.boxes]
        size = look.size
        needed = [measure.lines(str(node.label), self.grid.em(1, last, size))]
        spans = [(last + 1 + n * columns, last + (n + 1) * columns) for n in range(len(texts))]
        needed += [
            measure.lines(text, self.grid.em(*span, size))
            for text, span in zip(texts, spans, strict=True)
        ]
        self.grid.new_row(height(max(needed), size))
        self.grid.put(1, last, str(node.label), look)
        for text, (first, end) in zip(texts, spans, strict=True):
            is_last = end == spans[-1][1]
            edges = ("l" if first == last + 1 else "") + "tb" + ("r" if is_last else "")
            end = self.grid.last if is_last else end
            self.grid.put(first, end, text, Look(10, edges=edges))

    def _across(self, text: str, look: Look, lines: int = 1) -> None:
        """Put a text across the whole page, in as many rows as it needs."""
        em = self.grid.em(1, self.grid.last, look.size)
        held = list(pieces(text, em))
        for n, piece in enumerate(held):
            needed = max(measure.lines(piece, em), lines if len(held) == 1 else 1)
            self.grid.new_row(height(needed, look.size))
            self.grid.put(1, self.grid.last, piece, look.in_rows(n, len(held)))

    def _gap(self) -> None:
        self.grid.new_row(GAP)

    def _row(self, node: Row) -> None:
        first = VALUE if node.label else 1
        bands = bands_of(self.grid, node, first)
        for n, band in enumerate(bands):
            edges = ("t" if n == 0 else "") + ("b" if n == len(bands) - 1 else "")
            label = str(node.label) if node.label and n == 0 else ""
            self.grid.new_row(self._height(band, node, label))
            if node.label:
                self._label(label, node, edges, alone=len(bands) == 1)
            self._band(band, first, edges)

    def _height(self, band: Band, node: Row, label: str) -> float:
        start = 2 if node.depth or node.group else 1
        lines = measure.lines(label, self.grid.em(start, 2, LABEL_SIZE)) if label else 1
        return max(band.height, height(lines, LABEL_SIZE))

    def _label(self, label: str, node: Row, edges: str, *, alone: bool) -> None:
        vertical = "center" if alone else "top"
        nested = bool(node.depth or node.group)
        look = replace(self.label, vertical=vertical, edges=f"lr{edges}")
        if nested:
            side = "b" if "b" in edges and not node.group else ""
            self.grid.put(1, 1, "", replace(self.label, edges=f"l{side}"))
        self.grid.put(2 if nested else 1, 2, label, look)

    def _band(self, band: Band, first: int, edges: str) -> None:
        for cell in band.cells:
            sides = ("l" if cell.first == first else "") + (
                "r" if cell.last == self.grid.last else ""
            )
            look = Look(
                cell.size, horizontal=cell.horizontal, vertical=cell.vertical, edges=sides + edges
            )
            self.grid.put(cell.first, cell.last, cell.text, look)
            if cell.options:
                self.grid.offer(cell.first, cell.options)

    def _group_label(self, group: str, top: int) -> None:
        """Write a group's heading down the narrow column beside its rows."""
        bottom = self.grid.row
        needed = height(measure.lines(group, self.grid.em(1, 1, LABEL_SIZE)), LABEL_SIZE)
        self.grid.heighten(max(0, needed - self.grid.height(top, bottom)))
        look = replace(self.label, horizontal="center", edges="ltrb")
        for row in range(top, bottom + 1):
            self.grid.row = row
            text = group if row == top else ""
            self.grid.put(1, 1, text, look.in_rows(row - top, bottom + 1 - top))
        self.grid.merge_down(1, top, bottom)

    def _table(self, node: Table) -> None:
        if self.grid.row > 1 and not _has_own_grid(self.sheet):
            self._gap()
        spans = _spans(node.columns, self.grid)
        top = self.grid.row + 1
        self._cells([str(c.label) for c in node.columns], spans, [self.header] * len(spans))
        if _has_own_grid(self.sheet):
            self.grid.sheet.print_title_rows = f"{top}:{self.grid.row}"
        looks = [CENTRED if column.centred else PLAIN for column in node.columns]
        for row in node.rows:
            self._cells(row, spans, looks, node.lines)
        if not _has_own_grid(self.sheet):
            self._gap()

    def _cells(
        self, texts: Sequence[str], spans: Spans, looks: Sequence[Look], least: int = 1
    ) -> None:
        """Write cells side by side, each split like running text."""
        ems = [self.grid.em(*span, look.size) for span, look in zip(spans, looks, strict=True)]
        split = [list(pieces(text, em)) for text, em in zip(texts, ems, strict=True)]
        rows = max(map(len, split))
        for n in range(rows):
            held = [cell[n] if n < len(cell) else "" for cell in split]
            needed = max(measure.lines(piece, em) for piece, em in zip(held, ems, strict=True))
            size = max(look.size for look in looks)
            self.grid.new_row(height(max(needed, least if rows == 1 else 1), size))
            for piece, span, look in zip(held, spans, looks, strict=True):
                self.grid.put(*span, piece, look.in_rows(n, rows))

    def _records(self, node: Records) -> None:
        """A list of texts, one to a row, in one frame."""
        texts = signs.records(node.texts) or ("",)
        for n, text in enumerate(texts):
            self._across(text, PLAIN.in_rows(n, len(texts)))

    def _figure(self, node: Figure, width: int = 0) -> None:
        """Draw an image. width: the most it may take, in pixels; 0 for the whole page."""
        if node.picture is None:
            self._across("", PLAIN, lines=10)
            return
        image = Image(BytesIO(node.picture))
        width = width or sum(self.grid.pixels) - 8
        scale = min(width / image.width, 820 / image.height, 1.0)
        image.width, image.height = round(image.width * scale), round(image.height * scale)
        self.grid.sheet.add_image(image, f"A{self.grid.row + 1}")
        left = image.height * 0.75 + GAP
        while left > 0:
            self.grid.new_row(min(left, MAX_ROW))
            left -= MAX_ROW
        self.descriptions.append(node.alternative)

    def _set_up_page(self) -> None:
        sheet = self.grid.sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if self.sheet.landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom = 0.6, 0.75
        margins.header = margins.footer = 0.3
        sheet.oddFooter.center.text = "&P / &N"
        sheet.oddFooter.left.text = _literal("\n".join(self.layout.theme.foot))
        sheet.oddFooter.right.text = _literal(self.layout.foot)
        sheet.oddFooter.left.size = sheet.oddFooter.right.size = 8
        sheet.sheet_view.showGridLines = False
        sheet.print_area = self.grid.area


def _literal(text: str) -> str:
    """Return a text for a footer, where `&` begins a code."""
    return text.replace("&", "&&")


def _group_of(node: Node) -> str:
    return node.group if isinstance(node, Row) else ""


def _has_own_grid(sheet: Sheet) -> bool:
    """Return whether a sheet is one table, whose columns are the sheet's."""
    return sum(isinstance(node, Table) for node in sheet.nodes) == 1 and not any(
        isinstance(node, Row) for node in sheet.nodes
    )


def _pixels(sheet: Sheet) -> tuple[int, ...]:
    table = next((node for node in sheet.nodes if isinstance(node, Table)), None)
    if table is None or not _has_own_grid(sheet):
        return PORTRAIT_PIXELS
    whole = sum(column.width for column in table.columns)
    width = LANDSCAPE_WIDTH if sheet.landscape else sum(PORTRAIT_PIXELS)
    return tuple(max(30, round(column.width / whole * width)) for column in table.columns)


def _spans(columns: Sequence[Column], grid: Grid) -> list[tuple[int, int]]:
    """Return the grid columns that each column of a table covers."""
    if len(columns) == grid.last:
        return [(n, n) for n in range(1, grid.last + 1)]
    whole = sum(column.width for column in columns)
    spans: list[tuple[int, int]] = []
    first, share = 1, 0.0
    for n, column in enumerate(columns, start=1):
        share += column.width / whole
        last = grid.last if n == len(columns) else max(first, grid.column_at(share))
        spans.append((first, last))
        first = last + 1
    return spans
