"""How many lines a text takes in a given width, when the viewer's font is unknown, and how options
and boxes are packed to lines.

Widths are in em (the height of the font): full-width characters take 1, half-width kana ½, ASCII
the widest of ＭＳ ゴシック, Noto Sans CJK JP, IPAexGothic and DejaVu Sans, which LibreOffice takes
where the first is missing. Lines are broken as Japanese is: no line begins with 「。」 nor ends
with 「（」, and words of ASCII stay whole. Nor does one end with 「、」 where a digit follows:
「22、23、24」 has no place to break in LibreOffice, which leaves 「22」 alone on a line
if all of them have no room on it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from unicodedata import category, east_asian_width

from pia.layout.tree import GOES_ON, NEXT_LINE, SAME_LINE, Box, BoxGroup, Choice, Heading

TINY = 1e-9  # em, of rounding
# From U+0020 to U+007E in 1/100 em.
ASCII = (
    "50 50 50 84 64 96 78 50 50 50 50 84 50 50 50 50 64 64 64 64 64 64 64 64 64 64 50 50 84 84 "
    "84 55 100 69 69 73 78 64 58 78 76 50 54 66 56 90 76 80 63 80 70 64 62 75 69 99 69 62 69 50 "
    "50 50 84 56 61 62 64 55 64 62 50 64 64 50 50 58 50 98 64 62 64 64 50 53 50 64 60 82 60 60 "
    "53 64 50 64 84"
)
NO_START = frozenset(
    "、。，．・：；？！」』）】〕〉》］｝,.:;?!)]}ー～ゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％%"
)
NO_END = frozenset("「『（【〔〈《［｛([{")
CLOSING = frozenset("、。，．」』）】〕〉》］｝％")
WORD = re.compile(r"[!-~]")
FIRST_WORD = re.compile(r"[!-~]+(?=[^!-~])")  # of several that nothing parts
SENTENCE_END = re.compile(r"。[」）)』]*|\n")
CLAUSE_END = re.compile("、")
ENCLOSED = re.compile(r"[＜〈<《【].*[＞〉>》】]")  # as subheadings are: ＜本市における措置＞
TOLD = ":："  # what is said of the line before begins with one of these
# Of an entry of a list: ・, ③, 6., （２）, 6-①.
MARK = re.compile(r"[^\w\s]*[\d①-⑳]*[^\w\s]*[①-⑳]*")
NUMBER = re.compile(r"\d+|[①-⑳]")
SUBHEADING = 40  # characters at the most, where nothing encloses it
VALUE_WIDTH = 43.0  # em of the size of boxes: what every format has beside a label
OPTION_WIDTH = 16.0  # em of the size of options: what each of two has side by side
SHORT_OPTION = 8.0  # em of each of three options that stand on one line
WIDEST = 25.0  # em of a box; a longer one goes on below
HALF = 24.0  # em of a heading that half of a page holds
GUTTER = 0.5  # em between two boxes


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
            return 0.65


WIDTHS = _Widths({chr(32 + n): int(size) / 100 for n, size in enumerate(ASCII.split())})


def width(text: str) -> float:
    """Return the width of one line in em."""
    return sum(map(WIDTHS.__getitem__, text))


def fits(text: str, em: float) -> bool:
    """Return whether a text needs only one line of a width of `em`."""
    return width(text) <= em + TINY


@lru_cache(maxsize=4096)
def lines(text: str, em: float) -> int:
    """Return how many lines a text takes in a width of `em`; at least 1."""
    return sum(len(_starts(line, em)) for line in text.split("\n"))


def going_on(label: str, em: float) -> str:
    """Return what a label says where its item goes on, 「（続き）」 in one piece."""
    is_torn = lines(label + GOES_ON, em) > lines(label, em)
    return f"{label}\n{GOES_ON}" if is_torn else label + GOES_ON


def seam_of(text: str, start: int) -> str:
    """Return how a text goes on where it is cut before `start`."""
    return NEXT_LINE if text[:start].endswith("\n") else SAME_LINE


def is_halved(heading: Heading) -> bool:
    """Return whether the words of a heading leave half of its line to its boxes."""
    return bool(heading.boxes) and fits(str(heading.label), HALF)


def _starts(paragraph: str, em: float) -> Sequence[int]:
    """Return where the lines of a paragraph begin."""
    edges = [0.0, *accumulate(map(WIDTHS.__getitem__, paragraph))]
    starts = [0]
    while True:
        start = starts[-1]
        end = bisect_right(edges, edges[start] + em + TINY, start + 2) - 1
        if end >= len(paragraph):
            return starts
        starts.append(_break(paragraph, start, end))


def _break(text: str, start: int, end: int) -> int:
    """Return where a line that has room up to `end` is broken."""
    at = end
    while at > start and not _may_break(text[at - 1], text[at]):
        at -= 1
    if at > start:
        return at
    first = FIRST_WORD.match(text, start, end)
    return first.end() if first else end


def _may_break(before: str, after: str) -> bool:
    if after in NO_START or before in NO_END:
        return False
    return not (WORD.match(after) and (before in CLOSING or WORD.match(before)))


def cut(text: str, em: float, most: int) -> int:
    """Return after how many characters a text is cut so that the first part has `most` lines.

    It is cut after a line of its own or a sentence if that keeps half of the lines, else after a
    clause or where a line ends, but not behind a line that heads what follows. The whole length
    where all of it fits; never 0.
    """
    if lines(text, em) <= most:
        return len(text)
    least, whole = (_reach(text, em, max(1, count)) for count in (most // 2, most))
    for ends in (SENTENCE_END, CLAUSE_END):
        found = [m.end() for m in ends.finditer(text, 0, whole) if m.end() > least]
        for end in reversed(found):
            if _before_subheadings(text, end) == end:
                return end
    return _before_subheadings(text, whole) or max(whole, 1)


def _before_subheadings(text: str, end: int) -> int:
    """Return where the subheadings begin that a text up to `end` ends with; `end` without any."""
    heads = subheadings(text)
    number = text.count("\n", 0, end) - text[:end].endswith("\n")
    while end and number in heads:
        end = text.rfind("\n", 0, end - 1) + 1
        number -= 1
    return end


@lru_cache(maxsize=4096)
def subheadings(text: str) -> frozenset[int]:
    """Return the numbers of the lines that head what follows, with the empty ones below them."""
    found: set[int] = set()
    below, at = "", 0
    for n, line in reversed(list(enumerate(map(str.strip, text.split("\n"))))):
        if not line:
            continue
        if below and _heads(line, below):
            found.update(range(n, at))
        below, at = line, n
    return frozenset(found)


def _heads(line: str, below: str) -> bool:
    """Return whether a line heads the one below: it is enclosed as subheadings are, or is short, no
    sentence and no entry of a list whose next one follows."""
    if ENCLOSED.fullmatch(line):
        return True
    if len(line) > SUBHEADING or "。" in line or line[0] in TOLD:
        return False
    mark, other = _mark(line), _mark(below)
    if below[0] in TOLD or (mark and not other):
        return True
    return "。" in below and len(below) > len(line) * (1 if mark != other else 2)


def _mark(line: str) -> str:
    """Return the signs that mark a line as an entry of a list, any number as 0."""
    found = MARK.match(line)
    return NUMBER.sub("0", found[0]) if found else ""


def _reach(text: str, em: float, most: int) -> int:
    """Return how many characters of a text stand on its first `most` lines."""
    at = 0
    for paragraph in text.split("\n"):
        starts = _starts(paragraph, em)
        if len(starts) > most:
            return at + starts[most]
        most -= len(starts)
        at += len(paragraph) + 1
    return len(text)


def pieces(text: str, em: float, room: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Yield from where to where each piece of a text goes. room: lines that each piece may have.

    A line break between two pieces belongs to neither.
    """
    start = end = 0
    ends_a_line = True
    while start < len(text) or ends_a_line:
        most = max(1, next(room))
        end = start + cut(text[start:], em, most)
        is_last = end == len(text)
        ends_a_line = text[start:end].endswith("\n") and not (
            is_last and lines(text[start:end], em) <= most
        )
        yield start, end - ends_a_line
        start = end


def choice(chosen: str, options: Sequence[str]) -> Choice:
    """Return a choice with its options numbered, two to a line where two fit."""
    numbered = [f"{n}) {text}" for n, text in enumerate(options, start=1)]
    is_one_line = len(numbered) == 3 and all(fits(text, SHORT_OPTION) for text in numbered)
    lines = (tuple(numbered),) if is_one_line else tuple(_paired(numbered))
    return Choice(chosen, tuple(options), lines)


def _paired(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    held: tuple[str, ...] = ()
    for text in texts:
        is_long = not fits(text, OPTION_WIDTH)
        if held and (is_long or len(held) == 2):
            yield held
            held = ()
        if is_long:
            yield (text,)
        else:
            held = (*held, text)
    if held:
        yield held


def box_group(label: str, boxes: Sequence[Box], grid: Sequence[int]) -> BoxGroup:
    """Return boxes packed to lines. grid: boxes on each line; the last counts for the rest."""
    lines: list[tuple[Box, ...]] = []
    left = tuple(boxes)
    while left:
        count = grid[min(len(lines), len(grid) - 1)]
        lines.append(left[:count])
        left = left[count:]
    return BoxGroup(label, tuple(lines), tuple(_shares(lines)))


def _shares(lines: Sequence[Sequence[Box]]) -> Iterator[float]:
    """Yield the share of the width of each column: equal ones, unless a box needs more."""
    columns = max(map(len, lines), default=1)
    needed = [min(column_width(lines, n) + GUTTER, WIDEST) for n in range(columns)]
    if max(needed) <= VALUE_WIDTH / columns:
        needed = [VALUE_WIDTH / columns] * columns
    spare = max(0.0, VALUE_WIDTH - sum(needed)) / columns
    total = max(VALUE_WIDTH, sum(needed))
    yield from ((need + spare) / total for need in needed)


def column_width(lines: Sequence[Sequence[Box]], column: int) -> float:
    """Return the width in em of the widest box of a column; the last of a short line counts not."""
    columns = max(map(len, lines), default=0)
    reach = [line for line in lines if column < len(line) - 1 or len(line) == columns]
    return max((width(str(line[column])) for line in reach), default=0.0)
