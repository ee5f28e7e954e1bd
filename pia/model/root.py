"""What every document says, whatever its kind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, NamedTuple

from pia.model.base import Line, Part, Unprinted, key
from pia.model.redaction import Redaction


class Caption(NamedTuple):
    """What a document is called, whose it is, and its day: that of its publication, or as the
    published edition blackens it."""

    name: str
    organisation: str
    day: date | str | None


class Due(NamedTuple):
    """Something to be done until a day. provision: that asks for it."""

    what: str
    day: date
    provision: str


class Pending(NamedTuple):
    """Something that a paper has not settled yet. what: as a register counts it. assessments: the
    files that it is about, as the paper names them."""

    what: str
    assessments: tuple[str, ...]


class Root(Part):
    """A whole document of one kind. Its keys stand at the head of the source.

    derivations: name → a rule of this kind that gives the value of an item, as `derive:` in a
    form file calls it, of the document and the part at hand.
    """

    derivations: ClassVar[Mapping[str, Callable[[Any, Part], object]]] = {}

    form: Annotated[Line | None, Unprinted()] = key("様式")
    edition: Annotated[Line | None, Unprinted()] = key("版")
    predecessor: Annotated[Line | None, Unprinted()] = key("前版")
    redactions: Annotated[tuple[Redaction, ...], Unprinted()] = key("非公表", ())

    def caption(self) -> Caption:
        """Return what stands in the title of every output; a kind says it from its own parts."""
        raise NotImplementedError

    def dues(self) -> Iterator[Due]:
        """Yield what the document itself says is to be done until a day."""
        return iter(())

    def pending(self) -> Iterator[Pending]:
        """Yield what the document leaves open of what was said of assessments."""
        return iter(())

    def rows_attached(self) -> Mapping[str, int]:
        """Return id of a 別紙 → how many rows it has; empty for a kind without any."""
        return {}
