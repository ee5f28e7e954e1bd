"""The ruled areas of a sheet: cells that touch one another belong together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from pia.intake.grid import Box

MOST_ROWS = 500_000  # of merged cells, one row of each counted


class Areas:
    """The areas of a sheet, numbered from 1. framed: row, column, rows and columns of each cell
    that is ruled or shaded."""

    def __init__(self, framed: Iterable[tuple[int, int, int, int]]) -> None:
        self._over: list[int] = [0]
        self.boxes: dict[int, Box] = {}
        runs = _runs(framed)
        areas: dict[int, list[tuple[int, int, int]]] = {}
        for row in sorted(runs):
            above = areas.get(row - 1, [])
            areas[row] = [
                (first, last, self._area(first, last, above)) for first, last in runs[row]
            ]
        for row, held in areas.items():
            for first, last, area in held:
                self._grow(self._top(area), row, first, last)

    def at(self, row: int, column: int) -> int:
        """Return the smallest area that a place lies within, 0 for none."""
        around = [
            ((bottom - top + 1) * (right - left + 1), area)
            for area, (top, left, bottom, right) in self.boxes.items()
            if top <= row <= bottom and left <= column <= right
        ]
        return min(around, default=(0, 0))[1]

    def _area(self, first: int, last: int, above: list[tuple[int, int, int]]) -> int:
        """Return the area of a run of cells: that of those right above it, or a new one."""
        touching = [
            self._top(a) for start, end, a in above if start <= last + 1 and first <= end + 1
        ]
        if not touching:
            self._over.append(len(self._over))
            return len(self._over) - 1
        for area in touching:
            self._over[area] = min(touching)
        return min(touching)

    def _top(self, area: int) -> int:
        while self._over[area] != area:
            area = self._over[area]
        return area

    def _grow(self, area: int, row: int, first: int, last: int) -> None:
        top, left, bottom, right = self.boxes.get(area, (row, first, row, last))
        self.boxes[area] = (min(top, row), min(left, first), max(bottom, row), max(right, last))


def areas_of(
    styles: Mapping[tuple[int, int], int],
    is_framed: Callable[[int], bool],
    spans: Mapping[tuple[int, int], tuple[int, int]],
) -> Areas:
    """Return the areas of a sheet. styles: of its cells. spans: rows and columns of merged ones."""
    framed = {style for style in set(styles.values()) if is_framed(style)}
    held = (place for place, style in styles.items() if style in framed)
    return Areas((*place, *spans.get(place, (1, 1))) for place in held)


def _runs(framed: Iterable[tuple[int, int, int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return the columns of each row that are framed without a gap, as first and last."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    left = MOST_ROWS
    for row, column, rows, columns in framed:
        taken = max(1, min(rows, left))
        left -= taken
        for n in range(row, row + taken):
            spans[n].append((column, column + columns - 1))
    return {row: _joined(sorted(held)) for row, held in spans.items()}


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found = spans[:1]
    for first, last in spans[1:]:
        if first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
