"""Characters that the font of the PDF lacks, found by setting them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from pia.errors import Finding
from pia.layout.tree import Label, Layout, Records, Table
from pia.renderers.messages import RenderMessages

MARKS = ("Mn", "Me", "Mc", "Cf")
# 外字 of somebody's machine; Typst sets nothing for them and says nothing.
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def missing(layout: Layout, can_set: Callable[[str], bool]) -> list[Finding]:
    """Return a finding for each place of each character that cannot be set.

    can_set: whether a text can be set; asked about halves and halves again, for a document has
    thousands of characters and few that are missing.
    """
    places: dict[str, dict[str, None]] = {}
    for address, text in texts(layout):
        for cluster in clusters(text):
            places.setdefault(cluster, {})[address] = None
    found = _failing(sorted(places), can_set)
    return [_finding(c, address) for c in found for address in _owned(places[c])]


def _owned(addresses: dict[str, None]) -> list[str]:
    """Return the addresses without the empty one, if there are others."""
    return [address for address in addresses if address] or [""]


def _failing(characters: Sequence[str], can_set: Callable[[str], bool]) -> list[str]:
    text = "\n".join(characters)
    if not characters or (not PRIVATE.search(text) and can_set(text)):
        return []
    if len(characters) == 1:
        return list(characters)
    middle = len(characters) // 2
    return _failing(characters[:middle], can_set) + _failing(characters[middle:], can_set)


def clusters(text: str) -> list[str]:
    """Return the characters of a text, each with the marks and selectors that follow it."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.category(character) in MARKS:
            found[-1] += character
        else:
            found.append(character)
    return [cluster for cluster in found if cluster.strip()]


def _finding(cluster: str, address: str) -> Finding:
    codes = " ".join(f"U+{ord(character):04X}" for character in cluster)
    found = RenderMessages.NO_GLYPH.finding(text=cluster, codes=codes, address=address)
    return replace(found, words=cluster)


Addressed = tuple[str, str]
UNPRINTED = {"address", "anchor", "sheet"}


def texts(layout: Layout) -> Iterator[Addressed]:
    """Yield (address, text) in the printed order; the address is empty for texts of the form."""
    theme = layout.theme
    of_all = (layout.name, layout.organisation, layout.title, layout.foot)
    for text in (*of_all, theme.logo_text, *theme.foot):
        yield "", text
    for sheet in layout.sheets:
        for node in sheet.nodes:
            yield from texts_of(node)


def texts_of(value: object, address: str = "") -> Iterator[Addressed]:
    """Yield the texts of a part of the tree; what a list holds has an address of its own."""
    match value:
        case str():
            yield address, value
        case Label():
            yield address, str(value)
        case Table(columns=columns, rows=rows):
            yield from texts_of(columns, value.address)
            yield from _listed(rows, value.address)
        case Records():
            yield from _listed(value.texts, value.address)
        case tuple():
            for entry in value:
                yield from texts_of(entry, address)
        case _ if is_dataclass(value):
            own = getattr(value, "address", "") or address
            for field in fields(value):
                if field.name not in UNPRINTED:
                    yield from texts_of(getattr(value, field.name), own)


def _listed(entries: Sequence[object], address: str) -> Iterator[Addressed]:
    for n, entry in enumerate(entries, start=1):
        yield from texts_of(entry, f"{address}[{n}]")
