"""What every part of the model shares: keys, kinds of values, and how texts become values.

A field has one English attribute and one Japanese key. Its annotation says what kind of value
the form prints; `shape_of` reads it back for the rooms that need it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pia.japanese import NoSuchDateError, fold, parse_date


class Kind(StrEnum):
    """The kinds of values that stand in a source; most are printed as an item of a form."""

    LINE = "text"
    PROSE = "prose"
    DATE = "date"
    COUNT = "count"
    CHOICE = "choice"
    CHECKS = "checks"
    RECORDS = "records"
    IMAGE = "image"
    ADDRESSES = "addresses"
    REFERENCE = "reference"
    ID = "id"
    COLUMNS = "columns"
    CELLS = "cells"


class Part(BaseModel):
    """A part of an assessment. Callers in Python use English names, sources Japanese keys.

    A root is built once, with all that it holds, when the first document is read.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )


class Option(StrEnum):
    """A selection option: its text, and whether a bracket for free text follows it."""

    bracket: bool

    def __new__(cls, text: str, bracket: bool = False) -> "Option":
        member = str.__new__(cls, text)
        member._value_ = text
        member.bracket = bracket
        return member


OptionT = TypeVar("OptionT", bound=Option)


# A comma stands between groups of three digits and no zero first: `1,0` is a slip of `10`, `1.0` or
# `1,000`, `07` one of `7`, `70` or `17`.
COUNT = re.compile(r"0|[1-9][0-9]*|[1-9][0-9]{0,2}(,[0-9]{3})+")


@cache
def _by_fold(options: type[Option]) -> dict[str, Option]:
    return {fold(option): option for option in options}


def option_named(options: type[Option], text: str) -> Option | None:
    """Return the option with this text, whatever the width of its characters."""
    return _by_fold(options).get(fold(text))


@dataclass(frozen=True, slots=True)
class Checked(Generic[OptionT]):
    """A ticked box, with the free text of its bracket."""

    option: OptionT
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """Marks a field that holds one value of a kind, and says how to read it."""

    kind: Kind
    read: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


class ChoiceLeaf:
    """Marks a field that holds exactly one option."""

    kind = Kind.CHOICE

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: _read_option(source, value)
        )


class ChecksLeaf:
    """Marks a field that holds any number of ticked boxes.

    A source lists them: `- 紙`, or `- その他: 窓口` where the box has a bracket.
    """

    kind = Kind.CHECKS

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        options = options_of_checks(source)
        return core_schema.tuple_variable_schema(
            core_schema.no_info_plain_validator_function(lambda value: _read_box(options, value))
        )


def options_of_checks(annotation: Any) -> type[Option]:
    """Return O of `tuple[Checked[O], ...]`."""
    (checked, *_) = get_args(annotation)
    options: type[Option] = get_args(checked)[0]
    return options


def is_id(text: str) -> bool:
    """Return whether the text may be an id: letters, kana, kanji, digits, `_` and `ー`."""
    return 0 < len(text) <= 60 and all(c.isalnum() or c in "_ー" for c in text)


def _read_text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise PydanticCustomError("pia_text", "a text is expected")


def _read_line(value: object) -> str:
    text = _read_text(value).strip("\n")
    if "\n" in text:
        raise PydanticCustomError("pia_line", "one line is expected")
    return text


def _read_prose(value: object) -> str:
    return _read_text(value).rstrip("\n")


def _read_date(value: object) -> date:
    if isinstance(value, date):
        return value
    text = _read_text(value).strip()
    try:
        day = parse_date(text)
    except NoSuchDateError as error:
        raise PydanticCustomError("pia_no_such_date", "no such day", {"text": text}) from error
    if day is None:
        raise PydanticCustomError("pia_date", "a date is expected", {"text": text})
    return day


def _read_count(value: object) -> int:
    if isinstance(value, int):
        return value
    text = fold(_read_text(value))
    written = text.removesuffix("件")
    digits = written.replace(",", "")
    if not COUNT.fullmatch(written) or len(digits) > 9:
        raise PydanticCustomError("pia_count", "a count is expected", {"text": text})
    return int(digits)


def _read_id(value: object) -> str:
    text = _read_text(value)
    if not is_id(text):
        raise PydanticCustomError("pia_id", "an id is expected", {"text": text})
    return text


def _read_option(options: type[Option], value: object) -> Option:
    if isinstance(value, options):
        return value
    found = option_named(options, _read_text(value))
    if found is None:
        raise PydanticCustomError("pia_option", "unknown option", {"text": value})
    return found


def _read_box(options: type[Option], value: object) -> Checked[Any]:
    if isinstance(value, Checked):
        return value
    if not isinstance(value, dict):
        return Checked(_read_option(options, value))
    if len(value) != 1:
        raise PydanticCustomError("pia_box", "one box is expected")
    ((name, text),) = value.items()
    option = _read_option(options, name)
    if text is None:
        return Checked(option)
    if not option.bracket:
        raise PydanticCustomError("pia_bracket", "no bracket", {"text": str(option)})
    return Checked(option, _read_prose(text))


Line = Annotated[str, Leaf(Kind.LINE, _read_line)]
Prose = Annotated[str, Leaf(Kind.PROSE, _read_prose)]
Day = Annotated[date, Leaf(Kind.DATE, _read_date)]
Count = Annotated[int, Leaf(Kind.COUNT, _read_count)]
Id = Annotated[str, Leaf(Kind.ID, _read_id)]
Reference = Annotated[str, Leaf(Kind.REFERENCE, _read_id)]
ImagePath = Annotated[str, Leaf(Kind.IMAGE, _read_line)]
Choice = Annotated[OptionT, ChoiceLeaf()]
Checks = Annotated[tuple[Checked[OptionT], ...], ChecksLeaf()]


class Unprinted:
    """Marks a field that a source states and no form prints, such as 様式."""


# Kinds that tie a source together and are never printed.
UNPRINTED = (Kind.ID, Kind.REFERENCE, Kind.ADDRESSES)


@dataclass(frozen=True, slots=True)
class ListLeaf:
    """Marks a field that holds a list of plain texts or of rows of cells."""

    kind: Kind


Records = Annotated[tuple[Prose, ...], ListLeaf(Kind.RECORDS)]
Columns = Annotated[tuple[Line, ...], ListLeaf(Kind.COLUMNS)]
Rows = Annotated[tuple[dict[str, Prose], ...], ListLeaf(Kind.CELLS)]
Addresses = Annotated[tuple[Line, ...], ListLeaf(Kind.ADDRESSES)]


def key(alias: str, default: Any = None) -> Any:
    """Return a field under a Japanese key; a part as its default is one with nothing given."""
    if isinstance(default, type) and issubclass(default, Part):
        default = default.model_construct()
    return Field(default, alias=alias)


@cache
def keys_of(part: type[Part]) -> dict[str, str]:
    """Return Japanese key → English attribute, in the order of definition."""
    return {field.alias or name: name for name, field in part.model_fields.items()}


class Shape(NamedTuple):
    """What a field holds: a leaf of some kind, a part, or a list of parts.

    printed: whether a form may print it or something below it.
    """

    kind: Kind | None = None
    options: type[Option] | None = None
    part: type[Part] | None = None
    repeated: bool = False
    printed: bool = True


@cache
def shape_of(part: type[Part], name: str) -> Shape:
    """Return what the field `name` (its English attribute) of a part holds.

    Raises TypeError for a field of no known kind.
    """
    field = part.model_fields[name]
    annotation, metadata = field.annotation, tuple(field.metadata)
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        metadata = (*metadata, *more)
    shape = _shape(annotation, metadata)
    hidden = shape.kind in UNPRINTED or any(isinstance(mark, Unprinted) for mark in metadata)
    return shape._replace(printed=not hidden)


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> Shape:
    for mark in metadata:
        match mark:
            case ChoiceLeaf():
                return Shape(Kind.CHOICE, options=annotation)
            case ChecksLeaf():
                return Shape(Kind.CHECKS, options=options_of_checks(annotation))
            case Leaf(kind=kind) | ListLeaf(kind=kind):
                return Shape(kind)
    if get_origin(annotation) is tuple:
        return Shape(part=get_args(annotation)[0], repeated=True)
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Shape(part=annotation)
    raise TypeError(f"a field of no known kind: {annotation}")
