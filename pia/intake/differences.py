"""A printed form × its source: the items that differ, with both texts, and which of the two changed
since the form was rendered.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any

from pia.document import Document, load
from pia.errors import PiaError
from pia.forms.definition import Item
from pia.forms.edition import aliases
from pia.forms.imprint import Imprint
from pia.forms.walk import is_same, said, walk, words
from pia.intake.attachments import IMAGE
from pia.intake.grid import Extra, PrintedForm
from pia.intake.imported import Imported, compose
from pia.intake.naming import tables_of
from pia.intake.pairing import pair, tree_of
from pia.intake.place import DIAGRAMS
from pia.intake.reading import FoundValue, read
from pia.intake.recognition import check_kind, form_of, grid_of
from pia.intake.texts import Doubts
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref
from pia.source.files import templates_of
from pia.source.messages import SourceMessages
from pia.source.names import workspace_root

FORM = Ref(Assessment, lambda assessment: assessment.form).key
ROW = re.compile(r"([^.\[]+)\[\d+\]")


class Since(StrEnum):
    """Which of the two changed since the form was rendered."""

    FORM = "様式で直された"
    SOURCE = "様式を出力した後に YAML が変わった"
    BOTH = "様式を出力した後に両方が変わった"
    UNKNOWN = ""


def since_of(known: Imprint | None, found: FoundValue, address: str, theirs: Any) -> Since:
    """Return which of the two changed a value. theirs: the one of the source."""
    if known is None:
        return Since.UNKNOWN
    if known.has(found.item, address, found.value):
        return Since.SOURCE
    return Since.FORM if known.has(found.item, address, theirs) else Since.BOTH


def table_of(address: str) -> str:
    """Return the list of rows that an address lies in; empty for any other place."""
    match = ROW.match(address)
    return match[1] if match else ""


def of_tables(document: Document, imported: Imported) -> dict[str, Since]:
    """Return for each table of rows which of the two changed it: rows are looked at together,
    since one that is put in moves all below it."""
    known = imported.imprint
    if known is None:
        return {}
    mine = {imported.address_of(found): found.value for found in imported.result.found}
    theirs = dict(said(document.form, document.assessment))
    found: dict[str, Since] = {}
    for table, items in tables_of(document.form):
        as_rendered = [
            count == len(known.ids.get(table, ()))
            and all(
                known.has(item, place, values.get(place))
                for n in range(1, count + 1)
                for item in items
                for place in [f"{table}[{n}].{'.'.join(item.keys)}"]
            )
            for values, count in ((mine, _rows_in(table, mine)), (theirs, _rows_in(table, theirs)))
        ]
        found[table] = Since.SOURCE if as_rendered[0] else Since.BOTH
        found[table] = Since.FORM if as_rendered == [False, True] else found[table]
    return found


def _rows_in(table: str, addresses: Iterable[str]) -> int:
    return len({a.partition("]")[0] for a in addresses if table_of(a) == table})


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that a printed form says otherwise than its source. place: on the form.

    doubt: why what the form says is not sure. is_block: a whole block that only one of them has.
    since: as far as the form remembers what it said.
    """

    address: str
    item: str
    printed: Any
    source: Any
    place: str = ""
    doubt: str = ""
    is_block: bool = False
    kind: Kind | None = None
    since: Since = Since.UNKNOWN

    def as_dict(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "item": self.item,
            "form": self.printed,
            "source": self.source,
            "place": self.place,
            "doubt": self.doubt,
            "since": str(self.since),
        }

    def __str__(self) -> str:
        doubt = "".join(f"（{why}）" for why in (self.doubt, self.since) if why)
        where = f"（{self.place}）" if self.place else ""
        both = f"  様式: {_short(self.printed)}\n  YAML: {_short(self.source)}"
        return f"{self.item}{where}{doubt}\n{both}"


@dataclass
class PrintedDifferences:
    """What differs between a printed form and a source."""

    document: Document
    imported: Imported
    differences: list[Difference]
    doubtful: list[str]

    def text(self) -> str:
        shown = [str(each) for each in self.differences]
        shown += [f"未分類 {left.place}: {_short(left.text)}" for left in self.imported.left]
        if unseen := self.unseen():
            shown.append(f"非表示の行か列にある記載 {len(unseen)} 件: {_short('、'.join(unseen))}")
        if unread := self.unread():
            shown.append(f"図の画像 {len(unread)} 件は、PDF からは読み取れないので比べていません。")
        return "\n".join([*shown, f"異なる項目 {len(self.differences)} 件"])

    def json(self) -> str:
        told = [each.as_dict() for each in self.differences]
        answer = {"differences": told, "not_compared": self.unread(), "hidden": self.hidden()}
        return json.dumps(answer, ensure_ascii=False, indent=2)

    @property
    def is_same(self) -> bool:
        """Whether both say the same, and the form hides nothing that its reader would not see."""
        return not (self.differences or self.hidden())

    def hidden(self) -> list[str]:
        """Return the places of what the form says and does not show."""
        sheets = [left.place for left in self.imported.left if left.near == Extra.HIDDEN.value]
        return [*sheets, *self.unseen()]

    def unseen(self) -> list[str]:
        """Return the places of values that stand in hidden rows or columns."""
        found = self.imported.result.found
        return [each.place for each in found if each.doubt == Doubts.HIDDEN]

    def unread(self) -> list[str]:
        """Return the addresses of pictures that a drawn page does not give back."""
        return _pictures(self.document) if self.imported.result.grid.is_paper else []


def compare(form: Path | str, source: Path | str) -> PrintedDifferences:
    """Return the items in which a printed form and a source differ.

    form: a workbook, a Word document or a PDF. Raises PiaError when one cannot be read
    or the form is not one of the kind of the source.
    """
    document = load(source)
    if FORM not in document.source.root.entries:
        file = document.path
        raise PiaError(SourceMessages.NOT_A_DOCUMENT.finding(name=file.name, file=str(file)))
    return compared(grid_of(Path(form)), document)


def compared(grid: PrintedForm, document: Document) -> PrintedDifferences:
    """Return the same for what was read of them."""
    chosen = document.form
    check_kind(grid, chosen, templates_of(workspace_root(document.path)))
    imported = compose(read(grid, chosen, aliases(chosen.folder)))
    doubtful = pair(imported, chosen, document.assessment)
    tables = of_tables(document, imported)
    differences = [
        replace(each, since=tables.get(table_of(each.address), each.since))
        for each in (
            *_items(document, imported),
            *_missing(document, imported),
            *_blocks(document, imported),
        )
    ]
    return PrintedDifferences(document, imported, differences, doubtful)


def edited(form: Path) -> list[str]:
    """Return what somebody edited in a rendered form, as titles and addresses of its items; []
    where the form does not remember what it said, or cannot be read any more."""
    try:
        grid = grid_of(form)
        chosen = form_of(grid, templates_of(workspace_root(form)))
        imported = compose(read(grid, chosen, aliases(chosen.folder)))
    except PiaError:
        return []
    known = imported.imprint
    if known is None:
        return []
    found: dict[str, None] = {}
    for each in imported.result.found:
        address = imported.address_of(each)
        is_new = bool(block := _block_of(address)) and not known.has_block(block)
        if not _tells(each) or (is_new and each.value is None):
            continue
        if not known.has(each.item, address, each.value):
            found[imported.titles.get(address) or _named(each.item)] = None
    there = {_block_of(imported.address_of(each)) for each in imported.result.found}
    return [*found, *(block for block in known.blocks() if block not in there)]


def _items(document: Document, imported: Imported) -> Iterator[Difference]:
    """Yield the items that differ, but for those of blocks that only the form has."""
    known = dict(said(document.form, document.assessment))
    new = set(_only_in(imported.tree, tree_of(document.form, document.assessment)))
    titles, endings = document.titles | imported.titles, _endings(document)
    for found in imported.result.found:
        address = imported.address_of(found)
        if _block_of(address) in new or not _tells(found):
            continue
        if ending := endings.get(address):
            found = replace(found, value=str(found.value or "").removesuffix(ending))
        theirs = known.get(address)
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
                since=since_of(imported.imprint, found, address, theirs),
            )


def _endings(document: Document) -> dict[str, str]:
    """Return what the form prints behind names of what came to its end, which no name says."""
    answers = walk(document.form, document.assessment)
    printed = {each.address: str(each.value) for each in answers if each.item.ending}
    known = dict(said(document.form, document.assessment))
    return {at: name.removeprefix(str(known.get(at))) for at, name in printed.items()}


def _missing(document: Document, imported: Imported) -> Iterator[Difference]:
    """Yield what the source says and the form has no label for, or no picture."""
    known = dict(said(document.form, document.assessment))
    there = dict(imported.missing())
    mine = {entry["id"]: entry for entry in imported.tree.get(DIAGRAMS, ())}
    if not imported.result.grid.is_paper:
        for diagram in document.assessment.diagrams:
            if diagram.id in mine and IMAGE not in mine[diagram.id]:
                there[f"{DIAGRAMS}[{diagram.id}].{IMAGE}"] = ""
    for address in there:
        if (theirs := known.get(address)) is not None:
            title = document.titles.get(address, address)
            yield Difference(address, title, None, theirs, doubt=Doubts.MISSING)


def _pictures(document: Document) -> list[str]:
    return [f"{DIAGRAMS}[{diagram.id}].{IMAGE}" for diagram in document.assessment.diagrams]


def _is_same_picture(
    document: Document, imported: Imported, found: FoundValue, theirs: str | None
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


def _tells(found: FoundValue) -> bool:
    """Return whether what was found says anything of the source; a black place does not."""
    return found.doubt != Doubts.REDACTED and found.item.keys != ()


def _named(item: Item) -> str:
    return item.number + item.label


def _blocks(document: Document, imported: Imported) -> Iterator[Difference]:
    """Yield the blocks that only one of the two has."""
    theirs = tree_of(document.form, document.assessment)
    known = imported.imprint
    for address in _only_in(imported.tree, theirs):
        mine = _at(imported.tree, address)
        stood = Since.SOURCE if known and known.has_block(address) else Since.FORM
        since = stood if known else Since.UNKNOWN
        yield Difference(address, address, mine, None, is_block=True, since=since)
    for address in _only_in(theirs, imported.tree):
        stood = Since.FORM if known and known.has_block(address) else Since.SOURCE
        since = stood if known else Since.UNKNOWN
        yield Difference(address, address, None, _at(theirs, address), is_block=True, since=since)
    for address in _rows_gone(imported.tree, theirs):
        yield Difference(address, address, None, _row(theirs, address), is_block=True)


def _rows_gone(mine: Any, theirs: Any) -> Iterator[str]:
    """Yield the address of every row that a table of the source has beyond those of the form."""
    for table, rows in theirs.items():
        if isinstance(rows, list) and rows and "id" not in rows[0]:
            for n in range(len(mine.get(table, ())) + 1, len(rows) + 1):
                yield f"{table}[{n}]"


def _row(tree: Any, address: str) -> Any:
    table, _, number = address.rstrip("]").partition("[")
    return tree[table][int(number) - 1]


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
    one_line = " ⏎ ".join(words(value, "、").splitlines())
    return one_line if len(one_line) <= 400 else one_line[:399] + "…"
