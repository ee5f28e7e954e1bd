"""The sheets of a given workbook, written cell by cell; the rest of the package is not touched."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from itertools import count
from typing import Any

from lxml import etree

from pia.intake import copies, media
from pia.intake.cells import LINE, SIZE, FilledSheet, empty
from pia.intake.expand import Frame, Like, Texts
from pia.intake.looks import Looks
from pia.intake.media import Anchor
from pia.intake.package import WORKBOOK, Package
from pia.intake.parts import Parts
from pia.intake.workbook import sheets_of
from pia.model.assessment import Assessment
from pia.model.ref import Ref

GAP = 3.0  # points around a picture
LARGEST = 1_000.0  # points that a picture may be high
ATTACHED = Ref(Assessment, lambda assessment: assessment.attachments).key
CALCULATED = "xl/calcChain.xml"
MOVED = {
    "drawing": copies.move_drawings,
    "comments": copies.move_comments,
    "threadedComment": copies.move_all,
    "table": copies.move_all,
}


class FilledBook:
    """The workbook of a package, as what fills it sees it: pages of cells."""

    def __init__(self, package: Package) -> None:
        self.parts = Parts(package)
        self.sheet_parts = {name: part for name, part, _ in sheets_of(package)}
        self.package = package
        self.sheets: dict[str, FilledSheet] = {}

    def write(self, page: str, row: int, column: int, text: str) -> None:
        """Put a text into a cell, counted from 0. Its look stays; its row grows as it may."""
        sheet = self._sheet(page)
        sheet.write(row, column, text)
        if sheet.is_cut(row, column, text):
            sheet.grow(row, column, text)

    def has_right(self, page: str, row: int, column: int) -> bool:
        """Return whether the value of a label that ends before a column may stand there: a cell
        does, or the label takes less than half of the sheet."""
        sheet = self._sheet(page)
        return column <= sheet.last_in(row) or 2 * column <= sheet.last_column

    def last_row(self, page: str) -> int:
        """Return the last row that has cells."""
        return max(self._sheet(page).rows, default=0)

    def next_row(self, page: str, row: int, column: int) -> int:
        """Return the row below a cell, all rows of a merged one counted."""
        return self._sheet(page).merged.get((row, column), (row, column))[0] + 1

    def reach(self, page: str, row: int) -> int:
        """Return the last row that a list beginning at a row can have."""
        return self.last_row(page)

    def add_rows(self, page: str, row: int, times: int) -> None:
        """Put empty rows that look like a row below it; the end of a sheet is open already."""
        if row >= self.last_row(page):
            return
        self.copy_rows(page, row, row, times)
        for cell in [c for n in range(times) for c in self._sheet(page).rows[row + 1 + n]]:
            empty(cell)

    def is_cut(self, page: str, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more lines than its cell has room for."""
        return self._sheet(page).is_cut(row, column, text)

    def copy_rows(self, page: str, first: int, last: int, times: int) -> None:
        """Put copies of rows below them, with all that belongs to them."""
        part, by = self.sheet_parts[page], (last - first + 1) * times
        sheet = self._sheet(page)
        copies.make_room(sheet.root, first + 1, last + 1, times)
        self.sheets[page] = FilledSheet(sheet.root)
        self.sheets[page].is_changed = True
        for kind, target, is_outside in self.package.relations(part).values():
            if is_outside or target not in self.parts:
                continue
            if kind in MOVED:
                self._change(target, partial(MOVED[kind], last=last + 1, by=by))
            elif kind == "vmlDrawing":
                data = self.parts.read(target)
                if (moved := copies.move_notes(data, last + 1, by)) != data:
                    self.parts.put(target, moved)
        names = partial(copies.move_names, sheet=page, last=last + 1, by=by)
        self._change(WORKBOOK, names)
        self.parts.drop(CALCULATED)

    def _change(self, part: str, change: Callable[[Any], None]) -> None:
        """Change a part; one in which nothing changes stays byte for byte."""
        root = self.parts.xml(part)
        before = etree.tostring(root)
        change(root)
        if etree.tostring(root) != before:
            self.parts.put(part, root)

    def lower(self, page: str, row: int) -> None:
        """Make a row as high as one line of text."""
        self._sheet(page).rows[row].set("ht", f"{SIZE * LINE * 1.5:g}")
        self._sheet(page).rows[row].set("customHeight", "1")
        self._sheet(page).is_changed = True

    def take_pictures(self, page: str, first: int, last: int) -> None:
        """Take the pictures out that begin in some rows."""
        media.take_out(self.parts, self.sheet_parts[page], first, last)

    def put_picture(self, page: str, frame: Frame, picture: bytes, words: str) -> None:
        """Draw a picture over some rows, the last of which grows as it may."""
        sheet = self._sheet(page)
        wide = sheet.width_of(frame.left, frame.right) - 2 * GAP
        needed = media.fitted(picture, wide, LARGEST)[1] + 2 * GAP
        tall = sheet.make_high(frame.first, frame.last, needed) - 2 * GAP
        anchor = Anchor(frame.first, frame.left, *media.fitted(picture, wide, max(tall, SIZE)))
        media.put(self.parts, self.sheet_parts[page], sheet.root, picture, words, anchor)
        sheet.is_changed = True

    def put_table(self, texts: Texts, like: Like | None) -> str:
        """Put a table on a sheet of its own behind all others; return the name of the sheet."""
        name = next(n for k in count(1) if (n := f"{ATTACHED}{k}") not in self.sheet_parts)
        head, body = self._looks(like)
        self.sheet_parts[name] = copies.Sheets(self.parts).append(name)
        sheet = self._sheet(name)
        sheet.write(0, 0, texts.title)
        for row, line in enumerate(texts.rows, start=1):
            for column, text in enumerate(line):
                sheet.write(row, column, text)
                sheet.dress(row, column, head if row == 1 else body)
        below, last = len(texts.rows) + 1, len(texts.rows[0]) - 1
        sheet.write(below, 0, texts.remarks)
        sheet.lay_out(last, [0, below] if texts.remarks else [0])
        for row, line in enumerate(texts.rows, start=1):
            needed = max(sheet.needed(row, column, text) for column, text in enumerate(line))
            sheet.make_high(row, row, needed + SIZE)
        self.parts.drop(CALCULATED)
        return name

    def _looks(self, like: Like | None) -> tuple[str, str]:
        """Return the styles of head and body of a table: those of another one as far as
        lines part their rows, else one that is put in."""
        known = Looks(self.package)
        sheet = self._sheet(like.page) if like else None
        held = (
            [sheet.look(n, like.column) for n in (like.head, like.body)] if sheet and like else []
        )
        if held and all(known.is_ruled(int(look)) for look in held):
            return held[0], held[1]
        usual = copies.Sheets(self.parts).plain_style()
        return (held[0] if held and known.is_ruled(int(held[0])) else usual), usual

    def copy_page(self, page: str, name: str) -> None:
        """Put a copy of a sheet behind it, under another name."""
        root = deepcopy(self._sheet(page).root)
        part = copies.Sheets(self.parts).copy(self.sheet_parts[page], root, name, page)
        self.sheet_parts[name] = part
        self.parts.drop(CALCULATED)

    def data(self) -> bytes:
        """Return the package with the sheets that were written on."""
        for name, sheet in self.sheets.items():
            if sheet.is_changed:
                self.parts.put(self.sheet_parts[name], sheet.root)
        self.parts.forget()
        return self.parts.data()

    def _sheet(self, name: str) -> FilledSheet:
        if name not in self.sheets:
            self.sheets[name] = FilledSheet(self.parts.xml(self.sheet_parts[name]))
        return self.sheets[name]
