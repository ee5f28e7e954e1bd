"""Stretches of a text that become others, whatever its line ends."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
