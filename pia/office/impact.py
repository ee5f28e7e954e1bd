"""What a change reaches: the items of every document that a name, an address or a wording is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pia.document import Document, load
from pia.errors import PiaError, Position
from pia.japanese import fold
from pia.model.ref import Value, values
from pia.source.nodes import Location, Node, Text, child, location_of, position_of
from pia.workspace.folder import survey

SHOWN = 60  # characters of a text that are shown


@dataclass(frozen=True, slots=True)
class Reach:
    """An item that a change reaches. by: name, address or wording."""

    file: Path
    position: Position
    address: str
    item: str
    text: str
    by: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.position.line}:{self.position.column}"
        short = " ".join(self.text.split())
        shown = short if len(short) <= SHOWN else short[: SHOWN - 1] + "…"
        return f"{place} {self.item or self.address}: {shown}"

    def as_dict(self) -> dict[str, object]:
        return {
            "file": str(self.file),
            "line": self.position.line,
            "column": self.position.column,
            "address": self.address,
            "item": self.item,
            "text": self.text,
            "by": self.by,
        }


def impact(what: str, folder: Path) -> tuple[list[Reach], list[Path]]:
    """Return the items of the documents of a folder that something reaches, and the documents
    that could not be read.

    what: the name of a variable or fragment (`所管課`, `共通.保管.書庫`, also a part of one such as
    `共通.保管`), an address with or without ids, or a wording. Width does not count.
    """
    found: list[Reach] = []
    unread: list[Path] = []
    for path in survey(folder).documents:
        try:
            found += reached(load(path), what)
        except PiaError:
            unread.append(path)
    return found, unread


def reached(document: Document, what: str) -> Iterator[Reach]:
    """Yield the items of one document that something reaches."""
    wanted = fold(what.strip().removeprefix("{{").removesuffix("}}"))
    for value in values(document.content):
        by = _by(document, value, wanted)
        if by:
            location = location_of(document.source.root, value.address)
            position = position_of(document.source.root, location)
            item = document.titles.get(value.address, "")
            text = value.value if isinstance(value.value, str) else str(value.value)
            yield Reach(document.path, position, value.address, item, text, by)


def _by(document: Document, value: Value, wanted: str) -> str:
    names = {fold(name) for name in _names_in(document, value.address)}
    if any(name == wanted or name.startswith(f"{wanted}.") for name in names):
        return "name"
    address = fold(value.address)
    if wanted in (address, fold(_without_ids(value.address))):
        return "address"
    return "wording" if isinstance(value.value, str) and wanted in fold(value.value) else ""


def _names_in(document: Document, address: str) -> Iterator[str]:
    """Yield every name that a value comes from, those that its fragments use among them."""
    node = _node(document, location_of(document.source.root, address))
    waiting = [span.name for span in node.spans] if isinstance(node, Text) else []
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        found = document.names.look_up(name)
        if found and isinstance(found[0], Text):
            waiting += [span.name for span in found[0].spans]


def _node(document: Document, location: Location) -> Node | None:
    node: Node | None = document.source.root
    for step in location:
        node = child(node, step) if node is not None else None
    return node


def _without_ids(address: str) -> str:
    parts = address.split("[")
    return parts[0] + "".join(part.partition("]")[2] for part in parts[1:])
