"""Blocks of a printed form → their ids: those that the file remembers, else made of their names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pia.forms.definition import Form, Item
from pia.forms.imprint import Imprint
from pia.forms.index import Field, fields
from pia.intake.whose import FILES
from pia.model.base import Kind, is_id

LONGEST_ID = 20
FILE = "ファイル"  # ends the names of files and says nothing in an id
ALIKE = 0.5  # of what a block says is as it was rendered: it is the same block

Entry = dict[str, Any]


def name_blocks(
    root: Entry, form: Form, suffixes: Mapping[int, str], imprint: Imprint | None
) -> None:
    """Give every entry of a list of blocks an id that is unique in it; drop those that say
    nothing. suffixes: what tells the sheets of the files apart. imprint: of the file, if any."""
    for each in blocks_of(form):
        title = title_of(each)
        for address, entries in _lists_at(root, each.address.split(".")):
            entries[:] = [entry for entry in entries if any(v for v in entry.values())]
            kept = _remembered(entries, each, address, imprint) if imprint else {}
            taken = {*kept.values(), *(imprint.ids.get(address, ()) if imprint else ())}
            for n, entry in enumerate(entries, start=1):
                suffix = suffixes.get(n, "") if each.address == FILES else ""
                wished = id_of(suffix or str(entry.get(title) or "").removesuffix(FILE))
                entry["id"] = kept.get(n) or free_id(wished or f"{each.key}{n}", taken, n)
                taken.add(entry["id"])


def blocks_of(form: Form) -> Iterator[Field]:
    """Yield every list of blocks, outer lists first."""
    for each in (inner for outer in fields(form) for inner in outer.walk()):
        if each.shape.repeated and any(inner.key == "id" for inner in each.fields):
            yield each


def tables_of(form: Form) -> Iterator[tuple[str, list[Item]]]:
    """Yield the address of every list of rows, which have no ids, with the items of its columns."""
    for each in fields(form):
        if each.shape.repeated and all(inner.key != "id" for inner in each.fields):
            yield each.address, [inner.item for inner in each.fields if inner.item]


def title_of(listed: Field) -> str:
    """Return the key of the name that the blocks of a list bear."""
    return next(f.key for f in listed.fields if f.shape.kind is Kind.LINE)


def id_of(text: str) -> str:
    """Return an id made of a name: what stands before a bracket, letters and digits only."""
    bare = re.sub(r"[（(].*$", "", text, flags=re.DOTALL)
    name = "".join(c for c in bare if c.isalnum() or c in "_ー")[:LONGEST_ID]
    return name if is_id(name) else ""


def free_id(wished: str, taken: Iterable[str], number: int = 2) -> str:
    """Return an id that is not taken yet: the one wished for, or with a number behind it."""
    held, name = set(taken), wished
    while name in held:
        name, number = f"{wished}_{number}", number + 1
    return name


def _lists_at(here: Any, keys: list[str], above: str = "") -> Iterator[tuple[str, list[Entry]]]:
    """Yield the lists under an address without ids, each with its address."""
    if isinstance(here, list):
        if not keys:
            yield above, here
        for entry in here if keys else ():
            yield from _lists_at(entry, keys, f"{above}[{entry.get('id', '')}]")
    elif isinstance(here, dict) and keys and keys[0] in here:
        yield from _lists_at(here[keys[0]], keys[1:], f"{above}.{keys[0]}".strip("."))


def _remembered(
    entries: Sequence[Entry], listed: Field, address: str, imprint: Imprint
) -> dict[int, str]:
    """Return the ids of entries, counted from 1, that stood in the file when it was rendered."""
    known = imprint.ids.get(address, [])
    shares = sorted(
        (-_share(entry, listed, f"{address}[{name}]", imprint), abs(n - at), n, name)
        for n, entry in enumerate(entries, start=1)
        for at, name in enumerate(known, start=1)
    )
    found: dict[int, str] = {}
    for share, _, n, name in shares:
        if -share >= ALIKE and n not in found and name not in found.values():
            found[n] = name
    return found | dict(_between(found, len(entries), known))


def _between(
    found: Mapping[int, str], count: int, known: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield ids for entries that were written anew, where as many stood in the same place."""
    at = 0
    gap: list[int] = []
    for n in range(1, count + 2):
        if n in found or n > count:
            end = known.index(found[n]) if n in found else len(known)
            left = [name for name in known[at:end] if name not in found.values()]
            if len(left) == len(gap):
                yield from zip(gap, left, strict=True)
            at, gap = max(at, end), []
        else:
            gap.append(n)


def _share(entry: Entry, listed: Field, address: str, imprint: Imprint) -> float:
    """Return how much of what a block says stood in the file under an address."""
    said = [
        imprint.has(field.item, place, value)
        for field, place, value in _leaves(entry, listed.fields, address)
        if field.item is not None
    ]
    return sum(said) / len(said) if said else 0.0


def _leaves(entry: Entry, below: Iterable[Field], address: str) -> Iterator[tuple[Field, str, Any]]:
    """Yield the values of a block with their fields and addresses, those of blocks in it aside."""
    for field in below:
        value = entry.get(field.key)
        place = f"{address}.{field.key}"
        if isinstance(value, dict) and field.fields and not field.shape.repeated:
            yield from _leaves(value, field.fields, place)
        elif value is not None and field.is_leaf:
            yield field, place, value
