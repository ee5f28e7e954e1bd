"""The items, sections and attachments of a form, as `pia items` lists them, and when
they must be filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from pia.forms.definition import Form, Item, Placement, Section, Style, Term, Trail, Verb
from pia.forms.paths import heading, path

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
    terms = [_term(form, item, term) for term in item.required.terms]
    return f"{'、かつ'.join(terms)}とき{REQUIRED}" if terms else OPTIONAL


def asked(form: Form, item: Item, term: Term) -> Item:
    """Return the item whose answer a term of another item's rule looks at."""
    address = ".".join(filter(None, (item.context, *term.keys)))
    return next(found for _, found in form.items() if found.is_own and found.address == address)


def _term(form: Form, item: Item, term: Term) -> str:
    other = asked(form, item, term)
    options = "か".join(f"「{other.text_of(option)}」" for option in term.options)
    match term.verb:
        case Verb.IS:
            return f"「{other.label}」が{options}の"
        case Verb.HAS:
            return f"{options}を選んだ"
        case Verb.LACKS:
            return f"{options}を選ばない"
        case _:
            assert_never(term.verb)
