"""The keys of a source that one form knows, as a tree in printed order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from pia.forms.definition import Form, Item, Section, Trail
from pia.model.base import Part, Shape, keys_of, shape_of


@dataclass(frozen=True, slots=True)
class Field:
    """A key with what stands below it.

    address: without ids. item: what the form prints of it; None for a part or a list, and for
    what is never printed, such as an id. trail: the sections and items that it stands under, or,
    of a part or list, that all its items stand under.
    """

    key: str
    address: str
    shape: Shape
    item: Item | None = None
    trail: Trail = ()
    fields: tuple["Field", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return self.shape.part is None

    def walk(self) -> Iterator["Field"]:
        """Yield the field and all below it in printed order."""
        yield self
        for field in self.fields:
            yield from field.walk()


def fields(form: Form) -> tuple[Field, ...]:
    """Return the keys of a whole document that the form has."""
    return _Tree(form).below(form.root, "")


def values_of(root: type[Part], parts: Iterable[Section | Item]) -> frozenset[str]:
    """Return the addresses of all that a source of a form with these parts may say: what the
    form prints, and what belongs to it without being printed, such as the id of a block."""
    return frozenset(_values(root, "", {item.address for item in _own(parts)}, is_whole=True))


def _own(nodes: Iterable[Section | Item]) -> Iterator[Item]:
    for node in nodes:
        if isinstance(node, Item) and node.is_own:
            yield node
        yield from _own(node.items if isinstance(node, Item) else node.children)


def _values(part: type[Part], above: str, printed: set[str], *, is_whole: bool) -> list[str]:
    found: list[str] = []
    hidden: list[str] = []
    for key, name in keys_of(part).items():
        shape, address = shape_of(part, name), f"{above}.{key}".strip(".")
        if not shape.printed:
            hidden += _leaves(shape, address)
        elif shape.part is not None:
            found += _values(shape.part, address, printed, is_whole=False)
        elif address in printed:
            found.append(address)
    return [*found, *hidden] if found or is_whole else []


def _leaves(shape: Shape, address: str) -> Iterator[str]:
    if shape.part is None:
        yield address
        return
    for key, name in keys_of(shape.part).items():
        yield from _leaves(shape_of(shape.part, name), f"{address}.{key}")


class _Tree:
    def __init__(self, form: Form) -> None:
        self.form = form
        own = [(trail, item) for trail, item in form.items() if item.is_own]
        self.found = {item.address: (trail, item) for trail, item in own}
        self.order = {address: n for n, address in enumerate(self.found)}

    def below(self, part: type[Part], address: str) -> tuple[Field, ...]:
        """Return the fields of a part; what is not printed stays behind the key before it."""
        found: list[tuple[int, Field]] = []
        place = -1
        for key, name in keys_of(part).items():
            field = self.field(key, f"{address}.{key}".strip("."), shape_of(part, name))
            if field is not None:
                printed = (self.order[f.address] for f in field.walk() if f.item)
                place = min(printed, default=place if field.is_leaf else len(self.order))
                found.append((place, field))
        return tuple(field for _, field in sorted(found, key=lambda pair: pair[0]))

    def field(self, key: str, address: str, shape: Shape) -> Field | None:
        """Return the field at an address, or None if the form lacks it or all below but an id."""
        if not self.form.prints(address):
            return None
        if shape.part is None:
            trail, item = self.found.get(address, ((), None))
            return Field(key, address, shape, item, trail)
        below = self.below(shape.part, address)
        if all(inner.key == "id" for inner in below):
            return None
        trails = [field.trail for inner in below for field in inner.walk() if field.item]
        return Field(key, address, shape, None, _shared(trails), below)


def _shared(trails: list[Trail]) -> Trail:
    """Return the steps that all trails begin with."""
    steps = zip(*trails, strict=False)
    same = takewhile(lambda step: all(other is step[0] for other in step), steps)
    return tuple(first for first, *_ in same)
