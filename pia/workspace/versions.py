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
from pia.source.names import workspace_root
from pia.source.paths import existing

PREDECESSOR = "前版"
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
    """Yield the version that a document names as its 前版. Raises PiaError if it names none."""
    written = document.assessment.predecessor
    if not written:
        raise PiaError(document.locate(ChangeMessages.NO_PREDECESSOR.finding(address=PREDECESSOR)))
    with ExitStack() as stack:
        try:
            found = stack.enter_context(opened(written, document.path.parent, document.path))
        except PiaError as error:
            raise PiaError(*(_placed(f, document) for f in error.findings)) from error
        yield found


def _placed(finding: Finding, document: Document) -> Finding:
    """Return a finding that has no place of its own at the 前版 of the document."""
    return finding if finding.file else document.locate(replace(finding, address=PREDECESSOR))


@contextmanager
def _at_revision(revision: str, path: Path) -> Iterator[Document]:
    """Yield a document as it was, loaded from a copy of its workspace at that revision."""
    from tempfile import TemporaryDirectory

    name = f"{revision}:{path.name}"
    root = workspace_root(path)
    with TemporaryDirectory() as folder:
        _check_out(revision, root, Path(folder), name)
        try:
            yield load(Path(folder) / path.resolve().relative_to(root))
        except PiaError as error:
            places = (
                (f, f.file.replace(f"{folder}{os.sep}", f"{revision}:")) for f in error.findings
            )
            raise PiaError(*(replace(f, file=file) for f, file in places)) from error


def _check_out(revision: str, root: Path, folder: Path, name: str) -> None:
    """Copy the workspace at a revision into a folder; git archives where it is run."""
    import tarfile
    from io import BytesIO

    verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    commit = _git(root, name, verify).decode().strip()
    archive = _git(root, name, ["archive", "--format=tar", commit])
    try:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise _refused(name, "フォルダーの外を指すファイルがあります") from error


def _git(root: Path, name: str, arguments: list[str]) -> bytes:
    """Run git without questions and without the network."""
    import subprocess

    environment = os.environ | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
    except FileNotFoundError as error:
        raise _refused(name, "git がインストールされていません") from error
    except subprocess.CalledProcessError as error:
        raise _refused(name, "Git にその版かそのフォルダーがありません") from error
    return done.stdout


def _refused(name: str, problem: str) -> PiaError:
    return PiaError(ChangeMessages.NO_REVISION.finding(name=name, problem=problem))
