"""What an office has in its workbook beside texts follows the rows and sheets that are copied."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from layouts import torn
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from paper_of import NEYAGAWA, example
from test_fill import blank

from pia import compare
from pia.intake.filled import fill_file

Cell = tuple[str, int]


def form(folder: Path) -> Path:
    _, kind, data = example(NEYAGAWA)
    (given,) = torn.draw(kind, blank(data, most=1), folder / "様式.xlsx")
    return given


def row_of(given: Path, sheet: str, label: str) -> int:
    rows = openpyxl.load_workbook(given)[sheet].iter_rows(max_col=2)
    return next(int(c.row) for row in rows for c in row if c.value == label)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """A form with a counter below the systems, and all that refers to it; and the same filled."""
    folder = tmp_path_factory.mktemp("参照")
    given = form(folder)
    book = openpyxl.load_workbook(given)
    sheet, cover = book["Ⅰ基本情報"], book["表紙"]
    last = sheet.max_row + 3
    sheet.cell(last, 8).value = "集計"
    sheet.cell(last + 1, 8).value = 7
    sheet.cell(last + 2, 8).value = f"=H{last + 1}*2"
    cover["J30"] = f"=Ⅰ基本情報!H{last + 1}+1"
    sheet.print_area = f"A1:H{last + 2}"
    drop = DataValidation(type="list", formula1=f"$H${last}:$H${last + 1}", sqref=f"I{last}")
    sheet.add_data_validation(drop)
    rule = FormulaRule(formula=[f"$H${last + 1}>5"])
    sheet.conditional_formatting.add(f"H{last}:H{last + 2}", rule)
    sheet.auto_filter.ref = f"H{last}:H{last + 2}"
    sheet.protection.sheet = True
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=8, min_row=last, max_row=last + 1))
    cover.add_chart(chart, "J3")
    book.active = len(book.sheetnames) - 1
    book.save(given)
    written, told = fill_file(NEYAGAWA, given, folder / "記入済み.xlsx")
    return given, written, told


def test_formulas_filters_drop_downs_and_formats_follow(
    filled: tuple[Path, Path, list[str]],
) -> None:
    given, written, _ = filled
    assert compare(written, NEYAGAWA).differences == []
    before, book = openpyxl.load_workbook(given), openpyxl.load_workbook(written)
    old, sheet = before["Ⅰ基本情報"], book["Ⅰ基本情報"]
    (at,) = [c.row for row in sheet.iter_rows() for c in row if c.value == "集計"]
    (was,) = [c.row for row in old.iter_rows() for c in row if c.value == "集計"]
    assert at > was
    assert sheet.cell(at + 2, 8).value == f"=H{at + 1}*2"
    assert book["表紙"]["J30"].value == f"=Ⅰ基本情報!H{at + 1}+1"
    assert sheet.auto_filter.ref == f"H{at}:H{at + 2}"
    assert str(sheet.print_area).endswith(f"$H${at + 2}")
    (drop,) = [v for v in sheet.data_validations.dataValidation if v.formula1.startswith("$H")]
    assert (drop.formula1, str(drop.sqref)) == (f"$H${at}:$H${at + 1}", f"I{at}")
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == f"H{at}:H{at + 2}"
    assert area.rules[0].formula == [f"$H${at + 1}>5"]
    assert sheet.protection.sheet


def test_charts_follow_and_the_sheet_that_was_shown_is_shown(
    filled: tuple[Path, Path, list[str]],
) -> None:
    given, written, _ = filled
    book = openpyxl.load_workbook(written)
    sheet = book["Ⅰ基本情報"]
    (at,) = [c.row for row in sheet.iter_rows() for c in row if c.value == "集計"]
    with zipfile.ZipFile(written) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        calculation = archive.read("xl/workbook.xml").decode()
    assert f"$H${at}" in re.findall(r"<(?:c:)?f>([^<]*)", chart)[0]
    assert 'fullCalcOnLoad="1"' in calculation
    shown = openpyxl.load_workbook(given).active
    assert shown is not None
    assert book.active is not None
    assert book.active.title == shown.title


def test_a_formula_that_gives_way_is_told_with_its_cell(tmp_path: Path) -> None:
    given = form(tmp_path)
    row = row_of(given, "Ⅰ基本情報", "①事務の名称")
    book = openpyxl.load_workbook(given)
    book["Ⅰ基本情報"].cell(row, 3).value = "=表紙!C3"
    book.save(given)
    _, told = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    assert f"様式の文を消した Ⅰ基本情報!C{row} =表紙!C3" in told


def test_an_item_whose_cell_is_merged_with_that_of_another_is_told(tmp_path: Path) -> None:
    given = form(tmp_path)
    row = row_of(given, "Ⅰ基本情報", "①事務の名称")
    book = openpyxl.load_workbook(given)
    sheet = book["Ⅰ基本情報"]
    assert str(sheet.cell(row + 1, 1).value).startswith("②事務の内容")
    sheet.merge_cells(start_row=row, end_row=row + 1, start_column=3, end_column=3)
    book.save(given)
    _, told = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    crowded = f"同じセルに重なるため置けない Ⅰ基本情報!C{row + 1} ②事務の内容"
    assert any(line.startswith(crowded) for line in told)


def test_what_is_written_into_a_hidden_row_is_told(tmp_path: Path) -> None:
    given = form(tmp_path)
    row = row_of(given, "Ⅰ基本情報", "①事務の名称")
    book = openpyxl.load_workbook(given)
    book["Ⅰ基本情報"].row_dimensions[row].hidden = True
    book.save(given)
    _, told = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    assert f"非表示の行か列に書いた Ⅰ基本情報!C{row} ①事務の名称" in told
