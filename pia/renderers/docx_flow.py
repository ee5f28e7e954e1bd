"""How a Word document flows over its pages: which answers go over the end of one, and on which
page each heading stands, for the contents.

Word alone knows its pages, and can say again neither what a row is called that goes over one nor
on which page a heading stands without asking first. Both are worked out from the widths, sizes,
line heights and breaks of the document, which are the same in every font. An answer that goes over
a page is divided there: what goes on is a row with a label of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import NamedTuple, assert_never

from docx.image.image import Image

from pia.layout import measure
from pia.layout.rows import is_kept, is_kept_row, is_short, is_undivided
from pia.layout.tree import (
    GOES_ON,
    Boxes,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Figure,
    Grid,
    Heading,
    Label,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
    Words,
)
from pia.renderers.docx_body import CELL_MARGINS, LABEL, LINE, MAX_HEIGHT, POINT, SIDE, Piece

SHORT_SIDE, LONG_SIDE, MARGIN, TOP = 11906, 16838, 850, 1000  # twips
LEADING = 1.3  # em of a line, as in styles.xml
NORMAL, SMALL, BOX, GAP = 9.5, 6.5, 9.0, 160  # points, as in styles.xml, and twips
ROW = 90  # twips: the margins of a cell above and below, and its border
INSIDE = CELL_MARGINS + 20  # twips: its margins at both sides, and its borders
HEADINGS = {0: (16.0, 480), 1: (14.0, 280), 2: (10.0, 100)}  # level: points, twips around it
OTHER_HEADING = (9.5, 100)
TABLES = Grid | Table | Records | Figure
BEGUN = 5  # lines of an answer at the least on each side of the end of a page
SPARE = 1  # lines of a page that an answer leaves free, so that a viewer's rounding tears none


def _line(size: float) -> int:
    return round(size * POINT * LEADING)


ABOVE = _line(NORMAL) + ROW  # twips of the title that stands again over an answer without a label


def width_of(is_wide: bool) -> int:
    """Return the width between the margins in twips."""
    return (LONG_SIDE if is_wide else SHORT_SIDE) - 2 * MARGIN


Place = tuple[int, int]  # a node of a sheet, and a line of it
Span = tuple[int, int]


class Prose(NamedTuple):
    """An answer that may be divided. em: the width beside its label. floor: twips of its label.
    above: twips of what stands above it where it goes on."""

    place: Place
    text: str
    em: float
    floor: int
    above: int = 0

    def height(self, lines: int) -> int:
        return max(lines * _line(NORMAL), self.floor) + ROW

    @property
    def least(self) -> int:
        """The height of what has to stand before the end of a page: few lines stay together."""
        lines = measure.lines(self.text, self.em)
        return self.height(lines if lines < 2 * BEGUN else BEGUN + SPARE)


class Strip(NamedTuple):
    """What stands on a page. height: twips. kept: with the next one. repeated: twips of a header
    that comes again on each page. prose: what may be divided."""

    height: int
    whole: bool = True
    kept: bool = False
    anchor: str = ""
    repeated: int = 0
    prose: Prose | None = None

    @property
    def least(self) -> int:
        if self.prose is not None:
            return self.prose.least
        return self.height if self.whole else _line(NORMAL) + ROW


def divided(sheets: Sequence[Sheet], used: int = 0) -> tuple[Sheet, ...]:
    """Return sheets whose answers that go over a page are divided there. used: twips of the first
    page above all of them."""
    return tuple(_divided(s, _flow(s, 1, 0 if n else used).spans) for n, s in enumerate(sheets))


def pages_of(sheets: Sequence[Sheet], used: int = 0) -> dict[str, int]:
    """Return the page of each heading by its anchor, from 1 on. used: as above."""
    found: dict[str, int] = {}
    page = 0
    for n, sheet in enumerate(sheets):
        paper = _flow(sheet, page + 1, 0 if n else used)
        found |= paper.anchors
        page = paper.page
    return found


def _flow(sheet: Sheet, page: int, used: int) -> "_Paper":
    paper = _Paper((SHORT_SIDE if sheet.landscape else LONG_SIDE) - 2 * TOP, page, used)
    for strips in _chains(_strips(sheet)):
        paper.put(strips)
    return paper


def _divided(sheet: Sheet, spans: Mapping[Place, Sequence[Span]]) -> Sheet:
    title, nodes = "", []
    for n, node in enumerate(sheet.nodes):
        if isinstance(node, Heading):
            title = str(node.label)
        if isinstance(node, Grid):
            lines = (
                _pieces(line, spans.get((n, m), ()), title) for m, line in enumerate(node.lines)
            )
            node = Grid(tuple(chain.from_iterable(lines)))
        nodes.append(node)
    return replace(sheet, nodes=tuple(nodes))


def _pieces(line: Line, spans: Sequence[Span], title: str) -> Iterator[Line]:
    """Yield a line, or the rows that it is divided into. title: of the heading before it."""
    if not spans:
        yield line
        return
    (words,) = line.row.contents
    assert isinstance(words, Words)
    if len(spans) == 1:
        yield replace(line, whole=True)
        return
    for n, (start, end) in enumerate(spans):
        is_last = n == len(spans) - 1
        text = words.text[start:end]
        row = replace(line.row, contents=(replace(words, text=text),), lines=1)
        yield Piece(
            row=_going_on(row) if n else row,
            span=0 if n else line.span,
            last=line.last if is_last else True,
            whole=n > 0,
            kept=line.kept and is_last,
            seam=measure.seam_of(words.text, start) if n else "",
            title=f"{title}{GOES_ON}" if n and row.label is None else "",
        )


def _going_on(row: Row) -> Row:
    if row.label is None:
        return row
    em = _label_room(row) / (NORMAL * POINT)
    return replace(row, label=Label(measure.going_on(str(row.label), em)))


@dataclass
class _Paper:
    """Pages of one height that are filled from above. anchors: the page of each heading. spans:
    how answers are divided, one that begins a page for want of room too."""

    room: int
    page: int
    used: int = 0
    anchors: dict[str, int] = field(default_factory=dict)
    spans: dict[Place, list[Span]] = field(default_factory=dict)

    def put(self, strips: Sequence[Strip]) -> None:
        """Place what stays together, as far as one page can hold it."""
        last = strips[-1]
        needed = sum(strip.height for strip in strips[:-1]) + last.least
        if self.used and self.used + needed > self.room and last.least <= self.room:
            self._turn(last.repeated)
            if last.prose is not None:
                self.spans[last.prose.place] = [(0, len(last.prose.text))]
        for strip in strips:
            if strip.anchor:
                self.anchors[strip.anchor] = self.page
            if strip.prose is not None and self.used + strip.height > self.room:
                self._divide(strip.prose)
            else:
                self._fill(strip)

    def _fill(self, strip: Strip) -> None:
        self.used += strip.height
        while self.used > self.room:
            over = self.used - self.room
            self._turn(strip.repeated)
            self.used += over

    def _divide(self, prose: Prose) -> None:
        """Give each page as much of an answer as it holds, and at the least a few lines."""
        pitch = _line(NORMAL)
        here = (self.room - self.used - ROW) // pitch - SPARE
        page = (self.room - prose.above - ROW) // pitch - SPARE
        here = min(here, measure.lines(prose.text, prose.em) - BEGUN)
        spans = list(measure.pieces(prose.text, prose.em, chain([here], repeat(page))))
        self.spans[prose.place] = spans
        for n, (start, end) in enumerate(spans):
            if n:
                self._turn(prose.above)
            self.used += prose.height(measure.lines(prose.text[start:end], prose.em))

    def _turn(self, repeated: int) -> None:
        self.page += 1
        self.used = repeated


def _chains(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    held: list[Strip] = []
    for strip in strips:
        held.append(strip)
        if not strip.kept:
            yield held
            held = []
    if held:
        yield held


def _strips(sheet: Sheet) -> Iterator[Strip]:
    """Yield what a sheet holds; all of its tail but the end is kept with the next."""
    width = width_of(sheet.landscape)
    nodes = sheet.nodes
    before = None
    for n, node in enumerate(nodes):
        is_kept = len(nodes) - sheet.tail <= n < len(nodes) - 1
        if isinstance(before, TABLES) and isinstance(node, TABLES):
            yield Strip(GAP, kept=is_kept)
        for strip in _of(node, n, width):
            yield strip._replace(kept=True) if is_kept else strip
        before = node


def _of(node: Node, number: int, width: int) -> Iterator[Strip]:
    match node:
        case Heading():
            size, around = HEADINGS.get(node.level, OTHER_HEADING)
            text = "".join([str(node.label), *map(str, node.boxes)])
            yield Strip(_height(text, width, size) + around, kept=True, anchor=node.anchor)
        case Grid(lines=lines):
            strips = [_line_strip(line, (number, n), width) for n, line in enumerate(lines)]
            yield from _with_sides(lines, strips)
        case Table():
            yield from _table(node, width)
        case Contents(entries=entries):
            for entry in entries:
                space = 100 if entry.depth == 1 else 40
                yield Strip(_height(entry.text, width, NORMAL) + space)
        case Records():
            yield from _records(node, width)
        case Figure():
            yield Strip(height_of(node, width - CELL_MARGINS) + ROW)
        case Note(text=text):
            yield Strip(_height(text, width, NORMAL) + 240)
        case _:
            assert_never(node)


def _table(node: Table, width: int) -> Iterator[Strip]:
    whole = sum(column.width for column in node.columns)
    widths = [width * column.width / whole - INSIDE for column in node.columns]
    head = _tallest([str(column.label) for column in node.columns], widths)
    yield Strip(head, kept=True)
    for n, texts in enumerate(node.rows):
        height = max(_tallest(texts, widths), LINE * node.lines)
        yield Strip(height, is_short(texts), is_kept_row(node.rows, n), repeated=head)


def _tallest(texts: Sequence[str], widths: Sequence[float]) -> int:
    heights = (_height(text, room, NORMAL) for text, room in zip(texts, widths, strict=True))
    return max(heights, default=0) + ROW


def _records(node: Records, width: int) -> Iterator[Strip]:
    room = width / node.columns - INSIDE
    heights = [_height(text, room, NORMAL) for text in node]
    if node.columns == 1:
        yield Strip(max(sum(heights), LINE * node.lines) + ROW, whole=False)
        return
    for n in range(0, len(heights), node.columns):
        tall = max(heights[n : n + node.columns]) + ROW
        yield Strip(tall, kept=node.is_kept(n // node.columns))


def height_of(figure: Figure, width: int) -> int:
    """Return how high a picture is drawn, in twips, in a width in twips."""
    if figure.picture is None:
        return LINE * 10
    image = Image.from_blob(figure.picture)
    wide, high = image.width.twips, image.height.twips
    return int(high * min(1.0, width / wide, MAX_HEIGHT / high))


def _line_strip(line: Line, place: Place, width: int) -> Strip:
    row = line.row
    label = 0 if row.label is None else _height(str(row.label), _label_room(row), NORMAL)
    room = (width if row.label is None else width - SIDE - LABEL) - INSIDE
    tall = max(max(label, _contents(row, room)) + ROW, LINE * row.lines if row.lines > 1 else 0)
    prose = None
    if isinstance(line, Piece):
        tall += ABOVE if line.title else 0
    elif not is_undivided(line) and len(row.contents) == 1 and isinstance(row.contents[0], Words):
        em = room / (NORMAL * POINT)
        above = ABOVE if row.label is None else 0
        prose = Prose(place, row.contents[0].text, em, label, above)
    return Strip(tall, is_undivided(line), kept=is_kept(line), prose=prose)


def _with_sides(lines: Sequence[Line], strips: Sequence[Strip]) -> Iterator[Strip]:
    """Yield the rows; the last one of a group is as high as the label at its left asks."""
    tall = 0
    for line, strip in zip(lines, strips, strict=True):
        tall = strip.height + (0 if line.span else tall)
        lack = _line(NORMAL) * len(line.row.group) + ROW - tall if line.last else 0
        yield strip._replace(height=strip.height + max(0, lack))
        tall += max(0, lack)


def _label_room(row: Row) -> int:
    return LABEL + (SIDE if row.side is None else 0) - INSIDE


def _contents(row: Row, room: int) -> int:
    """Return the height of what stands beside a label; options stand beside what is chosen."""
    options = (1 + len(part.lines) for part in row.contents if isinstance(part, Choice))
    held = sum(_content(part, room) for part in row.contents)
    return max(held, _line(SMALL) * max(options, default=0))


def _content(part: Content, room: int) -> int:
    match part:
        case Choice():
            return _line(NORMAL)
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
