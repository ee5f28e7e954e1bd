"""Workbooks are read and drawn in half the time: openpyxl looks up the border and the protection
of every merged cell by all that they say, and merged cells are most of a form."""

from collections.abc import Iterable
from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.styles import Border
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.merge import MergedCellRange

theirs = MergedCellRange.format
EDGES = ("top", "left", "right", "bottom")
# Edge, border of the first cell, border of a cell → border of the cell with that edge.
_known: WeakKeyDictionary[Workbook, dict[tuple[str, int, int], int]] = WeakKeyDictionary()


def ours(self: Any) -> None:
    """Do what openpyxl does for a range; borders are told apart by their numbers in the book."""
    known, first = _known.setdefault(self.ws.parent, {}), self.start_cell
    for name in EDGES:
        side = getattr(first.border, name)
        if side and side.style is None:
            continue
        for cell in _cells(self, getattr(self, name)):
            key = name, first._style.borderId, cell._style.borderId
            if key not in known:
                cell.border += Border(**{name: side})
                known[key] = cell._style.borderId
            cell._style.borderId = known[key]
    first.protection = copy(first.protection)
    for cell in _cells(self, self.cells):
        cell._style.protectionId = first._style.protectionId


def _cells(merged: Any, places: Iterable[tuple[int, int]]) -> list[Any]:
    held, found = merged.ws._cells, []
    for row, column in places:
        if (row, column) not in held:
            held[row, column] = MergedCell(merged.ws, row=row, column=column)
        found.append(held[row, column])
        found[-1]._style = found[-1]._style or StyleArray()
    return found


def quicken() -> None:
    MergedCellRange.format = ours
