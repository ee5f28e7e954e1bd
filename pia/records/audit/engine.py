"""The engine that reads logs: questions to it, and what it could not read.

Everything is read as text. A stamp is first read as `2026-04-01 09:15:00`, which the engine does
itself; where that fails, days and times of day are read by `stamps`, each way of writing once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pia.errors import PiaError
from pia.records.audit import stamps
from pia.records.audit.logs import UNREADABLE, Log, LogPiece
from pia.records.audit.messages import AuditMessages

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1200MB"
# Signs of stamps that the engine would read otherwise than they are meant: another zone, or the
# first second of the next day.
DOUBTFUL = ("+", "Z", " 24:", "T24:")
# The engine knows days before and after those that a calendar of Python has.
KNOWN_DAYS = (
    "stamp is not null and stamp between timestamp '0001-01-01' and timestamp '9999-12-31 23:59:59'"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """Where in a row stands what, counted from 0. stamp: one column, or that of the day and that
    of the time."""

    stamp: tuple[int, ...]
    terminal: int
    operator: int
    person: tuple[int, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A row of a log that cannot be read. row: as the file counts it, heading included, from 1.
    column: from 1; 0 where no column is to blame."""

    row: int
    column: int
    why: str
    rest_is_lost: bool = False


class NotStraightError(Exception):
    """The engine cannot read the file as it lies."""


def connect(folder: Path) -> "DuckDBPyConnection":
    """Return a connection that keeps to `folder` and to a bound of memory, and loads nothing.

    Raises PiaError when the engine is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise PiaError(AuditMessages.NO_ENGINE.finding()) from error
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(folder),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "false",
    }
    return duckdb.connect(":memory:", config=settings)


class Reader:
    """Asks about the rows of one piece of a log."""

    def __init__(
        self, engine: "DuckDBPyConnection", log: Log, piece: LogPiece, fields: Fields
    ) -> None:
        self.engine, self.log, self.piece, self.fields = engine, log, piece, fields
        self.written = False  # whether stamps are read by way of `stamps`

    @property
    def cells(self) -> list[str]:
        """The columns of `rows` that hold a row as it was written."""
        return [f"c{n}" for n in range(self.fields.width)]

    def ask(
        self, question: str, values: Sequence[object] = (), terminals: Sequence[str] = ()
    ) -> list[tuple[Any, ...]]:
        """Return the answer to a question about `rows`, whose columns are those of `_rows`.

        terminals: the only ones whose rows matter, if any are named.
        Raises NotStraightError when the file is not written one way throughout.
        """
        import duckdb

        try:
            self._forget_broken()
            query = f"with rows as ({self._rows(terminals)}) {question}"
            return self.engine.execute(query, list(values)).fetchall()
        except duckdb.InvalidInputException as error:
            raise NotStraightError from error

    def use_written_stamps(self) -> None:
        """Read stamps from now on by way of `stamps`."""
        day, time = _split(self._stamp())
        for table, text, kind, read in (
            ("days", day, "date", stamps.day_of),
            ("times", time, "integer", stamps.second_of),
        ):
            found = self.engine.execute(f"select distinct {text} from {self._file()}").fetchall()
            known = [(t, v) for (t,) in found if t is not None and (v := read(t)) is not None]
            self.engine.execute(f"create or replace temp table {table} (text varchar, v {kind})")
            texts, values = [text for text, _ in known], [value for _, value in known]
            both = f"unnest(?::varchar[]), unnest(?::{kind}[])"
            self.engine.execute(f"insert into {table} select {both}", [texts, values])
        self.written = True

    def broken(self) -> list[Broken]:
        """Return the rows without the shape of a row that the last question came upon."""
        found = self.engine.execute(
            "select distinct on (line) line, column_idx, error_type, csv_line from reject_errors "
            f"order by line, error_type != '{TOO_LONG}', column_idx"
        ).fetchall()
        return [self._refused(*row) for row in found]

    def _forget_broken(self) -> None:
        self.engine.execute("drop table if exists reject_errors")
        self.engine.execute("drop table if exists reject_scans")

    def _refused(self, line: int, column: int | None, kind: str, text: str | None) -> Broken:
        extends = (text or "").strip("\r\n").count("\n") > 0
        return Broken(
            self.piece.before + line, column or 0, WHY.get(kind, OTHER), kind == OPEN and extends
        )

    def _rows(self, terminals: Sequence[str]) -> str:
        """Return a select of: stamp, terminal, operator, person, cells, is_sound."""
        terminal, operator = (f"trim(c{n})" for n in (self.fields.terminal, self.fields.operator))
        person = f"coalesce({', '.join(f'c{n}' for n in self.fields.person)})"
        cells = ", ".join(self.cells)
        named = ", ".join(map(_quoted, terminals))
        only = f" where {terminal} in ({named})" if named else ""
        sound = " and ".join(
            [f"{text} is not null and {text} != ''" for text in (terminal, operator)]
        )
        if self.piece.damaged:
            sound += f" and not contains(concat_ws(' ', {cells}), '{UNREADABLE}')"
        return (
            f"select *, {KNOWN_DAYS} and {sound} as is_sound from (select {self._moment()} "
            f"as stamp, {terminal} as terminal, {operator} as operator, {person} as person, "
            f"{cells} from {self._file()}{self._joined()}{only})"
        )

    def _stamp(self) -> str:
        return " || ' ' || ".join(f"c{n}" for n in self.fields.stamp)

    def _moment(self) -> str:
        if self.written:
            return "days.v + to_seconds(times.v)"
        text = self._stamp()
        doubtful = "".join(f" and not contains({text}, '{sign}')" for sign in DOUBTFUL)
        plain = f"contains({text}, ':'){doubtful}"
        return f"case when {plain} then try_cast({text} as timestamp) end"

    def _joined(self) -> str:
        if not self.written:
            return ""
        day, time = _split(self._stamp())
        return f" left join days on days.text = {day} left join times on times.text = {time}"

    def _file(self) -> str:
        columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(self.fields.width))
        packed = "gzip" if self.piece.gzipped else "none"
        return (
            f"read_csv({_quoted(_as_pattern(self.piece.path))}, auto_detect=false, header=false, "
            f"skip={self.piece.skip}, delim={_quoted(self.piece.delimiter)}, quote='\"', "
            f"escape='\"', columns={{{columns}}}, compression='{packed}', store_rejects=true, "
            "strict_mode=true)"
        )


OPEN, TOO_LONG = "UNQUOTED VALUE", "LINE SIZE OVER MAXIMUM"
OTHER = "行の形が正しくありません"
# What the engine calls a broken row → what is said of it.
WHY = {
    "MISSING COLUMNS": "列が見出しより少なくなっています",
    "TOO MANY COLUMNS": "列が見出しより多くなっています",
    OPEN: "引用符が閉じていないか、引用符の後に文字があります",
    TOO_LONG: "行が長すぎます",
    "INVALID ENCODING": "文字コードがほかの行と違います",
    "INVALID UNICODE": "文字コードがほかの行と違います",
}


def _split(stamp: str) -> tuple[str, str]:
    """Return what `stamps.parts` does, as the engine says it: the day and the time of a stamp."""
    text = f"translate({stamp}, '{stamps.WIDE}', '{stamps.NARROW}')"
    text = f"trim(regexp_replace({text}, '([0-9])T([0-9])', '\\1 \\2'))"
    marked, blank = f"strpos({text}, '日')", f"strpos({text} || ' ', ' ')"
    day = (
        f"case when {marked} > 0 then replace(left({text}, {marked}), ' ', '') "
        f"else left({text}, {blank} - 1) end"
    )
    rest = f"substr({text}, case when {marked} > 0 then {marked} else {blank} end + 1)"
    return day, f"replace(split_part({rest}, '.', 1), ' ', '')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _as_pattern(path: Path) -> str:
    """Return a path in which the engine sees no pattern of file names."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in str(path))
