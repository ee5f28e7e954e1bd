"""Values → YAML as a person writes it: quoted only where it must be, `|` for prose, comments."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from pia.source.files import SEPARATORS

if TYPE_CHECKING:
    from ruamel.yaml.comments import CommentedMap


Value = Any  # None, str, int, or lists and dicts of them
Tree = Union[None, str, "Noted", list["Tree"], Mapping[str, "Tree"]]

WIDTH = 1_000_000  # no line is ever folded

# What must not begin a plain value, or stand in it, or end it.
BEGIN = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<.~\s]")
INNER = re.compile(r":\s|\s#|:$|\s$|\n|\t")
INNER_FLOW = re.compile(r"[,\[\]{}:?'\"]")
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
# What other readers of YAML take for a number, a date or a truth value. Source: YAML 1.1, 1.2.
TYPED = re.compile(
    r"null|true|false|yes|no|on|off|y|n|[-+]?[0-9][0-9_,]*\.?[0-9_]*(e[-+]?[0-9]+)?"
    r"|0[xob][0-9a-f_]+|[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?|\d{4}-\d\d?-\d\d?(?:[t\s].*)?",
    re.IGNORECASE,
)
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written: spaces of an indentation, and of dashes below their key."""

    indent: int = 2
    dashes: int = 0


def clean(value: Value) -> Value:
    """Return a value as it will be read again: texts with `\\n` as their only line end."""
    match value:
        case None:
            return None
        case dict():
            return {str(key): clean(entry) for key, entry in value.items()} or None
        case list() | tuple():
            return [clean(entry) for entry in value] or None
        case _:
            text = str(value).replace("\r\n", "\n").replace("\r", "\n")
            return SEPARATORS.sub("\n", text)


def texts(value: Value) -> Iterator[str]:
    """Yield every text of a value, keys with them."""
    match value:
        case dict():
            for key, entry in value.items():
                yield key
                yield from texts(entry)
        case list():
            for entry in value:
                yield from texts(entry)
        case str():
            yield value


def inline(value: Value, *, in_flow: bool = False, style: str = "") -> str:
    """Return a value on one line. style: the quotation mark to use if quotes are needed."""
    match value:
        case None:
            return ""
        case dict():
            pairs = (f"{inline(key, in_flow=True)}: {_flow(entry)}" for key, entry in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list():
            return "[" + ", ".join(_flow(entry) for entry in value) + "]"
        case _:
            return _scalar(str(value), in_flow, style)


def _flow(value: Value) -> str:
    return inline(value, in_flow=True) if value is not None else "null"


def _scalar(text: str, in_flow: bool, style: str) -> str:
    if style not in ("'", '"') and is_plain(text, in_flow=in_flow):
        return text
    if style == '"' or "\n" in text or "\t" in text:
        return '"' + text.translate(ESCAPES) + '"'
    return "'" + text.replace("'", "''") + "'"


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Return whether a text needs no quotes, in this program and in others."""
    if not text or BEGIN.match(text) or INNER.search(text):
        return False
    if in_flow and INNER_FLOW.search(text):
        return False
    return TYPED.fullmatch(text) is None or NUMBER.fullmatch(text) is not None


def shape(
    value: Value, column: int, manner: Manner, *, in_list: bool = False, style: str = ""
) -> tuple[str, list[str]]:
    """Return what stands behind a key or dash in this column, and the lines below it."""
    match value:
        case dict() if value:
            inner = column + (2 if in_list else manner.indent)
            lines = pairs(value, inner, manner)
        case list() if value:
            inner = column + (2 if in_list else manner.dashes)
            lines = entries(value, inner, manner)
        case str() if is_block_text(value):
            return block_text(value, column, manner.indent)
        case _:
            return inline(value, style=style), []
    return (lines[0].lstrip(" "), lines[1:]) if in_list else ("", lines)


def pairs(value: dict[str, Value], column: int, manner: Manner) -> list[str]:
    """Return the lines of a mapping whose keys stand in a column (from 0)."""
    return [line for key, entry in value.items() for line in pair(key, entry, column, manner)]


def pair(key: str, value: Value, column: int, manner: Manner) -> list[str]:
    head, body = shape(value, column, manner)
    return [" " * column + f"{inline(key)}: {head}".rstrip(" "), *body]


def entries(value: list[Value], column: int, manner: Manner) -> list[str]:
    """Return the lines of a list whose dashes stand in a column (from 0)."""
    return [line for each in value for line in entry(each, column, manner)]


def entry(value: Value, column: int, manner: Manner) -> list[str]:
    head, body = shape(value, column, manner, in_list=True)
    return [" " * column + f"- {head}".rstrip(" "), *body]


def is_block_text(text: str) -> bool:
    """Return whether a text is written below `|`: several lines, not only blanks, and nothing
    that would hide where the block begins or ends."""
    body = text.strip("\n")
    is_sound = bool(body.strip(" \t\n")) and not text.endswith("\n\n") and not _hides(text)
    return "\n" in text and is_sound


def _hides(text: str) -> bool:
    return any(line.startswith("\t") for line in text.split("\n"))


def block_text(text: str, column: int, indent: int, *, marks: str = "|") -> tuple[str, list[str]]:
    """Return `|` and the lines of a text below a key or dash in this column."""
    lines = text.removesuffix("\n").split("\n")
    first = next((line for line in lines if line), "")
    head = marks[:1]
    if first.startswith(" ") or not lines[0] or not lines[0].strip(" "):
        head += str(indent)
    if not text.endswith("\n"):
        head += "-"
    return head, [" " * (column + indent) + line if line else "" for line in lines]


@dataclass(frozen=True, slots=True)
class Noted:
    """A value of a mapping with the comment that stands above its key."""

    value: Tree
    comment: str


def escaped(text: str) -> str:
    """Return a text such that no `{{` in it is taken for a name."""
    return text.replace("{{", "\\{{")


def dump(tree: Mapping[str, Tree], heading: str) -> str:
    """Return a document: its heading as comments, then its keys, lists and mappings among them
    set apart by empty lines. None leaves a key blank."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = WIDTH
    stream = io.StringIO()
    root = _mapping(tree, 0)
    root.yaml_set_start_comment(heading)
    writer.dump(root, stream)
    return stream.getvalue().rstrip("\n") + "\n"


def _mapping(tree: Mapping[str, Tree], indent: int) -> "CommentedMap":
    from ruamel.yaml.comments import CommentedMap

    mapping, after_block = CommentedMap(), False
    for key, entry in tree.items():
        value, comment = (entry.value, entry.comment) if isinstance(entry, Noted) else (entry, "")
        mapping[key] = _node(value, indent)
        is_block = indent == 0 and isinstance(value, Mapping | list)
        if is_block or after_block:
            comment = f"\n{comment}"
        if comment:
            mapping.yaml_set_comment_before_after_key(key, before=comment, indent=indent)
        after_block = is_block
    return mapping


def _node(tree: Tree, indent: int) -> Any:
    match tree:
        case Noted(value=value):
            return _node(value, indent)
        case str():
            return _styled(tree)
        case list():
            return [_node(entry, indent) for entry in tree]
        case Mapping():
            return _mapping(tree, indent + 2)
        case None:
            return None


def _styled(text: str) -> object:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if NUMBER.fullmatch(text):
        return int(text)
    if text.lstrip(" \n").startswith("\t"):  # would hide where a block begins
        return DoubleQuotedScalarString(text)
    if "\n" in text:
        return LiteralScalarString(text.rstrip("\n") + "\n")
    return text
