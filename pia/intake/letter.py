"""A given Word document, written cell by cell, its rows as the reader counts them: a paragraph or
a row of a table is one."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from pia.intake.expand import Frame, Like, Texts
from pia.intake.inline import BLIP, DRAWN, EMBED, inline, ruled
from pia.intake.media import fitted
from pia.intake.origins import Origins
from pia.intake.package import Package
from pia.intake.parts import Parts
from pia.intake.word import (
    MAIN,
    WIDTH,
    W,
    _before,
    _children,
    _goes_on,
    _has_look,
    _paragraphs,
    _revised,
    _rows,
    _said,
    _span,
    _within,
    unfolded,
)
from pia.source.images import kind

ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
COMMENTED = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd", *COMMENTED)
KEPT = (f"{W}pPr", f"{W}rPr", *MARKS)
NOTES = tuple(f"{W}{kind}Reference" for kind in ("comment", "footnote", "endnote"))
HELD = {*NOTES, *(f"{W}{tag}" for tag in ("drawing", "pict", "object")), ALTERNATE}
FIXED = "exact"
LARGEST = (440.0, 600.0)  # points that a picture may be wide and high
LINE = 240  # twips, of a row of fixed height


class Letter:
    """The document of a package, as what fills it sees it: one page of rows."""

    def __init__(self, package: Package, origins: Origins) -> None:
        self.origins = origins
        self.parts = Parts(package)
        self.root = package.xml(MAIN)
        self.body = self.root.find(f"{W}body")
        self.rows = list(_lines(self.body))
        self.is_changed = False
        self.lost: list[tuple[str, int, int, str]] = []

    def write(self, page: str, row: int, column: int, text: str) -> None:
        """Put a text into a paragraph or a cell; its style stays, and what is drawn or noted there.
        A line is a paragraph."""
        place = self._place(row, column)
        if place is None or _text(place) == text:
            return
        self.is_changed = True
        self.lost += [(page, row, column, told) for told in _untold(place)]
        if place.tag == f"{W}p":
            _fill(place, text.replace("\n", " "))
            return
        paragraphs = [child for child in place if child.tag == f"{W}p"]
        lines = text.split("\n")
        for child in [c for c in place if c.tag != f"{W}tcPr" and c not in paragraphs]:
            place.remove(child)  # a table, or a field to fill in with its text
        for extra in paragraphs[len(lines) :]:
            paragraphs[len(lines) - 1].extend(_kept(extra))
            place.remove(extra)
        while len(paragraphs) < len(lines):
            fresh = _alike(paragraphs[-1]) if paragraphs else etree.Element(f"{W}p")
            place.append(fresh)
            paragraphs.append(fresh)
        for paragraph, line in zip(paragraphs, lines, strict=False):
            _fill(paragraph, line)

    def gone(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield what else was written over, each with where it stood."""
        yield from self.lost

    def has_right(self, page: str, row: int, column: int) -> bool:
        """Return whether a row has a cell there; a paragraph has none at its right."""
        return column < max((end for _, end, _ in _cells(self.rows[row])), default=1)

    def last_row(self, page: str) -> int:
        return len(self.rows) - 1

    def next_row(self, page: str, row: int, column: int) -> int:
        return row + 1

    def reach(self, page: str, row: int) -> int:
        """Return the last row of the table that a row stands in, or of paragraphs that follow one
        another."""
        outer = self._outer(row)
        if row >= len(self.rows):
            return row - 1
        while row + 1 < len(self.rows) and self._outer(row + 1) is outer:
            row += 1
        return row

    def _outer(self, row: int) -> Any:
        line = self.rows[row]
        return line.getparent() if line.tag == f"{W}tr" else None

    def add_rows(self, page: str, row: int, times: int) -> None:
        """Put empty rows below one: plain paragraphs, or rows of its table without shading."""
        self.origins.copied_rows(page, row, row, times)
        behind = self.rows[row]
        for _ in range(times):
            fresh = etree.Element(behind.tag)
            if behind.tag == f"{W}tr":
                fresh = deepcopy(self.rows[row])
                for shade in list(fresh.iter(f"{W}shd", f"{W}tblHeader")):
                    shade.getparent().remove(shade)
                for paragraph in fresh.iter(f"{W}p"):
                    _fill(paragraph, "")
            behind.addnext(fresh)
            behind = fresh
        self.is_changed = True
        self.rows = list(_lines(self.body))

    def is_cut(self, page: str, row: int, column: int, text: str) -> bool:
        """Return whether a row of fixed height has too little room for a text."""
        height = self.rows[row].find(f"{W}trPr/{W}trHeight") if row < len(self.rows) else None
        if height is None or height.get(f"{W}hRule") != FIXED:
            return False
        return (text.count("\n") + 1) * LINE > int(height.get(f"{W}val") or 0)

    def is_covered(self, page: str, row: int, column: int) -> bool:
        """Return whether there is no cell or paragraph at a place."""
        return self._place(row, column) is None

    def is_hidden(self, page: str, row: int, column: int) -> bool:
        """Return False: what is written is shown."""
        return False

    def place(self, page: str, row: int, column: int) -> str:
        """Return a place as the reader names it."""
        line = self.rows[min(row, len(self.rows) - 1)]
        blocks = list(unfolded(self.body))
        outer = self._outer(row) if row < len(self.rows) else None
        if outer is None:
            return f"{sum(b.tag == line.tag for b in blocks[: blocks.index(line) + 1])}段落"
        number = sum(b.tag == outer.tag for b in blocks[: blocks.index(outer) + 1])
        return f"表{number} {list(_rows(outer)).index(line) + 1}行目"

    def width(self, page: str, row: int, column: int) -> float:
        """Return how many columns of the grid a cell takes."""
        found = (end - start for start, end, _ in _cells(self.rows[row]) if start <= column < end)
        return next(found, 0)

    def copy_rows(self, page: str, first: int, last: int, times: int) -> None:
        """Put copies of rows below them; those of several tables and paragraphs as such."""
        self.origins.copied_rows(page, first, last, times)
        pieces = self._pieces(first, last)
        self.is_changed = True
        if len(pieces) == 1 and self.rows[last].tag == f"{W}tr":
            behind = self.rows[last]
            for _ in range(times):
                for row in pieces[0][1]:
                    copy = _without_notes(deepcopy(row))
                    behind.addnext(copy)
                    behind = copy
        else:
            behind = _split_behind(self.rows[last])
            for _ in range(times):
                for outer, inner in pieces:
                    copy = _copied(outer, inner)
                    behind.addnext(copy)
                    behind = copy
        self.rows = list(_lines(self.body))

    def _pieces(self, first: int, last: int) -> list[tuple[Any, list[Any]]]:
        """Return the paragraphs and tables that rows stand in, each with those of its rows."""
        found: list[tuple[Any, list[Any]]] = []
        for row in self.rows[first : last + 1]:
            outer = row if row.tag == f"{W}p" else row.getparent()
            if found and found[-1][0] is outer:
                found[-1][1].append(row)
            else:
                found.append((outer, [row]))
        return found

    def lower(self, page: str, row: int) -> None:
        """Do nothing: rows are as high as their texts."""

    def take_pictures(self, page: str, first: int, last: int) -> None:
        """Take the pictures out that stand in some rows."""
        gone: set[str] = set()
        for line in self.rows[first : last + 1]:
            for held in [h for h in line.iter(f"{W}drawing") if any(True for _ in h.iter(BLIP))]:
                gone |= {str(blip.get(EMBED)) for blip in held.iter(BLIP)}
                held.getparent().remove(held)
        if gone:
            self.is_changed = True
            left = {str(blip.get(EMBED)) for blip in self.root.iter(BLIP)}
            self.parts.unrelate(MAIN, gone - left)

    def put_picture(self, page: str, frame: Frame, picture: bytes, words: str) -> None:
        """Put a picture behind what stands in a row."""
        line = self.rows[frame.first]
        place = line if line.tag == f"{W}p" else next(line.iter(f"{W}p"))
        file = self.parts.add_picture("word", picture, kind(picture))
        name = self.parts.relate(MAIN, "image", file)
        taken = [int(e.get("id") or 0) for e in self.root.iter(DRAWN)]
        size = fitted(picture, *LARGEST)
        place.append(inline(name, 1 + max(taken, default=0), words, size))
        self.is_changed = True

    def put_table(self, texts: Texts, like: Like | None) -> str:
        """Put a table behind all else, and return its title. like: it has the look of its own."""
        last = self.body[-1]
        end = last if last.tag == f"{W}sectPr" else None
        for block in (*_lone(texts.title), ruled(texts.rows), *_lone(texts.remarks)):
            self.body.append(block) if end is None else end.addprevious(block)
        self.is_changed = True
        return texts.title

    def copy_page(self, page: str, name: str) -> None:
        raise NotImplementedError("a Word document is one page")

    def data(self) -> bytes:
        """Return the package with the document written on."""
        if self.is_changed:
            self.parts.put(MAIN, self.root)
        self.parts.forget()
        return self.parts.data()

    def _place(self, row: int, column: int) -> Any | None:
        """Return the paragraph or the cell at a place; None where there is none."""
        if row >= len(self.rows):
            return None
        line = self.rows[row]
        if line.tag == f"{W}p":
            return line if column < WIDTH else None
        return next((cell for start, end, cell in _cells(line) if start <= column < end), None)


def _lines(body: Any) -> Iterator[Any]:
    """Yield what the reader counts as rows."""
    for block in unfolded(body):
        if block.tag == f"{W}p":
            yield block
        else:
            yield from _rows(block)


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Yield first column, the one behind, and element of every cell of a row."""
    column = _before(row) if row.tag == f"{W}tr" else 0
    for cell in _children(row) if row.tag == f"{W}tr" else ():
        if cell.tag == f"{W}tc":
            end = column + _span(cell)
            if not _goes_on(cell):
                yield column, end, cell
            column = end


def _fill(paragraph: Any, text: str) -> None:
    """Give a paragraph a text in the look of its first run."""
    run = next(iter(paragraph.iter(f"{W}r")), None)
    look = deepcopy(run.find(f"{W}rPr")) if run is not None else None
    kept = [each for each in _kept(paragraph) if each.tag == f"{W}r"]
    for child in list(paragraph):
        if child.tag not in KEPT:
            paragraph.remove(child)
    paragraph.extend(kept)
    if not text:
        return
    fresh = etree.Element(f"{W}r")
    behind = next((c for c in paragraph if c.tag in (f"{W}r", COMMENTED[1])), None)
    paragraph.append(fresh) if behind is None else behind.addprevious(fresh)
    if look is not None:
        fresh.append(look)
    held = etree.SubElement(fresh, f"{W}t")
    held.text = text
    held.set(SPACE, "preserve")


def _kept(paragraph: Any) -> list[Any]:
    """Return what stays of a paragraph whose text goes: the ends of bookmarks and comments, and
    runs of what is drawn or noted in it."""
    found = [child for child in paragraph if child.tag in MARKS]
    for run in (each for each in _within(paragraph) if each.tag == f"{W}r"):
        if held := [child for child in run if child.tag in HELD]:
            fresh = etree.Element(f"{W}r")
            fresh.extend(deepcopy(each) for each in run if each.tag == f"{W}rPr")
            fresh.extend(held)
            found.append(fresh)
    return found


def _alike(paragraph: Any) -> Any:
    """Return a paragraph of the same style and look that says nothing."""
    copy = deepcopy(paragraph)
    for child in list(copy.iter(*MARKS, *HELD)):
        child.getparent().remove(child)
    return copy


def _text(place: Any) -> str:
    """Return what a paragraph or a cell says."""
    held = [place] if place.tag == f"{W}p" else _paragraphs(place)
    return "\n".join("".join(map(_said, _within(each))) for each in held)


def _untold(place: Any) -> Iterator[str]:
    """Yield what is lost with the text of a paragraph or a cell and is no part of it."""
    if revised := _revised(place):
        yield f"変更履歴: {revised}"
    hidden = [each for each in _within(place) if _has_look(each, "vanish")]
    if words := "".join(map(_said, hidden)):
        yield f"隠し文字: {words}"


def _lone(text: str) -> list[Any]:
    """Return a text as paragraphs."""
    found = [etree.Element(f"{W}p") for _ in text.split("\n")]
    for paragraph, line in zip(found, text.split("\n"), strict=True):
        _fill(paragraph, line)
    return found


def _split_behind(row: Any) -> Any:
    """Return what stands last up to a row, its table parted there when it goes on."""
    if row.tag == f"{W}p":
        return row
    table = row.getparent()
    rest = [each for each in row.itersiblings() if each.tag == f"{W}tr"]
    if rest:
        table.addnext(_copied(table, rest))
        for each in rest:
            table.remove(each)
    return table


def _copied(outer: Any, inner: list[Any]) -> Any:
    """Return a copy of a paragraph, or of a table with nothing but these rows."""
    if outer.tag == f"{W}p":
        copy = _without_notes(deepcopy(outer))
        for section in list(copy.iter(f"{W}sectPr")):
            section.getparent().remove(section)  # one end of a section is enough
        return copy
    copy = etree.Element(outer.tag, outer.attrib, outer.nsmap)
    for child in outer:
        if child.tag in (f"{W}tblPr", f"{W}tblGrid"):
            copy.append(deepcopy(child))
    copy.extend(_without_notes(deepcopy(row)) for row in inner)
    return copy


def _without_notes(copy: Any) -> Any:
    """Take out of a copy what only its original may have: comments and notes."""
    for each in list(copy.iter(*COMMENTED, *NOTES)):
        each.getparent().remove(each)
    return copy
