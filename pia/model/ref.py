"""A place of the model, named once: its address and its value follow from each other.

    DONE = Ref(PersonalFile, lambda file: file.outsourcing.done)
    DONE.address  # 委託.委託の有無
    DONE.of(file)  # 委託する

The keys are read off the model when the place is named, so that a misspelt place fails when its
module is imported, and to the type checker before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar, cast

from pia.model.base import Kind, Part, keys_of, shape_of

PartT = TypeVar("PartT", bound=Part)
EntryT = TypeVar("EntryT", bound=Part)
ValueT = TypeVar("ValueT")
ValueT_co = TypeVar("ValueT_co", covariant=True)


class _Trace:
    """Stands in for a part and notes which of its fields are asked for."""

    def __init__(self, part: type[Part] | None, keys: tuple[str, ...] = ()) -> None:
        self._part, self._keys = part, keys

    def __getattr__(self, name: str) -> "_Trace":
        if self._part is None or name not in self._part.model_fields:
            raise TypeError(f"no such place in the model: {'.'.join((*self._keys, name))}")
        shape = shape_of(self._part, name)
        key = {attribute: key for key, attribute in keys_of(self._part).items()}[name]
        return _Trace(None if shape.repeated else shape.part, (*self._keys, key))


class Ref(Generic[PartT, ValueT_co]):
    """A place below a part. keys: Japanese keys from the part on.

    Raises TypeError for a place that the model does not have.
    """

    def __init__(self, part: type[PartT], of: Callable[[PartT], ValueT_co]) -> None:
        trace = of(cast(PartT, _Trace(part)))
        if not isinstance(trace, _Trace):
            raise TypeError(f"no place in the model: {trace}")
        self._of = of
        self.keys = trace._keys

    def of(self, part: PartT) -> ValueT_co:
        """Return the value of the place in one part."""
        return self._of(part)

    @property
    def address(self) -> str:
        return ".".join(self.keys)

    @property
    def key(self) -> str:
        """The last key: what a source calls the value."""
        return self.keys[-1]


@dataclass(frozen=True, slots=True)
class Spot(Generic[PartT]):
    """A part of one assessment, with its address."""

    part: PartT
    address: str = ""

    def __getitem__(self, ref: Ref[PartT, ValueT]) -> ValueT:
        return ref.of(self.part)

    def at(self, ref: Ref[PartT, Any]) -> str:
        """Return the address of a place below the part."""
        return f"{self.address}.{ref.address}".strip(".")

    def each(self, ref: Ref[PartT, tuple[EntryT, ...]]) -> Iterator["Spot[EntryT]"]:
        """Yield every entry of a list below the part; one without id has its number, from 1."""
        for n, entry in enumerate(ref.of(self.part), start=1):
            yield Spot(entry, f"{self.at(ref)}[{getattr(entry, 'id', n)}]")


class Value(NamedTuple):
    """A given value with its address and kind."""

    address: str
    kind: Kind
    value: Any


def values(part: Part, address: str = "") -> Iterator[Value]:
    """Yield every given value below a part, in the order of the model."""
    found: list[Value] = []

    def note(value: Value) -> Any:
        found.append(value)
        return value.value

    rewritten(part, note, address)
    yield from found


def around(address: str) -> Iterator[str]:
    """Yield an address, and those of the parts, lists and entries that it stands in."""
    yield address
    for n, character in enumerate(address):
        if character in ".[":
            yield address[:n]


def by_place(part: Part) -> dict[str, list[Value]]:
    """Return the given values below a part by their addresses and by all that they stand in."""
    found: dict[str, list[Value]] = {}
    for value in values(part):
        for place in around(value.address):
            found.setdefault(place, []).append(value)
    return found


def rewritten(part: PartT, change: Callable[[Value], Any], address: str = "") -> PartT:
    """Return a part with every given value replaced by what `change` makes of it.

    What `change` returns is not validated, so that a date may become a text.
    """
    update = {
        name: _rewritten_field(part, name, change, f"{address}.{key}".strip("."))
        for key, name in keys_of(type(part)).items()
        if getattr(part, name) not in (None, ())
    }
    return part.model_copy(update=update)


def _rewritten_field(part: Part, name: str, change: Callable[[Value], Any], address: str) -> Any:
    value, shape = getattr(part, name), shape_of(type(part), name)
    if shape.kind is not None:
        return change(Value(address, shape.kind, value))
    if not shape.repeated:
        return rewritten(value, change, address)
    return tuple(
        rewritten(entry, change, f"{address}[{getattr(entry, 'id', n)}]")
        for n, entry in enumerate(value, start=1)
    )


def says_nothing(part: Part) -> bool:
    """Return whether nothing stands below a part, the ids of its blocks aside."""
    return all(_is_nothing(getattr(part, name)) for name in type(part).model_fields if name != "id")


def _is_nothing(value: object) -> bool:
    match value:
        case Part():
            return says_nothing(value)
        case tuple():
            return all(map(_is_nothing, value))
        case str():
            return not value.strip()
        case _:
            return value is None
