"""What the published edition has more than the bare form: contents, and what ※ means."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pia.layout.tree import Contents, Heading, Label, Node, Note, Sheet

TITLE = "目次"
LISTED = (1, 2)  # Levels of headings that the contents list.


def explained(sheets: Sequence[Sheet], significance: str) -> tuple[Sheet, ...]:
    """Return the sheets with contents of all their sections and a note on ※."""
    contents = Contents(tuple(_entries(sheets)))
    notes = (Note(significance),) if significance else ()
    if not any(isinstance(node, Contents) for sheet in sheets for node in sheet.nodes):
        page = Sheet(TITLE, (Heading(0, Label(TITLE)), contents, *notes))
        return (*sheets[:1], page, *sheets[1:])
    return tuple(_with(sheet, contents, notes) for sheet in sheets)


def _entries(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        for node in sheet.nodes:
            if isinstance(node, Heading) and node.level in LISTED:
                yield node.label.text


def _with(sheet: Sheet, contents: Contents, notes: tuple[Note, ...]) -> Sheet:
    nodes: list[Node] = []
    for node in sheet.nodes:
        nodes += [contents, *notes] if isinstance(node, Contents) else [node]
    return replace(sheet, nodes=tuple(nodes))
