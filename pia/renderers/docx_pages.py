"""The pages of a Word document: their size, headers and footers, and which heading will stand on
which of them, for the contents.

Word alone knows its pages, and asks before it counts them. These are worked out from the widths,
sizes, line heights and breaks of the document. Of the examples LibreOffice with IPAexGothic sets
at least 95 % of the headings on that page, the others one page beside. With a font whose lines are
higher, such as Noto Sans CJK JP, it is up to five pages more; F9 in Word puts that right.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.image.image import Image
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer, _Header
from docx.shared import Twips
from lxml import etree

from pia.layout import measure
from pia.layout.rows import is_kept, is_short, is_undivided
from pia.layout.tree import (
    Boxes,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Figure,
    Grid,
    Heading,
    Layout,
    Line,
    Node,
    Note,
    Records,
    Sheet,
    Table,
    Words,
)
from pia.renderers import docx_xml as w
from pia.renderers.docx_body import CELL_MARGINS, LABEL, LINE, MAX_HEIGHT, POINT, SIDE

SHORT_SIDE, LONG_SIDE, MARGIN, TOP = 11906, 16838, 850, 1000  # twips
LEADING = 1.3  # em of a line, at least, as in styles.xml
NORMAL, SMALL, BOX, GAP = 9.5, 6.5, 9.0, 160  # points, as in styles.xml, and twips
# Of the paragraph that ends a section, so that it needs no page of its own.
NO_HEIGHT = '<w:spacing w:line="20" w:lineRule="exact"/>'
ROW = 90  # twips: the margins of a cell above and below, and its border
HEADINGS = {0: (16.0, 480), 1: (14.0, 280), 2: (10.0, 100)}  # level: points, twips around it
OTHER_HEADING = (9.5, 100)
TABLES = Grid | Table | Records | Figure


def width_of(is_wide: bool) -> int:
    """Return the width between the margins in twips."""
    return (LONG_SIDE if is_wide else SHORT_SIDE) - 2 * MARGIN


class Sections:
    """An upright and a wide section, made once and copied to where pages of that kind end."""

    def __init__(self, document: Word, layout: Layout) -> None:
        self.layout = layout
        document.add_section()
        upright, wide = document.sections
        for section, is_wide in ((upright, False), (wide, True)):
            _set_up(section, is_wide)
            self._header_and_footer(section, width_of(is_wide))
        self.properties_of = {False: deepcopy(upright._sectPr), True: deepcopy(wide._sectPr)}

    def properties(self, is_wide: bool, *, ends_document: bool) -> str:
        """Return what ends a section: a paragraph that holds its properties, or they alone."""
        held: str = etree.tostring(self.properties_of[is_wide], encoding="unicode")
        if ends_document:  # Word wants a paragraph behind the last table.
            return w.paragraph(style="Gap", properties=NO_HEIGHT) + held
        return w.paragraph(style="Gap", properties=NO_HEIGHT + held)

    def _header_and_footer(self, section: Section, width: int) -> None:
        layout = self.layout
        header = w.run(f"{layout.name}\t{layout.title}")
        number = w.run("\t") + w.field("PAGE", "1") + w.run(" / ") + w.field("NUMPAGES", "1")
        first = w.run(layout.theme.foot[0]) if layout.theme.foot else ""
        feet = [first + number + w.run(f"\t{layout.foot}")]
        feet += [w.run(line) for line in layout.theme.foot[1:]]
        _replace(section.header, w.paragraph(header, "Header", w.tabs(right=width)))
        stops = w.tabs(centre=width // 2, right=width)
        _replace(section.footer, "".join(w.paragraph(foot, "Footer", stops) for foot in feet))


def _set_up(section: Section, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    long, short = Twips(LONG_SIDE), Twips(SHORT_SIDE)
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = section.right_margin = Twips(MARGIN)
    section.top_margin = section.bottom_margin = Twips(TOP)
    section.header_distance = section.footer_distance = Twips(480)


def _replace(part: _Header | _Footer, content: str) -> None:
    """Fill a header or footer."""
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:hdr {nsdecls('w')}>{content}</w:hdr>")))


class Strip(NamedTuple):
    """What stands on a page. height: twips. kept: with the next one. repeated: twips of a header
    that comes again on each page."""

    height: int
    whole: bool = True
    kept: bool = False
    anchor: str = ""
    repeated: int = 0


def pages_of(sheets: Sequence[Sheet]) -> dict[str, int]:
    """Return the page of each heading by its anchor, from 1 on."""
    found: dict[str, int] = {}
    page = 0
    for sheet in sheets:
        long = SHORT_SIDE if sheet.landscape else LONG_SIDE
        paper = _Paper(long - 2 * TOP, page + 1)
        for chain in _chains(_blocks(sheet)):
            paper.put(chain, found)
        page = paper.page
    return found


@dataclass
class _Paper:
    """Pages of one height that are filled from above."""

    room: int
    page: int
    used: int = 0

    def put(self, chain: Sequence[Strip], found: dict[str, int]) -> None:
        """Place blocks that stay together, as far as one page can hold them."""
        last = chain[-1]
        least = last.height if last.whole else _line(NORMAL) + ROW
        needed = sum(block.height for block in chain[:-1]) + least
        if self.used and self.used + needed > self.room and least <= self.room:
            self._turn(last.repeated)
        for block in chain:
            if block.anchor:
                found[block.anchor] = self.page
            self.used += block.height
            while self.used > self.room:
                over = self.used - self.room
                self._turn(block.repeated)
                self.used += over

    def _turn(self, repeated: int) -> None:
        self.page += 1
        self.used = repeated


def _chains(blocks: Iterable[Strip]) -> Iterator[list[Strip]]:
    chain: list[Strip] = []
    for block in blocks:
        chain.append(block)
        if not block.kept:
            yield chain
            chain = []
    if chain:
        yield chain


def _blocks(sheet: Sheet) -> Iterator[Strip]:
    """Yield what a sheet holds; all of its tail but the end is kept with the next."""
    width = width_of(sheet.landscape)
    nodes = sheet.nodes
    before = None
    for n, node in enumerate(nodes):
        is_kept = len(nodes) - sheet.tail <= n < len(nodes) - 1
        if isinstance(before, TABLES) and isinstance(node, TABLES):
            yield Strip(GAP, kept=is_kept)
        for block in _of(node, width):
            yield block._replace(kept=True) if is_kept else block
        before = node


def _of(node: Node, width: int) -> Iterator[Strip]:
    match node:
        case Heading():
            size, around = HEADINGS.get(node.level, OTHER_HEADING)
            text = "".join([str(node.label), *map(str, node.boxes)])
            yield Strip(_height(text, width, size) + around, kept=True, anchor=node.anchor)
        case Grid(lines=lines):
            for line in lines:
                tall = max(_row(line, width), LINE * line.row.lines) + ROW
                yield Strip(tall, is_undivided(line), kept=is_kept(line))
        case Table():
            yield from _table(node, width)
        case Contents(entries=entries):
            for entry in entries:
                space = 100 if entry.depth == 1 else 40
                yield Strip(_height(entry.text, width, NORMAL) + space)
        case Records():
            yield from _records(node, width)
        case Figure():
            yield Strip(_picture(node, width - CELL_MARGINS) + ROW)
        case Note(text=text):
            yield Strip(_height(text, width, NORMAL) + 240)
        case _:
            assert_never(node)


def _table(node: Table, width: int) -> Iterator[Strip]:
    whole = sum(column.width for column in node.columns)
    widths = [width * column.width / whole - CELL_MARGINS for column in node.columns]
    head = _tallest([str(column.label) for column in node.columns], widths)
    yield Strip(head, kept=True)
    for texts in node.rows:
        height = max(_tallest(texts, widths), LINE * node.lines)
        yield Strip(height, is_short(texts), repeated=head)


def _tallest(texts: Sequence[str], widths: Sequence[float]) -> int:
    heights = (_height(text, room, NORMAL) for text, room in zip(texts, widths, strict=True))
    return max(heights, default=0) + ROW


def _records(node: Records, width: int) -> Iterator[Strip]:
    room = width / node.columns - CELL_MARGINS
    heights = [_height(text, room, NORMAL) for text in node]
    if node.columns == 1:
        yield Strip(max(sum(heights), LINE * node.lines) + ROW, whole=False)
        return
    for n in range(0, len(heights), node.columns):
        yield Strip(max(heights[n : n + node.columns]) + ROW)


def _picture(figure: Figure, width: int) -> int:
    if figure.picture is None:
        return LINE * 10
    image = Image.from_blob(figure.picture)
    wide, high = image.width.twips, image.height.twips
    return int(high * min(1.0, width / wide, MAX_HEIGHT / high))


def _row(line: Line, width: int) -> int:
    """Return the height of what stands in a row of a grid, its label among it."""
    row = line.row
    if row.label is None:
        return sum(_content(part, width) for part in row.contents)
    room = LABEL + (SIDE if row.side is None else 0) - CELL_MARGINS
    label = _height(str(row.label), room, NORMAL)
    value = width - SIDE - LABEL
    return max(label, sum(_content(part, value) for part in row.contents))


def _content(part: Content, width: int) -> int:
    room = width - CELL_MARGINS
    match part:
        case Choice(lines=lines):
            return _line(SMALL) * (1 + len(lines))
        case Boxes(groups=groups):
            labels = sum(bool(group.label) for group in groups)
            lines_ = [" ".join(map(str, line)) for group in groups for line in group.lines]
            return _line(BOX) * labels + sum(_height(line, room, BOX) for line in lines_)
        case Words() | Counted() | Bracketed():
            text = part.text if isinstance(part, Words) else str(part)
            return _height(text, room, NORMAL)
        case _:
            assert_never(part)


def _height(text: str, width: float, size: float) -> int:
    """Return the height of a text in twips. width: twips. size: points."""
    return measure.lines(str(text), width / (size * POINT)) * _line(size)


def _line(size: float) -> int:
    return round(size * POINT * LEADING)
