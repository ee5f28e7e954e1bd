"""What stands beside a label, as bands: each band is one row of the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from pia.layout import measure, signs
from pia.layout.marks import Marked, Stretch
from pia.layout.tree import Box, Boxes, Bracketed, Choice, Content, Counted, Row, Words
from pia.renderers.xlsx_grid import Grid, height

SIZE, BOX_SIZE, SMALL = 10.0, 9.5, 7.0
BRACKETS = 6  # columns that `[ … ]` takes; the options take the rest


@dataclass(frozen=True, slots=True)
class BandCell:
    """A text across columns first–last of a band; options make it a drop-down list."""

    first: int
    last: int
    text: str
    size: float = SIZE
    horizontal: str = "left"
    vertical: str = "center"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the sheet, height in points."""

    cells: tuple[BandCell, ...]
    height: float


def bands_of(grid: Grid, row: Row, first: int) -> list[Band]:
    """Return the bands of a row's contents, which begin at column `first`."""
    bands = [b for content in row.contents for b in _bands(grid, content, first, row.lines)]
    return bands or [Band((BandCell(first, grid.last, ""),), height(row.lines, SIZE))]


def _bands(grid: Grid, content: Content, first: int, lines: int) -> Iterator[Band]:
    match content:
        case Words(text=text, centred=centred):
            yield from _words(grid, text, first, least=lines, centred=centred)
        case Choice():
            yield _choice(grid, content, first)
        case Counted():
            yield from _words(grid, signs.counted(content), first)
        case Bracketed():
            yield from _words(grid, signs.bracketed(content), first)
        case Boxes():
            yield from _boxes(grid, content, first)
        case _:
            assert_never(content)


def _words(
    grid: Grid,
    text: str,
    first: int,
    *,
    size: float = SIZE,
    least: int = 1,
    centred: bool = False,
) -> Iterator[Band]:
    """Yield a running text, a band for each piece of it."""
    em = grid.em(first, grid.last, size)
    held = list(pieces(text, em))
    vertical = "center" if len(held) == 1 else "top"
    for piece in held:
        lines = max(measure.lines(piece, em), least if len(held) == 1 else 1)
        horizontal = "center" if centred else "left"
        cell = BandCell(first, grid.last, piece, size, horizontal, vertical)
        yield Band((cell,), height(lines, SIZE))


def pieces(text: str, em: float) -> Iterator[str]:
    """Yield the pieces of a text that each fit in one row; those of a marked text keep its
    marks."""
    stretches = text.stretches if isinstance(text, Marked) else ()
    start = 0
    for n, (piece, begins) in enumerate(measure.chunks(str(text), em)):
        start += 1 if begins and n else 0
        end = start + len(piece)
        within = (
            Stretch(max(a, start) - start, min(b, end) - start)
            for a, b in stretches
            if a < end and b > start
        )
        yield Marked(piece, tuple(within)) if stretches else piece
        start = end


def _choice(grid: Grid, content: Choice, first: int) -> Band:
    middle = first + BRACKETS
    listed = options_text(content.options, grid.em(middle, grid.last, SMALL))
    value_lines = measure.lines(content.chosen, grid.em(first + 1, middle - 2, SIZE))
    cells = (
        BandCell(first, first, "[", horizontal="right"),
        BandCell(
            first + 1, middle - 2, content.chosen, horizontal="center", options=content.options
        ),
        BandCell(middle - 1, middle - 1, "]"),
        BandCell(middle, grid.last, listed, SMALL),
    )
    small = measure.lines(listed, grid.em(middle, grid.last, SMALL))
    return Band(cells, max(height(value_lines, SIZE), height(small, SMALL)))


def options_text(options: tuple[str, ...], em: float) -> str:
    """Return ＜選択肢＞ and the numbered options, two to a line where two fit."""
    numbered = list(signs.options(options))
    listed = [signs.OPTIONS]
    while numbered:
        pair = _side_by_side(numbered[:2], em)
        if len(numbered) > 1 and measure.fits(pair, em):
            listed.append(pair)
            del numbered[:2]
        else:
            listed.append(numbered.pop(0))
    return "\n".join(listed)


def _side_by_side(pair: list[str], em: float) -> str:
    missing = round(em / 2 - measure.width(pair[0]))
    return (signs.BLANK * max(1, missing)).join(pair)


def _boxes(grid: Grid, content: Boxes, first: int) -> Iterator[Band]:
    for group in content.groups:
        if group.label:
            yield Band((BandCell(first, grid.last, group.label),), height(1, SIZE))
        for boxes in _lines_of_boxes(grid, group.boxes, content.columns, first):
            if len(boxes) == 1:
                yield from _words(grid, signs.box(boxes[0]), first, size=BOX_SIZE)
            else:
                yield _band_of_boxes(grid, boxes, content.columns, first)


def _lines_of_boxes(
    grid: Grid, boxes: tuple[Box, ...], columns: int, first: int
) -> Iterator[list[Box]]:
    """Arrange boxes `columns` to a line; one that is too long stands on a line of its own."""
    width = (grid.last - first + 1) // columns
    room = grid.em(first, first + width - 1, BOX_SIZE)
    held: list[Box] = []
    for box in boxes:
        if not measure.fits(signs.box(box), room):
            if held:
                yield held
            yield [box]
            held = []
            continue
        held.append(box)
        if len(held) == columns:
            yield held
            held = []
    if held:
        yield held


def _band_of_boxes(grid: Grid, boxes: list[Box], columns: int, first: int) -> Band:
    width = (grid.last - first + 1) // columns
    cells = []
    for n, box in enumerate(boxes):
        start = first + n * width
        last = grid.last if n == len(boxes) - 1 else start + width - 1
        cells.append(BandCell(start, last, signs.box(box), BOX_SIZE))
    return Band(tuple(cells), height(1, SIZE))
