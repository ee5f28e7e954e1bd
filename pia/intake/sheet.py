"""Pages of a PDF as cells and lines, and what goes on from one page to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pia.intake.lines import TextLine
from pia.intake.paper import Box

TOLERANCE = 3.0  # points within which edges are one


@dataclass(slots=True)
class RuledCell:
    """A cell that lines enclose. has_top, has_bottom: whether a line is drawn there.
    cut: its text runs over its edges."""

    box: Box
    lines: list[TextLine] = field(default_factory=list)
    look: str = ""
    has_top: bool = True
    has_bottom: bool = True
    cut: bool = False


@dataclass(slots=True)
class PaperPage:
    """A page: its ruled cells, empty ones too, the lines outside of them, how many pictures."""

    number: int
    height: float
    cells: list[RuledCell]
    loose: list[TextLine]
    images: int = 0


def carry_on(sheets: Sequence[PaperPage]) -> None:
    """Put what a page cuts off back into the cells that it is of."""
    for before, after in pairwise(sheets):
        last, first = _last_row(before.cells), _first_row(after.cells)
        above = [next((a for a in last if _is_below(a.box, b.box)), None) for b in first]
        is_open = _is_open(last, first)
        if not is_open:
            _raise_label(above[:1], first[:1])
        pairs = [(a, b) for a, b in zip(above, first, strict=True) if b.lines]
        held = [(a, b) for a, b in pairs if a is not None]
        if not held or len(held) < len(pairs):
            continue
        is_one = is_open and _is_one(above[0], first[0])
        if not (is_one if is_open else _is_rest(last, first, held)):
            continue
        for upper, lower in held:
            _append(upper, lower, is_open=is_open)
            after.cells.remove(lower)


def _raise_label(above: Sequence[RuledCell | None], first: Sequence[RuledCell]) -> None:
    """Let the label of several rows, which a page parts, stand where they begin."""
    for upper, lower in zip(above, first, strict=True):
        is_label = upper is not None and upper.look == lower.look != ""
        if upper is not None and is_label and lower.lines and not upper.lines:
            upper.lines, lower.lines = lower.lines, []


def _last_row(cells: Sequence[RuledCell]) -> list[RuledCell]:
    lowest = max((cell.box[3] for cell in cells), default=0.0)
    return sorted((c for c in cells if c.box[3] >= lowest - TOLERANCE), key=lambda c: c.box[0])


def _first_row(cells: Sequence[RuledCell]) -> list[RuledCell]:
    highest = min((cell.box[1] for cell in cells), default=0.0)
    return sorted((c for c in cells if c.box[1] <= highest + TOLERANCE), key=lambda c: c.box[0])


def _is_open(last: Sequence[RuledCell], first: Sequence[RuledCell]) -> bool:
    """Return whether no line is drawn where a page ends and the next begins."""
    return not any(cell.has_bottom for cell in last) and not any(cell.has_top for cell in first)


def _is_one(upper: RuledCell | None, lower: RuledCell) -> bool:
    """Return whether cells at the left that no line parts are one: they look alike, or one of
    them says nothing."""
    if upper is None or not upper.lines or not lower.lines:
        return True
    return upper.look == lower.look


def _is_rest(
    last: Sequence[RuledCell],
    first: Sequence[RuledCell],
    pairs: Sequence[tuple[RuledCell, RuledCell]],
) -> bool:
    """Return whether a row between lines is the rest of the one before: it says nothing where
    that has its labels."""
    said = [cell for cell in last if cell.lines]
    at = next((n for n, cell in enumerate(said) if cell is pairs[0][0]), 0)
    return len(first) > 1 and not first[0].lines and at >= min(2, len(said) - 1) > 0


def _is_below(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) <= TOLERANCE and abs(one[2] - other[2]) <= TOLERANCE


def _append(upper: RuledCell, lower: RuledCell, *, is_open: bool) -> None:
    """Put the lines of a cell behind those of the one that it carries on; a line that the edge of
    the page cuts may stand on both."""
    more = lower.lines
    is_twice = is_open and upper.lines and more and upper.lines[-1].text == more[0].text
    if is_twice and len(more[0].text) > 1:
        more = more[1:]
    if upper.lines and more:
        last = upper.lines[-1]
        shift = last.top + 1.45 * last.size - more[0].top
        more = [replace(x, top=x.top + shift, bottom=x.bottom + shift) for x in more]
    upper.lines = upper.lines + more
    upper.look = upper.look or lower.look
    upper.has_bottom = lower.has_bottom
    upper.cut = upper.cut or lower.cut
