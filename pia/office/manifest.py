"""Which source made which file: SHA-256 of everything that went in and came out.

A manifest is JSON; its paths are written with `/`, seen from the folder of the manifest.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pia import __version__
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.layout.tree import Edition
from pia.model.base import Kind
from pia.model.published import hidden_from, published
from pia.model.ref import values
from pia.model.root import Root
from pia.office.messages import OfficeMessages
from pia.office.rendering import Rendered
from pia.renderers import rendered
from pia.renderers.messages import RenderMessages
from pia.source.files import bytes_of, json_of
from pia.source.names import THEME, workspace_root
from pia.source.pending import settle
from pia.workspace.printing import layout_of
from pia.workspace.versions import broken, is_sealed
from pia.writing import write_output

VERSION = 1
MADE_BY, DOCUMENTS, EDITION = "pia", "文書", "出力の版"
SOURCES, OUTPUTS = "正本", "出力"


def manifest(made: Iterable[Rendered], file: Path) -> str:
    """Return the text of a manifest that will stand at `file`, of all that was written."""
    documents = [
        {
            "様式": each.document.form.name,
            "版": each.document.form.edition,
            EDITION: each.edition,
            **_sources(each.document, each.edition, file),
            OUTPUTS: [_entry(path, file) for path in each.files],
        }
        for each in made
        if each.document is not None
    ]
    data = {"manifest": VERSION, MADE_BY: __version__, DOCUMENTS: documents}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _sources(document: Document, edition: str, file: Path) -> dict[str, object]:
    """Return the entries of what went in; for residents without names that may tell of what is
    非公表: of hidden pictures, of fragments and of files whose name says it."""
    found = sources_of(document)
    if edition != Edition.PUBLISHED or not document.content.redactions:
        return {SOURCES: [_entry(path, file) for path in found]}
    hidden, shown = hidden_from(document.content), published(document.content)
    drawn = {(document.path.parent / image).resolve() for image in _images(shown)}
    named = [path for path in found if path in drawn or path == document.path.resolve()]
    named = [path for path in named if hidden(path.name) == path.name]
    entries = [_entry(path, file) for path in named]
    return {SOURCES: entries, "名前を載せない正本": len(found) - len(named)}


def _images(content: Root) -> Iterator[str]:
    return (v.value for v in values(content) if v.kind is Kind.IMAGE and v.value)


def write_manifest(made: Iterable[Rendered], file: Path, *, force: bool = False) -> Path:
    """Write the manifest of all that was written. Raises PiaError when it cannot be written or
    another file stands in its place."""
    return write_output(file, manifest(made, file).encode(), force=force)


def sources_of(document: Document) -> list[Path]:
    """Return every file that an output depends on, the document first.

    A frozen version uses no names of others, and the looks that stand beside it.
    """
    root = document.path.parent if is_sealed(document) else document.names.root
    found = [document.path, *([] if is_sealed(document) else document.names.files)]
    found += [document.path.parent / image for image in _images(document.content)]
    theme = root / THEME
    if theme.is_file():
        found.append(theme)
    return list(dict.fromkeys(path.resolve() for path in found if path.is_file()))


def _entry(path: Path, file: Path) -> dict[str, str]:
    return {"ファイル": _seen_from(file, path), "sha256": _sha256(path)}


def _seen_from(file: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), file.resolve().parent)).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify(file: Path) -> tuple[int, list[Finding]]:
    """Return how many files a manifest names, and a finding for each that is not as it says or
    not as the frozen version says from which it was made.

    Raises PiaError when the manifest itself cannot be read.
    """
    settle(workspace_root(file))
    data = _read(file)
    entries = list(_entries(data))
    found = [f for name, sha256 in entries for f in _difference(file, name, sha256)]
    return len(entries), found or _not_as_frozen(data, file)


def _not_as_frozen(data: Any, file: Path) -> list[Finding]:
    """Return what comes out otherwise when it is made again from its frozen version.

    Another version of `pia` may set the same words otherwise, so that it proves no more than the
    hashes do.
    """
    found: list[Finding] = []
    for entry in data.get(DOCUMENTS, []) if data.get(MADE_BY) == __version__ else []:
        sources = list(_entries(entry.get(SOURCES)))
        document = load(file.parent / sources[0][0]) if sources else None
        if document is None or not is_sealed(document):
            continue
        if wrong := broken(document):
            found.append(wrong)
            continue
        layout = layout_of(document, entry[EDITION], looks=document.path.parent)
        for name, _ in _entries(entry.get(OUTPUTS)):
            path = file.parent / name
            if rendered(layout, path.suffix.lstrip(".")) != path.read_bytes():
                message = OfficeMessages.NOT_AS_FROZEN
                found.append(message.finding(name=name, file=str(file)))
    return found


def _read(file: Path) -> Any:
    try:
        data = json_of(bytes_of(file))
    except ValueError as error:
        raise PiaError(_no_manifest(file)) from error
    if not isinstance(data, dict) or data.get("manifest") != VERSION:
        raise PiaError(_no_manifest(file))
    return data


def _no_manifest(file: Path) -> Finding:
    return RenderMessages.NO_MANIFEST.finding(name=file.name, file=str(file))


def _entries(data: Any) -> Iterator[tuple[str, str]]:
    """Yield the name and hash of every file; what has another shape is passed over."""
    match data:
        case {"ファイル": str(name), "sha256": str(sha256)}:
            yield name, sha256
        case dict():
            for value in data.values():
                yield from _entries(value)
        case list():
            for value in data:
                yield from _entries(value)


def _difference(file: Path, name: str, sha256: str) -> Iterator[Finding]:
    path = file.parent / name
    if not path.is_file():
        yield RenderMessages.GONE.finding(name=name, file=str(file))
    elif _sha256(path) != sha256:
        yield RenderMessages.CHANGED_SINCE.finding(name=name, file=str(file))
