"""Layout → pages of frames: what the formats other than Excel draw one below the other.

Every frame has an anchor that nothing else has, so that it can be linked to and cited; headings
have a depth that never skips a level, as accessible documents ask.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pia.layout.tree import (
    Box,
    Contents,
    Figure,
    Heading,
    Label,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A heading. level: how it looks. depth: where it stands, 0 for the title of the whole."""

    label: Label
    level: int
    depth: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid.

    side: text of the narrow cell at its left, None where there is none. span: how many lines
    that cell covers; 0 where a line above covers this one. last: whether no line below this one
    is covered by the same cell.
    """

    anchor: str
    row: Row
    side: str | None = None
    span: int = 0
    last: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that follow one another."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; anchor is empty where it leads nowhere."""

    text: str
    depth: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Index:
    """The contents, with links."""

    entries: tuple[Entry, ...]


Body = Titled | Grid | Table | Index | Records | Figure | Note


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing on a page, with its anchor."""

    anchor: str
    body: Body


@dataclass(frozen=True, slots=True)
class Page:
    """What begins on a new page."""

    name: str
    landscape: bool
    frames: tuple[Frame, ...]


def pages(layout: Layout) -> tuple[Page, ...]:
    """Return the pages of a layout."""
    framer = _Framer()
    framed = [framer.page(sheet) for sheet in layout.sheets]
    titles = [frame for page in framed for frame in page.frames if isinstance(frame.body, Titled)]
    return tuple(_with_links(page, titles) for page in framed)


class _Framer:
    """Counts headings and keeps the anchors already given."""

    def __init__(self) -> None:
        self.headings = 0
        self.depth = 0
        self.taken: set[str] = set()

    def page(self, sheet: Sheet) -> Page:
        return Page(sheet.name, sheet.landscape, tuple(self.frames(sheet.nodes)))

    def frames(self, nodes: Sequence[Node]) -> Iterator[Frame]:
        for is_row, group in groupby(nodes, key=lambda node: isinstance(node, Row)):
            if is_row:
                rows = [node for node in group if isinstance(node, Row)]
                yield Frame("", Grid(tuple(self._lines(rows))))
                continue
            for node in group:
                yield self._frame(node)

    def _frame(self, node: Node) -> Frame:
        match node:
            case Heading():
                return self._titled(node)
            case Contents(entries=entries):
                return Frame("", Index(tuple(Entry(text, 1, "") for text in entries)))
            case Table() | Records() | Figure():
                return Frame(self._anchor(node.address), node)
            case Note():
                return Frame("", node)
            case Row():
                raise TypeError("rows stand in grids")

    def _titled(self, node: Heading) -> Frame:
        self.headings += 1
        is_title = node.level == 0 and self.headings == 1
        self.depth = 0 if is_title else min(max(node.level, 1), self.depth + 1)
        anchor = f"h{self.headings}"
        return Frame(anchor, Titled(node.label, node.level, self.depth, node.boxes))

    def _lines(self, rows: Sequence[Row]) -> Iterator[Line]:
        for side, group in groupby(rows, key=_side):
            held = list(group)
            for n, row in enumerate(held):
                span = len(held) if n == 0 and side is not None else 0
                yield Line(self._anchor(row.address), row, side, span, n == len(held) - 1)

    def _anchor(self, address: str) -> str:
        """Return the address the first time, and nothing where it is printed again."""
        if address in self.taken:
            return ""
        self.taken.add(address)
        return address


def _side(row: Row) -> str | None:
    """Return what stands at the left of a row: its group, nothing below a parent, or no cell."""
    if row.label is None:
        return None
    return row.group or ("" if row.depth else None)


def _with_links(page: Page, titles: Sequence[Frame]) -> Page:
    return replace(page, frames=tuple(_linked(frame, titles) for frame in page.frames))


def _linked(frame: Frame, titles: Sequence[Frame]) -> Frame:
    if not isinstance(frame.body, Index):
        return frame
    return replace(frame, body=Index(tuple(_entries(frame.body.entries, titles))))


def _entries(entries: Sequence[Entry], titles: Sequence[Frame]) -> Iterator[Entry]:
    """Give each entry the next heading of the same words; ※ behind them does not count."""
    left = list(titles)
    for entry in entries:
        found = next((t for t in left if _text_of(t) == entry.text), None)
        if found is None:
            yield entry
            continue
        del left[: left.index(found) + 1]
        assert isinstance(found.body, Titled)
        yield Entry(entry.text, max(found.body.depth, 1), found.anchor)


def _text_of(frame: Frame) -> str:
    assert isinstance(frame.body, Titled)
    return frame.body.label.text
