"""`{{ 名.名 }}` in a value stands for a text from `変数:` or `共通:`.

Names come from the document itself first, then from `pia.yaml`, then from `共通/*.yaml`.
A dotted name and nothing else; `\\{{` is a literal `{{`.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from pia.errors import Finding, Position
from pia.japanese import fold, nearest
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Mapping, Node, Span, Text, texts
from pia.source.reader import SourceFile, read

VARIABLES, FRAGMENTS = "変数", "共通"
WORKSPACE_FILE = "pia.yaml"
NAME = re.compile(r"\\\{\{|\{\{([^{}\n]*)\}\}")
MAX_COMPOSED = 2_000_000


def workspace_root(document: Path) -> Path:
    """Return the folder with `pia.yaml` at or above the document, else its own folder."""
    folder = document.resolve().parent
    marked = (f for f in (folder, *folder.parents) if (f / WORKSPACE_FILE).is_file())
    return next(marked, folder)


@dataclass(slots=True)
class Names:
    """Everything that `{{ 名 }}` may stand for in one document."""

    root: Path
    document: SourceFile
    workspace: SourceFile | None = None
    findings: list[Finding] = field(default_factory=list)
    _files: dict[str, SourceFile | None] = field(default_factory=dict)
    _composed: dict[int, str] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _size: int = 0

    def compose(self) -> None:
        """Replace the names in every text of the document; what is wrong joins `findings`."""
        for text in texts(self.document.root):
            if "{{" in text.raw:
                self._compose(text, self.document)

    def _compose(self, text: Text, file: SourceFile) -> str:
        """Fill in `text.text` and `text.spans`; a name that fails stays as it is written."""
        out: list[str] = []
        spans: list[Span] = []
        length = last = 0
        for n, match in enumerate(NAME.finditer(text.raw)):
            position = _position(text, file, n)
            found = "{{" if match[1] is None else self._value(match[1], file, position)
            before = text.raw[last : match.start()]
            out += [before, match[0] if found is None else found]
            start = length + len(before)
            length = start + len(out[-1])
            last = match.end()
            if match[1] is not None and found is not None:
                spans.append(Span(start, length, match[1].strip()))
        out.append(text.raw[last:])
        text.text, text.spans = "".join(out), tuple(spans)
        self._size += len(text.text)
        return text.text

    def _value(self, written: str, file: SourceFile, position: Position) -> str | None:
        name = ".".join(part.strip() for part in written.split("."))
        if self._size > MAX_COMPOSED:
            self._note(
                SourceMessages.TOO_LARGE.finding(limit=f"{MAX_COMPOSED:,} 字"), file, position
            )
            return None
        if name in self._open:
            chain = " → ".join([*self._open, name])
            self._note(SourceMessages.CIRCULAR_NAME.finding(name=name, chain=chain), file, position)
            return None
        found = self._look_up(name)
        if found is None:
            finding = SourceMessages.UNDEFINED_NAME.finding(name=name, remedy=self._remedy(name))
            self._note(finding, file, position)
            return None
        node, origin = found
        if isinstance(node, Blank):
            return ""
        if id(node) not in self._composed:
            self._open.append(name)
            self._composed[id(node)] = self._compose(node, origin).removesuffix("\n")
            self._open.pop()
        return self._composed[id(node)]

    def _note(self, finding: Finding, file: SourceFile, position: Position) -> None:
        self.findings.append(finding.within(str(file.path), position))

    def _look_up(self, name: str) -> tuple[Text | Blank, SourceFile] | None:
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
        if stem not in self._files:
            self._files[stem] = self._read_fragments(stem)
        file = self._files[stem]
        found = _at(file.root, rest) if file else None
        return (found, file) if file and isinstance(found, Text | Blank) else None

    def _read_fragments(self, stem: str) -> SourceFile | None:
        folder = self.root / FRAGMENTS
        files = folder.glob("*.yaml") if folder.is_dir() else ()
        path = next((f for f in files if fold(f.stem) == fold(stem)), None)
        if path is None:
            return None
        file = read(path)
        self.findings += file.findings
        return file

    def _remedy(self, name: str) -> str:
        close = nearest(name, self.known())
        if close:
            return f"「{{{{ {close} }}}}」の誤りではありませんか。"
        return f"「{VARIABLES}:」か「{FRAGMENTS}:」に定義するか、本文に書き下してください。"

    def known(self) -> list[str]:
        """Return every name that is defined, sorted."""
        found: set[str] = set()
        for file in filter(None, (self.document, self.workspace)):
            found |= set(_names(file.root.entries.get(VARIABLES), ""))
            found |= set(_names(file.root.entries.get(FRAGMENTS), FRAGMENTS))
        for path in sorted((self.root / FRAGMENTS).glob("*.yaml")):
            file_ = self._files.get(path.stem) or self._read_fragments(path.stem)
            self._files[path.stem] = file_
            found |= set(_names(file_.root, f"{FRAGMENTS}.{path.stem}")) if file_ else set()
        return sorted(found)


def _at(node: Node | None, keys: list[str]) -> Node | None:
    for key in keys:
        if not isinstance(node, Mapping):
            return None
        by_fold = {fold(written): value for written, value in node.entries.items()}
        node = by_fold.get(fold(key))
    return node


def _names(node: Node | None, prefix: str) -> list[str]:
    if isinstance(node, Mapping):
        join = f"{prefix}." if prefix else ""
        return [name for key, value in node.entries.items() for name in _names(value, join + key)]
    return [prefix] if node is not None else []


def _position(text: Text, file: SourceFile, n: int) -> Position:
    """Return where the n-th name of a text stands in its file."""
    start, end = text.slice
    matches = list(NAME.finditer(file.text, start, end))
    if n >= len(matches):
        return text.position
    index = matches[n].start()
    line_start = file.text.rfind("\n", 0, index) + 1
    return Position(file.text.count("\n", 0, index) + 1, index - line_start + 1)
