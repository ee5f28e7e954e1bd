"""What a form does not show, or shows beside its cells: never read as if it stood there, never
dropped in silence."""

import json
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.styles import Font, PatternFill
from paper_of import HIROSHIMA, NEYAGAWA
from reading_back import score

from pia import import_form, load, render, tracked
from pia.cli import cli
from pia.intake.grid import Extra
from pia.intake.suggest import source_text
from pia.intake.texts import Doubts
from pia.intake.update import update
from pia.model.base import Kind

OFFICE = "市民サービス部（戸籍・住基担当）"
CITY = "寝屋川市長"
SYSTEM = load(NEYAGAWA).assessment.systems[0].name


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["xlsx", "docx"])
    return {path.suffix: path for path in files}


def cells_saying(sheet: Any, text: str | None) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value == text]


@pytest.mark.parametrize(
    ("ink", "ground"), [("FF000000", "FF000000"), (None, "FF000000"), ("FFFFFFFF", None)]
)
def test_a_text_of_the_colour_of_its_cell_is_never_read(
    ink: str | None, ground: str | None, printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    cells = [c for sheet in book for c in cells_saying(sheet, OFFICE)]
    assert cells
    for cell in cells:
        cell.font = Font(color=ink)
        if ground:
            cell.fill = PatternFill("solid", fgColor=ground)
    book.save(tmp_path / "様式.xlsx")
    imported = import_form(tmp_path / "様式.xlsx")
    assert imported.assessment.department.name is None
    places = {left.place for left in imported.left if left.text == "■■"}
    assert places == {f"{cell.parent.title}!{cell.coordinate}" for cell in cells}


def test_a_text_that_nobody_sees_takes_no_place_of_one_in_a_source(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    source = tmp_path / NEYAGAWA.name
    source.write_bytes(NEYAGAWA.read_bytes())
    book = openpyxl.load_workbook(printed[".xlsx"])
    for cell in (c for sheet in book for c in cells_saying(sheet, OFFICE)):
        cell.fill = PatternFill("solid", fgColor="FF000000")
    book.save(tmp_path / "様式.xlsx")
    done = update(tmp_path / "様式.xlsx", source)
    assert done.edit.changes == ()
    assert not done.is_sure
    assert source.read_bytes() == NEYAGAWA.read_bytes()


def test_black_words_on_black_in_word_are_never_read(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    document = docx.Document(str(printed[".docx"]))
    runs = [r for r in document.element.body.iter(qn("w:r")) if OFFICE in "".join(r.itertext())]
    assert runs
    for run in runs:
        looks = run.get_or_add_rPr()
        for each in (f'<w:color {nsdecls("w")} w:val="000000"/>', '<w:shd {} w:fill="000000"/>'):
            looks.append(parse_xml(each.replace("{}", nsdecls("w"))))
    document.save(str(tmp_path / "様式.docx"))
    imported = import_form(tmp_path / "様式.docx")
    assert OFFICE not in source_text(imported)
    assert sum("■■" in left.text for left in imported.left) == len(runs)


def rewritten(old: Path, new: Path, part: str, change: Callable[[str], str]) -> Path:
    """Return a copy of a package in which one part is changed."""
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(new, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, change(data.decode()) if name == part else data)
    return new


def rich(*runs: tuple[str, str]) -> Callable[[str], str]:
    """Return a change that divides the one text of a workbook into stretches with their looks."""
    told = "".join(f"<r><rPr>{look}</rPr><t>{text}</t></r>" for text, look in runs)

    def change(strings: str) -> str:
        assert f"<t>{OFFICE}</t>" in strings
        return strings.replace(f"<t>{OFFICE}</t>", told)

    return change


WHITE, BLACK = '<color rgb="FFFFFFFF"/>', '<color rgb="FF000000"/>'
SEEN, UNSEEN = "市民サービス部", "（戸籍・住基担当）"


def test_a_part_of_a_cell_that_nobody_sees_is_never_read(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    strings = rich((SEEN, BLACK), (UNSEEN, WHITE))
    form = rewritten(printed[".xlsx"], tmp_path / "様式.xlsx", "xl/sharedStrings.xml", strings)
    imported = import_form(form)
    assert imported.assessment.department.name is None
    assert f"{SEEN}■■" in [left.text for left in imported.left]


def test_a_cell_of_several_colours_that_are_seen_is_read(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    strings = rich((SEEN, BLACK), (UNSEEN, '<color rgb="FFFF0000"/>'))
    form = rewritten(printed[".xlsx"], tmp_path / "様式.xlsx", "xl/sharedStrings.xml", strings)
    imported = import_form(form)
    assert imported.assessment.department.name == OFFICE
    assert imported.is_sure


def test_what_is_struck_out_is_told_and_not_sure(printed: dict[str, Path], tmp_path: Path) -> None:
    strings = rich((SEEN, BLACK), (UNSEEN, "<strike/>"))
    form = rewritten(printed[".xlsx"], tmp_path / "様式.xlsx", "xl/sharedStrings.xml", strings)
    imported = import_form(form)
    struck = [r for r in imported.result.grid.remarks if r.extra is Extra.STRUCK]
    assert {r.text for r in struck} == {UNSEEN}
    doubts = {f.doubt for f in imported.result.found if f.value == OFFICE}
    assert doubts == {Doubts.STRUCK}


def test_a_number_format_that_shows_nothing_hides_its_cell(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    for cell in (c for sheet in book for c in cells_saying(sheet, OFFICE)):
        cell.number_format = ";;;"
    book.save(tmp_path / "様式.xlsx")
    assert import_form(tmp_path / "様式.xlsx").assessment.department.name is None


def assert_unseen(form: Path, place: str) -> None:
    """Assert that a comparison finds no difference, and still tells that something is hidden."""
    told = CliRunner().invoke(cli, ["compare", str(form), str(NEYAGAWA), "--format", "json"])
    assert told.exit_code == 1
    answer = json.loads(told.output)
    assert answer["differences"] == []
    assert place in answer["hidden"]


def hide_row(sheet: Any, cell: Any) -> None:
    sheet.row_dimensions[cell.row].hidden = True


def hide_columns(sheet: Any, cell: Any) -> None:
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:
            for column in range(area.min_col, area.max_col + 1):
                letter = openpyxl.utils.get_column_letter(column)
                sheet.column_dimensions[letter].hidden = True


@pytest.mark.parametrize("hide", [hide_row, hide_columns])
def test_what_stands_in_a_hidden_row_or_column_is_not_sure(
    hide: Callable[[Any, Any], None], printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    sheet = book["Ⅰ基本情報"]
    (cell,) = cells_saying(sheet, SYSTEM)
    hide(sheet, cell)
    book.save(tmp_path / "様式.xlsx")
    found = import_form(tmp_path / "様式.xlsx").result.found
    named = [f for f in found if f.value == SYSTEM and f.item.address == "システム.名称"]
    assert [each.doubt for each in named] == [Doubts.HIDDEN]
    assert_unseen(tmp_path / "様式.xlsx", named[0].place)


def test_a_box_drawn_over_the_cells_is_told(printed: dict[str, Path], tmp_path: Path) -> None:
    target = tmp_path / "様式.xlsx"
    listed = "xl/worksheets/_rels/sheet1.xml.rels"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="c1" Type="{kinds}/ctrlProp" Target="../ctrlProps/a.xml"/>'
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    with zipfile.ZipFile(printed[".xlsx"]) as old, zipfile.ZipFile(target, "w") as new:
        held = {name: old.read(name) for name in old.namelist()}
        whole = held.get(listed, f"{head}</Relationships>".encode()).decode()
        held[listed] = whole.replace("</Relationships>", f"{relation}</Relationships>").encode()
        held["xl/ctrlProps/a.xml"] = b'<formControlPr objectType="CheckBox" checked="Checked"/>'
        for name, data in held.items():
            new.writestr(name, data)
    assert "CheckBox 印あり" in [left.text for left in import_form(target).left]


def test_what_word_keeps_beside_the_text_is_told(printed: dict[str, Path], tmp_path: Path) -> None:
    document = docx.Document(str(printed[".docx"]))
    words = (each for each in document.element.body.iter(qn("w:t")) if each.text == CITY)
    run = next(words).getparent()
    hidden = deepcopy(run)
    hidden.find(qn("w:t")).text = "下書き"
    hidden.get_or_add_rPr().append(parse_xml(f"<w:vanish {nsdecls('w')}/>"))
    run.addnext(hidden)
    document.save(str(tmp_path / "途中.docx"))
    target = tmp_path / "様式.docx"
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>脚注の文"
    notes += "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    with zipfile.ZipFile(tmp_path / "途中.docx") as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("word/footnotes.xml", notes)
    imported = import_form(target)
    assert {"下書き", "脚注の文"} <= {left.text for left in imported.left}
    assert "下書き" not in source_text(imported).partition("未分類:")[0]
    assert imported.tree["表紙"]["評価実施機関名"] == CITY


BOXES = {
    "a symbol": '<w:sym w:font="Wingdings" w:char="{}"/>',
    "a field": '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked w:val="{}"/>'
    "</w:checkBox></w:ffData></w:fldChar>",
}


@pytest.mark.parametrize("kind", BOXES)
def test_boxes_of_word_are_read_as_boxes(
    kind: str, printed: dict[str, Path], tmp_path: Path
) -> None:
    marks = ("F0FE", "F0A8") if kind == "a symbol" else ("1", "0")
    document = docx.Document(str(printed[".docx"]))
    count = 0
    for run in list(document.element.body.iter(qn("w:r"))):
        text = "".join(each.text or "" for each in run.iter(qn("w:t")))
        if not text.startswith("[") or len(list(run.iter(qn("w:t")))) > 1:
            continue
        sign, label = text[: text.index("]") + 1], text[text.index("]") + 1 :]
        if "[" in label or sign.strip("[ 　]") not in ("", "○"):
            continue
        box = BOXES[kind].format(marks[0] if "○" in sign else marks[1])
        run.addprevious(parse_xml(f"<w:r {nsdecls('w')}>{box}</w:r>"))
        run.find(qn("w:t")).text = label
        count += 1
    assert count > 50
    document.save(str(tmp_path / "様式.docx"))
    before, after = (import_form(path) for path in (printed[".docx"], tmp_path / "様式.docx"))
    ticked = [
        [found.value for found in each.result.found if found.item.kind is Kind.CHECKS]
        for each in (before, after)
    ]
    assert ticked[0] == ticked[1]


def test_two_forms_in_one_workbook_are_told(printed: dict[str, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    for sheet in [each for each in book.worksheets if each.sheet_state == "visible"]:
        book.copy_worksheet(sheet).title = f"{sheet.title[:20]}_控え"
    book.create_sheet("空", 1)
    book.save(tmp_path / "様式.xlsx")
    left = import_form(tmp_path / "様式.xlsx").left
    assert any("二度あります" in each.near for each in left)
    assert all("二度あります" not in each.near for each in import_form(printed[".xlsx"]).left)


def test_a_hidden_sheet_is_told_with_what_it_holds(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    sheet = book.create_sheet("旧版")
    sheet["B3"], sheet["B4"] = "事務の名称", "昔の事務"
    sheet.sheet_state = "veryHidden"
    book.save(tmp_path / "様式.xlsx")
    imported = import_form(tmp_path / "様式.xlsx")
    told = {(left.place, left.text) for left in imported.left}
    assert ("旧版", "読んでいません（記載のあるセル 2 個）") in told
    assert "昔の事務" not in source_text(imported)
    assert_unseen(tmp_path / "様式.xlsx", "旧版")


@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=lambda path: path.parent.name)
def test_changes_that_word_tracked_are_read_as_accepted_and_told(
    source: Path, tmp_path: Path
) -> None:
    old = source.with_name("令和6年版.yaml" if source is NEYAGAWA else "令和4年版.yaml")
    form = tmp_path / "変更履歴.docx"
    form.write_bytes(tracked(old, source))
    imported = import_form(form)
    found = score(load(source), imported, ("事務の内容図.画像",))
    assert found.items > 400
    assert found.wrong == ()
    told = [r.text for r in imported.result.grid.remarks if r.extra is Extra.REVISION]
    assert any("削除「" in text and "挿入「" in text for text in told)
    assert Doubts.REVISED in {each.doubt for each in imported.result.found}
    assert not imported.is_sure


def merged_down(sheet: Any, text: str | None) -> None:
    """Merge the cell that says a text with the one below it."""
    (cell,) = cells_saying(sheet, text)
    areas = {(a.min_row, a.min_col): a for a in sheet.merged_cells.ranges}
    first = areas.get((cell.row, cell.column))
    low, right = (first.max_row, first.max_col) if first else (cell.row, cell.column)
    below = areas.get((low + 1, cell.column))
    end = below.max_row if below else low + 1
    for area in filter(None, (first, below)):
        sheet.unmerge_cells(str(area))
    sheet.merge_cells(None, cell.row, cell.column, end, right)


def test_a_cell_that_is_merged_over_two_items_is_sure_of_neither(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    merged_down(book["Ⅰ基本情報"], SYSTEM)
    book.save(tmp_path / "様式.xlsx")
    found = import_form(tmp_path / "様式.xlsx").result.found
    doubts = [f.doubt for f in found if f.item.address in ("システム.名称", "システム.機能")]
    assert doubts[:2] == [Doubts.MERGED] * 2
    assert set(doubts[2:]) == {""}


def test_a_cell_that_is_merged_over_two_rows_of_a_table_is_sure_of_neither(
    printed: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(printed[".xlsx"])
    sheet = book["（別添２）変更箇所"]
    texts = [str(sheet.cell(row, 2).value) for row in range(3, sheet.max_row)]
    once = next(text for text in texts if texts.count(text) == 1)
    merged_down(sheet, once)
    book.save(tmp_path / "様式.xlsx")
    found = import_form(tmp_path / "様式.xlsx").result.found
    doubts = [f.doubt for f in found if f.item.address == "変更箇所.項目"]
    assert sorted(doubts)[-2:] == [Doubts.MERGED] * 2
    assert sorted(doubts)[-3] == ""
