"""What stands beside a label → bands: each is one row of the sheet, or several."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
    Counted,
    Row,
    Words,
)
from pia.renderers.xlsx_bands import SIZE, Band, Part, Piece
from pia.renderers.xlsx_grid import CELL_PADDING

UNIT = 13.5  # points, the width of a column of the value
BRACKETS = 12  # columns that `[ … ]` takes; the options take the rest
BOX_SIZE, SMALL = 9.0, 7.0


def bands(row: Row, first: int, last: int) -> Iterator[Band]:
    """Yield what stands beside a label; each band is one row of the sheet, or several."""
    match row.contents:
        case (Choice() as choice, Counted() as counted):
            below = Part(first, first + BRACKETS - 1, str(counted), row=1)
            yield (*_choice(choice, first, last, down=2), below)
        case contents:
            for content in contents:
                yield from _bands_of(content, first, last, row.lines)


def _bands_of(content: Content, first: int, last: int, least: int) -> Iterator[Band]:
    match content:
        case Words(text=text, centred=centred):
            yield Piece(text, SIZE, centred, least)
        case Choice():
            yield tuple(_choice(content, first, last))
        case Counted() | Bracketed():
            yield Piece(str(content))
        case Boxes(groups=groups):
            for group in groups:
                yield from _boxes(group, first, last)
        case _:
            assert_never(content)


def _choice(content: Choice, first: int, last: int, down: int = 1) -> Iterator[Part]:
    middle = first + BRACKETS
    yield Part(first, first, "[", horizontal="right")
    yield Part(first + 1, middle - 2, content.chosen, SIZE, "center", content.options)
    yield Part(middle - 1, middle - 1, "]")
    half = OPTION_WIDTH + 0.4
    lines = (_side_by_side(line, half) for line in content.lines)
    yield Part(middle, last, "\n".join((OPTIONS, *lines)), SMALL, down=down)


def _side_by_side(texts: Sequence[str], em: float) -> str:
    """Return texts on one line, the second where half of it begins."""
    return (BLANK * max(1, round(em - measure.width(texts[0])))).join(texts)


def _boxes(group: BoxGroup, first: int, last: int) -> Iterator[Band]:
    if group.label:
        yield (Part(first, last, group.label, BOX_SIZE),)
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


def box_part(box: Box, first: int, last: int) -> Part:
    """Return a box; where nothing is written behind it, it is ticked by choosing from a list."""
    states = tuple(str(replace(box, ticked=ticked)) for ticked in (True, False))
    return Part(first, last, str(box), BOX_SIZE, "left", states, box.bracket is None)
