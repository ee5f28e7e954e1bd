"""Fair choice by a seed: which day, which span, which terminals, whose records.

Every choice is made over named options by SHA-256: the options whose hash together with the seed
is the smallest are taken. So each is as likely as any other, the same seed chooses the same, and
neither the order of a log nor the engine that reads it nor the version of Python matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pia.records.audit.overview import Busy

TRIES = 20  # draws with one length of span before it grows
GROWTHS = 16


@dataclass(frozen=True, slots=True)
class Needs:
    """What a draw has to keep to.

    sites: terminals by the id of their site. minutes: least length of the span. each: least
    terminals of a site. persons: how many are audited.
    """

    sites: Mapping[str, frozenset[str]]
    minutes: int
    each: int
    persons: int


@dataclass(frozen=True, slots=True)
class Draw:
    """A day, a span of it and terminals. begin, end: minutes of the day, end not included.
    attempt: 1 for the first draw, more after others held too few persons."""

    attempt: int
    day: date
    begin: int
    end: int
    terminals: tuple[str, ...]

    def holds(self, day: date, minute: int, terminal: str) -> bool:
        return day == self.day and self.begin <= minute < self.end and terminal in self.terminals


def chosen(options: Iterable[str], count: int, *words: object) -> list[str]:
    """Return so many of the options, by a seed and whatever else names the choice."""
    return sorted(options, key=lambda option: _hash(*words, option))[:count]


def _hash(*words: object) -> bytes:
    return sha256("\x1f".join(map(str, words)).encode()).digest()


def draws(busy: Mapping[tuple[date, str], Busy], needs: Needs, *seed: object) -> Iterator[Draw]:
    """Yield draws, one after another until one is taken: first with the least span, a longer one
    after every `TRIES`."""
    days = _working(busy, needs)
    for attempt in range(1, TRIES * GROWTHS + 1 if days else 1):
        length = needs.minutes * (1 + (attempt - 1) // TRIES)
        yield _drawn(busy, days, needs, length, attempt, (*seed, attempt))


Days = Mapping[date, Mapping[str, Sequence[str]]]


def _working(busy: Mapping[tuple[date, str], Busy], needs: Needs) -> Days:
    """Return the days on which the most sites worked, each with the terminals at work by site."""
    found: dict[date, dict[str, list[str]]] = {}
    for day, terminal in sorted(busy):
        for site, terminals in needs.sites.items():
            if terminal in terminals:
                found.setdefault(day, {}).setdefault(site, []).append(terminal)
    most = max(map(len, found.values()), default=0)
    return {day: sites for day, sites in found.items() if len(sites) == most}


def _drawn(
    busy: Mapping[tuple[date, str], Busy],
    days: Days,
    needs: Needs,
    length: int,
    attempt: int,
    seed: tuple[object, ...],
) -> Draw:
    (written,) = chosen((day.isoformat() for day in days), 1, *seed, "日付")
    day = date.fromisoformat(written)
    terminals = tuple(
        terminal
        for site, at_work in sorted(days[day].items())
        for terminal in chosen(at_work, needs.each, *seed, "端末", site)
    )
    first = min(busy[day, terminal].first for terminal in terminals)
    last = max(busy[day, terminal].last for terminal in terminals)
    starts = range(first, max(first, last + 1 - length) + 1)
    (begin,) = chosen(map(str, starts), 1, *seed, "時間帯")
    return Draw(attempt, day, int(begin), int(begin) + length, terminals)
