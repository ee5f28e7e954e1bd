"""A place of the model, named once: its address and its value follow from each other.

    DONE = Ref(PersonalFile, lambda file: file.outsourcing.done)
    DONE.address  # 委託.委託の有無
    DONE.of(file)  # 委託する

The keys are read off the model when the place is named, so that a misspelt place fails when its
module is imported, and to the type checker before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pia.model.base import Part, keys_of, shape_of

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
