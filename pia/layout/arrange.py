"""Drafts of sheets → sheets: names, grids, anchors, depths of headings, contents with links.

Every thing that can be cited has an anchor that nothing else has; headings have a depth that
never skips a level, as accessible documents ask.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pia.layout.breaks import is_whole, tail_of
from pia.layout.tables import fitted
from pia.layout.tree import (
    Contents,
    Entry,
    Figure,
    Grid,
    Heading,
    Label,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
)

TITLE = "目次"
LISTED = (1, 2)  # levels of headings that the contents of the published edition list
LONGEST = 31  # of a sheet's name: UTF-16 code units, as Excel counts, 𠮷 is two
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet before it is arranged: its rows stand among the other nodes."""

    name: str
    nodes: tuple[Node | Row, ...]
    landscape: bool = False


def arrange(drafts: Iterable[Draft]) -> tuple[Sheet, ...]:
    """Return the sheets of a document, each under a name of its own."""
    held = list(drafts)
    counter = _Counter()
    names = _names([draft.name for draft in held])
    sheets = [
        _sheet(name, tuple(_fitted(draft, counter.nodes(draft.nodes))), draft.landscape)
        for name, draft in zip(names, held, strict=True)
    ]
    titles = [(sheet.name, n) for sheet in sheets for n in sheet.nodes if isinstance(n, Heading)]
    return tuple(
        replace(sheet, nodes=tuple(_linked(node, titles) for node in sheet.nodes))
        for sheet in sheets
    )


def _sheet(name: str, nodes: tuple[Node, ...], landscape: bool) -> Sheet:
    return Sheet(name, nodes, landscape, tail_of(nodes))


def _fitted(draft: Draft, nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield fitted(node, landscape=draft.landscape) if isinstance(node, Table) else node


class _Counter:
    """Counts headings and keeps the anchors already given."""

    def __init__(self) -> None:
        self.headings = 0
        self.depth = 0
        self.taken: set[str] = set()

    def nodes(self, nodes: Sequence[Node | Row]) -> Iterator[Node]:
        for is_row, group in groupby(nodes, key=lambda node: isinstance(node, Row)):
            if is_row:
                rows = [node for node in group if isinstance(node, Row)]
                yield Grid(tuple(self._lines(rows)))
            else:
                yield from (self._node(n) for n in group if not isinstance(n, Row))

    def _node(self, node: Node) -> Node:
        match node:
            case Heading():
                return self._heading(node)
            case Table() | Records() | Figure():
                return replace(node, anchor=self._anchor(node.address))
            case Grid() | Contents() | Note():
                return node

    def _heading(self, node: Heading) -> Heading:
        self.headings += 1
        is_title = node.level == 0 and self.headings == 1
        self.depth = 0 if is_title else min(max(node.level, 1), self.depth + 1)
        return replace(node, depth=self.depth, anchor=f"h{self.headings}")

    def _lines(self, rows: Sequence[Row]) -> Iterator[Line]:
        for side, group in groupby(rows, key=lambda row: row.side):
            held = list(group)
            for n, row in enumerate(held):
                span = len(held) if n == 0 and side is not None else 0
                row = replace(row, anchor=self._anchor(row.address))
                yield Line(row, span, n == len(held) - 1, is_whole(row))

    def _anchor(self, address: str) -> str:
        """Return the address the first time, and nothing where it is printed again."""
        if address in self.taken:
            return ""
        self.taken.add(address)
        return address


def _linked(node: Node, titles: Sequence[tuple[str, Heading]]) -> Node:
    return Contents(tuple(_entries(node, titles))) if isinstance(node, Contents) else node


def _entries(contents: Contents, titles: Sequence[tuple[str, Heading]]) -> Iterator[Entry]:
    """Give each entry the next heading of the same words; ※ behind them does not count."""
    left = iter(titles)
    for entry in contents.entries:
        rest = list(left)
        texts = [heading.label.text for _, heading in rest]
        if entry.text not in texts:
            yield entry
            left = iter(rest)
            continue
        found = texts.index(entry.text)
        sheet, heading = rest[found]
        yield Entry(entry.text, max(heading.depth, 1), heading.anchor, sheet)
        left = iter(rest[found + 1 :])


def explained(drafts: Sequence[Draft], significance: str) -> Sequence[Draft]:
    """Return the drafts with contents of all their sections and a note on ※.

    That is what the published edition has more than the bare form.
    """
    contents = Contents(tuple(_sections(drafts)))
    notes = (Note(significance),) if significance else ()
    if not any(isinstance(node, Contents) for draft in drafts for node in draft.nodes):
        page = Draft(TITLE, (Heading(0, Label(TITLE)), contents, *notes))
        return (*drafts[:1], page, *drafts[1:])
    return tuple(_with(draft, contents, notes) for draft in drafts)


def _sections(drafts: Sequence[Draft]) -> Iterator[Entry]:
    for draft in drafts:
        for node in draft.nodes:
            if isinstance(node, Heading) and node.level in LISTED:
                yield Entry(node.label.text)


def _with(draft: Draft, contents: Contents, notes: tuple[Note, ...]) -> Draft:
    nodes: list[Node | Row] = []
    for node in draft.nodes:
        nodes += [contents, *notes] if isinstance(node, Contents) else [node]
    return replace(draft, nodes=tuple(nodes))


def _names(wanted: Sequence[str]) -> Iterator[str]:
    """Yield a name for each sheet: at most 31 characters, none twice, case aside."""
    taken: set[str] = set()
    for name in wanted:
        found = _free(FORBIDDEN.sub("・", name), taken)
        taken.add(found.lower())
        yield found


def _free(whole: str, taken: set[str]) -> str:
    name, n = _cut(whole, LONGEST), 1
    while name.lower() in taken:
        n += 1
        tail = f"~{n}"
        name = _cut(whole, LONGEST - len(tail)) + tail
    return name


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
