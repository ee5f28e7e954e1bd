"""A version of a document, from a file or from git, with the workspace of its time around it."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from pia.changes.messages import ChangeMessages
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.source.names import SEAL, workspace_root
from pia.source.nodes import Text
from pia.source.paths import existing
from pia.source.reader import read
from pia.workspace import git
from pia.workspace.messages import WorkspaceMessages
from pia.workspace.places import PREDECESSOR
from pia.workspace.seal import broken, may_change

__all__ = ["PREDECESSOR", "findings", "may_change", "opened", "predecessor"]

# `HEAD~1:評価書.yaml`, but not `C:\評価書.yaml`.
REVISION_AND_FILE = re.compile(r"(?P<revision>[^:]{2,}|@):(?P<file>.+)")


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


def findings(document: Document) -> list[Finding]:
    """Return what is wrong with a document or its 前版 as versions that must stand still."""
    own = broken(document)
    return [document.locate(own)] if own else _of_predecessor(document)


def _of_predecessor(document: Document) -> list[Finding]:
    """Only files are looked at: a revision of git stands still by itself."""
    former = existing(document.path.parent / (document.content.predecessor or "?"))
    if former is None:
        return []
    if chain := _circle(document.path, former):
        message = WorkspaceMessages.OWN_PREDECESSOR
        names = " → ".join(path.name for path in chain)
        return [document.locate(message.finding(address=PREDECESSOR, chain=names))]
    try:
        found = may_change(load(former))
    except PiaError as error:
        return list(error.findings)
    return [document.locate(replace(found, address=PREDECESSOR, file=""))] if found else []


def _circle(path: Path, former: Path) -> list[Path]:
    """Return the files that lead from a source to itself, [] where they do not.

    A frozen version was there before its successors, so that the way ends at it.
    """
    chain, here = [path], former
    while here.resolve() not in {p.resolve() for p in chain}:
        chain.append(here)
        root = read(here).root
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
