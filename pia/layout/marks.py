"""Texts that know which stretches of them changed, for the cells of a change table."""

import re
from collections.abc import Iterator
from typing import NamedTuple, SupportsIndex

from pia.model.root import BLACK

# Japanese has no spaces: a word is a run of one script, a mark is a word of its own.
WORD = re.compile(
    r"[一-龥々〆ヶ]+|[ァ-ヺー]+|[ぁ-ゖ]+|[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+|\s|.", re.DOTALL
)
BLACKENED = re.compile(f"{BLACK}+")


def words(text: str) -> list[str]:
    """Return the words that a text consists of, as they are compared."""
    return WORD.findall(text)


class Stretch(NamedTuple):
    """Characters from `start` up to `end`."""

    start: int
    end: int


class Marked(str):
    """A text with the stretches that changed, in order and apart from each other.

    It is a plain text wherever nobody asks for the stretches. A slice of it keeps its own.
    """

    __slots__ = ("stretches",)
    stretches: tuple[Stretch, ...]

    def __new__(cls, text: str, stretches: tuple[Stretch, ...] = ()) -> "Marked":
        marked = str.__new__(cls, text)
        marked.stretches = stretches
        return marked

    def __getitem__(self, at: SupportsIndex | slice) -> str:
        if not isinstance(at, slice):
            return str(self)[at]
        start, end, _ = at.indices(len(self))
        within = (
            Stretch(max(a, start) - start, min(b, end) - start)
            for a, b in self.stretches
            if a < end and b > start
        )
        return Marked(str(self)[start:end], tuple(within))

    def runs(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, each with whether it changed."""
        text, last = str(self), 0
        for start, end in self.stretches:
            if last < start:
                yield text[last:start], False
            yield text[start:end], True
            last = end
        if last < len(text):
            yield text[last:], False


def runs_of(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of any text; one that is not marked is one unchanged piece."""
    if isinstance(text, Marked):
        yield from text.runs()
    elif text:
        yield text, False


def lines_of(text: str) -> Iterator[list[tuple[str, bool]]]:
    """Yield the pieces of each line of any text; an empty line has none."""
    line: list[tuple[str, bool]] = []
    for piece, changed in runs_of(text):
        first, *rest = piece.split("\n")
        line += [(first, changed)] if first else []
        for each in rest:
            yield line
            line = [(each, changed)] if each else []
    yield line
