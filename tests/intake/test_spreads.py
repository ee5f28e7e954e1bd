"""PDFs whose sheets lie on their side, or hold several pages each."""

import ctypes
from pathlib import Path

import pytest
from paper_of import NEYAGAWA
from pypdf import PdfWriter, Transformation
from reading_back import score

from pia import import_form, load, render
from pia.intake.paper import Char, PageContent
from pia.intake.spreads import parted

pypdfium2 = pytest.importorskip("pypdfium2")
PICTURES = ("事務の内容図.画像", "事務の内容図.代替テキスト")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["pdf"])
    return path


def comes_back(path: Path) -> None:
    imported = import_form(path)
    found = score(load(NEYAGAWA), imported, PICTURES)
    assert found.items > 400
    assert found.otherwise == ()
    assert found.silent == ()
    assert imported.left == []


@pytest.mark.parametrize("turn", [90, 180])
def test_a_sheet_that_is_shown_on_its_side_is_turned(
    turn: int, printed: Path, tmp_path: Path
) -> None:
    writer = PdfWriter(clone_from=printed)
    for sheet in writer.pages:
        sheet.rotate(turn)
    writer.write(tmp_path / "横.pdf")
    comes_back(tmp_path / "横.pdf")


@pytest.mark.parametrize("turn", [90, 270])
def test_a_sheet_whose_texts_stand_on_their_side_is_turned(
    turn: int, printed: Path, tmp_path: Path
) -> None:
    writer = PdfWriter(clone_from=printed)
    for sheet in writer.pages:
        if sheet.rotation:
            sheet.transfer_rotation_to_content()
        width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)
        moved = (height, 0) if turn == 90 else (0, width)
        sheet.add_transformation(Transformation().rotate(turn).translate(*moved))
        sheet.mediabox.upper_right = (height, width)
        sheet.cropbox = sheet.mediabox
    writer.write(tmp_path / "横.pdf")
    comes_back(tmp_path / "横.pdf")


@pytest.mark.parametrize(("columns", "rows", "size"), [(2, 1, (842, 595)), (2, 2, (595, 842))])
def test_pages_that_share_a_sheet_are_read_one_after_the_other(
    columns: int, rows: int, size: tuple[int, int], printed: Path, tmp_path: Path
) -> None:
    width, height = map(ctypes.c_float, size)
    source = pypdfium2.PdfDocument(printed)
    raw = pypdfium2.raw.FPDF_ImportNPagesToOne(source.raw, width, height, columns, rows)
    pypdfium2.PdfDocument(raw).save(tmp_path / "二面.pdf")
    comes_back(tmp_path / "二面.pdf")


def sheet(across: list[tuple[float, float, float]]) -> PageContent:
    chars = [Char("字", x, x + 10, 100, 110, 10) for x in (100, 600)]
    down = [(50.0, 50.0, 300.0), (790.0, 50.0, 300.0)]
    return PageContent(842, 595, chars, across, down)


def test_a_table_across_a_wide_sheet_is_not_parted() -> None:
    assert len(parted(sheet([(50, 50, 790)]))) == 1
    assert len(parted(sheet([(50, 50, 300), (50, 500, 790)]))) == 2
