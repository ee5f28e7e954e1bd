"""What stands in a file of an edition: each value read as what it should be, with its place, and
each address as what it names in the model."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, NoReturn, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pia.errors import Position
from pia.forms.definition import COUNT, Condition, Requirement, Verb
from pia.forms.messages import NAMELESS, Fault
from pia.model.base import Option, Part, Shape, keys_of, shape_of
from pia.source.files import plain

EnumT = TypeVar("EnumT", bound=StrEnum)
ValueT = TypeVar("ValueT")
Keys = tuple[str, ...]
BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class FormFileError(Exception):
    """A file of an edition is not sound: where, in what way, and at which line and column."""

    def __init__(self, where: str, fault: str, position: Position | None = None) -> None:
        super().__init__(f"{where}: {fault}")
        self.where = where
        self.fault = fault
        self.position = position


def fail(where: str, fault: Fault, at: Position | None = None, **words: str) -> NoReturn:
    raise FormFileError(where or NAMELESS, fault.format(**words), at)


def read(file: Path) -> Node | None:
    """Return what a file holds; None for an empty one."""
    try:
        return yaml.compose(plain(file).read_text(encoding="utf-8-sig"), BaseLoader)
    except UnicodeDecodeError:
        fail(file.name, Fault.NOT_UTF_8)
    except yaml.MarkedYAMLError as error:
        fail(file.name, Fault.NOT_YAML, _position(error.problem_mark or error.context_mark))
    except (yaml.YAMLError, RecursionError):
        fail(file.name, Fault.NOT_YAML)


def position_of(node: Node) -> Position | None:
    return _position(node.start_mark)


def _position(mark: yaml.Mark | None) -> Position | None:
    return Position(mark.line + 1, mark.column + 1) if mark else None


def has_key(node: Node, key: str) -> bool:
    """Whether a node is a mapping with this key."""
    return isinstance(node, MappingNode) and any(name.value == key for name, _ in node.value)


def text_of(node: Node, where: str, key: str) -> str:
    if not isinstance(node, ScalarNode):
        fail(where, Fault.NOT_A_TEXT, position_of(node), key=key)
    return str(node.value)


class Written:
    """A mapping. Reading a value of the wrong kind raises FormFileError.

    where: what the problems call it; a name of its own goes before. known: the keys it may have,
    None for any.
    """

    def __init__(self, node: Node | None, where: str, known: Collection[str] | None = None) -> None:
        if not isinstance(node, MappingNode):
            written = node.value if isinstance(node, ScalarNode) else ""
            fail(where or written, Fault.NOT_A_MAPPING, position_of(node) if node else None)
        self.position = position_of(node)
        self.nodes = _unique(node, where)
        names = (self.nodes.get(key) for key in ("title", "address", "from", "label", "number"))
        texts = (name.value for name in names if isinstance(name, ScalarNode))
        self.where: str = next(filter(None, texts), where)
        for key, _ in node.value:
            if known is not None and key.value not in known:
                fail(self.where or key.value, Fault.UNKNOWN_KEY, position_of(key), key=key.value)

    def __contains__(self, key: str) -> bool:
        return key in self.nodes

    def at(self, key: str) -> Position | None:
        """Return the place of a value, or that of the whole where it is left out."""
        return position_of(self.nodes[key]) if key in self.nodes else self.position

    def text(self, key: str, default: str = "") -> str:
        return text_of(self.nodes[key], self.where, key) if key in self.nodes else default

    def needed(self, key: str) -> str:
        """Return a text that must be given."""
        text = self.text(key)
        if not text:
            fail(self.where, Fault.NO_KEY, self.at(key), key=key)
        return text

    def meant(self, key: str, meaning: Callable[[str], ValueT], default: str = "") -> ValueT:
        """Return what a text means; a fault in it is told at its place."""
        try:
            return meaning(self.text(key, default))
        except FormFileError as error:
            error.position = error.position or self.at(key)
            raise

    def flag(self, key: str, default: bool = False) -> bool:
        text = self.text(key, str(default).lower())
        if text not in ("true", "false"):
            fail(self.where, Fault.NOT_A_FLAG, self.at(key), key=key)
        return text == "true"

    def number(self, key: str, default: int) -> int:
        text = self.text(key, str(default))
        if not (text.isascii() and text.isdecimal()):
            fail(self.where, Fault.NOT_A_NUMBER, self.at(key), key=key)
        return int(text)

    def numbers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return a list of numbers from 1."""
        texts = self.texts(key)
        if not all(text.isascii() and text.isdecimal() and int(text) for text in texts):
            fail(self.where, Fault.NOT_A_NUMBER, self.at(key), key=key)
        return tuple(map(int, texts)) or default

    def one_of(self, kinds: type[EnumT], key: str, default: EnumT) -> EnumT:
        return self.meant(key, lambda text: member_of(kinds, text, self.where), default.value)

    def sequence(self, key: str) -> list[Node]:
        node = self.nodes.get(key)
        if node is None or (isinstance(node, ScalarNode) and not node.value):
            return []
        if not isinstance(node, SequenceNode):
            fail(self.where, Fault.NOT_A_LIST, position_of(node), key=key)
        return list(node.value)

    def texts(self, key: str) -> list[str]:
        return [text_of(node, self.where, key) for node in self.sequence(key)]


def _unique(node: MappingNode, where: str) -> Mapping[str, Node]:
    """Return key → value. Raises FormFileError for a key that stands there twice."""
    found: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            fail(where, Fault.NOT_A_MAPPING, position_of(key))
        if key.value in found:
            fail(where or key.value, Fault.DUPLICATE_KEY, position_of(key), key=key.value)
        found[key.value] = value
    return found


def member_of(kinds: type[EnumT], text: str, where: str) -> EnumT:
    """Return the member with this value, as `place: wide` names it."""
    try:
        return kinds(text)
    except ValueError:
        known = listed(kind.value for kind in kinds)
        fail(where, Fault.UNKNOWN_WORD, text=text, known=known)


def option_called(kind: type[Option], name: str, where: str, node: Node | None = None) -> Option:
    """Return the option with this member name."""
    if name not in kind.__members__:
        at = position_of(node) if node else None
        fail(where, Fault.UNKNOWN_OPTION, at, text=name, known=listed(kind.__members__))
    return kind[name]


def listed(words: Iterable[str]) -> str:
    return "、".join(words)


class Scope(NamedTuple):
    """Where a node of a form file stands: what it inherits and how its addresses resolve.

    part, context: what the addresses are relative to, the whole document or an entry of a list.
    bases: what may stand before an address, set by `at:`; the innermost is tried first.
    """

    part: type[Part]
    context: str = ""
    bases: tuple[Keys, ...] = ((),)
    significant: bool = False

    def resolve(self, address: str) -> tuple[Keys, Shape] | None:
        """Return keys from the context and the shape there.

        Raises FormFileError for what lies in the entries of a list.
        """
        for base in reversed(self.bases):
            keys = (*base, *address.split("."))
            if shape := shape_at(self.part, keys):
                if _lies_in_a_list(self.part, keys):
                    fail(address, Fault.IN_A_LIST)
                return keys, shape
        return None

    def listed(self, address: str) -> tuple[Keys, Shape] | None:
        """Resolve `list.key`: the same value of every entry of a list, printed as one item."""
        whole, _, last = address.rpartition(".")
        found = self.resolve(whole)
        if found is None or not found[1].repeated or found[1].part is None:
            return None
        shape = shape_at(found[1].part, (last,))
        return ((*found[0], last), shape) if shape else None

    def derivation(self, text: str, known: Collection[str]) -> str:
        """Return `derive: count 委託事項` with its address made absolute within the context."""
        if not text:
            return ""
        rule, _, address = text.partition(" ")
        if rule not in known:
            fail(text, Fault.UNKNOWN_DERIVATION, text=rule, known=listed(known))
        if rule != COUNT:
            return rule
        found = self.resolve(address)
        if found is None or not found[1].repeated:
            fail(address or text, Fault.NOT_REPEATED)
        return f"{rule} {'.'.join(found[0])}"

    def at(self, base: str) -> "Scope":
        """Return the scope inside `at: base`."""
        keys = (*self.bases[-1], *base.split("."))
        if shape_at(self.part, keys) is None:
            fail(base, Fault.UNKNOWN_ADDRESS)
        return self._replace(bases=(*self.bases, keys))

    def per(self, address: str) -> tuple["Scope", Keys]:
        """Return the scope inside `per: address`, and the keys of the list that repeats it."""
        found = self.resolve(address)
        if found is None or not found[1].repeated or found[1].part is None:
            fail(address, Fault.NOT_REPEATED)
        keys, shape = found
        assert shape.part is not None
        context = ".".join(filter(None, (self.context, *keys)))
        return Scope(shape.part, context, ((),), self.significant), keys

    def rule(self, text: str) -> Requirement:
        """Return the rule of `required: text`."""
        if text in ("always", "never"):
            return Requirement(always=text == "always")
        if not text.startswith("when "):
            fail(text, Fault.BAD_RULE)
        conditions = text.removeprefix("when ").split(" and ")
        return Requirement(conditions=tuple(self._condition(condition) for condition in conditions))

    def _condition(self, text: str) -> Condition:
        words = text.split()
        if len(words) != 3 or words[1] not in list(Verb):
            fail(text, Fault.BAD_CONDITION)
        found = self.resolve(words[0])
        if found is None or found[1].options is None:
            fail(text, Fault.CONDITION_WITHOUT_OPTIONS)
        options = found[1].options
        members = tuple(option_called(options, name, text) for name in words[2].split("|"))
        return Condition(found[0], Verb(words[1]), members)


def _lies_in_a_list(part: type[Part], keys: Keys) -> bool:
    above = (shape_at(part, keys[:n]) for n in range(1, len(keys)))
    return any(shape.repeated for shape in above if shape)


def shape_at(part: type[Part], keys: Keys) -> Shape | None:
    """Return what stands under the keys below a part, or None if nothing does."""
    shape = Shape(part=part)
    for key in keys:
        if shape.part is None:
            return None
        name = keys_of(shape.part).get(key)
        if name is None:
            return None
        shape = shape_of(shape.part, name)
    return shape
