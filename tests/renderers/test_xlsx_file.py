"""The workbook as a file: its sheets, its bytes, its seal and what is read out of it."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image
from workbooks import column, layout, read, row

import pia
from pia.authorship import is_as_written
from pia.layout.theme import standard
from pia.layout.tree import Edition, Figure, Node, Row
from pia.renderers.xlsx import render
from pia.source.images import pixels

EXAMPLE = Path(__file__).parents[2] / "examples/neyagawa/令和7年版.yaml"
CNVPR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
# Of form 3 with three files: the parts of each are told apart by its id.
SHEETS = """
表紙
項目一覧
Ⅰ基本情報
Ⅱファイルの概要_住基台帳
Ⅱファイルの概要_本人確認
Ⅱファイルの概要_送付先
（別添１）ファイル記録項目
Ⅲリスク対策（プロセス）_住基台帳
Ⅲリスク対策（プロセス）_本人確認
Ⅲリスク対策（プロセス）_送付先
開示請求、問合せ
評価実施手続
（別添２）変更箇所
別紙_提供先一覧
別紙_移転先一覧
選択肢
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The workbook of the example."""
    (written,) = pia.render(EXAMPLE, tmp_path_factory.mktemp("出力"), ["xlsx"])
    return read(written)


def entries(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture(folder: Path, name: str, size: tuple[int, int] = (40, 30)) -> Path:
    path = folder / name
    Image.new("RGB", size, "white").save(path)
    return path


def descriptions(*nodes: Node | Row) -> list[str | None]:
    """The alternative texts of the pictures on a sheet with these nodes."""
    drawing = entries(render(layout(*nodes)))["xl/drawings/drawing1.xml"]
    return [element.get("descr") for element in ElementTree.fromstring(drawing).iter(CNVPR)]


def test_the_sheets_stand_in_the_order_of_the_form(book: Workbook) -> None:
    assert book.sheetnames == SHEETS.split()


def test_only_the_sheet_of_options_is_hidden_and_the_cover_opens_first(book: Workbook) -> None:
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    assert hidden == ["選択肢"]
    assert book.active is book.worksheets[0]


def test_every_sheet_has_its_print_area_and_its_page_number(book: Workbook) -> None:
    for sheet in book.worksheets[:-1]:
        assert sheet.print_area.endswith(str(sheet.max_row))
        assert sheet.oddFooter.center.text == "&P / &N"


def test_every_formula_and_error_of_the_example_is_a_text(book: Workbook) -> None:
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value is not None
    }
    assert kinds == {"s"}


def test_the_properties_name_the_document_and_its_day(book: Workbook) -> None:
    properties = book.properties
    assert properties.title is not None
    assert properties.title.startswith("特定個人情報保護評価書（重点項目評価書）")
    assert properties.creator == "寝屋川市長"
    assert f"{properties.modified:%Y-%m-%d %H:%M:%S}" == "2025-02-13 00:00:00"


def test_the_same_layout_gives_the_same_bytes() -> None:
    nodes = row("①", "一"), row("②", "二")
    assert render(layout(*nodes)) == render(layout(*nodes))


def test_the_same_source_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    script = (
        "import sys, pia, hashlib;"
        "(p,) = pia.render(sys.argv[1], sys.argv[2], ['xlsx']);"
        "print(hashlib.sha256(p.read_bytes()).hexdigest())"
    )
    printed = set()
    for seed in ("0", "1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", script, EXAMPLE, tmp_path / seed],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"},
            check=True,
            capture_output=True,
            text=True,
        )
        printed.add(run.stdout.strip())
    assert len(printed) == 1
    assert hashlib.sha256((tmp_path / "0/令和7年版.xlsx").read_bytes()).hexdigest() in printed


def test_no_entry_of_the_archive_tells_the_time() -> None:
    with ZipFile(BytesIO(render(layout(row("①", "一"))))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_bears_a_seal_that_an_edit_breaks(tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(render(layout(row("①", "一"))))
    assert is_as_written(path.read_bytes())
    book = load_workbook(path)
    book.worksheets[0]["C1"].value = "手で直した"
    book.save(path)
    assert not is_as_written(path.read_bytes())


def test_a_seal_is_not_carried_over_to_other_contents(tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    ours, other = entries(render(layout(row("①", "一")))), entries(render(layout(row("①", "二"))))
    with ZipFile(path, "w") as archive:
        for name, content in {**other, "docProps/custom.xml": ours["docProps/custom.xml"]}.items():
            archive.writestr(name, content)
    assert not is_as_written(path.read_bytes())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_what_is_no_workbook_of_ours_bears_no_seal(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(content)
    assert not is_as_written(path.read_bytes())


def test_each_picture_has_its_alternative_text(tmp_path: Path) -> None:
    path = picture(tmp_path, "a.png")
    texts = ['A & "B" <C>', 'descr="Name of file"', "\"'", "1行目\n2行目"]
    figures = [Figure(None, "画像のない図"), *(Figure(pixels(path), text) for text in texts)]
    assert descriptions(*figures) == texts


def _extent(drawn: Worksheet, anchor: TwoCellAnchor) -> tuple[float, float]:
    """Width and height of a picture in EMU; columns and rows in pixels of 9525."""
    begin, end = anchor._from, anchor.to
    wide = [round(drawn.column_dimensions[c].width * 8) for c in _letters(drawn)]
    high = [drawn.row_dimensions[n + 1].height / 0.75 for n in range(end.row + 1)]
    return (
        sum(wide[begin.col : end.col]) * 9525 + end.colOff - begin.colOff,
        sum(high[begin.row : end.row]) * 9525 + end.rowOff - begin.rowOff,
    )


def _letters(drawn: Worksheet) -> list[str]:
    """The letter of each column; those that are alike share the first one's width."""
    found = []
    for letter, dimension in drawn.column_dimensions.items():
        found += [letter] * (dimension.max - dimension.min + 1)
    return found


def test_a_picture_is_made_to_fit_the_page(tmp_path: Path) -> None:
    drawn = read(
        render(layout(Figure(pixels(picture(tmp_path, "a.png", (4000, 1000))), "図")))
    ).worksheets
    (image,) = drawn[0]._images
    width, height = (n / 9525 for n in _extent(drawn[0], image.anchor))
    assert 600 < width <= 692
    assert width / height == pytest.approx(4, rel=0.01)
    rows = sum(drawn[0].row_dimensions[n].height for n in range(1, drawn[0].max_row + 1))
    assert rows >= height * 0.75


def test_a_place_is_left_where_there_is_no_picture_yet() -> None:
    drawn = read(render(layout(Figure(None, ""), row("備考", "一")))).worksheets[0]
    assert drawn.row_dimensions[1].height > 100
    assert column(drawn, "A") == ["備考"]


def test_a_workbook_wears_the_looks_of_its_office(tmp_path: Path) -> None:
    logo = pixels(picture(tmp_path, "logo.png", (320, 80)))
    looks = replace(
        standard(),
        ink="333333",
        line="999999",
        logo=logo,
        logo_text="市章",
        foot=("見本市 A&B", "総務課"),
    )
    data = render(replace(layout(row("①", "一")), theme=looks))
    drawn = read(data).worksheets[0]
    assert drawn.oddFooter.left.text == "見本市 A&&B\n総務課"
    value = next(cell for line in drawn.iter_rows() for cell in line if cell.value == "一")
    assert value.font.color.rgb.endswith("333333")
    assert value.border.top.color.rgb.endswith("999999")
    with ZipFile(BytesIO(data)) as archive:
        drawing = ElementTree.fromstring(archive.read("xl/drawings/drawing1.xml"))
    assert [found.get("descr") for found in drawing.iter(CNVPR)] == ["市章"]


@pytest.mark.parametrize("edition", list(Edition))
def test_a_workbook_tells_its_edition(edition: Edition) -> None:
    workbook = read(render(replace(layout(row("①", "一")), edition=edition)))
    told = {p.name: p.value for p in workbook.custom_doc_props.props}
    assert told["pia-edition"] == str(edition)
    assert bool(workbook.properties.description) == (edition is Edition.PUBLISHED)
