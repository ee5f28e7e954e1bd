"""The values of an assessment by their addresses, to be read or rewritten all at once."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from pia.model.base import Kind, Part, keys_of, shape_of

PartT = TypeVar("PartT", bound=Part)


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
