"""How many lines a text takes in a given width, when the viewer's font is unknown.

Widths are in em (the height of the font): full-width characters take 1, half-width kana ½, the
rest 0.62 — an upper bound that holds for the fonts found on office machines. Measured against
LibreOffice under several fonts; real metrics of one font did no better with another.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, east_asian_width

MAX_LINES = 10  # A row of more lines may be cut in print or sliced at the foot of a page.
USABLE = 0.90  # What is left of a width after the viewer's own rounding and line-break rules.
ONE_LINE = 0.95  # The same for a text that needs no line break.
SENTENCE = re.compile(r"[^。]*。[」）)]*|[^。]+$")
TOKEN = re.compile(r"[!-~]+|.", re.DOTALL)


class _Widths(dict[str, float]):
    """Character → its width in em, worked out once."""

    def __missing__(self, character: str) -> float:
        self[character] = found = _width(character)
        return found


def _width(character: str) -> float:
    if category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    match east_asian_width(character):
        case "F" | "W" | "A":
            return 1.0
        case "H":
            return 0.5
        case _:
            return 0.62


WIDTHS = _Widths()


def width(text: str) -> float:
    """Return the width of one line in em."""
    return sum(map(WIDTHS.__getitem__, text))


@lru_cache(maxsize=4096)
def lines(text: str, em: float) -> int:
    """Return how many lines a text takes in a width of `em`; at least 1."""
    return sum(_wrapped(line, em) for line in text.split("\n"))


def fits(text: str, em: float) -> bool:
    """Return whether a text needs only one line of a width of `em`."""
    return width(text) <= em * ONE_LINE


def _wrapped(text: str, em: float) -> int:
    """Count the lines of one paragraph; runs of ASCII stay whole where a line can hold them."""
    if fits(text, em):
        return 1
    em *= USABLE
    count, used = 1, 0.0
    for token in TOKEN.findall(text):
        size = WIDTHS[token] if len(token) == 1 else width(token)
        if used + size > em and used:
            count, used = count + 1, 0.0
        used += size
        if used > em:
            extra = int(used // em)
            count, used = count + extra, used - extra * em
    return count


def chunks(text: str, em: float) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text that each fit in one row, and whether a piece begins a line.

    A paragraph is one piece; a long one is split after 「。」, a long sentence anywhere.
    """
    for paragraph in text.split("\n"):
        begins = True
        for piece in _pieces(paragraph, em):
            yield piece, begins
            begins = False


def _pieces(paragraph: str, em: float) -> Iterator[str]:
    if lines(paragraph, em) <= MAX_LINES:
        yield paragraph
        return
    held = ""
    for sentence in SENTENCE.findall(paragraph):
        for part in _parts(sentence, em):
            if held and lines(held + part, em) > MAX_LINES:
                yield held
                held = ""
            held += part
    if held:
        yield held


def _parts(sentence: str, em: float) -> Iterator[str]:
    """Cut a sentence that is too long for a row by itself, after a 「、」 if it has one."""
    most = int(em * MAX_LINES * 2) + 1  # half-width kana are the narrowest
    while lines(sentence, em) > MAX_LINES:
        lengths = range(1, min(len(sentence), most))
        fitting = max(1, bisect_right(lengths, MAX_LINES, key=lambda n: lines(sentence[:n], em)))
        cut = sentence.rfind("、", 0, fitting) + 1 or fitting
        yield sentence[:cut]
        sentence = sentence[cut:]
    yield sentence
