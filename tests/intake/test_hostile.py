"""Files made to hurt: a clear message, within bounds of time and memory, nothing touched."""

import sys
import time
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2")
from click.testing import CliRunner
from paper_of import NEYAGAWA
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reading_back import score

from pia import PiaError, import_form, load, render
from pia.cli import cli
from pia.intake.paper import drawn
from pia.intake.suggest import source_text

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def package(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(rows: str, **more: str | bytes) -> bytes:
    """A workbook of one sheet, `表紙`, with these rows."""
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表紙" sheetId="1" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
            f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}'
            "</sheetData></worksheet>",
            **{f"xl/{name}.xml": text for name, text in more.items()},
        }
    )


def document(body: str, head: str = "") -> bytes:
    text = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": text})


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>表紙</t></is></c></row>'


def pdf(content: bytes, width: float = 595, height: float = 842) -> bytes:
    """A PDF of one page that draws this."""
    packed = zlib.compress(content)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %f %f]/Contents 4 0 R>>" % (width, height),
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    ]
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + tail


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf(b"")))
    writer.encrypt(password, "所有者")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


XFS = "<xf/>" * 80_000

HOSTILE = {
    "nothing at all": (b"", "読み込めない種類"),
    "a text": ("表紙".encode(), "読み込めない種類"),
    "another zip": (package({"a.txt": "表紙"}), "読み込めない種類"),
    "xls": (OLE + bytes(504), "古い形式のファイル"),
    "a password": (
        OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "パスワード付きのファイル",
    ),
    "cut off": (workbook(CELL)[:-300], "壊れたファイル"),
    "no XML": (workbook("<row"), "壊れたファイル"),
    "entities in entities": (document(PARAGRAPH.format("&e11;"), BOMB), "壊れたファイル"),
    "entities from outside": (document(PARAGRAPH.format("&e;"), OUTSIDE), "壊れたファイル"),
    "a cell at the end of the world": (workbook(FAR), "大きすぎる様式"),
    "a cell nowhere": (workbook('<row r="1"><c r="1A"><v>1</v></c></row>'), "壊れたファイル"),
    "a zip bomb": (document(" " * 90_000_000), "大きすぎる様式"),
    "very many parts": (package({f"{n}.xml": "" for n in range(6000)}), "大きすぎる様式"),
    "very many styles": (
        workbook(
            CELL,
            styles=f'<styleSheet xmlns="{SHEET}"><cellXfs>{XFS}</cellXfs></styleSheet>',
        ),
        "大きすぎる様式",
    ),
    "no form": (document(PARAGRAPH.format("会議の記録")), "様式の分からない文書"),
    "a broken PDF": (b"%PDF-1.7\n1 0 obj\n<<", "壊れたファイル"),
    "a PDF of nothing": (b"%PDF-1.4\n%%EOF", "壊れたファイル"),
    "a PDF cut off": (pdf(b"0 0 m")[:200], "壊れたファイル"),
    "a PDF with a password": (locked("秘密"), "パスワード付きのファイル"),
    "a PDF that unpacks to very much": (pdf(b" " * 60_000_000), "大きすぎる様式"),
    "a PDF packed twice": (pdf(zlib.compress(b" " * 60_000_000)), "大きすぎる様式"),
    "a PDF of very many lines": (pdf(b"0 0 m 9 9 l S\n" * 70_000), "大きすぎる様式"),
    "a PDF without text": (pdf(b"0 0 m 99 99 l S"), "様式の分からない文書"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, code = HOSTILE[name]
    path = tmp_path / "様式.xlsx"
    path.write_bytes(data)
    start = time.monotonic()
    with pytest.raises(PiaError) as caught:
        import_form(path)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert time.monotonic() - start < 10
    assert path.read_bytes() == data


def test_pdf_without_its_reader_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "様式.pdf"
    path.write_bytes(b"%PDF-1.7")
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(PiaError, match=r"PDFの読み込みの準備.*pia\[pdf\]"):
        import_form(path)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = render(NEYAGAWA, tmp_path_factory.mktemp("out"), ["pdf"])
    return path


def test_a_program_in_a_pdf_is_not_run(printed: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=printed)
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.launchURL('x')")}
    named = {NameObject(key): value for key, value in action.items()}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(named)
    writer.write(tmp_path / "様式.pdf")
    assert score(load(NEYAGAWA), import_form(tmp_path / "様式.pdf")).otherwise == ()


def test_what_stands_under_a_black_box_is_never_read(printed: Path, tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    office = "市民サービス部（戸籍・住基担当）"
    writer = PdfWriter(clone_from=printed)
    held = PdfDocument(printed)
    hits = 0
    for n in range(len(held)):
        shown = drawn(held[n])
        text = "".join(char.text or "\0" for char in shown.chars)
        at = text.find(office)
        while at >= 0:
            first, last = shown.chars[at], shown.chars[at + len(office) - 1]
            low, wide = shown.height - first.bottom, last.right - first.left
            area = (first.left, low, wide, first.bottom - first.top)
            black = pdf(b"0 g %f %f %f %f re f" % area, shown.width, shown.height)
            writer.pages[n].merge_page(PdfReader(BytesIO(black)).pages[0])
            hits += 1
            at = text.find(office, at + 1)
    writer.write(tmp_path / "様式.pdf")
    imported = import_form(tmp_path / "様式.pdf")
    assert hits > 2
    assert office not in source_text(imported).partition("未分類:")[0]
    assert office not in source_text(imported)
    assert sum("■■" in left.text for left in imported.left) >= 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("様式.doc", OLE + bytes(504), "Excel か Word で開き、xlsx か docx の形で保存し直し"),
        ("様式.xls", OLE + bytes(504), "古い形式（.xls、.doc など）"),
        ("様式.docx", document(PARAGRAPH.format("表紙"))[:-60], "壊れているか、途中で切れて"),
        (
            "様式.xlsx",
            OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
            "パスワードを外して保存したファイル",
        ),
    ],
)
def test_a_refused_file_is_told_with_what_to_do(
    name: str, data: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    target = tmp_path / "評価書.yaml"
    told = CliRunner().invoke(cli, ["import", str(tmp_path / name), "-o", str(target)])
    assert told.exit_code == 2
    assert f"「{name}」" in told.output
    assert words in told.output
    assert not target.exists()


def test_links_to_other_files_are_told_and_not_followed(tmp_path: Path) -> None:
    (form,) = render(NEYAGAWA, tmp_path, ["xlsx"])
    with zipfile.ZipFile(form, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    command = ["import", str(form), "-o", str(tmp_path / "評価書.yaml")]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 0
    assert "リンク xl/externalLinks/externalLink1.xml" in told.output


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_file_of_the_strict_form_is_refused_with_what_to_do(kind: str, tmp_path: Path) -> None:
    (printed,) = render(NEYAGAWA, tmp_path, [kind])
    strict = tmp_path / f"厳密.{kind}"
    with zipfile.ZipFile(printed) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for space in (b"spreadsheetml", b"wordprocessingml"):
                usual = b"http://schemas.openxmlformats.org/%b/2006/main" % space
                data = data.replace(usual, b"http://purl.oclc.org/ooxml/%b/main" % space)
            new.writestr(name, data)
    with pytest.raises(PiaError, match="厳密な形式のファイル"):
        import_form(strict)
