"""Tests read workbooks quickly, and nothing comes out otherwise."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import merged_cells
import openpyxl
import pytest
from openpyxl.styles import Border, Protection, Side
from openpyxl.worksheet.merge import MergedCellRange

import pia

EXAMPLE = Path(__file__).parents[1] / "examples" / "neyagawa" / "令和7年版.yaml"


def drawn() -> openpyxl.Workbook:
    """A sheet whose merged cells have a border of their own, and cells with another below."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    thin, thick = Side(style="thin"), Side(style="thick", color="FF0000")
    for row in range(1, 9):
        for column in range(1, 9):
            sides = {"left": thin, "top": thick} if (row + column) % 3 else {"right": thick}
            sheet.cell(row, column).border = Border(**sides)
    sheet["A1"].protection = Protection(locked=False)
    for place in ("A1:C1", "A3:D6", "F2:G8", "H1:K2"):
        sheet.merge_cells(place)
    return book


def written(book: openpyxl.Workbook) -> dict[str, bytes]:
    out = BytesIO()
    book.save(out)
    with ZipFile(out) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.startswith("docProps")}


def test_a_workbook_comes_out_as_openpyxl_alone_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    form = pia.render_bytes(EXAMPLE, "xlsx")
    quick = [written(book) for book in (drawn(), openpyxl.load_workbook(BytesIO(form)))]
    monkeypatch.setattr(MergedCellRange, "format", merged_cells.theirs)
    slow = [written(book) for book in (drawn(), openpyxl.load_workbook(BytesIO(form)))]
    assert quick == slow
