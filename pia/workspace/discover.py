"""Paths of a command line → the sources they mean."""

import re
from collections.abc import Iterable
from pathlib import Path

from pia.errors import PiaError
from pia.source.messages import SourceMessages
from pia.source.paths import existing

HEAD = 4096
CODECS = ("utf-8-sig", "cp932", "utf-16")
FORM_KEY = re.compile(r"^様式[ 　]*[:：]", re.MULTILINE)
PREDECESSOR = re.compile(r"^前版[ 　]*[:：][ 　]*[\"']?([^\"'\n#]+)", re.MULTILINE)


def sources(paths: Iterable[Path]) -> list[Path]:
    """Return the sources that the paths mean; a folder means its documents, each chain of
    versions by its newest.

    Raises PiaError for a path that does not exist and for a folder without a document.
    """
    found: list[Path] = []
    for path in paths:
        found += _documents(path) if path.is_dir() else [_existing(path)]
    return list(dict.fromkeys(found))


def _existing(path: Path) -> Path:
    found = existing(path)
    if found is None:
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=str(path)))
    return found


def _documents(folder: Path) -> list[Path]:
    files = (path for path in sorted(folder.rglob("*.y*ml")) if path.is_file())
    heads = {path: _head(path) for path in files}
    documents = {path: head for path, head in heads.items() if FORM_KEY.search(head)}
    named = {
        path.parent / match[1].strip()
        for path, head in documents.items()
        if (match := PREDECESSOR.search(head))
    }
    former = {(existing(path) or path).resolve() for path in named}
    newest = [path for path in documents if path.resolve() not in former]
    if not newest:
        raise PiaError(
            SourceMessages.NO_DOCUMENT.finding(name=folder.resolve().name, file=str(folder))
        )
    return newest


def _head(path: Path) -> str:
    """Return the beginning of a file; also in an encoding that will be refused with its name."""
    with path.open("rb") as file:
        data = file.read(HEAD)
    texts = [data.decode(codec, errors="ignore") for codec in CODECS]
    return next((text for text in texts if FORM_KEY.search(text)), texts[0])
