"""What stands where in a YAML text: every value with its first and its last character.

The tree of `reader` says what a source means; this one says how it is written, for `edit`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from pia.japanese import fold
from pia.source.emit import Manner
from pia.source.files import BREAK, SEPARATORS, parsed
from pia.source.reader import BLANKS, BaseLoader

KEEP = re.compile(r"(?:[&!]\S* +)*[|>]\d*\+")
GAP = re.compile(r"(?:\s|(?:^|(?<=\s))#[^\n]*)*", re.MULTILINE)
UNSET: Any = object()


@dataclass(slots=True)
class Scalar:
    """A scalar or an alias; text is None where a key or dash has nothing behind it.

    start, end: of its characters, for a block text from `|` on to the end of its last line.
    text: of an alias what it stands for, which may be more than a text.
    """

    start: int
    end: int
    text: Any
    style: str = ""
    is_alias: bool = False

    @property
    def is_block(self) -> bool:
        return self.style in ("|", ">")


@dataclass(slots=True)
class Member:
    """A pair of a mapping or an entry of a list.

    start: of the key or of the dash, in brackets of the value. key_span: of the key, without its
    colon. value_at: where a value may follow, behind the colon or the dash. node: as written,
    None for a member that was added. new: the value that it gets. heading: of the comment that
    it becomes when it goes.
    """

    key: str
    start: int = -1
    key_span: tuple[int, int] = (-1, -1)
    value_at: int = -1
    node: "Scalar | Holder | None" = None
    new: Any = UNSET
    new_key: str = ""
    is_gone: bool = False
    heading: str = ""

    @property
    def is_written(self) -> bool:
        return self.node is not None


@dataclass(slots=True)
class Holder:
    """A mapping or a list. members: in the order that they shall have; written: as they stand.

    numbered: the entries of a list by the index that `reader` gives them, added ones behind.
    bracket: where its `{` or `[` stands, -1 in block style; is_bare: `a: 1` as entry of `[…]`.
    """

    is_mapping: bool
    start: int
    bracket: int = -1
    is_bare: bool = False
    end: int = -1
    members: list[Member] = field(default_factory=list)
    written: list[Member] = field(default_factory=list)
    numbered: list[Member] = field(default_factory=list)

    @property
    def is_flow(self) -> bool:
        return self.bracket >= 0 or self.is_bare

    def member(self, key: str) -> Member | None:
        """Return the first member under a key, as it is called by now."""
        present = (member for member in self.members if not member.is_gone)
        return next((m for m in present if (m.new_key or m.key) == key), None)

    def at(self, step: str | int) -> Member | None:
        """Return the member under a key, or the entry with an index, or None."""
        if isinstance(step, str):
            return self.member(step) if self.is_mapping else None
        if self.is_mapping or not 0 <= step < len(self.numbered):
            return None
        return self.numbered[step]

    def insert(self, member: Member, order: Sequence[str]) -> None:
        """Put a new key behind those that come before it in an order."""
        at = len(self.members)
        if member.key in order:
            before = set(order[: order.index(member.key)])
            known = (n for n, m in enumerate(self.members) if m.key in before)
            at = max(known, default=-1) + 1
        self.members.insert(at, member)

    def place(self, before: int | None) -> int:
        """Return where an entry goes that shall stand before the one with an index."""
        if before is None or not 0 <= before < len(self.numbered):
            return len(self.members)
        return next(n for n, m in enumerate(self.members) if m is self.numbered[before])


Written = Scalar | Holder


def written(text: str) -> Holder:
    """Return the mapping that a text holds, an empty one where it holds nothing.

    text: one that `reader.parse` takes, with its line ends as `\\n`.
    """
    builder = _SpanBuilder(text)
    for event in yaml.parse(SEPARATORS.sub(BREAK, text), Loader=BaseLoader):
        builder.take(event)
    if isinstance(builder.root, Holder):
        return builder.root
    return Holder(True, len(text), end=len(text))


def plain(node: Written | None) -> Any:
    """Return what a node will hold after its edits; empty lists and mappings are None."""
    match node:
        case None:
            return None
        case Scalar(text=text):
            return text
        case Holder(is_mapping=True):
            pairs: dict[str, tuple[str, Any]] = {}
            for member in node.members:
                if not member.is_gone:
                    key = member.new_key or member.key
                    pairs.setdefault(fold(key), (key, value_of(member)))
            return dict(pairs.values())
        case _:
            return [value_of(member) for member in node.members if not member.is_gone]


def value_of(member: Member) -> Any:
    """Return what a member will hold after its edits."""
    return plain(member.node) if member.new is UNSET else member.new


class _SpanBuilder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Written | None = None
        self.open: list[Holder] = []
        self.anchors: dict[str, Written] = {}
        self.last = 0  # end of the content read so far

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent() | yaml.AliasEvent():
                self._leaf(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._begin(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end(event)

    def _leaf(self, event: yaml.ScalarEvent | yaml.AliasEvent) -> None:
        start, end = _span(event)
        if isinstance(event, yaml.AliasEvent):
            self.last = max(self.last, end)
            self._put(Scalar(start, end, plain(self.anchors.get(event.anchor or "")), "", True))
            return
        style = event.style or ""
        is_blank = not style and event.value in BLANKS
        if not KEEP.match(self.text, start):
            end = max(start, len(self.text[start:end].rstrip("\n")) + start)
        leaf = Scalar(start, end, None if is_blank else parsed(event.value), style)
        if event.anchor:
            self.anchors[event.anchor] = leaf
        self.last = max(self.last, end)
        self._put(leaf)

    def _begin(self, event: Any) -> None:
        start, _ = _span(event)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        holder = Holder(is_mapping, start)
        if event.flow_style:
            opening = "{" if is_mapping else "["
            holder.is_bare = not event.anchor and self.text[start] != opening
            holder.bracket = -1 if holder.is_bare else self.text.index(opening, start)
        if event.anchor:
            self.anchors[event.anchor] = holder
        self._put(holder)
        self.open.append(holder)

    def _end(self, event: yaml.Event) -> None:
        holder = self.open.pop()
        if holder.bracket >= 0:
            self.last = max(self.last, _span(event)[1])
        holder.end = self.last
        holder.written = [m for m in holder.members if m.is_written]
        holder.members = list(holder.written)
        holder.numbered = [m for m in holder.written if not _is_blank(m.node)]

    def _put(self, node: Written) -> None:
        if not self.open:
            self.root = self.root or node
            return
        holder = self.open[-1]
        pending = holder.members[-1] if holder.members else None
        if not holder.is_mapping:
            start = node.start if holder.is_flow else self._dash(holder)
            holder.members.append(Member("", start, value_at=start + 1, node=node))
        elif pending is None or pending.is_written:
            holder.members.append(self._pair(node))
        else:
            pending.node = node

    def _pair(self, key: Written) -> Member:
        assert isinstance(key, Scalar)
        at = self._past_gap(key.end)
        behind = at + 1 if self.text[at : at + 1] == ":" else key.end
        return Member((key.text or "").strip(), key.start, (key.start, key.end), behind)

    def _dash(self, holder: Holder) -> int:
        """Return where the dash of the next entry of a list in block style stands."""
        start = holder.start
        if holder.members:
            start = _end_of(holder.members[-1].node)
        at = self._past_gap(start)
        return at if self.text[at : at + 1] == "-" else self.text.index("-", at)

    def _past_gap(self, start: int) -> int:
        """Return where the blanks and comments behind a place end."""
        found = GAP.match(self.text, start)
        assert found is not None  # there may be none of them
        return found.end()


def _end_of(node: Written | None) -> int:
    assert node is not None
    return node.end


def _is_blank(node: Written | None) -> bool:
    return isinstance(node, Scalar) and node.text is None


def _span(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return start.index, end.index


def staying(holder: Holder) -> list[Member]:
    """Return the members that keep their place: the most that stand in their old order."""
    place = {id(member): n for n, member in enumerate(holder.written)}
    kept = [member for member in present(holder) if member.is_written]
    places = [place[id(member)] for member in kept]
    if places == sorted(places):
        return kept
    return [kept[n] for n in _longest_rise(places)]


def _longest_rise(numbers: list[int]) -> list[int]:
    """Return the indices of a longest rising run of numbers that all differ."""
    ends: list[int] = []  # of the best run of each length
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left([numbers[end] for end in ends], number)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [n]
    found = [ends[-1]]
    while before[found[-1]] >= 0:
        found.append(before[found[-1]])
    return found[::-1]


def present(holder: Holder) -> list[Member]:
    return [member for member in holder.members if not member.is_gone]


def runs(holder: Holder, stay: list[Member]) -> Iterator[tuple[Member | None, list[Member]]]:
    """Yield what comes, each run with the member that it follows, None for the front."""
    in_place = {id(member) for member in stay}
    anchor: Member | None = None
    run: list[Member] = []
    for member in present(holder):
        if id(member) not in in_place:
            run.append(member)
            continue
        if run:
            yield anchor, run
        anchor, run = member, []
    if run:
        yield anchor, run


class Lines:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return found if found >= 0 else len(self.text)

    def is_inline(self, member: Member) -> bool:
        """Return whether something else stands before a member on its line, such as a dash."""
        return bool(self.text[self.line_start(member.start) : member.start].strip(" "))

    def content_end(self, member: Member) -> int:
        assert member.node is not None
        return end_of(member.node, self.text)

    def end(self, member: Member) -> int:
        """Return the end of the last line of a member, the comment behind it with it."""
        end = self.content_end(member)
        leaf = last_leaf(member)
        if leaf is not None and KEEP.match(self.text, leaf.start):
            return leaf.end - 1 if self.text[leaf.end - 1] == "\n" else leaf.end
        return self.line_end(end)


def end_of(node: Written, text: str) -> int:
    """Return where the last sign of a node stands, blank lines of a block text left out."""
    return node.start + len(text[node.start : node.end].rstrip("\n"))


def last_leaf(member: Member) -> Scalar | None:
    """Return the last scalar of a member as written; None where it will be another."""
    node: Written | None = member.node
    while member.new is UNSET and isinstance(node, Holder) and node.written:
        member = node.written[-1]
        node = member.node
    return node if member.new is UNSET and isinstance(node, Scalar) else None


def manner_of(root: Holder, text: str) -> Manner:
    """Return how a file is indented, told by its first mapping and list."""
    indent = dashes = None
    todo = [(root, 0)]
    while todo and (indent is None or dashes is None):
        holder, column = todo.pop()
        for member in holder.written:
            inner = member.node
            if isinstance(inner, Holder) and not inner.is_flow and inner.written:
                first = inner.written[0].start
                here = first - text.rfind("\n", 0, first) - 1
                if holder.is_mapping and inner.is_mapping:
                    indent = indent or here - column
                elif holder.is_mapping and dashes is None:
                    dashes = here - column
                todo.append((inner, here))
    return Manner(indent or 2, dashes or 0)
