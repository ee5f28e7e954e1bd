"""The same workbook written by XlsxWriter from plain data: what a render is measured against.

Run as a script, it reads the pickled data and writes the workbook; it imports nothing else.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

Look = tuple[tuple[str, Any], ...]  # options of XlsxWriter's add_format


def plain(workbook: Path) -> list[dict[str, Any]]:
    """Return what stands in a workbook as plain data, sheet by sheet."""
    from openpyxl import load_workbook

    book = load_workbook(workbook)
    return [_plain_sheet(sheet) for sheet in book.worksheets]


def _plain_sheet(sheet: Any) -> dict[str, Any]:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.has_style or cell.value]
    validations = sheet.data_validations.dataValidation
    return {
        "name": sheet.title,
        "hidden": sheet.sheet_state == "hidden",
        "landscape": sheet.page_setup.orientation == "landscape",
        "footer": f"&C{sheet.oddFooter.center.text or ''}&R{sheet.oddFooter.right.text or ''}",
        "widths": [(d.min - 1, d.max - 1, d.width) for d in sheet.column_dimensions.values()],
        "heights": [(n - 1, d.height) for n, d in sheet.row_dimensions.items() if d.height],
        "cells": {(c.row - 1, c.column - 1): (c.value, _look(c)) for c in cells},
        "merges": [
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1)
            for m in sheet.merged_cells.ranges
        ],
        "lists": [(v.formula1, [str(r) for r in v.sqref.ranges]) for v in validations],
    }


def _look(cell: Any) -> Look:
    edges = {
        side: 1
        for side in ("left", "right", "top", "bottom")
        if (edge := getattr(cell.border, side)) and edge.style
    }
    fill = (
        {"bg_color": f"#{cell.fill.fgColor.rgb[2:]}", "pattern": 1} if cell.fill.fill_type else {}
    )
    look = {
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "align": cell.alignment.horizontal,
        "valign": {"center": "vcenter"}.get(cell.alignment.vertical, cell.alignment.vertical),
        "text_wrap": bool(cell.alignment.wrap_text),
        "quote_prefix": bool(cell.quotePrefix),
    }
    return tuple(sorted((k, v) for k, v in {**look, **edges, **fill}.items() if v))


def write(sheets: list[dict[str, Any]], path: str) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    looks: dict[Look, Any] = {}
    for data in sheets:
        sheet = book.add_worksheet(data["name"])
        _set_up(sheet, data)
        for (row, column), (text, look) in data["cells"].items():
            if look not in looks:
                looks[look] = book.add_format(dict(look))
            if text is None:
                sheet.write_blank(row, column, None, looks[look])
            else:
                sheet.write_string(row, column, text, looks[look])
    book.close()


def _set_up(sheet: Any, data: dict[str, Any]) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(data["footer"])
    if data["landscape"]:
        sheet.set_landscape()
    if data["hidden"]:
        sheet.hide()
    for first, last, width in data["widths"]:
        sheet.set_column(first, last, width)
    for row, height in data["heights"]:
        sheet.set_row(row, height)
    # Directly, because merge_range would write every cell a second time.
    sheet.merge.extend(data["merges"])
    for source, cells in data["lists"]:
        for cell in cells:
            sheet.data_validation(cell, {"validate": "list", "source": source})


if __name__ == "__main__":
    write(pickle.loads(Path(sys.argv[1]).read_bytes()), sys.argv[2])
