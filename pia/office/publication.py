"""A publication: the forms as submitted and as published, the frozen version and a manifest.

Everything is made aside, from the frozen version: the folder of each set, and each working
source with the frozen version for its 前版. One renaming, that of a journal, makes all of them
count: killed before, everything is as it was; killed after, whoever reads next finds all of it in
place (`pia.source.pending`). Documents of several workspaces have a journal in each.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path
from typing import Any

from pia.changes import decisions
from pia.document import Document, load
from pia.edits import planned
from pia.errors import Finding, RefusedError
from pia.layout.tree import Edition
from pia.model.assessment import Assessment
from pia.model.base import Kind
from pia.model.ref import Value, rewritten
from pia.office.building import OUTPUT
from pia.office.manifest import write_manifest
from pia.office.memory import aside
from pia.office.messages import OfficeMessages
from pia.office.recording import Recording
from pia.office.rendering import Rendered
from pia.renderers import STANDARD, file_name, write
from pia.source.files import OutsideError, existing, find, shown
from pia.source.images import pixels
from pia.source.names import THEME, workspace_root
from pia.source.nodes import Text, texts
from pia.source.pending import PendingFile, digest, journal, settle
from pia.source.reader import read
from pia.workspace import diff, freezing
from pia.workspace.checking import check_all
from pia.workspace.folder import PREDECESSOR
from pia.workspace.printing import layout_of, quoting_nothing_hidden
from pia.workspace.versions import sha256_of
from pia.writing import locked, part_name, refuse_read_only, sweep, write_bytes

MANIFEST = "目録.json"
READY = ".ready"  # the end of what waits for its place; a journal may name it
EDITIONS = (str(Edition.SUBMITTED), str(Edition.PUBLISHED))


@dataclass(frozen=True, slots=True)
class Publication:
    """One document with the folder of its set. is_new: whether it was not there before."""

    source: Path
    folder: Path
    is_new: bool

    @property
    def frozen(self) -> Path:
        return self.folder / (self.source.stem + freezing.ENDING)


def publish(
    paths: Sequence[Path],
    folder: Path | None = None,
    *,
    dry_run: bool = False,
    record: bool = False,
) -> list[Publication]:
    """Publish documents, all or none, and return the folders of their sets.

    folder: the sets go to `<stem>/<公表日>/` in it, by default in `出力/` of each workspace.
    dry_run: everything is tried and nothing stays. record: as one commit and tags of git.
    Raises RefusedError for a document that is not ready, for another set in the same place and
    for a repository that cannot take a commit; PiaError for what cannot be read or written.
    """
    for path in paths:
        settle(workspace_root(path))
        sweep(path.parent, READY)
    documents = [_ready(path) for path in paths]
    found = [_publication(document, folder) for document in documents]
    recording = Recording.of([(p.source, p.folder) for p in found]) if record else None
    with ExitStack() as parts:
        due = [(d, p) for d, p in zip(documents, found, strict=True) if not _is_done(d, p)]
        made = [parts.enter_context(_made(document, p.folder)) for document, p in due]
        if not dry_run:
            _take_effect(due, made)
    if recording and not dry_run:
        recording.commit()
    return found


def _ready(path: Path) -> Document:
    """Return a document that may be published."""
    document = load(path)
    former = "" if document.assessment.predecessor else None
    found = check_all([path], strict=True, against=former)
    found += _undecided(document)
    if document.assessment.cover.published is None:
        freezing.refuse_unready(document, [])
    if found:
        message = OfficeMessages.NOT_TO_PUBLISH
        told = message.finding(name=path.name, count=len(found), file=str(path))
        raise RefusedError(*quoting_nothing_hidden(document, found), told)
    return document


def _undecided(document: Document) -> Iterator[Finding]:
    """Yield that decisions are missing or stale, where a file of decisions says that a person
    makes them there."""
    made = decisions.path_beside(document.path)
    if document.assessment.predecessor and made.is_file():
        found = diff.diff(None, document)
        if found.fails(strict=True):
            count = len(found.open_points(strict=True))
            message = OfficeMessages.UNDECIDED
            yield message.finding(count=count, file=str(made))


def _publication(document: Document, folder: Path | None) -> Publication:
    day = document.assessment.cover.published
    assert day is not None
    base = folder or Path(shown(document.names.root / OUTPUT, document.path))
    target = base / document.path.stem / day.isoformat()
    return Publication(document.path, target, not target.exists())


def _is_done(document: Document, publication: Publication) -> bool:
    """Return whether a document stands published as it is and names that version as its 前版."""
    former = existing(document.path.parent / (document.assessment.predecessor or "?"))
    if former is None or former.resolve() != publication.frozen.resolve():
        return False
    if _said(document) != _said(load(former)):
        raise RefusedError(_other(publication.folder))
    return True


def _said(document: Document) -> Assessment:
    """Return what a version says, its pictures by their content, whatever came before it."""

    def content(value: Value) -> Any:
        return sha256_of(document.path.parent / value.value)

    said = document.assessment.model_copy(update={"predecessor": None})
    return rewritten(said, lambda v: content(v) if v.kind is Kind.IMAGE else v.value)


def _other(folder: Path) -> Finding:
    message = OfficeMessages.OTHER_PUBLICATION
    return message.finding(name=folder.name, file=str(folder))


@contextmanager
def _made(document: Document, target: Path) -> Iterator[tuple[Path, Path]]:
    """Make the set of a document aside; yield where, and where it belongs."""
    part = target.with_name(part_name(READY))
    try:
        part.mkdir(parents=True)
        sweep(part.parent, READY)
        _fill(document, part, target)
        if target.exists() and not _is_same(part, target):
            raise RefusedError(_other(target))
        yield part, target
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(document: Document, part: Path, target: Path) -> None:
    """Write all that belongs to a set into a folder that will stand at `target`."""
    stem = document.path.stem
    made = freezing.frozen(document, target / (stem + freezing.ENDING))
    for path, data in {**made.pictures, made.path: made.data}.items():
        write_bytes(part / path.relative_to(target), data)
    _copy_looks(document.names.root, part)
    frozen = load(part / made.path.name)
    listed = [_printed(frozen, stem, part, edition) for edition in EDITIONS]
    write_manifest(listed, part / MANIFEST)


def _printed(frozen: Document, stem: str, part: Path, edition: str) -> Rendered:
    layout = layout_of(frozen, edition, looks=part)
    paths = {name: part / edition / file_name(stem, name) for name in STANDARD}
    written = tuple(write(layout, path, name, force=False) for name, path in paths.items())
    return Rendered(frozen.path, frozen, written, edition=edition)


def _copy_looks(root: Path, part: Path) -> None:
    """Copy the theme and the pictures that it names, so that the set can be printed again."""
    theme = root / THEME
    if not theme.is_file():
        return
    write_bytes(part / THEME, theme.read_bytes())
    for text in texts(read(theme, may_be_empty=True).root):
        with suppress(OutsideError):
            found = find(root, root, text.text.strip()) if isinstance(text, Text) else None
            if found is not None and pixels(found):
                seen = os.path.relpath(os.path.realpath(found), os.path.realpath(root))
                write_bytes(part / seen, found.read_bytes())


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two folders hold the same files with the same contents."""
    first, second = (
        {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    )
    return first == second and all(cmp(one / p, other / p, shallow=False) for p in first)


def _take_effect(
    due: Sequence[tuple[Document, Publication]], made: Sequence[tuple[Path, Path]]
) -> None:
    """Put the sets in place and let the working sources name them, all of a workspace as one."""
    moves: dict[Path, list[PendingFile]] = {}
    with ExitStack() as held, ExitStack() as unlisted:
        for (document, publication), (part, target) in zip(due, made, strict=True):
            held.enter_context(locked(publication.source))
            named = _named_as_former(publication)
            unlisted.callback(named.ready.unlink, missing_ok=True)
            here = moves.setdefault(document.names.root, [])
            here += [named] if target.exists() else [PendingFile(part, target), named]
        for root, listed in moves.items():
            file, text = journal(root, listed, part_name("").removeprefix("."))
            write_bytes(aside(file), text)
        unlisted.pop_all()
        for root in moves:
            settle(root)


def _named_as_former(publication: Publication) -> PendingFile:
    """Make ready the working source that names the frozen version as its 前版."""
    source = publication.source
    refuse_read_only(source)
    folder = source.resolve().parent
    seen = Path(os.path.relpath(publication.frozen.resolve(), folder)).as_posix()
    files = planned(source, {PREDECESSOR: seen}).files
    ready = source.with_name(part_name(READY))
    write_bytes(ready, files.get(source, source.read_bytes()))
    ready.chmod(source.stat().st_mode)
    return PendingFile(ready, source, digest(source))
