"""What stands beside a label, as bands: each band is one row of the sheet, or several."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pia.layout import measure
from pia.layout.contents import OPTION_WIDTH
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

BRACKETS = 12  # columns that `[ … ]` takes; the options take the rest
SIZE, BOX_SIZE, SMALL = 10.0, 9.0, 7.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in a band of its own; it may go on over the page."""

    text: str
    size: float = SIZE
    centred: bool = False
    least: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One of several texts side by side: columns first-last."""

    first: int
    last: int
    text: str
    size: float = SIZE
    horizontal: str = "left"
    options: tuple[str, ...] = ()
    is_strict: bool = True


Band = Piece | tuple[Part, ...]


def bands(row: Row, first: int, last: int) -> Iterator[Band]:
    """Yield what stands beside a label; each band is one row of the sheet, or several."""
    for content in row.contents:
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


def _choice(content: Choice, first: int, last: int) -> Iterator[Part]:
    middle = first + BRACKETS
    yield Part(first, first, "[", horizontal="right")
    chosen = Part(first + 1, middle - 2, content.chosen, SIZE, "center", content.options)
    yield chosen
    yield Part(middle - 1, middle - 1, "]")
    half = OPTION_WIDTH + 0.4
    lines = (_side_by_side(line, half) for line in content.lines)
    yield Part(middle, last, "\n".join((OPTIONS, *lines)), SMALL)


def _side_by_side(texts: Sequence[str], em: float) -> str:
    """Return texts on one line, the second where half of it begins."""
    return (BLANK * max(1, round(em - measure.width(texts[0])))).join(texts)


def _boxes(group: BoxGroup, first: int, last: int) -> Iterator[Band]:
    if group.label:
        yield (Part(first, last, group.label),)
    begins = [
        first + round((last + 1 - first) * sum(group.shares[:n])) for n in range(len(group.shares))
    ]
    for line in group.lines:
        ends = [*(n - 1 for n in begins[1 : len(line)]), last]
        yield tuple(map(box_part, line, begins, ends))


def box_part(box: Box, first: int, last: int) -> Part:
    """Return a box; where nothing is written behind it, it is ticked by choosing from a list."""
    states = tuple(str(replace(box, ticked=ticked)) for ticked in (True, False))
    return Part(first, last, str(box), BOX_SIZE, "left", states, box.bracket is None)
