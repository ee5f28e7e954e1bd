"""Paths of a command line → the sources they mean.

A folder means its documents: every YAML file that says `様式:` or has a key of an assessment at
its top level, whatever its encoding, quoting and style.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pia.errors import PiaError
from pia.model.assessment import Assessment
from pia.model.ref import Ref
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, SEAL, WORKSPACE_FILE, workspace_root
from pia.source.paths import existing
from pia.source.pending import settle

FORM = Ref(Assessment, lambda a: a.form).key
EDITION = Ref(Assessment, lambda a: a.edition).key
PREDECESSOR = Ref(Assessment, lambda a: a.predecessor).key
PUBLISHED = Ref(Assessment, lambda a: a.cover.published).address
PUBLISHED_KEY = Ref(Assessment, lambda a: a.cover.published).key
NUMBER = Ref(Assessment, lambda a: a.cover.number).key
NAME = Ref(Assessment, lambda a: a.cover.name).key
ORGANISATION = Ref(Assessment, lambda a: a.cover.organisation).key


ORIGIN = "正本"  # in the seal of a frozen version
CODECS = ("utf-8-sig", "cp932", "utf-16")
KEY = r"""^(?:\{{[ \n]*)?["']?(?:{keys})["']?[ 　]*[:：]"""
VALUE = r"""^[ ]{indent}["']?{key}["']?[ 　]*[:：][ 　]*["']?([^"'\n#]+)"""
SUFFIXES = (".yaml", ".yml")


class Survey(NamedTuple):
    """What a folder holds: its documents, each chain of versions by its newest, and the YAML
    files that were left out because they say nothing of an assessment."""

    documents: tuple[Path, ...]
    left_out: tuple[Path, ...]


def sources(paths: Iterable[Path]) -> list[Path]:
    """Return the sources that the paths mean; a folder means its documents, each chain of
    versions by its newest.

    Raises PiaError for a path that does not exist, for a folder without a document, and for a file
    that stands beside documents: names, fragments, decisions, a theme.
    """
    found: list[Path] = []
    for path in paths:
        found += _documents(path) if path.is_dir() else [_existing(path)]
    return list(dict.fromkeys(found))


def left_out(paths: Iterable[Path]) -> list[Path]:
    """Return the YAML files of folders that are neither documents nor known files beside them."""
    return [file for path in paths if path.is_dir() for file in survey(path).left_out]


def survey(folder: Path) -> Survey:
    """Return what a folder and its subfolders hold; hidden folders are passed over."""
    settle(workspace_root(folder / WORKSPACE_FILE))
    files = [_seen(path, folder) for path in _yaml_files(folder)]
    said = [file for file in files if file.is_document]
    documents = {file.real for file in said}
    past = {file.former.resolve() for file in said if file.former}
    past |= {f.real for f in said if f.origin in documents and f.origin != f.real}
    newest = [file.path for file in said if file.real not in past]
    others = (file.path for file in files if not file.is_document and not file.is_known)
    return Survey(tuple(newest), tuple(others))


class _File(NamedTuple):
    """What is kept of a YAML file; its text is not, for a folder may have thousands of them.

    is_known: it has another part in a workspace than to be a document. former: the version that it
    says it follows. origin: the source of which it is a frozen version.
    """

    path: Path
    real: Path
    is_known: bool
    is_document: bool
    former: Path | None = None
    origin: Path | None = None


def _seen(path: Path, folder: Path) -> _File:
    text, is_known = text_of(path), _is_known(path, folder)
    if not _is_document(text, may_lack_form=not is_known):
        return _File(path, path.resolve(), is_known, is_document=False)
    former = next(former_of(path, text), None)
    return _File(path, path.resolve(), is_known, True, former, _origin(path, text))


def _existing(path: Path) -> Path:
    found = existing(path)
    if found is None:
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=str(path)))
    if _stands_beside(found):
        raise PiaError(SourceMessages.NOT_A_DOCUMENT.finding(name=path.name, file=str(path)))
    return found


def _stands_beside(path: Path) -> bool:
    """Whether a file is one of those that an office keeps beside its documents."""
    real = path.resolve()
    if real.suffix.lower() not in SUFFIXES or not real.is_file():
        return False
    if not _is_known(real, workspace_root(real)):
        return False
    return not _is_document(text_of(real), may_lack_form=False)


def _documents(folder: Path) -> tuple[Path, ...]:
    found = survey(folder).documents
    if not found:
        raise PiaError(
            SourceMessages.NO_DOCUMENT.finding(name=folder.resolve().name, file=str(folder))
        )
    return found


def _yaml_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.[yY]*[mM][lL]")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path


def text_of(path: Path) -> str:
    """Return the whole text; also in an encoding that will be refused with its name."""
    data = path.read_bytes()
    texts = (data.decode(codec, errors="ignore") for codec in (*CODECS, CODECS[0]))
    return next(text for n, text in enumerate(texts) if FORM in text or n == len(CODECS))


def _is_document(text: str, *, may_lack_form: bool) -> bool:
    if re.search(KEY.format(keys=FORM), text, re.MULTILINE):
        return True
    return may_lack_form and bool(_top_keys().search(text))


@cache
def _top_keys() -> re.Pattern[str]:
    from pia.model import Assessment
    from pia.model.base import keys_of

    return re.compile(KEY.format(keys="|".join(keys_of(Assessment))), re.MULTILINE)


def _is_known(path: Path, folder: Path) -> bool:
    """Whether a file has another part in a workspace than to be a document."""
    from pia.changes.decisions import SUFFIX as DECISIONS
    from pia.changes.reasons import FOLDER as REASONS
    from pia.layout.theme import FILE as THEME

    if path.name in (WORKSPACE_FILE, THEME) or path.name.endswith(DECISIONS):
        return True
    apart = {FRAGMENTS, REASONS, "templates"}  # folders of a workspace that hold no documents
    return bool(apart & {*path.relative_to(folder).parts[:-1]})


def former_of(path: Path, text: str) -> Iterator[Path]:
    """Yield the version that a document says it follows, where that is another file."""
    if match := _found(VALUE.format(indent="{0}", key=PREDECESSOR), PREDECESSOR, text):
        former = path.parent / match[1].strip()
        if (found := existing(former) or former).resolve() != path.resolve():
            yield found


def _origin(path: Path, text: str) -> Path | None:
    """Return the source of which a document says to be a frozen version."""
    if _found(KEY.format(keys=SEAL), SEAL, text):
        match = _found(VALUE.format(indent="+", key=ORIGIN), ORIGIN, text)
        return (path.parent / match[1].strip()).resolve() if match else None
    return None


def _found(pattern: str, key: str, text: str) -> re.Match[str] | None:
    """Return where a pattern with a key stands; most texts lack the key, which is seen at once."""
    return re.search(pattern, text, re.MULTILINE) if key in text else None
