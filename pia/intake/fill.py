"""A source → the office's own workbook or Word document, in the same places that import reads.

Only what is written on changes; every other part of the package stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pia.document import Document
from pia.forms.definition import Item, Placement
from pia.forms.edition import aliases
from pia.forms.walk import Answer, text_of, walk
from pia.intake.annexes import ATTACHMENTS, Annexes
from pia.intake.attachments import DIAGRAMS
from pia.intake.expand import List, expand, expand_lists
from pia.intake.files import check_kind
from pia.intake.frames import Frames, tops
from pia.intake.given import Entries, Given, Key, entries_of
from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import LabelRole, Labels, labels_of
from pia.intake.listed import ListedTable
from pia.intake.options import CHOSEN, ticked
from pia.intake.package import data_of
from pia.intake.place import Slot
from pia.intake.texts import is_open, tail, with_count, worded
from pia.intake.whose import numbers_among
from pia.model.base import Kind

DEEPEST = 8  # times that a form is read anew while its blocks are copied


@dataclass
class FilledForm:
    """A filled form. unplaced: titles of items without a place. long: places of cut texts.
    added: places of attached tables for which the form had none. taken: texts of the form, each
    with its cell, that were no clear answers and gave way. editions: of form and source,
    where they differ."""

    data: bytes = b""
    unplaced: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    editions: tuple[str, str] | None = None


def fill(document: Document, given: Path) -> FilledForm:
    """Return a given workbook or Word document filled with what a document says.

    Raises PiaError when it cannot be read or is no form of the kind of the document.
    """
    form = document.form
    labels = labels_of(form, aliases(form.folder))
    answers = list(walk(form, document.assessment))
    now = Given(data_of(given), given.name, labels)
    edition = check_kind(now.grid, form)
    for _ in range(DEEPEST):
        if not expand(now.pages, now.grid, now.slots, labels, answers, tops(now.slots)):
            break
        now.renew()
    for step in STEPS:
        if step(_Filler(document, now, labels)):
            now.renew()
    filled = _Filler(document, now, labels).filled()
    if edition:
        filled.editions = (edition, form.edition)
    return filled


class _Filler:
    def __init__(self, document: Document, given: Given, labels: Labels) -> None:
        self.document = document
        self.grid, self.slots, self.book = given.grid, given.slots, given.pages
        self.labels = labels
        names = [str(file.name or "") for file in document.assessment.files]
        self.numbers = numbers_among(self.grid, labels, self.slots, names)
        self.answers: dict[Key, Answer] = {
            (entries_of(a), a.item.address): a for a in walk(document.form, document.assessment)
        }
        self.table = ListedTable(given, labels, self.answers)
        self.frames = Frames(document, self.book, self.grid, self.slots)
        self.annexes = Annexes(document, self.book, self.grid, self.slots)
        self.heads = {(s.page, s.head.row, s.head.column) for s in self.slots if s.head.text}
        self.loose = dict(_loose(given.grid))
        self.done: set[Key] = set()
        self.result = FilledForm()

    def make_room_in_lists(self) -> bool:
        return expand_lists(self.book, self.grid, self.slots, self._lists())

    def _lists(self) -> Iterator[List]:
        """Yield the lists whose rows stand below their heads."""
        for slot in self.slots:
            if slot.label is None or slot.label.role is LabelRole.COLUMN:
                continue
            for item in slot.label.items:
                answer = self.answers.get((self._entries_of(slot), item.address))
                if item.kind is Kind.RECORDS and answer is not None:
                    yield List(slot, self._start(slot), len(answer.value or ()))

    def filled(self) -> FilledForm:
        for slot in self.slots:
            if slot.label and slot.label.items and slot.label.role is not LabelRole.COLUMN:
                self._slot(slot)
        self.done.update(self.table.write(self._put))
        for number, address in self.frames.write(self._put):
            self.done.add((((DIAGRAMS, number),), address))
        self._attachments()
        self.result.data = self.book.data()
        for key, answer in self.answers.items():
            own = answer.item.is_own and answer.is_given and answer.address
            if own and key not in self.done:
                title = self.document.titles.get(answer.address, answer.item.label)
                self.result.unplaced.append(title)
        return self.result

    def _attachments(self) -> None:
        placed = set(self.annexes.write(self._put))
        for number, place in self.annexes.add(self.table.like):
            self.result.added.append(place)
            placed.add(number)
        entries = {((ATTACHMENTS, number),) for number in placed}
        self.done |= {key for key in self.answers if key[0] in entries}

    def _entries_of(self, slot: Slot) -> Entries:
        return tuple(
            (self.labels.loops[loop].per, self.numbers.get((loop, n), n))
            for loop, n in slot.ordinals
        )

    def _slot(self, slot: Slot) -> None:
        assert slot.label is not None
        for item in slot.label.items:
            key = (self._entries_of(slot), item.address)
            answer = self.answers.get(key) or self._nothing(item, key[0])
            if answer is None or item.fixed or item.place is Placement.INLINE:
                continue
            self.done.add(key)
            self._item(item, answer, slot)
            for child in answer.answers:
                if child.item.place in (Placement.INLINE, Placement.BOX):
                    self.done.add((self._entries_of(slot), child.item.address))

    def _nothing(self, item: Item, entries: Entries) -> Answer | None:
        """Return an empty answer for a block of the given form that the document does not have,
        so that nothing stays there of what was in it."""
        if not entries or item.fixed:
            return None
        context = self.document.assessment
        below = tuple(Answer(child, "", None, (), context) for child in item.items)
        return Answer(item, "", None, (), context, below)

    def _item(self, item: Item, answer: Answer, slot: Slot) -> None:
        cells = [cell for _, cell in slot.cells]
        match item.kind:
            case Kind.CHOICE if not item.numbered:
                self._choice(item, answer, slot, cells)
            case Kind.CHECKS:
                counts = {a.item.box: str(a.value or "") for a in answer.answers}
                for cell, text in ticked(item, answer.value or (), counts, cells):
                    self._write(slot, cell.row, cell.column, text)
            case Kind.RECORDS:
                self._records(answer.value or (), slot)
            case _:
                self._text(item, answer, slot, cells)

    def _text(self, item: Item, answer: Answer, slot: Slot, cells: Sequence[Cell]) -> None:
        text = text_of(item, answer.value)
        if slot.label and slot.label.role is LabelRole.HEADING and len(slot.label.items) > 1:
            cells = [] if not item.numbered else cells[:1]
        cells = [cell for cell in cells if cell.text.strip()]
        if cells:
            first, *others = cells
            text += "".join(tail(child, first.text) for child in answer.answers)
            self._write(slot, first.row, first.column, text)
            for cell in others:
                self._write(slot, cell.row, cell.column, "")
        elif text:
            self._write(slot, *self._place(slot), text)

    def _place(self, slot: Slot) -> tuple[int, int]:
        """Return where the value of a label goes that has none yet: at its right, or below."""
        head, sheet = slot.head, self.grid.pages[slot.page].name
        is_taken = (slot.page, head.row, head.after) in self.heads
        if self.book.has_right(sheet, head.row, head.after) and not is_taken:
            return head.row, head.after
        return head.below, head.column

    def _start(self, slot: Slot) -> int:
        """Return the row below a heading in which its list begins: behind the name of its file."""
        if slot.label is None or not any(item.numbered for item in slot.label.items):
            return slot.head.below
        row = slot.cells[0][1].below if slot.cells else self._place(slot)[0] + 1
        return max(row, slot.head.below)

    def _room_below(self, slot: Slot, row: int) -> int:
        """Return how many rows there are from a row to the next label of its sheet."""
        below = [r for page, r, _ in self.heads if page == slot.page and r >= row]
        return min(below, default=row + 10_000) - row

    def _choice(self, item: Item, answer: Answer, slot: Slot, cells: Sequence[Cell]) -> None:
        text = text_of(item, answer.value)
        inline = {c.item.kind: str(c.value or "") for c in answer.answers}
        opened = next((c for c in cells if c.text.strip() in ("[", "［", "〔")), None)
        whole = next((c for c in cells if CHOSEN.search(c.text)), None)
        if opened is not None:
            self._write(slot, opened.row, opened.after, text)
        elif whole is not None:
            written = CHOSEN.sub(lambda _: f"[ {text or '　'} ]", whole.text, count=1)
            written = with_count(written, inline.get(Kind.COUNT, ""))
            for child in answer.answers:
                if is_open(written, child):
                    self._carried_on(slot, whole, cells)
                written = worded(written, child)
            self._write(slot, whole.row, whole.column, written)
        else:
            self._write(slot, *self._place(slot), text)
        for child in (c for c in answer.answers if c.item.place is Placement.INLINE):
            self._behind(child, slot, [cell for cell in cells if cell is not whole])

    def _carried_on(self, slot: Slot, whole: Cell, cells: Sequence[Cell]) -> None:
        """Take out the rest of the words in a bracket that the next cells carry on."""
        below = [c for c in cells if c.row >= whole.below and c.column == whole.column]
        for cell in below:
            self._write(slot, cell.row, cell.column, "")
            if cell.text.rstrip().endswith(("）", ")")):
                return

    def _behind(self, answer: Answer, slot: Slot, cells: Sequence[Cell]) -> None:
        """Write what stands in a bracket behind another value: a count, or words."""
        text = str(answer.value or "")
        for n, cell in enumerate(cells):
            if answer.item.kind is Kind.COUNT and "件" in cell.text:
                counted = with_count(cell.text, text)
                if counted != cell.text:
                    self._write(slot, cell.row, cell.column, counted)
                elif n and cells[n - 1].text.strip() in ("（", "("):
                    self._write(slot, cell.row, cells[n - 1].after, text)
            elif answer.item.kind is not Kind.COUNT and answer.item.label in cell.text:
                if cell.text.rstrip().endswith(("：", ":")):  # the words stand in a cell beside
                    self._write(slot, cell.row, cell.after, text)
                    continue
                if is_open(cell.text, answer):
                    self._carried_on(slot, cell, cells)
                self._write(slot, cell.row, cell.column, worded(cell.text, answer))

    def _records(self, texts: Sequence[str], slot: Slot) -> None:
        numbered = [f"{n}．{text}" for n, text in enumerate(texts, start=1)]
        row = self._start(slot)
        for _, cell in slot.cells:
            if cell.row >= row:
                self._write(slot, cell.row, cell.column, "")
        if len(numbered) > self._room_below(slot, row):
            numbered = ["\n".join(numbered)]
        for n, text in enumerate(numbered):
            self._write(slot, row + n, slot.head.column, text)

    def _write(self, slot: Slot, row: int, column: int, text: str) -> None:
        head = slot.head
        if (row, column) == (head.row, head.column) and slot.cells:  # a label and its value in one
            text = head.text.removesuffix(slot.cells[0][1].text) + text
        self._put(slot.page, row, column, text, head.text)

    def _put(self, page: int, row: int, column: int, text: str, near: str = "") -> None:
        """Write a text; where it may be cut, remember near what."""
        sheet = self.grid.pages[page].name
        said = self.loose.get((page, row, column))
        if said is not None and said.text not in text:
            self.result.taken.append(f"{said.place} {said.text}")
        self.book.write(sheet, row, column, text)
        if self.book.is_cut(sheet, row, column, text):
            self.result.long.append(f"{sheet}!{near or f'{row + 1}行目'}")


def _loose(grid: PrintedForm) -> Iterator[tuple[tuple[int, int, int], Cell]]:
    """Yield the texts below all frames of their pages, by page, row and column: such may be
    former answers, or the office's own."""
    for n, cell in grid.cells():
        boxes = grid.pages[n].frames.values()
        if boxes and cell.text.strip() and cell.row > max(bottom for _, _, bottom, _ in boxes):
            yield (n, cell.row, cell.column), cell


STEPS = (
    _Filler.make_room_in_lists,
    lambda filler: filler.table.make_room(),
    lambda filler: filler.annexes.make_room(),
    lambda filler: filler.frames.make_room(),
)
