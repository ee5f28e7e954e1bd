"""Every step of the editor, kept so that it can be taken back: also after a crash.

The file itself is written whole by the editor of sources; what is kept here is how it was. SQLite
makes each entry whole or absent, also when the machine loses its power.
"""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pia.source.files import kept_inside
from pia.writing import write_once

FOLDER, NAME, DAMAGED = ".pia", "編集の記録.sqlite3", ".壊れ"
COLUMNS = "id, label, before, after, before_hash, after_hash"
KEPT = 200  # steps of one document
LARGEST = 100_000_000  # bytes of a text that is taken back
TABLE = """
create table if not exists steps (
  id integer primary key autoincrement, document text not null, label text not null,
  before blob not null, after blob not null,
  before_hash text not null, after_hash text not null, undone integer not null default 0
)
"""


class JournalStep(NamedTuple):
    """One step: a file as it was and as it became. label: what was done, for people."""

    id: int
    label: str
    before: bytes
    after: bytes
    before_hash: str
    after_hash: str


def digest(data: bytes) -> str:
    """Return what tells two texts of a file apart."""
    return sha256(data).hexdigest()


class Journal:
    """The steps of all documents of a workspace. root: its folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / FOLDER
        self.path = self.folder / NAME
        self.is_sound = False

    def note(self, document: str, label: str, before: bytes, after: bytes) -> None:
        """Write a step down; what was taken back before it can no longer be done again."""
        if before == after:
            return
        row = (document, label, zlib.compress(before), zlib.compress(after))
        with self._open() as db:
            db.execute("delete from steps where document = ? and undone = 1", (document,))
            db.execute(
                "insert into steps (document, label, before, after, before_hash, after_hash) "
                "values (?, ?, ?, ?, ?, ?)",
                (*row, digest(before), digest(after)),
            )
            db.execute(
                "delete from steps where document = ? and id <= (select max(id) from steps "
                "where document = ?) - ?",
                (document, document, KEPT * 4),
            )

    def make_ready(self) -> None:
        """Put a file aside that is no journal or a damaged one. Raises PiaError when a symbolic
        link leads out of the workspace."""
        kept_inside(self.root, self.folder)
        kept_inside(self.root, self.path)
        if self.path.exists() and not self.is_sound and not _is_sound(self.path):
            self.path.replace(self.path.with_suffix(DAMAGED))
        self.is_sound = True

    def last(self, document: str) -> JournalStep | None:
        """Return the step that can be taken back."""
        return self._step(document, "undone = 0 order by id desc")

    def next(self, document: str) -> JournalStep | None:
        """Return the step that can be done again."""
        return self._step(document, "undone = 1 order by id asc")

    def mark(self, step: JournalStep, *, undone: bool) -> None:
        """Note that a step was taken back, or done again."""
        with self._open() as db:
            db.execute("update steps set undone = ? where id = ?", (int(undone), step.id))

    def _step(self, document: str, which: str) -> JournalStep | None:
        if not self.path.exists():
            return None
        query = f"select {COLUMNS} from steps where document = ? and {which} limit 1"
        with self._open() as db:
            row = db.execute(query, (document,)).fetchone()
        if row is None:
            return None
        number, label, *packed, before_hash, after_hash = row
        before, after = map(_unpacked, packed)
        if (digest(before), digest(after)) != (before_hash, after_hash):
            return None
        return JournalStep(number, label, before, after, before_hash, after_hash)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.make_ready()
        self.folder.mkdir(mode=0o700, exist_ok=True)
        ignored = self.folder / ".gitignore"
        if not os.path.lexists(ignored):
            write_once(ignored, b"*\n")
        db = sqlite3.connect(self.path, timeout=10)
        try:
            db.execute("pragma synchronous = full")
            with db:
                db.execute(TABLE)
                yield db
        finally:
            db.close()


def _is_sound(path: Path) -> bool:
    """Return whether a file is a whole journal; one that somebody holds is taken for one."""
    db = sqlite3.connect(path, timeout=10)
    try:
        (said,) = db.execute("pragma quick_check").fetchone()
        db.execute(TABLE)
        db.execute(f"select {COLUMNS}, document, undone from steps limit 1").fetchone()
        return str(said) == "ok"
    except sqlite3.DatabaseError as error:
        return "locked" in str(error)
    finally:
        db.close()


def _unpacked(data: object) -> bytes:
    """Return a text as it was packed; nothing for what is no such text."""
    try:
        return zlib.decompressobj().decompress(data, LARGEST) if isinstance(data, bytes) else b""
    except zlib.error:
        return b""
