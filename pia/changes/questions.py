"""Changes → questions to a person: one for each distinct change, with all items that have it."""

import re
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
)
from pia.changes.excerpt import hunks
from pia.changes.kinds import ChangeKind, Pair, common, replaced, replacements
from pia.forms.index import place_title, title, without_ids
from pia.japanese import fold
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Ref

# Longer words are told by their beginning, their length and a digest.
LONGEST = 600
SHOWN = 300
LEFT_OUT = "（中略）"
# Signs of a replacement whose meaning hangs on the sentence around it: numerals, negations,
# conjunctions, limits, conditions. The same of them in another sentence is another change.
_HANGS_ON_SENTENCE = (
    r"[0-9０-９〇一二三四五六七八九十百千万①-⑳]|な[いくかけし]|ず|ぬ|無|不|非|未|否|除|以|限|のみ|だけ|しか|全|各"
    r"|一部|等|など|又|及び|並び|若し|若く|もしく|且つ|かつ|場合|とき|際|必要|原則|可能|でき|得る|禁止|義務|任意|超|約|ほぼ"
)
# A name, or a word of its own.
_WORD = r"[一-龥々ァ-ヺーA-Za-zＡ-Ｚａ-ｚ]{2,}|[ぁ-ゖ]{4,}"
DEPARTMENT = Ref(Assessment, lambda a: a.department.name).address


class ChangedWords(NamedTuple):
    """What a question is about: the changed words before and after."""

    before: str
    after: str


class ChangeTold(NamedTuple):
    """What one change says: its changed lines, and the words replaced in them if that is all."""

    lines: ChangedWords
    wording: ChangedWords | None


class Question(NamedTuple):
    """A distinct change and every item that has it, as printed.

    told: what the change of each item says, by its address.
    """

    words: ChangedWords
    changes: tuple[Change, ...]
    proposal: Proposal
    told: Mapping[str, ChangeTold]
    evidence: str = ""

    def is_about(self, words: ChangedWords, addresses: Sequence[str]) -> bool:
        """Return whether words tell of the changes at these addresses, whoever shares them."""
        held = bare(words)
        said = [self.told[address] for address in addresses if address in self.told]
        return held == bare(self.words) or (
            bool(said) and all(held in (bare(t.lines), t.wording and bare(t.wording)) for t in said)
        )

    @property
    def addresses(self) -> list[str]:
        return [change.address for change in self.changes]

    @property
    def items(self) -> list[str]:
        return list(dict.fromkeys(map(item_of, self.changes)))


def questions(comparison: Comparison, proposals: Mapping[str, Proposal]) -> Iterator[Question]:
    """Yield the questions of a comparison in the order of their first change.

    The 件数 of a list belongs to the question of the entry that came in or fell out.
    Texts that differ by the same words alone are one change, whatever stands around them.
    """
    blocks = [c for c in comparison.changes if isinstance(c, BlockChange)]
    groups: dict[object, list[Change]] = {}
    told: dict[str, ChangeTold] = {}
    for change in comparison.changes:
        cause = _cause(change, blocks)
        said = told[change.address] = _told(cause, proposals[cause.address], comparison)
        key = (said.wording or said.lines, *_apart(cause, proposals[cause.address]))
        groups.setdefault(key, []).append(change)
    for changes in groups.values():
        own = {change.address: told[change.address] for change in changes}
        first, *more = own.values()
        words = first.lines if all(t.lines == first.lines for t in more) else first.wording
        strict = strictest([proposals[change.address] for change in changes])
        evidence = _evidence(strict, comparison)
        yield Question(words or first.lines, tuple(changes), strict, own, evidence)


def bare(words: ChangedWords) -> ChangedWords:
    """Return words without the line ends that YAML adds or takes away."""
    return ChangedWords(*(text.strip() for text in words))


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


def _told(change: Change, proposal: Proposal, comparison: Comparison) -> ChangeTold:
    is_text = isinstance(change, ItemChange) and change.answer.item.kind in (Kind.PROSE, Kind.LINE)
    if proposal.pairs or not is_text:
        return ChangeTold(_words(change, proposal, comparison), None)
    lines = _changed_lines(*_values(change, comparison))
    is_substance = proposal.kind is ChangeKind.SUBSTANCE
    return ChangeTold(
        ChangedWords(*map(_clipped, lines)), _wording(*lines) if is_substance else None
    )


def _wording(before: str, after: str) -> ChangedWords | None:
    """Return the words that were replaced throughout, if each means the same in any sentence."""
    pairs = sorted(set(replacements(before, after)))
    if not pairs or not all(map(_stands_alone, pairs)) or replaced(before, pairs) != after:
        return None
    return ChangedWords(*("\n".join(side) for side in zip(*pairs, strict=True)))


def _stands_alone(pair: Pair) -> bool:
    """Return whether a replacement is one of words, and of no numeral, negation or limit."""
    differing = [text for text in _differing(*pair) if text]
    return all(
        re.search(_WORD, text) and not re.search(_HANGS_ON_SENTENCE, text) for text in differing
    )


def _differing(before: str, after: str) -> tuple[str, str]:
    """Return both texts without what they begin and end with alike."""
    start = common(before, after)
    end = common(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end], after[start : len(after) - end]


def _words(change: Change, proposal: Proposal, comparison: Comparison) -> ChangedWords:
    if proposal.pairs:
        return ChangedWords(
            *(_clipped("\n".join(side)) for side in zip(*proposal.pairs, strict=True))
        )
    if isinstance(change, BlockChange):
        return ChangedWords(
            *(_clipped(_content(change, side)) for side in (change.before, change.after))
        )
    before, after = _values(change, comparison)
    if change.answer.item.kind is Kind.IMAGE:
        return ChangedWords(*(_picture(side, change) for side in (before, after)))
    return ChangedWords(*map(_clipped, _changed_lines(before, after)))


def _values(change: Change, comparison: Comparison) -> tuple[str, str]:
    key = fold(change.address)
    old, new = (version.value(key) for version in (comparison.old, comparison.new))
    return old, new


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
