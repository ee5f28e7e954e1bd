"""A document → what the page needs: the printed form, and a field for every answer of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pia.document import Document
from pia.forms.definition import Item, Placement, Section, Style
from pia.forms.edition import guidance
from pia.forms.index import title
from pia.forms.walk import Answer, Block, is_required, unfold
from pia.japanese import wareki
from pia.model.base import Checked, Kind
from pia.source.nodes import Text, child, location_of

TEXT_LISTS = (Kind.RECORDS, Kind.COLUMNS, Kind.ADDRESSES)
EXHIBITS = {Style.FIGURE: Kind.IMAGE, Style.ATTACHMENT: Kind.CELLS}
BEHIND = (Placement.INLINE, Placement.BOX)


@dataclass(frozen=True, slots=True)
class EditorField:
    """One answer as the page edits it.

    host: the address of the row, heading or table of the page that shows it. row, column: of a
    table of records. names: the variables and fragments that its text comes from. value: a text,
    a list of texts, of `{option, text}`, or of rows.
    """

    address: str
    host: str
    kind: str
    title: str
    value: Any
    significant: bool = False
    options: Sequence[dict[str, Any]] = ()
    columns: Sequence[str] = ()
    names: Sequence[str] = ()
    before: str = ""
    after: str = ""
    row: int | None = None
    column: int | None = None
    is_asked: bool = False
    is_given: bool = False
    part: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the field for the page."""
        names = ("address", "host", "kind", "title", "value", "significant", "before", "after")
        told = {name: getattr(self, name) for name in names}
        told |= {"options": list(self.options), "columns": list(self.columns)}
        told["names"] = list(self.names)
        if self.row is not None:
            told |= {"row": self.row, "column": self.column}
        return told


@dataclass(slots=True)
class _Lister:
    """Walks the blocks of a document in printed order and lists what can be edited."""

    document: Document
    fields: list[EditorField] = field(default_factory=list)
    blocks: list[dict[str, str]] = field(default_factory=list)

    def block(self, block: Block, part: str) -> None:
        section = block.place.section
        self._note_block(block)
        if block.place.blank and section.per:
            return
        table_row = block.place.ordinal - 1 if section.style is Style.TABLE else None
        first_column = ""
        for n, below in enumerate(block.children):
            if isinstance(below, Block):
                self.block(below, part)
                continue
            if below.item.place is Placement.COLUMN and table_row is None:
                first_column = first_column or below.address
            else:
                first_column = ""
            host = self._host(below, block, first_column)
            self.answer(below, host, part, row=table_row, column=n)

    def _host(self, answer: Answer, block: Block, column: str) -> str:
        section = block.place.section
        if section.style is Style.TABLE:
            return block.address.rpartition("[")[0]
        if section.style in EXHIBITS:
            return _exhibit(block) or answer.address
        if column:
            return column
        if answer.item.place is Placement.HEADING and not _is_name(answer, section):
            return block.address or answer.address
        return answer.address

    def answer(
        self, answer: Answer, host: str, part: str, row: int | None = None, column: int = 0
    ) -> None:
        item = answer.item
        if item.is_own and answer.address:
            self.fields.append(
                EditorField(
                    address=answer.address,
                    host=host,
                    kind=item.kind.value,
                    title=title(answer),
                    value=plain(answer),
                    significant=item.significant,
                    options=options(item),
                    columns=tuple(getattr(answer.context, "columns", None) or ()),
                    names=names_of(self.document, answer.address),
                    before=f"{item.label}　" if item.place in BEHIND else "",
                    after="件" if item.kind is Kind.COUNT else "",
                    row=row,
                    column=column if row is not None else None,
                    is_asked=is_required(item.required, answer.context),
                    is_given=answer.is_given,
                    part=part,
                )
            )
        for below in answer.answers:
            within = host if below.item.place in BEHIND else below.address
            self.answer(below, within, part, row=row, column=column)

    def _note_block(self, block: Block) -> None:
        section, place = block.place.section, block.place
        if not section.per or section.style is Style.TABLE:
            return
        listed = block.address if place.blank else block.address.rpartition("[")[0]
        self.blocks.append(
            {
                "list": listed,
                "id": place.id,
                "kind": section.title,
                "title": f"{section.title}{place.ordinal}",
                "host": _host_of_block(block),
            }
        )


def _exhibit(block: Block) -> str:
    """Return the address of what a diagram or a 別紙 shows; it stands in one box with the rest."""
    kind = EXHIBITS[block.place.section.style]
    answers = (child for child in block.children if isinstance(child, Answer))
    return next((answer.address for answer in answers if answer.item.kind is kind), "")


def _host_of_block(block: Block) -> str:
    if block.place.section.style in EXHIBITS:
        return _exhibit(block)
    name = next((c for c in block.children if isinstance(c, Answer)), None)
    if name is not None and _is_name(name, block.place.section):
        return name.address
    return block.address


def _is_name(answer: Answer, section: Section) -> bool:
    is_heading = answer.item.place is Placement.HEADING
    return section.style is Style.BLOCK and is_heading and answer.item.kind is Kind.LINE


def listed(document: Document) -> tuple[list[EditorField], list[dict[str, str]]]:
    """Return the fields of a document and the entries of its lists, in printed order."""
    lister = _Lister(document)
    for block in unfold(document.form, document.content):
        lister.block(block, block.place.section.heading or block.place.section.title)
    return list({f.address: f for f in lister.fields}.values()), lister.blocks


def plain(answer: Answer) -> Any:
    """Return the value of an answer as the page edits it."""
    value, item = answer.value, answer.item
    if item.kind is Kind.CHECKS:
        boxes = (box for box in value or () if isinstance(box, Checked))
        return [{"option": item.text_of(box.option), "text": box.text or ""} for box in boxes]
    if item.kind is Kind.CELLS:
        return [dict(row) for row in value or ()]
    if item.kind in TEXT_LISTS:
        return list(value or ())
    if item.kind is Kind.CHOICE:
        return item.text_of(value) if value is not None else ""
    if isinstance(value, date):
        return wareki(value)
    return "" if value is None else str(value)


def options(item: Item) -> tuple[dict[str, Any], ...]:
    """Return what an item offers, each with its group and whether a bracket follows."""
    return tuple(
        {"text": offered.text, "bracket": offered.option.bracket, "group": group.label}
        for group in item.groups
        for offered in group.offered
    )


def names_of(document: Document, address: str) -> tuple[str, ...]:
    """Return the names whose texts stand in a value, in order."""
    node: Any = document.source.root
    for step in location_of(document.source.root, address):
        node = child(node, step)
    if not isinstance(node, Text):
        return ()
    return tuple(dict.fromkeys(_names(node)))


def _names(node: Text) -> Iterator[str]:
    for span in getattr(node, "spans", ()):
        name = getattr(span, "name", "")
        if name:
            yield name


def progress(fields: Sequence[EditorField]) -> list[dict[str, Any]]:
    """Return how many of the items that must be filled are, for each part."""
    told: dict[str, list[int]] = {}
    for each in fields:
        if each.is_asked:
            counts = told.setdefault(each.part, [0, 0])
            counts[0] += each.is_given
            counts[1] += 1
    return [{"title": part, "filled": n, "asked": m} for part, (n, m) in told.items()]


def advice(document: Document) -> dict[str, dict[str, str]]:
    """Return the guidance of every item, by its address without ids."""
    entries = guidance(document.form.folder)
    return {address: {"write": g.write, "ask": g.ask} for address, g in entries.items()}
