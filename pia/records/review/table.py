"""`pia review add`: comments out of a table → the record, nothing twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.document import Document, load
from pia.errors import PiaError, Position
from pia.forms.definition import Form
from pia.japanese import fold
from pia.model.base import keys_of, option_named
from pia.model.choices import Submitter
from pia.model.comments import CommentRound, ReviewComment, ReviewRecord, TableColumns
from pia.model.ref import Ref
from pia.records import handed_in
from pia.records.messages import NOT_QUOTED, RecordMessages
from pia.records.review.review_checks import HEARINGS, REVIEWS
from pia.records.review.review_papers import ADDRESS
from pia.source.edit import Add, Operation, Put, edited
from pia.source.emit import escaped
from pia.writing import write_bytes

COMMENTS = Ref(CommentRound, lambda this: this.comments)
# What a table tells of a comment, by the attributes of `Comment`.
TOLD = {
    "item": Ref(ReviewComment, lambda comment: comment.item).key,
    "text": Ref(ReviewComment, lambda comment: comment.text).key,
    "submitter": Ref(ReviewComment, lambda comment: comment.submitter).key,
    "answer": Ref(ReviewComment, lambda comment: comment.answer).key,
}
RESPONSE = Ref(ReviewComment, lambda comment: comment.response)
ANSWER = Ref(ReviewComment, lambda comment: comment.answer)
PLACE = Ref(ReviewComment, lambda comment: comment.place).key


@dataclass(frozen=True, slots=True)
class Added:
    """How many comments of a table joined the record, and how many it had already."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class _CommentRow:
    line: int
    values: Mapping[str, str]


def add(record_file: Path, table: Path, round_id: str = "") -> Added:
    """Add the comments of a table to a round of a record: the last one, unless it is named.

    Raises PiaError when the table has no column for comments, and when there is no such round.
    """
    document, record = _record(record_file)
    key, at, this = _round(record, record_file, round_id)
    headings = _headings(document.form, record.columns)
    known = {_likeness(c.item or "", c.text or "") for c in this.comments}
    rows = list(_rows(table, headings))
    number = max((comment.number or 0 for comment in this.comments), default=0)
    changes: list[Operation] = []
    for row in rows:
        if (like := _likeness(row.values.get("item", ""), row.values["text"])) not in known:
            known.add(like)
            entry = _entry(row, table, number + len(changes) + 1, has_submitter=key == REVIEWS)
            changes.append(Add((key, at, COMMENTS.key), entry))
    _write(record_file, changes)
    return Added(len(changes), len(rows) - len(changes))


def say(record_file: Path, round_id: str, item: str, text: str, submitter: str = "") -> int:
    """Add one comment to a round of a record, and return its number.

    submitter: 委員会, 事務局 or 住民; only a 第三者点検 notes it. Raises PiaError when there is no
    such round.
    """
    _, record = _record(record_file)
    key, at, this = _round(record, record_file, round_id)
    number = max((comment.number or 0 for comment in this.comments), default=0) + 1
    values = {"item": item, "text": text, "submitter": submitter}
    entry = _comment(values, number, has_submitter=key == REVIEWS)
    _write(record_file, [Add((key, at, COMMENTS.key), entry)])
    return number


def answer(record_file: Path, round_id: str, number: int, response: str, text: str) -> None:
    """Note what was done for a comment, and the answer of the office.

    Raises PiaError when there is no such round or comment.
    """
    _, record = _record(record_file)
    key, at, this = _round(record, record_file, round_id)
    found = [n for n, comment in enumerate(this.comments) if comment.number == number]
    if len(found) != 1:
        message = RecordMessages.NO_SUCH_COMMENT
        raise PiaError(message.finding(number=number, round=this.id, file=str(record_file)))
    place = (key, at, COMMENTS.key, found[0])
    order = tuple(keys_of(ReviewComment))
    told = {RESPONSE.key: response or None, ANSWER.key: escaped(text) or None}
    orders = [()] * len(place) + [order]
    _write(record_file, [Put((*place, k), v, orders=orders) for k, v in told.items()])


def _record(file: Path) -> tuple[Document, ReviewRecord]:
    document = load(file)
    if not isinstance(document.content, ReviewRecord):
        raise PiaError(RecordMessages.NO_REVIEW_RECORD.finding(file=str(file)))
    return document, document.content


def _write(file: Path, changes: Sequence[Operation]) -> None:
    if changes:
        write_bytes(file, edited(file.read_bytes(), file, changes))


def _round(record: ReviewRecord, file: Path, named: str) -> tuple[str, int, CommentRound]:
    rounds: list[tuple[str, int, CommentRound]] = [
        (REVIEWS, n, r) for n, r in enumerate(record.reviews)
    ]
    rounds += [(HEARINGS, n, r) for n, r in enumerate(record.hearings)]
    fitting = [entry for entry in rounds if named in ("", entry[2].id)]
    if len(fitting) != 1 and (named or len({key for key, _, _ in fitting}) != 1):
        known = "、".join(this.id for _, _, this in rounds) or "なし"
        raise PiaError(RecordMessages.WHICH_ROUND.finding(known=known, file=str(file)))
    return fitting[-1]


def _likeness(item: str, text: str) -> tuple[str, str]:
    return fold(item), fold(text)


def _headings(form: Form, columns: TableColumns) -> dict[str, list[str]]:
    """Return attribute → the headings that it may stand under, folded: the one that the record
    names, or else those of the form, of the key and of a copy for reviewers."""
    labels = {item.keys[-1]: item.label for _, item in form.items() if item.keys}
    usual = {name: [key, labels.get(key, key)] for name, key in TOLD.items()}
    usual["item"] = [ADDRESS, *usual["item"], PLACE, labels[PLACE]]
    named = {name: getattr(columns, name) for name in TOLD}
    return {
        name: [fold(n) for n in ([named[name]] if named[name] else usual[name])] for name in TOLD
    }


def _rows(table: Path, headings: Mapping[str, Sequence[str]]) -> Iterator[_CommentRow]:
    """Yield the rows of a table that hold a comment, by the attributes of `Comment`."""
    rows = handed_in.rows(table)
    heading = next((n for n, row in enumerate(rows) if _places(row, headings)), None)
    if heading is None:
        known = _known(rows[0], headings) if rows else "なし"
        message = RecordMessages.NO_COMMENT_COLUMN
        raise PiaError(message.finding(known=known, file=str(table), position=Position(1, 1)))
    places = _places(rows[heading], headings)
    for n, cells in enumerate(rows[heading + 1 :], start=heading + 2):
        values = {name: cells[at].strip() for name, at in places.items() if at < len(cells)}
        if values.get("text"):
            yield _CommentRow(n, values)


def _known(row: Sequence[str], headings: Mapping[str, Sequence[str]]) -> str:
    """Return the headings of a table for people; a row without one that is usual may hold what a
    resident wrote, and is not quoted."""
    usual = {name for names in headings.values() for name in names}
    if usual.isdisjoint(map(fold, row)):
        return NOT_QUOTED
    return "、".join(filter(None, row))


def _places(row: Sequence[str], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return attribute → column of a heading row; nothing for a row that is none."""
    cells = [fold(cell) for cell in row]
    found = {
        name: cells.index(next(known for known in usual if known in cells))
        for name, usual in headings.items()
        if not set(usual).isdisjoint(cells)
    }
    return found if "text" in found else {}


def _entry(row: _CommentRow, table: Path, number: int, *, has_submitter: bool) -> dict[str, str]:
    values = {**row.values, "source": f"{table.name} {row.line}行目"}
    return _comment(values, number, has_submitter=has_submitter)


def _comment(said: Mapping[str, str], number: int, *, has_submitter: bool) -> dict[str, str]:
    """Return a comment as the record writes it; a name that residents write stays their words."""
    who = said.get("submitter", "")
    submitter = option_named(Submitter, who) if who and has_submitter else None
    values = {
        **{name: escaped(text) for name, text in said.items()},
        "number": str(number),
        "submitter": str(submitter or ""),
    }
    keys = ((key, values.get(name, "")) for key, name in keys_of(ReviewComment).items())
    return {key: text for key, text in keys if text}
