"""Every text of a layout with the address it came from."""

from collections.abc import Iterator

from pia.layout.tree import (
    Boxes,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Figure,
    Heading,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Table,
    Words,
)

Addressed = tuple[str, str]


def texts(layout: Layout) -> Iterator[Addressed]:
    """Yield (address, text) in the printed order; the address is empty for texts of the form."""
    theme = layout.theme
    of_all = (layout.name, layout.organisation, layout.title, layout.foot)
    for text in (*of_all, theme.logo_text, *theme.foot):
        yield "", text
    for sheet in layout.sheets:
        for node in sheet.nodes:
            yield from _node(node)


def _node(node: Node) -> Iterator[Addressed]:
    match node:
        case Table() | Records():
            yield from _listed(node)
        case Contents(entries=entries):
            for entry in entries:
                yield "", entry
        case Note(text=text):
            yield "", text
        case Heading() | Row() | Figure():
            for text in _texts_of(node):
                yield node.address, text


def _listed(node: Table | Records) -> Iterator[Addressed]:
    """Yield the entries of a list, each at its own address."""
    if isinstance(node, Table):
        for column in node.columns:
            yield node.address, str(column.label)
    rows = node.rows if isinstance(node, Table) else [[text] for text in node.texts]
    for n, row in enumerate(rows, start=1):
        for text in row:
            yield f"{node.address}[{n}]", text


def _texts_of(node: Heading | Row | Figure) -> Iterator[str]:
    match node:
        case Heading(label=label, boxes=boxes):
            yield str(label)
            yield from (box.label for box in boxes)
        case Row(label=label, contents=contents):
            yield str(label or "")
            for content in contents:
                yield from _content(content)
        case Figure(alternative=alternative):
            yield alternative


def _content(content: Content) -> Iterator[str]:
    match content:
        case Words(text=text):
            yield text
        case Choice(chosen=chosen, options=options):
            yield from (chosen, *options)
        case Counted(count=count):
            yield count
        case Bracketed(label=label, text=text):
            yield from (label, text)
        case Boxes(groups=groups):
            for group in groups:
                yield group.label
                for box in group.boxes:
                    yield from (box.label, box.bracket or "")
