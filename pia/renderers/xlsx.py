"""Layout → the official Excel workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_range_abs

from pia.authorship import remembered, settled
from pia.layout.marks import Marked
from pia.layout.tree import Figure, Layout, Sheet, Table
from pia.renderers.xlsx_canvas import MARGINS, SCALE, Canvas, Look, PlacedText, coded
from pia.renderers.xlsx_exhibits import insert
from pia.renderers.xlsx_sheet import SheetWriter, is_one_table

OPTION_SHEET = "選択肢"
# The font of the Normal style gives column widths their unit, the width of its digits: 8 pixels
# here as in ＭＳ Ｐゴシック 11, and unlike that font its digits are as wide where it is missing.
NORMAL = {"font_name": "Noto Sans CJK JP", "font_size": 11, "font_charset": 128}
UNIT_PIXELS = 72  # the width of a column of the standard width in that font
ALL_EDGES = {"l": "left", "t": "top", "r": "right", "b": "bottom"}
LOGO_WIDTH = 120.0  # points
TIGHTER = 5  # percent by which a sheet may shrink to save a page that is nearly empty
STRAY = 0.85  # of a page left empty
UNITS = 31  # columns of the value; boxes and choices stand on them
PORTRAIT_PIXELS = (24, 128, *(18,) * UNITS)
LANDSCAPE_WIDTH = 1010
REFUSED = "一覧から選んでください"
REFUSED_WHY = "この欄に書けるのは、様式の選択肢だけです。欄の右の ▼ から選んでください。"


def _as_named(formula: str, expand_future_functions: bool = False) -> str:
    """Return the name of a list of options, the only formula of a sheet.

    In its place the writer would look for the functions of all later editions of Excel, one by
    one, which takes a tenth of the time of a workbook.
    """
    return formula.removeprefix("=")


class _Packager(Packager):  # type: ignore[misc]  # the library has no types
    """Writes texts that are coded already: the library codes those in which one code follows
    another wrongly, and texts of several looks twice."""

    def _write_shared_strings_file(self) -> None:
        texts = SharedStrings()
        texts._escape_control_characters = str
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()


def render(layout: Layout) -> bytes:
    """Return the workbook. Equal layouts give equal bytes."""
    out = BytesIO()
    book = Book(layout, out)
    written = [drawn(sheet, layout) for sheet in layout.sheets]
    _join_columns([writer.canvas for writer in written])
    for writer in written:
        book.add(writer)
    book.finish()
    return settled(out.getvalue(), layout.stamp)


def _join_columns(canvases: Sequence[Canvas]) -> None:
    """Join the columns that no sheet of the grid needs apart.

    Every merged cell of a row is written for each of its columns, so that half as many columns are
    half as large a file. All sheets keep the same ones: rows can be copied from one to another.
    """
    gridded = [canvas for canvas in canvases if canvas.pixels == PORTRAIT_PIXELS]
    seams = set[int]().union(*(canvas.seams() for canvas in gridded))
    for canvas in gridded:
        canvas.join(seams)


def drawn(sheet: Sheet, layout: Layout) -> SheetWriter:
    """Draw a sheet, a little smaller where that saves a page with next to nothing on it."""
    writer = _drawn(sheet, layout, SCALE)
    if writer.canvas.breaks and writer.canvas.room / writer.canvas.page > STRAY:
        smaller = _drawn(sheet, layout, SCALE - TIGHTER)
        if len(smaller.canvas.breaks) < len(writer.canvas.breaks):
            return smaller
    return writer


def _drawn(sheet: Sheet, layout: Layout, scale: int) -> SheetWriter:
    canvas = Canvas(_pixels(sheet), landscape=sheet.landscape, scale=scale)
    writer = SheetWriter(sheet, layout, canvas)
    if layout.theme.logo and sheet is layout.sheets[0]:
        writer.figure(Figure(layout.theme.logo, layout.theme.logo_text), LOGO_WIDTH)
    writer.write()
    return writer


def _pixels(sheet: Sheet) -> tuple[int, ...]:
    """Return the widths of a sheet's columns."""
    table = next((node for node in sheet.nodes if isinstance(node, Table)), None)
    if table is None or not is_one_table(sheet):
        return PORTRAIT_PIXELS
    whole = sum(column.width for column in table.columns)
    width = LANDSCAPE_WIDTH if sheet.landscape else sum(PORTRAIT_PIXELS)
    return tuple(max(30, round(column.width / whole * width)) for column in table.columns)


@dataclass
class Book:
    """A workbook with its shared looks and its hidden sheet of options."""

    layout: Layout
    out: BytesIO
    looks: dict[Look, Any] = field(default_factory=dict)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def workbook(self) -> Any:
        options = {"in_memory": True, "default_format_properties": dict(NORMAL)}
        book = Workbook(self.out, options | {"default_column_width": UNIT_PIXELS})
        book._get_packager = _Packager
        return book

    def add(self, writer: SheetWriter) -> None:
        """Add a sheet as it was drawn."""
        canvas, to = writer.canvas, self.workbook.add_worksheet(writer.sheet.name)
        to._prepare_formula = _as_named
        for column, pixels in enumerate(canvas.pixels):
            to.set_column_pixels(column, column, pixels)
        for row, points in enumerate(canvas.heights):
            to.set_row(row, points)
        offers: dict[tuple[tuple[str, ...], bool], list[tuple[int, int, int, int]]] = {}
        for cell in canvas.placed():
            self._put(to, cell)
            if cell.options:
                at = (cell.top, cell.first, cell.top, cell.first)
                offers.setdefault((cell.options, cell.is_strict), []).append(at)
        for (options, is_strict), cells in offers.items():
            self._offer(to, options, cells, is_strict=is_strict)
        for picture in writer.pictures:
            insert(to, canvas, picture)
        self._set_up(to, canvas)

    def _put(self, to: Any, cell: PlacedText) -> None:
        look = self._format(cell.look)
        if (cell.top, cell.first) != (cell.bottom, cell.last):
            to.merge_range(cell.top, cell.first, cell.bottom, cell.last, "", look)
        if cell.link:
            target = cell.link.replace("'", "''")
            to.write_url(cell.top, cell.first, f"internal:'{target}'!A1", look, coded(cell.text))
        elif cell.text:
            self._write(to, cell, look)
        else:
            to.write_blank(cell.top, cell.first, None, look)

    def _write(self, to: Any, cell: PlacedText, look: Any) -> None:
        """Write a text, as rich text where parts of it are marked; it never becomes a formula."""
        runs = list(cell.text.runs()) if isinstance(cell.text, Marked) else []
        if len(runs) < 2:
            to.write_string(cell.top, cell.first, coded(cell.text), look)
            return
        plain, marked = (self._font(cell.look, is_marked=is_marked) for is_marked in (False, True))
        pieces = (
            piece for text, is_marked in runs for piece in (marked if is_marked else plain, text)
        )
        to.write_rich_string(cell.top, cell.first, *pieces, look)

    def _font(self, look: Look, *, is_marked: bool) -> Any:
        marks = {"bold": True, "underline": 1} if is_marked else {}
        theme = self.layout.theme
        return self.workbook.add_format(
            {
                "font_name": theme.font,
                "font_size": look.size,
                "font_color": f"#{theme.ink}",
                **marks,
            }
        )

    def _format(self, look: Look) -> Any:
        if look not in self.looks:
            theme = self.layout.theme
            self.looks[look] = self.workbook.add_format(
                {
                    "font_name": theme.font,
                    "font_size": look.size,
                    "font_color": f"#{theme.ink}",
                    "bold": look.bold,
                    "align": look.horizontal,
                    "valign": look.vertical,
                    "indent": look.indent,
                    "text_wrap": not look.stacked,
                    "quote_prefix": True,
                    **({"num_format": f'General"{look.seam}"'} if look.seam else {}),
                    **({"rotation": 270} if look.stacked else {}),
                    **({"bg_color": f"#{look.fill}", "pattern": 1} if look.fill else {}),
                    **dict(_edges(look.edges, theme.line)),
                }
            )
        return self.looks[look]

    def _offer(
        self,
        to: Any,
        options: tuple[str, ...],
        cells: list[tuple[int, int, int, int]],
        *,
        is_strict: bool,
    ) -> None:
        """Give cells a drop-down list. is_strict: Excel takes nothing else."""
        first, *others = cells
        validation = {
            "validate": "list",
            "source": f"={self._list(options)}",
            "error_title": REFUSED,
            "error_message": REFUSED_WHY,
            "show_error": is_strict,
            "other_cells": others,
        }
        to.data_validation(*first, validation)

    def _list(self, options: tuple[str, ...]) -> str:
        """Return the defined name of a list of options on the hidden sheet.

        Lists inside a validation may not exceed 255 characters; a name has no such limit.
        """
        return self.lists.setdefault(options, f"list_{len(self.lists) + 1}")

    def _set_up(self, to: Any, canvas: Canvas) -> None:
        left, right, top, bottom = MARGINS
        to.set_paper(9)
        to.set_print_scale(canvas.scale)
        to.set_margins(left, right, top, bottom)
        to.center_horizontally()
        to.hide_gridlines(2)
        if canvas.landscape:
            to.set_landscape()
        if canvas.breaks:
            to.set_h_pagebreaks(canvas.breaks)
        if canvas.title:
            to.repeat_rows(*canvas.title)
        to.print_area(0, 0, max(0, len(canvas.heights) - 1), canvas.last)
        foot = _literal("\n".join(self.layout.theme.foot))
        right_foot = _literal(self.layout.foot)
        footer = f"&L&8 {foot}" if foot else ""
        footer += "&C&P / &N" + (f"&R&8 {right_foot}" if right_foot else "")
        to.set_footer(footer, {"margin": 0.3})

    def finish(self) -> None:
        """Write the hidden sheet and the properties, and close the workbook."""
        if self.lists:
            hidden = self.workbook.add_worksheet(OPTION_SHEET)
            hidden.hide()
            for column, (options, name) in enumerate(self.lists.items()):
                hidden.write_column(0, column, options)
                area = xl_range_abs(0, column, len(options) - 1, column)
                self.workbook.define_name(name, f"='{OPTION_SHEET}'!{area}")
        layout = self.layout
        self.workbook.set_properties(
            {
                "title": f"{layout.title}　{layout.name}".strip(),
                "author": layout.organisation,
                "comments": layout.caution,
                "created": datetime.fromisoformat(layout.stamp.replace("Z", "+00:00")),
            }
        )
        for name, value in remembered(layout.edition, layout.imprint).items():
            self.workbook.set_custom_property(name, value, "text")
        self.workbook.close()


def _edges(edges: str, colour: str) -> Iterator[tuple[str, object]]:
    for edge in edges:
        yield ALL_EDGES[edge], 1
        yield f"{ALL_EDGES[edge]}_color", f"#{colour}"


def _literal(text: str) -> str:
    """Return a text for a footer, where `&` begins a code."""
    return text.replace("&", "&&")
