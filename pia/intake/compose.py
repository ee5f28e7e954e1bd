"""Values by address → the tree of a source, in the order in which a form prints them."""

import re
from collections.abc import Iterable
from typing import Any

from pia.forms.fields import Field, fields
from pia.intake.reading import FILES, Found, Result
from pia.model.base import Kind, is_id

LONGEST_ID = 20


def tree(result: Result) -> dict[str, Any]:
    """Return the plain values of a source, blocks with ids of their own."""
    root: dict[str, Any] = {}
    for found in result.found:
        if found.value is not None:
            _put(root, found)
    name_blocks(root, result)
    if result.attachments:
        root["別紙"] = [_without_blank(entry) for entry in result.attachments]
        _name(root["別紙"], "別紙")
    head = {"様式": result.form.name, "版": result.form.edition}
    return head | _ordered(root, fields(result.form))


def _put(root: dict[str, Any], found: Found) -> None:
    here, above = root, ""
    for listed, number in found.entries:
        for key in listed.removeprefix(above).strip(".").split(".")[:-1]:
            here = here.setdefault(key, {})
        entries = here.setdefault(listed.rpartition(".")[2], [])
        while len(entries) < number:
            entries.append({})
        here, above = entries[number - 1], listed
    for key in found.keys[:-1]:
        here = here.setdefault(key, {})
    here[found.keys[-1]] = found.value


def name_blocks(root: dict[str, Any], result: Result) -> None:
    """Give every entry of a list of blocks an id that is unique in it."""
    for n, entry in enumerate(root.get(FILES, []), start=1):
        name = str(entry.get("ファイル名", "")).removesuffix("ファイル")
        entry["id"] = result.suffixes.get(n, "") or name
    _name(root.get(FILES, []), "ファイル")
    _name(root.get("システム", []), "システム")
    _name(root.get("事務の内容図", []), "図")
    for entry in root.get(FILES, []):
        _name(entry.get("委託", {}).get("委託事項", []), "委託事項")
        _name(entry.get("提供・移転", {}).get("提供先", []), "提供先")
        _name(entry.get("提供・移転", {}).get("移転先", []), "移転先")


def _without_blank(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value}


def _name(entries: list[dict[str, Any]], kind: str) -> None:
    taken: set[str] = set()
    for n, entry in enumerate(entries, start=1):
        wished = entry.get("id") or entry.get("名称") or entry.get("題名") or ""
        name = _id_of(str(wished)) or f"{kind}{n}"
        if name in taken:
            name = f"{name}_{n}"
        taken.add(name)
        entry["id"] = name


def _id_of(text: str) -> str:
    bare = re.sub(r"[（(].*$", "", text)
    name = "".join(c for c in bare if c.isalnum() or c in "_ー")[:LONGEST_ID]
    return name if is_id(name) else ""


def _ordered(data: dict[str, Any], known: Iterable[Field]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in known:
        if field.key not in data:
            continue
        value = data[field.key]
        if field.shape.part is not None and isinstance(value, list):
            found[field.key] = [_ordered(entry, field.fields) for entry in value]
        elif field.shape.part is not None:
            found[field.key] = _ordered(value, field.fields)
        else:
            found[field.key] = value
    return found


SINGLE = (Kind.LINE, Kind.PROSE)
