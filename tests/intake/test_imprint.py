"""What rendered files remember: ids come back, edits are told apart from newer sources."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from paper_of import HIROSHIMA, NEYAGAWA

import pia
from pia.cli import cli
from pia.forms.imprint import NAME, imprint_in
from pia.intake.differences import Since, edited
from pia.intake.recognition import grid_of
from pia.intake.update import update

FORM, CHANGES = "Ⅰ基本情報", "（別添２）変更箇所"
Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    shutil.copytree(NEYAGAWA.parent, tmp_path / "neyagawa")
    return tmp_path / "neyagawa" / NEYAGAWA.name


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = pia.render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["xlsx"])
    return path


def write(path: Path, sheet: str, old: str, new: str) -> None:
    """Write another text into the one cell of a workbook that holds a text, as Excel does."""
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value == old]
    assert len(cells) == 1, old
    cells[0].value = new
    book.save(path)


@pytest.mark.parametrize("name", ["xlsx", "docx"])
@pytest.mark.parametrize("example", [NEYAGAWA, HIROSHIMA], ids=["form 3", "form 4"])
def test_a_form_comes_back_with_the_same_ids_and_no_difference(
    example: Path, name: str, tmp_path: Path
) -> None:
    (form,) = pia.render(example, tmp_path, [name])
    target = tmp_path / "取り込み" / "評価書.yaml"
    told = CliRunner().invoke(cli, ["import", str(form), "-o", str(target)])
    assert told.exit_code == 0
    assert pia.diff(example, target).rows == ()


def test_without_what_it_remembers_a_form_makes_ids_of_its_names(tmp_path: Path) -> None:
    (form,) = pia.render(NEYAGAWA, tmp_path, ["xlsx"])
    bare = tmp_path / "別の製品.xlsx"
    with zipfile.ZipFile(form) as old, zipfile.ZipFile(bare, "w") as new:
        for entry in old.namelist():
            if entry != "docProps/custom.xml":
                new.writestr(entry, old.read(entry))
    known = [system.id for system in pia.import_form(form).assessment.systems]
    own = [system.id for system in pia.import_form(bare).assessment.systems]
    assert known == [system.id for system in pia.load(NEYAGAWA).assessment.systems]
    assert len(own) == len(known)
    assert own != known


def test_blocks_keep_their_ids_when_one_is_renamed_and_one_removed(
    printed: Path, tmp_path: Path
) -> None:
    form = tmp_path / "手直し.xlsx"
    shutil.copy(printed, form)
    systems = pia.load(NEYAGAWA).assessment.systems
    write(form, FORM, str(systems[1].name), "まったく別の名前")
    found = pia.import_form(form).assessment.systems
    assert [system.id for system in found] == [system.id for system in systems]
    assert found[1].name == "まったく別の名前"


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_a_published_form_remembers_nothing(name: str, tmp_path: Path) -> None:
    (bare,) = pia.render(HIROSHIMA, tmp_path, [name])
    (public,) = pia.render(HIROSHIMA, tmp_path / "公表", [name], edition="公表")
    with zipfile.ZipFile(bare) as one, zipfile.ZipFile(public) as other:
        kept = [archive.read("docProps/custom.xml") for archive in (one, other)]
    assert NAME.encode() in kept[0]
    assert NAME.encode() not in kept[1]


def test_a_property_is_no_longer_than_office_takes(printed: Path) -> None:
    properties = grid_of(printed).properties
    assert imprint_in(properties) is not None
    assert all(len(text) <= 255 for name, text in properties.items() if name.startswith(NAME))
    broken = {name: text[:-9] for name, text in properties.items()}
    assert imprint_in(broken) is None


def test_rendering_over_an_edited_form_names_what_was_edited(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "出力"
    command = ["render", str(source), "-o", str(out), "--format", "xlsx"]
    assert CliRunner().invoke(cli, command).exit_code == 0
    form = out / f"{source.stem}.xlsx"
    write(form, FORM, "自治体中間サーバ", "中間サーバー")
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 1
    assert "手で直された様式" in told.output
    assert "直された項目: Ⅰ2. システム4 ①システムの名称" in told.output
    assert f"pia import {form} --into {source}" in told.output
    assert "--force" in told.output
    assert openpyxl.load_workbook(form)[FORM] is not None
    assert edited(form) != []
    assert CliRunner().invoke(cli, [*command, "--force"]).exit_code == 0
    assert edited(form) == []


def test_what_changed_in_the_source_alone_is_not_undone(source: Path, tmp_path: Path) -> None:
    (form,) = pia.render(source, tmp_path / "出力", ["xlsx"])
    pia.edit(source, {"事務.対象人数": "1万人以上10万人未満"})
    write(form, FORM, "自治体中間サーバ", "中間サーバー")
    found = {d.address: d.since for d in pia.compare(form, source).differences}
    assert found == {"事務.対象人数": Since.SOURCE, "システム[中間サーバ].名称": Since.FORM}
    done = update(form, source)
    assert [change.address for change in done.edit.changes] == ["システム[中間サーバ].名称"]
    assert [each.address for each in done.later] == ["事務.対象人数"]
    assert "対象人数: 1万人以上10万人未満" in source.read_text(encoding="utf-8")


def test_what_both_changed_is_left_to_a_person(source: Path, tmp_path: Path) -> None:
    (form,) = pia.render(source, tmp_path / "出力", ["xlsx"])
    pia.edit(source, {"システム[中間サーバ].名称": "自治体の中間サーバ"})
    write(form, FORM, "自治体中間サーバ", "中間サーバー")
    before = source.read_bytes()
    done = update(form, source)
    assert [each.since for each in done.kept] == [Since.BOTH]
    assert source.read_bytes() == before
    assert not done.is_sure


def test_rows_of_a_table_are_looked_at_together(source: Path, tmp_path: Path) -> None:
    (form,) = pia.render(source, tmp_path / "出力", ["xlsx"])
    before = source.read_text(encoding="utf-8")
    row = "- 変更日: 令和8年1月5日\n  項目: Ⅰ1.\n  変更後の記載: 新\n  提出時期: 事後\n"
    assert "\n変更箇所:\n" in before
    source.write_text(before.replace("\n変更箇所:\n", f"\n変更箇所:\n{row}"), encoding="utf-8")
    assert {d.since for d in pia.compare(form, source).differences} == {Since.SOURCE}
    assert update(form, source).edit.changes == ()
    source.write_text(before, encoding="utf-8")
    book = openpyxl.load_workbook(form)
    sheet = book[CHANGES]
    last = sheet.max_row
    for column, text in enumerate(("令和8年1月5日", "Ⅰ1.", "旧", "新", "事後", ""), start=1):
        sheet.cell(last + 1, column).value = text
    book.save(form)
    assert {d.since for d in pia.compare(form, source).differences} == {Since.FORM}


def test_a_word_form_remembers_too(source: Path, tmp_path: Path) -> None:
    (form,) = pia.render(source, tmp_path / "出力", ["docx"])
    document = docx.Document(str(form))
    runs = [
        t
        for t in document.element.body.iter(docx.oxml.ns.qn("w:t"))
        if re.fullmatch("自治体中間サーバ", t.text or "")
    ]
    assert len(runs) == 1
    runs[0].text = "中間サーバー"
    document.save(str(form))
    assert edited(form) == ["Ⅰ2. システム4 ①システムの名称"]


@pytest.mark.parametrize("name", ["xlsx", "docx", "pdf"])
def test_the_day_on_which_a_name_ended_is_no_part_of_it(tmp_path: Path, name: str) -> None:
    source = tmp_path / "評価書.yaml"
    cover = "表紙: {評価書名: 税の事務, 終了日: 令和7年3月31日}"
    source.write_text(f"様式: 重点項目評価書\n版: R6.10\n{cover}\n", encoding="utf-8")
    (form,) = pia.render(source, tmp_path, [name])
    found = pia.compare(form, source).differences
    assert "表紙.評価書名" not in [each.address for each in found]
