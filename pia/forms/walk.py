"""The one place where an address meets the model: a form and a document → answers, and what they
say in the words of a source."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, assert_never

from pia.forms.definition import COUNT, Condition, Form, Item, Requirement, Section, Verb
from pia.japanese import fold, wareki, wide
from pia.model.base import Checked, Kind, Part, keys_of, shape_of
from pia.model.ref import says_nothing, values
from pia.model.root import Root

ENDED = "終了"  # behind the name of a 事務 that came to its end (`Law.ENDED`)


class Place(NamedTuple):
    """A section as it stands in one document.

    ordinal: counts the entries of a repeated section from 1; 0 for one that stands once.
    id: of the entry; empty for one without id, and for the blank block of an empty list.
    """

    section: Section
    ordinal: int = 0
    of: int = 0
    id: str = ""
    blank: bool = False


class Answer(NamedTuple):
    """One printed item with its value, and what it stands under."""

    item: Item
    address: str
    value: Any
    trail: tuple["Place | Answer", ...]
    context: Part
    answers: tuple["Answer", ...] = ()

    @property
    def is_given(self) -> bool:
        return self.value not in (None, "", ())


class Block(NamedTuple):
    """A section of one document, with what stands below it in printed order."""

    place: Place
    address: str
    children: tuple["Block | Answer", ...]


def unfold(form: Form, document: Root) -> tuple[Block, ...]:
    """Return the parts of the form with their answers; an empty list leaves one blank block."""
    root = _Lookup(document, "", document, ())
    return tuple(block for part in form.parts for block in _blocks(part, root))


def walk(form: Form, document: Root) -> Iterator[Answer]:
    """Yield every answer of the document in printed order, those of blank blocks left out."""
    for block in unfold(form, document):
        yield from answers_in(block)


def answers_in(node: Block | Answer) -> Iterator[Answer]:
    """Yield the answers below a block, or an answer and those below it, in printed order."""
    if isinstance(node, Answer):
        yield node
        for below in node.answers:
            yield from answers_in(below)
    elif not node.place.blank:
        for child in node.children:
            yield from answers_in(child)


class _Lookup(NamedTuple):
    """Where values are looked up: a part of the model and its address."""

    part: Part
    address: str
    document: Root
    trail: tuple[Place | Answer, ...]

    def at(self, keys: Sequence[str]) -> str:
        return ".".join(filter(None, (self.address, *keys)))


def _blocks(section: Section, context: _Lookup) -> Iterator[Block]:
    if not section.per:
        yield _block(Place(section), section, context)
        return
    entries = value_at(context.part, section.per_keys)
    listed = context.at(section.per_keys)
    for ordinal, entry in enumerate(entries, start=1):
        name = getattr(entry, "id", "")
        place = Place(section, ordinal, len(entries), name)
        address = f"{listed}[{name or ordinal}]"
        yield _block(place, section, _Lookup(entry, address, context.document, context.trail))
    if not entries:
        blank = _blank_entry(type(context.part), section.per_keys)
        place = Place(section, 1, 0, blank=True)
        yield _block(place, section, _Lookup(blank, listed, context.document, context.trail))


def _blank_entry(part: type[Part], keys: Sequence[str]) -> Part:
    """Return an entry of a list with nothing in it, for the blank block of a form."""
    for key in keys:
        inner = shape_of(part, keys_of(part)[key]).part
        assert inner is not None
        part = inner
    return part.model_construct()


def _block(place: Place, section: Section, context: _Lookup) -> Block:
    inner = _Lookup(context.part, context.address, context.document, (*context.trail, place))
    children: list[Block | Answer] = []
    for child in section.children:
        if isinstance(child, Item):
            children.append(_answer(child, inner))
        else:
            children.extend(_blocks(child, inner))
    return Block(place, context.address, tuple(children))


def _answer(item: Item, context: _Lookup) -> Answer:
    address = context.at(item.keys) if item.keys else ""
    bare = Answer(item, address, _value(item, context), context.trail, context.part)
    if not item.items:
        return bare
    inner = _Lookup(context.part, context.address, context.document, (*context.trail, bare))
    below = tuple(_answer(child, inner) for child in item.items)
    return Answer(item, address, bare.value, bare.trail, context.part, below)


def _value(item: Item, context: _Lookup) -> Any:
    if item.fixed:
        return item.fixed
    if item.numbered:
        return _numbered(item, context)
    value = value_at(context.part, item.keys) if item.keys else None
    if value is None and item.derive:
        return derive(item.derive, context.document, context.part)
    return _with_ending(value, item, context) if item.ending else value


def _numbered(item: Item, context: _Lookup) -> Any:
    """Return names as `（１）住民基本台帳ファイル`: of the file at hand, or of all in the list."""
    if len(item.keys) == 1:
        name = value_at(context.part, item.keys)
        places = [place for place in reversed(context.trail) if isinstance(place, Place)]
        ordinal = next(place.ordinal for place in places if place.section.per)
        return f"（{wide(ordinal)}）{name}" if name else None
    *listed, last = item.keys
    names = [value_at(entry, [last]) for entry in value_at(context.part, listed)]
    lines = [f"（{wide(n)}）{name}" for n, name in enumerate(names, start=1) if name]
    return "\n".join(lines) or None


def is_required(requirement: Requirement, context: Part) -> bool:
    """Return whether an item with it must be filled, given the answers around it."""
    conditions = requirement.conditions
    return requirement.always or (bool(conditions) and all(_holds(c, context) for c in conditions))


def _holds(condition: Condition, context: Part) -> bool:
    value = value_at(context, condition.keys)
    chosen = {box.option for box in value or () if isinstance(box, Checked)}
    match condition.verb:
        case Verb.IS:
            return value in condition.options
        case Verb.HAS:
            return bool(chosen & set(condition.options))
        case Verb.LACKS:
            return not chosen & set(condition.options)
        case _:
            assert_never(condition.verb)


def text_of(item: Item, value: object) -> str:
    """Return a value as it is printed in one text."""
    match value:
        case date():
            return wareki(value)
        case Checked(option=option, text=text):
            return item.text_of(option) + (f"（{text}）" if text else "")
        case tuple():
            return "\n".join(text_of(item, entry) for entry in value)
        case None:
            return ""
        case _ if item.kind is Kind.CHOICE:
            return item.text_of(value)
        case _:
            return str(value)


def value_at(part: Part, keys: Sequence[str]) -> Any:
    """Return what stands under the Japanese keys below a part."""
    value: Any = part
    for key in keys:
        kind: type[Part] = type(value)
        value = getattr(value, keys_of(kind)[key])
    return value


def _with_ending(value: Any, item: Item, context: _Lookup) -> Any:
    """Return a name, and behind it the day on which what it names came to its end."""
    day = value_at(context.part, item.ending)
    if not value or not day:
        return value
    return f"{value}【{wareki(day) if isinstance(day, date) else day}　{ENDED}】"


def derive(rule: str, document: Root, context: Part) -> object:
    """Return the value that a rule of a form file, such as `count 委託.委託事項`, gives."""
    name, _, address = rule.partition(" ")
    if name == COUNT:
        return count(document, context, address)
    return document.derivations[name](document, context)


def count(document: Root, context: Part, address: str) -> int | None:
    """Return the 件数 of a list: its entries, those with a 別紙 counting as the rows of it; None
    for a list of which a part is published apart, as 別冊 says, and cannot be counted."""
    rows = document.rows_attached()
    entries = [e for e in value_at(context, address.split(".")) if not says_nothing(e)]
    if any(getattr(entry, "booklet", None) for entry in entries):
        return None
    return sum(rows.get(getattr(entry, "attachment", ""), 1) for entry in entries) or None


def plain_of(kind: Kind, value: Any) -> Any:
    """Return a value of the model in the words of a source: texts, lists and mappings of them."""
    match value:
        case None | ():
            return None
        case date():
            return wareki(value)
        case tuple() if kind is Kind.CHECKS:
            return [_box(box) for box in value]
        case tuple():
            return [dict(entry) if isinstance(entry, dict) else str(entry) for entry in value]
        case _:
            return str(value).rstrip("\n") or None


def said(form: Form, content: Root) -> Iterator[tuple[str, Any]]:
    """Yield what a document says by its addresses, with what follows from it where it is silent."""
    for answer in walk(form, content):
        if answer.item.derive and answer.item.keys:
            yield answer.address, plain_of(answer.item.kind, answer.value)
    for value in values(content):
        yield value.address, plain_of(value.kind, value.value)


def words(value: Any, between: str = "\n") -> str:
    """Return a plain value as a reader takes it: what was written beside a choice in brackets, a
    row or a block as its keys with what they say.

    between: choices and entries; rows stand in lines of their own.
    """
    match value:
        case None:
            return ""
        case list() | tuple():
            has_rows = any(isinstance(each, dict) and len(each) > 1 for each in value)
            return ("\n" if has_rows else between).join(words(each, between) for each in value)
        case dict() if len(value) == 1 and isinstance(next(iter(value.values())), str):
            return "".join(f"{key}（{text}）" for key, text in value.items())
        case dict():
            return "、".join(f"{key}: {words(each, '、')}" for key, each in value.items())
        case _:
            return str(value)


def _box(box: Checked[Any]) -> Any:
    return {str(box.option): box.text} if box.text else str(box.option)


def is_same(item: Item, one: Any, other: Any, *, loosely: bool = False) -> bool:
    """Return whether two plain values say the same: boxes in any order, dates however written.

    loosely: line breaks and gaps aside.
    """
    if item.kind is Kind.CHECKS:
        return _ticked(one) == _ticked(other)
    if loosely:
        return fold(str(one or "")) == fold(str(other or ""))
    return bool((one or None) == (other or None))


def settled(item: Item, value: Any) -> Any:
    """Return a plain value such that two of them are equal when they say the same."""
    return sorted(_ticked(value)) if item.kind is Kind.CHECKS else value or None


def _ticked(value: Any) -> set[tuple[str, str]]:
    boxes = (b if isinstance(b, dict) else {b: ""} for b in value or ())
    return {(fold(name), str(text or "")) for box in boxes for name, text in box.items()}
