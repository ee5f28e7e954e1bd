"""PDFs that pia prints come back, but for line breaks, and where those are a guess it says so."""

from pathlib import Path

import pytest
from layouts import above
from paper_of import HIROSHIMA, NEYAGAWA, example, through_office
from reading_back import Score, score
from test_foreign_layouts import LAYOUTS, NOT_DRAWN

from pia import PiaError, compare, import_form, load, render
from pia.intake import Imported
from pia.intake.grid import Cell, Extra
from pia.intake.import_report import text
from pia.intake.lines import TextLine, flowing
from pia.intake.place import DIAGRAMS
from pia.intake.read_values import records
from pia.intake.texts import Doubts

pytest.importorskip("pypdfium2")
# Pictures are told of and not taken out.
PICTURES = ("事務の内容図.画像", "事務の内容図.代替テキスト")


def line(text: str, right: float, top: float) -> TextLine:
    return TextLine(text, 100, right, top, top + 10, 10, 10)


def test_a_line_that_reaches_the_edge_goes_on() -> None:
    held = [line("住民票の写しを交", 300, 0), line("付する。", 140, 15)]
    assert flowing(held, 300) == ("住民票の写しを交付する。", True)


def test_a_short_line_ends_its_paragraph() -> None:
    held = [line("交付する。", 150, 0), line("記載する。", 150, 15)]
    assert flowing(held, 300) == ("交付する。\n記載する。", False)


def test_an_indent_begins_a_paragraph_even_behind_a_full_line() -> None:
    held = [line("住民票の写しを交", 300, 0), line("　付記", 140, 15)]
    assert flowing(held, 300)[0] == "住民票の写しを交\n　付記"


def test_an_empty_line_is_kept() -> None:
    held = [line("一", 110, 0), line("二", 110, 15), line("三", 110, 45)]
    assert flowing(held, 300)[0] == "一\n二\n\n三"


def listed(text: str, column: int, *, flowing: bool = True) -> tuple[int, Cell]:
    return 0, Cell(text, 0, column, flowing=flowing)


def test_a_list_whose_rows_no_lines_part_is_read_by_its_numbers() -> None:
    cells = [listed("1．甲\n3．丙（長い名）5．戊", 0), listed("2．乙\n4．丁\n続き", 1)]
    found = records(cells)
    assert found.value == ["甲", "乙", "丙（長い名）", "丁\n続き", "戊"]


def test_an_entry_that_seems_to_hold_a_later_one_is_not_sure() -> None:
    assert records([listed("1．甲\n4．丁", 0), listed("2．乙", 1)]).doubt == Doubts.NUMBERS
    assert records([listed("1．甲\n(1) 細目", 0, flowing=False)]).doubt == ""


@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=lambda path: path.parent.name)
def test_an_example_comes_back_from_its_pdf(source: Path, tmp_path: Path) -> None:
    (printed,) = render(source, tmp_path, ["pdf"])
    imported = import_form(printed)
    found = score(load(source), imported, PICTURES)
    assert found.items > 400
    assert found.otherwise == ()
    assert found.silent == ()
    assert not imported.is_sure
    told = [r for r in imported.result.grid.remarks if r.extra is Extra.PICTURE]
    assert bool(told) == (source is HIROSHIMA)
    assert text(imported).count(Doubts.BREAKS) == 1  # however many items that is all there is


def test_pictures_that_a_pdf_does_not_give_back_are_no_differences(tmp_path: Path) -> None:
    (printed,) = render(HIROSHIMA, tmp_path, ["pdf"])
    found = compare(printed, HIROSHIMA)
    assert found.differences == []
    assert len(found.unread()) == len(load(HIROSHIMA).assessment.diagrams) > 0
    assert found.text().splitlines()[-2:] == [
        "図の画像 2 件は、PDF からは読み取れないので比べていません。",
        "異なる項目 0 件",
    ]


def test_an_example_comes_back_from_what_an_office_suite_prints_of_it(tmp_path: Path) -> None:
    for printed in through_office(render(NEYAGAWA, tmp_path, ["xlsx", "docx"]), tmp_path, "pdf"):
        found = score(load(NEYAGAWA), import_form(printed))
        assert found.items > 400
        assert found.otherwise == ()
        assert found.silent == ()


def _printed(name: str, folder: Path) -> tuple[Score, Imported]:
    draw, source, file = LAYOUTS[name]
    document, form, data = example(source)
    (printed,) = through_office(draw(form, data, folder / file), folder, "pdf")
    imported = import_form(printed)
    return score(document, imported, NOT_DRAWN), imported


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "city"])
def test_what_an_office_suite_prints_of_a_foreign_layout_comes_back(
    name: str, tmp_path: Path
) -> None:
    found, _ = _printed(name, tmp_path)
    assert found.items > 300
    assert found.silent == ()
    assert found.share_but_for_breaks >= 0.95


@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=lambda path: path.parent.name)
def test_a_page_without_lines_is_read_and_nothing_of_it_is_sure(
    source: Path, tmp_path: Path
) -> None:
    document, form, data = example(source)
    drawn = above.draw(form, data, tmp_path / "scan.xlsx", ruled=False)
    (printed,) = through_office(drawn, tmp_path, "pdf")
    imported = import_form(printed)
    found = score(document, imported, NOT_DRAWN)
    assert [key for key in found.silent if not key[1].startswith(DIAGRAMS)] == []
    left = {each.text for each in imported.left}
    assert left.issuperset(diagram.title for diagram in document.assessment.diagrams)
    assert found.share_but_for_breaks > 0.7
    assert all(f.doubt for f in imported.result.found)
    assert Extra.UNRULED in {remark.extra for remark in imported.result.grid.remarks}


def test_a_published_edition_is_refused_with_its_reason(tmp_path: Path) -> None:
    for printed in render(NEYAGAWA, tmp_path, ["xlsx", "docx", "pdf"], edition="公表"):
        with pytest.raises(PiaError, match="公表用の文書の取り込み"):
            import_form(printed)
