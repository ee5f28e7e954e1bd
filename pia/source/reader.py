"""YAML text → tree. Everything is a text: `no`, `012` and `1:30` stay what they are.

Events come from libyaml; the tree is built here because a recursive composer can be driven
into a stack overflow, and takes duplicate keys silently.
"""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pia.errors import Finding, PiaError, Position, in_order
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Mapping, Node, Sequence, Text

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
MAX_WEIGHT = 200_000

BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class SourceFile:
    """A file as read: its text, its tree, and what was wrong on the way."""

    path: Path
    text: str
    root: Mapping
    findings: list[Finding] = field(default_factory=list)


def read(path: Path) -> SourceFile:
    """Read one YAML file. Raises PiaError when nothing of it can be used."""
    return parse(decode(path), path)


def decode(path: Path) -> str:
    """Return the text of a file with line breaks as `\\n`; raises PiaError with the reason."""
    try:
        data = path.read_bytes()
    except OSError as error:
        message = SourceMessages.NO_FILE
        raise PiaError(message.finding(name=path.name, file=str(path))) from error
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise PiaError(SourceMessages.TOO_LARGE.finding(limit=limit, file=str(path)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        finding = SourceMessages.NOT_UTF8.finding(found="不明", file=str(path))
        raise PiaError(finding) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, path: Path) -> SourceFile:
    """Build the tree of a text. Raises PiaError when it is not YAML or not a mapping."""
    builder = _Builder(str(path))
    try:
        for event in yaml.parse(text, Loader=BaseLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise PiaError(*in_order([*builder.findings, _syntax(error, str(path))])) from error
    root = builder.root
    if not isinstance(root, Mapping):
        position = Position(1, 1)
        raise PiaError(SourceMessages.NOT_A_MAPPING.finding(file=str(path), position=position))
    return SourceFile(path, text, root, builder.findings)


def _syntax(error: yaml.MarkedYAMLError, file: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    position = Position(mark.line + 1, mark.column + 1) if mark else None
    problem = error.problem or "読めない文字の並びがあります"
    return SourceMessages.SYNTAX.finding(problem=problem, file=file, position=position)


class _Builder:
    """Takes the events of a YAML stream and holds the tree built so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._open: list[Mapping | Sequence] = []
        self._keys: list[tuple[str, Position] | None] = []
        self._anchors: dict[str, Node] = {}
        self._weights: dict[int, int] = {}
        self._begun: list[int] = []
        self._weight = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._start(Mapping(_position(event)), event.anchor)
            case yaml.SequenceStartEvent():
                self._start(Sequence(_position(event)), event.anchor)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        position = _position(event)
        if self._expects_key():
            self._keys[-1] = (event.value.strip(), position)
            return
        is_blank = event.style is None and event.value in ("", "~", "null")
        node: Node = Blank(position)
        if not is_blank:
            node = Text(event.value, position, _slice(event))
        self._place(node, event.anchor, 1 + len(event.value) // 50)

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = self._anchors.get(event.anchor or "")
        if node is None or node in self._open:
            problem = f"別名 *{event.anchor} の元がこの行より上にありません"
            self._fail(SourceMessages.SYNTAX.finding(problem=problem), _position(event))
        elif self._expects_key():
            self._fail(
                SourceMessages.SYNTAX.finding(problem="項目名に別名は使えません"), _position(event)
            )
        else:
            self._place(node, None, self._weights.get(id(node), 1))

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], Mapping) and self._keys[-1] is None

    def _start(self, node: Mapping | Sequence, anchor: str | None) -> None:
        if self._expects_key():
            problem = "項目名が文字になっていません"
            self._fail(SourceMessages.SYNTAX.finding(problem=problem), node.position)
        self._begun.append(self._weight)
        self._place(node, anchor)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            self._fail(SourceMessages.TOO_DEEP.finding(limit=MAX_DEPTH), node.position)

    def _end(self) -> None:
        node = self._open.pop()
        self._keys.pop()
        self._weights[id(node)] = self._weight - self._begun.pop()

    def _place(self, node: Node, anchor: str | None, weight: int = 1) -> None:
        """Put a node where it belongs. weight: what it holds once every alias is written out."""
        if anchor:
            self._anchors[anchor] = node
        self._weight += weight
        if self._weight > MAX_WEIGHT:
            limit = f"{MAX_WEIGHT:,} 項目"
            self._fail(SourceMessages.TOO_LARGE.finding(limit=limit), node.position)
        if not self._open:
            self.root = node
            return
        match self._open[-1]:
            case Sequence(items=items):
                if not isinstance(node, Blank):
                    items.append(node)
            case Mapping() as mapping:
                self._enter(mapping, node)

    def _enter(self, mapping: Mapping, node: Node) -> None:
        named = self._keys[-1]
        assert named is not None
        key, position = named
        self._keys[-1] = None
        if key in mapping.entries:
            first = mapping.keys[key].line
            message = SourceMessages.DUPLICATE_KEY
            finding = message.finding(key=key, line=first, file=self.file, position=position)
            self.findings.append(finding)
            return
        mapping.entries[key] = node
        mapping.keys[key] = position

    def _fail(self, finding: Finding, position: Position) -> None:
        raise PiaError(*in_order([*self.findings, finding.within(self.file, position)]))


def _position(event: yaml.Event) -> Position:
    mark = event.start_mark
    assert mark is not None
    return Position(mark.line + 1, mark.column + 1)


def _slice(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return start.index, end.index
