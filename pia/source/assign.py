"""A new value in the place of a written one: what of it stays the same is not written anew."""

import json
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from pia.errors import Finding, PiaError
from pia.japanese import fold
from pia.source.files import decode
from pia.source.nodes import plain
from pia.source.reader import SourceFile, parse
from pia.source.written import UNSET, Holder, Member, Scalar, value_of


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


def assign(member: Member, value: Any, *, is_prose: bool = False) -> None:
    """Give a member a value, keeping as much of what is written as the value still holds."""
    node = member.node if member.new is UNSET else None
    if _compared(value_of(member), is_prose) == _compared(value, is_prose):
        return
    if isinstance(node, Holder) and node.is_mapping and isinstance(value, dict) and value:
        _assign_pairs(node, value, is_prose)
    elif isinstance(node, Holder) and not node.is_mapping and isinstance(value, list) and value:
        _assign_entries(node, value, is_prose)
    elif (
        is_prose and isinstance(node, Scalar) and node.is_block and isinstance(value, str) and value
    ):
        member.new = value.rstrip("\n") + "\n"
    else:
        member.new = prose(value) if is_prose else value


def _assign_pairs(holder: Holder, value: dict[str, Any], is_prose: bool) -> None:
    for member in holder.members:
        member.is_gone = member.is_gone or (member.new_key or member.key) not in value
    for key, inner in value.items():
        if (known := holder.member(key)) is None:
            holder.insert(Member(key, new=prose(inner) if is_prose else inner), list(value))
        else:
            assign(known, inner, is_prose=is_prose)


def _assign_entries(holder: Holder, value: list[Any], is_prose: bool) -> None:
    """Give a list the entries, each in the place of the one that it most likely was."""
    old = [member for member in holder.members if not member.is_gone]
    before = [_compared(value_of(member), is_prose) for member in old]
    places = aligned(before, [_compared(inner, is_prose) for inner in value])
    members: list[Member] = []
    for inner, place in zip(value, places, strict=True):
        if place is None:
            members.append(Member("", new=prose(inner) if is_prose else inner))
            holder.numbered.append(members[-1])
        else:
            assign(old[place], inner, is_prose=is_prose)
            members.append(old[place])
    kept = {id(member) for member in members}
    for member in holder.members:
        if id(member) not in kept:
            member.is_gone = True
            members.append(member)
    holder.members = members


def _compared(value: Any, is_prose: bool) -> Any:
    return normal(_bare(value) if is_prose else value)


def _bare(value: Any) -> Any:
    """Return data with no line break at the end of its texts."""
    match value:
        case dict():
            return {key: _bare(inner) for key, inner in value.items()}
        case list():
            return [_bare(inner) for inner in value]
        case str():
            return value.rstrip("\n")
        case _:
            return value


def prose(value: Any) -> Any:
    """Return data whose texts of several lines end with one line break, as below `|`."""
    match value:
        case dict():
            return {key: prose(inner) for key, inner in value.items()}
        case list():
            return [prose(inner) for inner in value]
        case str():
            bare = value.rstrip("\n")
            return f"{bare}\n" if "\n" in bare else bare
        case _:
            return value


def normal(value: Any) -> Any:
    """Return data without what is left empty, which a file says in several ways."""
    match value:
        case dict():
            pairs = ((key, normal(inner)) for key, inner in value.items())
            return {key: inner for key, inner in pairs if inner is not None} or None
        case list():
            return [n for inner in value if (n := normal(inner)) is not None] or None
        case _:
            return value


def holds(result: str, source: SourceFile, expected: Any) -> bool:
    """Return whether a text is read as expected, with no finding that was not there before."""
    try:
        text = decode(result.encode("utf-8", "surrogatepass"), "")
        again = parse(text, source.path, may_be_empty=True)
    except PiaError:
        return False
    known = _codes(source.findings)
    return (
        not again.mended
        and all(code in known for code in _codes(again.findings))
        and normal(plain(again.root)) == expected
    )


def _codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]
