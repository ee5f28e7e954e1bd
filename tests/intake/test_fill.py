"""The office's own workbooks: filled, imported again, nothing else of them touched."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from layouts import above, city, letter, older, torn
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from paper_of import EXAMPLES, HIROSHIMA, NEYAGAWA, example
from reading_back import score

from pia import REMOVE, compare, edit, import_form, load, render
from pia.api.outputs import render_blank
from pia.cli import cli
from pia.intake.filled import fill_file

PICTURE = EXAMPLES / "hiroshima" / "図" / "住民基本台帳事務.png"
Draw = Callable[[str, dict[str, Any], Path], list[Path]]
LAYOUTS: dict[str, tuple[Draw, Path]] = {
    "city": (city.draw, HIROSHIMA),
    "torn": (torn.draw, NEYAGAWA),
    "older": (older.draw, NEYAGAWA),
    "above": (above.draw, NEYAGAWA),
    "city of form 3": (city.draw, NEYAGAWA),
    "letter": (letter.draw, NEYAGAWA),
    "letter of form 4": (letter.draw, HIROSHIMA),
}
PICTURES = ("事務の内容図.画像",)  # named after their diagrams


def suffix(name: str) -> str:
    return ".docx" if name.startswith("letter") else ".xlsx"


def blank(value: Any, key: str = "", most: int = 99) -> Any:
    """Return data of which only the blocks are left, at most so many in each list, and where they
    are all there the names of files."""
    kept = ("id", "ファイル名") if most > 1 else ("id",)
    match value:
        case dict():
            return {k: v if k in kept else blank(v, k, most) for k, v in value.items()}
        case list() if key == "事務の内容図":
            return [{} for _ in value[:most]]
        case list() if key not in ("変更箇所", "別紙"):
            entries = [v for v in value if isinstance(v, dict) and "id" in v]
            return [blank(v, most=most) for v in entries[:most]]
        case list():
            return []
        case _:
            return None


@pytest.mark.parametrize("most", [1, 99], ids=["one of each", "all blocks"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_what_is_filled_in_comes_back(name: str, most: int, tmp_path: Path) -> None:
    draw, source = LAYOUTS[name]
    document, form, data = example(source)
    (given,) = draw(form, blank(data, most=most), tmp_path / f"様式{suffix(name)}")
    before = given.read_bytes()
    written, told = fill_file(source, given, tmp_path / f"記入済み{suffix(name)}")
    imported = import_form(written)
    found = score(document, imported, PICTURES)
    assert found.items > 300
    assert found.wrong == ()
    own = {left.text for left in import_form(given).left}  # what the form itself says beside
    assert {left.text for left in imported.left} <= own
    assert given.read_bytes() == before
    assert compare(written, source).differences == []  # the pictures too
    titles = [each.title for each in document.assessment.attachments]
    added = [line for line in told if line.startswith("様式に表がないため")]
    assert len(added) == len(titles)
    assert [line for line in told if "切れる" not in line and line not in added] == []
    assert all(len(line.splitlines()) == 1 for line in told)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize("source", [NEYAGAWA, HIROSHIMA], ids=["form 3", "form 4"])
def test_our_blank_forms_are_filled(source: Path, ending: str, tmp_path: Path) -> None:
    document = load(source)
    (given,) = render_blank(document.form.id, None, tmp_path, [ending])
    written, _ = fill_file(source, given, tmp_path / f"記入済み.{ending}")
    found = score(document, import_form(written), PICTURES)
    assert compare(written, source).differences == []
    assert found.items > 300
    assert found.wrong == ()


def fewer_files(folder: Path, ending: str) -> tuple[Path, Path]:
    """Return a source with one file, and its form as it was with all of them."""
    shutil.copytree(NEYAGAWA.parent, folder / "職場")
    source = folder / "職場" / NEYAGAWA.name
    (given,) = render(source, folder, [ending])
    files = [file.id for file in load(source).assessment.files]
    edit(source, {f"特定個人情報ファイル[{name}]": REMOVE for name in files[1:]})
    assert len(files) > 2
    return source, given


def test_what_a_form_said_before_does_not_stay(tmp_path: Path) -> None:
    source, given = fewer_files(tmp_path, "docx")
    written, told = fill_file(source, given, tmp_path / "記入済み.docx")
    imported = import_form(written)
    assert imported.imprint is None  # what the given form once said is not what it says now
    assert score(load(source), imported).wrong == ()
    assert len(imported.assessment.files) == 1
    assert [line for line in told if "記載が違う" in line] == []


def test_what_does_not_read_as_it_was_filled_in_is_told(tmp_path: Path) -> None:
    source, given = fewer_files(tmp_path, "xlsx")  # whose long rows of 変更箇所 are several
    written, told = fill_file(source, given, tmp_path / "記入済み.xlsx")
    wrong = score(load(source), import_form(written)).wrong
    assert wrong == ()
    assert [line for line in told if "記載が違う" in line] == []


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_form_of_another_year_takes_the_pictures_and_texts_of_this_one(
    ending: str, tmp_path: Path
) -> None:
    former = HIROSHIMA.with_name("令和4年版.yaml")
    (given,) = render(former, tmp_path, [ending])
    written, told = fill_file(HIROSHIMA, given, tmp_path / f"記入済み.{ending}")
    assert compare(written, HIROSHIMA).differences == []
    assert [line for line in told if "切れる" not in line] == []
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written) as new:
        pictures = [[z.read(n) for n in z.namelist() if "/media/" in n] for z in (old, new)]
    assert pictures[0] != pictures[1]
    assert len(pictures[1]) == len(load(HIROSHIMA).assessment.diagrams)  # no former one is left


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_rows_of_attached_tables_are_added_and_taken_out(ending: str, tmp_path: Path) -> None:
    shutil.copytree(NEYAGAWA.parent, tmp_path / "職場")
    source = tmp_path / "職場" / NEYAGAWA.name
    first, second = (each.rows for each in load(source).assessment.attachments)
    ids = [each.id for each in load(source).assessment.attachments]
    edit(source, {f"別紙[{ids[0]}].行": list(first[:3])})
    (given,) = render(source, tmp_path, [ending])
    edit(source, {f"別紙[{ids[0]}].行": list(first), f"別紙[{ids[1]}].行": list(second[:5])})
    written, told = fill_file(source, given, tmp_path / f"記入済み.{ending}")
    assert score(load(source), import_form(written)).wrong == ()
    assert [line for line in told if "切れる" not in line] == []


def decorated(given: Path) -> None:
    """Give a workbook what offices have in theirs: macros, a shape, comments, printer settings,
    drop-downs, a print area."""
    book = openpyxl.load_workbook(given)
    sheet = next(s for s in book if s.title.startswith(("Ⅱ", "II ")))
    book["表紙"]["A1"].comment = Comment("受付印", "係")
    drop = DataValidation(type="list", formula1='"○,　"', sqref=f"C3:C{sheet.max_row}")
    sheet.add_data_validation(drop)
    sheet.print_area = f"A1:G{sheet.max_row}"
    sheet.add_image(Image(PICTURE), f"B{sheet.max_row - 1}")
    book.save(given)
    with zipfile.ZipFile(given, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/printerSettings/printerSettings1.bin", b"printer")


def test_parts_that_are_not_written_on_stay_byte_for_byte(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = torn.draw(form, blank(data), tmp_path / "様式.xlsx")
    decorated(given)
    written, _ = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written) as new:
        changed = [n for n in old.namelist() if old.read(n) != new.read(n)]
        untouched = set(old.namelist()) - set(changed)
        added = set(new.namelist()) - set(old.namelist())
        assert new.namelist()[: len(old.namelist())] == old.namelist()
        own = {"xl/vbaProject.bin", "xl/printerSettings/printerSettings1.bin"}
        assert own | {"xl/media/image1.png"} <= untouched
        assert any("comment" in name for name in untouched)
    assert {name.rstrip("0123456789.xml") for name in added} == {"xl/worksheets/sheet"}  # 別紙
    listed = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
    look = "xl/styles.xml"  # of the rows of a 別紙, where the form has none of its own
    moved = ("xl/worksheets/sheet", "xl/drawings/drawing", *listed, look)
    assert all(name.startswith(moved) for name in changed), changed


def test_copied_sheets_and_rows_bring_all_that_belongs_to_them(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = city.draw(form, blank(data, most=1), tmp_path / "様式.xlsx")
    decorated(given)
    before = openpyxl.load_workbook(given)
    written, _ = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    after = openpyxl.load_workbook(written)
    (first,) = [name for name in before.sheetnames if name.startswith(("Ⅱ", "II "))]
    sheets = [name for name in after.sheetnames if name.startswith(first.split("_")[0])]
    assert len(sheets) == 3
    for name in sheets:
        sheet = after[name]
        drops = [v for v in sheet.data_validations.dataValidation if v.formula1 == '"○,　"']
        assert drops
        assert len(sheet._images) == 1  # openpyxl has no other way to count them
        assert str(sheet.max_row) in str(sheet.print_area)
        assert len(sheet.merged_cells.ranges) >= len(before[first].merged_cells.ranges)
        ranges = [str(area) for area in sheet.merged_cells.ranges]
        assert len(ranges) == len(set(ranges))
    counts = [len(after[name].merged_cells.ranges) for name in sheets]
    assert max(counts) > len(before[first].merged_cells.ranges)


def test_the_command_writes_a_new_file_and_tells_what_has_no_place(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = older.draw(form, blank(data), tmp_path / "様式.xlsx")
    target = tmp_path / "記入済み.xlsx"
    command = ["render", str(NEYAGAWA), "--into", str(given), "-o", str(target)]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 1
    assert "様式に表がないため、終わりに加えた別紙 別紙1" in told.output
    assert target.exists()
    assert CliRunner().invoke(cli, command).exit_code == 2


def test_a_form_of_another_kind_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (given,) = render(HIROSHIMA, tmp_path, ["xlsx"])
    source = tmp_path / NEYAGAWA.name
    source.write_bytes(NEYAGAWA.read_bytes())
    target = tmp_path / "記入済み.xlsx"
    for words in (
        ["render", str(NEYAGAWA), "--into", str(given), "-o", str(target)],
        ["compare", str(given), str(NEYAGAWA)],
        ["import", str(given), "--into", str(source)],
    ):
        told = CliRunner().invoke(cli, words)
        assert told.exit_code == 2, told.output
        assert "[別の種類の様式]" in told.output
        assert "全項目評価書の様式です。重点項目評価書とは" in told.output
    assert not target.exists()
    assert source.read_bytes() == NEYAGAWA.read_bytes()


def test_tables_of_excel_move_with_the_rows_that_are_put_in(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = torn.draw(form, blank(data, most=1), tmp_path / "様式.xlsx")
    book = openpyxl.load_workbook(given)
    sheet = book["Ⅰ基本情報"]
    row = sheet.max_row + 3
    for column, text in enumerate(("処理欄", "担当"), start=20):
        sheet.cell(row, column).value = text
        sheet.cell(row + 1, column).value = "済"
    sheet.add_table(Table(displayName="t1", ref=f"T{row}:U{row + 1}"))
    book.save(given)
    written, _ = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    sheet = openpyxl.load_workbook(written)["Ⅰ基本情報"]
    (area,) = [table.ref for table in sheet.tables.values()]
    assert sheet.max_row > row + 1
    assert area == f"T{sheet.max_row - 1}:U{sheet.max_row}"


def test_a_field_of_word_gives_way_to_the_text(tmp_path: Path) -> None:
    (given,) = render(NEYAGAWA, tmp_path, ["docx"])
    document = docx.Document(str(given))
    words = document.element.body.iter(qn("w:t"))
    paragraph = next(each for each in words if each.text == "寝屋川市長").getparent().getparent()
    field = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    paragraph.addprevious(field)
    field[0].append(paragraph)
    document.save(str(given))
    written, _ = fill_file(NEYAGAWA, given, tmp_path / "記入済み.docx")
    assert score(load(NEYAGAWA), import_form(written)).wrong == ()


def with_notes(given: Path) -> dict[str, set[str]]:
    """Write below and beside the form on every sheet; return the notes of each."""
    book = openpyxl.load_workbook(given)
    for sheet in book:
        below, beside = sheet.max_row + 4, sheet.max_column + 3
        for column, text in ((2, "事務局の注記"), (beside, "受付印")):
            sheet.cell(below, column).value = text
        sheet.cell(below + 1, beside).value = "済"
    book.save(given)
    return {name: {"事務局の注記", "受付印", "済"} for name in book.sheetnames}


@pytest.mark.parametrize("is_former", [False, True], ids=["blank", "former"])
def test_texts_of_the_office_stay_or_are_told_with_their_cell(
    is_former: bool, tmp_path: Path
) -> None:
    form = load(NEYAGAWA).form.id
    (given,) = (
        render(NEYAGAWA, tmp_path, ["xlsx"])
        if is_former
        else render_blank(form, None, tmp_path, ["xlsx"])
    )
    noted = with_notes(given)
    written, told = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsx")
    book = openpyxl.load_workbook(written)
    for name, notes in noted.items():
        texts = {c.value for row in book[name].iter_rows() for c in row}
        for note in notes - texts:
            assert any(
                line.startswith(f"様式の文を消した {name}!") and line.endswith(note)
                for line in told
            ), (name, note)
    for name in ("Ⅰ基本情報", "開示請求、問合せ", "（別添２）変更箇所"):
        texts = {c.value for row in book[name].iter_rows() for c in row}
        assert noted[name] <= texts
    assert not any("記載が違う" in line and "Ⅰ基本情報!" in line for line in told)


def test_a_form_of_another_edition_is_told_with_both(tmp_path: Path) -> None:
    work = tmp_path / "職場"
    shutil.copytree(NEYAGAWA.parent, work)
    (work / "pia.yaml").touch()
    folder = work / "templates" / "R8.4"
    shutil.copytree(load(NEYAGAWA).form.folder, folder)
    for name in ("kiso", "juten", "zenkomoku"):
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        text = text.replace("edition: R6.10", "edition: R8.4", 1)
        changed = text.replace("foot: ［令和６年１０月", "foot: ［令和８年４月", 1)
        (folder / f"{name}.yaml").write_text(changed, encoding="utf-8")
    source = work / NEYAGAWA.name
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("版: R6.10", "版: R8.4", 1), encoding="utf-8")
    (given,) = render_blank(load(NEYAGAWA).form.id, None, tmp_path, ["xlsx"])
    _, told = fill_file(source, given, tmp_path / "記入済み.xlsx")
    assert told[0] == "版が違う様式 様式は R6.10、評価書は R8.4 の版です"
    (own,) = render(source, tmp_path / "職場の版", ["xlsx"])  # of the edition of the workspace
    other = source.with_name("前の版.yaml")
    other.write_bytes(NEYAGAWA.read_bytes())
    _, told = fill_file(other, own, tmp_path / "職場の版の様式.xlsx")
    assert told[0] == "版が違う様式 様式は R8.4、評価書は R6.10 の版です"
    _, told = fill_file(source, own, tmp_path / "職場の版.xlsx")
    assert not any(line.startswith("版が違う") for line in told)
    _, told = fill_file(NEYAGAWA, given, tmp_path / "同じ版.xlsx")
    assert not any(line.startswith("版が違う") for line in told)


def test_lists_in_one_cell_are_not_told_as_missing(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "bad" / "緩いしきい値" / "wrong.yaml"
    for ending in ("docx", "xlsx"):
        (given,) = render(source, tmp_path, [ending])
        assert list(import_form(given).missing()) == []
