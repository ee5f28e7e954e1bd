"""How the pages come out that LibreOffice and Typst print, counted from the PDF alone.

What may not be is held to none; pages and unused height to the aims, and within a tolerance of
what was measured, so that a change for the worse is seen long before the aim is missed.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from _printed import Figures, figures
from pages import BLANKS, FORMATS, KISO, made

import pia

Printer = Callable[[Path, str], Path]

NEYAGAWA, HIROSHIMA = "neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"
PAGES, PERCENT = 2, 1.5  # of tolerance
AIMS = {NEYAGAWA: 48, HIROSHIMA: 76, KISO: 6}  # pages of the workbook
MOST_UNUSED_FORM, MOST_UNUSED_TABLE = 12.0, 15.0  # percent
NONE = Figures(0, 0, 0, 0, split=0, orphans=0, off_grid=0, alone=0, cut=0, blank=0, unsaid=0)
# Source and format → pages, pages emptied, percent unused of forms and of tables. The change
# table of form 2 is empty, 15 rows to write in, and not measured.
MEASURED = {
    (NEYAGAWA, "xlsx"): (45, 3, 10.8, 6.5),
    (NEYAGAWA, "docx"): (48, 6, 7.5, 2.0),
    (NEYAGAWA, "pdf"): (48, 7, 10.5, 4.3),
    (HIROSHIMA, "xlsx"): (74, 11, 9.1, 5.0),
    (HIROSHIMA, "docx"): (76, 10, 6.5, 1.4),
    (HIROSHIMA, "pdf"): (75, 12, 8.9, 4.4),
    (KISO, "xlsx"): (6, 1, 8.8, None),
    (KISO, "docx"): (6, 1, 9.5, None),
    (KISO, "pdf"): (6, 1, 10.2, None),
}


def wrong(found: Figures) -> Figures:
    """What was counted of that which may not be at all."""
    return replace(found, pages=0, emptied=0, form=0, table=0)


@pytest.mark.parametrize(("which", "name"), MEASURED)
def test_the_pages_of_an_example_come_out_as_measured(
    which: str, name: str, print_pdf: Printer, tmp_path: Path
) -> None:
    file = made(which, name, tmp_path)
    found = figures(file if name == "pdf" else print_pdf(file, "all"))
    assert wrong(found) == NONE
    pages, emptied, form, table = MEASURED[which, name]
    assert abs(found.pages - pages) <= PAGES
    assert abs(found.emptied - emptied) <= PAGES
    assert found.form <= form + PERCENT
    assert table is None or found.table <= table + PERCENT
    if name == "xlsx":
        assert found.pages <= AIMS[which]
        assert found.form <= MOST_UNUSED_FORM
        assert table is None or found.table <= MOST_UNUSED_TABLE


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form", BLANKS)
def test_a_blank_form_is_divided_as_well(
    form: str, name: str, print_pdf: Printer, tmp_path: Path
) -> None:
    file = made(form, name, tmp_path)
    found = figures(file if name == "pdf" else print_pdf(file, "all"))
    assert found.pages > 3
    assert wrong(found) == NONE


@pytest.mark.parametrize("form", BLANKS.values())
def test_a_source_in_which_nothing_is_written_yet_is_divided_as_well(
    form: str, print_pdf: Printer, tmp_path: Path
) -> None:
    blank = tmp_path / "白紙.yaml"
    pia.new(form, blank)
    (file,) = pia.render(blank, tmp_path, ["xlsx"])
    assert wrong(figures(print_pdf(file, "all"))) == NONE


def test_what_is_wrong_with_a_page_is_seen(print_pdf: Printer, tmp_path: Path) -> None:
    """A workbook whose rows are twice as high, with a page that ends behind a heading."""
    from openpyxl import load_workbook
    from openpyxl.worksheet.pagebreak import Break

    file = made(NEYAGAWA, "xlsx", tmp_path)
    book = load_workbook(file)
    for sheet in book.worksheets:
        for row in sheet.row_dimensions.values():
            row.height = min(409, 2 * (row.height or 15))
    sheet = book["Ⅰ基本情報"]
    sheet.row_breaks.brk = []
    sheet.row_breaks.append(Break(2))
    book.save(file)
    found = figures(print_pdf(file, "all"))
    assert found.orphans > 0
    assert found.form > 2 * MOST_UNUSED_FORM
    assert found.pages > AIMS[NEYAGAWA]
