"""Which cells stand behind which label."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pia.intake.align import RANGE, Match
from pia.intake.grid import EDGE, LOOSE, Cell, Page, PrintedForm
from pia.intake.labels import LabelRole, Labels, PrintedLabel, key
from pia.intake.options import BOX
from pia.intake.read_values import RECORD
from pia.intake.texts import Doubts
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref

DIAGRAMS = Ref(Assessment, lambda assessment: assessment.diagrams).key
LABELLIKE = 0.6  # of the cells of a look are labels: so are the others


@dataclass
class Slot:
    """A label as it was found, and the cells behind it.

    label: None for one that the form does not have. ordinals: loop → the entry it stands in.
    doubt: why what stands behind it is not sure.
    """

    head: Cell
    page: int
    label: PrintedLabel | None = None
    index: int = -1
    certainty: float = 1.0
    ordinals: tuple[tuple[int, int], ...] = ()
    cells: list[tuple[int, Cell]] = field(default_factory=list)
    doubt: str = ""


def placed(grid: PrintedForm, matches: Sequence[Match], labels: Labels) -> list[Slot]:
    """Return the labels found, each with its cells; cells behind none stand in a slot that has no
    label and no text."""
    heads = {(slot.page, slot.head): slot for slot in _unfolded(matches, labels)}
    rows = _RowLabels(grid, matches, labels)
    found: list[Slot] = []
    last: list[Slot] = []
    for number, page in enumerate(grid.pages):
        above: dict[int, Slot] = {}
        if not page.flows:
            last = [Slot(Cell("", 0, 0, place=page.name), number)]
            found.append(last[0])
        for row in _rows(page.cells):
            again = [cell for cell in row if (number, cell) not in heads and _is_again(cell, above)]
            rest = [cell for cell in row if cell not in again]
            line = list(_labels_in(rest, number, heads, rows, is_table=_is_table(last)))
            if line:
                last = line
                found += line
                above |= {slot.head.column: slot for slot in line}
            elif again:
                last = [above[cell.column] for cell in again]
                for slot in last:
                    slot.doubt = slot.doubt or Doubts.AGAIN
            taken = [*(slot.head for slot in line), *again]
            for cell in row:
                if cell not in taken and not _is_gap(cell, row, is_table=_is_table(last)):
                    _owner(last, number, cell, rows, found).cells.append((number, cell))
    _share(found)
    if grid.is_paper:
        _doubt_blanks_atop(found, grid)
    return [*found, *_apart(grid, found)]


def _is_again(cell: Cell, above: Mapping[int, Slot]) -> bool:
    """Return whether a cell says once more what the label above it says."""
    slot = above.get(cell.column)
    if slot is None or slot.label is None or not slot.label.names or cell.is_repeat:
        return False
    if slot.label.role is LabelRole.COLUMN:  # below the head of a table all are values
        return False
    return key(cell.text) == key(slot.head.text)


def _share(found: Sequence[Slot]) -> None:
    """Doubt labels that share a cell: one that is merged over several of them."""
    heads: dict[int, list[Slot]] = defaultdict(list)
    for slot in found:
        if slot.label is not None and slot.label.items and slot.label.role is not LabelRole.COLUMN:
            heads[slot.page].append(slot)
    for page, slots in heads.items():
        rows = [slot.head.row for slot in slots]
        for slot in slots:
            for at, cell in slot.cells:
                near = slots[bisect_left(rows, slot.head.row) : bisect_left(rows, cell.below)]
                for other in near if at == page else ():
                    if other is not slot and _is_over(cell, slot.head, other.head):
                        slot.doubt = slot.doubt or Doubts.MERGED
                        other.doubt = other.doubt or Doubts.MERGED


def _doubt_blanks_atop(found: Sequence[Slot], grid: PrintedForm) -> None:
    """Doubt labels with nothing beside them atop a page: their text may end the page before."""
    for slot in found:
        if slot.label is None or not grid.pages[slot.page].flows:
            continue
        is_blank = not any(cell.text.strip() for _, cell in slot.cells)
        if is_blank and slot.head.row == grid.pages[slot.page].cells[0].row:
            slot.doubt = slot.doubt or Doubts.ABOVE


def _is_over(cell: Cell, own: Cell, other: Cell) -> bool:
    """Return whether a cell stands beside another label too, or below another in its row."""
    if other.row == own.row:
        return cell.row >= own.below and cell.column <= other.column < cell.after
    return cell.row < other.row < cell.below and other.after <= cell.column


def _apart(grid: PrintedForm, found: Sequence[Slot]) -> Iterator[Slot]:
    """Take texts away from their labels that a blank row or column parts from all frames with
    labels, or that stand below the table of a label: notes, stamps and tables of the office's
    own. Yield a slot for each."""
    framed: dict[int, set[int]] = defaultdict(set)
    for slot in found:
        if slot.label is not None:
            framed[slot.page].update(_frames_of(slot, grid.pages[slot.page]))
    bounds = {page: _Bounds(grid.pages[page], held) for page, held in framed.items() if held}
    for slot in found:
        if slot.label is None or slot.page not in bounds:
            continue
        if grid.pages[slot.page].parted:
            own = list(_below_table(slot, grid.pages[slot.page]))
        else:
            own = [
                (n, cell)
                for n, cell in slot.cells
                if n in bounds
                and bounds[n].is_apart(cell, slot)
                and not _is_record(slot.label, cell)
            ]
        if own and len(own) == len(slot.cells) and slot.label.items and slot.head.frame:
            slot.doubt = slot.doubt or Doubts.APART
        slot.cells = [held for held in slot.cells if held not in own]
        for page, cell in own:
            yield Slot(cell, page, APART, cells=[(page, cell)])


def _is_record(label: PrintedLabel, cell: Cell) -> bool:
    """Return whether a cell is one of a numbered list that stands below its heading."""
    is_listed = any(item.kind is Kind.RECORDS for item in label.items)
    return is_listed and RECORD.match(cell.text) is not None


def _frames_of(slot: Slot, page: Page) -> Iterator[int]:
    """Yield the frame that a label stands in, or else the one right below it."""
    if slot.head.frame:
        yield slot.head.frame
    else:
        yield from (n for n, box in page.frames.items() if box[0] == slot.head.below)


def _below_table(slot: Slot, page: Page) -> Iterator[tuple[int, Cell]]:
    """Yield the texts below the table that a label has its value in. The title of another diagram
    may stand below the remarks on one, and the entries of a list below the name of its file."""
    assert slot.label is not None
    tables = list(_frames_of(slot, page))
    items = slot.label.items
    is_open = any(i.context == DIAGRAMS or i.kind is Kind.RECORDS for i in items)
    if not tables or is_open:
        return
    bottom = page.frames[tables[0]][2]
    is_item = slot.label.role in (LabelRole.ITEM, LabelRole.BLOCK)
    if is_item or slot.head.below <= bottom:
        yield from (held for held in slot.cells if not held[1].frame and held[1].row > bottom)


class _Bounds:
    """How far the frames with labels of a page reach."""

    def __init__(self, page: Page, frames: set[int]) -> None:
        boxes = [page.frames[number] for number in frames]
        self.frames = frames
        self.bottom, self.right = max(box[2] for box in boxes), max(box[3] for box in boxes)
        said = [cell for cell in page.cells if cell.text.strip()]
        self.rows = {row for cell in said for row in range(cell.row, cell.below)}
        self.columns = {column for cell in said for column in range(cell.column, cell.after)}

    def is_apart(self, cell: Cell, slot: Slot) -> bool:
        """Return whether something blank stands between the frames and a cell; below a label that
        has no frame, between what stands below it and the cell."""
        head = slot.head
        if not head.frame and (head.row > self.bottom or cell.row < head.below):
            return False
        if cell.frame in self.frames:
            return False
        below = range(self.bottom + 1, cell.row)
        beside = range(self.right + 1, cell.column)
        return not (self.rows.issuperset(below) and self.columns.issuperset(beside))


def _labels_in(
    row: list[Cell],
    page: int,
    heads: dict[tuple[int, Cell], Slot],
    rows: "_RowLabels",
    *,
    is_table: bool,
) -> Iterator[Slot]:
    """Yield the labels of a row of cells, those that the form does not have too."""
    for cell in row:
        slot = heads.get((page, cell))
        if slot is None and not is_table and not cell.is_repeat:
            slot = rows.unknown(page, cell, row)
        if slot is not None:
            yield slot


def _is_table(last: Sequence[Slot]) -> bool:
    return any(slot.label is not None and slot.label.role is LabelRole.COLUMN for slot in last)


def _is_gap(cell: Cell, row: Sequence[Cell], *, is_table: bool) -> bool:
    """Return whether a cell is blank beside texts, or a label that stands again on a new page."""
    if cell.is_repeat and not is_table:
        return True
    return not cell.text.strip() and any(other.text.strip() for other in row)


def _rows(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    return [rows[row] for row in sorted(rows)]


def _owner(last: list[Slot], page: int, cell: Cell, rows: "_RowLabels", found: list[Slot]) -> Slot:
    """Return the label of the row above, or beside it, in whose columns the cell begins."""
    n = bisect_right([slot.head.column for slot in last], cell.column) - 1
    slot = last[max(n, 0)]
    if n < 0 and not _is_table(last) and (page, cell.row) == (slot.page, slot.head.row):
        stray = Slot(Cell("", cell.row, cell.column, place=cell.place), page)
        found.append(stray)
        return stray
    is_lower = cell.row >= slot.head.below or page != slot.page
    has_other = any(other.head.column >= slot.head.after for other in last)
    is_across = cell.column < slot.head.after and rows.is_beside(slot, cell) and not has_other
    if _is_table(last):
        middle = last[1].head.column + last[1].head.columns / 2 if len(last) > 1 else cell.after
        is_across = (n <= 0 and cell.after > middle) or cell.look in (LOOSE, EDGE)
    if is_lower and is_across:
        if page != slot.page:
            slot.doubt = slot.doubt or Doubts.TORN
        elif not any(held.text.strip() for _, held in slot.cells):
            slot.doubt = slot.doubt or Doubts.BELOW
        stray = Slot(Cell("", cell.row, cell.column, place=cell.place), page)
        found.append(stray)
        last[:] = [stray]
        return stray
    return slot


class _RowLabels:
    """What is learnt from the labels found: where they stand with their value at the right, and
    how they are shaded."""

    def __init__(self, grid: PrintedForm, matches: Sequence[Match], labels: Labels) -> None:
        self.pages = grid.pages
        taken = {(m.page, m.cell) for m in matches}
        self.spans: set[tuple[int, int, int, str]] = set()
        looks = Counter(cell.look for _, cell in grid.cells() if cell.text.strip())
        shaded = Counter(m.cell.look for m in matches)
        self.looks = {k for k, n in shaded.items() if k and n / looks[k] >= LABELLIKE} - {
            LOOSE,
            EDGE,
        }
        for match in matches:
            role = labels.all[match.label].role
            if role in (LabelRole.ITEM, LabelRole.BLOCK) and not match.rest:
                beside = _next(grid.pages[match.page].cells, match.cell)
                if beside is not None and (match.page, beside) not in taken:
                    self.spans.add(_span(match.page, match.cell))
        self.names = {
            name for label in labels.all if label.role is LabelRole.BLOCK for name in label.names
        }

    def is_beside(self, slot: Slot, below: Cell) -> bool:
        """Return whether a label has its value at the right, and not in a cell below. Nothing
        stands beside one that is as wide as the table of both."""
        head = slot.head
        if head.frame and head.frame == below.frame:
            _, first, _, last = self.pages[slot.page].frames[head.frame]
            if head.column <= first and head.after > last:
                return False
        return bool(head.text) and _span(slot.page, head) in self.spans

    def unknown(self, page: int, cell: Cell, row: list[Cell]) -> Slot | None:
        """Return a slot for a cell that looks like a label but reads like none."""
        if not cell.text.strip() or not key(cell.text) or BOX.match(cell.text.lstrip()):
            return None
        if RANGE.search(cell.text) and key(RANGE.sub("", cell.text)) in self.names:
            return Slot(cell, page, FURNITURE)
        has_value = any(other.column >= cell.after for other in row)
        if cell.look in self.looks or (_span(page, cell) in self.spans and has_value):
            return Slot(cell, page)
        return None


FURNITURE = PrintedLabel((), LabelRole.FURNITURE)
APART = PrintedLabel((), LabelRole.FURNITURE)  # of what belongs to no label


def _span(page: int, cell: Cell) -> tuple[int, int, int, str]:
    return page, cell.column, cell.after, cell.look


def _next(cells: Sequence[Cell], cell: Cell) -> Cell | None:
    """Return the cell at the right in the same row."""
    beside = (c for c in cells if c.row == cell.row and c.column >= cell.after and c.text.strip())
    return min(beside, key=lambda c: c.column, default=None)


def _unfolded(matches: Sequence[Match], labels: Labels) -> list[Slot]:
    """Return a slot for every match with the entries of lists that it stands in."""
    slots: list[Slot] = []
    now: dict[int, int] = {}
    counts: Counter[tuple[int, tuple[tuple[int, int], ...]]] = Counter()
    before = -1
    headless: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
    for match in matches:
        label = labels.all[match.label]
        shared = [n for n in label.loops if n in now]
        again = shared[-1] if shared and match.label <= before else None
        held: dict[int, int] = {}
        for loop in label.loops:
            above = tuple(held.items())
            is_new = loop not in now or loop == again or any(n != now.get(k) for k, n in above)
            if is_new:
                counts[loop, above] += 1
                if counts[loop, above] > 1 and match.label != labels.loops[loop].first:
                    headless.add((loop, above))
                held[loop] = counts[loop, above]
            else:
                held[loop] = now[loop]
        now, before = held, match.label
        slot = Slot(
            match.cell, match.page, label, match.label, match.certainty, tuple(held.items())
        )
        entries = list(held.items())
        if any((loop, tuple(entries[:n])) in headless for n, (loop, _) in enumerate(entries)):
            slot.doubt = Doubts.HEADLESS
        if match.rest:
            slot.cells.append((match.page, _behind(match)))
        slots.append(slot)
    return slots


def _behind(match: Match) -> Cell:
    """Return what a cell says behind its label as a cell of its own."""
    return replace(match.cell, text=match.rest)
