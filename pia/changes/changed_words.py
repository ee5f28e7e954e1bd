"""Which words of a text changed."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pia.layout.marks import Marked, Stretch, words

# Changes this near to each other, without a mark between them, read as one.
NEAR = 12


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Return both texts with the words marked that the other does not have."""
    old, new = words(before), words(after)
    hunks = list(_hunks(old, new))
    first = tuple(_stretch(old, i, j) for i, j, _, _ in hunks if i < j)
    second = tuple(_stretch(new, i, j) for _, _, i, j in hunks if i < j)
    return Marked(before, first), Marked(after, second)


def replacements(before: str, after: str) -> list[tuple[str, str]]:
    """Return the wordings that were replaced, each with its replacement, in order.

    Changes that have only a few words without a mark between them are one wording, and an
    insertion takes the word beside it along, so that neither side is ever empty if the texts
    are not.
    """
    old, new = words(before), words(after)
    joined: list[list[int]] = []
    for i, j, k, m in _hunks(old, new):
        if joined and _reads_on(old[joined[-1][1] : i]):
            joined[-1][1], joined[-1][3] = j, m
        else:
            joined.append([i, j, k, m])
    return [_wording(old, new, *hunk) for hunk in joined]


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs; what both begin and end with is left out of the search."""
    shortest = min(len(old), len(new))
    start = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    ends = range(1, shortest - start + 1)
    end = next((n - 1 for n in ends if old[-n] != new[-n]), shortest - start)
    first, second = old[start : len(old) - end], new[start : len(new) - end]
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + i, start + j, start + k, start + m


def _stretch(parts: Sequence[str], i: int, j: int) -> Stretch:
    start = sum(map(len, parts[:i]))
    return Stretch(start, start + sum(map(len, parts[i:j])))


def _reads_on(between: Sequence[str]) -> bool:
    text = "".join(between)
    return len(text) <= NEAR and not re.search(r"[。、\n]", text)


def _wording(
    old: Sequence[str], new: Sequence[str], i: int, j: int, k: int, m: int
) -> tuple[str, str]:
    if i == j or k == m:
        if i > 0 and k > 0:
            i, k = i - 1, k - 1
        else:
            j, m = j + 1, m + 1
    return "".join(old[i:j]), "".join(new[k:m])
