"""Tables of a Word document in other tables, and cells that are merged downwards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from layouts import letter
from paper_of import NEYAGAWA, example
from reading_back import score
from test_fill import blank

from pia import compare, import_form
from pia.intake.filled import fill_file
from pia.intake.texts import Doubts

NOT_DRAWN = ("別紙", "事務の内容図.画像")


def tables_of(document: WordDocument) -> Iterator[Any]:
    body = document.element.body
    yield from [child for child in body if child.tag == qn("w:tbl")]


def all_in_one(document: WordDocument) -> None:
    """Put all that a document says into one cell."""
    body = document.element.body
    held = [child for child in body if child.tag != qn("w:sectPr")]
    cell = document.add_table(1, 1).rows[0].cells[0]._tc
    for child in held:
        cell.insert(len(cell) - 1, child)


def each_in_one(document: WordDocument) -> None:
    """Put each table into a cell of its own, two deep."""
    for table in tables_of(document):
        for _ in range(2):
            outer = document.add_table(1, 1)
            table.addprevious(outer._tbl)
            cell = outer.rows[0].cells[0]._tc
            cell.insert(len(cell) - 1, table)
            table = outer._tbl


@pytest.mark.parametrize("nest", [all_in_one, each_in_one])
def test_tables_that_only_lay_out_a_page_are_looked_into(nest: Any, tmp_path: Path) -> None:
    source, form, data = example(NEYAGAWA)
    for name, said in (("記入済み", data), ("様式", blank(data, most=1))):
        (drawn,) = letter.draw(form, said, tmp_path / f"{name}.docx")
        document = docx.Document(str(drawn))
        nest(document)
        document.save(str(drawn))
    imported = import_form(tmp_path / "記入済み.docx")
    found = score(source, imported, NOT_DRAWN)
    assert found.items > 300
    assert found.wrong == ()
    assert imported.left == []
    written, _ = fill_file(NEYAGAWA, tmp_path / "様式.docx", tmp_path / "提出.docx")
    assert compare(written, NEYAGAWA).differences == []


def beside(document: WordDocument, label: str) -> Any:
    cells = (c for t in document.tables for row in t.rows for c in row.cells)
    found = next(cell for cell in cells if cell.text == label)
    return found._tc.getnext()


def test_a_table_of_columns_in_the_cell_of_an_item_is_not_sure(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = letter.draw(form, data, tmp_path / "様式.docx")
    document = docx.Document(str(drawn))
    inner = document.add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "区分", "内容"
    beside(document, "②事務の内容").append(inner._tbl)
    document.save(str(drawn))
    doubts = {f.item.address: f.doubt for f in import_form(drawn).result.found}
    assert doubts["事務.内容"] == Doubts.NESTED


def test_a_cell_that_is_merged_over_two_items_is_of_neither_for_sure(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = letter.draw(form, data, tmp_path / "様式.docx")
    document = docx.Document(str(drawn))
    (table,) = [t for t in document.tables if t.rows[0].cells[0].text == "①部署"]
    assert table.rows[1].cells[0].text == "②所属長の役職名"
    merged = table.rows[0].cells[-1].merge(table.rows[1].cells[-1])
    merged.text = "市民課、市民課長"
    document.save(str(drawn))
    doubts = {f.item.address: f.doubt for f in import_form(drawn).result.found}
    assert doubts["担当部署.部署"] == doubts["担当部署.所属長の役職名"] == Doubts.MERGED


@pytest.mark.parametrize("is_prompt", [True, False])
def test_the_prompt_of_a_field_that_nobody_filled_in_is_no_answer(
    is_prompt: bool, tmp_path: Path
) -> None:
    _, form, data = example(NEYAGAWA)
    (drawn,) = letter.draw(form, data, tmp_path / "様式.docx")
    document = docx.Document(str(drawn))
    prompt = "<w:showingPlcHdr/>" if is_prompt else ""
    field = f"""<w:sdt {nsdecls("w")}><w:sdtPr>{prompt}</w:sdtPr><w:sdtContent><w:r>
        <w:t>ここをクリックして入力</w:t></w:r></w:sdtContent></w:sdt>"""
    cell = beside(document, "①事務の名称")
    for paragraph in cell.findall(qn("w:p")):
        cell.remove(paragraph)
    cell.append(OxmlElement("w:p"))
    cell[-1].append(parse_xml(field))
    document.save(str(drawn))
    name = None if is_prompt else "ここをクリックして入力"
    assert import_form(drawn).assessment.office.name == name
    written, _ = fill_file(NEYAGAWA, drawn, tmp_path / "提出.docx")
    assert compare(written, NEYAGAWA).differences == []
