"""What an edition says once for all its forms: options, guidance, and how people write otherwise.

Each stands in a file of its own beside the form files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ConfigDict, Field
from yaml.nodes import MappingNode, Node

from pia.errors import PiaError, in_order
from pia.forms.definition import Offered, OptionGroup
from pia.forms.file import (
    FormFileError,
    Keys,
    Written,
    fail,
    listed,
    option_called,
    position_of,
    read,
    shape_at,
    text_of,
)
from pia.forms.messages import Fault, FormMessages
from pia.japanese import fold
from pia.model.base import Option
from pia.model.root import KINDS, root_of
from pia.source.read_as import Reading, Record, RecordT, read_as

OPTIONS, GUIDANCE, ALIASES = FILES = "options.yaml", "guidance.yaml", "aliases.yaml"
WRITE, ASK = "書くこと", "点検の観点"
ITEMS = "項目"
GROUP_KEYS = ("label", "options", "grid")
BY_TWOS = (2,)
# Keys of every source that are no field of a model: the names to fill in.
NAMES = ("変数", "共通")


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
    message, shown = FormMessages.BAD_FORM_FILE, str(_typed(file))
    return PiaError(
        *(
            message.finding(where=e.where, fault=e.fault, position=e.position, file=shown)
            for e in errors
        )
    )


def _typed(file: Path) -> Path:
    """Return a path as it is typed: from the current folder where it lies below that."""
    inside = file.is_absolute() and file.is_relative_to(Path.cwd())
    return file.relative_to(Path.cwd()) if inside else file


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
        if key := next((key for key in ("groups", "options", "grid") if key in entry), ""):
            fail(entry.where, Fault.NO_CHOICE, entry.at(key), key=key)
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


class Guidance(NamedTuple):
    """write: what belongs in the item. ask: what a reviewer looks at; may be empty."""

    write: str
    ask: str = ""


class _Guided(Record):
    """Guidance at an address, and below it that at the addresses that go on from there."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, "_Guided"]
    write: str = Field("", alias=WRITE)
    ask: str = Field("", alias=ASK)

    def below(self, above: Keys = ()) -> Iterator[tuple[Keys, Guidance | None]]:
        """Yield the keys of every address with its guidance, None where only others go on."""
        for key, inner in (self.model_extra or {}).items():
            keys = (*above, key)
            yield keys, Guidance(inner.write, inner.ask) if inner.write else None
            yield from inner.below(keys)


@cache
def guidance(folder: Path) -> dict[str, Guidance]:
    """Return address (without ids) → guidance, in the order of the file.

    Besides items there is guidance for lists, ids and the keys at the head of a document. An
    edition without the file has none. Raises PiaError when the file is not sound.
    """
    file = folder / GUIDANCE
    if not file.is_file():
        return {}
    reading = read_as(_Guided, _typed(file))
    told = list(reading.value.below())
    _refuse_unknown(reading, ((".".join(keys), keys) for keys, _ in told))
    return {".".join(keys): found for keys, found in told if found is not None}


class Aliases(Record):
    """words: written word → official word. titles: heading → other names of it.
    items: address → other names of the item there.
    """

    words: dict[str, str] = Field({}, alias="語")
    titles: dict[str, tuple[str, ...]] = Field({}, alias="見出し")
    items: dict[str, tuple[str, ...]] = Field({}, alias=ITEMS)


@cache
def aliases(folder: Path) -> Aliases:
    """Return what `aliases.yaml` of an edition says; nothing where it has none.

    Raises PiaError when the file is not sound.
    """
    file = folder / ALIASES
    if not file.is_file():
        return Aliases()
    reading = read_as(Aliases, _typed(file))
    _refuse_unknown(reading, ((address, (ITEMS, address)) for address in reading.value.items))
    return reading.value


def _refuse_unknown(
    reading: Reading[RecordT], addresses: Iterable[tuple[str, tuple[str, ...]]]
) -> None:
    """Raise PiaError for a file that is not sound or names an address that no kind of document
    has. addresses: each with its keys in the file."""
    found = list(reading.findings)
    for address, keys in addresses:
        below = tuple(address.split("."))
        if below[0] not in NAMES and not any(shape_at(root_of(kind), below) for kind in KINDS):
            fault = Fault.UNKNOWN_ADDRESS.value
            unknown = FormMessages.BAD_FORM_FILE.finding(where=address, fault=fault)
            found.append(reading.finding(unknown, keys))
    if found:
        raise PiaError(*in_order(found))
