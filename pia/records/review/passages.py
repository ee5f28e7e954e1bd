"""評価書該当箇所 and 評価書修正箇所: what the versions of a round say where a comment points."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pia.changes.amendments import Amendment
from pia.document import Document
from pia.errors import PiaError
from pia.forms.edition import aliases
from pia.forms.find import Finder
from pia.forms.walk import text_of, walk
from pia.japanese import fold
from pia.model.choices import Response
from pia.model.comments import Comment, CommentRound, ReviewRecord
from pia.workspace import diff, versions

GENERAL = frozenset(map(fold, ("全般", "全体", "制度全般について", "制度全般")))
FILE = re.compile(r"特定個人情報ファイル\[([^\]]*)\]")
ID = re.compile(r"\[[^\]]*\]")


def is_general(written: str) -> bool:
    """Return whether a comment is about the whole assessment, or about none of its items."""
    return fold(written) in GENERAL


def is_about(place: str, address: str) -> bool:
    """Return whether an address is a place, stands below it or around it."""
    return any(
        long == short or long.startswith((f"{short}.", f"{short}["))
        for long, short in ((place, address), (address, place))
    )


@dataclass(frozen=True)
class Places:
    """Finds places in one version of an assessment."""

    document: Document

    @cached_property
    def finder(self) -> Finder:
        form = self.document.form
        return Finder(form, aliases(form.folder))

    @cached_property
    def known(self) -> frozenset[str]:
        """Every address that the version has, and those of what stands around."""
        whole = set(self.document.titles)
        for address in self.document.titles:
            keys = address.split(".")
            whole |= {".".join(keys[:n]) for n in range(1, len(keys))}
        return frozenset(whole)

    def of(self, written: str) -> tuple[str, ...]:
        """Return the addresses that an item means as written, an address or a printed path.

        Several where it stands once for each file and names none of them; none if it is unknown.
        """
        if written.strip() in self.known:
            return (written.strip(),)
        found = self.finder.find(written)
        place = found.entries[0].address if found.certain else ""
        below = [a for a in self.document.titles if place and is_about(place, ID.sub("", a))]
        return tuple(self._of_named_files(below, written))

    def _of_named_files(self, addresses: list[str], written: str) -> list[str]:
        """Return the addresses of the files that the item names, or all if it names none."""
        said = fold(written)
        files = self.document.assessment.files
        named = {file.id for file in files if file.name and fold(file.name) in said}
        if not named:
            return addresses
        return [a for a in addresses if (m := FILE.match(a)) is None or m[1] in named]


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
        rows = tuple(_row(row) for row in diff.diff(before, after).rows)
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
