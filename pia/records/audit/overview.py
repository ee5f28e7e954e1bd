"""Logs → when which terminal worked, and which rows cannot be read."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pia.errors import Finding, PiaError, Position
from pia.model.log_audit import AuditedSystem
from pia.records.audit import stamps
from pia.records.audit.engine import Broken, Fields, NotStraightError, Reader
from pia.records.audit.logs import UNREADABLE, Log, opened_piece, pieces
from pia.records.audit.messages import NOT_QUOTED, AuditMessages

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 100  # broken rows of a log that are told one by one
# Each cell is counted, so that the engine reads it and finds what is no text.
BUSY = """
select is_sound, cast(stamp as date), case when is_sound then terminal end,
  count(*), count(person), min(stamp), max(stamp), {cells}
from rows group by all
"""


@dataclass(slots=True)
class Busy:
    """What a terminal did on a day. first, last: minutes of the day. viewed: rows with a person."""

    rows: int
    viewed: int
    first: int
    last: int

    def with_(self, other: "Busy") -> "Busy":
        return Busy(
            self.rows + other.rows,
            self.viewed + other.viewed,
            min(self.first, other.first),
            max(self.last, other.last),
        )


@dataclass(slots=True)
class Overview:
    """When which terminal worked, and what could not be read. written: the logs with stamps that
    the engine does not understand by itself."""

    busy: dict[tuple[date, str], Busy] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    written: set[Path] = field(default_factory=set)
    broken: int = 0
    rest_is_lost: bool = False

    @property
    def rows(self) -> int:
        return sum(busy.rows for busy in self.busy.values())


def fields_of(log: Log, system: AuditedSystem) -> Fields:
    """Return where a log holds what the plan says of its columns.

    Raises PiaError for a column that the log does not have, or has twice.
    """
    columns = system.columns
    stamp = (columns.stamp,) if columns.stamp else (columns.day, columns.time)
    named = [*stamp, columns.terminal, columns.operator, *columns.person]
    if None in named or not columns.person:
        raise PiaError(AuditMessages.COLUMNS_NOT_SAID.finding(system=system.name or system.id))
    others = [*filter(None, [columns.operation]), *columns.shown]
    names = [str(name).strip() for name in (*named, *others)]
    missing = [name for name in names if log.header.count(name) != 1]
    if missing:
        raise PiaError(_no_column(log, missing, names))
    *stamp_at, terminal, operator = (log.header.index(n) for n in names[: len(stamp) + 2])
    person = tuple(log.header.index(str(name).strip()) for name in columns.person)
    return Fields(tuple(stamp_at), terminal, operator, person, len(log.header))


def _no_column(log: Log, missing: Sequence[str], names: Sequence[str]) -> Finding:
    """A row without any of the names may be of a person, and is not quoted."""
    is_heading = not set(names).isdisjoint(log.header)
    known = "、".join(name for name in log.header if name) if is_heading else NOT_QUOTED
    return AuditMessages.UNKNOWN_LOG_COLUMN.finding(
        columns="」「".join(missing),
        known=known,
        file=str(log.path),
        position=Position(log.heading_row, 1),
    )


def overview(
    engine: "DuckDBPyConnection",
    logs: Iterable[Log],
    system: AuditedSystem,
    folder: Path,
    step: Callable[[str], None],
) -> Overview:
    """Return what the logs of a system say of its terminals. step: is told each file begun.

    Raises PiaError for a log that holds no row or lacks a column.
    """
    found = Overview()

    def look(reader: Reader) -> None:
        _look(reader, found)

    for log in logs:
        step(log.path.name)
        rows, broken = found.rows, found.broken
        each(engine, log, fields_of(log, system), folder, look)
        if (found.rows, found.broken) == (rows, broken):
            name = log.path.name
            raise PiaError(AuditMessages.EMPTY_LOG.finding(name=name, file=str(log.path)))
    return found


def each(
    engine: "DuckDBPyConnection",
    log: Log,
    fields: Fields,
    folder: Path,
    look: Callable[[Reader], None],
) -> None:
    """Look at every piece of a log in turn. Raises PiaError when it cannot be read at all."""
    try:
        for piece in pieces(log, folder):
            look(Reader(engine, log, piece, fields))
    except NotStraightError:
        if not log.is_direct:
            raise PiaError(AuditMessages.UNREADABLE_LOG.finding(file=str(log.path))) from None
        each(engine, log.as_text(), fields, folder, look)


def _look(reader: Reader, found: Overview) -> None:
    question = BUSY.format(cells=", ".join(f"count({cell})" for cell in reader.cells))
    answers = reader.ask(question)
    if not all(is_sound for is_sound, *_ in answers):
        found.written.add(reader.log.path)
        reader.use_written_stamps()
        answers = reader.ask(question)
    for is_sound, day, terminal, rows, viewed, first, last, *_ in answers:
        if is_sound:
            busy = Busy(rows, viewed, _minute(first), _minute(last))
            known = found.busy.get((day, terminal))
            found.busy[day, terminal] = known.with_(busy) if known else busy
    unsound = sum(rows for is_sound, _, _, rows, *_ in answers if not is_sound)
    _note(reader, reader.broken(), unsound, found)


def _minute(stamp: datetime) -> int:
    return stamp.hour * 60 + stamp.minute


def _note(reader: Reader, refused: list[Broken], unsound: int, found: Overview) -> None:
    """Add what could not be read to what was found, up to a number of rows one by one."""
    told = [*refused[:SHOWN], *(islice(_faults(reader), SHOWN) if unsound else ())]
    told.sort(key=lambda broken: (broken.row, broken.column))
    room = max(SHOWN - found.broken, 0)
    found.findings += [_finding(reader.log, broken) for broken in told[:room]]
    found.broken += len(refused) + unsound
    found.rest_is_lost |= any(broken.rest_is_lost for broken in refused)


def _finding(log: Log, broken: Broken) -> Finding:
    name = log.header[broken.column - 1] if 0 < broken.column <= len(log.header) else ""
    what = f"{broken.column}列目「{name}」" if name else "行"
    position = Position(broken.row, max(broken.column, 1))
    message = AuditMessages.BROKEN_ROW
    return message.finding(what=what, why=broken.why, file=str(log.path), position=position)


def _faults(reader: Reader) -> Iterator[Broken]:
    """Yield the rows that have the shape of a row, but lack or garble what every row must say."""
    piece, fields = reader.piece, reader.fields
    with opened_piece(piece) as file:
        rows = enumerate(csv.reader(file, delimiter=piece.delimiter), start=piece.before + 1)
        with suppress(csv.Error):  # an over-long cell, which the engine has told of
            for number, row in islice(rows, piece.skip, None):
                if len(row) == fields.width and (fault := _fault(row, fields)):
                    yield Broken(number, *fault)


def _fault(row: Sequence[str], fields: Fields) -> tuple[int, str] | None:
    """Return column, from 1, and fault of a row, or None."""
    day, time = stamps.parts(" ".join(row[n] for n in fields.stamp))
    if stamps.day_of(day) is None:
        return fields.stamp[0] + 1, "日付として読めません"
    if stamps.second_of(time) is None:
        return fields.stamp[-1] + 1, "時刻として読めません"
    for n in (fields.terminal, fields.operator):
        if not row[n].strip(" "):
            return n + 1, "空です"
    garbled = next((n for n, text in enumerate(row, start=1) if UNREADABLE in text), None)
    return (garbled, "文字コードがほかの行と違います") if garbled else None
