"""Every drop-down list of the workbook works in another program: what stands in its cells is one of
its options, and LibreOffice keeps the lists, with what they refuse, when it saves the workbook."""

import shutil
import subprocess
from pathlib import Path

import pytest
from needs import missing
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

import pia

EXAMPLE = Path(__file__).parents[2] / "examples/neyagawa/令和7年版.yaml"
BLANK = "　"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """The workbook of the example, and as LibreOffice saves it."""
    if shutil.which("soffice") is None:
        missing("soffice is not installed")
    folder = tmp_path_factory.mktemp("一覧")
    (made,) = pia.render(EXAMPLE, folder, ["xlsx"])
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(folder / "再"), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return load_workbook(made), load_workbook(folder / "再" / made.name)


def lists(book: Workbook) -> dict[tuple[str, str], DataValidation]:
    """The list of each cell that has one, by sheet and cell."""
    return {
        (sheet.title, f"{sheet.cell(row, column).coordinate}"): each
        for sheet in book.worksheets
        for each in sheet.data_validations.dataValidation
        for area in each.sqref.ranges
        for row, column in area.cells
    }


def options(book: Workbook, validation: DataValidation) -> list[str]:
    """The options of a list, from the hidden sheet that its name points at."""
    area = book.defined_names[validation.formula1.lstrip("=")].attr_text
    sheet, _, cells = area.replace("$", "").rpartition("!")
    return [row[0].value for row in book[sheet.strip("'")][cells]]


def test_what_stands_in_a_cell_is_one_of_its_options(saved: tuple[Workbook, Workbook]) -> None:
    book = saved[0]
    found = lists(book)
    assert len(found) > 300
    for (sheet, cell), validation in found.items():
        value = book[sheet][cell].value
        if value and validation.showErrorMessage:
            assert value in options(book, validation)


def test_boxes_choices_and_times_of_submission_have_lists(
    saved: tuple[Workbook, Workbook],
) -> None:
    book = saved[0]
    offered = {tuple(options(book, each)) for each in lists(book).values()}
    assert ("[ ○ ]個人番号", f"[ {BLANK} ]個人番号") in offered
    assert ("事前", "事後") in offered
    assert any("十分である" in each for each in offered)


def test_another_word_is_refused_in_japanese(saved: tuple[Workbook, Workbook]) -> None:
    strict = [each for each in lists(saved[0]).values() if each.showErrorMessage]
    assert len(strict) > 250
    assert {each.error for each in strict} == {
        "この欄に書けるのは、様式の選択肢だけです。欄の右の ▼ から選んでください。"
    }


def test_a_box_with_a_bracket_takes_other_words(saved: tuple[Workbook, Workbook]) -> None:
    book = saved[0]
    loose = [at for at, each in lists(book).items() if not each.showErrorMessage]
    assert loose
    assert all("（" in str(book[sheet][cell].value) for sheet, cell in loose)


def test_libreoffice_keeps_every_list(saved: tuple[Workbook, Workbook]) -> None:
    ours, theirs = map(lists, saved)
    assert theirs.keys() == ours.keys()
    for at, validation in ours.items():
        assert options(saved[1], theirs[at]) == options(saved[0], validation)
        assert bool(theirs[at].showErrorMessage) == bool(validation.showErrorMessage)
