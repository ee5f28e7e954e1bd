"""Two versions of an assessment → what differs, answer by answer and block by block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from pia.forms.definition import Form
from pia.forms.index import blocks_around, without_ids
from pia.forms.walk import Answer, Place, value_at, walk
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment
from pia.model.base import Checked, Kind
from pia.model.ref import Ref
from pia.source import images

ALIKE = 0.5  # of the answers are equal: a removed and an added block may be the same
# The table of changes itself and the day of publication are not compared.
CHANGES = Ref(Assessment, lambda a: a.changes).key
PUBLISHED = Ref(Assessment, lambda a: a.cover.published).address
ENTRY = "\x1e"  # between the entries of a list, so that no line break looks like one
_MARKED_KANA = re.compile(".[\u3099\u309a]")


@dataclass(frozen=True)
class Version:
    """An assessment as one form prints it. folder: where the paths of its images start."""

    form: Form
    assessment: Assessment
    folder: Path = Path()

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Every answer that is compared by its address, folded, in printed order."""
        compared = self.assessment.model_copy(update={"changes": ()})
        answers = (a for a in walk(self.form, compared) if a.item.is_own)
        return {fold(a.address): a for a in answers if a.address != PUBLISHED}

    @cached_property
    def blocks(self) -> frozenset[str]:
        """The folded address of every block that an answer stands in."""
        innermost = {key[: key.rindex("]") + 1] for key in self.answers if "]" in key}
        return frozenset(block for key in innermost for block in blocks_around(key))

    @property
    def values(self) -> dict[str, str]:
        """The same keys with the values as texts that are equal when the values are."""
        return {key: self.value(key) for key in self.answers}

    def value(self, key: str) -> str:
        """Return one of the values, "" for a key that the version does not have."""
        answer = self.answers.get(key)
        if answer and answer.item.kind is Kind.IMAGE and answer.value:
            return images.digest_as_seen(self.folder / answer.value)
        return self.texts.get(key, "")

    @cached_property
    def texts(self) -> dict[str, str]:
        """The same as the values, but for pictures, which are told by their files' bytes: drawing
        them takes long, and they are seldom others."""
        return {key: self._text(answer) for key, answer in self.answers.items()}

    def _text(self, answer: Answer) -> str:
        item = answer.item
        if item.numbered:
            return "\n".join(sorted(names(answer)))
        if item.kind is Kind.IMAGE and answer.value:
            return images.digest(self.folder / answer.value)
        if item.kind is Kind.CHECKS:  # the form prints boxes in its own order
            return "\n".join(sorted(map(text_of_value, answer.value or ())))
        return text_of_value(answer.value)

    def prints(self, address: str) -> bool:
        """Return whether the form has a place for the address, ids aside."""
        return self.form.prints(without_ids(address))


def names(answer: Answer) -> list[str]:
    """Return the name, or the names of a whole list, that the form prints with their numbers."""
    *listed, last = answer.item.keys
    entries = value_at(answer.context, listed) if listed else [answer.context]
    return [name for entry in entries if (name := value_at(entry, [last]))]


def text_of_value(value: object) -> str:
    """Return a text that is equal for equal values, whatever form prints them."""
    match value:
        case None:
            return ""
        case date():
            return wareki(value)
        case Checked(option=option, text=text):
            return f"{option}\t{text or ''}"
        case tuple():
            return ENTRY.join(map(text_of_value, value))
        case dict():
            cells = sorted((key, cell) for key, cell in value.items() if cell)
            return "\x1f".join(f"{key}\t{cell}" for key, cell in cells)
        case _:  # か and a mark of its own is が on paper
            return _MARKED_KANA.sub(lambda m: normalize("NFC", m[0]), str(value))


class ItemChange(NamedTuple):
    """An item whose value differs; None on the side that has no such item.

    unprinted: the form, such as 様式3, that has no place for it; empty in the ordinary case.
    """

    address: str
    before: Answer | None
    after: Answer | None
    unprinted: str = ""

    @property
    def answer(self) -> Answer:
        answer = self.after or self.before
        assert answer is not None
        return answer


class BlockChange(NamedTuple):
    """A block that only one version has, with the answers that are given in it."""

    address: str
    before: tuple[Answer, ...]
    after: tuple[Answer, ...]
    unprinted: str = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.after or self.before

    @property
    def place(self) -> Place:
        """The section that the block repeats, as it stands in the version that has it."""
        return self.trail[-1]

    @property
    def trail(self) -> tuple[Place, ...]:
        """The sections down to the block itself."""
        depth = self.address.count("[")
        trail: list[Place] = []
        for place in self.answers[0].trail:
            if isinstance(place, Place):
                trail.append(place)
                depth -= bool(place.section.per)
            if not depth:
                break
        return tuple(trail)


Change = ItemChange | BlockChange


class Reordering(NamedTuple):
    """A list whose blocks stand in another order; only ids that both versions have."""

    address: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class LikelyRename(NamedTuple):
    """A removed and an added block that may be one block under a new id; never paired here."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in printed order of the new version."""

    old: Version
    new: Version
    changes: tuple[Change, ...]
    moves: tuple[Reordering, ...] = ()
    renames: tuple[LikelyRename, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.moves)


def compare(old: Version, new: Version) -> Comparison:
    """Compare two versions by address; forms and editions may differ."""
    before, after = old.texts, new.texts
    other = (k for k in before.keys() | after.keys() if before.get(k) != after.get(k))
    one_sided_keys = before.keys() ^ after.keys()
    changed = {k for k in other if k in one_sided_keys or old.value(k) != new.value(k)}
    one_sided = old.blocks ^ new.blocks
    items: dict[str, Change] = {}
    for key in _in_printed_order(changed, old, new):
        block = next((b for b in blocks_around(key) if b in one_sided), None)
        if block is None:
            items[key] = _item_change(key, old, new)
        elif block not in items:
            items[block] = _block_change(block, old, new)
    changes = tuple(change for change in items.values() if _says_something(change))
    return Comparison(old, new, changes, tuple(_moves(old, new)), tuple(_renames(changes)))


def _in_printed_order(keys: set[str], old: Version, new: Version) -> list[str]:
    """Return the keys as the new version prints them, what is gone behind its old neighbour."""
    places = {key: (n, 0) for n, key in enumerate(new.answers)}
    last = (-1, 0)
    for key in old.answers:
        last = places[key] if key in new.answers else (last[0], last[1] + 1)
        places[key] = last
    return sorted(keys, key=lambda key: places[key])


def _item_change(key: str, old: Version, new: Version) -> ItemChange:
    before, after = old.answers.get(key), new.answers.get(key)
    address = (after or old.answers[key]).address
    return ItemChange(address, before, after, _unprinted(address, before, after, old, new))


def _block_change(block: str, old: Version, new: Version) -> BlockChange:
    before, after = _given(block, old), _given(block, new)
    inner = (after or before or _all(block, new) or _all(block, old))[0].address
    address = next(a for a in blocks_around(inner) if fold(a) == block)
    unprinted = _unprinted(address, before or None, after or None, old, new)
    return BlockChange(address, before, after, unprinted)


def _unprinted(address: str, before: object, after: object, old: Version, new: Version) -> str:
    sides = ((before, old), (after, new))
    lacking = (v.form.number for side, v in sides if side is None and not v.prints(address))
    return next(lacking, "")


def _all(block: str, version: Version) -> tuple[Answer, ...]:
    return tuple(a for key, a in version.answers.items() if key.startswith(block))


def _given(block: str, version: Version) -> tuple[Answer, ...]:
    """Return the answers of a block, empty ones left out unless all are empty."""
    answers = _all(block, version)
    return tuple(a for a in answers if a.is_given) or answers


def _says_something(change: Change) -> bool:
    """Return whether a change is more than an empty item that only one form has."""
    if isinstance(change, BlockChange):
        return True
    return any(a is not None and a.is_given for a in (change.before, change.after))


def _moves(old: Version, new: Version) -> Iterator[Reordering]:
    before, after = _ids(old), _ids(new)
    for address in before:
        common = set(before[address]) & set(after.get(address, ()))
        former = tuple(name for name in before[address] if name in common)
        latter = tuple(name for name in after.get(address, ()) if name in common)
        if former != latter:
            yield Reordering(address, former, latter)


def _ids(version: Version) -> dict[str, list[str]]:
    """Return the ids of every list in their order."""
    blocks = (b for key in version.answers if "]" in key for b in blocks_around(key))
    ids: dict[str, list[str]] = {}
    for block in dict.fromkeys(blocks):
        address, _, name = block[:-1].rpartition("[")
        ids.setdefault(address, []).append(name)
    return ids


def _renames(changes: tuple[Change, ...]) -> Iterator[LikelyRename]:
    blocks = [c for c in changes if isinstance(c, BlockChange)]
    added = [block for block in blocks if block.after]
    for gone in (block for block in blocks if block.before):
        alike = [(_alike(gone, new), new) for new in added if _list(new) == _list(gone)]
        share, closest = max(alike, key=lambda pair: pair[0], default=(0, gone))
        if share >= ALIKE:
            yield LikelyRename(gone.address, closest.address)


def _list(block: BlockChange) -> str:
    return block.address.rpartition("[")[0]


def _alike(gone: BlockChange, new: BlockChange) -> float:
    """Return the share of answers that both blocks give alike."""
    before, after = _relative(gone), _relative(new)
    same = sum(after.get(key) == text for key, text in before.items())
    return same / max(len(before), len(after))


def _relative(block: BlockChange) -> dict[str, str]:
    return {a.address[len(block.address) :]: text_of_value(a.value) for a in block.answers}
