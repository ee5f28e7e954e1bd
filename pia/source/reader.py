"""YAML text → tree. Everything is a text: `no`, `012` and `1:30` stay what they are.

Events come from libyaml; the tree is built here because a recursive composer can be driven
into a stack overflow, and takes duplicate keys silently.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pia.errors import Finding, PiaError, Position, excerpt, in_order
from pia.japanese import fold
from pia.source.files import BAD, BREAK, bad_character, clean, parsed, read_text
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Location, Mapping, Node, Sequence, Text, child, texts

MAX_DEPTH = 40
MAX_WEIGHT = 200_000
BLANKS = ("", "~", "null")
PLAIN_TAGS = ("!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
NO_TAG = "「!」の付いた言葉を消すか、文字として書くなら値の全体を引用符で囲んでください。"
WRITE_OUT = "この行に値をもう一度書いてください。"
QUOTE = '値が「{」「[」で始まるなら、値の全体を「"」で囲んでください。'

BaseLoader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class SourceFile:
    """A file as read: its text, its tree, and what was wrong on the way.

    mended: the text is not YAML; the tree is what was most likely meant, good enough to find
    what else is wrong but not to be taken for the author's word.
    """

    path: Path
    text: str
    root: Mapping
    findings: list[Finding] = field(default_factory=list)
    mended: bool = False

    def position_in(self, location: Location, words: str) -> Position | None:
        """Return where words first stand below a location, None where they do not as written."""
        node: Node | None = self.root
        for step in location:
            node = child(node, step)
        for found in texts(node) if node else ():
            index = self.text.find(words, *found.slice)
            if index >= 0:
                line_start = self.text.rfind("\n", 0, index)
                return Position(self.text.count("\n", 0, index) + 1, index - line_start)
        return None


def read(path: Path, *, may_be_empty: bool = False) -> SourceFile:
    """Read one YAML file. Raises PiaError when nothing of it can be used."""
    return parse(read_text(path), path, may_be_empty=may_be_empty)


def parse(text: str, path: Path, *, may_be_empty: bool = False) -> SourceFile:
    """Build the tree of a text, mending slips that keep it from being YAML.

    Raises PiaError, with all that was found, when there is no mapping even so.
    """
    file = str(path)
    text, findings = clean(text, file)
    root, found = _build(text, file)
    if root is not None:
        return SourceFile(path, text, root, findings + found)
    if not found:
        if may_be_empty:
            return SourceFile(path, text, Mapping(Position(1, 1)), findings)
        found = [SourceMessages.EMPTY.finding(name=path.name, file=file)]
    from pia.source.slips import slips

    meant = slips(text)
    if meant.findings:
        findings += [replace(f, file=file) for f in meant.findings]
        root, found = _build(meant.text, file)
        if root is not None:
            return SourceFile(path, meant.text, root, findings + found, mended=True)
        found = _apart(found, meant.findings)
    raise PiaError(*in_order(findings + found or [_not_a_mapping(file)]))


def _build(text: str, file: str) -> tuple[Mapping | None, list[Finding]]:
    """Return the tree, or None when something stops it, and all that was found."""
    builder = _TreeBuilder(file)
    try:
        for event in yaml.parse(text, Loader=BaseLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        from pia.source.slips import refusal_of

        return None, [*builder.findings, refusal_of(error, text, file)]
    except PiaError as error:
        return None, [*builder.findings, *error.findings]
    match builder.root:
        case Mapping() as root:
            return root, builder.findings
        case None | Blank():
            return None, builder.findings
        case _:
            return None, [*builder.findings, _not_a_mapping(file)]


def _not_a_mapping(file: str) -> Finding:
    return SourceMessages.NOT_A_MAPPING.finding(file=file, position=Position(1, 1))


def _apart(found: list[Finding], slips: list[Finding]) -> list[Finding]:
    """Return the findings on other lines than the slips, which are most likely their cause."""
    lines = {f.position.line for f in slips if f.position}
    return [f for f in found if f.position is None or f.position.line not in lines]


class _TreeBuilder:
    """Takes the events of a YAML stream and holds the tree built so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self._open: list[Mapping | Sequence] = []
        self._keys: list[tuple[str, Position] | None] = []
        self._spellings: list[dict[str, str]] = []  # of the keys of each open mapping, by fold
        self._anchors: dict[str, Node] = {}
        self._weights: dict[int, int] = {}
        self._begun: list[int] = []
        self._weight = 0

    def take(self, event: Any) -> None:
        kind = type(event)  # of thousands; a match would ask each for one class after another
        if kind is yaml.ScalarEvent:
            self._tag(event)
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._tag(event)
            self._start(Mapping(_position(event)), event.anchor)
        elif kind is yaml.SequenceStartEvent:
            self._tag(event)
            self._start(Sequence(_position(event)), event.anchor)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            self._second(_position(event))

    def _tag(self, event: Any) -> None:
        """Report `!include` and its like, which would be left out without a word."""
        tag: str | None = event.tag
        if not tag or tag in PLAIN_TAGS:
            return
        position, shown = _position(event), tag.replace("tag:yaml.org,2002:", "!!")
        problem = f"値の初めの「{excerpt(shown)}」は読み取れません"
        self._note(_syntax(problem, NO_TAG, position), position)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        position = _position(event)
        if self._expects_key():
            self._keys[-1] = (self._key(event, position), position)
            return
        is_plain = not event.style
        node: Node = Blank(position)
        if not (is_plain and event.value in BLANKS):
            node = Text(self._value(event, position), position, _slice(event))
        self._place(node, event.anchor, 1 + len(event.value) // 50)

    def _value(self, event: yaml.ScalarEvent, position: Position) -> str:
        if event.style != '"' and BREAK not in event.value:
            return event.value
        if event.style == '"' and (bad := BAD.search(event.value.replace(BREAK, ""))):
            self.findings.append(bad_character(bad[0], position, self.file))
        return parsed(event.value)

    def _key(self, event: yaml.ScalarEvent, position: Position) -> str:
        key = self._value(event, position)
        if key.startswith("　"):
            from pia.source.slips import WIDE

            self._fail(SourceMessages.INDENT.finding(what=WIDE["　"]), position)
        return key.strip()

    def _alias(self, event: yaml.AliasEvent) -> None:
        position = _position(event)
        node = self._anchors.get(event.anchor or "")
        if self._expects_key():
            self._fail(_syntax("項目名に別名（*）は使えません", WRITE_OUT, position), position)
        if node is None or any(node is above for above in self._open):
            problem = f"別名「*{event.anchor}」の元がこの行より上にありません"
            self._note(_syntax(problem, WRITE_OUT, position), position)
            node = Blank(position)
        self._place(node, None, self._weights.get(id(node), 1))

    def _second(self, position: Position) -> None:
        """Report a `---` between the items; what stands below it is read as if it were not."""
        problem = "「---」の行があるため、その下が別の文書になっています"
        self._note(_syntax(problem, "「---」の行を消してください。", position), position)

    def _expects_key(self) -> bool:
        return bool(self._open) and type(self._open[-1]) is Mapping and self._keys[-1] is None

    def _start(self, node: Mapping | Sequence, anchor: str | None) -> None:
        if self._expects_key():
            remedy = '値が「{」「[」で始まるなら、値の全体を「"」で囲んでください。'
            self._fail(
                _syntax("項目名が文字になっていません", remedy, node.position), node.position
            )
        self._begun.append(self._weight)
        if not self._open and isinstance(node, Mapping) and isinstance(self.root, Mapping):
            node = self.root
        else:
            self._place(node, anchor)
        self._open.append(node)
        self._keys.append(None)
        entries = node.entries if isinstance(node, Mapping) else ()
        self._spellings.append({fold(key): key for key in entries})
        if len(self._open) > MAX_DEPTH:
            self._fail(SourceMessages.TOO_DEEP.finding(limit=MAX_DEPTH), node.position)

    def _end(self) -> None:
        node = self._open.pop()
        self._keys.pop()
        self._spellings.pop()
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
            if not isinstance(self.root, Mapping):
                self.root = node
            return
        above = self._open[-1]
        if isinstance(above, Mapping):
            self._enter(above, node)
        elif not isinstance(node, Blank):
            above.items.append(node)

    def _enter(self, mapping: Mapping, node: Node) -> None:
        named = self._keys[-1]
        assert named is not None
        key, position = named
        self._keys[-1] = None
        first = self._spellings[-1].setdefault(fold(key), key)
        if first in mapping.entries:
            message = SourceMessages.DUPLICATE_KEY
            line = mapping.keys[first].line
            twin = message.finding(key=excerpt(key), first=excerpt(first), line=line)
            self._note(twin, position)
            return
        mapping.entries[key] = node
        mapping.keys[key] = position

    def _note(self, finding: Finding, position: Position) -> None:
        self.findings.append(finding.within(self.file, position))

    def _fail(self, finding: Finding, position: Position) -> NoReturn:
        raise PiaError(finding.within(self.file, position))


def _syntax(problem: str, remedy: str, position: Position) -> Finding:
    from pia.source.slips import syntax  # with all that is needed where a text is not YAML

    return syntax(problem, remedy, position)


def _position(event: yaml.Event) -> Position:
    mark = event.start_mark
    assert mark is not None
    return Position(mark.line + 1, mark.column + 1)


def _slice(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return start.index, end.index
