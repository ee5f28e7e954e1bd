"""A node of a form file, its values read as what they should be."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from pia.forms.messages import Problem
from pia.model.base import Option

EnumT = TypeVar("EnumT", bound=StrEnum)


class FormFileError(Exception):
    """A form file is not sound: where, and in what way."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


def fail(where: str, problem: Problem, **words: str) -> NoReturn:
    raise FormFileError(where, problem.format(**words))


class Entry:
    """A mapping of a form file. Reading a value of the wrong kind raises FormFileError."""

    def __init__(self, data: object, where: str, known: Collection[str]) -> None:
        if not isinstance(data, dict):
            fail(where or str(data), Problem.NOT_A_MAPPING)
        self.data: dict[str, Any] = data
        names = (data.get(key) for key in ("title", "address", "from", "label", "number"))
        self.where = next((name for name in names if isinstance(name, str) and name), where)
        for key in data:
            if key not in known:
                fail(self.where, Problem.UNKNOWN_KEY, key=key)

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str, default: str = "") -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str):
            fail(self.where, Problem.NOT_A_TEXT, key=key)
        return value

    def needed(self, key: str) -> str:
        """Return a text that must be given."""
        if key not in self.data:
            fail(self.where, Problem.NO_KEY, key=key)
        return self.text(key)

    def flag(self, key: str, default: bool = False) -> bool:
        text = self.text(key, str(default).lower())
        if text not in ("true", "false"):
            fail(self.where, Problem.NOT_A_FLAG, key=key)
        return text == "true"

    def number(self, key: str, default: int) -> int:
        text = self.text(key, str(default))
        if not text.isdecimal():
            fail(self.where, Problem.NOT_A_NUMBER, key=key)
        return int(text)

    def numbers(self, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
        """Return a list of numbers from 1."""
        listed = self.list(key)
        if not all(isinstance(text, str) and text.isdecimal() and int(text) for text in listed):
            fail(self.where, Problem.NOT_A_NUMBER, key=key)
        return tuple(map(int, listed)) or default

    def one_of(self, kinds: type[EnumT], key: str, default: EnumT) -> EnumT:
        return member_of(kinds, self.text(key, default.value), self.where)

    def list(self, key: str) -> list[Any]:
        value = self.data.get(key) or []
        if not isinstance(value, list):
            fail(self.where, Problem.NOT_A_LIST, key=key)
        return value


def member_of(kinds: type[EnumT], text: str, where: str) -> EnumT:
    """Return the member with this value, as `place: wide` names it."""
    if text not in [kind.value for kind in kinds]:
        fail(where, Problem.UNKNOWN_WORD, text=text, known=_listed(kind.value for kind in kinds))
    return kinds(text)


def option_called(options: type[Option], name: str, where: str) -> Option:
    """Return the option with this member name, as `options: [DONE]` lists it."""
    if name not in options.__members__:
        fail(where, Problem.UNKNOWN_OPTION, text=name, known=_listed(options.__members__))
    return options[name]


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)
