"""Diagrams and 別紙, which stand outside of all labels: title, picture and remarks; title, columns
and what stands below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import PurePosixPath
from typing import Any

from pia.forms.definition import Item, Section, Style
from pia.intake import texts
from pia.intake.grid import EDGE, Cell, Picture, PrintedForm
from pia.intake.labels import LabelRole
from pia.intake.place import DIAGRAMS, Slot
from pia.intake.texts import BESIDE, Doubts, joined
from pia.japanese import fold
from pia.model.assessment import Attachment, Diagram
from pia.model.ref import Ref

IMAGE = Ref(Diagram, lambda diagram: diagram.image).key
FIGURES = "図"  # the folder beside a source
LONGEST = 40  # characters of the name of a picture


@dataclass(frozen=True, slots=True)
class PrintedDiagram:
    """One diagram. title: with its place; picture: None where only the remarks are there."""

    number: int
    title: tuple[str, str]
    picture: Picture | None


def name_of(diagram: PrintedDiagram) -> str:
    """Return the file that a diagram's picture is kept in, named after the diagram."""
    assert diagram.picture is not None
    title = "".join(c for c in diagram.title[0] if c.isalnum() or c in "・ー_")[:LONGEST]
    kind = PurePosixPath(diagram.picture.name).suffix
    return f"{FIGURES}/{title or f'{FIGURES}{diagram.number}'}{kind}"


def section_of(sections: Sequence[Section | Item]) -> Section | None:
    """Return the section of diagrams below a part, if it has one."""
    found = (s for s in sections if isinstance(s, Section) and s.style is Style.FIGURE)
    return next(found, None)


def diagrams(grid: PrintedForm, slots: Sequence[Slot]) -> Iterator[tuple[Section, PrintedDiagram]]:
    """Yield the diagrams of a form; the remarks that end each are a label of their own."""
    section: Section | None = None
    title, start, number = ("", ""), (-1, -1), 0
    for slot in slots:
        here = (slot.page, slot.head.row)
        if slot.label and slot.label.role is LabelRole.HEADING and slot.label.section:
            section = section_of(slot.label.section.children)
            start = here
            title = _title(slot) if section else ("", "")
        elif section and slot.label is None:
            title = (slot.head.text, slot.head.place) if slot.head.text else _title(slot)
        elif section and slot.label:
            number += 1
            yield section, PrintedDiagram(number, title, _picture(grid, start, here))
            title, start = ("", ""), here


@dataclass(frozen=True, slots=True)
class Space:
    """Where one diagram of a form stands, above the label of its remarks.

    ordinals: of that label. first, last: the rows of title and picture, none where last is the
    smaller. heading: the cell above, whose columns they take. titles: texts that stand there.
    """

    ordinals: tuple[tuple[int, int], ...]
    page: int
    first: int
    last: int
    heading: Cell
    titles: tuple[Cell, ...]


def spaces(slots: Sequence[Slot]) -> Iterator[Space]:
    """Yield where the diagrams of a form stand."""
    heading: Slot | None = None
    start, titles = 0, list[Cell]()
    for slot in slots:
        section = slot.label.section if slot.label else None
        if slot.label and slot.label.role is LabelRole.HEADING:
            heading = slot if section and section_of(section.children) else None
            start, titles = slot.head.below, [cell for _, cell in slot.cells]
        elif heading is not None and slot.page != heading.page:
            heading = None
        elif heading is not None and slot.label is None:
            titles += [slot.head, *(cell for _, cell in slot.cells)]
        elif heading is not None and slot.ordinals:
            said = tuple(cell for cell in titles if cell.text.strip())
            last = slot.head.row - 1
            yield Space(slot.ordinals, slot.page, start, last, heading.head, said)
            below = [cell.below for page, cell in slot.cells if page == slot.page]
            start, titles = max([slot.head.below, *below]), []


def titled(slots: Sequence[Slot]) -> list[Slot]:
    """Return slots where the title of a diagram that stands right below the remarks on the one
    before is parted from them; that it is one is a guess."""
    found: list[Slot] = []
    for slot, following in zip_longest(slots, slots[1:]):
        found.append(slot)
        is_next = following is not None and slot.label is not None and slot.index == following.index
        if not is_next or len(slot.cells) < 2 or not _is_remarks(slot):
            continue
        page, cell = slot.cells.pop()
        slot.doubt = Doubts.TITLE
        found.append(Slot(cell, page, doubt=Doubts.TITLE))
    return found


def _is_remarks(slot: Slot) -> bool:
    """Return whether the remarks on a diagram stand behind a label."""
    return slot.label is not None and any(i.context == DIAGRAMS for i in slot.label.items)


def _title(slot: Slot) -> tuple[str, str]:
    texts = [(cell.text.strip(), cell.place) for _, cell in slot.cells if cell.text.strip()]
    return texts[-1] if texts else ("", "")


def _picture(grid: PrintedForm, start: tuple[int, int], end: tuple[int, int]) -> Picture | None:
    return next((p for p in grid.pictures if start <= (p.page, p.row) <= end), None)


TITLE, COLUMNS, ROWS, REMARKS = (
    Ref(Attachment, of).key
    for of in (lambda a: a.title, lambda a: a.columns, lambda a: a.rows, lambda a: a.remarks)
)

Placed = tuple[int, Cell]
Row = list[Placed]


@dataclass(frozen=True, slots=True)
class FoundAttachment:
    """An attachment by its keys, and the cells that it was read from."""

    values: dict[str, Any]
    cells: tuple[Cell, ...]

    @property
    def is_guess(self) -> bool:
        """Whether the lines of its texts were put together, or some may not be of it."""
        return any(cell.flowing or cell.look == EDGE for cell in self.cells)


@dataclass(frozen=True, slots=True)
class AttachedTable:
    """A table outside of all labels: its title, the names of its columns, its rows, its remarks."""

    title: list[Row]
    head: Row
    body: list[Row]
    remarks: list[Row]


def regions(grid: PrintedForm, slots: Sequence[Slot]) -> list[list[Row]]:
    """Return the rows that follow one another without a label between, notes beside left out."""
    owned = {(n, c) for s in slots if s.label for n, c in ((s.page, s.head), *s.cells)}
    return [
        _without_notes(list(rows), grid)
        for page in _pages(grid)
        for is_free, rows in groupby(page, key=lambda row: owned.isdisjoint(row))
        if is_free
    ]


def beside(grid: PrintedForm, found: Sequence[FoundAttachment]) -> Iterator[Cell]:
    """Yield the texts in the rows of attachments that are not of them."""
    own = {id(cell) for attachment in found for cell in attachment.cells}
    for page in grid.pages:
        rows = {cell.row for cell in page.cells if id(cell) in own}
        for cell in page.cells:
            if cell.row in rows and id(cell) not in own and cell.text.strip():
                yield cell


def _without_notes(rows: Sequence[Row], grid: PrintedForm) -> list[Row]:
    """Return rows without the texts that a blank column parts from what is ruled at the left."""
    last: dict[int, int] = {}
    framed = {(n, cell.frame) for row in rows for n, cell in row if cell.frame}
    boxes = [(grid.pages[n].frames[frame], n) for n, frame in framed]
    for (_, left, _, right), n in sorted(boxes, key=lambda held: held[0][1]):
        if left <= last.get(n, left) + 1:
            last[n] = max(right, last.get(n, right))
    near = ([(n, c) for n, c in row if c.column <= last.get(n, c.column) + 1] for row in rows)
    return [row for row in near if row]


def _pages(grid: PrintedForm) -> Iterator[list[Row]]:
    """Yield the rows of each page, pages that flow on together with those before."""
    rows: list[Row] = []
    for n, page in enumerate(grid.pages):
        if rows and not page.flows:
            yield rows
            rows = []
        for _, row in groupby(page.cells, key=lambda cell: cell.row):
            rows.append([(n, cell) for cell in row])
    yield rows


def tables_in(regions: Sequence[Sequence[Row]], least: int = 2) -> Iterator[AttachedTable]:
    """Yield the tables. least: of the rows of one, the names of its columns counted."""
    for region in regions:
        yield from _parted(region, least)


def of(regions: Sequence[Sequence[Row]]) -> Iterator[FoundAttachment]:
    """Yield the attachments. regions: rows that follow one another without a label between."""
    for table in tables_in(regions):
        rows = (*table.title, table.head, *table.body, *table.remarks)
        yield FoundAttachment(_attachment(table), tuple(cell for row in rows for _, cell in row))


def _parted(rows: Sequence[Row], least: int) -> Iterator[AttachedTable]:
    """Yield each table with the row above it, its title, and those below it up to the title of
    the next."""
    runs = [(many, list(run)) for many, run in _runs(rows)]
    tables_at = [n for n, (many, run) in enumerate(runs) if many and len(run) >= least]
    for n in tables_at:
        above = runs[n - 1][1] if n and not runs[n - 1][0] else []
        below = runs[n + 1][1] if n + 1 < len(runs) else []
        head, *body = runs[n][1]
        yield AttachedTable(above[-1:], head, body, below[:-1] if n + 2 in tables_at else below)


def _runs(rows: Sequence[Row]) -> Iterator[tuple[bool, Iterator[Row]]]:
    """Yield rows of a table, and such across the page, in turn; a row of a table may say no more
    than one thing."""
    head: Row = []
    title: Row = []
    kinds: list[bool] = []
    for row in rows:
        is_table = len(row) > 1 or bool(head and _is_below(row[0][1], head, title))
        head = (head or row) if is_table else []
        title = title if is_table else row
        kinds.append(is_table)
    pairs = zip(kinds, rows, strict=True)
    yield from ((many, (row for _, row in run)) for many, run in groupby(pairs, lambda p: p[0]))


def _is_below(cell: Cell, head: Row, title: Row) -> bool:
    """Return whether a cell that stands alone in its row stands in a column of a table. The
    first may be where titles and remarks begin too, unless they are seen to be wider."""
    spans = [(column.column, column.after) for _, column in head]
    if (cell.column, cell.after) == spans[0]:
        return cell.columns > 1 or any(other.after > cell.after for _, other in title)
    return any(first <= cell.column and cell.after <= after for first, after in spans[1:])


def _attachment(table: AttachedTable) -> dict[str, Any]:
    names = names_of(table)
    return {
        TITLE: title_of(table) or None,
        COLUMNS: names,
        ROWS: [
            {names[n]: text for n, text in enumerate(line) if text.strip()}
            for line in _lines(columns_of(table))
        ],
        REMARKS: "\n".join(joined(row) for row in table.remarks) or None,
    }


def title_of(table: AttachedTable) -> str:
    return "".join(cell.text for row in table.title for _, cell in row).strip()


def names_of(table: AttachedTable) -> list[str]:
    return _apart(["".join(cell.text.split()) for _, cell in table.head])


def columns_of(table: AttachedTable) -> list[list[Placed]]:
    """Return the cells below the head of each column; a head that stands again is none."""
    starts = [cell.column for _, cell in table.head]
    columns: list[list[Placed]] = [[] for _ in starts]
    for row in table.body:
        if [fold(cell.text) for _, cell in row] == [fold(cell.text) for _, cell in table.head]:
            continue  # the head stands again on each page
        for page, cell in row:
            at = max((n for n, start in enumerate(starts) if start <= cell.column), default=0)
            columns[at].append((page, cell))
    return columns


def _apart(names: Sequence[str]) -> list[str]:
    """Return names of columns, those that come twice told apart."""
    found: list[str] = []
    for name in names:
        found.append(name if name not in found else f"{name}_{len(found) + 1}")
    return found


def _lines(columns: Sequence[list[Placed]]) -> Iterator[list[str]]:
    for row in texts.parted(columns):
        yield [joined(cells).replace(BESIDE, "　") for cells in row]
