"""What a form file says: the form, its parts and sections, and its items in printed order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pia.model.base import Kind, Option


class Style(StrEnum):
    """How a section stands on the page."""

    COVER = "cover"
    CONTENTS = "contents"
    PART = "part"
    TABLE = "table"
    ATTACHMENT = "attachment"
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


@dataclass(frozen=True, slots=True)
class Offered:
    """An option as this form prints it."""

    option: Option
    text: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Boxes under a heading of their own.

    grid: how many stand on each line; the last number counts for all lines below, too.
    """

    label: str
    offered: tuple[Offered, ...]
    grid: tuple[int, ...] = (2,)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on another answer: `is`, `has` or `lacks` one of the options."""

    keys: tuple[str, ...]
    verb: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When an item must be filled: always, never, or when all terms hold."""

    always: bool = False
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One printed item.

    context: address of the list whose entries repeat the item; empty for the assessment itself.
    keys: Japanese keys from the context to the value; empty for a fixed text.
    echo: the value belongs to another item and is printed here again.
    derive: name of the rule that gives the value where the source gives none.
    width: relative, of a table column. lines: the least that is printed.
    mark: the ※ as printed behind the label; empty when the mark is inherited or absent.
    note: a sentence printed below the value.
    """

    number: str
    label: str
    context: str
    keys: tuple[str, ...]
    kind: Kind
    required: Rule
    significant: bool
    mark: str = ""
    place: Placement = Placement.ROW
    box: Option | None = None
    groups: tuple[OptionGroup, ...] = ()
    width: float = 1
    lines: int = 1
    centred: bool = False
    fixed: str = ""
    note: str = ""
    derive: str = ""
    echo: bool = False
    numbered: bool = False
    items: tuple["Item", ...] = ()

    @property
    def address(self) -> str:
        """The address without ids, as a form file counts it."""
        return ".".join(filter(None, (self.context, *self.keys)))

    @property
    def offered(self) -> tuple[Offered, ...]:
        return tuple(offered for group in self.groups for offered in group.offered)

    @property
    def is_own(self) -> bool:
        """Whether the item prints a field that no other item owns."""
        return bool(self.keys) and not self.echo

    def text_of(self, option: Option) -> str:
        """Return the option as this form prints it; its default text if it is not offered."""
        return next((o.text for o in self.offered if o.option == option), str(option))


@dataclass(frozen=True, slots=True)
class Section:
    """A part, section, risk, group or repeated block with what stands below it.

    per: address of the list that repeats it, without ids; empty when it stands once.
    ranges: printed group headings after the first block, such as `2～5`.
    """

    number: str
    title: str
    style: Style
    context: str
    per: str = ""
    per_keys: tuple[str, ...] = ()
    sheet: str = ""
    landscape: bool = False
    significant: bool = False
    mark: str = ""
    ranges: tuple[tuple[int, int], ...] = ()
    children: tuple["Section | Item", ...] = ()

    @property
    def heading(self) -> str:
        """Number and title as a part prints them."""
        if not self.number or self.number.endswith("）"):
            return self.number + self.title
        return f"{self.number}　{self.title}"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one edition.

    root: the folder of further editions in which its own was looked up, if any.
    """

    id: str
    edition: str
    number: str
    name: str
    title: str
    source: str
    foot: str
    significance: str
    parts: tuple[Section, ...]
    lacks: frozenset[str]
    root: Path | None = None

    def items(self) -> Iterator[tuple[tuple[Section | Item, ...], Item]]:
        """Yield every item in printed order, each with what it stands under."""
        yield from _items((), self.parts)

    def sections(self) -> Iterator[tuple[tuple[Section | Item, ...], Section]]:
        """Yield every section in printed order, each with what it stands under."""
        yield from _sections((), self.parts)

    def prints(self, address: str) -> bool:
        """Return whether the form prints the address (without ids) or something below it."""
        keys = address.split(".")
        return not any(".".join(keys[:n]) in self.lacks for n in range(1, len(keys) + 1))


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
