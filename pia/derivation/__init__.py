"""Form 2 from a form 3 or 4, as a draft in YAML, and whether the two still say the same.

The draft holds what was taken over, and a blank key for what a person decides. Texts stand as
their author wrote them, with `{{ 名 }}` for what stands elsewhere, so that one edit goes on
reaching the form 2 that was derived.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pia.derivation.rules import NO_ANSWER, REDACTIONS, Basis, Taken, derived
from pia.document import Document, load
from pia.errors import Finding, Messages, PiaError, Severity, in_order
from pia.forms import load as forms
from pia.forms.definition import Item
from pia.forms.index import Field, fields
from pia.forms.walk import value_at
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment, threshold_result
from pia.model.base import Checked, Kind, Option, Part
from pia.model.law import BRIEF, FULL, due
from pia.model.ref import Ref
from pia.source.emit import Noted, Tree, dump, escaped
from pia.source.names import FRAGMENTS, VARIABLES, workspace_root
from pia.source.nodes import Blank, Mapping, Node, Text, child, location_of, position_of

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


ERROR, WARNING = Severity.ERROR, Severity.WARNING


class DerivationMessages(Messages):
    CANNOT_DERIVE = (
        "元にできない様式",
        ERROR,
        "{source}から{target}を作ることはできません。",
        "「pia derive kiso」に、重点項目評価書か全項目評価書のファイルを指定してください。",
    )
    CONTRADICTS = (
        "様式間の矛盾",
        ERROR,
        "ここでは「{here}」ですが、{form}（{place}）からは「{there}」となります。",
        "どちらが正しいかを確かめ、もう一方を直してください。",
    )
    LISTS_DIFFER = (
        "様式間の一覧の違い",
        WARNING,
        "「{name}」は、{where}にだけあります。",
        "一方の一覧に抜けがないか、同じものを違う名前で書いていないかを確かめてください。",
    )
    WORDED_DIFFERENTLY = (
        "様式間の文面の違い",
        WARNING,
        "{form}（{place}）の同じ項目と文面が違います。",
        "一方だけを改めたのでなければ、このままで構いません。",
    )


__all__ = ["contradictions", "derive"]

SAME_TEXT = (Kind.PROSE, Kind.LINE)
NOT_COMPARED = (Ref(Assessment, lambda a: a.office.outline).address, REDACTIONS)
THRESHOLD = Ref(Assessment, lambda a: a.threshold)
RESULT = Ref(Assessment, lambda a: a.procedure.basic.result)


def derive(
    source: Document | Path | str, form: str = BRIEF, target: Path | str | None = None
) -> str:
    """Return the YAML of a form 2 that says what its form 3 or 4 says already.

    What a person must decide is a blank key with a comment. The same source gives the same text.
    target: where it will stand; in the workspace of its source it keeps every `{{ 名 }}`, elsewhere
    and without a target the names are filled in.
    Raises PiaError when nothing can be derived of the source, or not this form.
    """
    document = source if isinstance(source, Document) else load(source)
    brief = forms.named(form, document.form.edition, document.editions)
    if brief.id != BRIEF or document.form.id not in FULL:
        message = DerivationMessages.CANNOT_DERIVE
        raise PiaError(
            message.finding(source=document.form.name, target=brief.name, file=str(document.path))
        )
    basis = Basis(document.form, document.assessment, brief)
    is_shared = target is not None and workspace_root(Path(target)) == document.names.root
    return draft(basis, Original(document, keeps_names=is_shared), document.path.name)


def contradictions(kiso: Document, full: Document) -> list[Finding]:
    """Return what a form 2 says otherwise than its form 3 or 4, at the places of form 2.

    Each message names file and line of the other. What form 2 leaves open, what a person
    decides for it, and its 概要, which shortens the 内容 of the other, are not compared.

    >>> brief = pia.loads(pia.derive("前の版.yaml"))
    >>> pia.contradictions(brief, pia.load("前の版.yaml"))
    []
    """
    return in_order(map(kiso.locate, _Pair(kiso, full).findings()))


class _Pair:
    def __init__(self, kiso: Document, full: Document) -> None:
        self.kiso = kiso.assessment
        self.form = kiso.form
        self.full = full
        self.basis = Basis(full.form, full.assessment, kiso.form)

    def findings(self) -> Iterator[Finding]:
        items = {item.address: item for _, item in self.form.items() if item.is_own}
        for address, taken in derived(self.basis).items():
            here = value_at(self.kiso, address.split("."))
            if taken.value is None or address in NOT_COMPARED:
                continue
            if address in items:
                yield from self._item(items[address], here, taken)
            else:
                yield from self._list(address, here, taken)
        yield from self._result()

    def _item(self, item: Item, here: Any, taken: Taken) -> Iterator[Finding]:
        if here is None and (item.required.always or item.kind is not Kind.CHECKS):
            return
        if item.kind in SAME_TEXT:
            if fold(here) != fold(taken.value):
                message = DerivationMessages.WORDED_DIFFERENTLY
                yield message.finding(
                    form=self.full.form.name, place=self._place(taken.origin), address=item.address
                )
        elif not _agrees(here, taken):
            yield self._contradiction(
                item.address, _said(here, item), _said(taken.value, item), taken.origin
            )

    def _contradiction(self, address: str, here: str, there: str, origin: str) -> Finding:
        message = DerivationMessages.CONTRADICTS
        form, place = self.full.form.name, self._place(origin)
        return message.finding(here=here, there=there, form=form, place=place, address=address)

    def _place(self, address: str) -> str:
        """Return file and line of an address in the other form."""
        root = self.full.source.root
        return f"{self.full.path}:{position_of(root, location_of(root, address)).line}"

    def _list(self, address: str, here: tuple[Part, ...], taken: Taken) -> Iterator[Finding]:
        """Compare the names of a list, whatever their order."""
        if not here:
            return
        mine, theirs = (
            {fold(n): n for n in map(_name, entries)} for entries in (here, taken.value)
        )
        other = f"{self.full.form.name}（{self._place(address)}）"
        for names, without, where in ((mine, theirs, self.form.name), (theirs, mine, other)):
            for name in (name for folded, name in names.items() if folded not in without):
                message = DerivationMessages.LISTS_DIFFER
                yield message.finding(name=name, where=where, address=address)

    def _result(self) -> Iterator[Finding]:
        """Compare what しきい値判断 requires: of Ⅱ in form 2, as stated in form 3 or 4."""
        here = threshold_result(self.kiso, self.kiso)
        there = RESULT.of(self.full.assessment)
        if here is None or there is None or here is due(there):
            return
        yield self._contradiction(THRESHOLD.address, str(here), str(there), RESULT.address)


def _agrees(here: Any, taken: Taken) -> bool:
    if not isinstance(taken.value, tuple):
        return bool(here == taken.value)
    ticked = {box.option for box in here or ()}
    least = {box.option for box in taken.value}
    return least <= ticked <= least | taken.also


def _said(value: Any, item: Item) -> str:
    options = [v.option if isinstance(v, Checked) else v for v in _several(value)]
    return (
        "、".join(item.text_of(o) if isinstance(o, Option) else str(o) for o in options) or "○なし"
    )


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _name(entry: Part) -> str:
    """Return what an entry of a list is called: its first text beside the id."""
    name: str = next((t for n, t in entry if n == "name" and t), "")
    return name
