"""Which 提出時期 a change calls for, by which rule, and what a person must decide.

Nothing is decided here. A change of a ※ item is a 重要な変更 unless one of three exceptions
holds, and of those a program can tell only a change of form, and that only in plain cases; so
whatever else happens to a ※ item is proposed as 事前 and left to a person.
Source: 特定個人情報保護評価に関する規則第11条（重要な変更）, 第14条（評価書の修正）,
特定個人情報保護評価指針第6の2(2).
"""

from enum import Enum
from typing import NamedTuple

from pia.changes.cells import paragraphs
from pia.changes.compare import BlockChange, Change
from pia.changes.kinds import FORMAL, ChangeKind, Variable, kind_of
from pia.forms.definition import Form, Placement
from pia.forms.walk import Answer
from pia.model.base import Checked, Kind
from pia.model.choices import Timing
from pia.model.law import Law

SIGNIFICANT_CHANGE = "規則第11条、指針第6の2(2)"
CORRECTION = "規則第14条"


class Rule(Enum):
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

    def __init__(self, timing: Timing, needs_decision: bool, reason: str, source: str) -> None:
        self.timing = timing
        self.needs_decision = needs_decision
        self.reason = reason
        self.source = source

    def __str__(self) -> str:
        return f"{self.reason}（{self.source}）"


class Proposal(NamedTuple):
    """What is proposed for a change. significant: whether the form marks the item with ※."""

    rule: Rule
    kind: ChangeKind
    significant: bool

    @property
    def timing(self) -> Timing:
        return self.rule.timing


def classify(
    change: Change, form: Form, variables: tuple[Variable, ...] = (), is_joint: bool = False
) -> Proposal:
    """Propose the 提出時期 of a change.

    form: that of the new version. variables: those whose value differs between the versions.
    is_joint: whether the form 3 or 4 of the same 事務 has a 重要な変更 in this revision.
    """
    kind = _kind(change, variables)
    significant = _is_significant(change)
    if not form.significance:
        rule = Rule.JOINT if is_joint else Rule.NO_MARKS
        return Proposal(rule, kind, significant=False)
    return Proposal(_rule(change, kind, significant), kind, significant)


def strictest(proposals: list[Proposal]) -> Proposal:
    """Return the proposal that holds for a row of several changes."""
    return max(proposals, key=lambda p: (p.rule.needs_decision, p.timing is Timing.BEFORE))


def _rule(change: Change, kind: ChangeKind, significant: bool) -> Rule:
    if not significant:
        return Rule.WITHIN_MARKED if _stands_within_marked(change) else Rule.OTHER_ITEM
    if isinstance(change, BlockChange):
        return Rule.MARKED_BLOCK
    if kind in FORMAL:
        return Rule.FORMAL
    return Rule.OFFICE if kind is ChangeKind.OFFICE else Rule.IN_DOUBT


def _kind(change: Change, variables: tuple[Variable, ...]) -> ChangeKind:
    if isinstance(change, BlockChange):
        return ChangeKind.FORM if change.unprinted else ChangeKind.BLOCK
    if change.unprinted:
        return ChangeKind.FORM
    match change.answer.item.kind:
        case Kind.IMAGE:
            return ChangeKind.FIGURE
        case Kind.CHOICE:
            return ChangeKind.SUBSTANCE
        case Kind.CHECKS if _ticked(change.before) != _ticked(change.after):
            return ChangeKind.SUBSTANCE
    before, after = ("\n".join(paragraphs(side)) for side in (change.before, change.after))
    return kind_of(before, after, variables)


def _ticked(answer: Answer | None) -> set[object]:
    boxes = (answer.value or ()) if answer else ()
    return {box.option for box in boxes if isinstance(box, Checked)}


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
