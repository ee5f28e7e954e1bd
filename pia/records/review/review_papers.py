"""`pia review form` and `pia review summary`: a copy of an assessment for reviewers to write in,
and what it says of its hearings and reviews, from their record.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pia.document import Document, load
from pia.errors import PiaError
from pia.forms.edition import ASK, guidance
from pia.forms.walk import text_of, walk
from pia.japanese import wareki
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.choices import Response
from pia.model.comments import CommentRound, ReviewComment, ReviewRecord
from pia.model.published import published
from pia.model.ref import Ref
from pia.records import handed_in
from pia.records.messages import RecordMessages
from pia.source.emit import escaped
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
    return handed_in.written(book)


def _row(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, (name, text) in enumerate(zip(COLUMNS, texts, strict=True), start=1):
        cell = sheet.cell(row, column)
        cell.value, cell.data_type = text or None, "s" if text else "n"
        cell.alignment, cell.border, cell.number_format = TOP, GRID, "@"
        if name in TYPED and row > 1:
            cell.protection = Protection(locked=False)


HEARING_METHOD = Ref(Assessment, lambda a: a.procedure.hearing.method)
HEARING_PERIOD = Ref(Assessment, lambda a: a.procedure.hearing.period)
SHORTENING = Ref(Assessment, lambda a: a.procedure.hearing.shortening)
OPINIONS = Ref(Assessment, lambda a: a.procedure.hearing.opinions)
RESPONSES = Ref(Assessment, lambda a: a.procedure.hearing.response)
REVIEWED = Ref(Assessment, lambda a: a.procedure.review.done)
REVIEW_METHOD = Ref(Assessment, lambda a: a.procedure.review.method)
RESULT = Ref(Assessment, lambda a: a.procedure.review.result)


def summary(record_file: Path) -> dict[str, str]:
    """Return address → text for Ⅵ 2 and 3 of an assessment, as far as the record tells, as a
    source writes it.

    Raises PiaError when it is no record of comments, when it has errors, of which one may be
    about what is hidden, and when a text would tell what the record hides.
    """
    document = load(record_file)
    record = document.content
    if not isinstance(record, ReviewRecord):
        raise PiaError(RecordMessages.NO_REVIEW_RECORD.finding(file=str(record_file)))
    told, seen = _told(record), _told(published(record))
    amiss = [finding for finding in document.findings if finding.is_error]
    amiss += [
        RecordMessages.HIDDEN_IN_RECORD.finding(name=address, file=str(record_file))
        for address, text in told.items()
        if seen[address] != text
    ]
    if amiss:
        raise PiaError(*amiss)
    return {address: escaped(text) for address, text in told.items() if text}


def _told(record: ReviewRecord) -> dict[str, str]:
    return {**_of_hearings(record.hearings), **_of_reviews(record.reviews)}


def _of_hearings(rounds: Sequence[CommentRound]) -> Mapping[str, str]:
    if not rounds:
        return {}
    return {
        HEARING_METHOD.address: _each(rounds, [this.method for this in rounds]),
        HEARING_PERIOD.address: _each(rounds, map(_period, rounds)),
        SHORTENING.address: _each(rounds, [r.shortening for r in rounds]),
        OPINIONS.address: _each(rounds, map(_opinions, rounds)),
        RESPONSES.address: _each(rounds, map(_responses, rounds)),
    }


def _of_reviews(rounds: Sequence[CommentRound]) -> Mapping[str, str]:
    if not rounds:
        return {}
    results = ["\n".join(filter(None, (r.result, _opinions(r), _responses(r)))) for r in rounds]
    return {
        REVIEWED.address: _each(rounds, map(_period, rounds)),
        REVIEW_METHOD.address: _each(rounds, [this.method for this in rounds]),
        RESULT.address: _each(rounds, results),
    }


def _each(rounds: Sequence[CommentRound], texts: Iterable[str | None]) -> str:
    """Return what is said of each round under its name; of a single one without it."""
    told = [(this.name or this.id, text) for this, text in zip(rounds, texts, strict=True) if text]
    if len(rounds) == 1:
        return "".join(text for _, text in told)
    return "\n".join(
        f"{name}\n{text}" if "\n" in text else f"{name}　{text}" for name, text in told
    )


def _period(this: CommentRound) -> str:
    days = [day for day in (this.begin, this.end) if isinstance(day, date)]  # none that is black
    if len(set(days)) < 2:
        return wareki(days[0]) if days else ""
    begin, end = days
    return f"{wareki(begin)}から{wareki(end)}まで（{(end - begin).days + 1}日間）"


def _opinions(this: CommentRound) -> str:
    return f"意見 {len(this.comments)}件。内容は別紙のとおり。" if this.comments else "意見なし。"


def _responses(this: CommentRound) -> str:
    """Return how many comments led to what, in the order of the options."""
    found = Counter(comment.response for comment in this.comments if comment.response)
    counted = [f"{response} {found[response]}件" for response in Response if found[response]]
    return f"意見への対応は、{'、'.join(counted)}。" if counted else ""
