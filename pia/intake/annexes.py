"""The 別紙 of a source → a given form: into tables of the same columns, else behind all else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pia.document import Document
from pia.intake import attachments
from pia.intake.body import ColumnPlace, TableBody
from pia.intake.expand import Like, Pages, Texts
from pia.intake.grid import PrintedForm
from pia.intake.labels import key
from pia.intake.place import Slot
from pia.model.assessment import Assessment, Attachment
from pia.model.ref import Ref

ATTACHMENTS = Ref(Assessment, lambda assessment: assessment.attachments).address
Write = Callable[[int, int, int, str], None]


@dataclass(frozen=True)
class _AttachedPlace:
    """The table of the form that takes an attachment of the source, and its rows."""

    table: attachments.AttachedTable
    body: TableBody


class Annexes:
    """The places of attached tables on a given form."""

    def __init__(
        self, document: Document, pages: Pages, grid: PrintedForm, slots: Sequence[Slot]
    ) -> None:
        self.pages, self.grid = pages, grid
        self.attachments = dict(enumerate(document.assessment.attachments, start=1))
        self.places: dict[int, _AttachedPlace] = {}
        left = list(attachments.tables_in(attachments.regions(grid, slots), least=1))
        for is_named in (True, False):
            for number in self.attachments.keys() - self.places.keys():
                attachment = self.attachments[number]
                table = next((t for t in left if _fits(t, attachment, is_named=is_named)), None)
                if table is not None:
                    left.remove(table)
                    self.places[number] = _AttachedPlace(table, self._body(table))

    def beside(self) -> set[tuple[int, int, int]]:
        """Return where the titles of tables stand, and what stands below them."""
        tables = [place.table for place in self.places.values()]
        rows = [row for table in tables for row in (*table.title, *table.remarks)]
        return {(page, cell.row, cell.column) for row in rows for page, cell in row}

    def _body(self, table: attachments.AttachedTable) -> TableBody:
        below = attachments.columns_of(table)
        pairs = zip(table.head, below, strict=True)
        return TableBody(
            self.pages, self.grid, [ColumnPlace(head, page, c) for (page, head), c in pairs]
        )

    def make_room(self) -> bool:
        """Copy rows where a table has too few; return whether any were copied."""
        last_first = sorted(self.places.items(), key=lambda held: _position(held[1]), reverse=True)
        made = [
            place.body.make_room(len(self.attachments[number].rows)) for number, place in last_first
        ]
        return any(made)

    def write(self, write: Write) -> Iterator[int]:
        """Write the attachments that have a place; yield their numbers."""
        for number, place in self.places.items():
            attachment = self.attachments[number]
            names = list(attachment.columns)
            rows = [[str(row.get(name) or "") for name in names] for row in attachment.rows]
            _put(place.table.title, str(attachment.title or ""), write)
            place.body.write(rows, write)
            if self._remarks(place, str(attachment.remarks or ""), write):
                yield number

    def _remarks(self, place: _AttachedPlace, text: str, write: Write) -> bool:
        """Write the remarks below a table; return whether there is a place for them."""
        if place.table.remarks:
            _put(place.table.remarks, text, write)
            return True
        if not text:
            return True
        page, head = place.table.head[0]
        name = self.grid.pages[page].name
        row = place.body.rows[-1].last + 1 if place.body.rows else head.below
        if row <= self.pages.last_row(name):
            return False
        write(page, row, head.column, text)
        return True

    def add(self, like: Like | None) -> Iterator[tuple[int, str]]:
        """Put the other attachments behind all else, looking like another table; yield number
        and place of each."""
        for number, attachment in self.attachments.items():
            names = list(attachment.columns)
            if number in self.places or len(names) < 2:
                continue
            rows = [[str(row.get(name) or "") for name in names] for row in attachment.rows]
            title, remarks = str(attachment.title or ""), str(attachment.remarks or "")
            yield number, self.pages.put_table(Texts(title, [names, *rows], remarks), like)


def _fits(table: attachments.AttachedTable, attachment: Attachment, *, is_named: bool) -> bool:
    has_name = key(attachments.title_of(table)) == key(str(attachment.title or ""))
    names = [key(name) for name in attachments.names_of(table)]
    return names == [key(name) for name in attachment.columns] and (has_name or not is_named)


def _position(place: _AttachedPlace) -> tuple[int, int]:
    page, head = place.table.head[0]
    return page, head.row


def _put(rows: Sequence[attachments.Row], text: str, write: Write) -> None:
    """Write a text into the first cell of rows, and nothing into the others."""
    for n, (page, cell) in enumerate(held for row in rows for held in row):
        write(page, cell.row, cell.column, "" if n else text)
