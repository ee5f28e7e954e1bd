"""What newer kinds of Excel keep beside the cells of a given workbook follows rows that are put in,
or stays byte for byte."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from layouts import torn
from openpyxl.comments import Comment
from paper_of import NEYAGAWA, example
from test_fill import blank

from pia import compare
from pia.intake.filled import fill_file

SHEET = "Ⅰ基本情報"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
EXTENSIONS = f"""<extLst>
<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}" xmlns:xm="{XM}">
<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression" priority="1"
 id="{{00000000-0000-0000-0000-000000000001}}"><xm:f>表紙!$A$1=$K$ROW</xm:f></x14:cfRule>
<xm:sqref>KROW</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>
<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}" xmlns:xm="{XM}">
<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>$K$ROW</xm:f>
</x14:formula1><xm:sqref>KROW</xm:sqref></x14:dataValidation></x14:dataValidations></ext>
</extLst>"""
THREAD = """<ThreadedComments
 xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="KROW" id="{1}" personId="{2}"><text>確認</text></threadedComment>
</ThreadedComments>"""
CONTROL = """<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
 objectType="CheckBox" checked="Checked" fmlaLink="$K$ROW"/>"""
RELATED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
CONTROLLED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/ctrlProp"
PEOPLE = "xl/persons/person.xml"


def extended(folder: Path) -> tuple[Path, int]:
    """Return a form with a row of its own below the systems, and all that refers to it; and the
    row, counted from 1."""
    _, kind, data = example(NEYAGAWA)
    (plain,) = torn.draw(kind, blank(data, most=1), folder / "白紙.xlsx")
    book = openpyxl.load_workbook(plain)
    row = int(book[SHEET].max_row) + 3
    book[SHEET].cell(row, 11).value = "集計"
    book[SHEET].cell(row, 11).comment = Comment("確認", "市")
    book.save(plain)
    number = book.sheetnames.index(SHEET) + 1
    part, relations = (
        f"xl/worksheets/sheet{number}.xml",
        f"xl/worksheets/_rels/sheet{number}.xml.rels",
    )
    more = "".join(
        f'<Relationship Id="x{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            [
                (RELATED, "/xl/threadedComments/threadedComment1.xml"),
                (CONTROLLED, "/xl/ctrlProps/ctrlProp1.xml"),
            ]
        )
    )
    given = folder / "様式.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(given, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                text = text.replace(b"</worksheet>", f"{EXTENSIONS}</worksheet>".encode())
                text = text.replace(b"KROW", b"K%d" % row).replace(b"$ROW", b"$%d" % row)
            elif name == relations:
                text = text.replace(b"</Relationships>", f"{more}</Relationships>".encode())
            new.writestr(name, text)
        new.writestr("xl/threadedComments/threadedComment1.xml", THREAD.replace("KROW", f"K{row}"))
        new.writestr("xl/ctrlProps/ctrlProp1.xml", CONTROL.replace("ROW", str(row)))
        new.writestr(PEOPLE, "<personList/>")
    return given, row


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, Path]:
    given, row = extended(tmp_path_factory.mktemp("拡張"))
    return given, row, fill_file(NEYAGAWA, given, given.with_name("記入済み.xlsx"))[0]


def test_extensions_follow_rows_that_are_put_in(filled: tuple[Path, int, Path]) -> None:
    _, row, written = filled
    assert compare(written, NEYAGAWA).differences == []
    book = openpyxl.load_workbook(written)
    (cell,) = [c for line in book[SHEET].iter_rows() for c in line if c.value == "集計"]
    assert cell.row > row
    with zipfile.ZipFile(written) as archive:
        names = archive.namelist()
        sheet = archive.read(f"xl/worksheets/sheet{book.sheetnames.index(SHEET) + 1}.xml").decode()
        thread = archive.read("xl/threadedComments/threadedComment1.xml").decode()
        control = archive.read("xl/ctrlProps/ctrlProp1.xml").decode()
        notes = b"".join(archive.read(name) for name in names if "comment" in name.lower())
        boxes = [archive.read(name).decode() for name in names if name.endswith(".vml")]
    assert re.findall(r"<xm:f>([^<]*)", sheet) == [f"表紙!$A$1=$K${cell.row}", f"$K${cell.row}"]
    assert re.findall(r"<xm:sqref>([^<]*)", sheet) == [f"K{cell.row}"] * 2
    assert f'ref="K{cell.row}"' in thread
    assert f'fmlaLink="$K${cell.row}"' in control
    assert b'ref="K%d"' % cell.row in notes
    assert any(f":Row>{cell.row - 1}</" in box for box in boxes)


def test_what_no_row_concerns_stays_byte_for_byte(filled: tuple[Path, int, Path]) -> None:
    given, _, written = filled
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written) as new:
        same = {name for name in old.namelist() if old.read(name) == new.read(name)}
    assert PEOPLE in same
    assert "xl/theme/theme1.xml" in same
