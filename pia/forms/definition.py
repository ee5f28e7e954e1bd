"""What a form file says: the form, its parts and sections, and its items in printed order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pia.errors import Position
from pia.model.base import Kind, Option, Part, Shape, keys_of, shape_of
from pia.model.root import Root

COUNT = "count"  # the one derivation that every kind of document has


class Style(StrEnum):
    """How a section stands on the page; a form file says it, and nothing is read off its words.

    Parts: PART under its number, ANNEX (別添) under its number in brackets, COVER, CONTENTS,
    ATTACHMENT (別紙). The others stand below a part; TABLE is one row to an entry.
    """

    COVER = "cover"
    CONTENTS = "contents"
    PART = "part"
    ANNEX = "annex"
    ATTACHMENT = "attachment"
    TABLE = "table"
    FIGURE = "figure"
    SECTION = "section"
    RISK = "risk"
    BLOCK = "block"
    GROUP = "group"


class Placement(StrEnum):
    """Where an item stands relative to its label.

    ROW: label at the left, value at the right. WIDE: no label of its own, value across.
    BELOW: label across, value across below it. HEADING: on the row of the section's heading.
    INLINE: behind the value of the item above. BOX: in the bracket of one of its boxes.
    COLUMN: beside other items under labels of their own.
    """

    ROW = "row"
    WIDE = "wide"
    BELOW = "below"
    HEADING = "heading"
    INLINE = "inline"
    BOX = "box"
    COLUMN = "column"


class Offered(NamedTuple):
    """An option as this form prints it."""

    option: Option
    text: str


class OptionGroup(NamedTuple):
    """Boxes under a heading of their own.

    grid: how many stand on each line; the last number counts for all lines below, too.
    """

    label: str
    offered: tuple[Offered, ...]
    grid: tuple[int, ...]


class Verb(StrEnum):
    """How a condition looks at another answer.

    IS: a choice is one of the options. HAS, LACKS: one of them, or none, is ticked.
    """

    IS = "is"
    HAS = "has"
    LACKS = "lacks"


class Condition(NamedTuple):
    """One condition on another answer: how it looks at which options."""

    keys: tuple[str, ...]
    verb: Verb
    options: tuple[Option, ...]


class Requirement(NamedTuple):
    """When an item must be filled: always, never, or when all conditions hold."""

    always: bool = False
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One printed item.

    context: address of the list whose entries repeat the item; empty for the assessment itself.
    keys: Japanese keys from the context to the value; empty for a fixed text.
    is_own: it prints a field that no other item owns; else a fixed text, a derived value, or one
    that belongs to another item and is printed here again.
    derive: name of the rule that gives the value where the source gives none.
    width: relative, of a table column. lines: the least that is printed.
    room: lines left to write in where nothing is given.
    mark: the ※ as printed behind the label; empty when the mark is inherited or absent.
    note: a sentence printed below the value. position: in its form file.
    ending: keys of the day on which what the value names came to its end, printed behind it.
    """

    number: str
    label: str
    context: str
    keys: tuple[str, ...]
    kind: Kind
    required: Requirement
    significant: bool
    mark: str
    place: Placement
    box: Option | None
    groups: tuple[OptionGroup, ...]
    width: float
    lines: int
    room: int
    centred: bool
    fixed: str
    note: str
    ending: tuple[str, ...]
    derive: str
    is_own: bool
    numbered: bool
    items: tuple["Item", ...]
    position: Position | None = field(compare=False)

    @property
    def address(self) -> str:
        """The address without ids, as a form file counts it."""
        return ".".join(filter(None, (self.context, *self.keys)))

    @property
    def offered(self) -> tuple[Offered, ...]:
        return tuple(offered for group in self.groups for offered in group.offered)

    def text_of(self, option: object) -> str:
        """Return the option as this form prints it; its default text if it is not offered."""
        return next((o.text for o in self.offered if o.option == option), str(option))


@dataclass(frozen=True, slots=True)
class Section:
    """A part, section, risk, group or repeated block with what stands below it.

    heading: number and title as they are printed.
    per: address of the list that repeats it, without ids; empty when it stands once.
    ranges: printed group headings after the first block, such as `2～5`.
    rows: of a table while its list is empty.
    together: whether all entries that repeat it follow one another on one sheet, each under the
    name of what it is about.
    """

    number: str
    title: str
    heading: str
    style: Style
    context: str
    per: str
    per_keys: tuple[str, ...]
    sheet: str
    landscape: bool
    significant: bool
    mark: str
    ranges: tuple[tuple[int, int], ...]
    rows: int
    together: bool
    children: tuple["Section | Item", ...]
    position: Position | None = field(compare=False)


@dataclass(frozen=True)
class Form:
    """One form of one edition.

    kind: of the documents that it prints, by its word in `pia.model.root`; root: their model.
    folder: of the edition.
    """

    id: str
    edition: str
    number: str
    name: str
    title: str
    source: str
    foot: str
    significance: str
    kind: str
    root: type[Root]
    folder: Path
    parts: tuple[Section, ...]

    def items(self) -> Iterator[tuple[tuple[Section | Item, ...], Item]]:
        """Yield every item in printed order, each with what it stands under."""
        yield from _items((), self.parts)

    def sections(self) -> Iterator[tuple[tuple[Section | Item, ...], Section]]:
        """Yield every section in printed order, each with what it stands under."""
        yield from _sections((), self.parts)

    def prints(self, address: str) -> bool:
        """Return whether the form prints the address (without ids), something below it, or the
        value that it leads into."""
        return address in self._groups or any(above in self.values for above in _prefixes(address))

    @cached_property
    def values(self) -> frozenset[str]:
        """The addresses, without ids, of all that a source may say: what the form prints, and
        what belongs to it without being printed, such as the id of a block."""
        printed = {item.address for _, item in self.items() if item.is_own}
        return frozenset(_values(self.root, "", printed, is_whole=True))

    @cached_property
    def _groups(self) -> frozenset[str]:
        """The addresses of all parts and lists of which the form prints something."""
        return frozenset(above for value in self.values for above in _prefixes(value))


def _prefixes(address: str) -> Iterator[str]:
    """Yield `甲`, `甲.乙` and `甲.乙.丙` for `甲.乙.丙`, and the empty address of the whole."""
    yield ""
    yield from accumulate(address.split("."), "{}.{}".format)


Trail = tuple[Section | Item, ...]


def _items(trail: Trail, nodes: tuple[Section | Item, ...]) -> Iterator[tuple[Trail, Item]]:
    for node in nodes:
        if isinstance(node, Item):
            yield trail, node
        below = node.items if isinstance(node, Item) else node.children
        yield from _items((*trail, node), below)


def _sections(trail: Trail, nodes: tuple[Section | Item, ...]) -> Iterator[tuple[Trail, Section]]:
    for node in nodes:
        if isinstance(node, Section):
            yield trail, node
            yield from _sections((*trail, node), node.children)


def _values(part: type[Part], above: str, printed: set[str], *, is_whole: bool) -> list[str]:
    found: list[str] = []
    hidden: list[str] = []
    for key, name in keys_of(part).items():
        shape, address = shape_of(part, name), f"{above}.{key}".strip(".")
        if not shape.printed:
            hidden += _leaves(shape, address)
        elif shape.part is not None:
            found += _values(shape.part, address, printed, is_whole=False)
        elif address in printed:
            found.append(address)
    return [*found, *hidden] if found or is_whole else []


def _leaves(shape: Shape, address: str) -> Iterator[str]:
    if shape.part is None:
        yield address
        return
    for key, name in keys_of(shape.part).items():
        yield from _leaves(shape_of(shape.part, name), f"{address}.{key}")
