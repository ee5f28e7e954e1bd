"""Bands: what stands beside a label, row by row of the sheet, drawn on its grid."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat

from pia.layout import measure
from pia.layout.marks import part_of
from pia.renderers.xlsx_grid import Cell, Grid, Look, height, lines_in, needed, seam_of

SIZE = 10.0
VALUE = 2  # the first column of values; labels stand in columns 0 and 1
BEGUN = 3  # lines of a text at the least before the page ends


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in a band of its own; it may go on over the page."""

    text: str
    size: float = SIZE
    centred: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One of several texts side by side: columns first-last.

    row: of the band, from 0. down: how many rows it covers.
    """

    first: int
    last: int
    text: str
    size: float = SIZE
    horizontal: str = "left"
    options: tuple[str, ...] = ()
    is_strict: bool = True
    row: int = 0
    down: int = 1


Band = Piece | tuple[Part, ...]


class BandWriter:
    """Draws bands on a grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    def height(self, band: Band) -> float:
        """Return the height that a band needs where it stands in one piece."""
        if isinstance(band, Piece):
            em = self.grid.em(VALUE, self.grid.last, band.size)
            return height(max(measure.lines(band.text, em), band.least), band.size)
        return sum(self._heights(band))

    def _heights(self, band: Sequence[Part]) -> list[float]:
        """Return the height of each row of a band of parts."""
        count = 1 + max(part.row for part in band)
        rows = [
            max(self.needed(p) for p in band if p.row == n and p.down == 1) for n in range(count)
        ]
        tall = max((self.needed(p) for p in band if p.down > 1), default=0.0)
        return [row + max(0.0, tall - sum(rows)) / count for row in rows]

    def needed(self, part: Part) -> float:
        return needed(part.text, self.grid.em(part.first, part.last, part.size), part.size)

    def draw(
        self, band: Band, first: int, edges: str, floor: float, again: float, *, keep: bool
    ) -> tuple[int, int]:
        if isinstance(band, Piece):
            horizontal = "center" if band.centred else "left"
            look = Look(band.size, horizontal=horizontal, edges=f"lr{edges}")
            return self.piece(band, first, look, floor=floor, again=again, keep=keep)
        heights = self._heights(band)
        more = max(0.0, floor - sum(heights)) / len(heights)
        spans = [
            self.grid.rows(tall + more, keep=keep or n < len(heights) - 1)
            for n, tall in enumerate(heights)
        ]
        for n, (top, bottom) in enumerate(spans):
            outer = edges if len(spans) == 1 else edges.replace("b" if n == 0 else "t", "")
            parts = [part for part in band if part.row == n]
            self.parts([p for p in parts if p.down == 1], top, bottom, first, outer)
            self.parts([p for p in parts if p.down > 1], top, spans[-1][1], first, edges)
        return spans[0][0], spans[-1][1]

    def parts(self, parts: Sequence[Part], top: int, bottom: int, first: int, edges: str) -> None:
        for part in parts:
            sides = "l" * (part.first == first) + "r" * (part.last == self.grid.last)
            look = Look(part.size, horizontal=part.horizontal, edges=sides + edges)
            cell = Cell(top, bottom, part.first, part.last, part.text, look)
            self.grid.put(replace(cell, options=part.options, is_strict=part.is_strict))

    def piece(
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
            seam = seam_of(piece.text, start) if n else ""
            drawn = replace(look, vertical=vertical, seam=seam)
            grid.put(Cell(begin, bottom, first, grid.last, text, drawn))
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
