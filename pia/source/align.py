"""Which entry of a list became which: by id, else by likeness and order."""

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from pia.japanese import fold


def aligned(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """Return for every new entry the index of the old one that it continues, or None.

    Entries with an id continue the one of the same id, wherever it stands; others continue an
    equal one or the one in their place, in the order of the list.
    """
    if any(_id(entry) for entry in (*old, *new)):
        return _by_id(old, new)
    found: list[int | None] = [None] * len(new)
    matcher = SequenceMatcher(None, [*map(_text, old)], [*map(_text, new)], autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for i, j in zip(range(i1, i2), range(j1, j2), strict=False):
            found[j] = i
    return found


def _by_id(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    places: dict[str, int] = {}
    for n, entry in enumerate(old):
        if name := _id(entry):
            places.setdefault(name, n)
    return [places.pop(_id(entry), None) for entry in new]


def _id(entry: Any) -> str:
    return fold(str(entry.get("id") or "")) if isinstance(entry, dict) else ""


def _text(entry: Any) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)
