"""Tables, lists and pictures on the canvas of their sheet.

Each column of a table fills by itself, and its header stands on each page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from xlsxwriter.image import Image

from pia.layout import measure
from pia.layout.exhibits import naming
from pia.layout.tree import Contents, Figure, Records, Table
from pia.renderers.xlsx_canvas import (
    POINTS_PER_PIXEL,
    SIZE,
    BandWriter,
    Canvas,
    Look,
    PlacedText,
    SideText,
    height,
    lines_in,
)

BEGUN = 6  # lines of a row at the least before the page ends, and all that name it
GAP = 10.0  # points around an image
REMARKS = 60.0  # points that an image leaves below it
BLANK_FIGURE = 200.0  # points for one to be drawn by hand
PLAIN = Look(SIZE, edges="ltrb")
CENTRED = Look(SIZE, horizontal="center", edges="ltrb")


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """Where an image stands: the frame that holds it, and its width and height in points."""

    frame: PlacedText
    figure: Figure
    size: tuple[float, float]
    is_centred: bool


class TableWriter:
    """Draws one table. header: the look of its first row."""

    def __init__(self, canvas: Canvas, table: Table, header: Look) -> None:
        self.canvas = canvas
        self.table = table
        self.header = header
        self.spans = _spans(table, canvas)

    def write(self, *, repeats: bool) -> None:
        """Write all rows. repeats: whether the header stands again on each page."""
        heads = [str(column.label) for column in self.table.columns]
        top = len(self.canvas.heights)
        self._cells(heads, [self.header] * len(heads), keep=True)
        if repeats:
            self.canvas.title = top, len(self.canvas.heights) - 1
        looks = [CENTRED if column.centred else PLAIN for column in self.table.columns]
        for row in self.table.rows:
            self._row(row, looks)

    def _row(self, texts: Sequence[str], looks: Sequence[Look]) -> None:
        """Write a row; where it is too high for the page, each cell goes on by itself."""
        canvas, left = self.canvas, list(texts)
        ems = [canvas.em(*span, SIZE) for span in self.spans]
        row = looks
        named = naming(texts)
        begun = max(BEGUN, measure.lines(texts[named], ems[named]))
        while not self._has_room(left, ems, self.table.lines):
            most = lines_in(canvas.room, SIZE)
            if most < min(begun, lines_in(canvas.whole, SIZE)):
                canvas.turn()
                continue
            ends = [measure.cut(text, em, most) for text, em in zip(left, ems, strict=True)]
            here = [t[: e - t[:e].endswith("\n")] for t, e in zip(left, ends, strict=True)]
            self._cells(here, row)
            seams = [measure.seam_of(t, e) for t, e in zip(left, ends, strict=True)]
            row = [replace(look, seam=seam) for look, seam in zip(looks, seams, strict=True)]
            left = [t[e:] for t, e in zip(left, ends, strict=True)]
            left[named] = left[named] or measure.going_on(texts[named], ems[named])
        self._cells(left, row, least=self.table.lines)

    def _has_room(self, texts: Sequence[str], ems: Sequence[float], least: int) -> bool:
        """Return whether a row fits on the page at hand, or is short enough for the next one."""
        tall = height(max(*map(measure.lines, texts, ems), least), SIZE)
        return tall <= max(self.canvas.room, self.canvas.page / 3)

    def _cells(
        self,
        texts: Sequence[str],
        looks: Sequence[Look],
        *,
        least: int = 1,
        keep: bool = False,
    ) -> None:
        """Write texts side by side, each in one cell."""
        lines = [
            measure.lines(text, self.canvas.em(*span, look.size))
            for text, span, look in zip(texts, self.spans, looks, strict=True)
        ]
        top, bottom = self.canvas.rows(height(max(*lines, least), SIZE), keep=keep)
        for n, (text, (first, last), look) in enumerate(zip(texts, self.spans, looks, strict=True)):
            offered = () if keep else self.table.columns[n].options
            self.canvas.put(PlacedText(top, bottom, first, last, text, look, offered))


def _spans(table: Table, canvas: Canvas) -> list[tuple[int, int]]:
    """Return the columns of the canvas that each column of a table covers."""
    if len(table.columns) == canvas.last + 1:
        return [(n, n) for n in range(canvas.last + 1)]
    whole = sum(column.width for column in table.columns)
    spans: list[tuple[int, int]] = []
    first, share = 0, 0.0
    for column in table.columns:
        share += column.width / whole
        last = max(first, _column_at(canvas, share) - 1)
        spans.append((first, last))
        first = last + 1
    return spans


def _column_at(canvas: Canvas, share: float) -> int:
    """Return the column whose left edge is nearest to a share (0-1) of the width."""
    target, reached = sum(canvas.pixels) * share, 0.0
    for number, px in enumerate(canvas.pixels):
        if reached + px / 2 > target:
            return number
        reached += px
    return len(canvas.pixels)


def records(canvas: Canvas, node: Records) -> None:
    """A list of texts in one frame, side by side where the layout says so."""
    bands = BandWriter(canvas, Look())
    texts = list(node) or [""]
    each = (canvas.last + 1) // node.columns
    edges = [n * each for n in range(node.columns)]
    ends = [*(e - 1 for e in edges[1:]), canvas.last]
    texts += [""] * (-len(texts) % node.columns)
    spans = [
        [SideText(*at) for at in zip(edges, ends, texts[n : n + node.columns], strict=True)]
        for n in range(0, len(texts), node.columns)
    ]
    least = 0.0 if node.texts else height(node.lines, SIZE)
    heights = [max(least, *map(bands.needed, parts)) for parts in spans]
    if canvas.room < sum(heights) <= canvas.whole:  # a list that fits on one page is not divided
        canvas.turn()
    rows = list(zip(spans, heights, strict=True))
    for n, (parts, tall) in enumerate(rows):
        is_kept = n in (0, len(rows) - 2)  # no row of the list stands alone on a page
        top, bottom = canvas.rows(tall, keep=is_kept and n < len(rows) - 1)
        bands.parts(parts, top, bottom, 0, "t" * (n == 0) + "b" * (n == len(rows) - 1))


def contents(canvas: Canvas, node: Contents, *, is_linked: bool) -> None:
    """項目一覧. is_linked: a reader gets from each line to its sheet."""
    shallow = min((entry.depth for entry in node.entries), default=1)
    many = len(node.entries) > 20
    for entry in node.entries:
        look = Look(SIZE if many else 11, edges="ltrb", indent=2 * (entry.depth - shallow))
        top, bottom = canvas.rows(height(1 if many else 2, look.size))
        cell = PlacedText(
            top,
            bottom,
            0,
            canvas.last,
            entry.text,
            look,
            link=entry.sheet if is_linked else "",
        )
        canvas.put(cell)


def figure(canvas: Canvas, node: Figure, width: float = 0.0) -> PictureFrame | None:
    """Leave room for an image. width: the most it may take in points, 0 for the page's."""
    across = width or sum(canvas.pixels) * POINTS_PER_PIXEL - 2 * GAP
    size = _size(node, across, canvas.whole - REMARKS) if node.picture else (0.0, BLANK_FIGURE)
    top, bottom = canvas.rows(size[1] + GAP, keep=bool(width))
    frame = PlacedText(
        top, bottom, 0, canvas.last, "", replace(PLAIN, edges="" if width else "ltrb")
    )
    canvas.put(frame)
    if not node.picture:
        return None
    return PictureFrame(frame, node, size, is_centred=not width)


def _size(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Return the size of an image in points, made to fit."""
    image = Image(BytesIO(figure.picture or b""))
    natural = 72 * image.width / image.x_dpi, 72 * image.height / image.y_dpi
    scale = min(width / natural[0], height / natural[1], 1.0)
    return natural[0] * scale, natural[1] * scale


def insert(to: Any, canvas: Canvas, picture: PictureFrame) -> None:
    """Draw an image in the middle of its frame."""
    data = BytesIO(picture.figure.picture or b"")
    image = Image(data)
    natural = 72 * image.width / image.x_dpi
    scale = picture.size[0] / natural
    width = sum(canvas.pixels)
    free = (width - picture.size[0] / POINTS_PER_PIXEL) / 2 if picture.is_centred else 0
    tall = sum(canvas.heights[picture.frame.top : picture.frame.bottom + 1])
    options = {
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": free,
        "y_offset": (tall - picture.size[1]) / 2 / POINTS_PER_PIXEL,
        "image_data": data,
        "description": picture.figure.alternative,
        "object_position": 1,
    }
    to.insert_image(picture.frame.top, 0, "", options)
