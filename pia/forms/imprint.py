"""What a rendered file remembers of what it said: the ids of its blocks, and a mark of each item.

So a form that somebody worked on tells by itself which of its items were edited, and its blocks
keep their ids. A mark is a piece of the SHA-256 of an address and its value. Short values can be
guessed from it, so that a file which leaves anything out must not bear one.
"""

import hashlib
import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pia.forms.definition import Form, Item
from pia.forms.walk import Place, said, settled, walk
from pia.model.root import Root
from pia.source.files import json_of

SIZE = 4  # bytes of a mark
LONGEST = 240  # characters of a property of an office file
MOST = 10_000_000  # bytes, unpacked
NAME = "pia-item-"
ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)  # one for thousands of marks


@dataclass(frozen=True)
class Imprint:
    """ids: of the blocks of each list, by the address of the list; of rows, which have none,
    their numbers."""

    ids: Mapping[str, list[str]] = field(default_factory=dict)
    marks: frozenset[bytes] = frozenset()

    def has(self, item: Item, address: str, value: Any) -> bool:
        """Return whether the file said this when it was rendered. value: plain."""
        return _mark(item, address, value) in self.marks

    def has_block(self, address: str) -> bool:
        """Return whether a block stood in the file when it was rendered."""
        listed, _, name = address.removesuffix("]").rpartition("[")
        return name in self.ids.get(listed, ())

    def blocks(self) -> Iterator[str]:
        """Yield the addresses of the blocks that stood in the file; rows are none."""
        for listed, names in self.ids.items():
            if names != [str(n) for n in range(1, len(names) + 1)]:
                yield from (f"{listed}[{name}]" for name in names)

    def properties(self) -> dict[str, str]:
        """Return the imprint as properties of an office file."""
        if not self.marks:
            return {}
        head = json.dumps(self.ids, ensure_ascii=False, separators=(",", ":"))
        data = head.encode() + b"\0" + b"".join(sorted(self.marks))
        text = b85encode(zlib.compress(data, 9)).decode()
        starts = range(0, len(text), LONGEST)
        return {f"{NAME}{n:03}": text[at : at + LONGEST] for n, at in enumerate(starts, start=1)}


def imprint_of(form: Form, content: Root) -> Imprint:
    """Return the imprint of a document as a form prints it."""
    values = dict(said(form, content))
    ids: dict[str, list[str]] = {}
    marks: set[bytes] = set()
    for answer in walk(form, content):
        for place, listed in _places(answer.trail, answer.address):
            name = place.id or str(place.ordinal)
            if name not in (held := ids.setdefault(listed, [])):
                held.append(name)
        if answer.item.is_own:
            marks.add(_mark(answer.item, answer.address, values.get(answer.address)))
    return Imprint(ids, frozenset(marks))


def imprint_in(properties: Mapping[str, str]) -> Imprint | None:
    """Return the imprint that the properties of a file hold; None for none, or a broken one."""
    pieces = [text for name, text in sorted(properties.items()) if name.startswith(NAME)]
    try:
        inflate = zlib.decompressobj()
        data = inflate.decompress(b85decode("".join(pieces)), MOST)
        head, _, marks = data.partition(b"\0")
        ids = {str(k): [str(name) for name in v] for k, v in json_of(head).items()}
    except (ValueError, zlib.error, AttributeError, TypeError):
        return None
    return Imprint(ids, frozenset(marks[at : at + SIZE] for at in range(0, len(marks), SIZE)))


def _places(trail: tuple[Any, ...], address: str) -> Iterator[tuple[Place, str]]:
    """Yield the entries of lists that an item stands in, each with the address of its list."""
    end = 0
    for place in (step for step in trail if isinstance(step, Place) and step.ordinal):
        start = address.find("[", end)
        if start < 0:
            return
        yield place, address[:start]
        end = address.index("]", start)


def _mark(item: Item, address: str, value: Any) -> bytes:
    """Return the mark of a value."""
    text = ENCODER.encode(settled(item, value))
    whole = f"{address}\0{text}"
    return hashlib.sha256(whole.encode()).digest()[:SIZE]
