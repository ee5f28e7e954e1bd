"""Answers that stand in tables: entries of a list, cells of the cover, a 別紙."""

import math
from collections.abc import Iterator, Sequence

from pia.forms.definition import Item
from pia.forms.walk import Answer, Block, text_of
from pia.layout.tree import Column, Heading, Label, Node, Note, Table


def label_of(item: Item) -> Label:
    return Label(item.number + item.label, item.mark)


def table(rows: Sequence[Block]) -> Table:
    """Return the entries of a list as one table; a blank one leaves an empty row."""
    cells = [[c for c in row.children if isinstance(c, Answer)] for row in rows]
    return Table(
        tuple(_column(a.item) for a in cells[0]),
        tuple(tuple(text_of(a.item, a.value) for a in row) for row in cells),
        address=rows[0].address.partition("[")[0],
    )


def one_row_table(answers: Sequence[Answer]) -> Table:
    return Table(
        tuple(_column(a.item) for a in answers),
        (tuple(text_of(a.item, a.value) for a in answers),),
        lines=max(a.item.lines for a in answers),
        address=answers[0].address,
    )


def _column(item: Item) -> Column:
    return Column(label_of(item), item.width, item.centred, tuple(o.text for o in item.offered))


def attachment(block: Block) -> Iterator[Node]:
    """A 別紙: its title, its table, its remarks."""
    title, columns, rows, remarks = (a for a in block.children if isinstance(a, Answer))
    yield Heading(1, Label(title.value or block.place.section.title), address=title.address)
    labels: tuple[str, ...] = columns.value or ("",)
    yield Table(
        tuple(Column(Label(label), _width(label, rows.value)) for label in labels),
        tuple(tuple(row.get(label, "") for label in labels) for row in rows.value),
        address=rows.address,
    )
    if remarks.value:
        yield Note(remarks.value)


def _width(label: str, rows: Sequence[dict[str, str]]) -> float:
    """Return a column's width by what it holds: the square root keeps long texts in bounds."""
    longest = max((len(row.get(label, "")) for row in rows), default=0)
    return math.sqrt(max(len(label), longest, 2))
