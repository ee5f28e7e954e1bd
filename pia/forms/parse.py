"""The data of a form file → Form."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pia.forms.definition import Form, Item, Offered, OptionGroup, Placement, Section, Style
from pia.forms.entries import Entry, fail, member_of, option_called
from pia.forms.messages import Problem
from pia.forms.scope import Keys, Scope, shape_at
from pia.forms.walk import RULES
from pia.model.assessment import Assessment
from pia.model.base import Kind, Option, Shape


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORM_KEYS = _keys("form edition number name title source foot significance lacks parts")
SECTION_KEYS = _keys(
    "number title style sheet orientation per at ranges significant mark sections items"
)
ITEM_KEYS = _keys(
    "number label address from required significant mark place groups options grid width "
    "lines centred fixed note derive numbered items"
)
GROUP_KEYS = _keys("label options grid")
BY_TWOS = (2,)
RANGE = re.compile(r"(\d+)[～〜~-](\d+)")


def form(data: object) -> Form:
    """Return the form that a file says. Raises FormFileError when the file is not sound."""
    entry = Entry(data, "", FORM_KEYS)
    parsed = Form(
        id=entry.needed("form"),
        edition=entry.needed("edition"),
        number=entry.needed("number"),
        name=entry.needed("name"),
        title=entry.needed("title"),
        source=entry.needed("source"),
        foot=entry.needed("foot"),
        significance=entry.text("significance"),
        parts=tuple(_section(part, Scope(), Style.PART) for part in entry.list("parts")),
        lacks=frozenset(_known(address) for address in entry.list("lacks")),
    )
    _refuse_contradictions(parsed)
    return parsed


def _known(address: object) -> str:
    """Return an address of `lacks:`, checked to be one of the model."""
    if not isinstance(address, str) or shape_at(Assessment, tuple(address.split("."))) is None:
        fail(str(address), Problem.UNKNOWN_ADDRESS)
    return address


def _refuse_contradictions(parsed: Form) -> None:
    seen: set[str] = set()
    for item in (item for _, item in parsed.items() if item.keys):
        if not parsed.prints(item.address):
            fail(item.address, Problem.PRINTED_AND_LACKED)
        if item.is_own and item.address in seen:
            fail(item.address, Problem.PRINTED_TWICE)
        if item.is_own:
            seen.add(item.address)


def _section(data: object, outer: Scope, style: Style) -> Section:
    entry = Entry(data, outer.context, SECTION_KEYS)
    significant = entry.flag("significant", outer.significant)
    scope = replace(outer, significant=significant)
    per_keys: Keys = ()
    if per := entry.text("per"):
        scope, per_keys = scope.per(per)
    if at := entry.text("at"):
        scope = scope.at(at)
    children = [_section(inner, scope, Style.SECTION) for inner in entry.list("sections")]
    return Section(
        number=entry.text("number"),
        title=entry.needed("title"),
        style=entry.one_of(Style, "style", style),
        context=outer.context,
        per=scope.context if per else "",
        per_keys=per_keys,
        sheet=entry.text("sheet"),
        landscape=entry.text("orientation") == "landscape",
        significant=significant,
        mark=_mark(entry),
        ranges=tuple(_range(text) for text in entry.list("ranges")),
        children=(*children, *(_child(inner, scope) for inner in entry.list("items"))),
    )


def _child(data: object, scope: Scope) -> Section | Item:
    """Return what stands below a section: an item, or with a title a section of its own."""
    if not isinstance(data, dict) or "title" not in data:
        return _item(data, scope)
    if "per" in data:
        return _section(data, scope, Style.BLOCK)
    is_risk = str(data.get("number", "")).startswith("リスク")
    return _section(data, scope, Style.RISK if is_risk else Style.GROUP)


def _item(data: object, scope: Scope, above: Shape | None = None) -> Item:
    """Return an item; `above` is what the item it stands below holds."""
    entry = Entry(data, scope.context, ITEM_KEYS)
    address = entry.text("address") or entry.text("from")
    keys, shape = _value(address, scope, entry)
    place, box = _place(entry, above)
    return Item(
        number=entry.text("number"),
        label=entry.text("label", keys[-1] if keys else ""),
        context=scope.context,
        keys=keys,
        kind=shape.kind or Kind.LINE,
        required=scope.rule(entry.needed("required") if "address" in entry else "never"),
        significant=entry.flag("significant", scope.significant),
        mark=_mark(entry),
        place=place,
        box=box,
        groups=_groups(entry, shape),
        width=entry.number("width", 1),
        lines=entry.number("lines", 1),
        centred=entry.flag("centred"),
        fixed=entry.text("fixed"),
        note=entry.text("note"),
        derive=_derivation(entry.text("derive"), scope),
        echo="from" in entry,
        numbered=entry.flag("numbered"),
        items=tuple(_item(inner, scope, shape) for inner in entry.list("items")),
    )


def _value(address: str, scope: Scope, entry: Entry) -> tuple[Keys, Shape]:
    if not address:
        if "fixed" not in entry and "derive" not in entry:
            fail(entry.where, Problem.NO_ADDRESS)
        return (), Shape(Kind.LINE)
    if (listed := scope.listed(address)) and not entry.flag("numbered"):
        fail(address, Problem.LIST_NOT_NUMBERED)
    found = listed or scope.resolve(address)
    if found is None:
        fail(address, Problem.UNKNOWN_ADDRESS)
    if found[1].kind is None:
        fail(address, Problem.NOT_A_VALUE)
    return found


def _place(entry: Entry, above: Shape | None) -> tuple[Placement, Option | None]:
    """Return `place:`; `in OPTION` also names a box of the item above."""
    word, _, box = entry.text("place", Placement.ROW.value).partition(" ")
    if word != "in":
        return member_of(Placement, word, entry.where), None
    if above is None or above.options is None:
        fail(entry.where, Problem.BOX_WITHOUT_ITEM)
    return Placement.BOX, option_called(above.options, box, entry.where)


def _mark(entry: Entry) -> str:
    return entry.text("mark", "※" if entry.flag("significant") else "")


def _groups(entry: Entry, shape: Shape) -> tuple[OptionGroup, ...]:
    options = shape.options
    if options is None:
        return ()
    if "groups" in entry:
        groups = [Entry(group, entry.where, GROUP_KEYS) for group in entry.list("groups")]
        return tuple(
            OptionGroup(
                group.text("label"),
                _offered(group.list("options"), options, entry.where),
                group.numbers("grid", BY_TWOS),
            )
            for group in groups
        )
    names = entry.list("options") or [option.name for option in options]
    offered = _offered(names, options, entry.where)
    return (OptionGroup("", offered, entry.numbers("grid", BY_TWOS)),)


def _offered(names: Iterable[Any], options: type[Option], where: str) -> tuple[Offered, ...]:
    return tuple(_offer(name, options, where) for name in names)


def _offer(name: Any, options: type[Option], where: str) -> Offered:
    """Return an option: `DONE`, or reprinted as `{DONE: 実施}`."""
    if isinstance(name, dict) and len(name) == 1:
        ((name, text),) = name.items()
        return Offered(option_called(options, str(name), where), str(text))
    member = option_called(options, str(name), where)
    return Offered(member, str(member))


def _derivation(text: str, scope: Scope) -> str:
    """Return the derivation with its address made absolute within the context."""
    if not text:
        return ""
    rule, _, address = text.partition(" ")
    if rule not in RULES:
        fail(text, Problem.UNKNOWN_DERIVATION, text=rule, known="、".join(RULES))
    if not address:
        return rule
    found = scope.resolve(address)
    if found is None:
        fail(address, Problem.UNKNOWN_ADDRESS)
    return f"{rule} {'.'.join(found[0])}"


def _range(text: object) -> tuple[int, int]:
    match = RANGE.fullmatch(str(text))
    if match is None:
        fail(str(text), Problem.BAD_RANGE)
    return int(match[1]), int(match[2])
