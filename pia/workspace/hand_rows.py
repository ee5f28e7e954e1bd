"""Rows of 変更箇所 that people wrote without 対象 → the addresses that they can be told to mean."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from pia.changes.compare import Change, Comparison, ItemChange
from pia.changes.joined import THROUGHOUT
from pia.changes.rows import paragraphs
from pia.forms.definition import Form
from pia.japanese import fold
from pia.model.assessment import Assessment, ChangeRow
from pia.model.ref import Ref

ATTACHMENTS = Ref(Assessment, lambda a: a.attachments).key
FILES = Ref(Assessment, lambda a: a.files).key
SYSTEMS = Ref(Assessment, lambda a: a.systems).key
# The numbers of files at the beginning of a path: Ⅱ（１）, Ⅲ（１）（２）, （別添２）（１）.
_NUMBERED = re.compile(r"(?:[IVX]+|\(別添\d\))((?:\(\d+\))+)")


def is_throughout(row: ChangeRow) -> bool:
    return fold(row.item or "").startswith(THROUGHOUT)


def meant(row: ChangeRow, form: Form, comparison: Comparison) -> tuple[str, ...]:
    """Return the addresses that a row tells of; of a list without ids where it names no entry."""
    path = row.item or ""
    if is_throughout(row):
        pair = fold(row.before or ""), fold(row.after or "")
        return tuple(c.address for c in comparison.changes if _replaces(c, *pair))
    if address := _named_item(form, path):
        return tuple(_of_entries(address, fold(path), comparison))
    return (ATTACHMENTS,) if ATTACHMENTS in fold(path) else ()


def _replaces(change: Change, before: str, after: str) -> bool:
    """Return whether a change does nothing but replace one wording."""
    if not isinstance(change, ItemChange) or not before:
        return False
    old, new = (fold("\n".join(paragraphs(side))) for side in (change.before, change.after))
    return before in old and old.replace(before, after) == new


def _named_item(form: Form, path: str) -> str:
    """Return the address, without ids, of the item that a path names for certain, else ""."""
    from pia.forms.find import Finder

    found = Finder(form).find(path)
    return found.entries[0].address if found.certain else ""


def _of_entries(address: str, path: str, comparison: Comparison) -> Iterator[str]:
    """Yield an address with the ids of the files, or of the systems and the like, that a path
    numbers or names: Ⅱ（２）, システム３, ファイルの概要_住基台帳."""
    key, dot, rest = address.partition(".")
    ids = _ids(key, path, comparison)
    yield from (f"{key}[{name}]{dot}{rest}" for name in ids) if ids and dot else (address,)


def _ids(key: str, path: str, comparison: Comparison) -> list[str]:
    """Return the ids of the entries of a list that a path speaks of, none where it does not say."""
    versions = (comparison.new, comparison.old)
    entries = [_entries(version.assessment, key) for version in versions]
    numbers = [int(n) for n in _numbers(key, path)]
    numbered = [e[n - 1][0] for n, e in product(numbers, entries[:1]) if 0 < n <= len(e)]
    if key != FILES or numbered:
        return numbered
    named = (i for e in entries for i, title in e if _names(path, fold(i), fold(title)))
    return list(dict.fromkeys(named))


def _names(path: str, name: str, title: str) -> bool:
    """Return whether a path has a title or an id; a short id alone may be part of any word."""
    return f"_{name}" in path or title in path or (len(name) > 2 and name in path)


def _entries(assessment: Assessment, key: str) -> Sequence[tuple[str, str]]:
    """Return the id and the name of each entry of a list of the assessment."""
    attribute = {FILES: "files", SYSTEMS: "systems"}.get(key)
    found = getattr(assessment, attribute) if attribute else ()
    return [(entry.id, entry.name or entry.id) for entry in found]


def _numbers(key: str, path: str) -> list[str]:
    if key == FILES:
        numbered = _NUMBERED.match(path)
        return re.findall(r"\d+", numbered[1]) if numbered else []
    return re.findall(rf"{re.escape(key)}(\d+)", path)
