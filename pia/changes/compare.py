"""Two versions of an assessment → what differs, answer by answer and block by block."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pia.changes.version import Version, blocks_around, text_of_value
from pia.forms.walk import Answer, Place
from pia.japanese import fold

# From this share of equal answers on, a removed and an added block may be the same.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class ItemChange:
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


@dataclass(frozen=True, slots=True)
class BlockChange:
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


class Move(NamedTuple):
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
    moves: tuple[Move, ...] = ()
    renames: tuple[LikelyRename, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.moves)


def compare(old: Version, new: Version) -> Comparison:
    """Compare two versions by address; forms and editions may differ."""
    changed = _changed_keys(old.values, new.values)
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


def _changed_keys(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Return the keys that differ. Equal ones are left out first: deepdiff would copy a level
    for each of them."""
    from deepdiff import DeepDiff

    same = {key for key, text in before.items() if after.get(key) == text}
    old, new = ({k: v for k, v in d.items() if k not in same} for d in (before, after))
    tree = DeepDiff(old, new, view="tree", threshold_to_diff_deeper=0)
    return {level.path(output_format="list")[0] for levels in tree.values() for level in levels}


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
    if before is None and not old.prints(address):
        return old.form.number
    if after is None and not new.prints(address):
        return new.form.number
    return ""


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


def _moves(old: Version, new: Version) -> Iterator[Move]:
    before, after = _ids(old), _ids(new)
    for address in before:
        common = set(before[address]) & set(after.get(address, ()))
        former = tuple(name for name in before[address] if name in common)
        latter = tuple(name for name in after.get(address, ()) if name in common)
        if former != latter:
            yield Move(address, former, latter)


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
