"""Nothing is cut: every text of the examples stands whole in the print of the workbook.

Two steps show it. Each composed text is the run of cells of one column of the workbook; and each
cell of the workbook stands whole in the print, as many times as in the workbook.
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from _printed import figures
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import pia
from pia.document import Document
from pia.forms.walk import Answer, text_of, walk
from pia.layout.tree import GOES_ON
from pia.model.base import Checked

PrinterOfMany = Callable[[Sequence[Path], str], list[Path]]

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCES = ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml", "hiroshima/kiso"]
FONTS = ["noto", "noto, carlito", "noto, dejavu", "ipaex", "ipaex, carlito"]
APART = {"ipaex, carlito", "noto, dejavu"}  # ② comes from another font and stands out of order
CIRCLED = re.compile("[①-⑳]")
UNPRINTED = (("画像",), ("代替テキスト",))  # they stand behind the picture


@dataclass(frozen=True)
class Made:
    """A source, its workbook and what stands in the columns and cells of the visible sheets."""

    document: Document
    workbook: Path
    columns: tuple[str, ...]
    cells: tuple[str, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The workbooks of all sources."""
    folder = tmp_path_factory.mktemp("workbooks")
    return {name: _made(pia.load(_source(name, folder)), folder) for name in SOURCES}


def _made(document: Document, folder: Path) -> Made:
    (workbook,) = pia.render(document, folder, ["xlsx"])
    sheets = [s for s in load_workbook(workbook).worksheets if s.sheet_state == "visible"]
    columns = tuple(column for sheet in sheets for column in _columns(sheet))
    cells = sorted((text for sheet in sheets for text in _cells(sheet)), key=len, reverse=True)
    return Made(document, workbook, columns, tuple(cells))


@pytest.fixture(scope="module")
def prints(made: dict[str, Made], print_all: PrinterOfMany) -> Callable[[str], dict[str, Path]]:
    """Return a function that prints all workbooks with the named fonts."""

    @cache
    def run(fonts: str) -> dict[str, Path]:
        files = print_all([each.workbook for each in made.values()], fonts)
        return dict(zip(made, files, strict=True))

    return run


@pytest.mark.parametrize("source", SOURCES)
def test_every_text_is_the_run_of_cells_of_a_column(source: str, made: dict[str, Made]) -> None:
    wanted = [text for text in _texts(made[source].document) if text]
    assert len(wanted) > 25
    assert [t for t in wanted if not any(t in column for column in made[source].columns)] == []


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fonts", FONTS)
def test_no_text_is_drawn_over_the_edge_of_its_cell(
    source: str, fonts: str, prints: Callable[[str], dict[str, Path]]
) -> None:
    """What is cut off in print still stands in the text of the file."""
    assert figures(prints(fonts)[source]).cut == 0


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("fonts", FONTS)
def test_every_cell_is_printed_whole(
    source: str, fonts: str, made: dict[str, Made], prints: Callable[[str], dict[str, Path]]
) -> None:
    cells, printed = list(made[source].cells), _print(prints(fonts)[source])
    assert len(cells) > 100
    if fonts in APART:
        cells, printed = [CIRCLED.sub("", cell) for cell in cells], CIRCLED.sub("", printed)
    assert _missing(cells, printed) == []


def _source(name: str, folder: Path) -> Path:
    """Return an example, or the form 2 derived from the newest of its folder."""
    path = EXAMPLES / name
    if path.name != "kiso":
        return path
    derived = folder / "kiso.yaml"
    derived.write_text(pia.derive(path.parent / "令和6年版.yaml", "kiso"), encoding="utf-8")
    return derived


def _texts(document: Document) -> Iterator[str]:
    for answer in walk(document.form, document.assessment):
        if answer.item.keys[-1:] not in UNPRINTED:
            yield from map(_squeezed, _printed(answer))


def _printed(answer: Answer) -> Iterator[str]:
    match answer.value:
        case None:
            return
        case tuple() as values:
            for value in values:
                match value:
                    case Checked(option=option, text=text):
                        yield answer.item.text_of(option)
                        yield text or ""
                    case dict():
                        yield from value.values()
                    case _:
                        yield str(value)
        case value:
            yield text_of(answer.item, value)


def _columns(sheet: Worksheet) -> Iterator[str]:
    """Yield the text of each column without what says that a text goes on; what stands in
    brackets behind a box is within it."""
    for column in sheet.iter_cols(values_only=True):
        texts = (_squeezed(str(value)) for value in column if value is not None)
        yield "".join(text for text in texts if not text.endswith(GOES_ON))


def _cells(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows(values_only=True):
        yield from (_squeezed(str(value)) for value in row if value is not None)


def _print(pdf: Path) -> str:
    """Return the text of the print, each cell in one piece."""
    run = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return _squeezed(run.stdout.decode())


def _missing(cells: list[str], printed: str) -> list[str]:
    """Return the cells that are not left in the print once the others are struck out, the
    longest first."""
    missing = []
    for cell in cells:
        if cell in printed:
            printed = printed.replace(cell, "\0", 1)
        else:
            missing.append(cell)
    return missing


def _squeezed(text: str) -> str:
    return "".join(text.split())
