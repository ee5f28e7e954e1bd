"""Heads and feet of pages: what they say beside page numbers and titles is told, never lost, and
never taken for the text of an item."""

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from layouts import above, letter
from openpyxl.worksheet.worksheet import Worksheet
from paper_of import NEYAGAWA, example, through_office
from reading_back import score
from test_foreign_layouts import NOT_DRAWN

from pia import import_form, load, render
from pia.forms.edition import aliases
from pia.intake.grid import Aside, Extra, PrintedForm
from pia.intake.labels import labels_of
from pia.intake.lines import TextLine
from pia.intake.margins import PAGE_NUMBER, coded, running, without_known
from pia.intake.pages import PaperPage, RuledCell

NOTE = "令和7年度　情報政策課 作成"


@pytest.mark.parametrize(
    "text", ["1", "- 3 -", "1 / 31", "12/31 ページ", "P.4", "第5頁", "（6）", "7 of 9", "Page 2"]
)
def test_page_numbers_are_known(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["60件", "令和7年", "第3係", "12 担当", "平成27年8月1日"])
def test_other_numbers_are_no_page_numbers(text: str) -> None:
    assert not PAGE_NUMBER.fullmatch(text)


def test_the_codes_of_a_head_are_no_text() -> None:
    head = '&L&"ＭＳ 明朝,標準"&10&K000000案&C第&P+1ページ&RA && B &D'
    assert [text.strip() for text in coded(head)] == ["", "案", "第1ページ", "A & B"]


def headed(sheet: Worksheet) -> None:
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = NOTE, "&A"
    sheet.oddFooter.center.text, sheet.oddFooter.left.text = "&P / &N", f"{sheet.title}　第一係"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("head")
    _, form, data = example(NEYAGAWA)
    (drawn,) = above.draw(form, data, folder / "above.xlsx")
    book = openpyxl.load_workbook(drawn)
    for sheet in book.worksheets:
        headed(sheet)
    book.save(folder / "様式.xlsx")
    return folder / "様式.xlsx"


def test_what_stands_around_the_pages_of_a_workbook_is_kept_with_its_place(workbook: Path) -> None:
    imported = import_form(workbook)
    left = [(each.place, each.text) for each in imported.left]
    assert ("Ⅰ基本情報!ヘッダー", NOTE) in left
    assert ("Ⅰ基本情報!フッター", "第一係") in left  # without the name of the sheet, a heading
    places = [each["場所"] for each in imported.tree["未分類"]]
    assert len(places) == len(set(places)) == 2 * len(imported.result.grid.pages)


def test_heads_that_run_along_are_told_and_take_no_place_of_an_item(
    workbook: Path, tmp_path: Path
) -> None:
    (printed,) = through_office([workbook], tmp_path, "pdf")
    imported = import_form(printed)
    found = score(example(NEYAGAWA)[0], imported, NOT_DRAWN)
    assert found.silent == ()
    assert found.share_but_for_breaks >= 0.95
    assert NOTE in {each.text for each in imported.left}
    assert not any("第一係" in str(each.value) for each in imported.result.found)


def test_heads_of_word_are_kept_without_numbers_and_the_title(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = letter.draw(form, data, tmp_path / "letter.docx")
    document = docx.Document(str(drawn))
    header, footer = document.sections[0].header, document.sections[0].footer
    header.paragraphs[0].text = f"特定個人情報保護評価書（重点項目評価書）\t{NOTE}"
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    footer.paragraphs[0]._p.append(parse_xml(field))
    document.save(str(tmp_path / "様式.docx"))
    left = [(x.place, x.text) for x in import_form(tmp_path / "様式.docx").left]
    assert [text for place, text in left if place == "ヘッダー"] == [NOTE]
    assert [text for place, text in left if place == "フッター"] == []


def test_the_feet_of_our_own_theme_are_told_but_not_kept(tmp_path: Path) -> None:
    (printed,) = render(NEYAGAWA, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(printed)
    for sheet in book.worksheets:
        headed(sheet)
    book.save(tmp_path / "手直し.xlsx")
    imported = import_form(tmp_path / "手直し.xlsx")
    assert imported.is_sure
    told = {r.text for r in imported.result.grid.remarks if r.extra is Extra.MARGIN}
    assert NOTE in told


def at(text: str, top: float) -> TextLine:
    return TextLine(text, 100, 300, top, top + 10, 10, 10)


def page(number: int, *loose: TextLine) -> PaperPage:
    cell = RuledCell((50, 100, 550, 750), [at("記載", 400)])
    return PaperPage(f"p.{number}", number, 842, [cell], list(loose))


def test_a_heading_of_each_page_is_not_taken_for_a_head() -> None:
    pages = [page(n, at(text, 40)) for n, text in enumerate(["Ⅰ　基本", "Ⅱ　概要", "Ⅲ　対策"], 1)]
    assert running(pages) == []
    assert [line.text for each in pages for line in each.loose] == ["Ⅰ　基本", "Ⅱ　概要", "Ⅲ　対策"]


def test_a_number_that_does_not_count_along_is_no_page_number() -> None:
    pages = [page(n, at(text, 40)) for n, text in enumerate(["2", "60", "4"], 1)]
    running(pages)
    assert [line.text for each in pages for line in each.loose] == ["60"]


HEAD, DATE = at("作成中", 30), at("令和4年8月10日", 60)


def row(words: str) -> TextLine:
    return TextLine(words, 320, 500, 60, 70, 10, 10)


def unruled() -> list[PaperPage]:
    said = [[HEAD, DATE, row(text), at("記載", 400)] for text in ("名称", "保管", "消去")]
    return [PaperPage(f"p.{n}", n, 842, [], loose) for n, loose in enumerate(said, 1)]


def test_a_row_that_begins_alike_on_many_pages_without_lines_is_no_head() -> None:
    pages = unruled()
    assert [aside.text for aside in running(pages)] == ["作成中"]
    assert all(DATE in each.loose and HEAD not in each.loose for each in pages)


def test_what_is_taken_for_a_head_is_told_where_no_lines_are_drawn() -> None:
    held = load(NEYAGAWA).form
    head = Aside(Extra.MARGIN, "p.1～p.3の余白", held.title)
    read = PrintedForm("scan.pdf", (), (head,))
    labels = labels_of(held, aliases(held.folder))
    assert without_known(read, held, labels).remarks == ()
    scanned = replace(read, remarks=(head, Aside(Extra.UNRULED, "p.1～p.3", "")))
    assert head in without_known(scanned, held, labels).remarks
