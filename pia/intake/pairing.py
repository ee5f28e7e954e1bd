"""Blocks of a printed form × blocks of a source: the same system, file or 委託事項 keeps its id."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pia.forms.definition import Form
from pia.forms.index import fields
from pia.forms.walk import plain_of
from pia.intake.align import likeness, pairs
from pia.intake.imported import Imported
from pia.intake.naming import blocks_of, free_id, id_of, title_of
from pia.japanese import fold
from pia.model.ref import values
from pia.model.root import Root

ALIKE = 0.5  # of what two blocks say is the same: so are they

Entry = dict[str, Any]


def pair(imported: Imported, form: Form, known: Root) -> list[str]:
    """Give the blocks of a form the ids of those in an assessment that they are; return the ids
    of new blocks whose pair is in doubt."""
    doubtful: list[str] = []
    tree = tree_of(form, known)
    for listed in blocks_of(form):
        for mine, theirs in _parallel(imported.tree, tree, listed.address.split(".")):
            doubtful += _pair(mine, theirs, title_of(listed))
    imported.take_ids()
    return doubtful


def tree_of(form: Form, known: Root) -> Entry:
    """Return an assessment as a tree of plain values."""
    root: Entry = {}
    for value in values(known):
        _put(root, value.address, plain_of(value.kind, value.value))
    for each in (inner for outer in fields(form) for inner in outer.walk()):
        if each.shape.repeated and all(f.key != "id" for f in each.fields):
            for row in root.get(each.key, []):
                row.pop("id")  # rows are counted, not named
    return root


def _put(here: Any, address: str, value: Any) -> None:
    *above, last = address.split(".")
    for step in above:
        key, _, name = step.rstrip("]").partition("[")
        here = here.setdefault(key, [] if name else {})
        if name:
            found = next((e for e in here if e.get("id") == name), None)
            if found is None:
                here.append(found := {"id": name})
            here = found
    here[last] = value


def _parallel(
    mine: Any, theirs: Any, keys: Sequence[str]
) -> Iterator[tuple[list[Entry], list[Entry]]]:
    """Yield the lists at an address in two trees, those of blocks already paired together."""
    if not keys:
        if isinstance(mine, list):
            yield mine, theirs if isinstance(theirs, list) else []
    elif isinstance(mine, list):
        by_id = {entry["id"]: entry for entry in theirs or () if "id" in entry}
        for entry in mine:
            yield from _parallel(entry, by_id.get(entry["id"], {}), keys)
    elif isinstance(mine, dict):
        below = theirs.get(keys[0]) if isinstance(theirs, dict) else None
        yield from _parallel(mine.get(keys[0]), below, keys[1:])


def _pair(mine: list[Entry], theirs: list[Entry], title: str) -> list[str]:
    left = list(theirs)
    paired: dict[int, str] = {}
    for n, entry in enumerate(mine):
        name = fold(str(entry.get(title) or ""))
        same = [e for e in left if name and fold(str(e.get(title) or "")) == name]
        if same:
            best = max(same, key=lambda e: _likeness(entry, e))
            paired[n] = best["id"]
            left.remove(best)
    for n, entry in enumerate(mine):
        if n in paired or not left:
            continue
        best = max(left, key=lambda e: _likeness(entry, e))
        if _likeness(entry, best) >= ALIKE:
            paired[n] = best["id"]
            left.remove(best)
    taken = {e["id"] for e in theirs}
    doubtful: list[str] = []
    for n, entry in enumerate(mine):
        entry["id"] = paired.get(n) or free_id(id_of(str(entry.get(title) or "")) or title, taken)
        taken.add(entry["id"])
        if n not in paired and left:
            doubtful.append(entry["id"])
    return doubtful


def _likeness(one: Entry, other: Entry) -> float:
    """Return how much two blocks say the same, each value counting alike."""
    mine, theirs = dict(_leaves(one)), dict(_leaves(other))
    keys = (mine.keys() | theirs.keys()) - {("id",)}
    if not keys:
        return 0.0
    return sum(_alike(mine.get(k, ""), theirs.get(k, "")) for k in keys) / len(keys)


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else likeness(Counter(pairs(one)), Counter(pairs(other)))


def _leaves(value: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*above, key))
    elif value is not None:
        yield above, fold(str(value))
