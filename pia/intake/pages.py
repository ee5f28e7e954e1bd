"""Pages of a PDF as ruled cells and lines, and what goes on from one page to the next."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product

from pia.intake.lines import TextLine
from pia.intake.paper import Box

TOLERANCE = 3.0  # points within which lines or edges are one
SHORTEST = 4.0  # points: what is shorter is no line
MOST_LINES = 600  # of one direction on a page: more are drawn by no form
OUTSIDE, UNSEEN, SEEN = -1, -2, -3  # what a square is that belongs to no cell yet

Line = tuple[float, float, float]  # where, from, to


@dataclass(frozen=True)
class Ruling:
    """Cells of a page. has_top, has_bottom: by cell, whether a line is drawn there. of: for each
    square between neighbouring lines, its cell or -1."""

    boxes: tuple[Box, ...]
    has_top: tuple[bool, ...]
    has_bottom: tuple[bool, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    of: tuple[tuple[int, ...], ...]

    def at(self, x: float, y: float) -> int:
        """Return the cell in which a point is, or -1."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.of) and 0 <= column < len(self.of[row]):
            return self.of[row][column]
        return -1


def ruling(across: Iterable[Line], down: Iterable[Line]) -> Ruling:
    """Return the cells that lines enclose. Where lines end side by side, the cells between them
    end too, though no line is drawn; but a cell has two opposite sides and a third."""
    flat, steep = _joined(across), _joined(down)
    if (not flat and not steep) or max(len(flat), len(steep)) > MOST_LINES:
        return Ruling((), (), (), (), (), ())
    xs = _clustered([x for x, _, _ in steep])
    ends = [y for _, *both in steep for y in both]
    ys = _clustered([y for y, _, _ in flat] + ends)
    lying, standing = _walls(flat, ys, xs), _walls(steep, xs, ys)
    walls, sides = [row[:] for row in lying], [row[:] for row in standing]
    _close(steep, xs, ys, walls)
    _close(flat, ys, xs, sides)
    return _cells(xs, ys, (lying, standing), (walls, sides))


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Return lines with those in one that lie on and touch each other."""
    found: list[Line] = []
    for where, start, end in sorted(lines, key=lambda line: (round(line[0]), line[1])):
        for n in range(len(found) - 1, max(-1, len(found) - 4), -1):
            at, first, last = found[n]
            if abs(at - where) <= 1.0 and start <= last + TOLERANCE and end >= first - TOLERANCE:
                found[n] = at, min(first, start), max(last, end)
                break
        else:
            found.append((where, start, end))
    return [line for line in found if line[2] - line[1] >= SHORTEST]


def _clustered(values: Sequence[float]) -> tuple[float, ...]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][0] <= TOLERANCE:
            found[-1].append(value)
        else:
            found.append([value])
    return tuple(sum(held) / len(held) for held in found)


def _nearest(values: Sequence[float], value: float) -> int:
    n = bisect_right(values, value)
    near = [k for k in (n - 1, n) if 0 <= k < len(values)]
    return min(near, key=lambda k: abs(values[k] - value))


def _walls(
    lines: Sequence[Line], places: Sequence[float], steps: Sequence[float]
) -> list[list[bool]]:
    """Return for every place and every step between neighbours whether a line runs there."""
    found = [[False] * max(0, len(steps) - 1) for _ in places]
    for where, start, end in lines:
        row = found[_nearest(places, where)] if places else []
        for n in range(len(row)):
            if start <= steps[n] + TOLERANCE and end >= steps[n + 1] - TOLERANCE:
                row[n] = True
    return found


def _close(
    lines: Sequence[Line], steps: Sequence[float], places: Sequence[float], walls: list[list[bool]]
) -> None:
    """Put walls between lines that begin or end side by side."""
    for side in (1, 2):
        ends: dict[int, set[int]] = {}
        for line in lines:
            near = _nearest(places, line[side]) if places else 0
            if places and abs(places[near] - line[side]) <= TOLERANCE:
                ends.setdefault(near, set()).add(_nearest(steps, line[0]))
        for place, held in ends.items():
            for one, other in pairwise(sorted(held)):
                walls[place][one:other] = [True] * (other - one)


Walls = tuple[list[list[bool]], list[list[bool]]]  # across and down


def _cells(xs: Sequence[float], ys: Sequence[float], drawn: Walls, walls: Walls) -> Ruling:
    """Return what drawn lines enclose, then of what is left what all walls do."""
    rows, columns = max(0, len(ys) - 1), max(0, len(xs) - 1)
    found = _FoundCells([[UNSEEN] * columns for _ in range(rows)])
    found.fill(drawn, drawn, is_strict=True)
    lying = _carried_over(drawn[0], found.of)
    found.forget()
    found.fill((lying, drawn[1]), (_either(walls[0], lying), walls[1]), is_strict=False)
    boxes = tuple((xs[a], ys[b], xs[c + 1], ys[d + 1]) for a, b, c, d in found.spans)
    tops, bottoms = tuple(top for top, _ in found.ends), tuple(bottom for _, bottom in found.ends)
    return Ruling(boxes, tops, bottoms, tuple(xs), tuple(ys), tuple(map(tuple, found.of)))


def _either(one: list[list[bool]], other: list[list[bool]]) -> list[list[bool]]:
    return [[a or b for a, b in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]


class _FoundCells:
    """Cells by the squares that they cover. spans: first and last column and row."""

    def __init__(self, of: list[list[int]]) -> None:
        self.of = of
        self.spans: list[tuple[int, int, int, int]] = []
        self.ends: list[tuple[bool, bool]] = []

    def forget(self) -> None:
        """Let squares that belong to no cell be looked at again."""
        self.of = [[UNSEEN if n == OUTSIDE else n for n in line] for line in self.of]

    def fill(self, drawn: Walls, walls: Walls, *, is_strict: bool) -> None:
        for row, column in product(range(len(self.of)), range(len(self.of[0]) if self.of else 0)):
            if self.of[row][column] == UNSEEN:
                self._take(*_filled(row, column, self.of, walls), drawn, is_strict=is_strict)

    def _take(
        self, squares: list[tuple[int, int]], is_open: bool, drawn: Walls, *, is_strict: bool
    ) -> None:
        first, last = min(r for r, _ in squares), max(r for r, _ in squares)
        left, right = min(c for _, c in squares), max(c for _, c in squares)
        top = any(drawn[0][first][left : right + 1])
        bottom = any(drawn[0][last + 1][left : right + 1])
        beside = [any(drawn[1][n][first : last + 1]) for n in (left, right + 1)]
        is_cell = not is_open if is_strict else _is_cell(top, bottom, beside)
        for r, c in squares:
            self.of[r][c] = len(self.spans) if is_cell else OUTSIDE
        if is_cell:
            self.spans.append((left, first, right, last))
            self.ends.append((top, bottom))


def _is_cell(top: bool, bottom: bool, beside: Sequence[bool]) -> bool:
    """Return whether lines enclose an area well enough: two sides of it and a third, or a side
    and one across where it reaches to the edge of all lines."""
    return all(beside) or (any(beside) and (top or bottom))


def _carried_over(lying: list[list[bool]], of: list[list[int]]) -> list[list[bool]]:
    """Return lines across that go on to the right through what no lines enclose, as the row of a
    label does beside it."""
    found = [line[:] for line in lying]
    for n, line in enumerate(found):
        for c in range(1, len(line)):
            over = of[n - 1][c] if n else OUTSIDE
            under = of[n][c] if n < len(of) else OUTSIDE
            if line[c - 1] and over == under == OUTSIDE:
                line[c] = True
    return found


def _filled(
    row: int, column: int, of: list[list[int]], walls: Walls
) -> tuple[list[tuple[int, int]], bool]:
    """Return the squares that are open to one, and whether they are open to the outside."""
    across, down = walls
    squares, waiting, is_open = [(row, column)], [(row, column)], False
    of[row][column] = SEEN
    while waiting:
        r, c = waiting.pop()
        for wall, nr, nc in (
            (across[r][c], r - 1, c),
            (across[r + 1][c], r + 1, c),
            (down[c][r], r, c - 1),
            (down[c + 1][r], r, c + 1),
        ):
            if wall:
                continue
            if not (0 <= nr < len(of) and 0 <= nc < len(of[0])):
                is_open = True
            elif of[nr][nc] == UNSEEN:
                of[nr][nc] = SEEN
                squares.append((nr, nc))
                waiting.append((nr, nc))
    return squares, is_open


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
    """A page: its ruled cells, empty ones too, the lines outside of them, how many pictures.

    name: the sheet of paper that it stands on, as people name it. number: counted from 1.
    """

    name: str
    number: int
    height: float
    cells: list[RuledCell]
    loose: list[TextLine]
    images: int = 0


def unruled(sheets: Sequence[PaperPage]) -> list[PaperPage]:
    """Return the pages of text without lines of a file most of whose pages have none."""
    bare = [sheet for sheet in sheets if sheet.loose and not sheet.cells]
    return bare if len(bare) > len(sheets) / 2 else []


def carry_on(sheets: Sequence[PaperPage]) -> None:
    """Put what a page cuts off back into the cells that it is of."""
    named: list[RuledCell] = []
    for before, after in pairwise(sheets):
        last, first = _last_row(before.cells), _first_row(after.cells)
        above = [next((a for a in last if _is_below(a.box, b.box)), None) for b in first]
        is_open = _is_open(last, first)
        if not is_open:
            named = list(_raise_labels(above, first, before.cells, named))
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


def _raise_labels(
    above: Sequence[RuledCell | None],
    first: Sequence[RuledCell],
    cells: Sequence[RuledCell],
    named: Sequence[RuledCell],
) -> Iterator[RuledCell]:
    """Let labels of several rows, which a page parts, stand where they begin. Yield the cells that
    carry on a label which stands on a page before. cells: those of the page above. named: of
    these, such ones."""
    for upper, lower in zip(above, first, strict=True):
        if upper is None or not upper.look == lower.look != "":
            return
        has_name = upper.lines or any(upper is cell for cell in named)
        if not lower.lines:
            if has_name:
                yield lower
        elif not has_name and _is_beside_value(upper, cells):
            upper.lines, lower.lines = lower.lines, []
            yield lower
        else:
            return


def _is_beside_value(label: RuledCell, cells: Sequence[RuledCell]) -> bool:
    """Return whether a text stands at the right of a label, beside any of its rows, that looks
    otherwise."""
    _, top, right, bottom = label.box
    beside = (c for c in cells if c.box[0] >= right - TOLERANCE and c.look != label.look)
    return any(c.lines and c.box[1] < bottom and c.box[3] > top for c in beside)


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
