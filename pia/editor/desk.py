"""The workspace behind the page: its documents, and each change of one as a step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

import pia
from pia.document import Document
from pia.editor.journal import Journal, JournalStep, digest
from pia.editor.messages import EditorMessages
from pia.errors import PiaError
from pia.source.files import OutsideError, find
from pia.source.names import workspace_root
from pia.writing import locked, write_bytes

SUFFIXES = (".yaml", ".yml")


class ConflictError(Exception):
    """The file is not what the page shows any more."""


class ReadOnlyError(Exception):
    """The page was opened to read."""


@dataclass
class WorkProgress:
    """How far a work is that takes a while."""

    done: int = 0
    steps: int = 0
    what: str = ""

    def step(self, what: str, steps: int) -> None:
        self.done, self.steps, self.what = self.done + 1, steps, what


@dataclass
class Desk:
    """One workspace. root: its folder; nothing outside of it is read or written.

    only: the one document that was asked for, None for all. readonly: nothing is written.
    """

    root: Path
    only: Path | None = None
    readonly: bool = False
    journal: Journal = field(init=False)
    lock: RLock = field(default_factory=RLock, init=False)
    progress: WorkProgress = field(default_factory=WorkProgress, init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.root)

    @classmethod
    def at(cls, path: Path, *, readonly: bool = False) -> "Desk":
        """Return the desk for a file or a folder."""
        if path.is_dir():
            return cls(path.resolve(), readonly=readonly)
        return cls(workspace_root(path).resolve(), path.resolve(), readonly=readonly)

    def documents(self) -> Iterator[Path]:
        """Yield the newest document of each chain, by path."""
        if self.only is not None:
            yield self.only
            return
        from pia.workspace.folder import sources

        try:
            yield from (path.resolve() for path in sources([self.root]))
        except PiaError:
            return

    def name(self, path: Path) -> str:
        """Return a file as the page names it: from the root, with `/`."""
        return path.resolve().relative_to(self.root).as_posix()

    def file(self, name: str) -> Path:
        """Return the document of a name. Raises PiaError for one that is not in the workspace."""
        try:
            found = find(self.root, self.root, name)
        except OutsideError:
            found = None
        if found is None or found.suffix.lower() not in SUFFIXES or ".pia" in found.parts:
            raise PiaError(EditorMessages.NO_DOCUMENT.finding(name=name))
        if self.only is not None and found.resolve() != self.only:
            raise PiaError(EditorMessages.NO_DOCUMENT.finding(name=name))
        return found

    def document(self, name: str) -> tuple[Document, str]:
        """Return a document and the digest of its file."""
        path = self.file(name)
        with self.lock:
            return pia.load(path), digest(path.read_bytes())

    def change(self, name: str, base: str, label: str, make: Callable[[Path], object]) -> None:
        """Change the file of a document in one step of the journal.

        base: digest of the file that the page shows. make: writes the file, or raises. Raises
        ConflictError when the file is another by now.
        """
        if self.readonly:
            raise ReadOnlyError
        path = self.file(name)
        with self.lock, locked(path):
            before = path.read_bytes()
            if digest(before) != base:
                raise ConflictError
            self.journal.make_ready()
            make(path)
            self.journal.note(name, label, before, path.read_bytes())

    def undo(self, name: str, base: str) -> str:
        """Take the last step back, and return what it was."""
        return self._turn(name, base, self.journal.last(name), undone=True)

    def redo(self, name: str, base: str) -> str:
        """Do a step again that was taken back, and return what it is."""
        return self._turn(name, base, self.journal.next(name), undone=False)

    def _turn(self, name: str, base: str, step: JournalStep | None, *, undone: bool) -> str:
        if self.readonly:
            raise ReadOnlyError
        if step is None:
            raise PiaError(EditorMessages.NO_STEP.finding())
        path = self.file(name)
        with self.lock, locked(path):
            current = digest(path.read_bytes())
            expected = step.after_hash if undone else step.before_hash
            if current != base or current != expected:
                raise ConflictError
            write_bytes(path, step.before if undone else step.after)
            self.journal.mark(step, undone=undone)
        return step.label
