"""What an edition says once for all its forms: options, guidance, and how people write otherwise.

Each stands in a file of its own beside the form files.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from yaml.nodes import MappingNode, Node

from pia.errors import PiaError, Position
from pia.forms.definition import Offered, OptionGroup
from pia.forms.messages import Fault, FormMessages
from pia.forms.written import (
    FormFileError,
    Written,
    fail,
    listed,
    option_called,
    position_of,
    read,
    shape_at,
    text_of,
)
from pia.japanese import fold
from pia.model.base import Option
from pia.model.root import KINDS, root_of

OPTIONS, GUIDANCE, ALIASES = FILES = "options.yaml", "guidance.yaml", "aliases.yaml"
WRITE, ASK = "書くこと", "点検の観点"
WORDS, TITLES, ITEMS = ALIAS_KEYS = ("語", "見出し", "項目")
GROUP_KEYS = ("label", "options", "grid")
BY_TWOS = (2,)
# Keys of every source that are no field of a model: the names to fill in.
NAMES = ("変数", "共通")

OtherNames = Mapping[str, tuple[str, ...]]


@contextmanager
def telling(file: Path) -> Iterator[None]:
    """Turn what is wrong with a file of an edition into a PiaError that names it."""
    try:
        yield
    except FormFileError as error:
        raise faults(file, error) from error
    except RecursionError as error:
        raise faults(file, FormFileError(file.name, Fault.NOT_YAML.value)) from error


def faults(file: Path, *errors: FormFileError) -> PiaError:
    """Return what is wrong with a file of an edition as findings with their place."""
    message = FormMessages.BAD_FORM_FILE
    return PiaError(
        *(
            message.finding(
                where=error.where, fault=error.fault, position=error.position, file=_shown(file)
            )
            for error in errors
        )
    )


def _shown(file: Path) -> str:
    """Return a path as it is typed: from the current folder where it lies below that."""
    inside = file.is_absolute() and file.is_relative_to(Path.cwd())
    return str(file.relative_to(Path.cwd()) if inside else file)


@cache
def options(folder: Path) -> Mapping[str, tuple[Node, ...]]:
    """Return the name of an enum of `pia.model.choices` → the options that an edition offers of
    it, in their order; nothing where the edition has no `options.yaml`.

    A form item may choose from them. Raises PiaError when the file is not sound.
    """
    file = folder / OPTIONS
    if not file.is_file():
        return {}
    with telling(file):
        entry = Written(read(file), OPTIONS)
        return {name: tuple(entry.sequence(name)) for name in entry.nodes}


def offered(node: Node, kind: type[Option], where: str) -> Offered:
    """Return an option as written: `DONE`, or reprinted as `{DONE: 実施}`."""
    if isinstance(node, MappingNode) and len(node.value) == 1:
        ((name, text),) = node.value
        return Offered(
            option_called(kind, text_of(name, where, kind.__name__), where, node),
            text_of(text, where, kind.__name__),
        )
    member = option_called(kind, text_of(node, where, kind.__name__), where, node)
    return Offered(member, str(member))


@cache
def offers(folder: Path, kind: type[Option]) -> tuple[Offered, ...]:
    """Return the options of an enum as an edition prints them.

    Raises FormFileError when the edition does not say them, PiaError when its file is not sound.
    """
    name, nodes = kind.__name__, options(folder)
    if not nodes.get(name):
        fail(name, Fault.NO_OPTIONS, text=name)
    with telling(folder / OPTIONS):
        return _told_apart(nodes[name], [offered(node, kind, name) for node in nodes[name]], name)


def _told_apart(nodes: Sequence[Node], found: list[Offered], where: str) -> tuple[Offered, ...]:
    """Return the options, each said once and none in the words of another."""
    for n, (node, offer) in enumerate(zip(nodes, found, strict=True)):
        for other in found[:n]:
            if offer.option is other.option or fold(offer.text) == fold(other.text):
                fail(where, Fault.OPTION_TWICE, position_of(node), text=offer.text)
    return tuple(found)


def groups(entry: Written, kind: type[Option] | None, folder: Path) -> tuple[OptionGroup, ...]:
    """Return the boxes of an item: those that its edition offers, or those that it chooses of
    them, under headings of their own where it says so. kind: what the item holds, if options."""
    if kind is None:
        return ()
    known = offers(folder, kind)
    if "groups" not in entry:
        own = _chosen(entry, kind, known) if "options" in entry else known
        return (OptionGroup("", own, entry.numbers("grid", BY_TWOS)),)
    parts = [Written(node, entry.where, GROUP_KEYS) for node in entry.sequence("groups")]
    return tuple(
        OptionGroup(part.text("label"), _chosen(part, kind, known), part.numbers("grid", BY_TWOS))
        for part in parts
    )


def _chosen(entry: Written, kind: type[Option], known: tuple[Offered, ...]) -> tuple[Offered, ...]:
    """Return the options that a list names, in the words of the edition or in words of its own."""
    texts = {offer.option: offer.text for offer in known}
    found, nodes = [], entry.sequence("options")
    for node in nodes:
        choice = offered(node, kind, entry.where)
        if choice.option not in texts:
            names, at = listed(option.name for option in texts), position_of(node)
            fail(entry.where, Fault.UNKNOWN_OPTION, at, text=choice.option.name, known=names)
        is_reprinted = choice.text != choice.option
        found.append(choice if is_reprinted else Offered(choice.option, texts[choice.option]))
    return _told_apart(nodes, found, entry.where)


@dataclass(frozen=True, slots=True)
class Guidance:
    """write: what belongs in the item. ask: what a reviewer looks at; may be empty."""

    write: str
    ask: str = ""


@cache
def guidance(folder: Path) -> dict[str, Guidance]:
    """Return address (without ids) → guidance, in the order of the file.

    Besides items there is guidance for lists, ids and the keys at the head of a document. An
    edition without the file has none. Raises PiaError when the file is not sound.
    """
    file = folder / GUIDANCE
    if not file.is_file():
        return {}
    with telling(file):
        return dict(_guidance(read(file), ""))


def _guidance(node: Node | None, address: str) -> Iterator[tuple[str, Guidance]]:
    entry = Written(node, address or GUIDANCE)
    if address:
        _known(address, entry.position)
    if WRITE in entry:
        yield address, Guidance(entry.text(WRITE), entry.text(ASK))
    for key, below in entry.nodes.items():
        if key not in (WRITE, ASK):
            yield from _guidance(below, f"{address}.{key}".strip("."))


@dataclass(frozen=True)
class Aliases:
    """words: written word → official word. titles: heading → other names of it.
    items: address → other names of the item there.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    titles: OtherNames = field(default_factory=dict)
    items: OtherNames = field(default_factory=dict)


@cache
def aliases(folder: Path) -> Aliases:
    """Return what `aliases.yaml` of an edition says; nothing where it has none.

    Raises PiaError when the file is not sound.
    """
    file = folder / ALIASES
    if not file.is_file():
        return Aliases()
    with telling(file):
        entry = Written(read(file), ALIASES, ALIAS_KEYS)
        words, items = entry.mapping(WORDS), entry.mapping(ITEMS)
        if items:
            for address in items.nodes:
                _known(address, items.at(address))
        said = {key: words.text(key) for key in words.nodes} if words else {}
        return Aliases(said, _names(entry.mapping(TITLES)), _names(items))


def _names(given: Written | None) -> OtherNames:
    return {name: tuple(given.texts(name)) for name in given.nodes} if given else {}


def _known(address: str, at: Position | None) -> None:
    """Refuse an address that no kind of document has."""
    keys = tuple(address.split("."))
    if keys[0] in NAMES or any(shape_at(root_of(kind), keys) for kind in KINDS):
        return
    fail(address, Fault.UNKNOWN_ADDRESS, at)
