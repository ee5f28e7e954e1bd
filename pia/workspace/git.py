"""What git keeps of a workspace, read without running anything that the repository names.

A received folder may bring its own git configuration: filters, hooks, file monitors, pagers,
signature programs and transports are programs of its choice. So only objects are read
(`rev-parse`, `rev-list`, `ls-tree`, `cat-file`): they touch no index and convert no content.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pia.changes.messages import ChangeMessages
from pia.errors import PiaError
from pia.source.names import FRAGMENTS

OFF = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
}
LINK = "120000"
SOURCES = (".yaml", ".yml")
WHOLE = (FRAGMENTS, "templates")  # folders of a workspace that every document may use


class Blob(NamedTuple):
    """A file of a commit. path: seen from the folder that was listed. mode: as git writes it."""

    path: str
    mode: str
    id: str


def commit_of(folder: Path, revision: str, name: str) -> str:
    """Return the full id of the commit that a revision names, as seen from a folder.

    name: what messages call the version. Raises PiaError when there is no such commit.
    """
    words = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    return run(folder, words, name).decode().strip()


def last_commit_of(path: Path) -> str:
    """Return the short id of the commit that holds a file as it is on the disk; "" for none."""
    try:
        words = ["rev-list", "-1", "--abbrev-commit", "HEAD", "--", path.name]
        commit = run(path.parent, words, path.name).decode().strip()
        if not commit:
            return ""
        kept = run(path.parent, ["cat-file", "blob", f"{commit}:./{path.name}"], path.name)
    except PiaError:
        return ""
    return commit if kept.splitlines() == path.read_bytes().splitlines() else ""


def is_tag(folder: Path, revision: str) -> bool:
    """Return whether a revision is the name of a tag, which stays where it is."""
    try:
        words = ["rev-parse", "--verify", "--quiet", f"refs/tags/{revision}"]
        return bool(run(folder, words, revision))
    except PiaError:
        return False


def check_out(folder: Path, commit: str, target: Path, document: str, name: str) -> None:
    """Write what a document of a workspace may use, as a commit holds it, into a folder.

    folder: the root of the workspace. document: seen from there. The other sources of the
    workspace stay away. Raises PiaError when a file lies outside the target.
    """
    blobs = [b for b in _listed(folder, commit, name) if _is_of_use(b.path, document)]
    links = {b.path for b in blobs if b.mode == LINK}
    for blob, data in zip(blobs, contents(folder, [b.id for b in blobs], name), strict=True):
        path = target / blob.path
        if not path.resolve().is_relative_to(target.resolve()) or ".git" in path.parts:
            raise refused(name, "フォルダーの外を指すファイルがあります")
        if blob.path not in links:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _listed(folder: Path, commit: str, name: str) -> list[Blob]:
    """Return the files of a folder in a commit, its subfolders' among them."""
    lines = run(folder, ["ls-tree", "-r", "-z", commit, "--", "."], name).decode().split("\0")
    found = (line.partition("\t") for line in lines if line)
    return [
        Blob(path, mode, blob)
        for words, _, path in found
        for mode, kind, blob in [words.split()]
        if kind == "blob"
    ]


def _is_of_use(path: str, document: str) -> bool:
    first, *_ = PurePosixPath(path).parts
    is_other_source = path.lower().endswith(SOURCES) and "/" in path and first not in WHOLE
    return path == document or not is_other_source


def contents(folder: Path, blobs: Sequence[str], name: str) -> Iterator[bytes]:
    """Yield the content of each object, byte for byte as it was committed."""
    if not blobs:
        return
    answer = memoryview(run(folder, ["cat-file", "--batch"], name, "\n".join(blobs).encode()))
    at = 0
    for _ in blobs:
        end = bytes(answer[at : at + 200]).index(b"\n") + at
        words = bytes(answer[at:end]).split()
        if len(words) < 3:
            raise refused(name, "Git にそのファイルの中身がありません")
        size = int(words[2])
        yield bytes(answer[end + 1 : end + 1 + size])
        at = end + size + 2


def run(folder: Path, arguments: Sequence[str], name: str, given: bytes = b"") -> bytes:
    """Return what git says, asked without questions, hooks, file monitor and network.

    Raises PiaError when git is missing or has no answer.
    """
    import subprocess  # most documents ask git for nothing

    options = [word for setting in OFF for word in ("-c", setting)]
    command = ["git", "-C", str(folder), "--no-pager", *options, *arguments]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, check=True, env=os.environ | QUIET
        )
    except FileNotFoundError as error:
        raise refused(name, "git がインストールされていません") from error
    except subprocess.CalledProcessError as error:
        raise refused(name, "Git にその版かそのフォルダーがありません") from error
    return done.stdout


def refused(name: str, problem: str) -> PiaError:
    return PiaError(ChangeMessages.NO_REVISION.finding(name=name, problem=problem))
