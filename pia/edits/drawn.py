"""New texts where `{{ 名 }}` stands: the names stay wherever the text that they give stays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pia.edits.messages import EditMessages
from pia.errors import RefusedError, excerpt
from pia.japanese import fold
from pia.source.assign import aligned
from pia.source.names import NAME
from pia.source.nodes import Blank, Mapping, Node, Span, Text
from pia.source.nodes import Sequence as SequenceNode

LONGEST = 20_000  # characters that are compared one by one


@dataclass(frozen=True, slots=True)
class DrawnText:
    """A text of a source that a name gives, and what shall stand there instead."""

    text: Text
    new: str

    @property
    def names(self) -> list[str]:
        """The names whose text would become another, or all where that cannot be told."""
        touched = [span.name for span in self.text.spans if not self._stays(span)]
        return list(dict.fromkeys(touched or [span.name for span in self.text.spans]))

    def _stays(self, span: Span) -> bool:
        start, end = changed(self.text.text, self.new)
        return span.end <= start or span.start >= end


@dataclass
class Redrawing:
    """New data in place of a composed node. drawn: the texts that cannot keep their names.

    keeps: such a text stays as it is written, because its names will give the new one.
    """

    keeps: bool
    drawn: list[DrawnText]

    def of(self, old: Node | None, new: Any) -> Any:
        """Return new data with names wherever the old node had them and their text stays."""
        match old, new:
            case Text(), str():
                return self._text(old, new)
            case SequenceNode(), list():
                places = aligned([_plain(item) for item in old.items], [_spread(e) for e in new])
                return [
                    self.of(old.items[place] if place is not None else None, entry)
                    for entry, place in zip(new, places, strict=True)
                ]
            case Mapping(), dict():
                by_fold = {fold(key): node for key, node in old.entries.items()}
                return {key: self.of(by_fold.get(fold(key)), inner) for key, inner in new.items()}
            case _:
                return new

    def _text(self, old: Text, new: str) -> str:
        if not old.spans or "{{" in new:
            return new
        if old.text.rstrip("\n") == new.rstrip("\n"):
            return old.raw
        kept = rewritten(old, new)
        if kept is None:
            self.drawn.append(DrawnText(old, new))
            return old.raw if self.keeps else new
        return kept


def _plain(node: Node) -> Any:
    match node:
        case Text(text=text):
            return text.rstrip("\n")
        case SequenceNode(items=items):
            return [_plain(item) for item in items]
        case Mapping(entries=entries):
            pairs = ((key, value) for key, value in entries.items() if not isinstance(value, Blank))
            return {key: _plain(value) for key, value in pairs}
        case Blank():
            return None


def _spread(value: Any) -> Any:
    match value:
        case dict():
            return {key: _spread(inner) for key, inner in value.items()}
        case list():
            return [_spread(inner) for inner in value]
        case str():
            return value.rstrip("\n")
        case _:
            return value


def changed(old: str, new: str) -> tuple[int, int]:
    """Return the stretch of an old text outside of which the new one begins and ends alike."""
    shortest = min(len(old), len(new))
    start = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    rest = shortest - start
    same = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    return start, len(old) - same


def rewritten(old: Text, new: str) -> str | None:
    """Return a new text with all the names of the old one, or None where one would be lost."""
    new = new.rstrip("\n") + old.text[len(old.text.rstrip("\n")) :]
    raws = _raw_spans(old)
    if raws is None:
        return None
    for blocks in _alignments(old.text, new):
        found = _with_names(old.spans, raws, blocks, new)
        if found is not None:
            return found
    return None


def _raw_spans(old: Text) -> list[str] | None:
    """Return how each span of a text is written, `{{ 名 }}`."""
    written = [match[0] for match in NAME.finditer(old.raw) if match[1] is not None]
    return written if len(written) == len(old.spans) and "\\{{" not in old.raw else None


def _alignments(old: str, new: str) -> Iterator[list[tuple[int, int, int]]]:
    """Yield stretches (place in old, place in new, length) that stay: by ends, then by likeness."""
    start, end = changed(old, new)
    yield [(0, 0, start), (end, len(new) - (len(old) - end), len(old) - end)]
    if len(old) + len(new) <= LONGEST:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        yield [(b.a, b.b, b.size) for b in matcher.get_matching_blocks()]


def _with_names(
    spans: Sequence[Span], raws: list[str], blocks: list[tuple[int, int, int]], new: str
) -> str | None:
    out, last = [], 0
    for span, raw in zip(spans, raws, strict=True):
        block = next((b for b in blocks if b[0] <= span.start and span.end <= b[0] + b[2]), None)
        if block is None:
            return None
        start = block[1] + span.start - block[0]
        out += [new[last:start], raw]
        last = start + span.end - span.start
    return "".join([*out, new[last:]])


def within(drawn: DrawnText) -> tuple[Span, str]:
    """Return the one span that the change lies in, and the text that its name shall give.

    Raises RefusedError when the change goes beyond it.
    """
    text = drawn.text
    new = drawn.new.rstrip("\n") + text.text[len(text.text.rstrip("\n")) :]
    start, end = changed(text.text, new)
    size = len(new) - len(text.text)
    for span in text.spans:
        if span.start <= start and end <= span.end:
            return span, new[span.start : span.end + size]
    names = "、".join(excerpt(name) for name in drawn.names)
    raise RefusedError(EditMessages.ACROSS.finding(name=names))
