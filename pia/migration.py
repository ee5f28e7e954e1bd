"""A source rewritten to another edition of its form, and what of it has no place there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pia.document import NOT_OF_THE_MODEL, load
from pia.errors import Finding, Messages, PiaError, Severity
from pia.forms import load as forms
from pia.forms.definition import Form, Item
from pia.japanese import fold
from pia.model import Assessment
from pia.model.base import Kind, Option, Part, Shape, keys_of, option_named, shape_of
from pia.model.ref import Ref
from pia.source.edit import CommentOut, Operation, Put, Rename, edited
from pia.source.files import bytes_of, read_text
from pia.source.nodes import Location, Mapping, Node, Sequence, Text, position_of
from pia.source.reader import parse

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class MigrationMessages(Messages):
    NO_PLACE = (
        "移せない項目",
        WARNING,
        "「{key}」は{edition}の{form}にない項目です。",
        "値はコメントにして残しました。ほかの項目に移すか、不要なら消してください。",
    )
    NOT_OFFERED = (
        "移せない選択肢",
        WARNING,
        "「{text}」は{edition}の{form}のこの項目にない選択肢です。",
        "コメントにして残しました。次から選び直してください: {known}。",
    )
    REPRINTED = (
        "改められた選択肢",
        WARNING,
        "「{was}」は{edition}で「{now}」に改められました。",
        "新しい書き方に直しました。意味が変わっていないか確かめてください。",
    )
    CANNOT_MIGRATE = (
        "移せない書き方",
        ERROR,
        "「{name}」は、今の書き方のままでは{edition}に移せません。",
        "別名（& と *）を使った項目を書き下してから、もう一度移してください。",
    )


FORM = Ref(Assessment, lambda assessment: assessment.form).key
EDITION = Ref(Assessment, lambda assessment: assessment.edition).key
HEAD = (FORM, EDITION)
NO_PLACE = "{edition}の様式にない項目:"
NOT_OFFERED = "{edition}の様式にない選択肢:"

Rewrite = tuple[Operation, Finding]


@dataclass(frozen=True)
class Migration:
    """The rewritten source, and what had no place in it."""

    data: bytes
    findings: tuple[Finding, ...]


def migrate(path: Path | str, edition: str) -> Migration:
    """Rewrite a source to another edition; all else in it stays byte for byte.

    What the edition has no place for becomes a comment where it stood, and is told; positions
    are those in the source as given. Raises PiaError for a source that cannot be read and for an
    edition that does not exist.
    """
    document = load(path)
    target = forms.named(document.form.id, edition, document.editions)
    written = parse(read_text(document.path), document.path).root
    rewrites = list(_Rewriter(document.form, target).rewrites(written, document.source.root))
    found = tuple(
        finding.within(str(document.path), position_of(written, edit.location))
        for edit, finding in rewrites
    )
    edits: list[Operation] = [Put((EDITION,), target.edition, orders=(HEAD,))]
    edits += [edit for edit, _ in rewrites]
    try:
        return Migration(edited(bytes_of(document.path), document.path, edits), found)
    except PiaError as error:
        raise PiaError(_cannot(document.path, target)) from error


def _cannot(path: Path, target: Form) -> Finding:
    message = MigrationMessages.CANNOT_MIGRATE
    return message.finding(name=path.name, edition=target.edition, file=str(path))


@dataclass(frozen=True)
class _Rewriter:
    """Compares two editions of a form over one source.

    written: the tree as written, on which the edits are made; composed: the same with official
    keys and with names filled in.
    """

    old: Form
    new: Form

    def rewrites(self, written: Mapping, composed: Mapping) -> Iterator[Rewrite]:
        yield from self._keys(written, composed, self.new.root, (), "")

    def _keys(
        self, written: Node, composed: Node, part: type[Part], location: Location, address: str
    ) -> Iterator[Rewrite]:
        """address: without ids, as a form counts it."""
        if not isinstance(written, Mapping) or not isinstance(composed, Mapping):
            return
        pairs = zip(written.entries.items(), composed.entries.items(), strict=True)
        for (key, node), (official, meant) in pairs:
            name = keys_of(part).get(official)
            if name is None or official in NOT_OF_THE_MODEL:
                continue
            here, inner = f"{address}.{official}".strip("."), (*location, key)
            if not self.new.prints(here):
                yield self._no_place(official, inner)
            else:
                yield from self._value(node, meant, shape_of(part, name), inner, here)

    def _value(
        self, node: Node, meant: Node, shape: Shape, location: Location, address: str
    ) -> Iterator[Rewrite]:
        if shape.kind is Kind.CHOICE and shape.options:
            yield from self._option(node, meant, shape.options, location, address)
        elif shape.kind is Kind.CHECKS and shape.options:
            for at, box, inner in _entries(node, meant, location):
                yield from self._option(at, box, shape.options, inner, address)
        elif shape.part and shape.repeated:
            for at, entry, inner in _entries(node, meant, location):
                yield from self._keys(at, entry, shape.part, inner, address)
        elif shape.part:
            yield from self._keys(node, meant, shape.part, location, address)

    def _option(
        self, node: Node, meant: Node, options: type[Option], location: Location, address: str
    ) -> Iterator[Rewrite]:
        text, default = _name(node), _name(meant)
        option = option_named(options, default) if default else None
        old, new = _item(self.old, address), _item(self.new, address)
        if option is None or new is None:
            return
        if option not in [offered.option for offered in new.offered]:
            known = " / ".join(offered.text for offered in new.offered)
            yield self._not_offered(str(option), known, location)
            return
        was, now = old.text_of(option) if old else default, new.text_of(option)
        known_there = (fold(option), fold(now))
        if fold(was) not in known_there and (fold(text) == fold(was) or "{{" in text):
            finding = MigrationMessages.REPRINTED.finding(
                was=was, now=now, edition=self.new.edition
            )
            yield _reworded(node, location, now), finding

    def _no_place(self, key: str, location: Location) -> Rewrite:
        edition, form = self.new.edition, self.new.name
        finding = MigrationMessages.NO_PLACE.finding(key=key, edition=edition, form=form)
        return CommentOut(location, NO_PLACE.format(edition=edition)), finding

    def _not_offered(self, text: str, known: str, location: Location) -> Rewrite:
        edition, form = self.new.edition, self.new.name
        message = MigrationMessages.NOT_OFFERED
        finding = message.finding(text=text, known=known, edition=edition, form=form)
        return CommentOut(location, NOT_OFFERED.format(edition=edition)), finding


def _entries(node: Node, meant: Node, location: Location) -> Iterator[tuple[Node, Node, Location]]:
    if isinstance(node, Sequence) and isinstance(meant, Sequence):
        for n, (written, composed) in enumerate(zip(node.items, meant.items, strict=True)):
            yield written, composed, (*location, n)


def _reworded(node: Node, location: Location, text: str) -> Operation:
    """Return the edit that gives an option, or the box of a bracket, another name."""
    if isinstance(node, Mapping):
        return Rename((*location, next(iter(node.entries))), text)
    return Put(location, text)


def _name(node: Node) -> str:
    """Return the option that a node names: its text, or the key of a box with a bracket."""
    match node:
        case Text(text=text):
            return text
        case Mapping(entries=entries) if len(entries) == 1:
            return next(iter(entries))
    return ""


def _item(form: Form, address: str) -> Item | None:
    return next((i for _, i in form.items() if i.is_own and i.address == address), None)
