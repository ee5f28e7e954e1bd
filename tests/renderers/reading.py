"""The text of a file in each format as a reader gets it, and the answers that should be in it."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise, zip_longest
from pathlib import Path
from zipfile import ZipFile

import docx as word
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from needs import require
from openpyxl import load_workbook

from pia.document import Document
from pia.forms.walk import Answer, text_of, walk
from pia.layout.tree import GOES_ON, Layout, Table
from pia.model.base import Checked, Kind
from pia.renderers import rendered


def squeezed(text: str) -> str:
    return "".join(text.split())


def read(layout: Layout, name: str) -> str:
    """Render a layout and return its text without white space."""
    data = rendered(layout, name)
    return squeezed(pdf(data, layout) if name == "pdf" else READERS[name](data))


def xlsx(data: bytes) -> str:
    """Column by column, for a long text goes on in the row below; without what says so."""
    out: list[str] = []
    for sheet in load_workbook(BytesIO(data), read_only=True).worksheets:
        columns = zip_longest(*sheet.iter_rows(values_only=True))
        values = (str(value) for column in columns for value in column if value is not None)
        out += [value for value in values if not value.endswith(GOES_ON)]
    with ZipFile(BytesIO(data)) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        described = [d for n in drawings for d in DESCRIBED.findall(archive.read(n).decode())]
    return "".join([*out, *map(unescape, described)])


DESCRIBED = re.compile(r'descr="([^"]*)"')


def docx(data: bytes) -> str:
    """Without what says that a text goes on: it stands between the two parts of the text. Column by
    column too, for a text of a table goes on in the row below."""
    body = word.Document(BytesIO(data)).element.body
    named = "".join(e.get("descr", "") for e in body.iter(qn("wp:docPr")))
    again = [e for e in body.iter(qn("w:p"), qn("w:tc")) if _said(e).endswith(GOES_ON)]
    for element in again:
        element.clear()
    tables = (
        [row.findall(qn("w:tc")) for row in t.iter(qn("w:tr"))] for t in body.iter(qn("w:tbl"))
    )
    columns = (column for rows in tables for column in zip_longest(*rows))
    down = "".join(_said(cell) for column in columns for cell in column if cell is not None)
    return _said(body) + down + named


def _said(element: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def html(data: bytes) -> str:
    reader = _Html()
    reader.feed(data.decode())
    return "".join(reader.texts)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for key, value in attrs if key == "alt"]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def pdf(data: bytes, layout: Layout) -> str:
    """Column by column, for a cell goes on over the page; alternative texts behind."""
    headers = {squeezed(str(c.label)) for table in tables(layout) for c in table.columns}
    words = [w for w in _words(data) if w.middle > TOP_LINE or squeezed(w.text) not in headers]
    columns = [_column(words, *edges) for edges in _edges(layout)]
    return "".join(columns) + "".join(
        bytes.fromhex(found.decode()).decode("utf-16-be") for found in ALT.findall(data)
    )


ALT = re.compile(rb"/Alt<FEFF([0-9A-F]+)>")


def tables(layout: Layout) -> Iterator[Table]:
    for sheet in layout.sheets:
        yield from (node for node in sheet.nodes if isinstance(node, Table))


@dataclass(frozen=True)
class Word:
    """A word of the pages; its box in points."""

    page: int
    left: float
    middle: float
    right: float
    text: str


WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>')
MARGIN, TOP_LINE, EDGE, LABELS = 50, 70, 42.5, 113.4  # points


def _words(data: bytes) -> Iterator[Word]:
    """Yield the words between header and footer."""
    command = [require("pdftotext"), "-bbox", "-", "-"]
    run = subprocess.run(command, input=data, capture_output=True, check=True)
    page, height = 0, 0.0
    # poppler writes characters beyond the first plane as two surrogates.
    text = run.stdout.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
    for line in text.decode("utf-16").splitlines():
        if found := re.search(r'<page width=".+" height="(.+)"', line):
            page, height = page + 1, float(found[1])
        if found := WORD.search(line):
            left, top, right, bottom = map(float, found.groups()[:4])
            if top > MARGIN - 5 and bottom < height - MARGIN:
                yield Word(page, left, (top + bottom) / 2, right, unescape(found[5]))


def _edges(layout: Layout) -> set[tuple[float, float]]:
    """Return where values and the cells of tables begin and end on the page."""
    middle = 595.3 / 2  # of records side by side
    found = {(EDGE, 595.3 - EDGE), (EDGE + LABELS, 595.3 - EDGE)}
    found |= {(EDGE, middle), (middle, 595.3 - EDGE)}
    for sheet in layout.sheets:
        width = (841.9 if sheet.landscape else 595.3) - 2 * EDGE
        for node in sheet.nodes:
            if isinstance(node, Table):
                shares = [column.width for column in node.columns]
                at = [EDGE + width * sum(shares[:n]) / sum(shares) for n in range(len(shares) + 1)]
                found |= {(round(a), round(b)) for a, b in pairwise(at)}
    return found


def _column(words: list[Word], left: float, right: float) -> str:
    """Return the words between two edges, line by line."""
    inside = [w for w in words if w.left >= left - 1.5 and w.right <= right + 1.5]
    lines: list[list[Word]] = []
    for each in sorted(inside, key=lambda w: (w.page, w.middle)):
        last = lines[-1][-1] if lines else None
        if last and last.page == each.page and each.middle - last.middle < 3:
            lines[-1].append(each)
        else:
            lines.append([each])
    return "".join(w.text for line in lines for w in sorted(line, key=lambda w: w.left))


READERS: dict[str, Callable[[bytes], str]] = {"xlsx": xlsx, "docx": docx, "html": html}
FORMATS = (*READERS, "pdf")


def answers(document: Document) -> Iterator[str]:
    """Yield every text that the document answers with, without white space."""
    for answer in walk(document.form, document.assessment):
        if answer.item.kind is not Kind.IMAGE:
            yield from filter(None, map(squeezed, _texts(answer)))


def _texts(answer: Answer) -> Iterator[str]:
    match answer.value:
        case tuple() as values:
            for value in values:
                match value:
                    case Checked(option=option, text=text):
                        yield f"[○]{answer.item.text_of(option)}"
                        yield text or ""
                    case dict():
                        yield from value.values()
                    case _:
                        yield str(value)
        case value:
            yield text_of(answer.item, value)


def absent(wanted: Iterator[str] | list[str], text: str) -> list[str]:
    return [each for each in wanted if each not in text]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
