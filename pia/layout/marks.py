"""Texts that know which stretches of them changed, for the cells of a change table."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pia.model.redaction import BLACK

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

    It is a plain text wherever nobody asks for the stretches.
    """

    __slots__ = ("stretches",)
    stretches: tuple[Stretch, ...]

    def __new__(cls, text: str, stretches: tuple[Stretch, ...] = ()) -> "Marked":
        marked = str.__new__(cls, text)
        marked.stretches = stretches
        return marked

    def runs(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, each with whether it changed."""
        last = 0
        for start, end in self.stretches:
            if last < start:
                yield self[last:start], False
            yield self[start:end], True
            last = end
        if last < len(self):
            yield self[last:], False


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


def part_of(text: str, start: int, end: int) -> str:
    """Return the characters from `start` up to `end`, those of a marked text with its marks."""
    if not isinstance(text, Marked):
        return text[start:end]
    within = (
        Stretch(max(a, start) - start, min(b, end) - start)
        for a, b in text.stretches
        if a < end and b > start
    )
    return Marked(text[start:end], tuple(within))
