"""Sections that show one thing: a 別紙 with its table, a diagram with its image.

Their items are told apart by what they hold, never by their order, and a form may leave out all
but the thing itself.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pia.forms.walk import Answer, Block
from pia.layout.tree import Column, Figure, Heading, Label, Node, Note, Row, Table
from pia.model.base import Kind
from pia.model.office import Diagram
from pia.model.procedure import Attachment
from pia.model.ref import Ref
from pia.source.images import pixels

Others = Callable[[Answer], Iterator[Node | Row]]

TITLES = (Ref(Attachment, lambda a: a.title).key, Ref(Diagram, lambda d: d.title).key)
ALTERNATIVE = Ref(Diagram, lambda diagram: diagram.alternative).key
REMARKS = Ref(Attachment, lambda attachment: attachment.remarks).key


def attachment(block: Block, others: Others) -> Iterator[Node | Row]:
    """A 別紙: its title, its table, what else is told of it, its remarks. others: sets the rest."""
    answers = _answers(block)
    title, remarks = _called(answers, *TITLES), _called(answers, REMARKS)
    columns, rows = _of_kind(answers, Kind.COLUMNS), _of_kind(answers, Kind.CELLS)
    text = (title and title.value) or block.place.section.title
    yield Heading(1, Label(text), address=title.address if title else block.address)
    labels: tuple[str, ...] = columns.value or ("",)
    yield Table(
        tuple(Column(Label(label), _width(label, rows.value)) for label in labels),
        tuple(tuple(row.get(label, "") for label in labels) for row in rows.value),
        address=rows.address,
    )
    yield from _rest(answers, [title, columns, rows, remarks], others)
    if remarks and remarks.value:
        yield Note(remarks.value)


def figure(block: Block, folder: Path, others: Others) -> Iterator[Node | Row]:
    """A diagram: its title, the image, what else is told of it. folder: of the image."""
    answers = _answers(block)
    title, words = _called(answers, *TITLES), _called(answers, ALTERNATIVE)
    image = _of_kind(answers, Kind.IMAGE)
    if title and title.value:
        yield Heading(3, Label(title.value), address=title.address)
    picture = pixels(folder / image.value) if image.value else None
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


def _width(label: str, rows: Sequence[dict[str, str]]) -> float:
    """Return a column's width by what it holds: the square root keeps long texts in bounds."""
    longest = max((len(row.get(label, "")) for row in rows), default=0)
    return math.sqrt(max(len(label), longest, 2))
