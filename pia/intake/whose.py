"""Whose a text is: which 特定個人情報ファイル a part is about that comes once for each, and which
item the cells behind one label belong to, with the values that they say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pia.forms.definition import Item, Placement
from pia.intake import read_values
from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import LabelRole, Labels, PrintedLabel, key
from pia.intake.options import BOX, box_count, without_list
from pia.intake.place import Slot
from pia.intake.read_values import names as names_in
from pia.intake.texts import Doubts, ReadValue, bracketed, counted, joined
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref

FILES = Ref(Assessment, lambda assessment: assessment.files).address


class Whose:
    """numbers: (loop, its entry) → number of the file. suffixes: what tells their sheets apart."""

    def __init__(self, grid: PrintedForm, labels: Labels, slots: Sequence[Slot]) -> None:
        self.files: list[str] = []
        self.numbers: dict[tuple[int, int], int] = {}
        self.suffixes: dict[int, str] = {}
        named = list(_named_parts(grid, labels, slots))
        first = named[0][0] if named else -1
        for loop, ordinal, name, page in named:
            number = self._number(loop == first, name, ordinal)
            self.numbers[loop, ordinal] = number
            if suffix := _suffix(page):
                self.suffixes.setdefault(number, suffix)

    def _number(self, is_first: bool, name: str, ordinal: int) -> int:
        """Return the file of that name; the first part that repeats tells which there are."""
        known = [fold(file) for file in self.files]
        if name and fold(name) in known and not is_first:
            return known.index(fold(name)) + 1
        if is_first or ordinal > len(known):
            self.files.append(name)
            return len(self.files)
        return ordinal


def _named_parts(
    grid: PrintedForm, labels: Labels, slots: Sequence[Slot]
) -> Iterator[tuple[int, int, str, str]]:
    """Yield loop, entry, the name that the part gives its file, and the name of its page."""
    names: dict[tuple[int, int], str] = {}
    pages: dict[tuple[int, int], str] = {}
    for slot in slots:
        for part in slot.ordinals[:1]:
            if labels.loops[part[0]].per != FILES:
                continue
            pages.setdefault(part, grid.pages[slot.page].name)
            if slot.label and any(item.numbered for item in slot.label.items):
                found = names_in(joined(slot.cells[:1]))
                names.setdefault(part, found[0] if found else "")
    for part in sorted(pages):
        yield *part, names.get(part, ""), pages[part]


def numbers_among(
    grid: PrintedForm, labels: Labels, slots: Sequence[Slot], files: Sequence[str]
) -> dict[tuple[int, int], int]:
    """Return (loop, its entry) → number of the file among those that a form is filled with: the
    one that bears the name that stands there, for all others the next that is left."""
    found: dict[tuple[int, int], int] = {}
    names = [fold(name) for name in files]
    for loop, ordinal, name, _ in _named_parts(grid, labels, slots):
        taken = {n for (other, _), n in found.items() if other == loop}
        if name and fold(name) in names and names.index(fold(name)) + 1 not in taken:
            found[loop, ordinal] = names.index(fold(name)) + 1
    for loop, ordinal, _, _ in _named_parts(grid, labels, slots):
        taken = {n for (other, _), n in found.items() if other == loop}
        free = (n for n in range(1, len(names) + ordinal + 1) if n not in taken)
        found.setdefault((loop, ordinal), next(free))
    return found


def _suffix(page: str) -> str:
    """Return what tells the sheet of a file apart: `住基台帳` of `Ⅱファイルの概要_住基台帳`."""
    name, mark, suffix = page.rpartition("_")
    return suffix if mark and name and not suffix.isdecimal() and key(suffix) else ""


def readings(
    item: Item, cells: list[tuple[int, Cell]], text: str
) -> Iterator[tuple[Item, ReadValue]]:
    """Yield the value of an item and of those that stand behind it or in its boxes."""
    yield item, read_values.read(item, cells)
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
