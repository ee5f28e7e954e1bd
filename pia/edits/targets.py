"""An address, or a dotted name in a file of names → the place in a file that it means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pia.edits.messages import EditMessages
from pia.errors import RefusedError, excerpt
from pia.forms.definition import Form
from pia.forms.index import Field, fields
from pia.japanese import fold, nearest
from pia.model.assessment import Assessment
from pia.model.base import Shape, keys_of, shape_of
from pia.model.ref import Ref
from pia.source.names import FRAGMENTS, VARIABLES
from pia.source.nodes import Location
from pia.source.written import UNSET, Holder, Member, Scalar, value_of

SEGMENT = re.compile(r"([^\[\]]+)((?:\[[^\[\]]+\])?)")
FORM = Ref(Assessment, lambda assessment: assessment.form)
EDITION = Ref(Assessment, lambda assessment: assessment.edition)
FORMER = Ref(Assessment, lambda assessment: assessment.predecessor)
HEAD = (FORM.key, EDITION.key, FORMER.key, VARIABLES, FRAGMENTS)


@dataclass(frozen=True)
class Target:
    """A place in a file, which may have nothing there yet.

    location: as the file spells its keys. official: with the official keys, as `address`.
    shape: what the model holds there, None for a name. orders: the keys around each
    step of the location.
    is_entry: it is an entry of a list. is_new: the list has no such entry yet. id: of the entry.
    missing: address of the block that would have to be there.
    """

    location: Location
    official: Location
    address: str
    shape: Shape | None = None
    orders: tuple[tuple[str, ...], ...] = ()
    is_entry: bool = False
    is_new: bool = False
    id: str = ""
    missing: str = ""

    @property
    def bare(self) -> str:
        """The address without ids, as a form counts it."""
        return ".".join(step for step in self.official if isinstance(step, str))


@dataclass
class Targets:
    """Finds the places of one file in its present state, edits made so far included."""

    root: Holder
    form: Form | None
    fields: dict[str, Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.form is not None:
            self.fields = {f.address: f for top in fields(self.form) for f in top.walk()}

    def find(self, address: str) -> Target:
        """Return what an address means. Raises RefusedError when it means nothing, or several."""
        if self.form is None or address.split(".")[0] in (VARIABLES, FRAGMENTS):
            return self._name(address)
        at = _Walk(self, address)
        for segment in address.split("."):
            at.step(segment)
        return at.target()

    def order(self, address: str) -> tuple[str, ...]:
        """Return the keys of a part (its address without ids) as a new document has them."""
        if not address:
            tops = [a for a in self.fields if "." not in a and a not in HEAD]
            return (*HEAD, *tops)
        found = self.fields.get(address)
        return tuple(inner.key for inner in found.fields) if found else ()

    def _name(self, name: str) -> Target:
        location: list[str | int] = []
        holder: Any = self.root
        for word in name.split("."):
            key = _spelled(holder, word.strip())
            location.append(key)
            member = holder.member(key) if isinstance(holder, Holder) else None
            holder = _inside(member)
        if not all(str(step) for step in location):
            raise RefusedError(EditMessages.NO_ADDRESS.finding(place=excerpt(name), remedy=""))
        return Target(tuple(location), tuple(location), name, orders=(HEAD,))


class _Walk:
    """Follows an address step by step."""

    def __init__(self, targets: Targets, address: str) -> None:
        self.targets = targets
        self.given = address
        self.node: Any = targets.root
        self.shape = Shape(part=targets.form.root if targets.form else None)
        self.location: list[str | int] = []
        self.official: list[str | int] = []
        self.address = ""
        self.missing = ""
        self.entry: tuple[bool, bool, str] = (False, False, "")

    @property
    def keys(self) -> list[str]:
        """The keys so far, as a form counts them."""
        return [step for step in self.official if isinstance(step, str)]

    def step(self, segment: str) -> None:
        match = SEGMENT.fullmatch(segment.strip())
        if match is None:
            raise self._unknown(segment)
        if self.shape.repeated:
            self._only_entry()
        if self.shape.part is None:
            raise self._unknown(segment)
        if self.entry[1]:
            self.missing = self.missing or self.address
        self._key(match[1].strip())
        if match[2]:
            self._entry(match[2][1:-1].strip())

    def _key(self, written: str) -> None:
        part = self.shape.part
        assert part is not None
        official = {fold(key): key for key in keys_of(part)}.get(fold(written))
        if official is None or not self._is_printed(official):
            raise self._unknown(written)
        key = _spelled(self.node, official)
        if len(_twins(self.node, official)) > 1:
            message = EditMessages.AMBIGUOUS
            places = "、".join(f"「{twin}」" for twin in _twins(self.node, official))
            raise RefusedError(message.finding(place=excerpt(self.given), places=places))
        member = self.node.member(key) if isinstance(self.node, Holder) else None
        self.node = _inside(member)
        self.location.append(key)
        self.official.append(official)
        self.address = f"{self.address}.{official}".strip(".")
        self.shape = shape_of(part, keys_of(part)[official])
        self.entry = (False, False, "")

    def _is_printed(self, key: str) -> bool:
        address = ".".join([*self.keys, key])
        form = self.targets.form
        assert form is not None
        return key == "id" or address in HEAD or form.prints(address)

    def _entry(self, name: str) -> None:
        if not self.shape.repeated:
            raise self._unknown(f"[{name}]")
        has_ids = self.shape.part is not None and "id" in keys_of(self.shape.part)
        found = [n for n, entry in _entries(self.node) if has_ids and _id(entry) == fold(name)]
        if not found and name.isdecimal():
            known = [n for n, _ in _entries(self.node)]
            found = [n for n in known if n == int(name) - 1]
        if len(found) > 1:
            message = EditMessages.AMBIGUOUS
            places = "、".join(f"{n + 1}番目の「{name}」" for n in found)
            raise RefusedError(message.finding(place=excerpt(self.given), places=places))
        self._descend(found[0] if found else _count(self.node), name, is_new=not found)

    def _only_entry(self) -> None:
        """Go on in the only entry of a list whose id the address leaves out."""
        entries = list(_entries(self.node))
        if len(entries) == 1:
            n, entry = entries[0]
            self._descend(n, _written_id(entry) or str(n + 1), is_new=False)
            return
        places = "、".join(f"[{_written_id(entry) or n + 1}]" for n, entry in entries) or "なし"
        message = EditMessages.AMBIGUOUS
        raise RefusedError(message.finding(place=excerpt(self.given), places=places))

    def _descend(self, n: int, name: str, *, is_new: bool) -> None:
        if self.entry[1]:
            raise self._unknown(f"[{name}]")
        self.location.append(n)
        self.official.append(n)
        self.address += f"[{name}]"
        self.node = None if is_new else _inside(_at(self.node, n))
        self.shape = self.shape._replace(repeated=False)
        self.entry = (True, is_new, name)

    def target(self) -> Target:
        is_entry, is_new, name = self.entry
        return Target(
            tuple(self.location),
            tuple(self.official),
            self.address,
            self.shape,
            tuple(self._orders()),
            is_entry,
            is_new,
            name,
            self.missing,
        )

    def _orders(self) -> Iterator[tuple[str, ...]]:
        above: list[str] = []
        for step in self.official:
            yield self.targets.order(".".join(above)) if isinstance(step, str) else ()
            above += [step] if isinstance(step, str) else []

    def _unknown(self, word: str) -> RefusedError:
        part = self.shape.part
        known = [key for key in keys_of(part) if self._is_printed(key)] if part else []
        close = nearest(word, known)
        here = self.address or "文書の先頭"
        remedy = f"{here} にある項目: {'、'.join(known)}。" if known else ""
        if close:
            remedy = f"「{'.'.join(filter(None, (self.address, close)))}」の誤りではありませんか。"
        message = EditMessages.NO_ADDRESS
        return RefusedError(message.finding(place=excerpt(self.given), remedy=remedy))


def _inside(member: Member | None) -> Any:
    """Return what a member holds by now: what is written there, or the data that it gets."""
    if member is None:
        return None
    return member.node if member.new is UNSET else member.new


def _spelled(holder: Any, official: str) -> str:
    """Return the key as the file spells it."""
    return next(iter(_twins(holder, official)), official)


def _twins(holder: Any, official: str) -> list[str]:
    keys = [m.new_key or m.key for m in _members(holder)] if isinstance(holder, Holder) else []
    keys = list(holder) if isinstance(holder, dict) else keys
    return [key for key in keys if fold(key) == fold(official)]


def _members(holder: Holder) -> Iterator[Member]:
    return (member for member in holder.members if not member.is_gone)


def _entries(node: Any) -> Iterator[tuple[int, Any]]:
    """Yield the entries of a list with their index, what was removed left out."""
    if isinstance(node, Holder) and not node.is_mapping:
        for n, member in enumerate(node.numbered):
            if not member.is_gone:
                yield n, _plain_entry(member)
    elif isinstance(node, list):
        yield from enumerate(node)


def _plain_entry(member: Member) -> Any:
    inside = _inside(member)
    if isinstance(inside, Holder) and inside.is_mapping:
        found = next((m for m in _members(inside) if fold(m.key) == "id"), None)
        return {"id": value_of(found)} if found else {}
    return inside.text if isinstance(inside, Scalar) else inside


def _at(node: Any, n: int) -> Member | None:
    return node.numbered[n] if isinstance(node, Holder) else Member("", new=node[n])


def _count(node: Any) -> int:
    if isinstance(node, Holder):
        return len(node.numbered)
    return len(node) if isinstance(node, list) else 0


def _written_id(entry: Any) -> str:
    return str(entry.get("id") or "") if isinstance(entry, dict) else ""


def _id(entry: Any) -> str:
    return fold(_written_id(entry))
