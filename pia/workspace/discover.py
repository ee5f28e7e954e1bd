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

    Raises PiaError for a path that does not exist and for a folder without a document.
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
    texts = {path: text_of(path) for path in _yaml_files(folder)}
    known = {path for path in texts if _is_known(path, folder)}
    said = {
        path: t for path, t in texts.items() if _is_document(t, may_lack_form=path not in known)
    }
    past = {p.resolve() for path, text in said.items() for p in former_of(path, text)}
    past |= _frozen(said)
    newest = [path for path, text in said.items() if path.resolve() not in past]
    others = (path for path in texts if path not in said and path not in known)
    return Survey(tuple(newest), tuple(others))


def _existing(path: Path) -> Path:
    found = existing(path)
    if found is None:
        raise PiaError(SourceMessages.NO_FILE.finding(name=path.name, file=str(path)))
    return found


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


def _frozen(said: dict[Path, str]) -> set[Path]:
    """Return the frozen versions among documents whose source stands among them too."""
    documents = {path.resolve() for path in said}
    origin = VALUE.format(indent="+", key=ORIGIN)
    return {
        path.resolve()
        for path, text in said.items()
        if _found(KEY.format(keys=SEAL), SEAL, text)
        and (match := _found(origin, ORIGIN, text))
        and (path.parent / match[1].strip()).resolve() in documents - {path.resolve()}
    }


def _found(pattern: str, key: str, text: str) -> re.Match[str] | None:
    """Return where a pattern with a key stands; most texts lack the key, which is seen at once."""
    return re.search(pattern, text, re.MULTILINE) if key in text else None
