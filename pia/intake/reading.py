"""PrintedForm × Form → values by address, and all that found no place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pia.forms.definition import Form, Item, Style
from pia.forms.edition import Aliases
from pia.intake import attachments, read_values, texts
from pia.intake.align import align
from pia.intake.grid import Cell, Extra, Picture, PrintedForm
from pia.intake.labels import LabelRole, Labels, key, labels_of
from pia.intake.margins import without_known
from pia.intake.options import LIST
from pia.intake.place import Slot, placed
from pia.intake.texts import BESIDE, Doubts, ReadValue, joined
from pia.intake.whose import Whose, readings, shared_out
from pia.japanese import fold
from pia.model.base import Kind

TWICE = "同じ部が二度あります。評価書が二つ入っていないか確かめてください"
SHAKEN = 0.04  # of the items: so much found no place, or was not found
SURE_ENOUGH = 0.9  # a label that reads the same but for what stands behind it
CORRECTED = {
    Extra.REVISION: Doubts.REVISED,
    Extra.STRUCK: Doubts.STRUCK,
    Extra.NESTED: Doubts.NESTED,
}
Entries = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value with where it belongs and where it stood.

    entries: the lists that it stands in, each with its entry counted from 1. keys: from there.
    doubt: why it is not sure; empty where it is.
    """

    item: Item
    entries: Entries
    keys: tuple[str, ...]
    value: Any
    place: str
    text: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class LeftText:
    """A text that found no place. near: the label that it stands behind."""

    place: str
    text: str
    near: str = ""


@dataclass
class Result:
    """What was read of a form. suffixes: what tells the sheets of its files
    apart, where anything does. pictures: by the name of the
    file that they are kept in.
    """

    form: Form
    grid: PrintedForm
    found: list[FoundValue] = field(default_factory=list)
    left: list[LeftText] = field(default_factory=list)
    suffixes: dict[int, str] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)


def read(grid: PrintedForm, form: Form, aliases: Aliases) -> Result:
    """Return what a grid says, as the items of a form."""
    labels = labels_of(form, aliases)
    grid = without_known(grid, form, labels)
    slots = placed(grid, align(grid, labels), labels)
    return _Assembler(form, grid, labels, slots).result()


class _Assembler:
    def __init__(
        self, form: Form, grid: PrintedForm, labels: Labels, slots: Sequence[Slot]
    ) -> None:
        self.labels = labels
        self.slots = attachments.titled(slots)
        self.done = Result(form, grid)
        self.whose = Whose(grid, labels, slots)
        self.corrected = {r.place: CORRECTED[r.extra] for r in grid.remarks if r.extra in CORRECTED}

    def result(self) -> Result:
        columns = [s for s in self.slots if s.label and s.label.role is LabelRole.COLUMN]
        others = [s for s in self.slots if not (s.label and s.label.role is LabelRole.COLUMN)]
        for slot in others:
            self._slot(slot)
        self._table(columns)
        self._diagrams()
        self._free()
        self._twice()
        self.done.found = list(_once(self.done.found))
        self.done.suffixes = self.whose.suffixes
        if doubt := self._doubt_of_all():
            self.done.found = [replace(f, doubt=f.doubt or doubt) for f in self.done.found]
        return self.done

    def _twice(self) -> None:
        """Tell of parts that come once and are there again: a file may hold two forms."""
        seen: set[int] = set()
        for slot in self.slots if not self.done.grid.is_paper else ():
            part = slot.label.section if slot.label and slot.certainty == 1 else None
            if part is None or part.style is not Style.PART or slot.ordinals:
                continue
            if slot.index in seen:
                self.done.left.append(LeftText(slot.head.place, slot.head.text, TWICE))
            seen.add(slot.index)

    def _doubt_of_all(self) -> str:
        """Return why nothing of a page is sure: it has no lines, or much of it found no place."""
        if not self.done.grid.is_paper:
            return ""
        if any(remark.extra is Extra.UNRULED for remark in self.done.grid.remarks):
            return Doubts.UNRULED
        labels = {slot.index for slot in self.slots if slot.label}
        unseen = len(self.labels.all) - len(labels - {-1})
        shaken = len(self.done.left) > SHAKEN * len(self.done.found)
        return Doubts.SHAKEN if shaken or unseen > SHAKEN * len(self.labels.all) else ""

    def _entries(self, slot: Slot) -> Entries:
        return tuple(
            (self.labels.loops[loop].per, self.whose.numbers.get((loop, ordinal), ordinal))
            for loop, ordinal in slot.ordinals
        )

    def _slot(self, slot: Slot) -> None:
        label = slot.label
        slot.cells = [held for held in slot.cells if not self._is_foot(held[1].text)]
        if label is None or not label.items:
            self._leave(slot)
            return
        for item, cells in shared_out(label, slot):
            self._item(item, cells, slot)

    def _item(self, item: Item, cells: list[tuple[int, Cell]], slot: Slot) -> None:
        text = joined(cells)
        if item.fixed or (not item.keys and item.derive):
            if item.fixed and fold(text) not in ("", fold(item.fixed)) and text.strip():
                self._leave_texts([text], slot)
            return
        if item.numbered:
            self._numbered(item, text, slot, cells)
            return
        for own, reading in readings(item, cells, text):
            self._keep(own, reading, slot, cells, text)

    def _numbered(self, item: Item, text: str, slot: Slot, cells: list[tuple[int, Cell]]) -> None:
        names = read_values.names(text)
        if not item.is_own:
            return
        if len(item.keys) == 1:
            self._keep(item, ReadValue("".join(names) or None), slot, cells, text)
            return
        *above, last = item.keys
        listed = ".".join(filter(None, (item.context, *above)))
        for n, name in enumerate(names, start=1):
            entry = (*self._entries(slot), (listed, n))
            place = cells[0][1].place if cells else ""
            self.done.found.append(FoundValue(item, entry, (last,), name, place, name))

    def _keep(
        self, item: Item, reading: ReadValue, slot: Slot, cells: list[tuple[int, Cell]], text: str
    ) -> None:
        doubt = reading.doubt or slot.doubt or self._doubt_of_look(cells)
        if not doubt and slot.certainty < SURE_ENOUGH:
            doubt = Doubts.WORDING
        if not doubt and self.done.grid.is_paper and item.kind is not Kind.CHOICE:
            doubt = Doubts.LIST if LIST.search(text) else ""
        place = cells[0][1].place if cells else slot.head.place
        entries = self._entries(slot)
        found = FoundValue(item, entries, item.keys, reading.value, place, text, doubt)
        self.done.found.append(found)
        self._leave_texts(reading.left, slot, place)

    def _doubt_of_look(self, cells: Sequence[tuple[int, Cell]]) -> str:
        """Return why a text is not sure that was corrected by hand where it stands."""
        return next((self.corrected[c.place] for _, c in cells if c.place in self.corrected), "")

    def _leave(self, slot: Slot) -> None:
        """Keep what stands behind a label that the form does not have, or that has no value."""
        if slot.label is None and self._is_foot(slot.head.text):
            return
        if slot.label is None and slot.head.text.strip():
            texts = [slot.head.text, *(cell.text for _, cell in slot.cells)]
            self.done.left.append(LeftText(slot.head.place, "\n".join(filter(str.strip, texts))))
            return
        for _, cell in slot.cells:
            if self._is_foot(cell.text):
                continue
            if cell.text.strip() and not re.fullmatch(r"[\s　\[\]（）()]*", cell.text):
                self.done.left.append(LeftText(cell.place, cell.text, slot.head.text))

    def _leave_texts(self, texts: Sequence[str], slot: Slot, place: str = "") -> None:
        for text in texts:
            plain = text.replace(BESIDE, " ").strip()
            if plain:
                self.done.left.append(LeftText(place or slot.head.place, plain, slot.head.text))

    def _free(self) -> None:
        """Take tables that stand outside of all labels for 別紙, where the form has any."""
        if not any(part.style is Style.ATTACHMENT for part in self.done.form.parts):
            return
        regions = attachments.regions(self.done.grid, self.slots)
        found = list(attachments.of(regions))
        for n, attachment in enumerate(found, start=1):
            self._attachment(n, attachment)
        told = {left.place for left in self.done.left}
        for cell in attachments.beside(self.done.grid, found):
            if cell.place not in told:
                self.done.left.append(LeftText(cell.place, cell.text))

    def _attachment(self, number: int, attachment: attachments.FoundAttachment) -> None:
        """Keep a 別紙 as the items of the part that prints it."""
        parts = self.done.form.parts
        (part,) = [part for part in parts if part.style is Style.ATTACHMENT]
        doubt = Doubts.BREAKS if attachment.is_guess else ""
        places = [cell.place for cell in attachment.cells]
        for item in (child for child in part.children if isinstance(child, Item)):
            value = attachment.values[item.keys[-1]]
            found = FoundValue(item, ((part.per, number),), item.keys, value, places[0], "", doubt)
            self.done.found.append(found)
        self.done.left = [left for left in self.done.left if left.place not in places]

    def _is_foot(self, text: str) -> bool:
        return key(text) == key(self.done.form.foot)

    def _diagrams(self) -> None:
        guessed = {slot.head.place: slot.doubt for slot in self.slots if slot.label is None}
        for section, diagram in attachments.diagrams(self.done.grid, self.slots):
            entry = ((section.per, diagram.number),)
            title, image, alternative, _ = (c for c in section.children if isinstance(c, Item))
            text, place = diagram.title
            self.done.left = [left for left in self.done.left if left.place != place]
            held = [(title, text, place)]
            if picture := diagram.picture:
                name = attachments.name_of(diagram)
                held += [(image, name, picture.place)]
                held += [(alternative, picture.alternative, picture.place)]
                self.done.pictures[name] = picture
            for item, value, where in held:
                if value:
                    doubt = guessed.get(where, "")
                    found = FoundValue(item, entry, item.keys, value, where, value, doubt)
                    self.done.found.append(found)

    def _table(self, columns: Sequence[Slot]) -> None:
        if not columns:
            return
        items = [(slot.label.items[0], slot) for slot in columns if slot.label]
        rows = texts.rows([(item, slot.cells) for item, slot in items])
        per = self.labels.loops[columns[0].ordinals[-1][0]].per
        torn = "" if self._has_all(columns) else Doubts.TABLE
        merged = texts.covered(rows)
        if self.done.grid.is_paper and not texts.is_dated(rows):
            torn = torn or Doubts.ROWS
        for n, row in enumerate(rows, start=1):
            for item, cells in row:
                for own, reading in readings(item, cells, joined(cells)):
                    doubt = reading.doubt or torn or self._doubt_of_look(cells)
                    if (n, item.address) in merged:
                        doubt = doubt or Doubts.MERGED
                    place = cells[0][1].place if cells else ""
                    text = joined(cells)
                    entry = ((per, n),)
                    found = FoundValue(own, entry, own.keys, reading.value, place, text, doubt)
                    self.done.found.append(found)
                    for left in reading.left:
                        self.done.left.append(LeftText(place, left, item.label))

    def _has_all(self, columns: Sequence[Slot]) -> bool:
        """Return whether every column of a table was found that the form has."""
        loops = {slot.label.loops for slot in columns if slot.label}
        known = {x.items[0].address for x in self.labels.all if x.loops in loops and x.items}
        return known <= {slot.label.items[0].address for slot in columns if slot.label}


def _once(found: Sequence[FoundValue]) -> Iterator[FoundValue]:
    """Yield every place once; one that is said twice is not sure unless both say the same."""
    by_place: dict[tuple[Entries, tuple[str, ...]], FoundValue] = {}
    for each in found:
        at = each.entries, each.keys
        known = by_place.get(at)
        if known is None or known.value is None:
            by_place[at] = each
        elif each.value is not None and each.value != known.value:
            by_place[at] = replace(known, doubt=Doubts.CONFLICT)
    yield from by_place.values()
