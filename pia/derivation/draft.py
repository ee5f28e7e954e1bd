"""The draft of form 2 as YAML: what was taken over, and a blank key for what a person decides.

Texts stand as their author wrote them, with `{{ 名 }}` for what stands elsewhere, so that one edit
goes on reaching the form 2 that was derived.
"""

from datetime import date
from typing import Any

from pia.derivation.rules import NO_ANSWER, Basis, Taken, derived
from pia.document import Document
from pia.forms.definition import Item
from pia.forms.index import Field, fields
from pia.forms.walk import value_at
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.base import Checked, Option, Part
from pia.model.ref import Ref
from pia.source.emit import Noted, Tree, dump, escaped
from pia.source.names import FRAGMENTS, VARIABLES
from pia.source.nodes import Blank, Mapping, Node, Text, child, location_of

FORM = Ref(Assessment, lambda a: a.form).key
EDITION = Ref(Assessment, lambda a: a.edition).key
HEAD = (FORM, EDITION, Ref(Assessment, lambda a: a.predecessor).key)
HEADING = """\
{source}「{file}」から作った{target}の下書きです。
空欄の項目は、書かれている説明を読んで記入してください（pia check が「未記入」として示します）。"""


class Original:
    """The texts of the document that form 2 is derived from, as it writes them.

    keeps_names: whether what they stand for is at hand where the texts go. is_kept: whether a name
    was kept, so that those of the document itself are needed.
    """

    def __init__(self, document: Document, *, keeps_names: bool) -> None:
        self.keeps_names = keeps_names
        self.root = document.source.root
        self.form = document.form
        self.is_kept = False

    def text(self, address: str, value: str, name: str) -> str:
        """Return what a source says for a value that was taken from an address.

        name: of the form that it is taken to, which stands in it for the name of this form.
        """
        node = self._at(address)
        if node is None or not (node.spans and self.keeps_names):
            return escaped(value)
        for raw, text in (
            (node.raw, node.text),
            (node.raw.replace(self.form.name, name), node.text.replace(self.form.name, name)),
        ):
            if text.strip() == value.strip():
                self.is_kept = True
                return raw.rstrip("\n")
        return escaped(value)

    def _at(self, address: str) -> Text | None:
        node: Node | None = self.root
        for step in location_of(self.root, address):
            node = child(node, step)
        return node if isinstance(node, Text) else None

    def own(self) -> dict[str, Tree]:
        """Return the names that the document gives itself, if one of its names was kept."""
        found = ((key, self.root.entries.get(key)) for key in (VARIABLES, FRAGMENTS))
        return {key: _tree(node) for key, node in found if node is not None and self.is_kept}


def _tree(node: Node) -> Tree:
    match node:
        case Text(raw=raw):
            return raw.rstrip("\n")
        case Mapping(entries=entries):
            return {key: _tree(value) for key, value in entries.items()}
        case Blank():
            return None
        case _:
            return [_tree(item) for item in node.items]


def draft(basis: Basis, original: Original, file: str) -> str:
    """Return the source of form 2. original: the source it comes from, which is called file."""
    names = {"source": basis.form.name, "target": basis.target.name}
    drafted = _BriefDraft(basis, original)
    body = {f.key: drafted.field(f) for f in fields(basis.target) if f.key not in HEAD}
    head = {FORM: basis.target.name, EDITION: basis.target.edition, **original.own()}
    return dump({**head, **body}, HEADING.format(file=file, **names))


class _BriefDraft:
    """Knows what is taken over, and how its source says it."""

    def __init__(self, basis: Basis, original: Original) -> None:
        self.taken = derived(basis)
        self.original = original
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
            return self.original.text(origin, value, self.name)
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
