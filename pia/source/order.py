"""Members of a mapping or list that keep their place, and those that come between them."""

from bisect import bisect_left
from collections.abc import Iterator

from pia.source.written import Holder, Member


def staying(holder: Holder) -> list[Member]:
    """Return the members that keep their place: the most that stand in their old order."""
    place = {id(member): n for n, member in enumerate(holder.written)}
    kept = [member for member in present(holder) if member.is_written]
    places = [place[id(member)] for member in kept]
    if places == sorted(places):
        return kept
    return [kept[n] for n in _longest_rise(places)]


def _longest_rise(numbers: list[int]) -> list[int]:
    """Return the indices of a longest rising run of numbers that all differ."""
    ends: list[int] = []  # of the best run of each length
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left([numbers[end] for end in ends], number)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [n]
    found = [ends[-1]]
    while before[found[-1]] >= 0:
        found.append(before[found[-1]])
    return found[::-1]


def present(holder: Holder) -> list[Member]:
    return [member for member in holder.members if not member.is_gone]


def runs(holder: Holder, stay: list[Member]) -> Iterator[tuple[Member | None, list[Member]]]:
    """Yield what comes, each run with the member that it follows, None for the front."""
    in_place = {id(member) for member in stay}
    anchor: Member | None = None
    run: list[Member] = []
    for member in present(holder):
        if id(member) not in in_place:
            run.append(member)
            continue
        if run:
            yield anchor, run
        anchor, run = member, []
    if run:
        yield anchor, run
