"""Form 2 from a form 3 or 4, and whether the two still say the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pia.derivation.draft import Original, draft
from pia.derivation.rules import REDACTIONS, Basis, Taken, derived
from pia.document import Document, load
from pia.errors import Finding, Messages, PiaError, Severity, in_order
from pia.forms import load as forms
from pia.forms.definition import Item
from pia.forms.walk import value_at
from pia.japanese import fold
from pia.model.assessment import Assessment, threshold_result
from pia.model.base import Checked, Kind, Option, Part
from pia.model.ref import Ref
from pia.model.threshold import BRIEF, FULL, due
from pia.source.names import workspace_root
from pia.source.nodes import location_of, position_of

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
