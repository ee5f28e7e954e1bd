"""What every document says, whatever its kind."""

from collections.abc import Callable, Mapping
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

    def rows_attached(self) -> Mapping[str, int]:
        """Return id of a 別紙 → how many rows it has; empty for a kind without any."""
        return {}
