"""Nodes of a sheet → texts on its canvas: headings, and rows with what stands beside labels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import ceil
from typing import assert_never

from pia.layout import measure
from pia.layout.measure import OPTION_WIDTH, column_width
from pia.layout.tree import (
    BLANK,
    OPTIONS,
    Box,
    Boxes,
    BoxGroup,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Edition,
    Figure,
    Grid,
    Heading,
    Layout,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
    Words,
)
from pia.renderers.xlsx_canvas import (
    CELL_PADDING,
    SIZE,
    VALUE,
    Band,
    BandText,
    BandWriter,
    Canvas,
    Look,
    PlacedText,
    SideText,
    height,
    needed,
)
from pia.renderers.xlsx_exhibits import PictureFrame, TableWriter, contents, figure, records

UNIT = 13.5  # points, the width of a column of the value
BRACKETS = 12  # columns that `[ … ]` takes; the options take the rest
MIDDLE = 13  # the column at which the right half of the page begins
BOX_SIZE, SMALL = 9.0, 7.0
GAP = 10.0  # points between things that stand apart
TITLE = 100  # characters of a heading that stands again where what is below goes on
KEPT = 130.0  # points up to which rows of a group stay with the next one


def is_one_table(sheet: Sheet) -> bool:
    """Return whether a sheet is one table, whose columns are the sheet's."""
    tables = sum(isinstance(node, Table) for node in sheet.nodes)
    return tables == 1 and not any(isinstance(node, Grid) for node in sheet.nodes)


class SheetWriter:
    """Draws a sheet on a canvas, with the pictures that stand on it."""

    def __init__(self, sheet: Sheet, layout: Layout, canvas: Canvas) -> None:
        self.sheet = sheet
        self.canvas = canvas
        self.pictures: list[PictureFrame] = []
        self.is_linked = layout.edition is Edition.PUBLISHED
        self._group_top = 0
        dark, light = layout.theme.heading, layout.theme.label
        self.headings = (
            Look(16, bold=True, horizontal="center"),
            Look(14, bold=True),
            Look(10.5, bold=True, fill=dark, edges="ltrb"),
            Look(SIZE, fill=light, edges="ltrb"),
        )
        self.label = self.headings[3]
        self.bands = BandWriter(canvas, self.label)
        self.header = Look(SIZE, bold=True, fill=dark, horizontal="center", edges="ltrb")

    def write(self) -> None:
        for node in self.sheet.nodes:
            self._node(node)

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Grid(lines=lines):
                self._lines(lines)
            case Table():
                self._table(node)
            case Records():
                records(self.canvas, node)
            case Contents():
                contents(self.canvas, node, is_linked=self.is_linked)
            case Figure():
                self.figure(node)
            case Note():
                self._gap()
                look = Look(SIZE, horizontal="right" if node.right else "left")
                self._across(node.text, look)
            case _:
                assert_never(node)

    def _heading(self, node: Heading) -> None:
        look = self.headings[node.level]
        text = str(node.label)
        self.bands.title = text if len(text) <= TITLE else ""
        if node.level < 2:
            self._across(text, look, least=2, keep=True)
            if node.level == 0:
                self._gap()
            return
        if not node.boxes:
            self._across(text, look, keep=True)
            return
        edges = self._edges(node)
        split = edges[0]
        ends = [edge - 1 for edge in edges[1:]]
        label = SideText(0, split - 1, text, look.size)
        boxes = (
            replace(box_part(box, first, last), fill=look.fill)
            for box, first, last in zip(node.boxes, edges[:-1], ends, strict=True)
        )
        parts = (label, *boxes)
        top, bottom = self.canvas.rows(max(map(self.bands.needed, parts)), keep=True)
        self.canvas.put(PlacedText(top, bottom, 0, split - 1, text, look))
        self.bands.parts(parts[1:], top, bottom, split, "tb")

    def _edges(self, node: Heading) -> list[int]:
        """Return the columns at which the boxes of a heading begin, and the one behind them."""
        canvas = self.canvas
        points = [measure.width(str(box)) * BOX_SIZE + CELL_PADDING for box in node.boxes]
        counts = [ceil(each / UNIT) + 1 for each in points]
        first = max(VALUE + 1, canvas.last + 1 - sum(counts))
        if measure.is_halved(node):
            first = min(first, MIDDLE)
        starts = [first + sum(counts[:n]) for n in range(len(counts))]
        return [min(start, canvas.last) for start in starts] + [canvas.last + 1]

    def _across(self, text: str, look: Look, *, least: int = 1, keep: bool = False) -> None:
        """Put a text across the whole page, in as many rows as it needs."""
        self.bands.piece(BandText(text, least=least), 0, look, keep=keep)

    def _gap(self) -> None:
        self.canvas.rows(GAP, keep=True)

    def _lines(self, lines: Sequence[Line]) -> None:
        spare = 0.0
        for n, line in enumerate(lines):
            if line.span:
                spare = self._shortfall(lines[n : n + line.span])
            self._line(line, spare if line.last and line.row.group else 0.0)

    def _line(self, line: Line, spare: float) -> None:
        """A label with its contents; the label stands again on each page they go on to.

        spare: points that the row is higher than its contents need.
        """
        row, canvas = line.row, self.canvas
        held = self._bands(row)
        natural = sum(map(self.bands.height, held))
        spare += max(0.0, self._label_height(row) - natural)
        again = partial(self._label_height, row, again=True)
        is_kept = line.kept or (bool(row.group) and not line.last and natural < KEPT)
        first = VALUE if row.label else 0
        top, bottom = -1, -1
        for n, band in enumerate(held):
            is_last = n == len(held) - 1
            edges = ("t" if n == 0 else "") + ("b" if is_last else "")
            floor = self.bands.height(band) + spare if is_last and spare else 0.0
            keep = is_kept if is_last else True
            begin, bottom = self.bands.draw(band, first, edges, floor, again, keep=keep)
            top = begin if top < 0 else top
        if row.label:
            start = 0 if row.side is None else 1
            look = self.header if row.head else self.label
            canvas.put_down(PlacedText(top, bottom, start, 1, str(row.label), look))
        self._side(line, top, bottom)

    def _natural(self, row: Row) -> float:
        """Return the height that a row needs where it stands in one piece."""
        return max(self._label_height(row), sum(map(self.bands.height, self._bands(row))))

    def _bands(self, row: Row) -> list[Band]:
        first = VALUE if row.label else 0
        return list(bands(row, first, self.canvas.last)) or [BandText("", least=row.lines)]

    def _label_height(self, row: Row, *, again: bool = False) -> float:
        if row.label is None:
            return 0.0
        em = self.canvas.em(0 if row.side is None else 1, 1, SIZE)
        return needed(measure.going_on(str(row.label), em) if again else str(row.label), em, SIZE)

    def _shortfall(self, lines: Sequence[Line]) -> float:
        """Return what the rows of a group lack so that its heading has room beside them."""
        wanted = height(len(lines[0].row.group), SIZE)
        return max(0.0, wanted - sum(self._natural(line.row) for line in lines))

    def _side(self, line: Line, top: int, bottom: int) -> None:
        """Draw the narrow cell beside the rows of a group once its last row stands."""
        side = line.row.side
        if side is None:
            return
        if line.span:
            self._group_top = top
        if line.last:
            look = replace(self.label, horizontal="center", stacked=bool(side))
            look = look if side else replace(look, edges="lrb")
            self.canvas.put_down(PlacedText(self._group_top, bottom, 0, 0, side, look))

    def _table(self, node: Table) -> None:
        is_own = is_one_table(self.sheet)
        if self.canvas.heights and not is_own:
            self._gap()
        TableWriter(self.canvas, node, self.header).write(repeats=is_own)
        if not is_own:
            self._gap()

    def figure(self, node: Figure, width: float = 0.0) -> None:
        """Leave room for an image. width: the most it may take in points, 0 for the page's."""
        picture = figure(self.canvas, node, width)
        if picture is not None:
            self.pictures.append(picture)


def bands(row: Row, first: int, last: int) -> Iterator[Band]:
    """Yield what stands beside a label; each band is one row of the sheet, or several."""
    match row.contents:
        case (Choice() as choice, Counted() as counted):
            below = SideText(first, first + BRACKETS - 1, str(counted), row=1)
            yield (*_choice(choice, first, last, down=2), below)
        case contents:
            for content in contents:
                yield from _bands_of(content, first, last, row.lines)


def _bands_of(content: Content, first: int, last: int, least: int) -> Iterator[Band]:
    match content:
        case Words(text=text, centred=centred):
            yield BandText(text, SIZE, centred, least)
        case Choice():
            yield tuple(_choice(content, first, last))
        case Counted() | Bracketed():
            yield BandText(str(content))
        case Boxes(groups=groups):
            for group in groups:
                yield from _boxes(group, first, last)
        case _:
            assert_never(content)


def _choice(content: Choice, first: int, last: int, down: int = 1) -> Iterator[SideText]:
    middle = first + BRACKETS
    yield SideText(first, first, "[", horizontal="right")
    yield SideText(first + 1, middle - 2, content.chosen, SIZE, "center", content.options)
    yield SideText(middle - 1, middle - 1, "]")
    share = 2 * (OPTION_WIDTH + 0.4) / content.columns
    lines = (_side_by_side(line, share) for line in content.lines)
    yield SideText(middle, last, "\n".join((OPTIONS, *lines)), SMALL, down=down)


def _side_by_side(texts: Sequence[str], em: float) -> str:
    """Return texts on one line, each behind a share of `em` for the one before."""
    *before, last = texts
    return "".join(t + BLANK * max(1, round(em - measure.width(t))) for t in before) + last


def _boxes(group: BoxGroup, first: int, last: int) -> Iterator[Band]:
    if group.label:
        yield (SideText(first, last, group.label, BOX_SIZE),)
    begins = _begins(group, first, last)
    for line in group.lines:
        ends = [*(n - 1 for n in begins[1 : len(line)]), last]
        yield tuple(map(box_part, line, begins, ends))


def _begins(group: BoxGroup, first: int, last: int) -> list[int]:
    """Return the columns at which the boxes of a group begin, so that each has room if it can."""
    count, whole = len(group.shares), last + 1 - first
    needed = [
        ceil((column_width(group.lines, n) * BOX_SIZE + CELL_PADDING) / UNIT) for n in range(count)
    ]
    if sum(needed) > whole:
        needed = [1] * count
    shared = (round(whole * sum(group.shares[:n])) for n in range(count))
    return [
        first + min(max(at, sum(needed[:n])), whole - sum(needed[n:]))
        for n, at in enumerate(shared)
    ]


def box_part(box: Box, first: int, last: int) -> SideText:
    """Return a box; where nothing is written behind it, it is ticked by choosing from a list."""
    states = tuple(str(replace(box, ticked=ticked)) for ticked in (True, False))
    return SideText(first, last, str(box), BOX_SIZE, "left", states, box.bracket is None)
