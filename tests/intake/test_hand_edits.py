"""A workbook that somebody edited: what differs is told, and written back into its source."""

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph
from openpyxl.cell import MergedCell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from paper_of import NEYAGAWA

from pia import PiaError, freeze, import_form, load, render
from pia.cli import cli
from pia.intake.differences import compare
from pia.intake.filled import fill_file
from pia.intake.options import checks, choice
from pia.intake.texts import Doubts
from pia.intake.update import update

Edit = Callable[[openpyxl.Workbook], None]
FORM, CHANGES = "Ⅰ基本情報", "（別添２）変更箇所"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["xlsx"])
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    shutil.copytree(NEYAGAWA.parent, tmp_path / "neyagawa")
    return tmp_path / "neyagawa" / NEYAGAWA.name


def edited(printed: Path, folder: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(printed)
    edit(book)
    path = folder / "手直し.xlsx"
    book.save(path)
    return path


def replace(sheet: str, old: str, new: str) -> Edit:
    """An edit that replaces a text wherever it stands in the cells of a sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        hits = 0
        for row in book[sheet].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and old in cell.value:
                    cell.value = cell.value.replace(old, new)
                    hits += 1
        assert hits, old

    return edit


def add_row(*texts: str) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        sheet: Worksheet = book[CHANGES]
        row = sheet.max_row + 1
        for column, text in enumerate(texts, start=1):
            sheet.cell(row, column).value = text

    return edit


def write(sheet: str, old: str, new: str) -> Edit:
    """An edit that writes another text into the one cell that holds a text."""

    def edit(book: openpyxl.Workbook) -> None:
        cells = [cell for row in book[sheet].iter_rows() for cell in row if cell.value == old]
        assert len(cells) == 1, old
        cells[0].value = new

    return edit


NETWORK = "[ 　 ]情報提供ネットワークシステム"
FILE = "Ⅱファイルの概要_住基台帳"
OWN_NAME = "（１）住民基本台帳ファイル"
EDITS: dict[str, Edit] = {
    "システム[中間サーバ].名称": write(FORM, "自治体中間サーバ", "中間サーバー"),
    "システム[中間サーバ].機能": replace(FORM, "①符号管理機能\n", "前文\n①符号の管理\n"),
    "システム[番号連携サーバ].機能": replace(FORM, "①宛名管理機能\n", ""),
    "システム[コンビニ交付].名称": write(FORM, "証明書コンビニ交付システム", "=交付"),
    "事務.対象人数": write(FORM, "10万人以上30万人未満", "1万人以上10万人未満"),
    "表紙.公表日": write("表紙", "令和7年2月13日", "R8.1.5"),
    "表紙.評価書番号": write("表紙", "1", "2"),
    "特定個人情報ファイル[住基台帳].基本情報.主な記録項目": replace(
        FILE, "[ 　 ]個人番号対応符号", "[ ○ ]個人番号対応符号"
    ),
    "特定個人情報ファイル[住基台帳].入手・使用.入手元": replace(
        FILE, "（ 市町村 ）", "（ 市町村、都道府県 ）"
    ),
    "特定個人情報ファイル[住基台帳].基本情報.保有開始日": write(
        FILE, "平成27年8月1日", "2016-01-01"
    ),
    "特定個人情報ファイル[住基台帳].委託.委託の有無": write(FILE, "委託する", "委託しない"),
    "変更箇所": add_row("令和8年1月5日", "Ⅰ1.", "旧", "新", "事後", ""),
}
MARKS = "○〇◯✓レxX×☑vV"


def test_hand_edits_are_told_and_written_back(printed: Path, source: Path, tmp_path: Path) -> None:
    before = source.read_text(encoding="utf-8")

    def all_of_them(book: openpyxl.Workbook) -> None:
        for edit in EDITS.values():
            edit(book)

    form = edited(printed, tmp_path, all_of_them)
    told = {
        d.address if "変更箇所" not in d.address else "変更箇所"
        for d in compare(form, source).differences
    }
    assert told == set(EDITS)
    assert {change.address for change in update(form, source).edit.changes} == set(EDITS)
    assert compare(form, source).differences == []
    comments = [line for line in before.splitlines() if "#" in line]
    after = source.read_text(encoding="utf-8")
    assert sum(line in after for line in comments) >= len(comments) - len(EDITS)


@pytest.mark.parametrize("mark", MARKS)
def test_a_box_may_be_ticked_with_any_mark(mark: str) -> None:
    connections = next(
        item for _, item in load(NEYAGAWA).form.items() if item.label == "他のシステムとの接続"
    )
    text = f"{NETWORK.replace('　', mark)}\x1f[ 　 ]庁内連携システム"
    found = checks(connections, text)
    assert (found.value, found.doubt) == (["情報提供ネットワークシステム"], "")


@pytest.mark.parametrize(
    ("written", "value", "doubt"),
    [
        ("10万人以上３０万人未満", "10万人以上30万人未満", ""),
        ("10万以上30万人未満", "10万人以上30万人未満", Doubts.OPTION),
        ("30万人以上", None, Doubts.NO_OPTION),
        ("20万人以上30万人未満", None, Doubts.NO_OPTION),
    ],
)
def test_an_option_of_other_figures_is_none_of_them(
    written: str, value: str | None, doubt: str
) -> None:
    subjects = next(item for _, item in load(NEYAGAWA).form.items() if item.label == "対象人数")
    found = choice(subjects, f"[ {written} ]")
    assert (found.value, found.doubt) == (value, doubt)


def test_nothing_is_written_where_nothing_changed(printed: Path, source: Path) -> None:
    before = source.read_bytes()
    assert update(printed, source).edit.files == {}
    assert source.read_bytes() == before


def test_a_black_place_replaces_nothing(printed: Path, source: Path, tmp_path: Path) -> None:
    before = source.read_bytes()
    form = edited(printed, tmp_path, write(FORM, "自治体中間サーバ", "■■■■"))
    done = update(form, source)
    assert source.read_bytes() == before
    assert [left.text for left in done.comparison.imported.left] == ["■■■■"]


def test_a_text_of_a_variable_is_not_written_out_in_silence(
    printed: Path, source: Path, tmp_path: Path
) -> None:
    form = edited(printed, tmp_path, replace(FORM, "市民サービス部（戸籍・住基担当）", "市民課"))
    told = CliRunner().invoke(cli, ["import", str(form), "--into", str(source)])
    assert told.exit_code == 2 or told.exit_code == 1
    assert "--inline" in told.output
    assert "--fragment" in told.output
    told = CliRunner().invoke(cli, ["import", str(form), "--into", str(source), "--inline"])
    assert told.exit_code == 0


def test_the_commands_keep_their_promises(printed: Path, source: Path, tmp_path: Path) -> None:
    run = CliRunner()
    assert run.invoke(cli, ["compare", str(printed), str(source)]).exit_code == 0
    form = edited(printed, tmp_path, EDITS["システム[中間サーバ].名称"])
    told = run.invoke(cli, ["compare", str(form), str(source), "--format", "json"])
    assert told.exit_code == 1
    (difference,) = json.loads(told.output)["differences"]
    assert difference["address"] == "システム[中間サーバ].名称"
    assert (difference["form"], difference["source"]) == ("中間サーバー", "自治体中間サーバ")
    target = tmp_path / "新.yaml"
    assert run.invoke(cli, ["import", str(form), "-o", str(target)]).exit_code == 0
    schema, _, origin = target.read_text(encoding="utf-8").splitlines()[:3]
    assert schema.startswith("# yaml-language-server: $schema=")
    assert (tmp_path / schema.partition("=")[2]).exists()
    assert origin == "# 「手直し.xlsx」から取り込みました。"
    again = run.invoke(cli, ["import", str(form), "-o", str(target)])
    assert again.exit_code == 2
    assert run.invoke(cli, ["import", str(form)]).exit_code == 2


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["docx"])
    return path


def paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    """The paragraphs of a document's tables, each once."""
    for table in document.tables:
        for row in table.rows:
            for cell in {cell._tc: cell for cell in row.cells}.values():
                yield from cell.paragraphs


def say(old: str, new: str) -> Callable[[WordDocument], None]:
    """An edit that replaces a text in the first paragraph that has it."""

    def edit(document: WordDocument) -> None:
        whole = (p for p in paragraphs(document) if p.text == old)
        found = next(whole, None) or next(p for p in paragraphs(document) if old in p.text)
        text = found.text.replace(old, new)
        for run in found.runs[1:]:
            run.text = ""
        found.runs[0].text = text

    return edit


def insert(before: str, new: str) -> Callable[[WordDocument], None]:
    def edit(document: WordDocument) -> None:
        found = next(p for p in paragraphs(document) if p.text == before)
        found.insert_paragraph_before(new)

    return edit


def delete(text: str) -> Callable[[WordDocument], None]:
    def edit(document: WordDocument) -> None:
        found = next(p for p in paragraphs(document) if p.text == text)
        found._p.getparent().remove(found._p)

    return edit


def copy_last_row(of: str) -> Callable[[WordDocument], None]:
    """An edit that copies the last row of the last table that has a column of this name."""

    def edit(document: WordDocument) -> None:
        heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
        (*_, table) = (t for t, head in zip(document.tables, heads, strict=True) if of in head)
        table._tbl.append(deepcopy(table.rows[-1]._tr))
        table.rows[-1].cells[1].paragraphs[0].text = "新しい項目"

    return edit


def tick_last(document: WordDocument) -> None:
    """Tick the last box of this name with レ."""
    (*_, found) = (p for p in paragraphs(document) if "情報提供ネットワークシステム\t" in p.text)
    found.runs[0].text = found.text.replace("[ 　 ]情報提供", "[ レ ]情報提供")
    for run in found.runs[1:]:
        run.text = ""


WORD_EDITS: dict[str, Callable[[WordDocument], None]] = {
    "システム[中間サーバ].名称": say("自治体中間サーバ", "中間サーバー"),
    "システム[番号連携サーバ].機能": insert("②統合宛名番号の付番機能", "①の２ 新しい機能"),
    "システム[中間サーバ].機能": delete("②情報照会機能"),
    "事務.対象人数": say("10万人以上30万人未満", "1万人以上10万人未満"),
    "表紙.公表日": say("令和7年2月13日", "令和8年1月5日"),
    "変更箇所": copy_last_row("変更日"),
    "別紙[移転先一覧].行": copy_last_row("移転先"),
    "特定個人情報ファイル[送付先].提供・移転.提供先[機構].提供方法": tick_last,
}


@pytest.mark.parametrize("address", WORD_EDITS)
def test_an_edit_of_a_word_document_is_told_and_nothing_else(
    address: str, letter: Path, source: Path, tmp_path: Path
) -> None:
    document = Document(str(letter))
    WORD_EDITS[address](document)
    document.save(str(tmp_path / "手直し.docx"))
    told = [d.address for d in compare(tmp_path / "手直し.docx", source).differences]
    assert told
    assert {a if "変更箇所" not in a else "変更箇所" for a in told} == {address}


def test_an_edit_behind_the_end_of_a_page_is_one_of_the_whole_answer(
    letter: Path, source: Path, tmp_path: Path
) -> None:
    document = Document(str(letter))
    goes_on = next(p for p in paragraphs(document) if p.style and p.style.name == "続きの行")
    before = goes_on.text
    goes_on.runs[0].text = f"書き足し。{before}"
    document.save(str(tmp_path / "手直し.docx"))
    (told,) = compare(tmp_path / "手直し.docx", source).differences
    assert str(told.printed) == str(told.source).replace(before, f"書き足し。{before}")
    assert str(told.printed).index("書き足し。") > 0


def test_a_sheet_copied_for_a_new_file_is_a_file(printed: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.copy_worksheet(book[FILE])
        sheet.title = "Ⅱファイルの概要_新台帳"
        book.move_sheet(sheet, -(len(book.sheetnames) - 1 - book.sheetnames.index(FILE) - 3))
        (cell,) = (c for row in sheet.iter_rows() for c in row if c.value == OWN_NAME)
        cell.value = "（４）新台帳ファイル"

    before = [file.name for file in import_form(printed).assessment.files]
    files = import_form(edited(printed, tmp_path, edit)).assessment.files
    assert [file.name for file in files] == [*before, "新台帳ファイル"]
    assert [file.id for file in files][-1] == "新台帳"
    assert files[-1].basics == files[0].basics


def test_rows_copied_for_another_system_are_a_system(printed: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book[FORM]
        starts = {c.value: c.row for row in sheet.iter_rows() for c in row if c.value}
        first, end = starts["システム5"], starts["３．特定個人情報ファイル名"]
        after = next(r for text, r in starts.items() if first < r < end and "～" in str(text))
        count = after - first
        merged = [m for m in sheet.merged_cells.ranges if m.min_row >= after]
        inner = [m.coord for m in sheet.merged_cells.ranges if first <= m.min_row < after]
        for each in merged:
            each.shift(row_shift=count)
        sheet.insert_rows(after, count)
        for coordinate in inner:
            copy = CellRange(coordinate)
            copy.shift(row_shift=count)
            sheet.merge_cells(copy.coord)
        for row in range(first, after):
            for old in sheet[row]:
                new = sheet.cell(row + count, old.column)
                if not isinstance(new, MergedCell) and not isinstance(old, MergedCell):
                    new.value, new._style = old.value, deepcopy(old._style)
        sheet.cell(after, 1).value = "システム6"

    before = import_form(printed).assessment.systems
    after = import_form(edited(printed, tmp_path, edit)).assessment.systems
    assert [s.name for s in after] == [*(s.name for s in before), before[-1].name]
    assert after[-1].functions == before[-1].functions
    assert after[-1].connections == before[-1].connections


def test_the_form_of_another_document_changes_nothing(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "別" / "評価書.yaml"
    other.parent.mkdir()
    said = "様式: 重点項目評価書\n版: R6.10\n表紙: {評価書番号: 7}\n事務: {名称: 課税}\n"
    other.write_text(said, encoding="utf-8")
    (form,) = render(other, tmp_path, ["xlsx"])
    before = source.read_bytes()
    with pytest.raises(PiaError, match="別の評価書の様式") as told:
        update(form, source)
    assert "7、課税" in str(told.value)
    assert source.read_bytes() == before
    assert update(form, source, dry_run=True, is_same=True).later


def test_a_copy_of_a_sheet_left_in_the_workbook_changes_nothing(
    printed: Path, source: Path, tmp_path: Path
) -> None:
    form = edited(printed, tmp_path, lambda book: book.copy_worksheet(book[FORM]))
    before = source.read_bytes()
    with pytest.raises(PiaError, match="二度ある部"):
        update(form, source)
    assert source.read_bytes() == before


def test_nothing_is_written_into_what_is_frozen_or_no_document(
    printed: Path, source: Path, tmp_path: Path
) -> None:
    form = edited(printed, tmp_path, EDITS["システム[中間サーバ].名称"])
    frozen = freeze(source, source.with_name("確定.yaml"))
    for target, code in (
        (frozen, "確定版への書き込み"),
        (source.with_name("pia.yaml"), "評価書でないファイル"),
    ):
        before = target.read_bytes()
        with pytest.raises(PiaError, match=code):
            update(form, target)
        assert target.read_bytes() == before


def test_a_pdf_is_not_filled_and_the_command_line_says_what_is_amiss(
    source: Path, tmp_path: Path
) -> None:
    (form,) = render(source, tmp_path, ["pdf"])
    with pytest.raises(PiaError, match="書き込めない種類"):
        fill_file(source, form, tmp_path / "記入済み.pdf")
    run = CliRunner()
    told = run.invoke(cli, ["render", str(source), "--into", str(form), "-o", "様式.docx"])
    assert told.output.startswith("--into は、評価書一つと、様式と同じ種類の")
    assert run.invoke(cli, ["import", str(form)]).output.startswith("-o か、様式を一つ指定して")
