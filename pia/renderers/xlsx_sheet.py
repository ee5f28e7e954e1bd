"""Nodes of a sheet → cells of its grid: headings, rows, tables, lists and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, repeat
from typing import assert_never

from xlsxwriter.image import Image

from pia.layout import measure
from pia.layout.marks import part_of
from pia.layout.tree import (
    GOES_ON,
    Contents,
    Figure,
    Heading,
    Layout,
    Line,
    Node,
    Note,
    Records,
    Sheet,
    Table,
)
from pia.layout.tree import Grid as Rows
from pia.renderers.xlsx_bands import SIZE, Band, Part, Piece, bands, box_part
from pia.renderers.xlsx_grid import POINTS_PER_PIXEL, Cell, Grid, Look, height, lines_in, needed
from pia.renderers.xlsx_tables import PLAIN, TableWriter, has_own_grid

VALUE = 2  # the first column of values; labels stand in columns 0 and 1
HEADING_BOXES = 0.62  # share of the page at which the boxes of a heading begin
GAP = 10.0  # points between things that stand apart
BEGUN = 3  # lines of a text at the least before the page ends
REMARKS = 60.0  # points that an image leaves below it
BLANK_FIGURE = 200.0  # points for one to be drawn by hand
KEPT = 130.0  # points up to which rows of a group stay with the next one


@dataclass(frozen=True, slots=True)
class Picture:
    """Where an image stands: the frame that holds it, and its width and height in points."""

    frame: Cell
    figure: Figure
    size: tuple[float, float]
    is_centred: bool = True


class SheetWriter:
    """Draws a sheet on a grid, with the pictures that stand on it."""

    def __init__(self, sheet: Sheet, layout: Layout, grid: Grid) -> None:
        self.sheet = sheet
        self.layout = layout
        self.grid = grid
        self.pictures: list[Picture] = []
        self._group_top = 0
        self._beside = 1  # rows beside the heading of the group at hand
        dark, light = layout.theme.heading, layout.theme.label
        self.headings = (
            Look(16, bold=True, horizontal="center"),
            Look(14, bold=True),
            Look(10.5, bold=True, fill=dark, edges="ltrb"),
            Look(SIZE, fill=light, edges="ltrb"),
        )
        self.label = Look(SIZE, fill=light, edges="ltrb")
        self.header = Look(SIZE, bold=True, fill=dark, horizontal="center", edges="ltrb")

    def write(self) -> None:
        for node in self.sheet.nodes:
            self._node(node)

    def _node(self, node: Node) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Rows(lines=lines):
                for line in lines:
                    self._line(line)
            case Table():
                self._table(node)
            case Records():
                self._records(node)
            case Contents():
                self._contents(node)
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
        if node.level < 2:
            self._across(text, look, least=2, keep=True)
            if node.level == 0:
                self._gap()
            return
        if not node.boxes:
            self._across(text, look, keep=True)
            return
        split = self.grid.column_at(HEADING_BOXES)
        shares = [measure.width(str(box)) + 1 for box in node.boxes]
        begin, edges = split, [split]
        for share in shares[:-1]:
            begin += round((self.grid.last + 1 - split) * share / sum(shares))
            edges.append(begin)
        ends = [*(e - 1 for e in edges[1:]), self.grid.last]
        label = Part(0, split - 1, text, look.size)
        boxes = (
            box_part(box, first, last)
            for box, first, last in zip(node.boxes, edges, ends, strict=True)
        )
        parts = (label, *boxes)
        top, bottom = self.grid.rows(max(map(self._needed, parts)), keep=True)
        self.grid.put(Cell(top, bottom, 0, split - 1, text, look))
        self._parts(parts[1:], top, bottom, split, "tb")

    def _across(self, text: str, look: Look, *, least: int = 1, keep: bool = False) -> None:
        """Put a text across the whole page, in as many rows as it needs."""
        piece = Piece(text, look.size, look.horizontal == "center", least)
        self._piece(piece, 0, look, keep=keep)

    def _gap(self) -> None:
        self.grid.rows(GAP, keep=True)

    def _line(self, line: Line) -> None:
        """A label with its contents; the label stands again on each page they go on to."""
        row, grid = line.row, self.grid
        first = VALUE if row.label else 0
        label = str(row.label or "")
        start = 0 if row.side is None else 1
        em = grid.em(start, 1, SIZE)
        least = max(needed(label, em, SIZE), self._side_height(line)) if label else 0.0
        held = list(bands(row, first, grid.last)) or [Piece("", least=row.lines)]
        spare = max(0.0, least - sum(map(self._height, held)))
        again = needed(label + GOES_ON, em, SIZE) if label else 0.0
        is_kept = not line.last and sum(map(self._height, held)) < KEPT
        top, bottom = -1, -1
        for n, band in enumerate(held):
            is_last = n == len(held) - 1
            edges = ("t" if n == 0 else "") + ("b" if is_last else "")
            floor = self._height(band) + spare if is_last and spare else 0.0
            keep = is_kept if is_last else True
            begin, bottom = self._band(band, first, edges, floor, again, keep=keep)
            top = begin if top < 0 else top
        if label:
            grid.put_down(Cell(top, bottom, start, 1, label, self.label))
        self._side(line, top, bottom)

    def _side_height(self, line: Line) -> float:
        """Return what each row of a group needs so that its heading has room beside them."""
        if not line.row.group:
            return 0.0
        if line.span:
            self._beside = line.span
        return height(len(line.row.group), SIZE) / max(1, self._beside)

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
            self.grid.put_down(Cell(self._group_top, bottom, 0, 0, side, look))

    def _height(self, band: Band) -> float:
        """Return the height that a band needs where it stands in one piece."""
        if isinstance(band, Piece):
            em = self.grid.em(VALUE, self.grid.last, band.size)
            return height(max(measure.lines(band.text, em), band.least), band.size)
        return max(map(self._needed, band))

    def _needed(self, part: Part) -> float:
        return needed(part.text, self.grid.em(part.first, part.last, part.size), part.size)

    def _band(
        self, band: Band, first: int, edges: str, floor: float, again: float, *, keep: bool
    ) -> tuple[int, int]:
        if isinstance(band, Piece):
            horizontal = "center" if band.centred else "left"
            look = Look(band.size, horizontal=horizontal, edges=f"lr{edges}")
            return self._piece(band, first, look, floor=floor, again=again, keep=keep)
        top, bottom = self.grid.rows(max(floor, *map(self._needed, band)), keep=keep)
        self._parts(band, top, bottom, first, edges)
        return top, bottom

    def _parts(self, parts: Sequence[Part], top: int, bottom: int, first: int, edges: str) -> None:
        for part in parts:
            sides = "l" * (part.first == first) + "r" * (part.last == self.grid.last)
            look = Look(part.size, horizontal=part.horizontal, edges=sides + edges)
            cell = Cell(top, bottom, part.first, part.last, part.text, look)
            self.grid.put(replace(cell, options=part.options, is_strict=part.is_strict))

    def _piece(
        self,
        piece: Piece,
        first: int,
        look: Look,
        *,
        floor: float = 0.0,
        again: float = 0.0,
        keep: bool = False,
    ) -> tuple[int, int]:
        """Put a text into the room that pages have; return its first and its last row.

        floor, again: the least height in points of the first row, and of those that go on.
        """
        grid = self.grid
        em = grid.em(first, grid.last, look.size)
        whole = height(max(measure.lines(piece.text, em), piece.least), look.size)
        if max(whole, floor) > grid.room and lines_in(grid.room, look.size) < BEGUN:
            grid.turn()
        spans = list(self._spans(piece.text, em, look.size, max(whole, floor)))
        top, bottom = -1, -1
        for n, (start, end) in enumerate(spans):
            text = part_of(piece.text, start, end)
            lines = measure.lines(text, em)
            least = piece.least if len(spans) == 1 else 1
            tall = max(
                height(max(lines, least), look.size), again if n else floor * (len(spans) == 1)
            )
            begin, bottom = grid.rows(tall, keep=keep and n == len(spans) - 1)
            top = begin if n == 0 else top
            vertical = "vjustify" if lines > 1 else "vcenter"
            grid.put(Cell(begin, bottom, first, grid.last, text, replace(look, vertical=vertical)))
        return top, bottom

    def _spans(self, text: str, em: float, size: float, whole: float) -> Iterator[tuple[int, int]]:
        """Yield the pieces of a text: what the page at hand has room for, then whole pages."""
        grid = self.grid
        if whole <= grid.room:
            yield 0, len(text)
            return
        page = lines_in(grid.page, size)
        rooms = chain([max(1, lines_in(grid.room, size))], repeat(page))
        yield from measure.pieces(text, em, rooms)

    def _table(self, node: Table) -> None:
        is_own = has_own_grid(self.sheet)
        if self.grid.heights and not is_own:
            self._gap()
        TableWriter(self.grid, node, self.header).write(repeats=is_own)
        if not is_own:
            self._gap()

    def _records(self, node: Records) -> None:
        """A list of texts in one frame, side by side where the layout says so."""
        texts = list(node) or [""]
        each = (self.grid.last + 1) // node.columns
        edges = [n * each for n in range(node.columns)]
        ends = [*(e - 1 for e in edges[1:]), self.grid.last]
        rows = [texts[n : n + node.columns] for n in range(0, len(texts), node.columns)]
        for n, row in enumerate(rows):
            row += [""] * (node.columns - len(row))
            parts = [Part(*at) for at in zip(edges, ends, row, strict=True)]
            tall = height(node.lines, SIZE) if not node.texts else max(map(self._needed, parts))
            is_kept = n in (0, len(rows) - 2)  # no row of the list stands alone on a page
            top, bottom = self.grid.rows(tall, keep=is_kept and n < len(rows) - 1)
            self._parts(parts, top, bottom, 0, "t" * (n == 0) + "b" * (n == len(rows) - 1))

    def _contents(self, node: Contents) -> None:
        shallow = min((entry.depth for entry in node.entries), default=1)
        many = len(node.entries) > 20
        for entry in node.entries:
            look = Look(SIZE if many else 11, edges="ltrb", indent=2 * (entry.depth - shallow))
            top, bottom = self.grid.rows(height(1 if many else 2, look.size))
            cell = Cell(top, bottom, 0, self.grid.last, entry.text, look, link=entry.sheet)
            self.grid.put(cell)

    def figure(self, node: Figure, width: float = 0.0) -> None:
        """Leave room for an image. width: the most it may take in points, 0 for the page's."""
        grid = self.grid
        across = width or sum(grid.pixels) * POINTS_PER_PIXEL - 2 * GAP
        size = _size(node, across, grid.whole - REMARKS) if node.picture else (0.0, BLANK_FIGURE)
        top, bottom = grid.rows(size[1] + GAP, keep=bool(width))
        frame = Cell(top, bottom, 0, grid.last, "", replace(PLAIN, edges="" if width else "ltrb"))
        grid.put(frame)
        if node.picture:
            self.pictures.append(Picture(frame, node, size, is_centred=not width))


def _size(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Return the size of an image in points, made to fit."""
    image = Image(BytesIO(figure.picture or b""))
    natural = 72 * image.width / image.x_dpi, 72 * image.height / image.y_dpi
    scale = min(width / natural[0], height / natural[1], 1.0)
    return natural[0] * scale, natural[1] * scale
