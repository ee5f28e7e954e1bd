"""Frozen versions: sources that say the same whatever happens around them.

A frozen version keeps its text, comments included. The names it uses become its own `変数:` and
`共通:` rather than being written out in place: so the reader still sees which sentence came from
where, and a comparison still knows a renamed office by its variable. A text that cannot take
them (`{…}` around the whole document) is written anew with every name filled in. Pictures are
copied beside it, named by their SHA-256; `確定:` holds the SHA-256 of all that it says."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pia.document import Document, load
from pia.errors import Finding, RefusedError
from pia.japanese import fold
from pia.source.emit import Tree, dump, escaped
from pia.source.files import existing, read_text
from pia.source.names import FRAGMENTS, SEAL, VARIABLES, Names
from pia.source.nodes import Blank, Node, Text, child, location_of, plain, texts
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Sequence as SequenceNode
from pia.source.reader import SourceFile, parse
from pia.source.written import Holder, Lines, Member, written
from pia.workspace import git
from pia.workspace.folder import EDITION, FORM, ORIGIN, PREDECESSOR, PUBLISHED
from pia.workspace.messages import WorkspaceMessages
from pia.workspace.own_rows import against
from pia.workspace.versions import HASH, REVISION_AND_FILE, digest, is_sealed, pictures, sha256_of
from pia.writing import write_bytes, write_once

if TYPE_CHECKING:
    from pia.intake import Imported


NAMES_REMARK = "確定したときの、この版が使う語と文章"
FIRST = (FORM, EDITION, PREDECESSOR)  # what stands above the names of a document
Slice = tuple[int, int]


def enclosed(document: Document, said: Mapping[Slice, str]) -> str:
    """Return the text of a source that says the same with nothing around it.

    said: texts that stand in it from now on, by the slice of what stands there. Line breaks are
    `\\n`.
    """
    source = parse(read_text(document.path), document.path)
    own = _own_names(document, source.root)
    kept = _rewritten(source, own, said)
    Names.around(source).compose()
    for text in texts(source.root):
        text.text = said.get(text.slice, text.text)
    expected = _body(source.root)
    if kept is not None and _said_by(kept, source) == expected:
        return kept
    return dump(_literal(expected), source.path.name)


def with_head(text: str, lines: str) -> str:
    """Return a source with lines behind its first keys."""
    at = _behind_first(written(text), Lines(text))
    return f"{text[:at]}{lines}{text[at:]}"


def _said_by(text: str, source: SourceFile) -> Any:
    """Return what a text says without any name from around it."""
    read = parse(text, source.path)
    names = Names(source.path.parent, read)
    names.compose()
    return None if names.findings or names.from_outside() else _body(read.root)


def _body(root: MappingNode) -> Any:
    said = plain(root)
    return {key: said[key] for key in said if key not in (VARIABLES, FRAGMENTS, SEAL)}


def _own_names(document: Document, root: MappingNode) -> dict[str, Tree]:
    """Return `変数:` and `共通:` with all that the document uses, {} if it uses its own alone."""
    outside = document.names.from_outside()
    if not outside:
        return {}
    own = {key: _raw(root.entries[key]) for key in (VARIABLES, FRAGMENTS) if key in root.entries}
    for name, text in outside.items():
        first, *rest = name.split(".")
        is_fragment = fold(first) == FRAGMENTS
        _define(own, [FRAGMENTS, *rest] if is_fragment else [VARIABLES, first, *rest], text)
    return own


def _define(tree: dict[str, Any], keys: list[str], text: str | None) -> None:
    """Put a text under keys, unless it stands there under another width already."""
    *above, last = keys
    for key in above:
        key = next((k for k in tree if fold(k) == fold(key)), key)
        inner = tree.get(key)
        tree[key] = tree = inner if isinstance(inner, dict) else {}
    if not any(fold(key) == fold(last) for key in tree):
        tree[last] = text


def _raw(node: Node) -> Any:
    """Return a tree as it is written, names and blanks in their places."""
    match node:
        case Text(raw=raw):
            return raw
        case Blank():
            return None
        case SequenceNode(items=items):
            return [_raw(item) for item in items]
        case MappingNode(entries=entries):
            return {key: _raw(value) for key, value in entries.items()}


def _literal(data: Any) -> Any:
    match data:
        case str():
            return escaped(data)
        case list():
            return [_literal(entry) for entry in data]
        case _:
            return {key: _literal(value) for key, value in data.items()}


def _rewritten(
    source: SourceFile, own: Mapping[str, Tree], said: Mapping[Slice, str]
) -> str | None:
    """Return the text with names and texts in their places, None where it has no lines for
    them."""
    text, root = read_text(source.path), source.root
    if text[:1] == "{" or root.position.column > 1:
        return None
    lines, top = Lines(source.text), written(source.text)
    splices = [(*where, quoted(new)) for where, new in said.items()]
    if own:
        splices += [_lines_of(member, lines) for member in top.written if member.key in own]
        at = _behind_first(top, lines)
        splices.append((at, at, f"\n{dump(own, NAMES_REMARK)}"))
    return _spliced(text, splices)


def _spliced(text: str, splices: list[tuple[int, int, str]]) -> str:
    out, last = [], 0
    for start, end, new in sorted(splices):
        out += [text[last:start], new]
        last = max(last, end)
    return "".join([*out, text[last:]])


def _lines_of(member: Member, lines: Lines) -> tuple[int, int, str]:
    return member.start, _line_behind(member, lines), ""


def _behind_first(top: Holder, lines: Lines) -> int:
    """Return where the line behind the keys begins that stand first in a document."""
    first = (_line_behind(member, lines) for member in top.written if member.key in FIRST)
    return max(first, default=top.start)


def _line_behind(member: Member, lines: Lines) -> int:
    """Return where the next line begins behind a key and its value."""
    return min(lines.end(member) + 1, len(lines.text))


def quoted(text: str) -> str:
    """Return a text as YAML takes it anywhere."""
    return "'" + text.replace("'", "''") + "'"


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
        write_once(file, data)
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


SOURCES = (".yaml", ".yml")
PICTURES = (".png", ".jpg", ".jpeg")


@dataclass
class Chains:
    """What was written of several forms.

    amiss: where the 変更箇所 that was filed and the difference of two versions do not agree.
    open: sources that are not frozen, because they have no 公表日. doubtful: blocks of which
    nobody knows whether the version before has them under another name.
    """

    written: list[Path]
    imported: "list[Imported]"
    amiss: list[Finding] = field(default_factory=list)
    open: list[Path] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        doubts = self.amiss or self.open or self.doubtful
        return not doubts and all(each.is_sure for each in self.imported)


def import_chains(
    paths: Sequence[Path],
    target: Path,
    report: Path | None = None,
    *,
    force: bool = False,
    is_same: bool | None = None,
    is_named: bool = False,
) -> Chains:
    """Write printed forms as sources, several of them as frozen versions.

    As `pia.intake.import_all` takes and raises.
    """
    from pia.intake import import_all

    written, imported = import_all(
        paths, target, report, force=force, is_same=is_same, is_named=is_named
    )
    chains = Chains(written, imported)
    if len(imported) < 2:
        return chains
    chains.doubtful = [
        f"{each.result.grid.name}: {name}" for each in imported for name in each.doubtful
    ]
    sources = [p for p in written if p.suffix in SOURCES and p.parent.name != FRAGMENTS]
    for path in sources:
        if load(path).content.caption().day is None:
            chains.open.append(path)
        else:
            chains.written += _freeze(path)
    for picture in _unused(written, sources):
        with suppress(OSError):
            picture.unlink()
            picture.parent.rmdir()
    chains.written = [path for path in dict.fromkeys(chains.written) if path.exists()]
    for path in sources:
        document = load(path)
        if document.content.predecessor:
            chains.amiss += against(document, None)
    return chains


def _freeze(path: Path) -> list[Path]:
    """Freeze a source where it stands and return its pictures, which now bear their hash."""
    made = frozen(load(path), path)
    for file, data in made.pictures.items():
        write_once(file, data)
    write_bytes(path, made.data)
    return list(made.pictures)


def _unused(written: Sequence[Path], sources: Sequence[Path]) -> list[Path]:
    """Return the pictures just written that no source names any more."""
    named = {file.resolve() for source in sources for _, file in pictures(load(source))}
    return [file for file in written if file.suffix in PICTURES and file.resolve() not in named]
