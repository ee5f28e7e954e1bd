"""How a Word document flows over its pages: which answers and rows go over the end of one, and on
which page each heading stands, for the contents.

Word alone knows its pages, and can say again neither what a row is called that goes over one nor
on which page a heading stands without asking first. Both are worked out from the heights and breaks
of the document. An answer that goes over a page is divided there, and so is a row of a table: what
goes on is a row that says again what it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import NamedTuple

from pia.layout import measure
from pia.layout.exhibits import naming
from pia.layout.tree import GOES_ON, Grid, Heading, Label, Line, Node, Row, Sheet, Table, Words
from pia.renderers.docx_body import POINT, PartedTable, Piece
from pia.renderers.docx_strips import (
    BEGUN,
    LONG_SIDE,
    NORMAL,
    ROW,
    SHORT_SIDE,
    SPARE,
    TOP,
    Divisible,
    Place,
    Strip,
    ems_of,
    label_room,
    line_height,
    strips_of,
    width_of,
)

Span = tuple[int, int]


class Division(NamedTuple):
    """What becomes of texts side by side. parts: from where to where each of them goes, part by
    part. begins: whether the first part begins a page."""

    parts: Sequence[Sequence[Span]]
    begins: bool


def divided(sheets: Sequence[Sheet], used: int = 0) -> tuple[Sheet, ...]:
    """Return sheets whose answers and rows that go over a page are divided there. used: twips of
    the first page above all of them."""
    return tuple(_divided(s, _flow(s, 1, 0 if n else used).divisions) for n, s in enumerate(sheets))


def pages_of(sheets: Sequence[Sheet], used: int = 0) -> dict[str, int]:
    """Return the page of each heading by its anchor, from 1 on. used: as above."""
    found: dict[str, int] = {}
    page = 0
    for n, sheet in enumerate(sheets):
        paper = _flow(sheet, page + 1, 0 if n else used)
        found |= paper.anchors
        page = paper.page
    return found


def _flow(sheet: Sheet, page: int, used: int) -> "_Paper":
    paper = _Paper((SHORT_SIDE if sheet.landscape else LONG_SIDE) - 2 * TOP, page, used)
    for strips in _chains(strips_of(sheet)):
        paper.put(strips)
    return paper


def _divided(sheet: Sheet, divisions: Mapping[Place, Division]) -> Sheet:
    title = ""
    nodes: list[Node] = []
    for n, node in enumerate(sheet.nodes):
        here = {m: division for (at, m), division in divisions.items() if at == n}
        if isinstance(node, Heading):
            title = str(node.label)
        elif isinstance(node, Grid) and here:
            lines = (_pieces(line, here.get(m), title) for m, line in enumerate(node.lines))
            node = Grid(tuple(chain.from_iterable(lines)))
        elif isinstance(node, Table) and here:
            node = _parted(node, here, width_of(sheet.landscape))
        nodes.append(node)
    return replace(sheet, nodes=tuple(nodes))


def _pieces(line: Line, division: Division | None, title: str) -> Iterator[Line]:
    """Yield a line, or the rows that it is divided into. title: of the heading before it."""
    if division is None or len(division.parts) == 1:
        yield line if division is None else replace(line, whole=True)
        return
    (words,) = line.row.contents
    assert isinstance(words, Words)
    for n, ((start, end),) in enumerate(division.parts):
        is_last = n == len(division.parts) - 1
        text = words.text[start:end]
        row = replace(line.row, contents=(replace(words, text=text),), lines=1)
        yield Piece(
            row=_going_on(row) if n else row,
            span=0 if n else line.span,
            last=line.last if is_last else True,
            whole=n > 0 or division.begins,
            kept=line.kept and is_last,
            seam=measure.seam_of(words.text, start) if n else "",
            title=f"{title}{GOES_ON}" if n and row.label is None else "",
        )


def _going_on(row: Row) -> Row:
    if row.label is None:
        return row
    em = label_room(row) / (NORMAL * POINT)
    return replace(row, label=Label(measure.going_on(str(row.label), em)))


def _parted(table: Table, divisions: Mapping[int, Division], width: int) -> PartedTable:
    """Return a table with its rows divided; what names a row stands again where it goes on."""
    rows: list[tuple[str, ...]] = []
    whole: dict[int, tuple[str, ...]] = {}
    for n, texts in enumerate(table.rows):
        if n not in divisions:
            rows.append(texts)
            continue
        for m, spans in enumerate(divisions[n].parts):
            here = [text[start:end] for text, (start, end) in zip(texts, spans, strict=True)]
            if m:
                named, ems = naming(texts), ems_of(table, width, texts)
                here[named] = here[named] or measure.going_on(texts[named], ems[named])
                whole[len(rows)] = _seams(texts, spans)
            elif divisions[n].begins:
                whole[len(rows)] = ("",) * len(texts)
            rows.append(tuple(here))
    return PartedTable(table.columns, tuple(rows), table.lines, table.address, table.anchor, whole)


def _seams(texts: Sequence[str], spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(measure.seam_of(t, start) for t, (start, _) in zip(texts, spans, strict=True))


@dataclass
class _Paper:
    """Pages of one height that are filled from above. anchors: the page of each heading.
    divisions: of what is divided, and of what begins a page for want of room too."""

    room: int
    page: int
    used: int = 0
    anchors: dict[str, int] = field(default_factory=dict)
    divisions: dict[Place, Division] = field(default_factory=dict)

    def put(self, strips: Sequence[Strip]) -> None:
        """Place what stays together, as far as one page can hold it."""
        last = strips[-1]
        needed = sum(strip.height for strip in strips[:-1]) + last.least
        begins = self.used + needed > self.room >= last.least and self.used > 0
        if begins:
            self._turn(strips[0].repeated)
        for strip in strips:
            if strip.anchor:
                self.anchors[strip.anchor] = self.page
            what = strip.divisible
            if what is not None and self.used + strip.height > self.room:
                self._divide(what, begins)
                continue
            self._fill(strip)
            if what is not None and begins and strip is last:
                whole = [(0, len(text)) for text in what.texts]
                self.divisions[what.place] = Division([whole], begins)

    def _fill(self, strip: Strip) -> None:
        self.used += strip.height
        while self.used > self.room:
            over = self.used - self.room
            self._turn(strip.repeated)
            self.used += over

    def _divide(self, what: Divisible, begins: bool) -> None:
        """Give each page as much of the texts as it holds, and at the least a few lines."""
        pitch = line_height(NORMAL)
        here = (self.room - self.used - ROW) // pitch - SPARE
        page = (self.room - what.above - ROW) // pitch - SPARE
        here = min(here, what.lines - BEGUN)
        spans = [
            [*measure.pieces(text, em, chain([here], repeat(page)))]
            for text, em in zip(what.texts, what.ems, strict=True)
        ]
        most = max(map(len, spans))
        parts = [
            [each[n] if n < len(each) else 2 * each[-1][1:] for each in spans] for n in range(most)
        ]
        self.divisions[what.place] = Division(parts, begins)
        for n, part in enumerate(parts):
            if n:
                self._turn(what.above)
            texts = (text[start:end] for text, (start, end) in zip(what.texts, part, strict=True))
            self.used += what.height(max(map(measure.lines, texts, what.ems)))

    def _turn(self, repeated: int) -> None:
        self.page += 1
        self.used = repeated


def _chains(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    held: list[Strip] = []
    for strip in strips:
        held.append(strip)
        if not strip.kept:
            yield held
            held = []
    if held:
        yield held
