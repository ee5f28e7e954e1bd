"""What stands above and below the pages: page numbers and what the form says anyway are known,
all else belongs to no item and is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pia.forms.definition import Form
from pia.intake.grid import Aside, Extra, PrintedForm
from pia.intake.labels import Labels, key
from pia.intake.lines import TextLine
from pia.intake.pages import PaperPage, unruled

MARGIN = 0.12  # of the height of a page, where running heads and page numbers stand
OFTEN = 0.2  # of the pages have a text that runs along
MANY = 0.7  # of the pages: so many texts at most are there of a head that runs along
LEVEL = 3.0  # points by which lines at one height may differ
NUMBER = r"(?:第|p(?:age)?[.．]?|no\.)?\s*\d+\s*(?:ページ|頁|枚|目)*"
PAGE_NUMBER = re.compile(
    rf"[\s\-－–―‐(（]*(?:{NUMBER}\s*(?:[/／]|of|中|のうち)?\s*(?:全?{NUMBER})?|全{NUMBER}中{NUMBER})"
    r"[\s\-－–―‐)）]*",
    re.IGNORECASE,
)
PIECES = re.compile(r"[\t\n]|[ 　]{2,}")
# What Excel writes into a head or foot: parts, numbers that it counts, what it knows, looks.
PARTS = re.compile(r"&[LCR]")
COUNTED = re.compile(r"&[PN](?:[+-]\d+)?")
KNOWN = re.compile(r'&(?:[DTFAZG]|"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3} ?|[BIUESXYOH])')


def coded(text: str) -> Iterator[str]:
    """Yield what the parts of a head or foot of Excel say, every number that it counts a 1."""
    for part in PARTS.split(text.replace("&&", "\0")):
        yield KNOWN.sub("", COUNTED.sub("1", part)).replace("\0", "&")


def asides(texts: Iterable[str], place: str) -> Iterator[Aside]:
    """Yield what heads or feet say beside page numbers, each text once."""
    said = ("　".join(_pieces(text)) for text in texts)
    for text in dict.fromkeys(filter(None, said)):
        yield Aside(Extra.MARGIN, place, text)


def _pieces(text: str) -> Iterator[str]:
    for piece in PIECES.split(text):
        if key(piece) and not PAGE_NUMBER.fullmatch(piece):
            yield piece.strip()


def without_known(grid: PrintedForm, form: Form, labels: Labels) -> PrintedForm:
    """Return a form without the heads and feet that only say again what a text on its pages begins
    with or what the form is called; with all of them where no lines tell them from the others."""
    kinds = {remark.extra for remark in grid.remarks}
    if Extra.MARGIN not in kinds or Extra.UNRULED in kinds:
        return grid
    known = {key(text) for text in (form.name, form.title, form.foot)}
    known |= {name for label in labels.all for name in label.names}
    known |= {key(line) for _, cell in grid.cells() for line in (cell.text, *cell.text.split("\n"))}
    kept = (_without(remark, known) for remark in grid.remarks)
    return replace(grid, remarks=tuple(remark for remark in kept if remark))


def _without(remark: Aside, known: set[str]) -> Aside | None:
    if remark.extra is not Extra.MARGIN:
        return remark
    if _is_known(remark.text, known):
        return None
    pieces = _pieces(remark.text.replace("　", "\n"))
    text = "　".join(piece for piece in pieces if not _is_known(piece, known))
    return replace(remark, text=text) if text else None


def _is_known(text: str, known: set[str]) -> bool:
    name = key(text)
    return name in known or (len(name) > 2 and any(each.startswith(name) for each in known))


def running(sheets: Sequence[PaperPage]) -> list[Aside]:
    """Take the running heads and feet out of pages; return what they say."""
    known, numbers, along = _often(sheets), _numbers(sheets), _along(sheets)
    bare = {sheet.number for sheet in unruled(sheets)}
    said: dict[str, list[str]] = {}
    for sheet in sheets:
        own = [
            line
            for line in sheet.loose
            if is_marginal(line, sheet)
            and (
                _bare(line) in known
                or (sheet.number, line.text) in numbers
                or line in along.get(sheet.number, ())
            )
        ]
        own = list(_outermost(sheet, own)) if sheet.number in bare else own
        sheet.loose = [line for line in sheet.loose if line not in own]
        for aside in asides((line.text for line in own), ""):
            said.setdefault(aside.text, []).append(sheet.name)
    return [Aside(Extra.MARGIN, _place(pages), text) for text, pages in said.items()]


def _outermost(sheet: PaperPage, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield those of lines that stand, row by row, above or below all others of their page: where
    no lines are drawn, a table may begin or end a page with a text that many pages have."""
    ordered = sorted(sheet.loose, key=lambda line: line.top)
    rest = [line.top for line in ordered if line not in lines]
    for line in lines:
        if not rest or line.top < rest[0] - LEVEL or line.top > rest[-1] + LEVEL:
            yield line


def _place(pages: Sequence[str]) -> str:
    return f"{pages[0]}の余白" if len(pages) == 1 else f"{pages[0]}～{pages[-1]}の余白"


def _often(sheets: Sequence[PaperPage]) -> set[str]:
    """Return the texts that stand in the margins of many pages, their numbers aside."""
    pages = ({_bare(x) for x in _texts(s)} for s in sheets)
    seen = Counter(text for page in pages for text in page)
    return {text for text, n in seen.items() if n > 2 and n >= OFTEN * len(sheets)}


def _numbers(sheets: Sequence[PaperPage]) -> set[tuple[int, str]]:
    """Return the page numbers, each with its page: what counts along with the pages, or begins to
    count."""
    held = [
        (sheet.number, line.text, piece, int(re.findall(r"\d+", piece)[0]))
        for sheet in sheets
        for line in sheet.loose
        if is_marginal(line, sheet)
        for piece in PIECES.split(line.text)
        if PAGE_NUMBER.fullmatch(piece)
    ]
    steps = Counter(page - number for page, _, _, number in held)
    return {
        (page, text)
        for page, text, piece, number in held
        if text == piece and (number == 1 or steps[page - number] > 1)
    }


def _along(sheets: Sequence[PaperPage]) -> dict[int, list[TextLine]]:
    """Return the lines above or below all cells that stand at one height on most pages and say the
    same on many, by page: the name of a sheet runs along as long as it is printed."""
    held = {sheet.number: list(_outside(sheet)) for sheet in sheets if sheet.cells}
    found: dict[int, list[TextLine]] = {}
    for level in {level for lines in held.values() for level, _ in lines}:
        near = {
            n: own
            for n, lines in held.items()
            if (own := [x for at, x in lines if abs(at - level) <= 1 and at * level > 0])
        }
        said = {"".join(map(_bare, lines)) for lines in near.values()}
        if len(near) > max(2, len(sheets) / 2) and len(said) <= MANY * len(near):
            for n, lines in near.items():
                found.setdefault(n, []).extend(lines)
    return found


def _outside(sheet: PaperPage) -> Iterator[tuple[int, TextLine]]:
    """Yield the lines in the margins above and below all cells, with how far they stand from the
    edge of the page: counted from 1, below less than 0."""
    highest = min(cell.box[1] for cell in sheet.cells)
    lowest = max(cell.box[3] for cell in sheet.cells)
    for line in _texts(sheet):
        if line.bottom < highest + LEVEL:
            yield 1 + round(line.top / LEVEL), line
        elif line.top > lowest - LEVEL:
            yield -1 - round((sheet.height - line.bottom) / LEVEL), line


def _texts(sheet: PaperPage) -> Iterator[TextLine]:
    """Yield the lines in the margins of a page that are more than a number."""
    for line in sheet.loose:
        if is_marginal(line, sheet) and not PAGE_NUMBER.fullmatch(line.text):
            yield line


def is_marginal(line: TextLine, sheet: PaperPage) -> bool:
    return not MARGIN * sheet.height < line.top < (1 - MARGIN) * sheet.height


def _bare(line: TextLine) -> str:
    return re.sub(r"\d+", "0", "".join(line.text.split()))
