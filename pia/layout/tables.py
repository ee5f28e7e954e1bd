"""Answers that stand in tables: entries of a list, cells of the cover."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pia.forms.definition import Item
from pia.forms.walk import Answer, Block, text_of
from pia.layout.measure import width
from pia.layout.tree import Column, Label, Table

DATE = re.compile(r"\D{0,4}\d{1,4}年\d{1,2}月\d{1,2}日")
PAGE_WIDTH = {False: 50.0, True: 74.0}  # em of an upright page and of a wide one
MARGIN = 1.2  # em on both sides of a date


def label_of(item: Item) -> Label:
    return Label(item.number + item.label, item.mark)


def table(rows: Sequence[Block]) -> Table:
    """Return the entries of a list as one table; an empty list leaves rows to write in."""
    first = rows[0].place
    listed = list(rows) * (first.section.rows if first.blank else 1)
    cells = [[c for c in row.children if isinstance(c, Answer)] for row in listed]
    return Table(
        tuple(_column(a.item) for a in cells[0]),
        tuple(tuple(text_of(a.item, a.value) for a in row) for row in cells),
        lines=2 if first.blank else 1,
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


def fitted(table: Table, *, landscape: bool) -> Table:
    """Return a table whose columns of dates are wide enough to leave each on one line."""
    whole = sum(column.width for column in table.columns)
    needed = [
        whole * _date_width([row[n] for row in table.rows]) / PAGE_WIDTH[landscape]
        for n in range(len(table.columns))
    ]
    pairs = list(zip(table.columns, needed, strict=True))
    fixed = sum(need for column, need in pairs if need > column.width)
    others = sum(column.width for column, need in pairs if need <= column.width)
    if not fixed or not others:
        return table
    scale = (whole - fixed) / others
    columns = (replace(c, width=need if need > c.width else c.width * scale) for c, need in pairs)
    return replace(table, columns=tuple(columns))


def _date_width(texts: Sequence[str]) -> float:
    return max((width(text) + MARGIN for text in texts if DATE.fullmatch(text)), default=0.0)
