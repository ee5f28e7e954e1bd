"""Files that a document names: its 前版 and its images."""

import os
from collections.abc import Iterator
from pathlib import Path

from pia.errors import Finding, excerpt
from pia.model.base import Kind, Part, keys_of, shape_of
from pia.source.images import is_image
from pia.source.messages import SourceMessages
from pia.source.nodes import (
    Location,
    Mapping,
    Node,
    Sequence,
    Text,
    address_of,
    child,
    position_of,
)
from pia.source.paths import OutsideError, find
from pia.source.reader import SourceFile

PREDECESSOR: Location = ("前版",)
SOURCES = (".yaml", ".yml")


def faulty(source: SourceFile, root: Path, whole: type[Part]) -> list[tuple[Location, Finding]]:
    """Return the location of every reference that cannot be used, with what is wrong with it.

    root: of the workspace. whole: what the source says, as the model of its form has it.
    A usable reference gets the name that the file has on this disk, so that NFC finds NFD.
    """
    found = (
        (location, _fault(source, location, root)) for location in _references(source.root, whole)
    )
    return [(location, finding) for location, finding in found if finding is not None]


def _references(root: Node, whole: type[Part]) -> Iterator[Location]:
    predecessor = child(root, PREDECESSOR[0])
    if isinstance(predecessor, Text) and _is_path(predecessor.text):
        yield PREDECESSOR
    yield from _images(root, whole, ())


def _is_path(text: str) -> bool:
    """Whether a 前版 is a file, or leads where no version may lie; anything else is a revision of
    git, such as `HEAD~3` or `HEAD~3:評価書.yaml`."""
    name = text.strip().lower().replace("\\", "/")
    is_absolute = any(part.startswith("/") for part in name.split(":"))
    return is_absolute or ".." in name or (name.endswith(SOURCES) and ":" not in name[2:])


def _images(node: Node, part: type[Part], above: Location) -> Iterator[Location]:
    if not isinstance(node, Mapping):
        return
    for key, name in keys_of(part).items():
        value, shape = node.entries.get(key), shape_of(part, name)
        if isinstance(value, Text) and shape.kind is Kind.IMAGE:
            yield (*above, key)
        elif shape.part is not None and isinstance(value, Sequence):
            for n, entry in enumerate(value.items):
                yield from _images(entry, shape.part, (*above, key, n))
        elif shape.part is not None and value is not None:
            yield from _images(value, shape.part, (*above, key))


def _fault(source: SourceFile, location: Location, root: Path) -> Finding | None:
    node: Node | None = source.root
    for step in location:
        node = child(node, step)
    assert isinstance(node, Text)
    name, folder = node.text.strip(), source.path.parent
    message = SourceMessages.NOT_FOUND
    try:
        if path := find(root, folder, name):
            node.text = Path(os.path.relpath(path, folder.resolve())).as_posix()
            if location == PREDECESSOR or is_image(path):
                return None
            message = SourceMessages.NOT_AN_IMAGE
    except OutsideError:
        message = SourceMessages.OUTSIDE
    address, position = address_of(source.root, location), position_of(source.root, location)
    return message.finding(name=excerpt(name), root=root.name, address=address, position=position)
