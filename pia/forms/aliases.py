"""How people write items and headings otherwise than the form prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pia.forms.entries import Entry, fail
from pia.forms.load import data_of, folder_of, telling
from pia.forms.messages import Problem
from pia.forms.scope import shape_at
from pia.model.assessment import Assessment

FILE = "aliases.yaml"
WORDS, TITLES, ITEMS = KEYS = ("語", "見出し", "項目")

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Aliases:
    """words: written word → official word. titles: heading → other names of it.
    items: address → other names of the item there.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    titles: Names = field(default_factory=dict)
    items: Names = field(default_factory=dict)


@cache
def load(edition: str, root: Path | None = None) -> Aliases:
    """Return what `aliases.yaml` of an edition says; nothing where it has none.

    Raises PiaError when the file is not sound.
    """
    file = folder_of(edition, root) / FILE
    if not file.is_file():
        return Aliases()
    with telling(file):
        entry = Entry(data_of(file), FILE, KEYS)
        words = _mapping(entry, WORDS)
        items = _names(entry, ITEMS)
        for address in items:
            if shape_at(Assessment, tuple(address.split("."))) is None:
                fail(address, Problem.UNKNOWN_ADDRESS)
        return Aliases({k: words.text(k) for k in words.data}, _names(entry, TITLES), items)


def _mapping(entry: Entry, key: str) -> Entry:
    data = entry.data.get(key) or {}
    return Entry(data, key, data)


def _names(entry: Entry, key: str) -> Names:
    given = _mapping(entry, key)
    return {name: tuple(map(str, given.list(name))) for name in given.data}
