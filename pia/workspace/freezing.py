"""Frozen versions: sources that say the same whatever happens around them.

A frozen version keeps its text, comments included. The names it uses become its own `変数:` and
`共通:` rather than being written out in place: so the reader still sees which sentence came from
where, and a comparison still knows a renamed office by its variable. A text that cannot take
them (`{…}` around the whole document) is written anew with every name filled in. Pictures are
copied beside it, named by their SHA-256; `確定:` holds the SHA-256 of all that it says.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pia.document import Document
from pia.errors import Finding, RefusedError
from pia.source.names import SEAL
from pia.source.nodes import Node, Text, child, location_of
from pia.source.paths import existing
from pia.source.reader import parse
from pia.workspace import git
from pia.workspace.discover import ORIGIN
from pia.workspace.messages import WorkspaceMessages
from pia.workspace.own_names import Slice, enclosed, quoted, with_head
from pia.workspace.places import PREDECESSOR, PUBLISHED
from pia.workspace.seal import HASH, digest, is_sealed, pictures, sha256_of
from pia.workspace.versions import REVISION_AND_FILE
from pia.writing import write_bytes

ENDING = f".{SEAL}.yaml"
REMARK = "pia freeze が書いた印。この版は書き換えないでください。"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version as it is to be written. pictures: the content of each by its path."""

    path: Path
    data: bytes
    pictures: dict[Path, bytes]


def freeze(document: Document, findings: list[Finding], target: Path | None = None) -> Path:
    """Write a version that nothing outside can change, and return its file.

    findings: all that is wrong with the document. target: by default `<stem>.確定.yaml` beside
    the source; a frozen version that is whole is its own. Raises RefusedError for a source with
    errors or without 公表日 and for a target that is the source or has other content, PiaError
    for what cannot be written.
    """
    refuse_unready(document, findings)
    if is_sealed(document):
        return document.path
    made = frozen(document, target or document.path.with_name(document.path.stem + ENDING))
    files = {**made.pictures, made.path: made.data}
    for file, data in files.items():
        if file.exists() and (not file.is_file() or file.read_bytes() != data):
            message = WorkspaceMessages.OTHER_VERSION
            raise RefusedError(message.finding(name=file.name, file=str(file)))
    for file, data in files.items():
        if not file.exists():
            write_bytes(file, data)
    return made.path


def frozen(document: Document, target: Path) -> Frozen:
    """Return what the frozen version of a document without errors will hold at a path."""
    copies, said = {}, _predecessor(document, target)
    for address, picture in pictures(document):
        name = f"{SEAL}/{sha256_of(picture)}{picture.suffix.lower()}"
        copies[target.parent / name] = picture.read_bytes()
        said[_slice(document, address)] = name
    body = enclosed(document, said)
    origin = os.path.relpath(document.path.resolve(), target.resolve().parent)
    seal = {ORIGIN: Path(origin).as_posix(), HASH: digest(parse(body, target))}
    lines = "".join(f"  {key}: {quoted(text)}\n" for key, text in seal.items())
    text = with_head(body, f"\n{SEAL}: # {REMARK}\n{lines}")
    newline = "\r\n" if b"\r\n" in document.path.read_bytes() else "\n"
    return Frozen(target, text.replace("\n", newline).encode(), copies)


def _slice(document: Document, address: str) -> Slice:
    """Return where the text at an address stands in the source."""
    node: Node | None = document.source.root
    for step in location_of(document.source.root, address):
        node = child(node, step)
    assert isinstance(node, Text)
    return node.slice


def refuse_unready(document: Document, findings: list[Finding]) -> None:
    """Raise RefusedError for a document with errors or without 公表日."""
    path, name = str(document.path), document.path.name
    if errors := [f for f in findings if f.is_error]:
        message = WorkspaceMessages.NOT_TO_FREEZE
        raise RefusedError(*errors, message.finding(name=name, count=len(errors), file=path))
    if document.content.caption().day is None:
        message = WorkspaceMessages.NO_DAY_TO_FREEZE
        raise RefusedError(document.locate(message.finding(address=PUBLISHED)))


def _predecessor(document: Document, target: Path) -> dict[Slice, str]:
    """Return the 前版 as it must read in the frozen version: a file as seen from there, a
    revision that moves as the commit that it names today."""
    written = document.content.predecessor
    if not written:
        return {}
    folder = document.path.parent
    if found := existing(folder / written):
        seen = Path(os.path.relpath(found.resolve(), target.resolve().parent)).as_posix()
    else:
        seen = _pinned(folder, written)
    return {_slice(document, PREDECESSOR): seen} if seen != written else {}


def _pinned(folder: Path, written: str) -> str:
    match = REVISION_AND_FILE.fullmatch(written)
    revision = match["revision"] if match else written
    if git.is_tag(folder, revision):
        return written
    commit = git.commit_of(folder, revision, written)
    return f"{commit}:{match['file']}" if match else commit
