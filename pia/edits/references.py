"""What still refers to a block or a name that shall go."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pia.document import Document
from pia.edits.messages import EditMessages
from pia.edits.uses import home, uses
from pia.errors import Finding, RefusedError
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref, Spot, values
from pia.model.root import Redaction, Root
from pia.source.names import FRAGMENTS, VARIABLES, WORKSPACE_FILE, Names
from pia.source.nodes import Location

ATTACHMENTS = Ref(Assessment, lambda assessment: assessment.attachments)
REDACTIONS = Ref(Root, lambda root: root.redactions)
HIDDEN = Ref(Redaction, lambda redaction: redaction.item)
MOST = 5  # that a message names


def check_blocks(before: Document, after: Document, removed: Iterable[str]) -> None:
    """Raise RefusedError, at its place before, for a removed block that is referred to."""
    for address in removed:
        if found := list(_references(after, address)):
            raise RefusedError(before.locate(_referred(address, found)))


def check_name(names: Names, path: Path, location: Location, address: str) -> None:
    """Raise RefusedError for a name that is used. location: of the name in the file at path."""
    origin = home(names, _name(path, location))
    found = uses(origin, names.root) if origin else []
    if found:
        raise RefusedError(_referred(address, [str(use) for use in found]))


def _referred(address: str, found: list[str]) -> Finding:
    shown = "、".join(found[:MOST])
    return EditMessages.REFERRED.finding(place=address, uses=shown, address=address)


def _name(path: Path, location: Location) -> str:
    """Return what is written between the braces for a text of a file of names."""
    kind, *rest = map(str, location)
    if kind == VARIABLES:
        return ".".join(rest)
    is_of_fragments = kind == FRAGMENTS or path.name == WORKSPACE_FILE
    return ".".join([FRAGMENTS, *rest] if is_of_fragments else [FRAGMENTS, path.stem, kind, *rest])


def _references(document: Document, address: str) -> Iterator[str]:
    """Yield the places that name a block, by its address or by its id."""
    listed, _, name = address.rpartition("[")
    id_ = fold(name.rstrip("]")) if listed == ATTACHMENTS.address else ""
    for value in values(document.content):
        if value.kind is Kind.REFERENCE and fold(value.value) == id_:
            yield value.address
    for spot in Spot(document.content).each(REDACTIONS):
        hidden = spot[HIDDEN] or ""
        if hidden == address or hidden.startswith((f"{address}.", f"{address}[")):
            yield spot.at(HIDDEN)
