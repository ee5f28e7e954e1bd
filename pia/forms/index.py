"""What is in a form and where it stands: its items, sections and attachments as `pia items` lists
them, their paths as the form prints them and people write them, when they must be filled, and the
keys of a source that they stand for.

Of a form alone a path is `Ⅱ3.③使用目的`, of a filled form
`Ⅲ（１）3. リスク２ リスクへの対策は十分か`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import assert_never

from pia.forms.definition import Condition, Form, Item, Placement, Section, Style, Trail, Verb
from pia.forms.walk import Answer, Place, walk
from pia.japanese import wide
from pia.model.base import Kind, Part, Shape, keys_of, shape_of
from pia.model.root import Root

_ID = re.compile(r"\[[^\]]*\]")


def without_ids(address: str) -> str:
    """Return an address as a form file counts it."""
    return _ID.sub("", address)


def blocks_around(address: str) -> Iterator[str]:
    """Yield the addresses of the blocks that an address stands in, the outermost first."""
    for match in re.finditer(r"\]", address):
        yield address[: match.end()]


def path(steps: Trail) -> str:
    """Return where something stands, as it is for every entry of a list: `Ⅱ3.③使用目的`."""
    words = [word for word in map(_step, steps) if word]
    joined = words[0]
    for before, word in pairwise(words):
        if word != before:
            joined += word if word.endswith(".") or before.endswith(".") else f" {word}"
    return joined


def heading(trail: Trail) -> str:
    """Return the path to a section with its title: `Ⅱ3. 特定個人情報の入手・使用`."""
    *_, last = trail
    title = last.title if isinstance(last, Section) else ""
    place = path(trail)
    return place if place.endswith(title) else f"{place} {title}"


def _step(step: Section | Item) -> str:
    if isinstance(step, Item):
        return step.number + step.label
    match step.style:
        case Style.SECTION:
            return f"{step.number}." if step.number else step.title
        case Style.RISK:
            return step.number
        case Style.BLOCK | Style.GROUP:
            return step.number + step.title
        case _:
            return step.number or step.title


class TitleStyle(StrEnum):
    """How a path is written.

    FORM: in the form's own numbering, `Ⅲ（１）3. リスク２ …`. SHORT: as 寝屋川市 writes it,
    `Ⅲ（１）－３ リスク２ …`. SHEET: by the names of the sheets as 広島市 writes it,
    `Ⅲ リスク対策（プロセス）_住基台帳 3. 特定個人情報の使用 リスク２ …`.
    """

    FORM = "form"
    SHORT = "short"
    SHEET = "sheet"


def title(answer: Answer, style: TitleStyle = TitleStyle.FORM, alike: Sequence[Place] = ()) -> str:
    """Return the path to an answer.

    alike: entries of the part's list that the path names together, as in `Ⅲ（１）（２）－９`.
    """
    words = [_place(place, style, alike) for place in answer.trail if isinstance(place, Place)]
    words += [_label(above, style) for above in answer.trail if isinstance(above, Answer)]
    words.append(_label(answer, style))
    if style is TitleStyle.SHEET and _is_in_figure(answer):
        words.insert(1, "\b" + str(getattr(answer.context, "title", "") or ""))
    return _joined(words)


def place_title(trail: Sequence[Place], style: TitleStyle = TitleStyle.FORM) -> str:
    """Return the path to a section."""
    return _joined([_place(place, style, ()) for place in trail])


def titles(form: Form, document: Root) -> dict[str, str]:
    """Return the title of every address that the form prints of its own."""
    return {a.address: title(a) for a in walk(form, document) if a.item.is_own}


def block_title(place: Place) -> str:
    """Return what one block of a list is called: システム6, or 特定個人情報ファイル（４）."""
    if place.section.style is Style.BLOCK:
        return f"{place.section.title}{place.ordinal}"
    return f"{place.section.per.rpartition('.')[2]}（{wide(place.ordinal)}）"


def _joined(words: Sequence[str]) -> str:
    """Join words by spaces; `\\b` joins a word to the one before it."""
    return " ".join(filter(None, words)).replace(" \b", "").replace("\b", "")


def _label(answer: Answer, style: TitleStyle) -> str:
    item = answer.item
    if style is TitleStyle.SHEET and (item.place is Placement.WIDE or item.kind is Kind.IMAGE):
        return item.number
    return item.number + item.label


def _is_in_figure(answer: Answer) -> bool:
    return any(isinstance(p, Place) and p.section.style is Style.FIGURE for p in answer.trail)


def _place(place: Place, style: TitleStyle, alike: Sequence[Place]) -> str:
    """Return a section's part of a path; `\\b` joins it to the part before it."""
    section = place.section
    match section.style:
        case Style.SECTION:
            return _section(section, style)
        case Style.BLOCK:
            ordinal = wide(place.ordinal) if style is TitleStyle.SHORT else place.ordinal
            return f"{section.title}{ordinal}"
        case Style.RISK:
            return section.number
        case Style.GROUP:
            return section.number + section.title
        case Style.FIGURE if style is TitleStyle.SHEET:
            return ""
        case _:
            return _part(place, style, alike if section.per else ())


def _section(section: Section, style: TitleStyle) -> str:
    if not section.number:
        return section.title
    match style:
        case TitleStyle.FORM:
            return f"\b{section.number}."
        case TitleStyle.SHORT:
            return f"\b－{wide(section.number)}"
        case TitleStyle.SHEET:
            return f"{section.number}. {section.title}"


def _part(place: Place, style: TitleStyle, alike: Sequence[Place]) -> str:
    section, places = place.section, alike or (place,)
    if style is TitleStyle.SHEET:
        suffixes = (f"_{p.id}" for p in places if p.of > 1 and p.id)
        return _sheet(section) + "、".join(suffixes)
    ordinals = (f"（{wide(p.ordinal)}）" for p in places if p.ordinal)
    return (section.number or section.title) + "".join(ordinals)


def _sheet(section: Section) -> str:
    """Return the name of a part's sheet, its number set apart; a figure's part by number."""
    if any(isinstance(c, Section) and c.style is Style.FIGURE for c in section.children):
        return section.number
    name = section.sheet.removeprefix(section.number)
    return f"{section.number}{'' if section.style is Style.ANNEX else ' '}{name}".strip()


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
    return [entry for part in form.parts for _, entry in _entries(part, ())]


def below(form: Form, entry: Listed) -> tuple[Listed, ...]:
    """Return what the index lists below an entry."""
    every = [held for part in form.parts for held in _entries(part, ())]
    at, depth = next((n, depth) for n, (depth, each) in enumerate(every) if each == entry)
    return tuple(each for _, each in takewhile(lambda held: held[0] > depth, every[at + 1 :]))


def _entries(node: Section | Item, above: Trail) -> Iterator[tuple[int, Listed]]:
    """Yield the entries of a node and of all below it, each with how deep it stands."""
    trail = (*above, node)
    if isinstance(node, Section) or node.is_own:
        yield len(above), listed(node, above)
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
