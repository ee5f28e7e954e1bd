"""Nodes of a sheet → cells of its grid: headings, rows, tables, lists and figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from math import ceil
from typing import assert_never

from xlsxwriter.image import Image

from pia.layout import measure
from pia.layout.tree import (
    GOES_ON,
    Contents,
    Edition,
    Figure,
    Heading,
    Layout,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
)
from pia.layout.tree import Grid as Rows
from pia.renderers.xlsx_bands import SIZE, VALUE, Band, BandWriter, Part, Piece
from pia.renderers.xlsx_grid import (
    CELL_PADDING,
    POINTS_PER_PIXEL,
    Cell,
    Grid,
    Look,
    height,
    needed,
)
from pia.renderers.xlsx_tables import PLAIN, TableWriter, has_own_grid
from pia.renderers.xlsx_values import BOX_SIZE, UNIT, bands, box_part

GAP = 10.0  # points between things that stand apart
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
        self.bands = BandWriter(grid)
        self.pictures: list[Picture] = []
        self._group_top = 0
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
                self._lines(lines)
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
        grid = self.grid
        edges = [grid.last + 1]
        for box in reversed(node.boxes):
            points = measure.width(str(box)) * BOX_SIZE + CELL_PADDING
            edges.insert(0, max(VALUE + 1, edges[0] - ceil(points / UNIT) - 1))
        split = edges[0]
        ends = [edge - 1 for edge in edges[1:]]
        label = Part(0, split - 1, text, look.size)
        boxes = (
            box_part(box, first, last)
            for box, first, last in zip(node.boxes, edges[:-1], ends, strict=True)
        )
        parts = (label, *boxes)
        top, bottom = self.grid.rows(max(map(self.bands.needed, parts)), keep=True)
        self.grid.put(Cell(top, bottom, 0, split - 1, text, look))
        self.bands.parts(parts[1:], top, bottom, split, "tb")

    def _across(self, text: str, look: Look, *, least: int = 1, keep: bool = False) -> None:
        """Put a text across the whole page, in as many rows as it needs."""
        piece = Piece(text, look.size, look.horizontal == "center", least)
        self.bands.piece(piece, 0, look, keep=keep)

    def _gap(self) -> None:
        self.grid.rows(GAP, keep=True)

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
        row, grid = line.row, self.grid
        held = self._bands(row)
        natural = sum(map(self.bands.height, held))
        spare += max(0.0, self._label_height(row) - natural)
        again = self._label_height(row, GOES_ON)
        is_kept = not line.last and natural < KEPT
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
            grid.put_down(Cell(top, bottom, start, 1, str(row.label), self.label))
        self._side(line, top, bottom)

    def _natural(self, row: Row) -> float:
        """Return the height that a row needs where it stands in one piece."""
        return max(self._label_height(row), sum(map(self.bands.height, self._bands(row))))

    def _bands(self, row: Row) -> list[Band]:
        first = VALUE if row.label else 0
        return list(bands(row, first, self.grid.last)) or [Piece("", least=row.lines)]

    def _label_height(self, row: Row, more: str = "") -> float:
        if row.label is None:
            return 0.0
        em = self.grid.em(0 if row.side is None else 1, 1, SIZE)
        return needed(f"{row.label}{more}", em, SIZE)

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
            self.grid.put_down(Cell(self._group_top, bottom, 0, 0, side, look))

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
            tall = (
                height(node.lines, SIZE) if not node.texts else max(map(self.bands.needed, parts))
            )
            is_kept = n in (0, len(rows) - 2)  # no row of the list stands alone on a page
            top, bottom = self.grid.rows(tall, keep=is_kept and n < len(rows) - 1)
            self.bands.parts(parts, top, bottom, 0, "t" * (n == 0) + "b" * (n == len(rows) - 1))

    def _contents(self, node: Contents) -> None:
        shallow = min((entry.depth for entry in node.entries), default=1)
        many = len(node.entries) > 20
        is_linked = self.layout.edition is Edition.PUBLISHED
        for entry in node.entries:
            look = Look(SIZE if many else 11, edges="ltrb", indent=2 * (entry.depth - shallow))
            top, bottom = self.grid.rows(height(1 if many else 2, look.size))
            cell = Cell(
                top,
                bottom,
                0,
                self.grid.last,
                entry.text,
                look,
                link=entry.sheet if is_linked else "",
            )
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
