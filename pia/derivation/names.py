"""Texts of a form 3 or 4 as their author wrote them: with `{{ 名 }}` for what stands elsewhere, so
that one edit goes on reaching the form 2 that was derived."""

from pia.document import Document
from pia.source.emit import Tree, escaped
from pia.source.names import FRAGMENTS, VARIABLES
from pia.source.nodes import Blank, Mapping, Node, Text, child, location_of


class Written:
    """The texts of one document.

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
