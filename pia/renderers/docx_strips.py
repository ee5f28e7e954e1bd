"""How high everything stands on the pages of a Word document, and what of it may be divided: worked
out from the widths, sizes and line heights of the document, which are the same in every font.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, assert_never

from docx.image.image import Image

from pia.layout import measure
from pia.layout.exhibits import naming
from pia.layout.rows import is_kept, is_kept_node, is_short, is_undivided, list_name
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
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
    Words,
)
from pia.renderers.docx_body import (
    CELL_MARGINS,
    LABEL,
    LINE,
    MAX_HEIGHT,
    POINT,
    SIDE,
    Piece,
    is_kept_part,
    whole_rows,
)

SHORT_SIDE, LONG_SIDE, MARGIN, TOP = 11906, 16838, 850, 1000  # twips
LEADING = 1.3  # em of a line, as in styles.xml
NORMAL, SMALL, BOX, GAP = 9.5, 6.5, 9.0, 160  # points, as in styles.xml, and twips
ROW = 90  # twips: the margins of a cell above and below, and its border
INSIDE = CELL_MARGINS + 20  # twips: its margins at both sides, and its borders
HEADINGS = {0: (16.0, 480), 1: (14.0, 280), 2: (10.0, 100)}  # level: points, twips around it
OTHER_HEADING = (9.5, 100)
TABLES = Grid | Table | Records | Figure
BEGUN = 4  # lines of what is divided at the least on each side of the end of a page
NARROW = 0.97  # of a cell: LibreOffice leaves room beside Latin letters, asked not to
SPARE = 1  # lines of a page that it leaves free, so that a viewer's rounding tears none


def line_height(size: float) -> int:
    return round(size * POINT * LEADING)


ABOVE = line_height(NORMAL) + ROW  # twips of the title that stands again over an answer


def width_of(is_wide: bool) -> int:
    """Return the width between the margins in twips."""
    return (LONG_SIDE if is_wide else SHORT_SIDE) - 2 * MARGIN


Place = tuple[int, int]  # a node of a sheet, and a line or row of it


class Divisible(NamedTuple):
    """Texts side by side that may be divided: an answer, or the cells of a row of a table.

    ems: their widths. floor: twips of the label beside them. above: twips of what stands above
    them where they go on. named: lines of what names them, which is not divided.
    """

    place: Place
    texts: tuple[str, ...]
    ems: tuple[float, ...]
    floor: int
    above: int
    named: int = 0

    @property
    def lines(self) -> int:
        return max(map(measure.lines, self.texts, self.ems))

    def height(self, lines: int) -> int:
        return max(lines * line_height(NORMAL), self.floor) + ROW

    @property
    def least(self) -> int:
        """The height of what has to stand before the end of a page: few lines stay together."""
        begun = max(BEGUN, self.named)
        return self.height(self.lines if self.lines < begun + BEGUN else begun + SPARE)


class Strip(NamedTuple):
    """What stands on a page. height: twips. kept: with the next one. repeated: twips of a header
    that comes again on each page."""

    height: int
    whole: bool = True
    kept: bool = False
    anchor: str = ""
    repeated: int = 0
    divisible: Divisible | None = None

    @property
    def least(self) -> int:
        if self.divisible is not None:
            return self.divisible.least
        return self.height if self.whole else line_height(NORMAL) + ROW


def strips_of(sheet: Sheet) -> Iterator[Strip]:
    """Yield what a sheet holds."""
    width = width_of(sheet.landscape)
    before = None
    for n, node in enumerate(sheet.nodes):
        is_apart = isinstance(before, TABLES) and isinstance(node, TABLES)
        if is_apart and not list_name(sheet.nodes, n - 1):
            yield Strip(GAP, kept=is_kept_node(sheet, n - 1))
        for strip in _of(node, n, width):
            yield strip._replace(kept=True) if is_kept_node(sheet, n) else strip
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
            yield from _table(node, number, width)
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


def _table(node: Table, number: int, width: int) -> Iterator[Strip]:
    head = _tallest(node, width, [str(column.label) for column in node.columns])
    yield Strip(head, kept=True)
    for n, texts in enumerate(node.rows):
        height = max(_tallest(node, width, texts), LINE * node.lines)
        ems = ems_of(node, width, texts)
        is_whole = is_short(texts) or n in whole_rows(node)
        named = measure.lines(texts[naming(texts)], ems[naming(texts)])
        divisible = None if is_whole else Divisible((number, n), texts, ems, 0, head, named)
        kept = is_kept_part(node, n)
        yield Strip(height, is_whole, kept, repeated=head, divisible=divisible)


def ems_of(table: Table, width: int, texts: Sequence[str]) -> tuple[float, ...]:
    """Return what the cells of a row of a table hold, in em. width: of the table, in twips."""
    whole = sum(column.width for column in table.columns)
    rooms = (width * column.width / whole - INSIDE for column in table.columns)
    shares = (NARROW if measure.WORD.search(text) else 1 for text in texts)
    return tuple(room * share / (NORMAL * POINT) for room, share in zip(rooms, shares, strict=True))


def _tallest(table: Table, width: int, texts: Sequence[str]) -> int:
    lines = map(measure.lines, texts, ems_of(table, width, texts))
    return max(lines, default=0) * line_height(NORMAL) + ROW


def _records(node: Records, width: int) -> Iterator[Strip]:
    room = width / node.columns - INSIDE
    heights = [_height(text, room, NORMAL) for text in node]
    if node.columns == 1:
        yield Strip(max(sum(heights), LINE * node.lines) + ROW, whole=False)
        return
    for n in range(node.rows):
        tall = max(heights[n * node.columns : (n + 1) * node.columns])
        frame = (n == 0) + (n == node.rows - 1)
        yield Strip(tall + frame * ROW // 2, kept=node.is_kept(n))


def height_of(figure: Figure, width: int) -> int:
    """Return how high a picture is drawn, in twips, in a width in twips."""
    if figure.picture is None:
        return LINE * 10
    image = Image.from_blob(figure.picture)
    wide, high = image.width.twips, image.height.twips
    return int(high * min(1.0, width / wide, MAX_HEIGHT / high))


def _line_strip(line: Line, place: Place, width: int) -> Strip:
    row = line.row
    label = _height(str(row.label or ""), label_room(row), NORMAL)
    room = (width if row.label is None else width - SIDE - LABEL) - INSIDE
    tall = max(max(label, _contents(row, room)) + ROW, LINE * row.lines)
    prose = None
    if isinstance(line, Piece):
        tall += ABOVE if line.title else 0
    elif not is_undivided(line) and len(row.contents) == 1 and isinstance(row.contents[0], Words):
        em = room / (NORMAL * POINT)
        above = ABOVE if row.label is None else 0
        prose = Divisible(place, (row.contents[0].text,), (em,), label, above)
    return Strip(tall, is_undivided(line), kept=is_kept(line), divisible=prose)


def _with_sides(lines: Sequence[Line], strips: Sequence[Strip]) -> Iterator[Strip]:
    """Yield the rows; the last one of a group is as high as the label at its left asks."""
    tall = 0
    for line, strip in zip(lines, strips, strict=True):
        tall = strip.height + (0 if line.span else tall)
        lack = line_height(NORMAL) * len(line.row.group) + ROW - tall if line.last else 0
        yield strip._replace(height=strip.height + max(0, lack))
        tall += max(0, lack)


def label_room(row: Row) -> int:
    return LABEL + (SIDE if row.side is None else 0) - INSIDE


def _contents(row: Row, room: int) -> int:
    """Return the height of what stands beside a label; options stand beside what is chosen."""
    options = (1 + len(part.lines) for part in row.contents if isinstance(part, Choice))
    held = sum(_content(part, room) for part in row.contents)
    return max(held, line_height(SMALL) * max(options, default=0))


def _content(part: Content, room: int) -> int:
    match part:
        case Choice():
            return line_height(NORMAL)
        case Boxes(groups=groups):
            labels = sum(bool(group.label) for group in groups)
            lines_ = [" ".join(map(str, line)) for group in groups for line in group.lines]
            return line_height(BOX) * labels + sum(_height(line, room, BOX) for line in lines_)
        case Words() | Counted() | Bracketed():
            text = part.text if isinstance(part, Words) else str(part)
            return _height(text, room, NORMAL)
        case _:
            assert_never(part)


def _height(text: str, width: float, size: float) -> int:
    """Return the height of a text in twips. width: twips. size: points."""
    return measure.lines(str(text), width / (size * POINT)) * line_height(size)
