"""Paths of a command line → the sources they mean."""

import re
from collections.abc import Iterable
from pathlib import Path

from pia.errors import PiaError
from pia.source.messages import SourceMessages

HEAD = 4096
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
    if not path.is_file():
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=str(path)))
    return path


def _documents(folder: Path) -> list[Path]:
    heads = {path: _head(path) for path in sorted(folder.rglob("*.y*ml"))}
    documents = {path: head for path, head in heads.items() if FORM_KEY.search(head)}
    former = {
        (path.parent / match[1].strip()).resolve()
        for path, head in documents.items()
        if (match := PREDECESSOR.search(head))
    }
    newest = [path for path in documents if path.resolve() not in former]
    if not newest:
        raise PiaError(
            SourceMessages.NO_DOCUMENT.finding(name=folder.resolve().name, file=str(folder))
        )
    return newest


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD).decode("utf-8-sig", errors="ignore")
