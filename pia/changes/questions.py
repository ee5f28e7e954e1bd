"""Changes → questions to a person: one for each distinct change, with all items that have it."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from pia.changes.classify import Ground, Proposal, strictest
from pia.changes.compare import (
    ENTRY,
    BlockChange,
    Change,
    Comparison,
    ItemChange,
    Version,
    text_of_value,
    without_ids,
)
from pia.changes.excerpt import hunks
from pia.forms.paths import place_title, title
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref

# Longer words are told by their beginning, their length and a digest.
LONGEST = 600
SHOWN = 300
LEFT_OUT = "（中略）"
DEPARTMENT = Ref(Assessment, lambda a: a.department.name).address


class Words(NamedTuple):
    """What a question is about: the changed words before and after."""

    before: str
    after: str


class Question(NamedTuple):
    """A distinct change and every item that has it, as printed."""

    words: Words
    changes: tuple[Change, ...]
    proposal: Proposal
    evidence: str = ""

    @property
    def addresses(self) -> list[str]:
        return [change.address for change in self.changes]

    @property
    def items(self) -> list[str]:
        return list(dict.fromkeys(map(item_of, self.changes)))


def questions(comparison: Comparison, proposals: Mapping[str, Proposal]) -> Iterator[Question]:
    """Yield the questions of a comparison in the order of their first change.

    The 件数 of a list belongs to the question of the entry that came in or fell out.
    """
    blocks = [c for c in comparison.changes if isinstance(c, BlockChange)]
    groups: dict[object, list[Change]] = {}
    words: dict[object, Words] = {}
    for change in comparison.changes:
        cause = _cause(change, blocks)
        told = _words(cause, proposals[cause.address], comparison)
        key: object = (told, *_apart(cause, proposals[cause.address]))
        groups.setdefault(key, []).append(change)
        words[key] = told
    for key, changes in groups.items():
        strict = strictest([proposals[change.address] for change in changes])
        yield Question(words[key], tuple(changes), strict, _evidence(strict, comparison))


def item_of(change: Change) -> str:
    """Return the item of a change as people write it."""
    if isinstance(change, BlockChange):
        return place_title(change.trail)
    return title(change.answer)


def digest(version: Version) -> str:
    """Return what tells one version from another: a digest of every answer."""
    return _digest("\n".join(f"{key}\t{text}" for key, text in version.values.items()))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _cause(change: Change, blocks: Sequence[BlockChange]) -> Change:
    """Return the entry of a list whose coming or going changed a 件数; else the change itself."""
    if isinstance(change, BlockChange) or not change.answer.item.derive.startswith("count "):
        return change
    item = change.answer.item
    around = change.address.removesuffix(".".join(item.keys))
    listed = f"{around}{item.derive.removeprefix('count ')}["
    return next((block for block in blocks if block.address.startswith(listed)), change)


def _apart(change: Change, proposal: Proposal) -> tuple[object, ...]:
    """Return what keeps changes of the same words apart: an option means its item."""
    if isinstance(change, BlockChange):
        return (bool(change.after),)
    if proposal.pairs or change.answer.item.kind in (Kind.PROSE, Kind.LINE):
        return ()
    return (without_ids(change.address),)


def _words(change: Change, proposal: Proposal, comparison: Comparison) -> Words:
    if proposal.pairs:
        return Words(*(_clipped("\n".join(side)) for side in zip(*proposal.pairs, strict=True)))
    if isinstance(change, BlockChange):
        return Words(*(_clipped(_content(change, side)) for side in (change.before, change.after)))
    key = fold(change.address)
    before, after = (v.values.get(key, "") for v in (comparison.old, comparison.new))
    if change.answer.item.kind is Kind.IMAGE:
        return Words(*(_picture(side, change) for side in (before, after)))
    return Words(*map(_clipped, _changed_lines(before, after)))


def _picture(value: str, change: ItemChange) -> str:
    return f"画像（照合 {_digest(value)}）" if value else ""


def _content(block: BlockChange, side: Sequence[object]) -> str:
    if not side:
        return ""
    return "\n".join(
        f"{answer.address[len(block.address) + 1 :]}　{_plain(text_of_value(answer.value))}"
        for answer in block.answers
        if answer.is_given
    )


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    """Return the paragraphs or entries that differ, those in between left out."""
    old, new = (text.replace(ENTRY, "\n").split("\n") for text in (before, after))
    found = hunks(old, new)
    if found is None:
        return _plain(before), _plain(after)
    left = ("\n".join(old[h.i : h.j]) for h in found)
    right = ("\n".join(new[h.k : h.m]) for h in found)
    between = f"\n{LEFT_OUT}\n"
    return _plain(between.join(left)), _plain(between.join(right))


def _plain(text: str) -> str:
    for sign in ("\t", "\x1f", ENTRY):
        text = text.replace(sign, "\n" if sign == ENTRY else "　")
    return text.strip("\n")


def _clipped(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:SHOWN]}…（全{len(text)}字、照合 {_digest(text)}）"


def _evidence(proposal: Proposal, comparison: Comparison) -> str:
    """Return the 担当部署 row that a renamed office may be held against."""
    if proposal.ground is not Ground.OFFICE:
        return ""
    row = next((c for c in comparison.changes if _is_department(c)), None)
    if not isinstance(row, ItemChange):
        return "担当部署の欄は変わっていません"
    before, after = (side.value if side else "" for side in (row.before, row.after))
    return f"{item_of(row)}「{before}」→「{after}」"


def _is_department(change: Change) -> bool:
    return isinstance(change, ItemChange) and change.address == DEPARTMENT
