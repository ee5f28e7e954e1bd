"""Labels found × labels printed, as two sequences in order: the best way through both.

A form is a sequence of labels of which some stretches repeat. A way through it gains by every
cell that reads like the label it is taken for and pays for every label it leaves out, for going
back, and for beginning a block without its head. Torn, misspelt, unknown and missing labels cost;
they do not lead astray.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import LabelRole, Labels, PrintedLabel, key

LONGEST = 120  # characters of a label, with room for slips
FUZZY = 0.72  # of the pairs of letters must agree
MOST_OF_A_HEAD = 3  # labels side by side that make a row the head of a table
SKIP, MOST_SKIP = 0.12, 2.0
NO_HEAD, BACK, START = 1.0, 3.0, 0.5
MOST_WITHOUT_HEAD = 8.0  # a label that is printed twice begins no block again
PLACE = 3.0  # how much it says that a text stands where labels stand
ORDINAL = re.compile(r"(\d+)$")
RANGE = re.compile(r"\d+\s*[~～〜ー-]\s*\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """A cell taken for a label. certainty: 1 where they read the same.

    rest: what the cell says behind the label.
    """

    page: int
    cell: Cell
    label: int
    score: float
    certainty: float
    rest: str = ""


def align(grid: PrintedForm, labels: Labels) -> list[Match]:
    """Return the cells that are labels, in reading order, with the labels that they are."""
    reader = _CellReader(labels)
    cells = outside_tables(
        [(page, cell, reader.matches(page, cell)) for page, cell in grid.cells()], labels
    )
    costs = _costs(labels)
    first = _best([found for _, _, found in cells if found], costs)
    shares = _shares(cells, first)
    again = [_weighed(found, shares, labels) for _, _, found in cells if found]
    return _best([found for found in again if found], costs)


def outside_tables(cells: "Cells", labels: Labels) -> "Cells":
    """Return cells without the matches of those that stand in rows below the head of a table."""
    found: list[tuple[int, Cell, list[Match]]] = []
    in_table = False
    for _, group in groupby(cells, key=lambda held: (held[0], held[1].row)):
        row = list(group)
        heads = sum(any(_is_column(m, labels) for m in matches) for _, _, matches in row)
        if heads >= MOST_OF_A_HEAD:
            in_table = True
        elif len(row) == 1 and any(_is_heading(m, labels) for m in row[0][2]):
            in_table = False
        for page, cell, matches in row:
            kept = [m for m in matches if not in_table or _is_column(m, labels)]
            found.append((page, cell, kept if heads >= MOST_OF_A_HEAD or not in_table else []))
    return found


def _is_column(match: Match, labels: Labels) -> bool:
    return labels.all[match.label].role is LabelRole.COLUMN and match.certainty == 1


def _is_heading(match: Match, labels: Labels) -> bool:
    return labels.all[match.label].role is LabelRole.HEADING and match.certainty == 1


class _CellReader:
    """Tells which labels a cell may be."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels.all
        self.exact: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.pairs: dict[str, list[str]] = defaultdict(list)
        for n, label in enumerate(self.labels):
            for rank, name in enumerate(label.names):
                self.exact[name].append((n, rank))
        for name in self.exact:
            for pair in set(pairs(name)):
                self.pairs[pair].append(name)
        self.known: dict[str, tuple[tuple[str, float], ...]] = {}

    def matches(self, page: int, cell: Cell) -> list[Match]:
        text = cell.text
        if cell.is_repeat:
            return []
        if len(text) > LONGEST * 2:
            return self._beginning(page, cell)
        name = key(text)
        if not name or len(name) > LONGEST:
            return []
        found = self._of(page, cell, name, 1.0)
        if RANGE.search(text) and self._is_block_name(key(RANGE.sub("", text))):
            return []
        if not found and (head := ORDINAL.sub("", name)) != name:
            found = [m for m in self._of(page, cell, head, 1.0) if self._is_block(m)]
        if found:
            return found
        return self._beginning(page, cell) or self._fuzzy(page, cell, name)

    def _is_block_name(self, name: str) -> bool:
        return any(self.labels[n].role is LabelRole.BLOCK for n, _ in self.exact.get(name, ()))

    def _is_block(self, match: Match) -> bool:
        return self.labels[match.label].role is LabelRole.BLOCK

    def _of(
        self, page: int, cell: Cell, name: str, certainty: float, rest: str = ""
    ) -> list[Match]:
        return [
            Match(page, cell, n, _score(self.labels[n], name, rank, certainty), certainty, rest)
            for n, rank in self.exact.get(name, ())
        ]

    def _beginning(self, page: int, cell: Cell) -> list[Match]:
        """A label with its value behind it in the same cell."""
        head, gap, rest = _parted(cell.text)
        if not gap or not rest:
            return []
        name = key(head)
        found = self._of(page, cell, name, 0.9, rest) if name else []
        return [m for m in found if len(name) > 3 or self.labels[m.label].numbered]

    def _fuzzy(self, page: int, cell: Cell, name: str) -> list[Match]:
        if len(name) < 5:
            return []
        if name not in self.known:
            self.known[name] = self._alike(name)
        return [m for other, share in self.known[name] for m in self._of(page, cell, other, share)]

    def _alike(self, name: str) -> tuple[tuple[str, float], ...]:
        own = Counter(pairs(name))
        shared = Counter(other for pair in own for other in self.pairs.get(pair, ()))
        near = [other for other, n in shared.items() if 2.2 * n >= FUZZY * len(own)]
        found = ((other, likeness(own, Counter(pairs(other)))) for other in near)
        return tuple((other, share) for other, share in found if share >= FUZZY)


def _parted(text: str) -> tuple[str, str, str]:
    """Return what stands before the first gap or box of a text, the gap, and what is behind."""
    match = re.search(r"[\n　 ：:]+|(?=[\[［〔□■☐☑])", text)
    if match is None:
        return text, "", ""
    return text[: match.start()], match[0] or "\b", text[match.end() :]


def pairs(name: str) -> list[str]:
    """Return the pairs of neighbouring letters of a text."""
    return [name[n : n + 2] for n in range(len(name) - 1)]


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two texts have in common, counted in pairs of letters: 0 to 1."""
    whole = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / whole if whole else 0.0


def _score(label: PrintedLabel, name: str, rank: int, certainty: float) -> float:
    weight = min(3.0, 1.0 + len(name) / 6)
    if certainty < 1:
        return weight * certainty - 0.8
    return weight + (0.5 if rank == 0 and label.numbered else -0.2 if label.numbered else 0)


def _costs(labels: Labels) -> list[list[float]]:
    """Return for every label what it costs to come to it from each other label."""
    return [[_cost(labels, a, b) for a in range(len(labels.all))] for b in range(len(labels.all))]


def _cost(labels: Labels, a: int, b: int) -> float:
    if a < b:
        return _skipped(b - a - 1)
    shared = [n for n in labels.all[a].loops if n in labels.all[b].loops]
    if not shared:
        return BACK
    loop = labels.loops[shared[-1]]
    left_out = loop.last - a - 1 + b - loop.first
    if b == loop.first:
        return min(BACK, _skipped(left_out))
    return NO_HEAD + min(MOST_WITHOUT_HEAD, SKIP * left_out)


def _skipped(count: int) -> float:
    return min(MOST_SKIP, SKIP * count)


def _best(cells: Sequence[list[Match]], costs: list[list[float]]) -> list[Match]:
    """Return the way of the highest score."""
    best = [float("-inf")] * len(costs)
    ways: list[tuple[Match, object] | None] = [None] * len(costs)
    for found in cells:
        steps = [(m, *_arrival(m, best, costs)) for m in found]
        held = [ways[before] if before >= 0 else None for _, _, before in steps]
        for (match, total, _), way_there in zip(steps, held, strict=True):
            if total > best[match.label]:
                best[match.label], ways[match.label] = total, (match, way_there)
    if not ways or max(best) == float("-inf"):
        return []
    way: object = ways[best.index(max(best))]
    path: list[Match] = []
    while isinstance(way, tuple):
        path.append(way[0])
        way = way[1]
    return path[::-1]


def _arrival(match: Match, best: list[float], costs: list[list[float]]) -> tuple[float, int]:
    totals = [b - c for b, c in zip(best, costs[match.label], strict=True)]
    most = max(totals)
    start = -START - _skipped(match.label)
    if most < start:
        return match.score + start, -1
    return match.score + most, totals.index(most)


Look = tuple[int, int, str]
Cells = Sequence[tuple[int, Cell, list[Match]]]


def _look(page: int, cell: Cell) -> Look:
    return page, cell.column, cell.look


def _shares(cells: Cells, path: Sequence[Match]) -> dict[Look, float]:
    """Return how many of the cells that stand and look alike were taken for labels."""
    taken = Counter(_look(m.page, m.cell) for m in path)
    alike = Counter(_look(page, cell) for page, cell, _ in cells if cell.text.strip())
    return {look: taken[look] / count for look, count in alike.items()}


def _weighed(found: list[Match], shares: dict[Look, float], labels: Labels) -> list[Match]:
    """Return matches that gain where labels stand and lose where other texts do; the head of a
    table stands over other texts as it must."""
    gained = [
        m
        if _is_column(m, labels)
        else Match(
            m.page,
            m.cell,
            m.label,
            m.score + PLACE * (shares[_look(m.page, m.cell)] - 0.5),
            m.certainty,
            m.rest,
        )
        for m in found
    ]
    return [m for m in gained if m.score > 0]
