"""What the outputs of a document depend on: files and the texts of names, by their SHA-256.

A variable counts by its name, not by the file it stands in, so that only the documents that use
it are built again when it changes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pia import __version__
from pia.changes.decisions import path_beside
from pia.document import Document
from pia.errors import PiaError
from pia.source.files import existing, templates_of
from pia.source.names import FRAGMENTS, THEME, VARIABLES, WORKSPACE_FILE, Names, workspace_root
from pia.source.nodes import plain
from pia.source.reader import parse, read
from pia.workspace.versions import pictures

Hashes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """files: SHA-256 by path, "" for a file that is not there. names: that of its text by name,
    None for one that is defined nowhere. settings: of the workspace and of `pia` itself."""

    files: Hashes
    names: dict[str, str | None]
    settings: str

    @classmethod
    def from_json(cls, data: Any) -> "Inputs":
        return cls(data["files"], data["names"], data["settings"])


UNKNOWN = Inputs({}, {}, "")  # holds at no time


@dataclass
class Surroundings:
    """A workspace as it is now; every file is read and every name looked up once."""

    root: Path
    hashes: Hashes = field(default_factory=dict)
    names_seen: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        return Names.around(parse("{}", self.root / "-"))

    @cached_property
    def settings(self) -> str:
        """The hash of what applies to every document: options, theme, own editions, `pia`."""
        shared = [*sorted(templates_of(self.root).rglob("*")), self.root / THEME]
        files = {str(p.relative_to(self.root)): self.hash_of(p) for p in shared if p.is_file()}
        return _hash_of_text(json.dumps([__version__, self._options(), files]))

    def _options(self) -> Any:
        try:
            data = plain(read(self.root / WORKSPACE_FILE, may_be_empty=True).root)
        except PiaError as error:
            return [str(finding) for finding in error.findings]
        return {key: data[key] for key in data if key not in (VARIABLES, FRAGMENTS)}

    def hash_of(self, path: Path) -> str:
        key = str(path)
        if key not in self.hashes:
            self.hashes[key] = hash_of(path)
        return self.hashes[key]

    def hash_of_name(self, name: str) -> str | None:
        if name not in self.names_seen:
            text = self.names.written(name)
            self.names_seen[name] = None if text is None else _hash_of_text(text)
        return self.names_seen[name]

    def have(self, inputs: Inputs) -> bool:
        """Return whether everything is as it was when the inputs were noted."""
        return (
            inputs.settings == self.settings
            and all(self.hash_of(self.root / f) == known for f, known in inputs.files.items())
            and all(self.hash_of_name(n) == known for n, known in inputs.names.items())
        )


def inputs_of(document: Document) -> Inputs:
    """Return what a document depends on, its files as seen from the root of its workspace."""
    around = Surroundings(document.names.root)
    used = document.names.from_outside().items()
    names: dict[str, str | None] = {name: _hash_of_text(text or "") for name, text in used}
    names |= dict.fromkeys(document.names.missing)
    return Inputs(_hashes(around, _files_of(document)), names, around.settings)


def inputs_of_files(document: Document, files: Iterable[Path]) -> Inputs:
    """Return what depends on files of a document's workspace and on no names."""
    around = Surroundings(document.names.root)
    return Inputs(_hashes(around, files), {}, around.settings)


def inputs_of_unreadable(path: Path) -> Inputs:
    """Return what a source depends on of which no assessment can be made: every file of names."""
    around = Surroundings(workspace_root(path))
    shared = [around.root / WORKSPACE_FILE, *sorted((around.root / FRAGMENTS).glob("*"))]
    return Inputs(_hashes(around, [path, *shared]), {}, around.settings)


def _files_of(document: Document) -> Iterator[Path]:
    yield document.path
    yield from (path for _, path in pictures(document))
    yield path_beside(document.path)
    if former := existing(document.path.parent / (document.content.predecessor or "?")):
        yield former


def _hashes(around: Surroundings, files: Iterable[Path]) -> Hashes:
    return {_seen_from(around.root, path): around.hash_of(path) for path in files}


def _seen_from(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path.resolve())


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
