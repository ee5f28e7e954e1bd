"""The canvas of a sheet: its columns, filled from the top and divided into pages.

Heights are known here, so pages end where a reader would end them: rows that belong together
stay together, and what has to go on over the page is cut where a line ends.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, repeat
from math import ceil

from pia.layout import measure

POINTS_PER_PIXEL = 0.75
CELL_PADDING = 3.75  # points, left and right together
LINE_PITCH = 1.46  # em; of Noto Sans CJK, which has the widest of the fonts that were measured
ROW_PADDING = 2.0  # points, above and below together
MAX_ROW = 400.0  # points; Excel allows 409.5
STANDARD_ROW = 15.0  # points; a row of just that height is left to the viewer
SCALE = 87  # percent at which a page is printed
A4 = (595.3, 841.9)  # points
MARGINS = (0.4, 0.4, 0.6, 0.75)  # inches: left, right, top, bottom
SIZE = 10.0
VALUE = 2  # the first column of values; labels stand in columns 0 and 1
BEGUN = 3  # lines of a text at the least before the page ends
FILLED = 0.985  # of a page, so that a viewer's rounding does not carry a row over


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. fill: RRGGBB or empty. edges: which of `ltrb` have a line.

    seam: how its text goes on from the page before, NEXT_LINE or SAME_LINE; not to be seen.
    """

    size: float = 10
    bold: bool = False
    fill: str = ""
    horizontal: str = "left"
    vertical: str = "vcenter"
    edges: str = ""
    indent: int = 0
    stacked: bool = False
    seam: str = ""


@dataclass(slots=True)
class PlacedText:
    """A text across rows top-bottom and columns first-last, all counted from 0.

    options: what may be chosen in it. is_strict: whether nothing else may stand there.
    link: the sheet that a reader gets to.
    """

    top: int
    bottom: int
    first: int
    last: int
    text: str
    look: Look
    options: tuple[str, ...] = ()
    is_strict: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class BandText:
    """A text in a band of its own; it may go on over the page."""

    text: str
    size: float = SIZE
    centred: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True)
class SideText:
    """One of several texts side by side: columns first-last.

    row: of the band, from 0. down: how many rows it covers. fill: as of a look.
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
    fill: str = ""


Band = (
    BandText | tuple[SideText, ...]
)  # what stands beside a label, in one row of the sheet or several
Height = Callable[[], float]  # worked out where it is needed


class Canvas:
    """One sheet, filled row by row. pixels: the widths of its columns.

    heights: of the rows in points. breaks: the rows, from 0, with which pages begin.
    scale: percent. title: the first and the last of the rows that each page repeats.
    """

    def __init__(self, pixels: Sequence[int], *, landscape: bool, scale: int = SCALE) -> None:
        self.pixels, self.landscape, self.scale = tuple(pixels), landscape, scale
        self.heights: list[float] = []
        self.breaks: list[int] = []
        self.cells: list[PlacedText] = []
        self.title: tuple[int, int] | None = None
        self._down: list[PlacedText] = []
        self._kept = 0  # rows at the end that must not end a page
        self._used = 0.0

    @property
    def last(self) -> int:
        return len(self.pixels) - 1

    @property
    def page(self) -> float:
        """The height of a page in points."""
        height = A4[0 if self.landscape else 1] - 72 * (MARGINS[2] + MARGINS[3])
        title = slice(self.title[0], self.title[1] + 1) if self.title and self.breaks else slice(0)
        return height * 100 / self.scale * FILLED - sum(self.heights[title])

    @property
    def room(self) -> float:
        """What is left of the page at hand, in points."""
        return self.page - self._used

    @property
    def whole(self) -> float:
        """What is left of a page that begins with the rows kept with the next one."""
        return self.page - sum(self.heights[len(self.heights) - self._kept :])

    def em(self, first: int, last: int, size: float) -> float:
        """Return the usable width of columns first-last in em of a font size."""
        points = sum(self.pixels[first : last + 1]) * POINTS_PER_PIXEL - CELL_PADDING
        return points / size

    def seams(self) -> set[int]:
        """Return the columns that a text begins with, or that stand behind one; those of labels and
        the first of values are always among them."""
        ends = (seam for cell in (*self.cells, *self._down) for seam in (cell.first, cell.last + 1))
        return {*range(VALUE + 1), *ends, len(self.pixels)}

    def join(self, seams: Collection[int]) -> None:
        """Make one column of all that stand between two seams."""
        at = {seam: n for n, seam in enumerate(sorted(seams))}
        self.pixels = tuple(sum(self.pixels[a:b]) for a, b in pairwise(sorted(seams)))
        for cell in chain(self.cells, self._down):
            cell.first, cell.last = at[cell.first], at[cell.last + 1] - 1

    def rows(self, height: float, *, keep: bool = False) -> tuple[int, int]:
        """Begin as many rows as that height needs, all on one page; return the first and the last.

        keep: they must not stand at the foot of a page without what follows.
        """
        if height > self.room:
            self.turn()
        top = len(self.heights)
        count = max(1, ceil(height / MAX_ROW))
        each = round(height / count / POINTS_PER_PIXEL) * POINTS_PER_PIXEL
        if each == STANDARD_ROW:
            each += POINTS_PER_PIXEL
        self.heights += [each] * count
        self._used += each * count
        self._kept = self._kept + count if keep else 0
        return top, len(self.heights) - 1

    def turn(self) -> None:
        """Begin a page with what comes next and what is kept with it."""
        begin = len(self.heights) - self._kept
        if begin > (self.breaks[-1] if self.breaks else 0):
            self.breaks.append(begin)
            self._used = sum(self.heights[begin:])

    def put(self, cell: PlacedText) -> None:
        """Put a text into rows that have begun."""
        self.cells.append(cell)

    def put_down(self, cell: PlacedText) -> None:
        """Put a text beside rows of several pages; on each it stands again."""
        self._down.append(cell)

    def placed(self) -> Iterator[PlacedText]:
        """Yield all cells, those that go over a page in a piece for each."""
        yield from self.cells
        for cell in self._down:
            seams = [b for b in self.breaks if cell.top < b <= cell.bottom]
            tops, bottoms = [cell.top, *seams], [*(b - 1 for b in seams), cell.bottom]
            for n, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
                em = self.em(cell.first, cell.last, cell.look.size)
                text = measure.going_on(cell.text, em) if n and cell.text else cell.text
                look = replace(cell.look, edges="ltrb") if top in self.breaks else cell.look
                yield replace(cell, top=top, bottom=bottom, text=text, look=look)


def height(lines: int, size: float) -> float:
    """Return the height in points of a row of so many lines."""
    return lines * size * LINE_PITCH + ROW_PADDING


def lines_in(points: float, size: float) -> int:
    """Return how many lines a row of that height holds."""
    return int((points - ROW_PADDING) / (size * LINE_PITCH))


def needed(text: str, em: float, size: float) -> float:
    """Return the height in points that a text needs."""
    return height(measure.lines(text, em), size)


class BandWriter:
    """Draws bands on a canvas: what stands beside a label, or across the page."""

    def __init__(self, canvas: Canvas, heading: Look) -> None:
        self.canvas, self.heading = canvas, heading
        self.title = ""  # of what stands across the page

    def height(self, band: Band) -> float:
        """Return the height that a band needs where it stands in one piece."""
        if isinstance(band, BandText):
            em = self.canvas.em(VALUE, self.canvas.last, band.size)
            return height(max(measure.lines(band.text, em), band.least), band.size)
        return sum(self._heights(band))

    def _heights(self, band: Sequence[SideText]) -> list[float]:
        """Return the height of each row of a band of parts."""
        count = 1 + max(part.row for part in band)
        rows = [
            max(self.needed(p) for p in band if p.row == n and p.down == 1) for n in range(count)
        ]
        tall = max((self.needed(p) for p in band if p.down > 1), default=0.0)
        return [row + max(0.0, tall - sum(rows)) / count for row in rows]

    def needed(self, part: SideText) -> float:
        return needed(part.text, self.canvas.em(part.first, part.last, part.size), part.size)

    def draw(
        self, band: Band, first: int, edges: str, floor: float, again: Height, *, keep: bool
    ) -> tuple[int, int]:
        if isinstance(band, BandText):
            horizontal = "center" if band.centred else "left"
            look = Look(band.size, horizontal=horizontal, edges=f"lr{edges}")
            return self.piece(band, first, look, floor=floor, again=again, keep=keep)
        heights = self._heights(band)
        more = max(0.0, floor - sum(heights)) / len(heights)
        spans = [
            self.canvas.rows(tall + more, keep=keep or n < len(heights) - 1)
            for n, tall in enumerate(heights)
        ]
        for n, (top, bottom) in enumerate(spans):
            outer = edges if len(spans) == 1 else edges.replace("b" if n == 0 else "t", "")
            parts = [part for part in band if part.row == n]
            self.parts([p for p in parts if p.down == 1], top, bottom, first, outer)
            self.parts([p for p in parts if p.down > 1], top, spans[-1][1], first, edges)
        return spans[0][0], spans[-1][1]

    def parts(
        self, parts: Sequence[SideText], top: int, bottom: int, first: int, edges: str
    ) -> None:
        for part in parts:
            sides = "l" * (part.first == first) + "r" * (part.last == self.canvas.last)
            look = Look(part.size, False, part.fill, part.horizontal, edges=sides + edges)
            at = (top, bottom, part.first, part.last)
            self.canvas.put(PlacedText(*at, part.text, look, part.options, part.is_strict))

    def piece(
        self,
        piece: BandText,
        first: int,
        look: Look,
        *,
        floor: float = 0.0,
        again: Height = float,
        keep: bool = False,
    ) -> tuple[int, int]:
        """Put a text into the room that pages have; return its first and its last row.

        floor, again: the least height in points of the first row, and of those that go on.
        """
        canvas = self.canvas
        em = canvas.em(first, canvas.last, look.size)
        whole = height(max(measure.lines(piece.text, em), piece.least), look.size)
        if max(whole, floor) > canvas.room and lines_in(canvas.room, look.size) < BEGUN:
            canvas.turn()
        spans = [(0, len(piece.text))]
        if max(whole, floor) > canvas.room:
            above = self.height(BandText(self.title)) if self.title and not first else 0.0
            here, page = (lines_in(room, look.size) for room in (canvas.room, canvas.page - above))
            spans = list(measure.pieces(piece.text, em, chain([here], repeat(page))))
        top, bottom = -1, -1
        for n, (start, end) in enumerate(spans):
            if n and self.title and not first:
                canvas.turn()
                title = measure.going_on(self.title, canvas.em(0, canvas.last, SIZE))
                self.piece(BandText(title), 0, self.heading, keep=True)
            text, least = piece.text[start:end], piece.least if len(spans) == 1 else 1
            lines = measure.lines(text, em)
            wanted = again() if n else floor * (len(spans) == 1)
            tall = max(height(max(lines, least), look.size), wanted)
            begin, bottom = canvas.rows(tall, keep=keep and n == len(spans) - 1)
            top = begin if n == 0 else top
            vertical = "vjustify" if lines > 1 else "vcenter"
            seam = measure.seam_of(piece.text, start) if n else ""
            drawn = replace(look, vertical=vertical, seam=seam)
            canvas.put(PlacedText(begin, bottom, first, canvas.last, text, drawn))
        return top, bottom


# In a package `_x0041_` is the sign of that code.
SIGN = re.compile(r"_x([0-9A-Fa-f]{4})_")
LIKE_A_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
RICH = "<r>"  # XlsxWriter takes a text that begins and ends so for markup


def coded(text: str) -> str:
    """Return a text so that every reader gives it back as it is.

    >>> coded("_x0041_")
    '_x005F_x0041_'
    """
    safe = LIKE_A_SIGN.sub("_x005F_", text)
    return f"_x003C_{safe[1:]}" if safe.startswith(RICH) else safe


def decoded(text: str) -> str:
    """Return the text that stands in a package.

    >>> decoded("_x005F_x0041_")
    '_x0041_'
    """
    return SIGN.sub(lambda sign: chr(int(sign[1], 16)), text)
