"""Edits of a source that leave every other byte as it is.

A value is replaced where it stands. What is to go becomes a comment in its place, so that
nothing is lost; inside `{…}` or `[…]` the comment goes above the line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pia.source.marks import Marks
from pia.source.nodes import Location, Mapping, Node, Text, child, plain
from pia.source.nodes import Sequence as SequenceNode
from pia.source.reader import parse

MARK = b"\xef\xbb\xbf"
SAFE = re.compile(r"[^\W_][^:#{}\[\],&*!|>'\"%@`\n]*")


class CannotRewriteError(ValueError):
    """The edits cannot be made to the text without touching something else."""


@dataclass(frozen=True)
class Comment:
    """What stands under the location, its key with it, becomes a comment under a heading."""

    location: Location
    heading: str


@dataclass(frozen=True)
class Reword:
    """The text at the location, or the name of the box there, becomes another."""

    location: Location
    text: str


Edit = Comment | Reword


def rewritten(data: bytes, path: Path, edits: Sequence[Edit], head: dict[str, str]) -> bytes:
    """Return a source with the edits made, and with each key of `head` at its top level.

    Line ends and a byte order mark stay. Raises CannotRewriteError when the result would not
    hold exactly what the edits leave.
    """
    text = data.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    root = parse(text, path).root
    rewriter = _Rewriter(text, root)
    for edit in (*edits, *(Reword((key,), value) for key, value in head.items())):
        rewriter.make(edit)
    result = rewriter.result()
    if _pruned(plain(parse(result, path).root)) != _expected(root, edits, head):
        raise CannotRewriteError
    return (MARK if data.startswith(MARK) else b"") + result.replace("\n", newline).encode()


@dataclass(frozen=True, order=True)
class _Splice:
    """Characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


class _Rewriter:
    """Collects the splices that the edits amount to."""

    def __init__(self, text: str, root: Mapping) -> None:
        self.text = text
        self.root = root
        self.marks = Marks(text)
        self.splices: list[_Splice] = []

    def result(self) -> str:
        out, last = [], 0
        for splice in sorted(self.splices):
            out += [self.text[last : splice.start], splice.text]
            last = max(last, splice.end)
        return "".join([*out, self.text[last:]])

    def make(self, edit: Edit) -> None:
        match edit:
            case Reword(location=location, text=text):
                self._reword(location, text)
            case Comment(location=location, heading=heading):
                start, end = self._extent(location)
                if line := self._line_of_flow(location):
                    self._take_out(start, end, line - 1, heading)
                else:
                    self._comment_out(start, end, heading)

    def _reword(self, location: Location, text: str) -> None:
        node = self._node(location)
        if node is None:
            start = self.marks.index(self.root.position)
            end = ", " if self.text[start] == "{" else "\n"
            start += self.text[start] == "{"
            value = _quoted(text, in_flow=end != "\n")
            self.splices.append(_Splice(start, start, f"{location[-1]}: {value}{end}"))
            return
        new = _quoted(text, in_flow=bool(self._line_of_flow(location)))
        if isinstance(node, Mapping):
            start = self.marks.index(next(iter(node.keys.values())))
            end_ = self.marks.scalar_end(start)
        elif isinstance(node, Text):
            start, end_ = node.slice
        else:
            start = end_ = self._extent(location)[1]
            new = f" {new}"
        self.splices.append(_Splice(start, end_, new))

    def _node(self, location: Location) -> Node | None:
        node: Node | None = self.root
        for step in location:
            node = child(node, step)
        return node

    def _extent(self, location: Location) -> tuple[int, int]:
        """Return where the entry at a location begins, with its key or dash, and ends."""
        *above, step = location
        holder = self._node(tuple(above))
        if isinstance(holder, Mapping):
            start = self.marks.index(holder.keys[str(step)])
            return start, self.marks.value_end(start)
        assert isinstance(holder, SequenceNode)
        start = self.marks.index(holder.items[int(step)].position)
        end = self.marks.entry_end(start)
        if not self._line_of_flow(location):
            start = self.text.rindex("-", 0, start)
        return start, end

    def _line_of_flow(self, location: Location) -> int:
        """Return the line (from 1) where the outermost `{…}` or `[…]` around it begins, or 0."""
        for n in range(len(location)):
            node = self._node(location[:n])
            assert isinstance(node, Mapping | SequenceNode)
            if self.text[self.marks.index(node.position)] in "{[":
                return node.position.line
        return 0

    def _comment_out(self, start: int, end: int, heading: str) -> None:
        column = start - (self.text.rfind("\n", 0, start) + 1)
        indent = " " * column
        first, *more = self.text[start:end].split("\n")
        lines = [f"# {heading}", f"{indent}# {first}"]
        for line in more:
            inner = line[column:] if not line[:column].strip() else line
            lines.append(f"{indent}# {inner}".rstrip())
        self.splices.append(_Splice(start, end, "\n".join(lines)))

    def _take_out(self, start: int, end: int, line: int, heading: str) -> None:
        """Remove an entry from `{…}` with one of the commas beside it; keep it in a comment."""
        if after := re.compile(r"\s*,\s*").match(self.text, end):
            removed = _Splice(start, after.end(), "")
        else:
            before = re.search(r",\s*$", self.text[:start])
            removed = _Splice(before.start() if before else start, end, "")
        at = self.marks.line_start(line)
        indent = re.compile(" *").match(self.text, at)
        kept = " ".join(self.text[start:end].split())
        comment = f"{indent[0] if indent else ''}# {heading} {kept}\n"
        self.splices += [removed, _Splice(at, at, comment)]


def _quoted(text: str, *, in_flow: bool) -> str:
    """Return a text as YAML writes it, in quotation marks where it might mean something else."""
    if not in_flow and SAFE.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _expected(root: Mapping, edits: Sequence[Edit], head: dict[str, str]) -> Any:
    """Return what a text holds after the edits."""
    data = plain(root)
    for edit in sorted(edits, key=lambda edit: str_steps(edit.location), reverse=True):
        *above, last = edit.location
        holder = data
        for step in above:
            holder = holder[step]
        match edit:
            case Comment():
                holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
            case Reword(text=text):
                entry = holder[last]
                is_box = isinstance(entry, dict)
                holder[last] = {text: next(iter(entry.values()))} if is_box else text
    return _pruned(data | head)


def str_steps(location: Location) -> list[tuple[int, str]]:
    """Return a location as a key to sort by: entries of a list by their place."""
    return [(step, "") if isinstance(step, int) else (0, step) for step in location]


def _pruned(data: Any) -> Any:
    """Return data without what is left empty, which a source says in several ways."""
    match data:
        case dict():
            pairs: Iterator[tuple[Any, Any]] = ((k, _pruned(v)) for k, v in data.items())
            return {key: value for key, value in pairs if value not in ({}, [], None)}
        case list():
            return [pruned for pruned in map(_pruned, data) if pruned not in ({}, [], None)]
        case _:
            return data
