"""Whose the cells behind one label are, and the values that they say."""

from collections.abc import Iterator
from dataclasses import replace

from pia.forms.definition import Item, Placement
from pia.intake import values
from pia.intake.behind import bracketed, counted
from pia.intake.grid import Cell
from pia.intake.labels import LabelRole, PrintedLabel
from pia.intake.options import BOX, box_count, without_list
from pia.intake.place import Slot
from pia.intake.texts import Doubts, ReadValue, joined
from pia.model.base import Kind


def readings(
    item: Item, cells: list[tuple[int, Cell]], text: str
) -> Iterator[tuple[Item, ReadValue]]:
    """Yield the value of an item and of those that stand behind it or in its boxes."""
    yield item, values.read(item, cells)
    head = without_list(item, text)
    for child in item.items:
        if child.place is Placement.BOX:
            yield child, box_count(item, child, text)
        elif child.place is Placement.INLINE and child.kind is Kind.COUNT:
            yield child, counted(head)
        elif child.place is Placement.INLINE:
            found = bracketed(child.label, head)
            is_cut = found.value is not None and any(cell.cut for _, cell in cells)
            yield child, replace(found, doubt=found.doubt or Doubts.CUT) if is_cut else found


def shared_out(label: PrintedLabel, slot: Slot) -> Iterator[tuple[Item, list[tuple[int, Cell]]]]:
    """Yield the items behind a label, each with the cells that are its own."""
    if label.role in (LabelRole.ITEM, LabelRole.BLOCK):
        yield label.items[0], slot.cells
        return
    left = list(slot.cells)
    for item in label.items:
        if item.kind is Kind.CHECKS and item.place is Placement.HEADING:
            own = [held for held in left if BOX.search(held[1].text)]
            own = own or _spread(item, left)
        elif item.numbered and len(label.items) > 1:
            left = [*_by_line(left[:1]), *left[1:]]
            own = left[:1]
        else:
            own = left
        left = [held for held in left if held not in own]
        yield item, own
    for _, cell in left:
        slot.cells = [(slot.page, cell)]


def _by_line(cells: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """Return the first line of a cell, and what stands below it, as cells of their own."""
    return [
        (page, replace(cell, text=text))
        for page, cell in cells
        for text in cell.text.split("\n", 1)
    ]


def _spread(item: Item, cells: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """Return the cells over which a box is spread: bracket, mark, bracket, label."""
    if any(BOX.search(joined(cells[n : n + 3])) for n in range(len(cells))):
        return cells
    return []
