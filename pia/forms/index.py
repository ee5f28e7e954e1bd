"""What is in a form: its items, sections and attachments as `pia items` lists them, when they must
be filled, and the keys of a source that they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import assert_never

from pia.forms.definition import Condition, Form, Item, Placement, Section, Style, Trail, Verb
from pia.forms.paths import heading, path
from pia.model.base import Part, Shape, keys_of, shape_of

REQUIRED, OPTIONAL = "必須", "任意"


class Sort(StrEnum):
    """What an entry of the index is."""

    ITEM = "item"
    SECTION = "section"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the index.

    address: without ids; that of a section is what the addresses of its items have in common.
    path: where it stands, in the form's own numbering.
    """

    address: str
    kind: Sort
    label: str
    number: str
    significant: bool
    path: str
    options: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the entry as `pia items --format json` prints it."""
        return {
            "address": self.address,
            "kind": self.kind.value,
            "label": self.label,
            "number": self.number,
            "significant": self.significant,
            "options": list(self.options),
        }

    def __str__(self) -> str:
        return "\t".join((self.address or "—", self.path + (" ※" if self.significant else "")))


def index(form: Form) -> list[Listed]:
    """Return every item, section and attachment in printed order."""
    return [entry for part in form.parts for entry in _entries(part, ())]


def _entries(node: Section | Item, above: Trail) -> Iterator[Listed]:
    trail = (*above, node)
    if isinstance(node, Section) or node.is_own:
        yield listed(node, above)
    for below in node.items if isinstance(node, Item) else node.children:
        yield from _entries(below, trail)


def listed(node: Section | Item, above: Trail) -> Listed:
    """Return the entry of an item or section, given what it stands under."""
    trail = (*above, node)
    if isinstance(node, Item):
        options = tuple(offered.text for offered in node.offered)
        label, number = node.label, node.number
        return Listed(
            node.address, Sort.ITEM, label, number, node.significant, path(trail), options
        )
    kind = Sort.ATTACHMENT if _is_attachment(node) else Sort.SECTION
    address = ".".join(_common(items_of(node)))
    return Listed(address, kind, node.title, node.number, node.significant, heading(trail))


def sole_item(section: Section) -> Item | None:
    """Return the item that a section consists of, its label being the heading."""
    match section.children:
        case (Item(place=Placement.WIDE, is_own=True) as item,):
            return item
    return None


def items_of(section: Section) -> list[Item]:
    """Return the items below a section: its own, or else those it prints again."""
    found = [item for child in section.children for item in _items(child) if item.keys]
    return [item for item in found if item.is_own] or found


def _items(node: Section | Item) -> Iterator[Item]:
    if isinstance(node, Item):
        yield node
    for below in node.items if isinstance(node, Item) else node.children:
        yield from _items(below)


def _common(items: Sequence[Item]) -> Iterator[str]:
    """Yield the keys that the addresses of all the items begin with."""
    for keys in zip(*(item.address.split(".") for item in items), strict=False):
        if len(set(keys)) > 1:
            return
        yield keys[0]


def _is_attachment(section: Section) -> bool:
    return section.style in (Style.ATTACHMENT, Style.ANNEX)


def need(form: Form, item: Item) -> str:
    """Return 必須, 任意, or the condition: `「再委託の有無」が「再委託する」のとき必須`."""
    if item.required.always:
        return REQUIRED
    conditions = [_condition(form, item, condition) for condition in item.required.conditions]
    return f"{'、かつ'.join(conditions)}とき{REQUIRED}" if conditions else OPTIONAL


def asked(form: Form, item: Item, condition: Condition) -> Item:
    """Return the item whose answer a condition of another item's rule looks at."""
    address = ".".join(filter(None, (item.context, *condition.keys)))
    return next(found for _, found in form.items() if found.is_own and found.address == address)


def _condition(form: Form, item: Item, condition: Condition) -> str:
    other = asked(form, item, condition)
    options = "か".join(f"「{other.text_of(option)}」" for option in condition.options)
    match condition.verb:
        case Verb.IS:
            return f"「{other.label}」が{options}の"
        case Verb.HAS:
            return f"{options}を選んだ"
        case Verb.LACKS:
            return f"{options}を選ばない"
        case _:
            assert_never(condition.verb)


@dataclass(frozen=True, slots=True)
class Field:
    """A key with what stands below it.

    address: without ids. item: what the form prints of it; None for a part or a list, and for
    what is never printed, such as an id. trail: the sections and items that it stands under, or,
    of a part or list, that all its items stand under.
    """

    key: str
    address: str
    shape: Shape
    item: Item | None = None
    trail: Trail = ()
    fields: tuple["Field", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return self.shape.part is None

    def walk(self) -> Iterator["Field"]:
        """Yield the field and all below it in printed order."""
        yield self
        for field in self.fields:
            yield from field.walk()


def fields(form: Form) -> tuple[Field, ...]:
    """Return the keys of a whole document that the form has."""
    return _Tree(form).below(form.root, "")


class _Tree:
    def __init__(self, form: Form) -> None:
        self.form = form
        own = [(trail, item) for trail, item in form.items() if item.is_own]
        self.found = {item.address: (trail, item) for trail, item in own}
        self.order = {address: n for n, address in enumerate(self.found)}

    def below(self, part: type[Part], address: str) -> tuple[Field, ...]:
        """Return the fields of a part; what is not printed stays behind the key before it."""
        found: list[tuple[int, Field]] = []
        place = -1
        for key, name in keys_of(part).items():
            field = self.field(key, f"{address}.{key}".strip("."), shape_of(part, name))
            if field is not None:
                printed = (self.order[f.address] for f in field.walk() if f.item)
                place = min(printed, default=place if field.is_leaf else len(self.order))
                found.append((place, field))
        return tuple(field for _, field in sorted(found, key=lambda pair: pair[0]))

    def field(self, key: str, address: str, shape: Shape) -> Field | None:
        """Return the field at an address, or None if the form lacks it or all below but an id."""
        if not self.form.prints(address):
            return None
        if shape.part is None:
            trail, item = self.found.get(address, ((), None))
            return Field(key, address, shape, item, trail)
        below = self.below(shape.part, address)
        if all(inner.key == "id" for inner in below):
            return None
        trails = [field.trail for inner in below for field in inner.walk() if field.item]
        return Field(key, address, shape, None, _shared(trails), below)


def _shared(trails: list[Trail]) -> Trail:
    """Return the steps that all trails begin with."""
    steps = zip(*trails, strict=False)
    same = takewhile(lambda step: all(other is step[0] for other in step), steps)
    return tuple(first for first, *_ in same)
