"""Edits of any YAML file of ours that leave every other byte as it is.

Comments, order, quotes, block and flow style, line ends (also mixed), byte order mark and
indentation stay. The result is read again: it must hold exactly what the edits say and nothing
else may have changed; otherwise nothing is returned.

Locations are keys and indices, as in `nodes`. An index counts the entries that the file has as
given, then those added by the edits before, so that one edit never moves the target of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pia.errors import PiaError
from pia.source import emit
from pia.source.assign import assign, holds, normal, prose
from pia.source.files import BAD, bad_character, decode, text_of
from pia.source.messages import SourceMessages
from pia.source.nodes import Location, position_of
from pia.source.reader import SourceFile, parse
from pia.source.splices import Splices
from pia.source.written import UNSET, Holder, Member, Scalar, plain, value_of, written

MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Put:
    """The value at a location becomes another, or is added with what is missing above it.

    value: None for a blank, a text, a number, or lists and dicts of them. orders: for each step of
    the location the keys among which a new one finds its place. is_prose: line breaks at the end
    of a text do not count, so that several lines stand below a plain `|`.
    """

    location: Location
    value: Any
    orders: Sequence[Sequence[str]] = ()
    is_prose: bool = False


@dataclass(frozen=True)
class Add:
    """An entry joins the list at a location. before: the index of an entry, None for the end."""

    location: Location
    value: Any
    before: int | None = None
    orders: Sequence[Sequence[str]] = ()
    is_prose: bool = False


@dataclass(frozen=True)
class Remove:
    """What stands at a location goes, with its key or dash."""

    location: Location


@dataclass(frozen=True)
class Move:
    """The entry at a location goes before another of its list. before: its index, None: the end."""

    location: Location
    before: int | None = None


@dataclass(frozen=True)
class Rename:
    """The key at a location becomes another."""

    location: Location
    key: str


@dataclass(frozen=True)
class CommentOut:
    """What stands at a location, its key with it, becomes a comment under a heading."""

    location: Location
    heading: str


Operation = Put | Add | Remove | Move | Rename | CommentOut


def edited(data: bytes, path: Path, changes: Sequence[Operation]) -> bytes:
    """Return the bytes of a YAML file with the changes made, all of them.

    path: of the file, for messages. Raises PiaError, with the place, for a file that is not
    YAML, a location that it does not have, and a change that would touch something else.
    """
    source = read_for_edit(data, path)
    draft = EditedFile(source)
    for change in changes:
        draft.make(change)
    return draft.result(data)


def read_for_edit(data: bytes, path: Path) -> SourceFile:
    """Return a file as it is read. Raises PiaError when its slips had to be mended for that."""
    source = parse(decode(data, str(path)), path, may_be_empty=True)
    if source.mended:
        raise PiaError(*source.findings)
    return source


class EditedFile:
    """One file while it is edited."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.root = written(source.text)

    def make(self, change: Operation) -> None:
        match change:
            case Put(location=location, value=value):
                self._put(change, location, self._clean(value, location))
            case Add():
                self._add(change)
            case Remove(location=location):
                self._member(location).is_gone = True
            case CommentOut(location=location, heading=heading):
                member = self._member(location)
                member.is_gone, member.heading = True, heading
            case Rename():
                self._rename(change)
            case Move():
                self._move(change)

    def result(self, data: bytes) -> bytes:
        """Return the file with the changes made. Raises PiaError if that cannot be done."""
        expected = normal(plain(self.root))
        text = text_of(data)
        for is_compact in (False, True):
            result = Splices(self.source.text, is_compact=is_compact).applied(self.root, text)
            if holds(result, self.source, expected):
                mark = MARK if data.startswith(MARK) else b""
                return mark + result.encode("utf-8", "surrogatepass")
        raise self._refusal(SourceMessages.CANNOT_EDIT, ())

    def _put(self, change: Put, location: Location, value: Any) -> None:
        if not location:
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, location)
        *above, last = location
        holder = self._holder(tuple(above), last, change.orders)
        if isinstance(holder, dict):
            _into(
                holder,
                _order(change.orders, len(above)),
                str(last),
                prose(value) if change.is_prose else value,
            )
            return
        member = holder.at(last)
        if member is None and isinstance(last, int):
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, location)
        if member is None:
            member = Member(str(last), new=None)
            holder.insert(member, _order(change.orders, len(above)))
        assign(member, value, is_prose=change.is_prose)

    def _clean(self, value: Any, location: Location) -> Any:
        """Return a value as it will be read. Raises PiaError for a character that no form holds."""
        cleaned = emit.clean(value)
        if bad := BAD.search("".join(emit.texts(cleaned))):
            position = position_of(self.source.root, location)
            raise PiaError(bad_character(bad[0], position, str(self.source.path)))
        return cleaned

    def _holder(
        self, above: Location, below: str | int, orders: Sequence[Sequence[str]] = ()
    ) -> "Holder | dict[str, Any]":
        """Return the mapping or list at a location, made where there is none."""
        node: Any = self.root
        for n in range(len(above)):
            following = above[n + 1] if n + 1 < len(above) else below
            node = self._inner(node, above[: n + 1], following, _order(orders, n))
        return cast("Holder | dict[str, Any]", node)

    def _inner(self, node: Any, here: Location, following: str | int, order: Sequence[str]) -> Any:
        step = here[-1]
        if isinstance(node, dict):
            inner = node.setdefault(str(step), {})
        elif isinstance(node, list):
            inner = node[int(step)] if int(step) < len(node) else None
        elif (member := node.at(step)) is None:
            if isinstance(step, int):
                raise self._refusal(SourceMessages.NO_SUCH_PLACE, here)
            inner = {}
            node.insert(Member(step, new=inner), order)
        else:
            if value_of(member) is None and isinstance(following, str):
                member.new = {}
            inner = member.node if member.new is UNSET else member.new
        if isinstance(inner, Scalar) and inner.is_alias:
            raise self._refusal(SourceMessages.CANNOT_EDIT, here)
        if not isinstance(inner, Holder | dict):
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, here)
        return inner

    def _member(self, location: Location) -> Member:
        """Return what stands at a location of the file as it was given."""
        node: Any = self.root
        member: Member | None = None
        for n, step in enumerate(location):
            member = node.at(step) if isinstance(node, Holder) else None
            if member is None:
                raise self._refusal(SourceMessages.NO_SUCH_PLACE, location[: n + 1])
            node = member.node if member.new is UNSET else member.new
        if member is None:
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, location)
        return member

    def _add(self, change: Add) -> None:
        *above, last = change.location
        holder = self._holder(tuple(above), last, change.orders)
        value = self._clean(change.value, change.location)
        value = prose(value) if change.is_prose else value
        listed: Any = None
        if isinstance(holder, dict):
            listed = holder.setdefault(str(last), [])
        elif (member := holder.at(last)) is None:
            listed = []
            order = _order(change.orders, len(above))
            holder.insert(Member(str(last), new=listed), order)
        else:
            if value_of(member) in (None, {}, []):
                member.new = []
            listed = member.node if member.new is UNSET else member.new
        if isinstance(listed, list):
            listed.append(value)
        elif isinstance(listed, Holder) and not listed.is_mapping:
            added = Member("", new=value)
            listed.numbered.append(added)
            listed.members.insert(listed.place(change.before), added)
        else:
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, change.location)

    def _rename(self, change: Rename) -> None:
        """A blank key of the same name makes room."""
        member = self._member(change.location)
        holder = self._holder(change.location[:-1], change.location[-1])
        other = holder.at(change.key) if isinstance(holder, Holder) else None
        if other is not None and other is not member and value_of(other) is None:
            other.is_gone = True
        member.new_key = change.key

    def _move(self, change: Move) -> None:
        member = self._member(change.location)
        holder = self._holder(change.location[:-1], change.location[-1])
        if not isinstance(holder, Holder) or holder.is_mapping:
            raise self._refusal(SourceMessages.NO_SUCH_PLACE, change.location)
        at = holder.place(change.before)
        holder.members.insert(at, member)
        del holder.members[next(n for n, m in enumerate(holder.members) if m is member and n != at)]

    def _refusal(self, message: SourceMessages, location: Location) -> PiaError:
        finding = message.finding(place=shown(location), name=self.source.path.name)
        position = position_of(self.source.root, location) if location else None
        return PiaError(finding.within(str(self.source.path), position))


def shown(location: Location) -> str:
    """Return a location as a message shows it."""
    words = (f"{step + 1}番目" if isinstance(step, int) else step for step in location)
    return " の ".join(words)


def _order(orders: Sequence[Sequence[str]], n: int) -> Sequence[str]:
    return orders[n] if n < len(orders) else ()


def _into(data: dict[str, Any], order: Sequence[str], key: str, value: Any) -> None:
    """Set a key of new data, in its place of the order."""
    data[key] = value
    rank = {name: n for n, name in enumerate(order)}
    ordered = sorted(data.items(), key=lambda pair: rank.get(pair[0], len(rank)))
    data.clear()
    data.update(ordered)
