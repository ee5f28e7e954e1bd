"""The office's own words on a form that is filled: they stay, or are told with their cell."""

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from layouts import city, torn
from lxml import etree
from paper_of import NEYAGAWA, example
from test_fill import blank

from pia import compare, import_form, load, render
from pia.api.outputs import render_blank
from pia.intake.filled import fill_file

FORM = load(NEYAGAWA).form.id


def texts_of(file: Path) -> set[str]:
    """Return all texts of a workbook or a Word document."""
    if file.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(file)
        return {str(c.value) for s in sheets for row in s.iter_rows() for c in row if c.value}
    document = docx.Document(str(file))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return {line for text in cells for line in text.split("\n")} | {
        paragraph.text for paragraph in document.paragraphs
    }


def told_of(given: Path, folder: Path) -> tuple[Path, list[str]]:
    """Return a form filled, and what was told but for what may be cut."""
    written, told = fill_file(NEYAGAWA, given, folder / f"記入済み{given.suffix}")
    assert compare(written, NEYAGAWA).differences == []
    added = "様式に表がないため"
    return written, [x for x in told if "切れる" not in x and not x.startswith(added)]


def noted(given: Path, notes: dict[str, dict[str, str]]) -> None:
    """Write notes into cells. notes: sheet → cell → text."""
    book = openpyxl.load_workbook(given)
    for sheet, cells in notes.items():
        for cell, text in cells.items():
            assert book[sheet][cell].value is None
            book[sheet][cell] = text
    book.save(given)


def beside(given: Path, sheet: str, label: str) -> str:
    """Return the cell right of a label."""
    page = openpyxl.load_workbook(given)[sheet]
    (found,) = [c for row in page.iter_rows() for c in row if c.value == label]
    areas = {str(a).split(":")[0]: a for a in page.merged_cells.ranges}
    last = areas[found.coordinate].max_col if found.coordinate in areas else found.column
    return str(page.cell(found.row, last + 1).coordinate)


def test_a_note_in_the_frame_of_an_item_is_told_with_its_cell(tmp_path: Path) -> None:
    (given,) = render_blank(FORM, None, tmp_path, ["xlsx"])
    cell = beside(given, "Ⅰ基本情報", "①事務の名称")
    noted(given, {"Ⅰ基本情報": {cell: "（正式な名称を記入）"}})
    _, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した Ⅰ基本情報!{cell} （正式な名称を記入）"]


def test_a_note_that_the_new_text_happens_to_hold_is_told(tmp_path: Path) -> None:
    (given,) = render_blank(FORM, None, tmp_path, ["xlsx"])
    cell = beside(given, "Ⅰ基本情報", "①事務の名称")
    assert "事務" in str(load(NEYAGAWA).assessment.office.name)
    noted(given, {"Ⅰ基本情報": {cell: "事務"}})
    _, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した Ⅰ基本情報!{cell} 事務"]


def test_an_answer_does_not_take_the_place_of_a_note_beside_its_own(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = torn.draw(form, blank(data), tmp_path / "様式.xlsx")
    book = openpyxl.load_workbook(given)
    sheet = book["Ⅰ基本情報"]
    (row,) = [c.row for (c,) in sheet.iter_rows(max_col=1) if c.value == "①事務の名称"]
    assert sheet.cell(row, 3).value is None
    sheet.cell(row, 4).value = "略称は不可"
    book.save(given)
    written, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した Ⅰ基本情報!D{row} 略称は不可"]
    name = str(load(NEYAGAWA).assessment.office.name)
    assert openpyxl.load_workbook(written)["Ⅰ基本情報"].cell(row, 3).value == name


def test_former_answers_give_way_in_silence_and_a_note_among_them_is_told(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    former = data | {"事務": data["事務"] | {"名称": "住民基本台帳事務", "内容": "以前の内容"}}
    (given,) = torn.draw(form, former, tmp_path / "様式.xlsx")
    book = openpyxl.load_workbook(given)
    sheet = book["Ⅰ基本情報"]
    (row,) = [c.row for (c,) in sheet.iter_rows(max_col=1) if c.value == "①事務の名称"]
    sheet.cell(row, 4).value = "総務課で確認済み"
    book.save(given)
    _, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した Ⅰ基本情報!D{row} 総務課で確認済み"]


def test_a_hint_in_the_bracket_of_a_box_is_told(tmp_path: Path) -> None:
    (given,) = render_blank(FORM, None, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(given)
    sheet = book["Ⅰ基本情報"]
    cells = [c for row in sheet.iter_rows() for c in row if "その他" in str(c.value)]
    cell = next(c for c in cells if "（" in str(c.value))
    before, mark, behind = str(cell.value).rpartition("（")
    cell.value = f"{before}{mark}具体的に書く{behind.strip('　 ')}"
    book.save(given)
    _, told = told_of(given, tmp_path)
    assert [x for x in told if x.startswith(f"様式の文を消した Ⅰ基本情報!{cell.coordinate}")]


@pytest.mark.parametrize("is_former", [False, True], ids=["blank", "former"])
def test_a_note_below_a_list_that_grows_stays(is_former: bool, tmp_path: Path) -> None:
    (given,) = (
        render(NEYAGAWA, tmp_path, ["xlsx"])
        if is_former
        else render_blank(FORM, None, tmp_path, ["xlsx"])
    )
    book = openpyxl.load_workbook(given)
    lists = [s for s in book if "記録項目" in s.title]
    for sheet in lists:
        sheet.cell(sheet.max_row + 3, 2).value = "総務課記入欄"
    book.save(given)
    written, told = told_of(given, tmp_path)
    after = openpyxl.load_workbook(written)
    assert told == []
    for sheet in (s for s in after if "記録項目" in s.title):
        held = [c.value for row in sheet.iter_rows(min_row=sheet.max_row) for c in row if c.value]
        assert held == ["総務課記入欄"]


def test_the_cell_of_a_note_is_that_of_the_given_form_and_told_once(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = city.draw(form, blank(data, most=1), tmp_path / "様式.xlsx")
    book = openpyxl.load_workbook(given)
    first = next(s for s in book if s.title.startswith("II "))
    labels = [c for row in first.iter_rows() for c in row if c.value == "⑦時期・頻度"]
    spot = first.cell(labels[-1].row, 12).coordinate  # below rows that are put in, on a sheet
    assert first[spot].value is None  # that is copied
    first[spot].value = "頻度も書く"
    book.save(given)
    _, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した {first.title}!{spot} 頻度も書く"]


def cell_beside(table: Table, label: str) -> tuple[int, int]:
    """Return row and column of the cell that is right of a label."""
    for n, row in enumerate(table.rows):
        for k, cell in enumerate(row.cells):
            if cell.text == label:
                after = next(m for m, c in enumerate(row.cells) if m > k and c._tc is not cell._tc)
                return n, after
    raise AssertionError(label)


@pytest.mark.parametrize("is_former", [False, True], ids=["blank", "former"])
def test_paragraphs_of_a_word_form_stay(is_former: bool, tmp_path: Path) -> None:
    (given,) = (
        render(NEYAGAWA, tmp_path, ["docx"])
        if is_former
        else render_blank(FORM, None, tmp_path, ["docx"])
    )
    document = docx.Document(str(given))
    notes = set()
    for n, table in enumerate(list(document.tables), start=1):
        fresh = document.add_paragraph(f"（注{n}）総務課の注意書き")
        table._tbl.addnext(fresh._p)
        notes.add(fresh.text)
    document.save(str(given))
    written, told = told_of(given, tmp_path)
    gone = notes - texts_of(written)
    assert {x.rpartition(" ")[2] for x in told if "総務課の注意書き" in x} == gone
    assert len(gone) <= len(notes) / 10, gone  # between the entries of lists


def test_a_note_in_a_cell_of_a_word_form_is_told(tmp_path: Path) -> None:
    (given,) = render_blank(FORM, None, tmp_path, ["docx"])
    document = docx.Document(str(given))
    label = "①事務の名称"
    held = [[cell.text for row in t.rows for cell in row.cells] for t in document.tables]
    number = next(n for n, texts in enumerate(held, start=1) if label in texts)
    row, column = cell_beside(document.tables[number - 1], label)
    document.tables[number - 1].cell(row, column).text = "（略さずに）"
    document.save(str(given))
    _, told = told_of(given, tmp_path)
    assert told == [f"様式の文を消した 表{number} {row + 1}行目 （略さずに）"]


NOTED = """
<w:p {space}>
  <w:commentRangeStart w:id="7"/>
  <w:del w:id="1" w:author="市"><w:r><w:delText>旧称</w:delText></w:r></w:del>
  <w:ins w:id="2" w:author="市"><w:r><w:t>新称</w:t></w:r></w:ins>
  <w:r><w:rPr><w:vanish/></w:rPr><w:t>内部用</w:t></w:r>
  <w:commentRangeEnd w:id="7"/>
  <w:r><w:commentReference w:id="7"/></w:r>
  <w:r><w:t>注</w:t><w:footnoteReference w:id="3"/></w:r>
  <w:r><w:pict><v:rect id="印" xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>
</w:p>"""


def noted_word(folder: Path, label: str, text: str) -> tuple[Path, int, int]:
    """Return a blank Word form with notes in the cell beside a label, the number of its table and
    the row. text: said in a paragraph before them."""
    (given,) = render_blank(FORM, None, folder, ["docx"])
    document = docx.Document(str(given))
    held = [[cell.text for row in t.rows for cell in row.cells] for t in document.tables]
    number = next(n for n, texts in enumerate(held, start=1) if label in texts)
    row, column = cell_beside(document.tables[number - 1], label)
    cell = document.tables[number - 1].cell(row, column)
    cell.text = text
    cell._tc.append(parse_xml(NOTED.format(space=nsdecls("w")).replace("\n", "")))
    document.save(str(given))
    return given, number, row + 1


def test_what_is_drawn_and_noted_in_a_cell_of_word_stays_and_the_rest_is_told(
    tmp_path: Path,
) -> None:
    given, table, row = noted_word(tmp_path, "①事務の名称", "（略さずに）")
    written, told = told_of(given, tmp_path)
    place = f"様式の文を消した 表{table} {row}行目"
    assert told == [
        f"{place} （略さずに）\n新称注",
        f"{place} 変更履歴: 削除「旧称」、挿入「新称」",
        f"{place} 隠し文字: 内部用",
    ]
    (cell,) = [
        c
        for c in docx.Document(str(written)).element.body.iter(qn("w:tc"))
        if any(True for _ in c.iter(qn("w:commentReference")))
    ]
    (paragraph,) = cell.findall(qn("w:p"))
    kinds = [child.tag for run in paragraph.iter(qn("w:r")) for child in run]
    marks = ("w:t", "w:commentReference", "w:footnoteReference", "w:pict")
    assert [kind for kind in kinds if kind in map(qn, marks)] == list(map(qn, marks))
    ends = [paragraph.find(qn(f"w:commentRange{end}")) for end in ("Start", "End")]
    first = next(paragraph.iter(qn("w:r")))
    assert [paragraph.index(x) for x in (ends[0], first, ends[1])] == [0, 1, 2]


def test_a_cell_of_word_that_says_already_what_it_should_is_not_touched(tmp_path: Path) -> None:
    given, _, _ = noted_word(tmp_path, "①事務の名称", "")
    source = tmp_path / "評価書.yaml"
    source.write_text(
        NEYAGAWA.read_text(encoding="utf-8").replace(
            str(load(NEYAGAWA).assessment.office.name), "新称注"
        ),
        encoding="utf-8",
    )
    document = docx.Document(str(given))
    for cell in document.element.body.iter(qn("w:tc")):
        if any(True for _ in cell.iter(qn("w:ins"))):
            cell.remove(cell.findall(qn("w:p"))[0])
            for hidden in [r for r in cell.iter(qn("w:r")) if r.find(qn("w:rPr")) is not None]:
                hidden.getparent().remove(hidden)
            kept = etree.tostring(cell)
    document.save(str(given))
    written, _ = fill_file(source, given, tmp_path / "記入済み.docx")
    cells = docx.Document(str(written)).element.body.iter(qn("w:tc"))
    assert kept in [etree.tostring(cell) for cell in cells]


def test_notes_beside_an_attached_table_stay_and_are_none_of_its_texts(tmp_path: Path) -> None:
    (given,) = render(NEYAGAWA, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(given)
    (name, *_) = (sheet.title for sheet in book if sheet.title.startswith("別紙"))
    column = book[name].max_column + 3
    cells = [book[name].cell(row, column).coordinate for row in (1, 2, 4)]
    noted(given, {name: {cell: f"総務課の注{cell}" for cell in cells}})
    imported = import_form(given)
    assert [(x.place, x.text) for x in imported.left] == [
        (f"{name}!{cell}", f"総務課の注{cell}") for cell in cells
    ]
    assert imported.assessment.attachments == load(NEYAGAWA).assessment.attachments
    written, told = told_of(given, tmp_path)
    sheet = openpyxl.load_workbook(written)[name]
    assert [sheet[cell].value for cell in cells] == [f"総務課の注{cell}" for cell in cells]
    assert told == []
