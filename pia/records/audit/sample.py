"""Logs of a system → the rows that auditors look into, by a fair choice.

Every choice is made over named options by SHA-256: the options whose hash together with the seed
is the smallest are taken. So each is as likely as any other, the same seed chooses the same, and
neither the order of a log nor the engine that reads it nor the version of Python matters.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pia.errors import Finding, RefusedError
from pia.model.log_audit import AuditedSystem, LogAudit
from pia.records.audit.engine import Reader
from pia.records.audit.logs import Log
from pia.records.audit.messages import AuditMessages
from pia.records.audit.overview import Busy, Overview, each, fields_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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


SERIES = timedelta(minutes=30)  # longest pause within a series of operations
BATCH = 20  # draws whose rows are fetched at once
LEAST_PERSONS, LEAST_MINUTES, LEAST_TERMINALS = 10, 15, 1  # where the plan names no number


@dataclass(frozen=True, slots=True, order=True)
class LogRow:
    """A row of a log. person: what identifies whom it was about. cells: the whole row."""

    stamp: datetime
    terminal: str
    operator: str
    person: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def minute(self) -> int:
        return self.stamp.hour * 60 + self.stamp.minute


@dataclass(frozen=True, slots=True)
class Sampled:
    """A row to be audited. number: within the sample; subject, series: whose, and which run of
    operations of one operator on that person; all count from 1."""

    number: int
    subject: int
    series: int
    row: LogRow


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn of a system's logs."""

    system: AuditedSystem
    header: tuple[str, ...]
    draw: Draw
    rows: tuple[Sampled, ...]
    unreadable: int

    @property
    def persons(self) -> int:
        return len({sampled.subject for sampled in self.rows})

    @property
    def operators(self) -> set[str]:
        return {sampled.row.operator for sampled in self.rows}


def needs_of(plan: LogAudit, system: AuditedSystem, overview: Overview) -> Needs:
    """Return what the plan asks of a draw; without sites, all terminals stand at one."""
    method = plan.method
    sites = {site.id: frozenset(site.terminals) for site in system.sites}
    return Needs(
        sites or {system.id: frozenset(terminal for _, terminal in overview.busy)},
        method.least_minutes or LEAST_MINUTES,
        method.least_terminals or LEAST_TERMINALS,
        method.least_persons or LEAST_PERSONS,
    )


def sample(
    engine: "DuckDBPyConnection",
    logs: Sequence[Log],
    system: AuditedSystem,
    overview: Overview,
    needs: Needs,
    seed: Sequence[object],
    folder: Path,
    step: Callable[[str], None],
) -> Sample:
    """Return the sample that the seed draws.

    Raises RefusedError when no draw holds enough persons, and when none of the terminals is known.
    """
    most = 0
    candidates = draws(overview.busy, needs, *seed)
    while batch := list(islice(candidates, BATCH)):
        viewed = {draw: _viewed(draw, overview) for draw in batch}
        likely = [draw for draw in batch if viewed[draw] >= needs.persons]
        most = max(most, *(count for count in viewed.values() if count < needs.persons), 0)
        rows = fetched(engine, logs, system, overview, likely, folder, step) if likely else []
        for draw in likely:
            held = [row for row in rows if draw.holds(row.stamp.date(), row.minute, row.terminal)]
            most = max(most, len({row.person for row in held}))
            if most >= needs.persons:
                taken = numbered(_of_persons(held, needs.persons, *seed, draw.attempt))
                return Sample(system, logs[0].header, draw, taken, overview.broken)
    raise RefusedError(_too_few(system, overview, needs, most))


def _too_few(system: AuditedSystem, overview: Overview, needs: Needs, most: int) -> Finding:
    name = system.name or system.id
    known = {terminal for _, terminal in overview.busy}
    if not known & frozenset().union(*needs.sites.values()):
        return AuditMessages.OTHER_SYSTEM.finding(system=name)
    return AuditMessages.TOO_FEW.finding(system=name, needed=needs.persons, most=most)


def _viewed(draw: Draw, overview: Overview) -> int:
    """Return how many rows about persons the terminals of a draw have on its day: it cannot hold
    more persons."""
    return sum(overview.busy[draw.day, terminal].viewed for terminal in draw.terminals)


def fetched(
    engine: "DuckDBPyConnection",
    logs: Iterable[Log],
    system: AuditedSystem,
    overview: Overview,
    wanted: Sequence[Draw],
    folder: Path,
    step: Callable[[str], None],
) -> list[LogRow]:
    """Return, in order, what the terminals of the draws did to persons on their days."""
    pairs = sorted({(draw.day, terminal) for draw in wanted for terminal in draw.terminals})
    days, terminals = [day for day, _ in pairs], [terminal for _, terminal in pairs]
    found: list[LogRow] = []

    def look(reader: Reader) -> None:
        if reader.log.path in overview.written:
            reader.use_written_stamps()
        at = reader.fields
        answers = reader.ask(_question(reader), [days, terminals], sorted(set(terminals)))
        for stamp, terminal, operator, *cells in answers:
            row = tuple(cell or "" for cell in cells)
            person = tuple(row[n].strip() for n in at.person)
            if any(person):
                found.append(LogRow(stamp, terminal, operator, person, row))

    for log in logs:
        step(f"{log.path.name}（第{wanted[0].attempt}回からの指定）")
        each(engine, log, fields_of(log, system), folder, look)
    return sorted(found)


def _question(reader: Reader) -> str:
    return (
        f"select stamp, terminal, operator, {', '.join(reader.cells)} from rows where is_sound "
        "and (cast(stamp as date), terminal) in (select unnest(?::date[]), unnest(?::varchar[]))"
    )


def _of_persons(rows: Sequence[LogRow], count: int, *seed: object) -> list[LogRow]:
    """Return the rows of so many persons, chosen by the seed: no more is looked into than the
    plan asks for."""
    names = {"\x1f".join(row.person): row.person for row in rows}
    taken = {names[name] for name in chosen(names, count, *seed, "被閲覧者")}
    return [row for row in rows if row.person in taken]


def numbered(rows: Iterable[LogRow]) -> tuple[Sampled, ...]:
    """Return rows with their numbers, a run of operations of one operator at one terminal on one
    person as one series."""
    by_subject: dict[tuple[str, ...], list[LogRow]] = {}
    for row in sorted(rows):
        by_subject.setdefault(row.person, []).append(row)
    found: list[Sampled] = []
    series = 0
    for subject, own in enumerate(by_subject.values(), start=1):
        for run in _runs(own):
            series += 1
            found += [Sampled(len(found) + n, subject, series, row) for n, row in enumerate(run, 1)]
    return tuple(found)


def _runs(rows: Iterable[LogRow]) -> Iterator[list[LogRow]]:
    runs: dict[tuple[str, str], list[LogRow]] = {}
    for row in rows:
        at = (row.terminal, row.operator)
        if at in runs and row.stamp - runs[at][-1].stamp > SERIES:
            yield runs.pop(at)
        runs.setdefault(at, []).append(row)
    yield from runs.values()
