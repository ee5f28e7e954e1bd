"""`{{ 名.名 }}` in a value stands for a text from `変数:` or `共通:`.

Names come from the document itself first, then from `pia.yaml`, then from `共通/*.yaml`.
A dotted name and nothing else; `\\{{` is a literal `{{`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from pia.errors import Finding, PiaError, Position, excerpt
from pia.japanese import fold, nearest
from pia.source.files import is_inside, real, shown
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Mapping, Node, Span, Text, texts
from pia.source.reader import MAX_DEPTH, SourceFile, read

VARIABLES, FRAGMENTS = "変数", "共通"
UNPLACED = "未分類"  # what an import found no place for
SEAL = "確定"  # what a frozen version says of itself
WORKSPACE_FILE, THEME = "pia.yaml", "テーマ.yaml"
DECISIONS, REASONS = ".判断.yaml", "理由"  # the end of a name, and a folder
SAMPLE = "標本_"  # how the name of a file begins where an audit of logs keeps its samples
NAME = re.compile(r"\\\{\{|\{\{([^{}\n]*)\}\}")
MAX_COMPOSED, COMPARED = 2_000_000, 200  # signs; unknown names for which a like one is sought
NAMED = "この下に「名前: 文章」を字下げして書いてください。"


def workspace_root(document: Path) -> Path:
    """Return the folder with `pia.yaml` at or above the document, else its own folder."""
    folder = real(document).parent
    marked = (f for f in (folder, *folder.parents) if (f / WORKSPACE_FILE).is_file())
    return next(marked, folder)


@dataclass(slots=True)
class Names:
    """Everything that `{{ 名 }}` may stand for in one document."""

    root: Path
    document: SourceFile
    workspace: SourceFile | None = None
    findings: list[Finding] = field(default_factory=list)
    is_whole: bool = True
    _files: dict[str, SourceFile | None] = field(default_factory=dict)
    _composed: dict[int, str] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _used: dict[str, tuple[Text | Blank, SourceFile]] = field(default_factory=dict)
    _known: list[str] | None = None
    _missed: dict[str, list["Occurrence"]] = field(default_factory=dict)
    _size: int = 0
    _is_full: bool = False

    @classmethod
    def around(cls, document: SourceFile) -> "Names":
        """Return the names of a document's workspace; what is wrong with `pia.yaml` joins the
        findings."""
        names = cls(workspace_root(document.path), document)
        marker = names.root / WORKSPACE_FILE
        names._check(document, (VARIABLES, FRAGMENTS))
        if marker.is_file():
            names.workspace = names._read(marker)
        if names.workspace is not None:
            names._check(names.workspace, (VARIABLES, FRAGMENTS))
        return names

    def _check(self, file: SourceFile, keys: Iterable[str]) -> None:
        """Report what stands under the keys and is neither a text nor a name with texts below."""
        for key in keys:
            node = file.root.entries.get(key)
            is_leaf = key not in (VARIABLES, FRAGMENTS)
            found = _no_texts(node, is_leaf=is_leaf) if node is not None else ()
            for position in found:
                message = SourceMessages.WRONG_TYPE
                finding = message.finding(expected="名前と文章", remedy=NAMED)
                self.findings.append(finding.within(self._shown(file.path), position))

    def compose(self) -> None:
        """Replace the names in every text of the document; what is wrong joins `findings`."""
        for text in texts(self.document.root):
            if "{{" in text.raw:
                self._compose(text, self.document)
        self._tell_missing()

    def _compose(self, text: Text, file: SourceFile) -> str:
        """Fill in `text.text` and `text.spans`; a name that fails stays as it is written."""
        out: list[str] = []
        spans: list[Span] = []
        length = last = 0
        for n, match in enumerate(NAME.finditer(text.raw)):
            before = text.raw[last : match.start()]
            found = "{{" if match[1] is None else self._value(match[1], Occurrence(text, file, n))
            out += [before, match[0] if found is None else found]
            start = length + len(before)
            length = start + len(out[-1])
            last = match.end()
            if match[1] is not None and found is not None:
                spans.append(Span(start, length, match[1].strip()))
        out.append(text.raw[last:])
        if "{{" in NAME.sub("", text.raw):
            self._note(SourceMessages.UNCLOSED_NAME.finding(), Occurrence(text, file))
        text.text, text.spans = "".join(out), tuple(spans)
        self._size += len(text.text)
        return text.text

    def _value(self, written: str, use: "Occurrence") -> str | None:
        name = ".".join(part.strip() for part in written.split("."))
        if self._size > MAX_COMPOSED:
            if not self._is_full:
                self._note(SourceMessages.TOO_LARGE.finding(limit=f"{MAX_COMPOSED:,} 字"), use)
            self._is_full = True
            return None
        if name in self._open:
            chain = " → ".join([*self._open[self._open.index(name) :], name])
            self._note(SourceMessages.CIRCULAR_NAME.finding(name=excerpt(name), chain=chain), use)
            return None
        if len(self._open) > MAX_DEPTH:
            self._note(SourceMessages.TOO_DEEP.finding(limit=MAX_DEPTH), use)
            return None
        found = self.look_up(name)
        if found is None:
            self._missed.setdefault(name, []).append(use)
            return None
        node, origin = self._used.setdefault(name, found)
        if isinstance(node, Blank):
            return ""
        if id(node) not in self._composed:
            self._open.append(name)
            self._composed[id(node)] = self._compose(node, origin).removesuffix("\n")
            self._open.pop()
        return self._composed[id(node)]

    @property
    def files(self) -> list[Path]:
        """The files that the values came from beside the document: `pia.yaml` and fragments."""
        return [file.path for file in self.sources() if file is not self.document]

    def written(self, name: str) -> str | None:
        """Return the text of a name as it stands where it is defined; None if it is not."""
        found = self.look_up(name)
        return None if found is None else found[0].raw if isinstance(found[0], Text) else ""

    def from_outside(self) -> dict[str, str | None]:
        """Return the names in use that the document does not define itself, each with its text
        as written there; None for one that is left blank."""
        outside = {n: node for n, (node, file) in self._used.items() if file is not self.document}
        return {n: node.raw if isinstance(node, Text) else None for n, node in outside.items()}

    @property
    def missing(self) -> list[str]:
        """The names in use that nothing defines."""
        return list(self._missed)

    @property
    def is_mended(self) -> bool:
        """Whether slips had to be mended in the document or in a file of names."""
        return any(file.mended for file in self.sources())

    def sources(self) -> Iterator[SourceFile]:
        """Yield the document, `pia.yaml` and the fragments in use."""
        yield from filter(None, (self.document, self.workspace, *self._files.values()))

    def _note(self, finding: Finding, use: "Occurrence") -> None:
        self.findings.append(finding.within(self._shown(use.file.path), use.position))

    def _shown(self, path: Path) -> str:
        return str(path) if path == self.document.path else shown(path, self.document.path)

    def _tell_missing(self) -> None:
        """Report every name without a value once, at its first use, if all files can be read."""
        known = self.known() if self._missed else []
        for n, (name, uses) in enumerate(self._missed.items() if self.is_whole else ()):
            remedy = f"「{VARIABLES}:」か「{FRAGMENTS}:」に定義するか、本文に書き下してください。"
            if n < COMPARED and (close := nearest(name, known)):
                remedy = f"「{{{{ {close} }}}}」の誤りではありませんか。"
            count = f"（{len(uses)} 箇所）" if len(uses) > 1 else ""
            message = SourceMessages.UNDEFINED_NAME
            self._note(message.finding(name=excerpt(name), count=count, remedy=remedy), uses[0])

    def look_up(self, name: str) -> tuple[Text | Blank, SourceFile] | None:
        """Return what a name stands for and the file that says so, or None."""
        first, *rest = name.split(".")
        is_fragment = fold(first) == FRAGMENTS
        kind, keys = (FRAGMENTS, rest) if is_fragment else (VARIABLES, [first, *rest])
        for file in filter(None, (self.document, self.workspace)):
            found = _at(file.root.entries.get(kind), keys)
            if isinstance(found, Text | Blank):
                return found, file
        return self._fragment(keys) if is_fragment and len(keys) > 1 else None

    def _fragment(self, keys: list[str]) -> tuple[Text | Blank, SourceFile] | None:
        stem, *rest = keys
        file = self._fragments(stem)
        found = _at(file.root, rest) if file else None
        return (found, file) if file and isinstance(found, Text | Blank) else None

    def _fragments(self, stem: str) -> SourceFile | None:
        """Return `共通/<stem>.yaml`, read once; None if there is none or it cannot be used."""
        key = fold(stem)
        if key not in self._files:
            path = next((f for f in self._fragment_files() if fold(f.stem) == key), None)
            file = self._read(path) if path else None
            if file is not None:
                self._check(file, file.root.entries)
            self._files[key] = file
        return self._files[key]

    def _fragment_files(self) -> list[Path]:
        return sorted((self.root / FRAGMENTS).glob("*.yaml"))

    def _read(self, path: Path) -> SourceFile | None:
        """Read a file of names; what is wrong with it joins the findings."""
        try:
            if not is_inside(self.root, path):
                message = SourceMessages.OUTSIDE
                raise PiaError(message.finding(name=path.name, root=self.root.name))
            file = read(path, may_be_empty=True)
            found = file.findings
        except PiaError as error:
            file, found = None, list(error.findings)
            self.is_whole = False
        self.findings += [replace(f, file=self._shown(path)) for f in found]
        return file

    def variables(self) -> dict[str, str]:
        """Return the value of every variable; the document's own stand before the workspace's."""
        files = filter(None, (self.document, self.workspace))
        names = (n for file in files for n in _names(file.root.entries.get(VARIABLES), ""))
        found = {name: self.look_up(name) for name in dict.fromkeys(names)}
        nodes = ((name, pair[0]) for name, pair in found.items() if pair)
        return {name: n.text.removesuffix("\n") for name, n in nodes if isinstance(n, Text)}

    def known(self) -> list[str]:
        """Return every name that is defined, sorted."""
        if self._known is None:
            self._known = sorted(self._all_names())
        return self._known

    def _all_names(self) -> set[str]:
        found: set[str] = set()
        for file in filter(None, (self.document, self.workspace)):
            found |= set(_names(file.root.entries.get(VARIABLES), ""))
            found |= set(_names(file.root.entries.get(FRAGMENTS), FRAGMENTS))
        for path in self._fragment_files():
            if fragments := self._fragments(path.stem):
                found |= set(_names(fragments.root, f"{FRAGMENTS}.{path.stem}"))
        return found


class Occurrence(NamedTuple):
    """The n-th name of a text in a file, counted from 0."""

    text: Text
    file: SourceFile
    n: int | None = None

    @property
    def position(self) -> Position:
        """Where the name stands in its file, as far as it can be told; else its text."""
        text = self.file.text
        start, end = self.text.slice
        starts = [m.start() for m in NAME.finditer(text, start, end)]
        if self.n is None or self.n >= len(starts):
            return self.text.position
        index = starts[self.n]
        return Position(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _no_texts(node: Node, *, is_leaf: bool = True) -> Iterator[Position]:
    """Yield where something stands that no name can stand for."""
    match node:
        case Mapping(entries=entries):
            for inner in entries.values():
                yield from _no_texts(inner)
        case Text() | Blank() if is_leaf:
            return
        case Blank():
            return
        case _:
            yield node.position


def _at(node: Node | None, keys: list[str]) -> Node | None:
    for key in keys:
        if not isinstance(node, Mapping):
            return None
        node = node.entries.get(key) or _by_fold(node, key)
    return node


def _by_fold(node: Mapping, key: str) -> Node | None:
    folded = fold(key)
    return next((v for written, v in node.entries.items() if fold(written) == folded), None)


def _names(node: Node | None, prefix: str) -> list[str]:
    if isinstance(node, Mapping):
        join = f"{prefix}." if prefix else ""
        return [name for key, value in node.entries.items() for name in _names(value, join + key)]
    return [prefix] if node is not None else []
