"""Stretches of a text that become others, by its lines and inside of brackets."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pia.source import emit
from pia.source.emit import Manner
from pia.source.written import KEEP, UNSET, Holder, Member, Scalar, Written, runs, value_of

BREAKS = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, order=True)
class Splice:
    """Characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def spliced(original: str, found: Sequence[Splice]) -> str:
    """Return a text with splices made that count its line ends as one character each.

    New lines take the line end of the line before them.
    """
    offsets = _Offsets(original)
    out, last = [], 0
    for splice in _merged(found):
        start, end = offsets.at(splice.start), offsets.at(splice.end)
        out += [original[last:start], splice.text.replace("\n", offsets.newline(start))]
        last = end
    return "".join([*out, original[last:]])


def within(text: str, found: Sequence[Splice], start: int, end: int) -> str:
    """Return a stretch of a text with the splices made that lie in it."""
    out, last = [], start
    for splice in _merged(found):
        out += [text[last : splice.start], splice.text]
        last = splice.end
    return "".join([*out, text[last:end]])


class _Offsets:
    """Indices into a text with `\\n` as its line end → into the text as it is."""

    def __init__(self, original: str) -> None:
        breaks = list(BREAKS.finditer(original))
        self.starts = [found.start() for found in breaks]
        self.ends = [found[0] for found in breaks]
        wide = (found.start() for found in breaks if len(found[0]) == 2)
        self.wide = [start - n for n, start in enumerate(wide)]

    def at(self, index: int) -> int:
        return index + bisect_left(self.wide, index)

    def newline(self, start: int) -> str:
        """Return the line end that new lines at an index take: that of the line before."""
        if not self.ends:
            return "\n"
        return self.ends[max(0, bisect_left(self.starts, start) - 1)]


def _merged(found: Sequence[Splice]) -> Iterator[Splice]:
    """Yield splices by their place; those of one place in the order they were found."""
    last = 0
    gone = [splice for splice in found if not splice.text]
    kept = [_in_place(splice, gone) for splice in found]
    for splice in sorted(kept, key=lambda splice: (splice.start, splice.end)):
        start = max(splice.start, last)
        yield Splice(start, max(splice.end, start), splice.text)
        last = max(splice.end, start)


def _in_place(splice: Splice, gone: Sequence[Splice]) -> Splice:
    """Return new lines that follow a line which goes as lines in its place.

    gone: the stretches that nothing takes the place of, whole lines where lines follow them.
    """
    if not splice.text.startswith("\n") or splice.start < splice.end:
        return splice
    line = next((s for s in gone if s.start < splice.start < s.end), None)
    return Splice(line.start, line.start, splice.text[1:] + "\n") if line else splice


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
        return max(
            member.value_at if member.key_span[0] >= 0 else 0, end_of(member.node, self.text)
        )

    def end(self, member: Member) -> int:
        """Return the end of the last line of a member, the comment behind it with it."""
        end = self.content_end(member)
        leaf = last_leaf(member)
        if leaf is not None and KEEP.match(self.text, leaf.start) and leaf.end > 0:
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


def bracketed(holder: Holder, stay: list[Member], lines: Lines, outermost: int) -> Iterator[Splice]:
    """Yield the splices of a mapping or list in brackets. outermost: where the first one opens."""
    yield from _going(holder, stay, lines)
    yield from _as_comments(holder, lines, outermost)
    for anchor, added in runs(holder, stay):
        texts = [_text(member, holder) for member in added]
        if anchor is not None:
            assert anchor.node is not None
            at = max(anchor.node.end, anchor.value_at if holder.is_mapping else 0)
            yield Splice(at, at, "".join(f", {text}" for text in texts))
        else:
            at = holder.bracket + 1
            yield Splice(at, at, ", ".join(texts) + (", " if stay else ""))


def _text(member: Member, holder: Holder) -> str:
    text = emit.inline(value_of(member), in_flow=True)
    if not holder.is_mapping:
        return text or "null"
    return f"{emit.inline(member.new_key or member.key, in_flow=True)}: {text}"


def _going(holder: Holder, stay: list[Member], lines: Lines) -> Iterator[Splice]:
    staying, members = {id(member) for member in stay}, holder.written
    for goes, run in groupby(range(len(members)), lambda n: id(members[n]) not in staying):
        places = list(run)
        if goes:
            yield _gone(members, places[0], places[-1], lines)


def _gone(members: list[Member], first: int, last: int, lines: Lines) -> Splice:
    """Return the splice that takes out neighbours with one of the commas beside them."""
    start, end = members[first].start, lines.content_end(members[last])
    if last + 1 < len(members):
        gap = lines.text[end : members[last + 1].start]
        end = members[last + 1].start if "#" not in gap else end + gap.index(",") + 1
    elif first > 0:
        before = lines.content_end(members[first - 1])
        start = before if "#" not in lines.text[before:start] else start
    return Splice(start, end, "")


def _as_comments(holder: Holder, lines: Lines, outermost: int) -> Iterator[Splice]:
    """Yield what goes as a comment above the line where the brackets begin."""
    for member in holder.written:
        if member.is_gone and member.heading:
            at = lines.line_start(outermost)
            indent = re.compile(" *").match(lines.text, at)
            kept = " ".join(lines.text[member.start : lines.content_end(member)].split())
            yield Splice(at, at, f"{indent[0] if indent else ''}# {member.heading} {kept}\n")
