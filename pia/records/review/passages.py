"""評価書該当箇所 and 評価書修正箇所: what the versions of a round say where a comment points."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pia.changes.rows import Amendment
from pia.document import Document
from pia.errors import PiaError
from pia.forms.walk import text_of, walk
from pia.model.choices import Response
from pia.model.papers import Comment, CommentRound, ReviewRecord
from pia.records.review.places import Places, is_about, is_general
from pia.workspace import changes, versions


class ChangedRow(NamedTuple):
    """A row of the change table of the round's versions."""

    addresses: tuple[str, ...]
    title: str
    before: str
    after: str


class Passage(NamedTuple):
    """What the assessment said where a comment points, and what it says after the round."""

    place: str
    changed: str


@dataclass(frozen=True)
class Versions:
    """The versions before and after a round, and the rows in which they differ."""

    before: Document
    after: Document
    rows: tuple[ChangedRow, ...]

    def places(self, comment: Comment) -> tuple[str, ...]:
        """Return the addresses that a comment is about, in either version."""
        written = comment.item or ""
        found = [place for d in (self.before, self.after) for place in Places(d).of(written)]
        return tuple(dict.fromkeys(found))

    def rows_about(self, comment: Comment) -> list[ChangedRow]:
        """Return the rows that tell of what a comment is about."""
        places = self.places(comment)
        return [
            row
            for row in self.rows
            if any(is_about(place, address) for place in places for address in row.addresses)
        ]

    def passage(self, comment: Comment) -> Passage:
        rows = self.rows_about(comment)
        if rows:
            return Passage(
                "\n\n".join(_under(row.title, row.before) for row in rows),
                "\n\n".join(_under(row.title, row.after) for row in rows),
            )
        unchanged = str(Response.UNCHANGED) if comment.response is Response.UNCHANGED else ""
        return Passage(self._as_it_stands(comment), unchanged)

    def _as_it_stands(self, comment: Comment) -> str:
        """Return the text of the one item that a comment is about, under its path."""
        places = self.places(comment)
        if is_general(comment.item or "") or not places:
            return comment.item or ""
        document = self.before
        titles = [document.titles[p] for p in places if p in document.titles]
        if len(places) > 1 or not titles:
            return comment.item or titles[0]
        answers = (a for a in walk(document.form, document.content) if a.address == places[0])
        return "\n\n".join(_under(titles[0], text_of(a.item, a.value)) for a in answers)


def _under(title: str, text: str) -> str:
    return f"{title}\n\n{text}" if text else title


@contextmanager
def opened(this: CommentRound, record: Path) -> Iterator[Versions | None]:
    """Yield the versions of a round, None where it names none.

    Raises PiaError for a version that cannot be had.
    """
    if not this.before or not this.after:
        yield None
        return
    folder = record.parent
    with (
        versions.opened(this.before, folder) as before,
        versions.opened(this.after, folder) as after,
    ):
        rows = tuple(_row(row) for row in changes.diff(before, after).rows)
        yield Versions(before, after, rows)


def _row(row: Amendment) -> ChangedRow:
    return ChangedRow(row.addresses, row.item, str(row.before), str(row.after))


def completed(record: ReviewRecord, path: Path) -> ReviewRecord:
    """Return a record whose comments say what the versions of their rounds say.

    A version that cannot be had leaves blank what it would say; `checks` tells why.
    """
    update = {
        name: tuple(_round(this, path) for this in getattr(record, name))
        for name in ("reviews", "hearings")
    }
    return record.model_copy(update=update)


def _round(this: CommentRound, path: Path) -> CommentRound:
    try:
        with opened(this, path) as found:
            comments = tuple(_comment(comment, found) for comment in this.comments)
    except PiaError:
        comments = tuple(_comment(comment, None) for comment in this.comments)
    return this.model_copy(update={"comments": comments})


def _comment(comment: Comment, found: Versions | None) -> Comment:
    passage = found.passage(comment) if found else Passage(comment.item or "", "")
    place = _under(comment.item or "", comment.place) if comment.place else passage.place
    unchanged = str(Response.UNCHANGED) if comment.response is Response.UNCHANGED else None
    changed = comment.changed or passage.changed or unchanged
    return comment.model_copy(update={"place": place or None, "changed": changed})
