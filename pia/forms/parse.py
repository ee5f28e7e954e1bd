"""The data of a form file → Form."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from yaml.nodes import Node

from pia.forms.definition import COUNT, Form, Item, Placement, Requirement, Section, Style
from pia.forms.edition import groups
from pia.forms.file import (
    FormFileError,
    Keys,
    Scope,
    Written,
    fail,
    has_key,
    listed,
    member_of,
    option_called,
    position_of,
)
from pia.forms.messages import Fault
from pia.japanese import wide
from pia.model.base import Kind, Option, Shape
from pia.model.root import KINDS, root_of

NodeT = TypeVar("NodeT", Section, Item, Section | Item)


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORM_KEYS = _keys("form edition model number name title source foot significance parts")
SECTION_KEYS = _keys(
    "number title style sheet orientation per at ranges rows together significant mark "
    "sections items"
)
ITEM_KEYS = _keys(
    "number label address from required significant mark place groups options grid width "
    "lines room centred fixed note ending derive numbered items"
)
# Of these, an item may say one: what it prints, and which boxes.
ONE_OF = (("address", "from", "fixed"), ("groups", "options"))
RANGE = re.compile(r"(\d+)[～〜~-](\d+)")


class FaultyFormError(Exception):
    """A form file with all that is wrong with it."""

    def __init__(self, *faults: FormFileError) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def form(node: Node | None, folder: Path) -> Form:
    """Return the form that a file in the folder of an edition says.

    Raises FaultyFormError when a part of it is not sound, FormFileError when it cannot be told
    apart.
    """
    entry = Written(node, "", FORM_KEYS)
    kind = entry.needed("model")
    if kind not in KINDS:
        fail(kind, Fault.UNKNOWN_MODEL, entry.at("model"), text=kind, known=listed(KINDS))
    reader = _FormReader(folder, (*root_of(kind).derivations, COUNT))
    parts = reader.each(entry.sequence("parts"), _part_of(reader, Scope(root_of(kind))))
    parsed = Form(
        id=entry.needed("form"),
        edition=entry.needed("edition"),
        number=entry.needed("number"),
        name=entry.needed("name"),
        title=entry.needed("title"),
        source=entry.needed("source"),
        foot=entry.needed("foot"),
        significance=entry.text("significance"),
        kind=kind,
        root=root_of(kind),
        folder=folder,
        parts=parts,
    )
    if reader.faults:
        raise FaultyFormError(*reader.faults)
    return parsed


def _part_of(reader: "_FormReader", scope: Scope) -> Callable[[Node], Section]:
    return lambda node: reader.section(node, scope, Style.PART)


class _FormReader:
    """Reads sections and items, and goes on where one of them is not sound.

    folder: of the edition, which says the options. derivations: the rules that `derive:` may
    name. faults: what was wrong so far.
    """

    def __init__(self, folder: Path, derivations: tuple[str, ...]) -> None:
        self.folder = folder
        self.derivations = derivations
        self.faults: list[FormFileError] = []

    def each(self, nodes: Iterable[Node], read: Callable[[Node], NodeT]) -> tuple[NodeT, ...]:
        """Return what each node says, those left out that are not sound."""
        return tuple(self._each(nodes, read))

    def _each(self, nodes: Iterable[Node], read: Callable[[Node], NodeT]) -> Iterator[NodeT]:
        for node in nodes:
            try:
                yield read(node)
            except FormFileError as error:
                error.position = error.position or position_of(node)
                self.faults.append(error)

    def section(self, node: Node, outer: Scope, style: Style) -> Section:
        entry = Written(node, outer.context, SECTION_KEYS)
        scope = outer._replace(significant=entry.flag("significant", outer.significant))
        per_keys: Keys = ()
        if "per" in entry:
            scope, per_keys = entry.meant("per", scope.per)
        if "at" in entry:
            scope = entry.meant("at", scope.at)
        inner = self.each(
            entry.sequence("sections"), lambda child: self.section(child, scope, Style.SECTION)
        )
        items = self.each(entry.sequence("items"), lambda child: self.child(child, scope))
        number, title = entry.text("number"), entry.needed("title")
        style = entry.one_of(Style, "style", style)
        return Section(
            number=number,
            title=title,
            heading=_heading(number, title, style),
            style=style,
            context=outer.context,
            per=scope.context if per_keys else "",
            per_keys=per_keys,
            sheet=entry.text("sheet"),
            landscape=entry.meant("orientation", _is_landscape, "portrait"),
            significant=scope.significant,
            mark=_mark(entry),
            rows=entry.number("rows", 1),
            together=entry.flag("together"),
            ranges=tuple(_range(text, entry) for text in entry.texts("ranges")),
            children=(*inner, *items),
            position=entry.position,
        )

    def child(self, node: Node, scope: Scope) -> Section | Item:
        """Return what stands below a section: an item, or with a title a section of its own."""
        if not has_key(node, "title"):
            return self.item(node, scope)
        return self.section(node, scope, Style.BLOCK if has_key(node, "per") else Style.GROUP)

    def item(self, node: Node, scope: Scope, above: Shape | None = None) -> Item:
        """Return an item; `above` is what the item it stands below holds."""
        entry = Written(node, scope.context, ITEM_KEYS)
        _refuse_two(entry)
        keys, shape = _value(entry, scope)
        place, box = entry.meant("place", lambda text: _place(text, above, entry.where), "row")
        return Item(
            number=entry.text("number"),
            label=entry.text("label", keys[-1] if keys else ""),
            context=scope.context,
            keys=keys,
            kind=shape.kind or Kind.LINE,
            required=_required(entry, scope),
            significant=entry.flag("significant", scope.significant),
            mark=_mark(entry),
            place=place,
            box=box,
            groups=groups(entry, shape.options, self.folder),
            width=entry.number("width", 1),
            lines=entry.number("lines", 1),
            room=entry.number("room", 1),
            centred=entry.flag("centred"),
            fixed=entry.text("fixed"),
            note=entry.text("note"),
            ending=entry.meant("ending", lambda text: _ending(text, scope)),
            derive=entry.meant("derive", lambda text: scope.derivation(text, self.derivations)),
            is_own="address" in entry,
            numbered=entry.flag("numbered"),
            items=self.each(entry.sequence("items"), lambda child: self.item(child, scope, shape)),
            position=entry.position,
        )


def _heading(number: str, title: str, style: Style) -> str:
    """Return number and title as they are printed."""
    match style:
        case Style.SECTION:
            return f"{wide(number)}．{title}"
        case Style.RISK if number:
            return f"{number}：　{title}"
        case Style.ANNEX:
            return f"{number}{title}"
        case _:
            return f"{number}　{title}" if number else title


def _refuse_two(entry: Written) -> None:
    for keys in ONE_OF:
        said = [key for key in keys if key in entry]
        if len(said) > 1:
            fail(entry.where, Fault.ONE_OF, entry.at(said[1]), known="、".join(keys))


def _value(entry: Written, scope: Scope) -> tuple[Keys, Shape]:
    key = next((key for key in ("address", "from") if key in entry), "")
    if key:
        return entry.meant(key, lambda address: _at(address, entry, scope))
    if "fixed" not in entry and "derive" not in entry:
        fail(entry.where, Fault.NO_ADDRESS, entry.position)
    return (), Shape(Kind.LINE)


def _at(address: str, entry: Written, scope: Scope) -> tuple[Keys, Shape]:
    is_numbered, listed_ = entry.flag("numbered"), scope.listed(address)
    if listed_ and not is_numbered:
        fail(address, Fault.LIST_NOT_NUMBERED)
    found = listed_ or scope.resolve(address)
    if found is None:
        fail(address, Fault.UNKNOWN_ADDRESS)
    if found[1].kind is None:
        fail(address, Fault.NOT_A_VALUE)
    if is_numbered and not listed_ and not (scope.context and len(found[0]) == 1):
        fail(address, Fault.NUMBERED_ALONE)
    return found


def _ending(address: str, scope: Scope) -> Keys:
    """Return the keys of `ending:`, the day on which what an item names came to its end."""
    if not address:
        return ()
    found = scope.resolve(address)
    if found is None or found[1].kind is not Kind.DATE:
        fail(address, Fault.UNKNOWN_ADDRESS)
    return found[0]


def _required(entry: Written, scope: Scope) -> Requirement:
    if "address" not in entry:
        return Requirement()
    return entry.meant("required", lambda _: scope.rule(entry.needed("required")))


def _place(text: str, above: Shape | None, where: str) -> tuple[Placement, Option | None]:
    """Return `place:`; `in OPTION` also names a box of the item above."""
    word, _, box = text.partition(" ")
    if word != "in":
        return member_of(Placement, word, where), None
    if above is None or above.options is None:
        fail(where, Fault.BOX_WITHOUT_ITEM)
    return Placement.BOX, option_called(above.options, box, where)


def _mark(entry: Written) -> str:
    return entry.text("mark", "※" if entry.flag("significant") else "")


def _is_landscape(text: str) -> bool:
    if text not in ("portrait", "landscape"):
        fail(text, Fault.UNKNOWN_WORD, text=text, known="portrait、landscape")
    return text == "landscape"


def _range(text: str, entry: Written) -> tuple[int, int]:
    match = RANGE.fullmatch(text)
    if match is None:
        fail(text, Fault.BAD_RANGE, entry.at("ranges"))
    return int(match[1]), int(match[2])
