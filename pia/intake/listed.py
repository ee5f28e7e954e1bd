"""The table of a given form whose rows are the entries of a list: 変更箇所."""

from collections.abc import Iterator, Mapping

from pia.forms.definition import Item
from pia.forms.walk import Answer, text_of
from pia.intake.body import ColumnPlace, TableBody, Write
from pia.intake.expand import Like
from pia.intake.given import Given, Key
from pia.intake.labels import LabelRole, Labels
from pia.intake.place import Slot
from pia.model.base import Kind


class ListedTable:
    """The table and the answers that it takes; a form may have none."""

    def __init__(self, given: Given, labels: Labels, answers: Mapping[Key, Answer]) -> None:
        self.answers = answers
        self.columns: dict[Item, list[Slot]] = {}  # each with its heads: one on every page
        for slot in given.slots:
            if slot.label and slot.label.role is LabelRole.COLUMN and slot.label.items:
                self.columns.setdefault(slot.label.items[0], []).append(slot)
        held = [
            ColumnPlace(
                heads[0].head, heads[0].page, [cell for slot in heads for cell in slot.cells]
            )
            for heads in self.columns.values()
        ]
        loops = {heads[0].ordinals[-1][0] for heads in self.columns.values()}
        self.per = next((labels.loops[loop].per for loop in loops), "")
        dates = [n for n, item in enumerate(self.columns) if item.kind is Kind.DATE]
        dated = dates[0] if dates else None
        self.body = TableBody(given.pages, given.grid, held, dated) if held else None

    @property
    def count(self) -> int:
        """How many rows there are to write."""
        own = (entries for entries, _ in self.answers if len(entries) == 1)
        return max((n for ((per, n),) in own if per == self.per), default=0)

    @property
    def like(self) -> Like | None:
        return self.body.like if self.body else None

    def make_room(self) -> bool:
        """Copy rows where there are too few; return whether any were copied."""
        return self.body is not None and self.body.make_room(self.count)

    def write(self, write: Write) -> Iterator[Key]:
        """Write the rows, and yield what they say."""
        if self.body is None:
            return
        texts: list[list[str]] = []
        for n in range(1, self.count + 1):
            keys = [(((self.per, n),), item.address) for item in self.columns]
            held = zip(self.columns, map(self.answers.get, keys), strict=True)
            texts.append([text_of(item, answer.value) if answer else "" for item, answer in held])
            yield from keys
        self.body.write(texts, write)
