"""`pia review form`: a copy of an assessment for reviewers to write in."""

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pia.authorship import settled
from pia.document import Document, load
from pia.forms.edition import ASK, guidance
from pia.forms.walk import text_of, walk
from pia.model.base import Kind
from pia.model.papers import ReviewComment
from pia.model.ref import Ref
from pia.records import sheets
from pia.writing import write_new

# Heading → width. `review add` reads the address and what was typed back.
ADDRESS = "番地"
TYPED = tuple(
    ref.key
    for ref in (
        Ref(ReviewComment, lambda comment: comment.text),
        Ref(ReviewComment, lambda comment: comment.submitter),
    )
)
COLUMNS = {ADDRESS: 24, "項目名": 34, "記載": 60, ASK: 40, TYPED[0]: 50, TYPED[1]: 10}
LONGEST = 32_000  # characters that a cell of Excel holds
ID = re.compile(r"\[[^\]]*\]")
THIN = Side(style="thin", color="808080")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TOP = Alignment(wrap_text=True, vertical="top")
NO_TIME = "1980-01-01T00:00:00Z"  # same source, same bytes


def write_copy(source: Path, target: Path) -> Path:
    """Write the workbook in which reviewers comment on an assessment, item by item.

    Raises PiaError when the source cannot be read or the workbook exists already.
    """
    return write_new(target, workbook(load(source)))


def workbook(document: Document) -> bytes:
    """Return the workbook: item, text, what a reviewer looks at, and a column to write in."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = "点検"
    _row(sheet, 1, tuple(COLUMNS))
    for n, width in enumerate(COLUMNS.values(), start=1):
        cell = sheet.cell(1, n)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="D9E1F2")
        sheet.column_dimensions[get_column_letter(n)].width = width
    questions = guidance(document.form.folder)
    answers = [a for a in walk(document.form, document.content) if a.item.is_own]
    for row, answer in enumerate((a for a in answers if a.item.kind is not Kind.IMAGE), start=2):
        known = questions.get(ID.sub("", answer.address))
        text = text_of(answer.item, answer.value)[:LONGEST]
        title = document.titles[answer.address]
        _row(sheet, row, (answer.address, title, text, known.ask if known else "", "", ""))
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    return settled(sheets.written(book), NO_TIME)


def _row(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, (name, text) in enumerate(zip(COLUMNS, texts, strict=True), start=1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type = text or None, "s" if text else "n"
        cell.alignment, cell.border, cell.number_format = TOP, GRID, "@"
        if name in TYPED and row > 1:
            cell.protection = Protection(locked=False)
