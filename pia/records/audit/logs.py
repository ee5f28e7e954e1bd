"""An export of a log → pieces of UTF-8 that the engine reads, a bounded part of it at a time."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from pia.errors import Finding, PiaError
from pia.records.audit import private
from pia.records.audit.messages import AuditMessages
from pia.source.files import plain, reason
from pia.source.messages import SourceMessages

HEAD = 1 << 20  # bytes that are looked at to learn what a file is
BLOCK = 16 << 20  # characters of a piece
PEEK = 4096  # bytes
LONGEST = 2 << 20  # a row of more characters is broken: the engine tells of it, or passes over it
SHEET_ROWS = 50_000  # rows of an Excel piece
GZIP = b"\x1f\x8b"
EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", "\t", ";")
UNREADABLE = "\ufffd"
csv.field_size_limit(max(csv.field_size_limit(), BLOCK))


@dataclass(frozen=True, slots=True)
class Log:
    """What an export is. heading_row: where its heading stands, counted from 1.

    is_direct: whether the engine reads the file as it lies.
    """

    path: Path
    header: tuple[str, ...]
    heading_row: int
    encoding: str
    delimiter: str
    gzipped: bool
    is_direct: bool

    def as_text(self) -> "Log":
        """Return the log as one that is handed to the engine piece by piece."""
        return replace(self, is_direct=False)


@dataclass(frozen=True, slots=True)
class LogPiece:
    """A file of UTF-8 that the engine reads.

    skip: lines above its first row. before: rows of the log that stand before the piece, so that
    its first line is number `before + 1`. damaged: whether bytes could not be read as text.
    """

    path: Path
    delimiter: str
    gzipped: bool = False
    skip: int = 0
    before: int = 0
    damaged: bool = False


def open_log(path: Path, heading_row: int = 1) -> Log:
    """Return what an export is.

    Raises PiaError when it cannot be read, holds nothing, or has no heading row.
    """
    try:
        is_excel = plain(path).suffix.lower() in EXCEL
        log = _excel(path, heading_row) if is_excel else _text(path, heading_row)
    except OSError as error:
        raise PiaError(_unreadable(path, reason(error))) from error
    except EOFError as error:
        raise PiaError(_unreadable(path, "圧縮ファイルが途中で切れています")) from error
    if not any(log.header):
        raise PiaError(AuditMessages.EMPTY_LOG.finding(name=path.name, file=str(path)))
    return log


def _unreadable(path: Path, why: str) -> Finding:
    return SourceMessages.CANNOT_READ.finding(name=path.name, reason=why, file=str(path))


def _text(path: Path, heading_row: int) -> Log:
    gzipped = _starts_with(path, GZIP)
    encoding = _encoding(path, gzipped)
    with _opened(path, encoding, gzipped) as file:
        lines = [file.readline(LONGEST) for _ in range(heading_row)]
    if any(len(line) == LONGEST for line in lines):
        raise PiaError(_unreadable(path, "見出しの行までに、長すぎる行があります"))
    heading = lines[-1] if lines else ""
    delimiter = max(DELIMITERS, key=heading.count)
    (header,) = list(csv.reader([heading], delimiter=delimiter)) or [[]]
    names = tuple(name.strip() for name in header)
    is_direct = encoding in ("utf-8", "utf-8-sig")
    return Log(path, names, heading_row, encoding, delimiter, gzipped, is_direct)


def _excel(path: Path, heading_row: int) -> Log:
    rows = list(islice(_sheet_rows(path), heading_row))
    header = tuple(c.strip() for c in rows[-1]) if len(rows) == heading_row else ()
    return Log(path, header, heading_row, "", ",", gzipped=False, is_direct=False)


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _bytes(path: Path, gzipped: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if gzipped else path.open("rb")


def _opened(path: Path, encoding: str, gzipped: bool) -> TextIO:
    file = _bytes(path, gzipped)
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=None)


def _encoding(path: Path, gzipped: bool) -> str:
    """Return the encoding by its mark, or by the first bytes that are not plain ASCII.

    A file that begins as UTF-8 is UTF-8; what is not so further on is told as broken rows.
    """
    with _bytes(path, gzipped) as file:
        head = file.read(HEAD)
        for mark, name in MARKS:
            if head.startswith(mark):
                return name
        while head and head.isascii():
            head = file.read(HEAD)
    return "utf-8" if _reads_as_utf8(head) else "cp932"


def _reads_as_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        return _most_is_utf8(head, error.start)
    return True


def _most_is_utf8(head: bytes, wrong: int) -> bool:
    """Return whether what stands before the first wrong byte shows UTF-8 beyond doubt."""
    return not head[:wrong].isascii()


def pieces(log: Log, folder: Path) -> Iterator[LogPiece]:
    """Yield a log as files of UTF-8; those made for it lie in `folder` and last until the next.

    Raises PiaError when the log cannot be read on.
    """
    if log.is_direct and _has_short_rows(log):
        yield LogPiece(log.path, log.delimiter, log.gzipped, skip=log.heading_row)
        return
    before = 0
    for n, text in enumerate(_blocks(log)):
        path = private.write(folder / f"{n}.csv", text.encode())
        skip = log.heading_row if n == 0 else 0
        yield LogPiece(path, log.delimiter, False, skip, before, UNREADABLE in text)
        path.unlink()
        before += _rows_in(text, log.delimiter)


def _has_short_rows(log: Log) -> bool:
    """Return whether a line ends in every window of a file, so that no row is over-long: the
    engine may pass over such a row without a word."""
    window = LONGEST // 2
    if log.gzipped:
        with gzip.open(log.path) as unpacked:
            parts = iter(lambda: unpacked.read(window), b"")
            return all(b"\n" in part for part in parts if len(part) == window)
    size = log.path.stat().st_size
    with log.path.open("rb") as file:
        return all(_has_line_end(file, at, window) for at in range(0, size - window + 1, window))


def _has_line_end(file: BinaryIO, at: int, window: int) -> bool:
    """Return whether a line ends in a window of a file; mostly its first bytes tell."""
    file.seek(at)
    return b"\n" in file.read(PEEK) or b"\n" in file.read(window - PEEK)


def _rows_in(text: str, delimiter: str) -> int:
    lines = text.count("\n") + (not text.endswith("\n"))
    if '"' not in text:
        return lines
    try:
        return sum(1 for _ in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return lines


def opened_piece(piece: LogPiece) -> TextIO:
    """Return a piece as text."""
    return _opened(piece.path, "utf-8-sig", piece.gzipped)


def _blocks(log: Log) -> Iterator[str]:
    if not log.encoding:
        yield from _sheet_blocks(log.path)
        return
    try:
        with _opened(log.path, log.encoding, log.gzipped) as file:
            yield from _whole_rows(file)
    except (OSError, EOFError) as error:
        raise PiaError(_unreadable(log.path, "途中で読めなくなりました")) from error


def _whole_rows(file: TextIO) -> Iterator[str]:
    left = ""
    while block := file.read(BLOCK):
        text = _shortened(left + block)
        cut = _last_row_end(text)
        left = text[cut:]
        if cut:
            yield text[:cut]
        elif len(left) > LONGEST:
            _end_row(file)
            yield f"{BROKEN}\n"
            left = ""
    if left:
        yield f"{_shortened(left)}\n"


BROKEN = "x" * (LONGEST + 1)  # stands for an over-long row: the engine tells of it by its number


def _shortened(text: str) -> str:
    """Return a text, its over-long lines replaced by what the engine is sure to tell of; the last
    one may go on and stays."""
    window = LONGEST // 2
    if all(text.find("\n", at, at + window) >= 0 for at in range(0, len(text) - window, window)):
        return text
    *lines, last = text.split("\n")
    return "\n".join([*(BROKEN if len(line) > LONGEST else line for line in lines), last])


def _end_row(file: TextIO) -> None:
    """Read on to the end of a line."""
    while (part := file.readline(LONGEST)) and not part.endswith("\n"):
        pass


def _last_row_end(text: str) -> int:
    """Return where the last whole row of a block ends: a line end outside of quotes, or any line
    end where quotes do not close."""
    last = cut = text.rfind("\n") + 1
    for _ in range(100):
        if cut == 0 or text.count('"', 0, cut) % 2 == 0:
            break
        cut = text.rfind("\n", 0, cut - 1) + 1
    return cut or last


def _sheet_blocks(path: Path) -> Iterator[str]:
    rows = _sheet_rows(path)
    while block := list(islice(rows, SHEET_ROWS)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(block)
        yield text.getvalue()


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, dates and times as `2026-04-01 09:15:00`."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        yield from ([_cell(value) for value in row] for row in sheet.iter_rows())
    except CalamineError as error:
        raise PiaError(_unreadable(path, "Excel のブックとして読めません")) from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
