"""A source → the office's own workbook or Word document, in the same places that import reads.

Only what is written on changes; every other part of the package stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pia.document import Document
from pia.forms.definition import Item, Placement
from pia.forms.edition import aliases
from pia.forms.walk import Answer, Place, text_of, walk
from pia.intake import sheets
from pia.intake.align import align
from pia.intake.behind import tail, with_count, worded
from pia.intake.boxes import ticked
from pia.intake.expand import List, Pages, expand, expand_lists
from pia.intake.files import grid_in
from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import LabelRole, Labels, labels_of
from pia.intake.letter import Letter
from pia.intake.options import CHOSEN
from pia.intake.package import Package, data_of
from pia.intake.place import Slot, placed
from pia.intake.whose import numbers_among
from pia.model.base import Kind

DEEPEST = 8  # times that a form is read anew while its blocks are copied
Entries = tuple[tuple[str, int], ...]
Key = tuple[Entries, str]


@dataclass
class FilledForm:
    """A filled form. unplaced: titles of items without a place. long: places of cut texts."""

    data: bytes = b""
    unplaced: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)


def fill(document: Document, given: Path) -> FilledForm:
    """Return a given workbook or Word document filled with what a document says.

    Raises PiaError when it cannot be read or is no form.
    """
    form = document.form
    labels = labels_of(form, aliases(form.folder))
    answers = list(walk(form, document.assessment))
    data = data_of(given)
    for _ in range(DEEPEST):
        grid = grid_in(data, given.name)
        slots = placed(grid, align(grid, labels), labels)
        pages = _pages(data, given.name)
        if not expand(pages, grid, slots, labels, answers):
            break
        data = pages.data()
    filler = _Filler(document, grid, slots, labels, pages)
    if expand_lists(pages, grid, slots, filler.lists()):
        data = pages.data()
        grid = grid_in(data, given.name)
        slots = placed(grid, align(grid, labels), labels)
        filler = _Filler(document, grid, slots, labels, _pages(data, given.name))
    return filler.filled()


def _pages(data: bytes, name: str) -> Pages:
    package = Package(data, name)
    return Letter(package) if "word/document.xml" in package else sheets.FilledBook(package)


class _Filler:
    def __init__(
        self,
        document: Document,
        grid: PrintedForm,
        slots: Sequence[Slot],
        labels: Labels,
        pages: Pages,
    ) -> None:
        self.document = document
        self.grid = grid
        self.book = pages
        self.labels = labels
        self.slots = slots
        names = [str(file.name or "") for file in document.assessment.files]
        self.numbers = numbers_among(grid, labels, slots, names)
        self.answers: dict[Key, Answer] = {
            (_entries(a), a.item.address): a for a in walk(document.form, document.assessment)
        }
        self.heads = {(s.page, s.head.row, s.head.column) for s in self.slots if s.head.text}
        self.done: set[Key] = set()
        self.result = FilledForm()

    def lists(self) -> Iterator[List]:
        """Yield the lists whose rows stand below their heads."""
        is_done = False
        for slot in self.slots:
            if slot.label is None or not slot.label.items:
                continue
            if slot.label.role is LabelRole.COLUMN and not is_done:
                is_done = True
                yield List(slot, slot.head.below, self._count(slot), is_table=True)
            for item in slot.label.items if slot.label.role is not LabelRole.COLUMN else ():
                answer = self.answers.get((self._entries_of(slot), item.address))
                if item.kind is Kind.RECORDS and answer is not None:
                    yield List(slot, self._start(slot), len(answer.value or ()))

    def _count(self, column: Slot) -> int:
        """Return how many rows the table of a column has."""
        per = self.labels.loops[column.ordinals[-1][0]].per
        rows = [entries[0][1] for entries, _ in self.answers if [e for e, _ in entries] == [per]]
        return max(rows, default=0)

    def filled(self) -> FilledForm:
        columns = [s for s in self.slots if s.label and s.label.role is LabelRole.COLUMN]
        for slot in self.slots:
            if slot.label and slot.label.items and slot not in columns:
                self._slot(slot)
        self._table(columns)
        self.result.data = self.book.data()
        for key, answer in self.answers.items():
            own = answer.item.is_own and answer.is_given and answer.address
            if own and key not in self.done:
                title = self.document.titles.get(answer.address, answer.item.label)
                self.result.unplaced.append(title)
        return self.result

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
        head, sheet = slot.head, self._sheet(slot)
        is_taken = (slot.page, head.row, head.after) in self.heads
        if head.after <= self.book.last_column(sheet, head.row) and not is_taken:
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
                written = worded(written, child)
            self._write(slot, whole.row, whole.column, written)
        else:
            self._write(slot, *self._place(slot), text)
        for child in (c for c in answer.answers if c.item.place is Placement.INLINE):
            self._behind(child, slot, [cell for cell in cells if cell is not whole])

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
                written = worded(cell.text, answer)
                is_apart = written == cell.text  # the words stand in a cell of their own
                place = cell.after if is_apart else cell.column
                self._write(slot, cell.row, place, text if is_apart else written)

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

    def _table(self, columns: Sequence[Slot]) -> None:
        rows = self._count(columns[0]) if columns else 0
        for slot in columns:
            assert slot.label is not None
            item, below = slot.label.items[0], slot.head.below
            for _, cell in slot.cells:
                if cell.row >= below + rows:
                    self._write(slot, cell.row, cell.column, "")
            per = self.labels.loops[slot.ordinals[-1][0]].per
            for n in range(1, min(rows, self._room_below(slot, below)) + 1):
                key = (((per, n),), item.address)
                if answer := self.answers.get(key):
                    self.done.add(key)
                    text = text_of(item, answer.value)
                    self._write(slot, below + n - 1, slot.head.column, text)

    def _sheet(self, slot: Slot) -> str:
        return self.grid.pages[slot.page].name

    def _write(self, slot: Slot, row: int, column: int, text: str) -> None:
        sheet, head = self._sheet(slot), slot.head
        if (row, column) == (head.row, head.column) and slot.cells:  # a label and its value in one
            text = head.text.removesuffix(slot.cells[0][1].text) + text
        self.book.write(sheet, row, column, text)
        if self.book.is_cut(sheet, row, column, text):
            self.result.long.append(f"{sheet}!{head.text}")


def _entries(answer: Answer) -> Entries:
    places = (step for step in answer.trail if isinstance(step, Place) and step.ordinal)
    return tuple((place.section.per, place.ordinal) for place in places)
