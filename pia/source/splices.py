"""Members that go, come, move or change → the characters of the text that become others."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pia.source import emit
from pia.source.emit import Manner
from pia.source.written import (
    UNSET,
    Holder,
    Lines,
    Member,
    Scalar,
    Written,
    end_of,
    last_leaf,
    manner_of,
    plain,
    present,
    runs,
    staying,
    value_of,
)

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


INDICATORS = re.compile(r"((?:[&!]\S* +)*)([|>][-+\d]*)")


class Splices:
    """Collects the splices of one text. text: with `\\n` as its only line end.

    is_compact: new texts of several lines stand in double quotes on one line.
    """

    def __init__(self, text: str, *, is_compact: bool = False) -> None:
        self.text = text
        self.lines = Lines(text)
        self.is_compact = is_compact
        self.manner = Manner()
        self.found: list[Splice] = []
        self._outermost = -1  # of the brackets around what is edited

    def applied(self, root: Holder, original: str) -> str:
        """Return the original text with all that was changed below a root.

        original: the text with its own line ends; new lines take that of the line before them.
        """
        self.manner = manner_of(root, self.text)
        self._holder(root)
        return spliced(original, self.found)

    def _holder(self, holder: Holder) -> None:
        stay = staying(holder)
        if holder.is_bare and (len(stay) != 1 or len(present(holder)) != 1):
            self._add(holder.start, holder.end, emit.inline(plain(holder)))
            return
        outermost = self._outermost
        if holder.is_flow and outermost < 0:
            self._outermost = holder.bracket
        for member in stay:
            self._member(member, holder)
        if holder.is_flow:
            self.found += bracketed(holder, stay, self.lines, self._outermost)
        else:
            self._block(holder, stay)
        self._outermost = outermost

    def _add(self, start: int, end: int, text: str) -> None:
        self.found.append(Splice(start, end, text))

    def _member(self, member: Member, holder: Holder) -> None:
        if member.new_key:
            new = emit.inline(member.new_key, in_flow=holder.is_flow)
            self._add(*member.key_span, self._in_quotes(new, member))
        if member.new is not UNSET:
            self._value(member, holder)
        elif isinstance(member.node, Holder):
            self._holder(member.node)

    def _in_quotes(self, new: str, member: Member) -> str:
        mark = self.text[member.key_span[0]]
        return f"{mark}{new}{mark}" if mark in "'\"" and new[:1] not in "'\"" else new

    def _value(self, member: Member, holder: Holder) -> None:
        node, value = member.node, member.new
        assert node is not None
        if holder.is_flow:
            text = emit.inline(value, in_flow=True, style=_style(node))
            self._replace_in_flow(member, node, text if text or holder.is_mapping else "null")
            return
        head, body = self._shape(value, member, holder)
        if isinstance(node, Scalar) and node.is_block:
            self._replace_block_text(node, head, body)
        elif isinstance(node, Holder) and not node.is_flow and self._is_below(node, member):
            self._replace_block(member, node, head, body)
        else:
            self._replace_inline(member, node, head, body)

    def _shape(self, value: Any, member: Member, holder: Holder) -> tuple[str, list[str]]:
        column, node = self.lines.column(member.start), member.node
        if isinstance(value, str) and (self.is_compact or not emit.is_block_text(value)):
            is_line = isinstance(node, Scalar) and node.is_block and "\n" not in value[:-1]
            if not self.is_compact and is_line and value.endswith("\n") and value.strip(" \t\n"):
                return emit.block_text(value, column, self._indent(node, column))
            return emit.inline(value, style=_style(node)), []
        if isinstance(value, str):
            return emit.block_text(value, column, self._indent(node, column))
        return emit.shape(value, column, self.manner, in_list=not holder.is_mapping)

    def _indent(self, node: Written | None, column: int) -> int:
        """Return how deep a block text stands below its key, as the one before it did."""
        if isinstance(node, Scalar) and node.is_block:
            for line in self.text[self.lines.line_end(node.start) + 1 : node.end].split("\n"):
                deep = len(line) - len(line.lstrip(" ")) - column
                if line.strip(" ") and 1 <= deep <= 9:
                    return deep
        return self.manner.indent

    def _replace_in_flow(self, member: Member, node: Written, text: str) -> None:
        if isinstance(node, Scalar) and node.text is None and node.end == node.start:
            gap = "" if self.text[member.value_at - 1] == ":" else ":"
            self._add(member.value_at, member.value_at, f"{gap} {text}" if text else "")
        else:
            self._add(node.start, node.end, text)

    def _replace_block_text(self, node: Scalar, head: str, body: list[str]) -> None:
        """A comment behind `|` stays, and the blank lines below the text."""
        found = INDICATORS.match(self.text, node.start)
        assert found is not None
        line_end = self.lines.line_end(node.start)
        self._add(node.start, found.end(), head)
        end = max(line_end, len(self.text[: node.end].rstrip("\n")))
        self._add(line_end, end, self._below(body, end))

    def _replace_block(self, member: Member, node: Holder, head: str, body: list[str]) -> None:
        """Comments between the key and what stood below it stay."""
        self._add(member.value_at, member.value_at, f" {head}" if head else "")
        end = self.lines.line_end(end_of(node, self.text))
        start = self.lines.line_start(node.written[0].start) - 1
        self._add(start, end, self._below(body, end))

    def _replace_inline(self, member: Member, node: Written, head: str, body: list[str]) -> None:
        is_blank = isinstance(node, Scalar) and node.start == node.end
        start, end = (member.value_at, member.value_at) if is_blank else (node.start, node.end)
        if isinstance(node, Holder) and not node.is_flow:
            end = end_of(node, self.text)
        if not head and not is_blank:
            start = max(member.value_at, len(self.text[:start].rstrip(" ")))
        self._add(start, end, f" {head}" if head and is_blank else head)
        line_end = self.lines.line_end(end)
        self._add(line_end, line_end, self._below(body, line_end))

    def _below(self, body: list[str], at: int) -> str:
        """Return lines that follow a line which ends at an index."""
        text = "".join(f"\n{line}" for line in body)
        return text + "\n" if body and at >= len(self.text) else text

    def _is_below(self, node: Holder, member: Member) -> bool:
        return "\n" in self.text[member.value_at : node.written[0].start]

    def _block(self, holder: Holder, stay: list[Member]) -> None:
        first = holder.written[0] if holder.written else None
        for member in self._going(holder, stay):
            self._take_out(member, holder, stay)
        for anchor, added in runs(holder, stay):
            lines = [line for member in added for line in self._lines(member, holder)]
            if anchor is not None:
                self._insert_behind(anchor, lines)
            elif first is not None and self.lines.is_inline(first):
                self._insert_inline(first, lines, is_alone=not stay)
            else:
                at = self.lines.line_start(first.start) if first else len(self.text)
                gap = "\n" if at and self.text[at - 1] != "\n" else ""
                self._add(at, at, gap + "".join(f"{line}\n" for line in lines))

    def _lines(self, member: Member, holder: Holder) -> list[str]:
        """Return the lines of a member that is new in its place."""
        column = self.lines.column(holder.written[0].start) if holder.written else 0
        if member.is_written and not self.lines.is_inline(member):
            inner = Splices(self.text, is_compact=self.is_compact)
            inner.manner = self.manner
            inner._member(member, holder)
            start, end = self.lines.line_start(member.start), self.lines.end(member)
            inner._close(member, end)
            return within(self.text, inner.found, start, end).split("\n")
        value = value_of(member)
        if holder.is_mapping:
            return self._compacted(
                emit.pair(member.new_key or member.key, value, column, self.manner), value
            )
        return self._compacted(emit.entry(value, column, self.manner), value)

    def _compacted(self, lines: list[str], value: Any) -> list[str]:
        if not self.is_compact or len(lines) < 2 or not isinstance(value, str):
            return lines
        return [re.sub(r"\|[-\d]*$", lambda _: emit.inline(value, style='"'), lines[0])]

    def _insert_behind(self, anchor: Member, lines: list[str]) -> None:
        end = self.lines.end(anchor)
        self._close(anchor, end)
        self._add(end, end, "".join(f"\n{line}" for line in lines))
        if end >= len(self.text):
            self._add(end, end, "\n")

    def _close(self, anchor: Member, end: int) -> None:
        """A block text at the end of a file without a last line break must not get one."""
        leaf = last_leaf(anchor)
        if end < len(self.text) or leaf is None or not leaf.is_block or leaf.end < end:
            return
        found = INDICATORS.match(self.text, leaf.start)
        if found and not {"-", "+"} & set(found[2]):
            self._add(found.end(), found.end(), "-")

    def _insert_inline(self, first: Member, lines: list[str], *, is_alone: bool) -> None:
        indent = " " * self.lines.column(first.start)
        text = "\n".join(lines).lstrip(" ")
        self._add(first.start, first.start, text if is_alone else f"{text}\n{indent}")

    def _going(self, holder: Holder, stay: list[Member]) -> list[Member]:
        in_place = {id(member) for member in stay}
        return [member for member in holder.written if id(member) not in in_place]

    def _take_out(self, member: Member, holder: Holder, stay: list[Member]) -> None:
        if member.heading and member.is_gone:
            self._comment_out(member)
            return
        end = self.lines.end(member)
        if self.lines.is_inline(member):
            following = next((m for m in stay if m.start > member.start), None)
            if following is not None and not self.text[end : following.start].strip(" \t\n"):
                end = following.start
            self._add(member.start, end, "")
            return
        start, end = self.lines.line_start(member.start), min(end + 1, len(self.text))
        if self._has_gap_above(start):
            while self._is_blank_line(end):
                end = self.lines.line_end(end) + 1
        self._add(start, min(end, len(self.text)), "")

    def _has_gap_above(self, start: int) -> bool:
        """Return whether blank lines below would join others, or a text that counts them."""
        if start == 0:
            return True
        above = self.text[self.lines.line_start(start - 1) : start]
        return not above.strip(" \t\n")

    def _is_blank_line(self, at: int) -> bool:
        return not self.text[at : self.lines.line_end(at)].strip(" ") and at < len(self.text)

    def _comment_out(self, member: Member) -> None:
        start = member.start
        end = self.lines.content_end(member)
        column = self.lines.column(start)
        indent = " " * column
        first, *more = self.text[start:end].split("\n")
        lines = [f"# {member.heading}", f"{indent}# {first}"]
        for line in more:
            inner = line[column:] if not line[:column].strip(" ") else line
            lines.append(f"{indent}# {inner}".rstrip(" "))
        self._add(start, end, "\n".join(lines))


def _style(node: Written | None) -> str:
    return node.style if isinstance(node, Scalar) else ""
