"""The seal of a frozen version, and what is said of a former version that could still change."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from pia.document import Document
from pia.errors import Finding, excerpt
from pia.model.base import Kind
from pia.model.ref import values
from pia.source.messages import SourceMessages
from pia.source.names import SEAL, Names
from pia.source.nodes import Mapping, Text, child, plain
from pia.source.reader import SourceFile, read
from pia.workspace import git
from pia.workspace.messages import WorkspaceMessages

HASH = "ハッシュ"
LOST = {SourceMessages.NOT_FOUND.code, SourceMessages.NOT_AN_IMAGE.code}
NAMED = 3  # names that a message lists before it says how many there are


def digest(source: SourceFile) -> str:
    """Return the SHA-256 of all that a source as read says, its names filled in.

    Comments, layout and line ends do not count; pictures do, by the hash in their names.
    """
    Names.around(source).compose()
    said = plain(source.root)
    said.pop(SEAL, None)
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
    return isinstance(document.source.root.entries.get(SEAL), Mapping)


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
    if recorded(former, HASH) != digest(read(former.path)):
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
