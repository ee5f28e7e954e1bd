"""Entries added at the end of a list of a source, every other byte left as it is."""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from pia.japanese import fold
from pia.source.nodes import Blank, Node, plain
from pia.source.nodes import Mapping as MappingNode
from pia.source.nodes import Sequence as SequenceNode
from pia.source.reader import parse

Entry = Mapping[str, str | list[str]]

_MARK = b"\xef\xbb\xbf"


class CannotAppendError(ValueError):
    """The list is not written in block style, so that nothing can be added to it safely."""


def appended(data: bytes, path: Path, key: str, entries: Sequence[Entry]) -> bytes:
    """Return a source with entries at the end of the list under a top-level key.

    Comments, layout, line ends and a byte order mark stay. `{{` in an entry is literal. The
    list is made where there is none. Raises CannotAppendError when the result would not be the
    old content with the entries behind it.
    """
    if not entries:
        return data
    text = data.decode("utf-8-sig")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = StringIO(text.replace("\r\n", "\n")).readlines()
    root = parse("".join(lines), path).root
    written = next((name for name in root.entries if fold(name) == key), None)
    if written is None:
        new = [*_closed(lines), "\n", f"{key}:\n", *_dumped(entries, 0)]
    else:
        line = root.keys[written].line
        new = _in_list(lines, line, root.entries[written], entries)
    result = "".join(new)
    if not _holds(result, path, root, key, entries):
        raise CannotAppendError(key)
    marked = _MARK if data.startswith(_MARK) else b""
    return marked + result.replace("\n", newline).encode()


def _in_list(lines: list[str], line: int, node: Node, entries: Sequence[Entry]) -> list[str]:
    """Return the lines with the entries in the list whose key stands in `line` (from 1)."""
    head, body = lines[:line], lines[line:]
    if not isinstance(node, SequenceNode) or not node.items:
        if not isinstance(node, Blank | SequenceNode):
            raise CannotAppendError
        head[-1] = re.sub(r":[ \t]*(\[[ \t]*\]|~|null)", ":", head[-1], count=1)
        return [*_closed(head), *_dumped(entries, 0), *body]
    first = next((text for text in body if _is_content(text)), "")
    if not first.lstrip(" ").startswith("-"):
        raise CannotAppendError
    indent = _indent(first)
    end = _end(body, indent)
    return [*head, *_closed(body[:end]), *_dumped(entries, indent), *body[end:]]


def _end(body: list[str], indent: int) -> int:
    """Return how many lines belong to a list whose dashes stand at an indentation."""
    end = 0
    for n, text in enumerate(body):
        if not text.strip():
            continue
        is_entry = _indent(text) == indent and text.lstrip(" ").startswith("-")
        if is_entry or _indent(text) > indent:
            end = n + 1
        elif _is_content(text):
            break
    return end


def _is_content(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _closed(lines: list[str]) -> list[str]:
    """Return the lines with a line break behind the last."""
    return [*lines[:-1], lines[-1].removesuffix("\n") + "\n"] if lines else []


def _dumped(entries: Sequence[Entry], indent: int) -> list[str]:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 1_000_000
    out = StringIO()
    yaml.dump([_written(entry) for entry in entries], out)
    lines = StringIO(out.getvalue()).readlines()
    return [" " * indent + line if line.strip() else line for line in lines]


def _written(entry: Entry) -> dict[str, object]:
    return {key: _scalars(value) for key, value in entry.items()}


def _scalars(value: str | list[str]) -> object:
    """Return a value as ruamel writes it: texts of many lines as blocks, names made literal."""
    from ruamel.yaml.scalarstring import LiteralScalarString

    if isinstance(value, list):
        return [_literal(text) for text in value]
    text = _literal(value)
    return LiteralScalarString(text + "\n") if "\n" in text else text


def _literal(text: str) -> str:
    return str(text).replace("{{", "\\{{")


def _holds(
    result: str, path: Path, before: MappingNode, key: str, entries: Sequence[Entry]
) -> bool:
    """Return whether the new text holds the old content and the entries, and nothing else."""
    now, was = plain(parse(result, path).root), plain(before)
    name = next((k for k in now if fold(k) == key), key)
    listed, former = now.pop(name, []), was.pop(name, None) or []
    added = [_plain(entry) for entry in entries]
    return bool(now == was and listed[: len(former)] == former and listed[len(former) :] == added)


def _plain(entry: Entry) -> dict[str, object]:
    texts: dict[str, object] = {}
    for key, value in entry.items():
        written = _scalars(value)
        texts[key] = list(written) if isinstance(written, list) else str(written)
    return texts
