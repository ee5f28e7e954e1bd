"""A source with the names that it uses defined in itself, every other line as it was written."""

from collections.abc import Mapping
from typing import Any

from pia.document import Document
from pia.japanese import fold
from pia.source.emit import Tree, dump, escaped
from pia.source.names import FRAGMENTS, SEAL, VARIABLES, Names
from pia.source.nodes import Blank, Node, Text, plain, texts
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Sequence as SequenceNode
from pia.source.reader import SourceFile, decode, parse
from pia.source.splice import Lines
from pia.source.written import Holder, Member, written
from pia.workspace.places import EDITION, FORM, PREDECESSOR

REMARK = "確定したときの、この版が使う語と文章"
FIRST = (FORM, EDITION, PREDECESSOR)  # what stands above the names of a document
Slice = tuple[int, int]


def enclosed(document: Document, said: Mapping[Slice, str]) -> str:
    """Return the text of a source that says the same with nothing around it.

    said: texts that stand in it from now on, by the slice of what stands there. Line breaks are
    `\\n`.
    """
    source = parse(decode(document.path), document.path)
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
    text, root = decode(source.path), source.root
    if text[:1] == "{" or root.position.column > 1:
        return None
    lines, top = Lines(source.text), written(source.text)
    splices = [(*where, quoted(new)) for where, new in said.items()]
    if own:
        splices += [_lines_of(member, lines) for member in top.written if member.key in own]
        at = _behind_first(top, lines)
        splices.append((at, at, f"\n{dump(own, REMARK)}"))
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
