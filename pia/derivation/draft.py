"""The draft of form 2 as YAML: what was taken over, and a blank key for what a person decides."""

from datetime import date
from typing import Any

from pia.derivation.names import Written
from pia.derivation.rules import NO_ANSWER, Basis, Taken
from pia.derivation.table import derived
from pia.forms.definition import Item
from pia.forms.index import Field, fields
from pia.forms.walk import value_at
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.base import Checked, Option, Part
from pia.model.ref import Ref
from pia.source.emit import Noted, Tree, dump, escaped

FORM = Ref(Assessment, lambda a: a.form).key
EDITION = Ref(Assessment, lambda a: a.edition).key
HEAD = (FORM, EDITION, Ref(Assessment, lambda a: a.predecessor).key)
HEADING = """\
{source}「{file}」から作った{target}の下書きです。
空欄の項目は、書かれている説明を読んで記入してください（pia check が「未記入」として示します）。"""


def draft(basis: Basis, written: Written, file: str) -> str:
    """Return the source of form 2. written: the texts of the source it comes from, which is called
    file."""
    names = {"source": basis.form.name, "target": basis.target.name}
    drafted = _Draft(basis, written)
    body = {f.key: drafted.field(f) for f in fields(basis.target) if f.key not in HEAD}
    head = {FORM: basis.target.name, EDITION: basis.target.edition, **written.own()}
    return dump({**head, **body}, HEADING.format(file=file, **names))


class _Draft:
    """Knows what is taken over, and how its source says it."""

    def __init__(self, basis: Basis, written: Written) -> None:
        self.taken = derived(basis)
        self.written = written
        self.name = basis.target.name

    def field(self, field: Field) -> Tree:
        """Return what stands behind a key; a part that form 2 repeats is taken over entry by
        entry."""
        if not field.is_leaf and not field.shape.repeated:
            return {inner.key: self.field(inner) for inner in field.fields}
        found = self.taken.get(field.address, Taken(comment=NO_ANSWER))
        if field.item is not None:
            value = self.value(found.origin, found.value, field.item)
            return _noted(value, _comment(found, field.item))
        rows: list[Tree] = [self.entry(field, found.origin, entry) for entry in found.value or ()]
        return _noted(rows or None, found.comment)

    def entry(self, field: Field, origin: str, entry: Part) -> Tree:
        at = f"{origin}[{getattr(entry, 'id', '')}]"
        return {
            inner.key: self.value(f"{at}.{inner.key}", value_at(entry, [inner.key]), inner.item)
            for inner in field.fields
        }

    def value(self, origin: str, value: Any, item: Item | None) -> Tree:
        """Return a value as a source writes it; origin: the address it was taken from."""
        if type(value) is str:
            return self.written.text(origin, value, self.name)
        return _written(value, item)


def _noted(value: Tree, comment: str) -> Tree:
    return Noted(value, comment) if comment else value


def _comment(taken: Taken, item: Item) -> str:
    """Return the comment above a key; an open choice lists its options."""
    if taken.value is not None:
        return taken.comment
    comment = taken.comment or (NO_ANSWER if item.required.always else "")
    if comment and item.offered:
        comment += "\n選択肢: " + " / ".join(offered.text for offered in item.offered)
    return comment


def _written(value: Any, item: Item | None) -> Tree:
    """Return a value as a source writes it."""
    match value:
        case None | ():
            return None
        case Option():
            return item.text_of(value) if item else str(value)
        case str():
            return escaped(value)
        case date():
            return wareki(value)
        case tuple():
            return [_box(entry, item) for entry in value]
        case _:
            return str(value)


def _box(entry: Any, item: Item | None) -> Tree:
    if not isinstance(entry, Checked):
        return _written(entry, item)
    name = item.text_of(entry.option) if item else str(entry.option)
    return {name: escaped(entry.text)} if entry.text else name
