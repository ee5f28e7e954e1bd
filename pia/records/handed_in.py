"""Tables that people hand in, CSV or Excel → rows of texts."""

import csv
import errno
import io
import tempfile
from pathlib import Path
from zipfile import BadZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import TYPE_FORMULA, TYPE_STRING
from openpyxl.utils.exceptions import InvalidFileException

from pia.authorship import settled
from pia.errors import Finding, PiaError
from pia.source.files import plain, reason
from pia.source.messages import SourceMessages

Rows = list[tuple[str, ...]]
CODECS = ("utf-8-sig", "cp932")
EXCEL = (".xlsx", ".xlsm")
NO_TIME = "1980-01-01T00:00:00Z"


def written(book: Workbook) -> bytes:
    """Return a workbook as a file, the same bytes whatever the clock says, in which no text is a
    formula. Raises OSError where the folder for what is in the making is full: openpyxl puts the
    sheets there."""
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if cell.data_type == TYPE_FORMULA:
            cell.data_type = TYPE_STRING
    out = io.BytesIO()
    try:
        book.save(out)
    except SerialisationError as error:
        raise OSError(errno.ENOSPC, str(error), tempfile.gettempdir()) from error
    return settled(out.getvalue(), NO_TIME)


def rows(path: Path) -> Rows:
    """Return the rows of a CSV or TSV file, or of the first sheet of a workbook.

    Raises PiaError when it cannot be read.
    """
    try:
        return _of_book(path) if plain(path).suffix.lower() in EXCEL else _of_text(path)
    except OSError as error:
        raise PiaError(_unreadable(path, reason(error))) from error
    except (InvalidFileException, BadZipFile, KeyError, ValueError, csv.Error) as error:
        raise PiaError(_unreadable(path, "表として読めません")) from error


def _of_book(path: Path) -> Rows:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [tuple(map(_text, row)) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _of_text(path: Path) -> Rows:
    data = path.read_bytes()
    text = next((t for codec in CODECS if (t := _decoded(data, codec)) is not None), None)
    if text is None:
        raise PiaError(_unreadable(path, "文字コードが UTF-8 でも Shift_JIS でもありません"))
    first = text.partition("\n")[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _unreadable(path: Path, why: str) -> Finding:
    return SourceMessages.CANNOT_READ.finding(name=path.name, reason=why, file=str(path))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")
