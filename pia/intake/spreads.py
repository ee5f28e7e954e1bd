"""Several pages printed on one sheet of paper → pages of their own, in the order of reading."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pia.intake.paper import PageContent

MIDDLE = 0.45, 0.55  # of a sheet, where the blank stretch between two pages lies
GUTTER = 0.02  # of a sheet, as wide as that is at the least

Span = tuple[float, float]


def parted(sheet: PageContent) -> list[PageContent]:
    """Return the pages of a sheet: two side by side on a wide one, four on a high one, else the
    sheet. Where nothing is ruled it stays one: texts in columns have a blank stretch too."""
    beside = _gap(_spans(sheet, 0), sheet.width)
    if beside is None:
        return [sheet]
    if sheet.width > sheet.height:
        rows = [(0.0, sheet.height)]
    else:
        below = _gap(_spans(sheet, 1), sheet.height)
        rows = [] if below is None else [(0.0, below), (below, sheet.height)]
    columns = [(0.0, beside), (beside, sheet.width)]
    found = [_part(sheet, column, row) for row in rows for column in columns]
    is_ruled = any(page.across and page.down for page in found)
    if not is_ruled or sum(bool(page.chars) for page in found) < 2:
        return [sheet]
    found[0].images = sheet.images
    return found


def _spans(sheet: PageContent, axis: int) -> Iterator[Span]:
    """Yield what is taken along an axis: 0 across, 1 down."""
    flat, steep = (sheet.across, sheet.down) if axis == 0 else (sheet.down, sheet.across)
    for char in sheet.chars:
        yield (char.left, char.right) if axis == 0 else (char.top, char.bottom)
    yield from ((start, end) for _, start, end in flat)
    yield from ((at, at) for at, _, _ in steep)
    yield from ((box[axis], box[axis + 2]) for box, _ in sheet.areas)


def _gap(spans: Iterable[Span], length: float) -> float | None:
    """Return where a blank stretch about the middle of a sheet parts it: in the middle of the sheet
    where that is blank."""
    taken: list[Span] = []
    for start, end in sorted(spans):
        if taken and start <= taken[-1][1]:
            taken[-1] = taken[-1][0], max(taken[-1][1], end)
        else:
            taken.append((start, end))
    gaps = [(one[1], other[0]) for one, other in pairwise(taken)]
    wide = [(a, b) for a, b in gaps if b - a >= GUTTER * length]
    near = [(a, b) for a, b in wide if a < MIDDLE[1] * length and b > MIDDLE[0] * length]
    places = [length / 2 if a < length / 2 < b else (a + b) / 2 for a, b in near]
    return min(places, key=lambda at: abs(at - length / 2), default=None)


def _part(sheet: PageContent, across: Span, down: Span) -> PageContent:
    """Return what stands in a part of a sheet, from its first line to its last."""
    (left, right), (top, bottom) = across, down
    chars = [c for c in sheet.chars if left <= c.left < right and top <= c.middle < bottom]
    first = min((c.top for c in chars), default=top)
    last = max((c.bottom for c in chars), default=bottom)
    page = PageContent(right - left, last - first)
    page.chars = [char.moved(-left, -first) for char in chars]
    page.across = [
        (y - first, start - left, end - left)
        for y, start, end in sheet.across
        if left <= start < right and top <= y < bottom
    ]
    page.down = [
        (x - left, start - first, end - first)
        for x, start, end in sheet.down
        if left <= x < right and top <= start < bottom
    ]
    page.areas = [
        ((a - left, b - first, c - left, d - first), colour)
        for (a, b, c, d), colour in sheet.areas
        if left <= a < right and top <= b < bottom
    ]
    return page
