"""A source as a tree: every text with its raw form, its composed form and its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pia.errors import Position
from pia.japanese import fold


class Span(NamedTuple):
    """A stretch of a composed text that came from a variable or fragment."""

    start: int
    end: int
    name: str


@dataclass(slots=True)
class Text:
    """A scalar. raw: as written in the source; text: with every `{{ 名 }}` replaced.

    slice: start and end of the scalar in the file's text, to find names in it by line.
    """

    raw: str
    position: Position
    slice: tuple[int, int] = (0, 0)
    text: str = ""
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        self.text = self.raw


@dataclass(slots=True)
class Blank:
    """A key without a value."""

    position: Position


@dataclass(slots=True)
class Sequence:
    """A list. known: the number of each id as all were last looked for; to be cleared when entries
    are added or get other keys."""

    position: Position
    items: list["Node"] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in the order of the source."""

    position: Position
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)

    def rename(self, official: Iterable[str]) -> None:
        """Give keys that differ from official ones only in width their official spelling.

        No two keys of a mapping do so: `reader` tells of the second and leaves it out.
        """
        known = set(official)
        if known.issuperset(self.entries):
            return
        by_fold = {fold(key): key for key in known}
        spelled = {key: by_fold.get(fold(key), key) for key in self.entries}
        self.entries = {spelled[key]: value for key, value in self.entries.items()}
        self.keys = {spelled[key]: position for key, position in self.keys.items()}


Node = Text | Blank | Sequence | Mapping
Step = str | int
Location = tuple[Step, ...]


def child(node: Node | None, step: Step) -> Node | None:
    """Return what stands under a key or index, or None."""
    match node, step:
        case Mapping(entries=entries), str():
            return entries.get(step)
        case Sequence(items=items), int():
            return items[step] if 0 <= step < len(items) else None
        case _:
            return None


def texts(node: Node) -> Iterator[Text]:
    """Yield every text of the tree but its ids, once, in the order of the source."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        match current := stack.pop():
            case Text():
                if id(current) not in seen:
                    seen.add(id(current))
                    yield current
            case Sequence(items=items):
                stack.extend(reversed(items))
            case Mapping(entries=entries):
                stack.extend(value for key, value in reversed(entries.items()) if key != "id")


def plain(node: Node) -> Any:
    """Return the composed tree as dicts, lists and strings; what is left blank is left out."""
    match node:
        case Text(text=text):
            return text
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {k: plain(v) for k, v in entries.items() if not isinstance(v, Blank)}
        case Blank():
            return None


def entry_id(node: Node | None) -> str:
    """Return the id of a repeated block, or an empty text."""
    found = child(node, "id")
    return found.text if isinstance(found, Text) else ""


def address_of(root: Node, location: Location) -> str:
    """Return the address of a location: keys joined by dots, list entries by their id."""
    address = ""
    node: Node | None = root
    for step in location:
        node = child(node, step)
        if isinstance(step, int):
            address += f"[{entry_id(node) or step + 1}]"
        else:
            address += f".{step}" if address else step
    return address


def location_of(root: Node, address: str) -> Location:
    """Return the location that an address names, as far as the source has it."""
    location: list[Step] = []
    node: Node | None = root
    for segment in address.split("."):
        key, *ids = segment.replace("]", "").split("[")
        for step in (key, *ids):
            found = _step(node, step, is_entry=step is not key)
            node = child(node, found) if found is not None else None
            if node is None or found is None:
                return tuple(location)
            location.append(found)
    return tuple(location)


def _step(node: Node | None, step: str, *, is_entry: bool) -> Step | None:
    if not is_entry:
        return step
    by_id = _entry(node, step) if isinstance(node, Sequence) else None
    if by_id is None and step.isdecimal():
        return int(step) - 1
    return by_id


def _entry(node: Sequence, name: str) -> int | None:
    """Return the number of the entry of an id; all are noted at once, for a list may be long."""
    known = node.known.get(name)
    is_stale = known is not None and entry_id(child(node, known)) != name
    if is_stale or not node.known:
        node.known.clear()
        for n, item in enumerate(node.items):
            node.known.setdefault(entry_id(item), n)
    return node.known.get(name)


def position_of(root: Node, location: Location) -> Position:
    """Return where a location stands: its key in a mapping, else its value."""
    node: Node | None = root
    position = root.position
    for step in location:
        inner = child(node, step)
        if inner is None:
            break
        position = node.keys[str(step)] if isinstance(node, Mapping) else inner.position
        node = inner
    return position
