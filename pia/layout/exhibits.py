"""What a form shows beside its rows: its cover, contents, tables, a 別紙, a diagram.

The items of a 別紙 and a diagram are told apart by what they hold, never by their order, and a
form may leave out all but the thing itself.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pia.forms.definition import Form, Item, Placement, Style
from pia.forms.walk import Answer, Block, text_of
from pia.layout.measure import fits, width
from pia.layout.tree import (
    Column,
    Contents,
    Entry,
    Figure,
    Heading,
    Label,
    Node,
    Note,
    Row,
    Table,
)
from pia.model.assessment import Attachment, Diagram
from pia.model.base import Kind
from pia.model.ref import Ref
from pia.source.images import pixels

Others = Callable[[Answer], Iterator[Node | Row]]

TITLES = (Ref(Attachment, lambda a: a.title).key, Ref(Diagram, lambda d: d.title).key)
ALTERNATIVE = Ref(Diagram, lambda diagram: diagram.alternative).key
REMARKS = Ref(Attachment, lambda attachment: attachment.remarks).key
DATE = re.compile(r"\D{0,4}\d{1,4}年\d{1,2}月\d{1,2}日")
PAGE_WIDTH = {False: 50.0, True: 74.0}  # em of an upright page and of a wide one
MARGIN = 1.2  # em on both sides of a text
NARROWEST, SHORT_LABEL = 2.0, 8.0  # em of a column, and of a label that stays on one line


def naming(row: Sequence[str]) -> int:
    """Return which cell of a row of a table names it: the first that is more than a date."""
    return next((n for n, text in enumerate(row) if text and not DATE.fullmatch(text)), 0)


def cover(block: Block, form: Form, others: Others) -> Iterator[Node | Row]:
    """The title of the form and its items, some of them in tables. others: sets the rest."""
    yield Heading(0, Label(form.title))
    for place, group in groupby(_answers(block), key=lambda answer: answer.item.place):
        match place:
            case Placement.COLUMN:
                yield _one_row(list(group))
            case Placement.BELOW:
                yield from (_one_row([answer]) for answer in group)
            case _:
                for answer in group:
                    yield from map(_headed, others(answer))
    yield Note(form.foot, right=True)


def _headed(node: Node | Row) -> Node | Row:
    return replace(node, head=True) if isinstance(node, Row) else node


def contents(block: Block, form: Form) -> Iterator[Node]:
    """項目一覧: the headings of all parts."""
    yield Heading(0, Label(block.place.section.title))
    parts = [part for part in form.parts if part.style in (Style.PART, Style.ANNEX)]
    yield Contents(tuple(Entry(part.heading) for part in parts))


def linked(contents: Contents, titles: Sequence[tuple[str, Heading]]) -> Contents:
    """Return contents that lead to the headings. titles: each with the name of its sheet."""
    return Contents(tuple(_entries(contents, titles)))


def _entries(contents: Contents, titles: Sequence[tuple[str, Heading]]) -> Iterator[Entry]:
    """Give each entry the next heading of the same words; ※ behind them does not count."""
    left = iter(titles)
    for entry in contents.entries:
        rest = list(left)
        texts = [heading.label.text for _, heading in rest]
        if entry.text not in texts:
            yield entry
            left = iter(rest)
            continue
        found = texts.index(entry.text)
        sheet, heading = rest[found]
        yield Entry(entry.text, max(heading.depth, 1), heading.anchor, sheet)
        left = iter(rest[found + 1 :])


def attachment(block: Block, others: Others) -> Iterator[Node | Row]:
    """A 別紙: its title, its table, what else is told of it, its remarks. others: sets the rest."""
    answers = _answers(block)
    title, remarks = _called(answers, *TITLES), _called(answers, REMARKS)
    columns, rows = _of_kind(answers, Kind.COLUMNS), _of_kind(answers, Kind.CELLS)
    text = (title and title.value) or block.place.section.title
    yield Heading(1, Label(text), address=title.address if title else block.address)
    labels: tuple[str, ...] = columns.value or ("",)
    yield Table(
        tuple(Column(Label(label), _width_of(label, rows.value)) for label in labels),
        tuple(tuple(row.get(label, "") for label in labels) for row in rows.value),
        address=rows.address,
    )
    yield from _rest(answers, [title, columns, rows, remarks], others)
    if remarks and remarks.value:
        yield Note(remarks.value)


def figure(block: Block, folder: Path | None, others: Others) -> Iterator[Node | Row]:
    """A diagram: its title, the image, what else is told of it. folder: of the image, None where
    it is not drawn."""
    answers = _answers(block)
    title, words = _called(answers, *TITLES), _called(answers, ALTERNATIVE)
    image = _of_kind(answers, Kind.IMAGE)
    if title and title.value:
        yield Heading(3, Label(title.value), address=title.address)
    picture = pixels(folder / image.value) if folder and image.value else None
    yield Figure(picture, (words and words.value) or "", image.address)
    yield from _rest(answers, [title, image, words], others)


def _answers(block: Block) -> list[Answer]:
    return [child for child in block.children if isinstance(child, Answer)]


def _called(answers: Sequence[Answer], *keys: str) -> Answer | None:
    """Return the answer that prints one of these keys of the part at hand."""
    return next((a for a in answers if a.item.keys in [(key,) for key in keys]), None)


def _of_kind(answers: Sequence[Answer], kind: Kind) -> Answer:
    """Return the answer of a kind; the form was refused if it had none."""
    return next(answer for answer in answers if answer.item.kind is kind)


def _rest(
    answers: Sequence[Answer], shown: Sequence[Answer | None], others: Others
) -> Iterator[Node | Row]:
    for answer in answers:
        if not any(answer is other for other in shown):
            yield from others(answer)


def _width_of(label: str, rows: Sequence[dict[str, str]]) -> float:
    """Return a column's width by what it holds: the square root keeps long texts in bounds."""
    longest = max((len(row.get(label, "")) for row in rows), default=0)
    return math.sqrt(max(len(label), longest, 2))


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


def _one_row(answers: Sequence[Answer]) -> Table:
    return Table(
        tuple(_column(a.item) for a in answers),
        (tuple(text_of(a.item, a.value) for a in answers),),
        lines=max(a.item.lines for a in answers),
        address=answers[0].address,
    )


def _column(item: Item) -> Column:
    return Column(
        Label(item.number + item.label, item.mark),
        item.width,
        item.centred,
        tuple(o.text for o in item.offered),
    )


def fitted(table: Table, *, landscape: bool) -> Table:
    """Return a table whose columns are wide enough to leave each date and each short label on one
    line, and to hold something."""
    whole = sum(column.width for column in table.columns)
    needed = [
        whole * _least_width(column, [row[n] for row in table.rows]) / PAGE_WIDTH[landscape]
        for n, column in enumerate(table.columns)
    ]
    pairs = list(zip(table.columns, needed, strict=True))
    fixed = sum(need for column, need in pairs if need > column.width)
    others = sum(column.width for column, need in pairs if need <= column.width)
    if not 0 < fixed < whole or not others:
        return table
    scale = (whole - fixed) / others
    columns = (replace(c, width=need if need > c.width else c.width * scale) for c, need in pairs)
    return replace(table, columns=tuple(columns))


def _least_width(column: Column, texts: Sequence[str]) -> float:
    label = width(str(column.label)) if fits(str(column.label), SHORT_LABEL) else 0
    dates = (width(text) for text in texts if DATE.fullmatch(text))
    return max(NARROWEST, label, *dates) + MARGIN
