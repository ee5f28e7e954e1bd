"""Answers that stand in tables: entries of a list, cells of the cover."""

from collections.abc import Sequence

from pia.forms.definition import Item
from pia.forms.walk import Answer, Block, text_of
from pia.layout.tree import Column, Label, Table


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
