"""A printed form × its source: the items that differ, with both texts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pia.document import Document, load
from pia.forms.definition import Item
from pia.forms.edition import aliases
from pia.forms.walk import walk
from pia.intake.files import grid_of
from pia.intake.imported import Imported, compose
from pia.intake.pairing import pair, tree_of
from pia.intake.plain import is_same, plain_of
from pia.intake.reading import Found, read
from pia.intake.texts import Doubts
from pia.model.base import Kind
from pia.model.ref import values


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that a printed form says otherwise than its source. place: on the form.

    doubt: why what the form says is not sure. is_block: a whole block that only one of them has.
    """

    address: str
    item: str
    printed: Any
    source: Any
    place: str = ""
    doubt: str = ""
    is_block: bool = False
    kind: Kind | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "item": self.item,
            "form": self.printed,
            "source": self.source,
            "place": self.place,
            "doubt": self.doubt,
        }

    def __str__(self) -> str:
        doubt = f"（{self.doubt}）" if self.doubt else ""
        where = f"（{self.place}）" if self.place else ""
        both = f"  様式: {_short(self.printed)}\n  YAML: {_short(self.source)}"
        return f"{self.item}{where}{doubt}\n{both}"


@dataclass
class Comparison:
    """What differs between a printed form and a source."""

    document: Document
    imported: Imported
    differences: list[Difference]
    doubtful: list[str]

    def text(self) -> str:
        shown = [str(each) for each in self.differences]
        shown += [f"未分類 {left.place}: {_short(left.text)}" for left in self.imported.left]
        return "\n".join([*shown, f"異なる項目 {len(self.differences)} 件"])

    def json(self) -> str:
        told = [each.as_dict() for each in self.differences]
        return json.dumps({"differences": told}, ensure_ascii=False, indent=2)


def compare(form: Path | str, source: Path | str) -> Comparison:
    """Return the items in which a printed form and a source differ.

    form: a workbook, a Word document or a PDF. Raises PiaError when one cannot be read.
    """
    document = load(source)
    grid = grid_of(Path(form))
    chosen = document.form
    imported = compose(read(grid, chosen, aliases(chosen.folder)))
    doubtful = pair(imported, chosen, document.assessment)
    differences = [*_items(document, imported), *_blocks(document, imported)]
    return Comparison(document, imported, differences, doubtful)


def _items(document: Document, imported: Imported) -> Iterator[Difference]:
    """Yield the items that differ, but for those of blocks that only the form has."""
    said = dict(_said(document))
    new = set(_only_in(imported.tree, tree_of(document.form, document.assessment)))
    titles = document.titles | imported.titles
    for found in imported.result.found:
        address = imported.address_of(found)
        if _block_of(address) in new or not _tells(found):
            continue
        theirs = said.get(address)
        loosely = found.doubt == Doubts.BREAKS
        if found.item.kind is Kind.IMAGE and _is_same_picture(document, imported, found, theirs):
            continue
        if not is_same(found.item, found.value, theirs, loosely=loosely):
            title = titles.get(address, _named(found.item))
            yield Difference(
                address,
                title,
                found.value,
                theirs,
                found.place,
                found.doubt,
                kind=found.item.kind,
            )


def _is_same_picture(
    document: Document, imported: Imported, found: Found, theirs: str | None
) -> bool:
    """Return whether a picture of the form shows what the file of the source shows."""
    from PIL import Image

    if not (found.value and theirs):
        return False
    try:
        with (
            Image.open(BytesIO(imported.result.pictures[found.value].data)) as one,
            Image.open(document.path.parent / theirs) as other,
        ):
            return (
                one.size == other.size
                and one.convert("RGB").tobytes() == other.convert("RGB").tobytes()
            )
    except (OSError, ValueError):
        return False


def _said(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield what a source says by its addresses, with what follows from it where it is silent."""
    for answer in walk(document.form, document.assessment):
        if answer.item.derive and answer.item.keys:
            yield answer.address, plain_of(answer.item.kind, answer.value)
    for value in values(document.assessment):
        yield value.address, plain_of(value.kind, value.value)


def _tells(found: Found) -> bool:
    """Return whether what was found says anything of the source; a black place does not."""
    return found.doubt != Doubts.REDACTED and found.item.keys != ()


def _named(item: Item) -> str:
    return item.number + item.label


def _blocks(document: Document, imported: Imported) -> Iterator[Difference]:
    """Yield the blocks that only one of the two has."""
    theirs = tree_of(document.form, document.assessment)
    for address in _only_in(imported.tree, theirs):
        yield Difference(address, address, _at(imported.tree, address), None, is_block=True)
    for address in _only_in(theirs, imported.tree):
        yield Difference(address, address, None, _at(theirs, address), is_block=True)


def _only_in(one: Any, other: Any, above: str = "") -> Iterator[str]:
    """Yield the address of every block of one tree that the other has not."""
    if not isinstance(one, dict):
        return
    for key, value in one.items():
        beside = other.get(key) if isinstance(other, dict) else None
        address = f"{above}.{key}".strip(".")
        if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
            known = {entry["id"]: entry for entry in beside or ()}
            for entry in value:
                block = f"{address}[{entry['id']}]"
                if entry["id"] not in known:
                    yield block
                else:
                    yield from _only_in(entry, known[entry["id"]], block)
        else:
            yield from _only_in(value, beside, address)


def _block_of(address: str) -> str:
    return address[: address.rfind("]") + 1]


def _at(tree: Any, address: str) -> Any:
    for step in address.split("."):
        key, _, name = step.rstrip("]").partition("[")
        tree = tree[key]
        if name:
            tree = next(entry for entry in tree if entry.get("id") == name)
    return tree


def _short(value: Any) -> str:
    if value is None:
        return "（なし）"
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    one_line = " ⏎ ".join(plain.splitlines())
    return one_line if len(one_line) <= 400 else one_line[:399] + "…"
