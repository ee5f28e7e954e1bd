"""Which 提出時期 a change calls for, by which rule, and what a person must decide.

Nothing is decided here. A change of a ※ item is a 重要な変更 unless one of three exceptions
holds, and of those a program can tell only a change of form, and that only in plain cases; so
whatever else happens to a ※ item is proposed as 事前 and left to a person.
Source: 特定個人情報保護評価に関する規則第11条（重要な変更）, 第14条（評価書の修正）,
特定個人情報保護評価指針第6の2(2).
"""

import re
from enum import Enum
from typing import NamedTuple

from pia.changes.compare import ENTRY, BlockChange, Change, text_of_value
from pia.changes.kinds import FORMAL, ChangeKind, Evidence, Likeness, likeness
from pia.forms.definition import Placement, Style
from pia.forms.walk import Answer, Place
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Checked, Kind
from pia.model.choices import Timing
from pia.model.law import Law
from pia.model.ref import Ref

ATTACHMENTS = Ref(Assessment, lambda a: a.attachments).key + "["
SIGNIFICANT_CHANGE = str(Law.SIGNIFICANT)
CORRECTION = str(Law.CORRECTION)


class Ground(Enum):
    """Why a timing is proposed: the timing, whether a person must decide, reason and source."""

    NO_MARKS = (
        Timing.AFTER,
        False,
        "この様式に※の項目はなく、重要な変更の対象にならない",
        CORRECTION,
    )
    JOINT = (
        Timing.BEFORE,
        False,
        "同じ事務の重点項目評価書又は全項目評価書に重要な変更があるので、この様式も事前に提出する",
        str(Law.KISO_BEFORE),
    )
    MAY_BE_JOINT = (
        Timing.BEFORE,
        True,
        "同じ事務の重点項目評価書又は全項目評価書に重要な変更があれば、この様式も事前に提出する。"
        "あるかどうかは人が確かめる必要がある",
        str(Law.KISO_BEFORE),
    )
    OTHER_ITEM = (
        Timing.AFTER,
        False,
        "※の項目ではないので評価書の修正に当たり、変更後速やかに提出・公表すれば足りる",
        CORRECTION,
    )
    FORMAL = (
        Timing.AFTER,
        False,
        "※の項目だが、形式的な変更に当たり、重要な変更から除かれる",
        SIGNIFICANT_CHANGE,
    )
    OFFICE = (
        Timing.BEFORE,
        True,
        "※の項目の変更。同じ組織の名称が変わっただけなら重要な変更から除かれるが、"
        "担当する組織が替わったのでないかは人が確かめる必要がある",
        SIGNIFICANT_CHANGE,
    )
    IN_DOUBT = (
        Timing.BEFORE,
        True,
        "※の項目の変更で、形式的な変更とは言い切れない。リスクを相当程度変動させない変更か、"
        "リスクを明らかに軽減させる変更に当たるかどうかは人が判断する",
        SIGNIFICANT_CHANGE,
    )
    WITHIN_MARKED = (
        Timing.BEFORE,
        True,
        "※の項目の欄に並ぶ件数の変更。※の項目の変更に当たるかどうかは人が判断する",
        SIGNIFICANT_CHANGE,
    )
    MARKED_BLOCK = (
        Timing.BEFORE,
        True,
        "※の項目を含む件の追加又は削除。※の項目の変更に当たるかどうかは人が判断する",
        SIGNIFICANT_CHANGE,
    )
    CITED = (
        Timing.BEFORE,
        True,
        "※の項目が引く別紙の変更。※の項目の変更に当たるかどうかは人が判断する",
        SIGNIFICANT_CHANGE,
    )

    def __init__(self, timing: Timing, needs_decision: bool, reason: str, source: str) -> None:
        self.timing = timing
        self.needs_decision = needs_decision
        self.reason = reason
        self.source = source

    def __str__(self) -> str:
        return f"{self.reason}（{self.source}）"


# Of a form 2, by whether the form 3 or 4 beside it has a 重要な変更.
_BESIDE = {True: Ground.JOINT, None: Ground.MAY_BE_JOINT, False: Ground.NO_MARKS}


class Proposal(NamedTuple):
    """What is proposed for a change. significant: whether the form marks the item with ※.
    pairs: the wordings that were replaced, of a kind that many items share."""

    ground: Ground
    kind: ChangeKind
    significant: bool
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def timing(self) -> Timing:
        return self.ground.timing


def classify(change: Change, evidence: Evidence) -> Proposal:
    """Propose the 提出時期 of a change; what counts is the form of the new version."""
    kind, pairs = _likeness(change, evidence)
    significant = _is_significant(change)
    if not evidence.new.form.significance:
        ground = _BESIDE[evidence.is_joint]
        return Proposal(ground, kind, significant=False, pairs=pairs)
    return Proposal(_ground(change, kind, significant, evidence), kind, significant, pairs)


def strictest(proposals: list[Proposal]) -> Proposal:
    """Return the proposal that holds for a row of several changes."""
    return max(proposals, key=lambda p: (p.ground.needs_decision, p.timing is Timing.BEFORE))


def _ground(change: Change, kind: ChangeKind, significant: bool, evidence: Evidence) -> Ground:
    if not significant:
        if kind not in FORMAL and _is_cited(change, evidence):
            return Ground.CITED
        return Ground.WITHIN_MARKED if _stands_within_marked(change) else Ground.OTHER_ITEM
    if isinstance(change, BlockChange):
        return Ground.MARKED_BLOCK
    if kind in FORMAL:
        return Ground.FORMAL
    return Ground.OFFICE if kind is ChangeKind.OFFICE else Ground.IN_DOUBT


def _likeness(change: Change, evidence: Evidence) -> Likeness:
    if isinstance(change, BlockChange):
        return Likeness(ChangeKind.FORM if change.unprinted else ChangeKind.BLOCK)
    if change.unprinted:
        return Likeness(ChangeKind.FORM)
    match change.answer.item.kind:
        case Kind.IMAGE:
            return Likeness(ChangeKind.FIGURE)
        case Kind.CHOICE | Kind.COUNT | Kind.DATE:
            return Likeness(ChangeKind.SUBSTANCE)
        case Kind.CHECKS if _ticked(change.before) != _ticked(change.after):
            return Likeness(ChangeKind.SUBSTANCE)
    before, after = (_text(side) for side in (change.before, change.after))
    found = likeness(before, after, evidence)
    if found.kind is ChangeKind.NUMBERING and _is_beside_figure(change.answer):
        return Likeness(ChangeKind.SUBSTANCE)
    return found


def _is_beside_figure(answer: Answer) -> bool:
    """Return whether an answer explains a figure, whose picture shows the numbers of the text."""
    return any(isinstance(p, Place) and p.section.style is Style.FIGURE for p in answer.trail)


def _text(answer: Answer | None) -> str:
    return text_of_value(answer.value).replace(ENTRY, "\n") if answer else ""


def _ticked(answer: Answer | None) -> set[object]:
    boxes = (answer.value or ()) if answer else ()
    return {box.option for box in boxes if isinstance(box, Checked)}


# What a ※ item cites: 別紙「保管場所一覧」, 別紙１, or any 別紙 where it does not say which.
_CITES = re.compile(r"別紙(?!「)(?![0-9一二三四五六七八九十])")


def _is_cited(change: Change, evidence: Evidence) -> bool:
    """Return whether a change is one of a 別紙 that a ※ item of either version cites."""
    answers = change.answers if isinstance(change, BlockChange) else (change.answer,)
    context = answers[0].context
    if not change.address.startswith(ATTACHMENTS):
        return False
    citing = fold(evidence.citing)
    named = (getattr(context, "title", None), getattr(context, "id", None))
    return bool(_CITES.search(citing)) or any(fold(name) in citing for name in named if name)


def _is_significant(change: Change) -> bool:
    """Return whether the form marks what changed; of two forms, whether either does."""
    if isinstance(change, BlockChange):
        return any(a.item.significant and a.is_given for a in change.answers)
    return any(side.item.significant for side in (change.before, change.after) if side)


def _stands_within_marked(change: Change) -> bool:
    """Return whether an answer shares the cell of a ※ item, as the 件数 of 委託 does."""
    if isinstance(change, BlockChange):
        return False
    answer = change.answer
    above = answer.trail[-1]
    is_within = answer.item.place in (Placement.INLINE, Placement.BOX)
    return is_within and isinstance(above, Answer) and above.item.significant
