"""Nothing is cut: every text of the examples stands whole in the print of the workbook."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

import pia
from pia.document import Document
from pia.forms.printed import text_of
from pia.forms.walk import Answer, walk
from pia.layout.build import build
from pia.layout.tree import Table
from pia.model.base import Checked

Printer = Callable[[Path, str], Path]

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCES = ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"]
FOOT = 48  # points at the foot of a page, where the footer stands
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>'
)
PIXEL = 0.75 * 1.016  # points; LibreOffice makes columns a little wider than Excel does
UNPRINTED = (("画像",), ("代替テキスト",))  # they stand behind the picture
MARGINS = 72  # points, left and right together


@pytest.mark.parametrize("fonts", ["noto", "ipaex"])
@pytest.mark.parametrize("source", SOURCES)
def test_every_text_is_printed_whole(
    source: str, fonts: str, print_pdf: Printer, tmp_path: Path
) -> None:
    document = pia.load(EXAMPLES / source)
    (workbook,) = pia.render(document, tmp_path, ["xlsx"])
    pdf = print_pdf(workbook, fonts)
    headers = [_squeezed(str(c.label)) for c in _change_table(document).columns]
    stacks = [_without(_squeezed(text), headers) for text in _columns(pdf, workbook)]
    wanted = [_without(text, headers) for text in _texts(document) if text]
    assert len(wanted) > 500
    missing = [text for text in wanted if not any(text in stack for stack in stacks)]
    assert missing == []


def _texts(document: Document) -> Iterator[str]:
    for answer in walk(document.form, document.assessment):
        if answer.item.keys[-1:] in UNPRINTED:
            continue
        for text in _printed(answer):
            yield _squeezed(text)


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


@dataclass(frozen=True)
class Word:
    """A word of the print: its page with the height of it, and its box in points."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def _columns(pdf: Path, workbook: Path) -> list[str]:
    """Return the text of each column that tables and values stand in, over all pages."""
    words = list(_words(pdf))
    return [_read(words, left, right) for left, right in sorted(_spans(workbook))]


def _spans(workbook: Path) -> set[tuple[int, int]]:
    """Return where cells begin and end on the page, in points from its left edge."""
    spans: set[tuple[int, int]] = set()
    visible = [s for s in load_workbook(workbook).worksheets if s.sheet_state == "visible"]
    for sheet in visible:
        widths = [
            round(dimension.width * 7) * PIXEL
            for dimension in sheet.column_dimensions.values()
            for _ in range(dimension.min, dimension.max + 1)
        ]
        page = 842 if sheet.page_setup.orientation == "landscape" else 595
        scale = min(1.0, (page - MARGINS) / sum(widths))
        left = (page - sum(widths) * scale) / 2
        edges = [left + sum(widths[:n]) * scale for n in range(len(widths) + 1)]
        merged = {(r.min_col, r.max_col) for r in sheet.merged_cells.ranges}
        columns = merged | {(n, n) for n in range(1, len(widths) + 1)}
        spans |= {(round(edges[a - 1]), round(edges[b])) for a, b in columns}
    return spans


def _words(pdf: Path) -> Iterator[Word]:
    """Yield the words of the pages, footers left out."""
    run = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True)
    page, foot = 0, 0.0
    for line in run.stdout.decode().splitlines():
        if found := re.search(r'<page width="[\d.]+" height="([\d.]+)"', line):
            page, foot = page + 1, float(found[1]) - FOOT
        if found := WORD.search(line):
            left, top, right, bottom = map(float, found.groups()[:4])
            if bottom < foot:
                yield Word(page, left, top, right, bottom, unescape(found[5]))


def _read(words: list[Word], left: int, right: int) -> str:
    """Return the words between two edges, line by line."""
    inside = [w for w in words if w.left >= left - 1.5 and w.right <= right + 1.5]
    inside.sort(key=lambda w: (w.page, w.top + w.bottom))
    lines: list[list[Word]] = []
    for word in inside:
        last = lines[-1][-1] if lines else None
        same = (
            last and last.page == word.page and word.top + word.bottom - last.top - last.bottom < 6
        )
        if same:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "".join(w.text for line in lines for w in sorted(line, key=lambda w: w.left))


def _change_table(document: Document) -> Table:
    layout = build(document.form, document.assessment, document.path.parent)
    nodes = [node for sheet in layout.sheets if sheet.landscape for node in sheet.nodes]
    (table,) = [node for node in nodes if isinstance(node, Table)]
    return table


def _without(text: str, headers: list[str]) -> str:
    """Take out what a repeated header row puts between two halves of a text."""
    for header in headers:
        text = text.replace(header, "")
    return text


def _squeezed(text: str) -> str:
    return "".join(text.split())
