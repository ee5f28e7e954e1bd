"""The sheets of a given workbook, written cell by cell; the rest of the package is not touched."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from itertools import count
from typing import Any

from lxml import etree

from pia.intake import copies, media
from pia.intake.cells import LINE, FilledSheet, empty
from pia.intake.duplicates import Sheets
from pia.intake.expand import Frame, Like, Texts
from pia.intake.formulas import Growth
from pia.intake.looks import MAIN, Looks
from pia.intake.media import Anchor
from pia.intake.origins import Origins
from pia.intake.package import WORKBOOK, Package
from pia.intake.parts import Parts
from pia.intake.text_looks import SIZE, TextLooks
from pia.intake.workbook import letters, sheets_of
from pia.model.assessment import Assessment
from pia.model.ref import Ref

GAP = 3.0  # points around a picture
LARGEST = 1_000.0  # points that a picture may be high
ATTACHED = Ref(Assessment, lambda assessment: assessment.attachments).key
CALCULATED = "xl/calcChain.xml"
MOVED = {
    "drawing": copies.move_drawings,
    "comments": copies.move_all,
    "threadedComment": copies.move_all,
    "table": copies.move_all,
    "ctrlProp": copies.move_control,
}
ABOVE_CALCULATION = [
    f"{MAIN}{tag}" for tag in ("sheets", "functionGroups", "externalReferences", "definedNames")
]
PRINTED = "_xlnm.Print_Area"
CHARTS = "xl/charts/"
FORMULA_ENDS = (b"</f>", b":f>", b"</formula")


class FilledBook:
    """The workbook of a package, as what fills it sees it: pages of cells."""

    def __init__(self, package: Package, origins: Origins) -> None:
        self.origins = origins
        self.parts = Parts(package)
        self.sheet_parts = {name: part for name, part, _ in sheets_of(package)}
        self.package = package
        self.sheets: dict[str, FilledSheet] = {}
        self.looks = TextLooks(self.parts)

    def write(self, page: str, row: int, column: int, text: str) -> None:
        """Put a text into a cell, counted from 0. Its look stays; its row grows as it may."""
        sheet, end = self._sheet(page), self.last_row(page)
        sheet.write(row, column, text)
        if row > end:
            self._print_down_to(page, end, row)
        if sheet.is_cut(row, column, text):
            sheet.grow(row, column, text)

    def _print_down_to(self, page: str, end: int, row: int) -> None:
        """Let the area that is printed, if it reached to the end of a sheet, do so again."""
        rows = Growth(page, end + 1, end + 1, row - end)
        self._change(WORKBOOK, partial(copies.move_names, rows=rows, only=PRINTED))

    def gone(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield the formulas that were written over, each with where it stood."""
        for name, sheet in self.sheets.items():
            yield from ((name, *place, f"={said}") for place, said in sheet.gone.items())

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
        """Put empty rows below a row that are divided as it is, but not shaded."""
        self.copy_rows(page, row, row, times, is_apart=True)
        sheets, looks = Sheets(self.parts), dict[str, str]()
        for cell in [c for n in range(times) for c in self._sheet(page).rows[row + 1 + n]]:
            empty(cell)
            look = str(cell.get("s") or "0")
            cell.set("s", looks.get(look) or looks.setdefault(look, sheets.bare_style(look)))

    def is_cut(self, page: str, row: int, column: int, text: str) -> bool:
        """Return whether a text needs more lines than its cell has room for."""
        return self._sheet(page).is_cut(row, column, text)

    def is_covered(self, page: str, row: int, column: int) -> bool:
        """Return whether a cell lies under a merged one that begins elsewhere."""
        return any(
            start != (row, column) and start[0] <= row <= end[0] and start[1] <= column <= end[1]
            for start, end in self._sheet(page).merged.items()
        )

    def is_hidden(self, page: str, row: int, column: int) -> bool:
        """Return whether a cell is not shown."""
        return self._sheet(page).is_hidden(row, column)

    def place(self, page: str, row: int, column: int) -> str:
        return f"{page}!{letters(column)}{row + 1}"

    def width(self, page: str, row: int, column: int) -> float:
        """Return how wide a cell is, all columns of a merged one counted."""
        sheet = self._sheet(page)
        return sheet.width_of(column, sheet.merged.get((row, column), (row, column))[1])

    def copy_rows(
        self, page: str, first: int, last: int, times: int, *, is_apart: bool = False
    ) -> None:
        """Put copies of rows below them, with all that belongs to them. is_apart: what is merged
        above does not go on in them."""
        self.origins.copied_rows(page, first, last, times)
        part, sheet = self.sheet_parts[page], self._sheet(page)
        rows = Growth(page, first + 1, last + 1, times, is_apart)
        copies.make_room(sheet.root, rows)
        self.sheets[page] = FilledSheet(sheet.root, self.looks)
        self.sheets[page].is_changed = True
        for kind, target, is_outside in self.package.relations(part).values():
            if is_outside or target not in self.parts:
                continue
            if kind in MOVED:
                self._change(target, partial(MOVED[kind], rows=rows))
            elif kind == "vmlDrawing":
                data = self.parts.read(target)
                if (moved := copies.move_notes(data, rows)) != data:
                    self.parts.put(target, moved)
        self._follow(rows)
        self.parts.drop(CALCULATED)

    def _follow(self, rows: Growth) -> None:
        """Let names, charts and the formulas of other sheets follow the rows of a sheet."""
        self._change(WORKBOOK, partial(copies.move_names, rows=rows))
        for part in (each for each in self.parts.names if each.startswith(CHARTS)):
            if part.endswith(".xml"):
                self._change(part, partial(copies.move_chart, rows=rows))
        for name in self.sheet_parts:
            if name != rows.sheet and self._has_formulas(name):
                sheet = self._sheet(name)
                before = [each.text for each in copies.formulas_in(sheet.root)]
                copies.unshare(sheet.root)
                copies.move_formulas(sheet.root, rows, is_own=False)
                after = [each.text for each in copies.formulas_in(sheet.root)]
                sheet.is_changed = sheet.is_changed or before != after

    def _has_formulas(self, page: str) -> bool:
        data = self.parts.read(self.sheet_parts[page])
        return any(end in data for end in FORMULA_ENDS)

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
        self.sheet_parts[name] = Sheets(self.parts).append(name)
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
        usual = Sheets(self.parts).plain_style()
        return (held[0] if held and known.is_ruled(int(held[0])) else usual), usual

    def copy_page(self, page: str, name: str) -> None:
        """Put a copy of a sheet behind it, under another name."""
        self.origins.copied_page(page, name)
        root = deepcopy(self._sheet(page).root)
        sheets = Sheets(self.parts)
        self.sheet_parts[name] = sheets.copy(self.sheet_parts[page], root, name, page)
        self.origins.lost += [f"{name} {what}" for what in sheets.lost]
        self.parts.drop(CALCULATED)

    def data(self) -> bytes:
        """Return the package with the sheets that were written on."""
        is_changed = any(sheet.is_changed for sheet in self.sheets.values())
        for name, sheet in self.sheets.items():
            if sheet.is_changed:
                self.parts.put(self.sheet_parts[name], sheet.root)
        if is_changed and any(map(self._has_formulas, self.sheet_parts)):
            self._change(WORKBOOK, _calculate_anew)
        self.parts.forget()
        return self.parts.data()

    def _sheet(self, name: str) -> FilledSheet:
        if name not in self.sheets:
            self.sheets[name] = FilledSheet(self.parts.xml(self.sheet_parts[name]), self.looks)
        return self.sheets[name]


def _calculate_anew(book: Any) -> None:
    """Let Excel calculate when it opens the workbook: what formulas draw on has changed."""
    found = book.find(f"{MAIN}calcPr")
    if found is None:
        above = [child for child in book if child.tag in ABOVE_CALCULATION]
        found = etree.Element(f"{MAIN}calcPr")
        above[-1].addnext(found)
    found.set("fullCalcOnLoad", "1")
