"""What stands in a file of an edition, each value read as what it should be, with its place."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pia.errors import Position
from pia.forms.messages import Problem
from pia.model.base import Option

EnumT = TypeVar("EnumT", bound=StrEnum)
ValueT = TypeVar("ValueT")
BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class FormFileError(Exception):
    """A file of an edition is not sound: where, in what way, and at which line and column."""

    def __init__(self, where: str, problem: str, position: Position | None = None) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem
        self.position = position


def fail(where: str, problem: Problem, at: Position | None = None, **words: str) -> NoReturn:
    raise FormFileError(where, problem.format(**words), at)


def read(file: Path) -> Node | None:
    """Return what a file holds; None for an empty one."""
    try:
        return yaml.compose(file.read_text(encoding="utf-8-sig"), BaseLoader)
    except UnicodeDecodeError:
        fail(file.name, Problem.NOT_UTF_8)
    except yaml.MarkedYAMLError as error:
        fail(file.name, Problem.NOT_YAML, _position(error.problem_mark or error.context_mark))
    except (yaml.YAMLError, RecursionError):
        fail(file.name, Problem.NOT_YAML)


def position_of(node: Node) -> Position | None:
    return _position(node.start_mark)


def _position(mark: yaml.Mark | None) -> Position | None:
    return Position(mark.line + 1, mark.column + 1) if mark else None


def has_key(node: Node, key: str) -> bool:
    """Whether a node is a mapping with this key."""
    return isinstance(node, MappingNode) and any(name.value == key for name, _ in node.value)


def text_of(node: Node, where: str, key: str) -> str:
    if not isinstance(node, ScalarNode):
        fail(where, Problem.NOT_A_TEXT, position_of(node), key=key)
    return str(node.value)


class Written:
    """A mapping. Reading a value of the wrong kind raises FormFileError.

    where: what the problems call it; a name of its own goes before. known: the keys it may have,
    None for any.
    """

    def __init__(self, node: Node | None, where: str, known: Collection[str] | None = None) -> None:
        if not isinstance(node, MappingNode):
            written = node.value if isinstance(node, ScalarNode) else ""
            fail(where or written, Problem.NOT_A_MAPPING, position_of(node) if node else None)
        self.position = position_of(node)
        self.nodes = _unique(node, where)
        names = (self.nodes.get(key) for key in ("title", "address", "from", "label", "number"))
        texts = (name.value for name in names if isinstance(name, ScalarNode))
        self.where: str = next(filter(None, texts), where)
        for key, _ in node.value:
            if known is not None and key.value not in known:
                fail(self.where or key.value, Problem.UNKNOWN_KEY, position_of(key), key=key.value)

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
            fail(self.where, Problem.NO_KEY, self.at(key), key=key)
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
            fail(self.where, Problem.NOT_A_FLAG, self.at(key), key=key)
        return text == "true"

    def number(self, key: str, default: int) -> int:
        text = self.text(key, str(default))
        if not (text.isascii() and text.isdecimal()):
            fail(self.where, Problem.NOT_A_NUMBER, self.at(key), key=key)
        return int(text)

    def numbers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return a list of numbers from 1."""
        texts = self.texts(key)
        if not all(text.isascii() and text.isdecimal() and int(text) for text in texts):
            fail(self.where, Problem.NOT_A_NUMBER, self.at(key), key=key)
        return tuple(map(int, texts)) or default

    def one_of(self, kinds: type[EnumT], key: str, default: EnumT) -> EnumT:
        return self.meant(key, lambda text: member_of(kinds, text, self.where), default.value)

    def sequence(self, key: str) -> list[Node]:
        node = self.nodes.get(key)
        if node is None or (isinstance(node, ScalarNode) and not node.value):
            return []
        if not isinstance(node, SequenceNode):
            fail(self.where, Problem.NOT_A_LIST, position_of(node), key=key)
        return list(node.value)

    def texts(self, key: str) -> list[str]:
        return [text_of(node, self.where, key) for node in self.sequence(key)]

    def mapping(self, key: str) -> "Written | None":
        """Return the mapping under a key; None where nothing stands there."""
        node = self.nodes.get(key)
        if node is None or (isinstance(node, ScalarNode) and not node.value):
            return None
        return Written(node, key)


def _unique(node: MappingNode, where: str) -> Mapping[str, Node]:
    """Return key → value. Raises FormFileError for a key that stands there twice."""
    found: dict[str, Node] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            fail(where, Problem.NOT_A_MAPPING, position_of(key))
        if key.value in found:
            fail(where or key.value, Problem.DUPLICATE_KEY, position_of(key), key=key.value)
        found[key.value] = value
    return found


def member_of(kinds: type[EnumT], text: str, where: str) -> EnumT:
    """Return the member with this value, as `place: wide` names it."""
    try:
        return kinds(text)
    except ValueError:
        known = listed(kind.value for kind in kinds)
        fail(where, Problem.UNKNOWN_WORD, text=text, known=known)


def option_called(kind: type[Option], name: str, where: str, node: Node | None = None) -> Option:
    """Return the option with this member name."""
    if name not in kind.__members__:
        at = position_of(node) if node else None
        fail(where, Problem.UNKNOWN_OPTION, at, text=name, known=listed(kind.__members__))
    return kind[name]


def listed(words: Iterable[str]) -> str:
    return "、".join(words)
