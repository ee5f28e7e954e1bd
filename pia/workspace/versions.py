"""A version of a document, from a file or from git, with the workspace of its time around it."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pia.changes.messages import ChangeMessages
from pia.document import Document, load
from pia.errors import Finding, PiaError, excerpt
from pia.model.base import Kind
from pia.model.ref import values
from pia.source.files import existing
from pia.source.messages import SourceMessages
from pia.source.names import SEAL, Names, workspace_root
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Text, child, plain
from pia.source.reader import SourceFile, read
from pia.workspace import git
from pia.workspace.folder import PREDECESSOR
from pia.workspace.messages import WorkspaceMessages

HASH = "ハッシュ"
LOST = {SourceMessages.NOT_FOUND.code, SourceMessages.NOT_AN_IMAGE.code}
# `HEAD~1:評価書.yaml`, but not `C:\評価書.yaml`.
REVISION_AND_FILE = re.compile(r"(?P<revision>[^:]{2,}|@):(?P<file>.+)")
NAMED = 3  # names that a message lists before it says how many there are


def digest(source: SourceFile) -> str:
    """Return the SHA-256 of all that a source as read says, its names filled in.

    Comments, layout and line ends do not count; pictures do, by the hash in their names.
    """
    Names.around(source).compose()
    return _digest(plain(source.root))


def _digest(said: Mapping[str, Any]) -> str:
    said = {key: value for key, value in said.items() if key != SEAL}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pictures(document: Document) -> Iterator[tuple[str, Path]]:
    """Yield the address and the file of every picture of a document."""
    for value in values(document.content):
        if value.kind is Kind.IMAGE:
            yield value.address, document.path.parent / value.value


def recorded(document: Document, key: str) -> str:
    """Return what the seal of a document holds under a key, "" where there is none."""
    found = child(document.source.root.entries.get(SEAL), key)
    return found.text if isinstance(found, Text) else ""


def is_sealed(document: Document) -> bool:
    """Return whether a document says of itself that it is a frozen version."""
    return isinstance(document.source.root.entries.get(SEAL), MappingNode)


def broken(document: Document) -> Finding | None:
    """Return that a frozen version is not what it was when it was frozen; None for any other."""
    if is_sealed(document) and not _is_whole(document):
        return _said(WorkspaceMessages.BROKEN_SEAL, document)
    return None


def may_change(former: Document) -> Finding | None:
    """Return what is wrong with a former version that can still change or did: an error, or a
    warning for one that uses nothing outside itself but has no seal.

    None for a version out of git and for a frozen one that is whole.
    """
    if former.revision:
        return None
    if is_sealed(former):
        return broken(former)
    if why := _loose(former):
        return _said(WorkspaceMessages.LIVE_VERSION, former, why)
    return _said(WorkspaceMessages.OPEN_VERSION, former)


def _is_whole(former: Document) -> bool:
    if former.names.from_outside() or any(f.code in LOST for f in former.findings):
        return False
    if former.sealed is None or recorded(former, HASH) != _digest(former.sealed):
        return False
    return all(path.stem == sha256_of(path) for _, path in pictures(former))


def _loose(former: Document) -> str:
    """Return in words what a version takes from files that may change, "" for nothing."""
    names, images = list(former.names.from_outside()), [p.name for _, p in pictures(former)]
    found = [
        f"外で定義した名前{_listed([f'{{{{ {n} }}}}' for n in names])}" if names else "",
        f"図の画像{_listed(images)}" if images else "",
    ]
    return f"{'と'.join(filter(None, found))}を使っています" if any(found) else ""


def _listed(names: list[str]) -> str:
    more = f"など {len(names)} 件" if len(names) > NAMED else ""
    return "".join(f"「{excerpt(name)}」" for name in names[:NAMED]) + more


def _said(message: WorkspaceMessages, former: Document, why: str = "") -> Finding:
    revision = git.last_commit_of(former.path)
    name = former.path.name
    offer = f"Git の版「{revision}:{name}」を前の版とすることもできます。" if revision else ""
    return message.finding(name=name, revision=offer, why=why, file=str(former.path))


@contextmanager
def opened(written: str, near: Path, document: Path | None = None) -> Iterator[Document]:
    """Yield the version that `written` names, with its files in place while the block runs.

    written: a file seen from the folder `near`, `REVISION:FILE`, or a revision alone, which
    means `document` at that revision. Raises PiaError when there is no such version.
    """
    path = existing(near / written)
    if path is not None:
        yield load(path)
    elif match := REVISION_AND_FILE.fullmatch(written):
        with _at_revision(match["revision"], near / match["file"]) as found:
            yield found
    elif document is not None:
        with _at_revision(written, document) as found:
            yield found
    else:
        yield load(near / written)


@contextmanager
def predecessor(document: Document) -> Iterator[Document]:
    """Yield the version that a document names as its 前版. Raises PiaError if it names none, and
    with what is wrong about the name where it cannot be used."""
    written = document.content.predecessor
    if not written:
        amiss = [found for found in document.findings if found.address == PREDECESSOR]
        none = document.locate(ChangeMessages.NO_PREDECESSOR.finding(address=PREDECESSOR))
        raise PiaError(*(amiss or [none]))
    with ExitStack() as stack:
        try:
            found = stack.enter_context(opened(written, document.path.parent, document.path))
        except PiaError as error:
            raise PiaError(*(_placed(f, document) for f in error.findings)) from error
        yield found


class Former:
    """The file that a document names as its 前版, read once however often it is asked for."""

    def __init__(self, document: Document) -> None:
        self.successor = document
        self.path = existing(document.path.parent / (document.content.predecessor or "?"))

    @cached_property
    def document(self) -> Document:
        """The version in the file. Raises PiaError for one that cannot be used."""
        assert self.path is not None
        return load(self.path)

    @property
    def root(self) -> MappingNode:
        assert self.path is not None
        try:
            return self.document.source.root
        except PiaError:
            return read(self.path).root

    def to_compare(self) -> Document | None:
        """Return the version in the file, None for a 前版 that is no file. Raises PiaError at the
        前版 of the document for one that cannot be used."""
        try:
            return self.document if self.path else None
        except PiaError as error:
            raise PiaError(*(_placed(f, self.successor) for f in error.findings)) from error


def findings(document: Document, former: Former | None = None) -> list[Finding]:
    """Return what is wrong with a document or its 前版 as versions that must stand still."""
    own = broken(document)
    return [document.locate(own)] if own else _of_predecessor(document, former or Former(document))


def _of_predecessor(document: Document, former: Former) -> list[Finding]:
    """Only files are looked at: a revision of git stands still by itself."""
    if former.path is None:
        return []
    if chain := _circle(document.path, former):
        message = WorkspaceMessages.OWN_PREDECESSOR
        names = " → ".join(path.name for path in chain)
        return [document.locate(message.finding(address=PREDECESSOR, chain=names))]
    try:
        found = may_change(former.document)
    except PiaError as error:
        return list(error.findings)
    return [document.locate(replace(found, address=PREDECESSOR, file=""))] if found else []


def _circle(path: Path, former: Former) -> list[Path]:
    """Return the files that lead from a source to itself, [] where they do not.

    A frozen version was there before its successors, so that the way ends at it.
    """
    assert former.path is not None
    chain, here = [path], former.path
    while here.resolve() not in {p.resolve() for p in chain}:
        chain.append(here)
        root = former.root if here is former.path else read(here).root
        written = root.entries.get(PREDECESSOR)
        following = existing(here.parent / written.text) if isinstance(written, Text) else None
        if following is None or SEAL in root.entries:
            return []
        here = following
    return [*chain, here] if here.resolve() == path.resolve() else []


def _placed(finding: Finding, document: Document) -> Finding:
    """Return a finding that has no place of its own at the 前版 of the document."""
    return finding if finding.file else document.locate(replace(finding, address=PREDECESSOR))


@contextmanager
def _at_revision(revision: str, path: Path) -> Iterator[Document]:
    """Yield a document as it was, loaded from a copy of its workspace at that revision."""
    from tempfile import TemporaryDirectory

    name = f"{revision}:{path.name}"
    root = workspace_root(path)
    inside = path.resolve().relative_to(root)
    with TemporaryDirectory() as folder:
        commit = git.commit_of(root, revision, name)
        git.check_out(root, commit, Path(folder), inside.as_posix(), name)
        try:
            yield replace(load(Path(folder) / inside), revision=name)
        except PiaError as error:
            places = (
                (f, f.file.replace(f"{folder}{os.sep}", f"{revision}:")) for f in error.findings
            )
            raise PiaError(*(replace(f, file=file) for f, file in places)) from error
