"""A sheet of the workbook as a grid of columns, filled from the top and divided into pages.

Heights are known here, so pages end where a reader would end them: rows that belong together
stay together, and what has to go on over the page is cut where a line ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from pia.layout import measure
from pia.layout.tree import GOES_ON, NEXT_LINE, SAME_LINE

POINTS_PER_PIXEL = 0.75
CELL_PADDING = 3.75  # points, left and right together
LINE_PITCH = 1.46  # em; of Noto Sans CJK, which has the widest of the fonts that were measured
ROW_PADDING = 2.0  # points, above and below together
MAX_ROW = 400.0  # points; Excel allows 409.5
STANDARD_ROW = 15.0  # points; a row of just that height is left to the viewer
SCALE = 87  # percent at which a page is printed
A4 = (595.3, 841.9)  # points
MARGINS = (0.4, 0.4, 0.6, 0.75)  # inches: left, right, top, bottom
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


@dataclass(frozen=True, slots=True)
class Cell:
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


class Grid:
    """One sheet, filled row by row. pixels: the widths of its columns.

    heights: of the rows in points. breaks: the rows, from 0, with which pages begin.
    scale: percent. title: the first and the last of the rows that each page repeats.
    """

    def __init__(self, pixels: Sequence[int], *, landscape: bool, scale: int = SCALE) -> None:
        self.pixels = tuple(pixels)
        self.landscape = landscape
        self.scale = scale
        self.heights: list[float] = []
        self.breaks: list[int] = []
        self.cells: list[Cell] = []
        self.title: tuple[int, int] | None = None
        self._down: list[Cell] = []
        self._kept = 0  # rows at the end that must not end a page
        self._used = 0.0

    @property
    def last(self) -> int:
        return len(self.pixels) - 1

    @property
    def page(self) -> float:
        """The height of a page in points."""
        height = A4[0 if self.landscape else 1] - 72 * (MARGINS[2] + MARGINS[3])
        return height * 100 / self.scale * FILLED - self._title_height

    @property
    def room(self) -> float:
        """What is left of the page at hand, in points."""
        return self.page - self._used

    @property
    def whole(self) -> float:
        """What is left of a page that begins with the rows kept with the next one."""
        return self.page - sum(self.heights[len(self.heights) - self._kept :])

    @property
    def _title_height(self) -> float:
        if self.title is None or not self.breaks:
            return 0.0
        return sum(self.heights[self.title[0] : self.title[1] + 1])

    def em(self, first: int, last: int, size: float) -> float:
        """Return the usable width of columns first-last in em of a font size."""
        points = sum(self.pixels[first : last + 1]) * POINTS_PER_PIXEL - CELL_PADDING
        return points / size

    def column_at(self, share: float, first: int = 0) -> int:
        """Return the column, from `first`, whose left edge is nearest to a share (0-1)."""
        widths = self.pixels[first:]
        target, reached = sum(widths) * share, 0.0
        for number, px in enumerate(widths, start=first):
            if reached + px / 2 > target:
                return number
            reached += px
        return len(self.pixels)

    def rows(self, height: float, *, keep: bool = False) -> tuple[int, int]:
        """Begin as many rows as that height needs, all on one page; return the first and the last.

        keep: they must not stand at the foot of a page without what follows.
        """
        if height > self.room and self._kept < len(self.heights) - self._page_begin():
            self._turn()
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
        if self._kept < len(self.heights) - self._page_begin():
            self._turn()

    def _page_begin(self) -> int:
        return self.breaks[-1] if self.breaks else 0

    def _turn(self) -> None:
        begin = len(self.heights) - self._kept
        self.breaks.append(begin)
        self._used = sum(self.heights[begin:])

    def put(self, cell: Cell) -> None:
        """Put a text into rows that have begun."""
        self.cells.append(cell)

    def put_down(self, cell: Cell) -> None:
        """Put a text beside rows of several pages; on each it stands again."""
        self._down.append(cell)

    def placed(self) -> Iterator[Cell]:
        """Yield all cells, those that go over a page in a piece for each."""
        yield from self.cells
        for cell in self._down:
            seams = [b for b in self.breaks if cell.top < b <= cell.bottom]
            tops, bottoms = [cell.top, *seams], [*(b - 1 for b in seams), cell.bottom]
            for n, (top, bottom) in enumerate(zip(tops, bottoms, strict=True)):
                text = f"{cell.text}{GOES_ON}" if n and cell.text else cell.text
                yield replace(cell, top=top, bottom=bottom, text=text)

    def emptied(self) -> float:
        """Return the share of the last page that is left empty."""
        return self.room / self.page


def seam_of(text: str, start: int) -> str:
    """Return how a text goes on where it is cut before `start`."""
    return NEXT_LINE if text[:start].endswith("\n") else SAME_LINE


def height(lines: int, size: float) -> float:
    """Return the height in points of a row of so many lines."""
    return lines * size * LINE_PITCH + ROW_PADDING


def lines_in(points: float, size: float) -> int:
    """Return how many lines a row of that height holds."""
    return int((points - ROW_PADDING) / (size * LINE_PITCH))


def needed(text: str, em: float, size: float) -> float:
    """Return the height in points that a text needs."""
    return height(measure.lines(text, em), size)
