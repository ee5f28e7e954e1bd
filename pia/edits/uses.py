"""Who uses a name: the texts of a document, and of the other documents of its workspace."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pia.errors import PiaError
from pia.japanese import fold
from pia.source.names import FRAGMENTS, NAME, VARIABLES, WORKSPACE_FILE, Names
from pia.source.nodes import Location, Mapping, Node, Sequence, Text, address_of
from pia.source.reader import SourceFile, read

MOST = 500  # sources of a workspace that are looked through


@dataclass(frozen=True, slots=True)
class NameUse:
    """A text that a name gives, or gives a part of."""

    file: Path
    address: str

    def __str__(self) -> str:
        return f"{self.file.name} の {self.address}"


@dataclass(frozen=True, slots=True)
class Home:
    """Where the text of a name stands."""

    name: str
    file: SourceFile
    location: Location
    text: Text

    @property
    def place(self) -> str:
        """The file and the place in it, as a message shows them."""
        return f"{self.file.path.name} の {'.'.join(map(str, self.location))}"


def home(names: Names, name: str) -> Home | None:
    """Return where the text of a name stands; None for one that is blank or not defined."""
    found = names.look_up(name)
    if found is None or not isinstance(found[0], Text):
        return None
    node, file = found
    location = next((at for at, text in texts_at(file.root) if text is node), None)
    return Home(name, file, location, found[0]) if location is not None else None


def texts_at(node: Node, above: Location = ()) -> Iterator[tuple[Location, Text]]:
    """Yield every text below a node with its location."""
    match node:
        case Text():
            yield above, node
        case Sequence(items=items):
            for n, item in enumerate(items):
                yield from texts_at(item, (*above, n))
        case Mapping(entries=entries):
            for key, value in entries.items():
                yield from texts_at(value, (*above, key))


def uses(origin: Home, root: Path) -> list[NameUse]:
    """Return every text of a workspace that draws on the text of a name."""
    found: list[NameUse] = []
    for path in _sources(root):
        try:
            names = Names.around(read(path, may_be_empty=True))
        except PiaError:
            continue
        found += [NameUse(path, address) for address in _in_document(names, origin)]
    return found


def _sources(root: Path) -> list[Path]:
    found = (Path(folder) / name for folder, _, files in os.walk(root) for name in sorted(files))
    yaml = (p for p in found if p.suffix.lower() in (".yaml", ".yml") and p.name != WORKSPACE_FILE)
    return [path for path in yaml if path.parent.name != FRAGMENTS][:MOST]


def _in_document(names: Names, origin: Home) -> Iterator[str]:
    known: dict[str, bool] = {}
    for location, text in texts_at(names.document.root):
        if location[0] not in (VARIABLES, FRAGMENTS) and _draws(names, text, origin, known):
            yield address_of(names.document.root, location)


def _draws(names: Names, text: Text, origin: Home, known: dict[str, bool]) -> bool:
    """Return whether a text names the origin, or a name whose text does."""
    return any(_is_from(names, name, origin, known) for name in names_in(text.raw))


def _is_from(names: Names, name: str, origin: Home, known: dict[str, bool]) -> bool:
    key = fold(name)
    if key not in known:
        known[key] = False  # while it is looked at, so that a circle ends
        found = names.look_up(name)
        if found is not None and isinstance(found[0], Text):
            known[key] = _is_origin(found, origin) or _draws(names, found[0], origin, known)
    return known[key]


def _is_origin(found: tuple[Node, SourceFile], origin: Home) -> bool:
    node, file = found
    assert isinstance(node, Text)
    same_file = file.path.resolve() == origin.file.path.resolve()
    return same_file and node.position == origin.text.position


def names_in(raw: str) -> list[str]:
    """Return the names that a text as written draws on."""
    return [
        ".".join(part.strip() for part in match[1].split("."))
        for match in NAME.finditer(raw)
        if match[1] is not None
    ]
