"""A source → the office's own workbook or Word document, in the same places that import reads.

Only what is written on changes; every other part of the package stays as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pia.document import Document
from pia.forms.definition import Item, Placement
from pia.forms.edition import aliases
from pia.forms.walk import Answer, text_of, walk
from pia.intake.annexes import ATTACHMENTS, Annexes
from pia.intake.expand import List, expand, expand_lists
from pia.intake.frames import Frames, tops
from pia.intake.given import Entries, Given, Key, entries_of
from pia.intake.given_way import GivenWay, Spot, entries, is_answered
from pia.intake.grid import Cell
from pia.intake.labels import LabelRole, Labels, labels_of
from pia.intake.listed import ListedTable
from pia.intake.messages import IntakeMessages
from pia.intake.options import CHOSEN, ticked
from pia.intake.package import data_of, refused
from pia.intake.place import DIAGRAMS, Slot
from pia.intake.recognition import check_kind
from pia.intake.texts import is_open, tail, with_count, without_behind, worded
from pia.intake.whose import numbers_among
from pia.model.base import Kind
from pia.source.files import templates_of
from pia.source.names import workspace_root

A_ROW = 20  # entries of a list that a row takes, as high as Excel lets it be
PDF = b"%PDF"
DEEPEST = 8  # times that a form is read anew while its blocks are copied


@dataclass
class FilledForm:
    """A filled form.

    unplaced: titles of items without a place. long: places of cut texts. added: places of attached
    tables for which the form had none. taken: texts and formulas of the form, each with its cell,
    that were no clear answers and gave way. lost: what copied sheets do not have. unseen: places
    that nobody sees. crowded: places that another text has taken already. editions: of form and
    source, where they differ.
    """

    data: bytes = b""
    unplaced: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    editions: tuple[str, str] | None = None


def fill(document: Document, given: Path) -> FilledForm:
    """Return a given workbook or Word document filled with what a document says.

    Raises PiaError when it cannot be read or is no form of the kind of the document.
    """
    form = document.form
    labels = labels_of(form, aliases(form.folder))
    answers = list(walk(form, document.assessment))
    data = data_of(given)
    if data.startswith(PDF):
        raise refused(given.name, IntakeMessages.NOT_FILLED)
    now = Given(data, given.name, labels)
    edition = check_kind(now.grid, form, templates_of(workspace_root(document.path)))
    answered = is_answered(now.grid, form)
    for _ in range(DEEPEST):
        if not expand(now.pages, now.grid, now.slots, labels, answers, tops(now.slots)):
            break
        now.renew()
    for step in STEPS:
        if step(_Filler(document, now, labels, is_answered=answered)):
            now.renew()
    filler = _Filler(document, now, labels, is_answered=answered)
    filled = filler.filled()
    filled.taken += filler.given_way.told(now.before)
    for page, row, column, said in now.pages.gone():
        filled.taken.append(f"{now.named(page, row, column)} {said}")
    filled.lost += now.origins.lost
    if edition:
        filled.editions = (edition, form.edition)
    return filled


class _Filler:
    def __init__(
        self, document: Document, given: Given, labels: Labels, *, is_answered: bool
    ) -> None:
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
        self.given_way = GivenWay(given.grid, is_answered=is_answered)
        self.besides = self.annexes.beside()
        self.columns = _columns_of(self.slots)
        self.taken: dict[Spot, Hashable] = {}  # what was written where
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
                    start, count = self._start(slot), len(answer.value or ())
                    is_one = self._is_one(slot, start)
                    yield List(slot, start, 1 + count // A_ROW if is_one else count)

    def _is_one(self, slot: Slot, row: int) -> bool:
        """Return whether a merged cell holds all entries of a list."""
        sheet = self.grid.pages[slot.page].name
        return self.book.next_row(sheet, row, slot.head.column) > row + 1

    def filled(self) -> FilledForm:
        twins = {(s.index, s.ordinals): s for s in sorted(self.slots, key=lambda s: bool(s.cells))}
        for slot in self.slots:
            if slot is not twins[slot.index, slot.ordinals]:
                continue  # the label of another one says it again
            if slot.label and slot.label.items and slot.label.role is not LabelRole.COLUMN:
                self._slot(slot)
        self.done.update(self.table.write(self._put_row))
        for number, address in self.frames.write(self._put_title):
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
        placed = set(self.annexes.write(self._put_row))
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
                    self._rewrite(slot, cell, text)
            case Kind.RECORDS:
                self._records(answer.value or (), slot)
            case _:
                self._text(item, answer, slot, cells)

    def _text(self, item: Item, answer: Answer, slot: Slot, cells: Sequence[Cell]) -> None:
        text = text_of(item, answer.value)
        if slot.label and slot.label.role is LabelRole.HEADING and len(slot.label.items) > 1:
            cells = [] if not item.numbered else cells[:1]
        cells = [cell for cell in cells if cell.text.strip()]
        place = self._place_of(item, answer, slot, cells)
        if not cells and not text:
            return
        if cells:
            text += "".join(tail(child, cells[0].text) for child in answer.answers)
            said = without_behind(item, cells[0].text)
            is_first = place == (cells[0].row, cells[0].column)
            self._write(slot, *place, text, said=said if is_first else "", is_answer=is_first)
        else:
            self._write(slot, *place, text)
        for cell in cells:
            if (cell.row, cell.column) != place:
                self._write(slot, cell.row, cell.column, "")

    def _place_of(
        self, item: Item, answer: Answer, slot: Slot, cells: Sequence[Cell]
    ) -> tuple[int, int]:
        """Return where a text goes: where one stands. On a form that was never filled in that is
        a note, as far as the place beside or below the label is open."""
        if not cells:
            return self._place(slot)
        there, own = (cells[0].row, cells[0].column), self._place(slot)
        is_hint = item.kind in (Kind.LINE, Kind.PROSE) and not self.given_way.is_answered
        is_bare = not any(tail(child, cells[0].text) for child in answer.answers)
        if not is_hint or not is_bare or there == (slot.head.row, slot.head.column):
            return there
        sheet = self.grid.pages[slot.page].name
        is_open = self.given_way.is_blank((slot.page, *own))
        is_wide = self.book.width(sheet, *own) >= self.book.width(sheet, *there)
        return own if is_open and is_wide else there

    def _place(self, slot: Slot) -> tuple[int, int]:
        """Return where the value of a label goes that has none yet: at its right, where those of
        the others do, or below."""
        head, sheet = slot.head, self.grid.pages[slot.page].name
        usual = self.columns.get((slot.page, head.column, head.after), head.after)
        if usual > head.after and self.given_way.is_blank((slot.page, head.row, usual)):
            return head.row, usual
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
            self._write(slot, opened.row, opened.after, text, is_answer=True)
        elif whole is not None:
            written = CHOSEN.sub(lambda _: f"[ {text or '　'} ]", whole.text, count=1)
            written = with_count(written, inline.get(Kind.COUNT, ""))
            for child in answer.answers:
                if is_open(written, child):
                    self._carried_on(slot, whole, cells)
                written = worded(written, child)
            self._rewrite(slot, whole, written)
        else:
            self._write(slot, *self._place(slot), text, is_answer=True)
        for child in (c for c in answer.answers if c.item.place is Placement.INLINE):
            self._behind(child, slot, [cell for cell in cells if cell is not whole])

    def _carried_on(self, slot: Slot, whole: Cell, cells: Sequence[Cell]) -> None:
        """Take out the rest of the words in a bracket that the next cells carry on."""
        below = [c for c in cells if c.row >= whole.below and c.column == whole.column]
        for cell in below:
            self._write(slot, cell.row, cell.column, "", is_answer=True)
            if cell.text.rstrip().endswith(("）", ")")):
                return

    def _behind(self, answer: Answer, slot: Slot, cells: Sequence[Cell]) -> None:
        """Write what stands in a bracket behind another value: a count, or words."""
        text = str(answer.value or "")
        for n, cell in enumerate(cells):
            if answer.item.kind is Kind.COUNT and "件" in cell.text:
                counted = with_count(cell.text, text)
                if counted != cell.text:
                    self._rewrite(slot, cell, counted)
                elif n and cells[n - 1].text.strip() in ("（", "("):
                    self._write(slot, cell.row, cells[n - 1].after, text, is_answer=True)
            elif answer.item.kind is not Kind.COUNT and answer.item.label in cell.text:
                if cell.text.rstrip().endswith(("：", ":")):  # the words stand in a cell beside
                    self._write(slot, cell.row, cell.after, text, is_answer=True)
                    continue
                if is_open(cell.text, answer):
                    self._carried_on(slot, cell, cells)
                self._rewrite(slot, cell, worded(cell.text, answer))

    def _records(self, texts: Sequence[str], slot: Slot) -> None:
        numbered = [f"{n}．{text}" for n, text in enumerate(texts, start=1)]
        row = self._start(slot)
        owned = [cell for _, cell in slot.cells if cell.row >= row]
        for cell, is_entry in zip(owned, entries(owned), strict=True):
            self._write(slot, cell.row, cell.column, "", is_answer=is_entry)
        if len(numbered) > self._room_below(slot, row) or self._is_one(slot, row):
            numbered = ["\n".join(numbered)]
        for n, text in enumerate(numbered):
            self._write(slot, row + n, slot.head.column, text)

    def _rewrite(self, slot: Slot, cell: Cell, text: str) -> None:
        """Put in what a cell says with other marks, or other words in its brackets."""
        self._write(slot, cell.row, cell.column, text, is_rewritten=True)

    def _write(
        self,
        slot: Slot,
        row: int,
        column: int,
        text: str,
        *,
        said: str = "",
        is_rewritten: bool = False,
        is_answer: bool = False,
    ) -> None:
        head, spot = slot.head, (slot.page, row, column)
        if spot[1:] == (head.row, head.column) and slot.cells:  # a label and its value in one
            said = said or slot.cells[0][1].text
            text = head.text.removesuffix(slot.cells[0][1].text) + text
        owner = (slot.page, head.row, head.column)
        if self._put(*spot, text, head.text, owner):
            self.given_way.write(
                spot, text, owner, said=said, is_rewritten=is_rewritten, is_answer=is_answer
            )

    def _put_row(self, page: int, row: int, column: int, text: str) -> None:
        """Write a text of a table that has a row for each of its entries."""
        spot = (page, row, column)
        is_answer = self.given_way.is_row(spot) and spot not in self.besides
        if self._put(*spot, text, "", page):
            self.given_way.write(spot, text, page, is_answer=is_answer)

    def _put_title(self, page: int, row: int, column: int, text: str) -> None:
        """Write a text above a diagram, where none but the last is the title."""
        spot = (page, row, column)
        if self._put(*spot, text, "", spot):
            self.given_way.write(spot, text, spot, is_answer=bool(text))

    def _put(self, page: int, row: int, column: int, text: str, near: str, owner: Hashable) -> bool:
        """Write a text where nothing else was written; where it may be cut or is not seen,
        remember near what. Return whether it was written."""
        sheet, spot = self.grid.pages[page].name, (page, row, column)
        place = f"{self.book.place(sheet, row, column)} {near}".replace("\n", "").rstrip()
        is_free = self.taken.get(spot, owner) == owner
        if text and (self.book.is_covered(sheet, row, column) or not is_free):
            self.result.crowded.append(place)
            return False
        self.taken |= {spot: owner} if text else {}
        self.book.write(sheet, row, column, text)
        if self.book.is_cut(sheet, row, column, text):
            self.result.long.append(place)
        if text and self.book.is_hidden(sheet, row, column):
            self.result.unseen.append(place)
        return True


def _columns_of(slots: Sequence[Slot]) -> dict[tuple[int, int, int], int]:
    """Return the column in which values stand beside most labels, by page and columns of these."""
    found: dict[tuple[int, int, int], Counter[int]] = defaultdict(Counter)
    for slot in slots:
        beside = [c.column for page, c in slot.cells if (page, c.row) == (slot.page, slot.head.row)]
        if slot.label is not None and beside and beside[0] >= slot.head.after:
            found[slot.page, slot.head.column, slot.head.after][beside[0]] += 1
    most = {key: counts.most_common(1)[0] for key, counts in found.items()}
    return {key: column for key, (column, count) in most.items() if count > 1}


STEPS = (
    _Filler.make_room_in_lists,
    lambda filler: filler.table.make_room(),
    lambda filler: filler.annexes.make_room(),
    lambda filler: filler.frames.make_room(),
)
