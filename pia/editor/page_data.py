"""The pages of a document as plain data, from which the page draws the form around its fields."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from pia.document import Document
from pia.layout.build import build
from pia.layout.tree import (
    Boxes,
    Choice,
    Content,
    Contents,
    Figure,
    Grid,
    Heading,
    Line,
    Node,
    Note,
    Records,
    Table,
    Words,
)


def pages(document: Document, hosts: Set[str]) -> list[dict[str, Any]]:
    """Return the sheets of a document in printed order.

    hosts: the places that fields stand at; what is printed there is left out.
    """
    sheets = build(document.form, document.content, None).sheets
    paper = _SheetsAround(hosts, {place for sheet in sheets for place in _anchors(sheet.nodes)})
    return [{"nodes": list(map(paper.node, sheet.nodes))} for sheet in sheets]


def _anchors(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the address of every row, table, list and figure."""
    for node in nodes:
        match node:
            case Grid(lines=lines):
                yield from (line.row.anchor for line in lines)
            case Table() | Records() | Figure():
                yield node.anchor


@dataclass
class _SheetsAround:
    """hosts: places that fields stand at. taken: places that are found, no heading bears them."""

    hosts: Set[str]
    taken: set[str]

    def node(self, node: Node) -> dict[str, Any]:
        """Return a node as its kind and what is drawn of it."""
        match node:
            case Heading():
                return self._heading(node)
            case Grid(lines=lines):
                return {"kind": "grid", "rows": list(map(self._row, lines))}
            case Table(anchor=anchor, rows=rows):
                return {"kind": "table", "place": anchor, "columns": _columns(node), "rows": rows}
            case Contents(entries=entries):
                listed = [{"text": e.text, "depth": e.depth, "to": e.anchor} for e in entries]
                return {"kind": "contents", "entries": listed}
            case Records(anchor=anchor):
                return self._texts(anchor, node)
            case Figure(anchor=anchor, alternative=alternative):
                return self._texts(anchor, [alternative])
            case Note(text=text, right=right):
                return {"kind": "note", "text": text, "right": right}

    def _heading(self, node: Heading) -> dict[str, Any]:
        place = "" if node.address in self.taken else node.address
        self.taken.add(place)
        return {
            "kind": "heading",
            "id": node.anchor,
            "place": place,
            "level": node.level,
            "depth": node.depth,
            "label": str(node.label),
            "about": node.about,
            "boxes": [] if place in self.hosts else list(map(str, node.boxes)),
        }

    def _row(self, line: Line) -> dict[str, Any]:
        """Return a row. span: how many rows the cell at its left covers; side: what stands in it,
        None for a row without such a cell."""
        row = line.row
        return {
            "place": row.anchor,
            "label": None if row.label is None else str(row.label),
            "side": row.side,
            "span": line.span,
            "depth": row.depth,
            "texts": [] if row.anchor in self.hosts else list(_texts(row.contents)),
        }

    def _texts(self, anchor: str, texts: Iterable[str]) -> dict[str, Any]:
        shown = [] if anchor in self.hosts else list(texts)
        return {"kind": "texts", "place": anchor, "texts": shown}


def _columns(table: Table) -> list[dict[str, Any]]:
    """Return the columns of a table, their widths in percent."""
    whole = sum(column.width for column in table.columns)
    return [{"label": str(c.label), "width": round(100 * c.width / whole)} for c in table.columns]


def _texts(contents: Iterable[Content]) -> Iterator[str]:
    for part in contents:
        match part:
            case Words(text=text):
                yield text
            case Choice(chosen=chosen):
                yield f"[ {chosen} ]"
            case Boxes(groups=groups):
                yield from (str(box) for group in groups for box in group.boxes)
            case _:
                yield str(part)
