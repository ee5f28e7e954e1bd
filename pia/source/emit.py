"""A tree of plain values → YAML as a person writes it: block style, `|` for prose, comments."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from ruamel.yaml.comments import CommentedMap

Tree = Union[None, str, "Noted", list["Tree"], Mapping[str, "Tree"]]

WIDTH = 1_000_000  # no line is ever folded
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


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
            return _scalar(tree)
        case list():
            return [_node(entry, indent) for entry in tree]
        case Mapping():
            return _mapping(tree, indent + 2)
        case None:
            return None


def _scalar(text: str) -> object:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if NUMBER.fullmatch(text):
        return int(text)
    if text.lstrip(" \n").startswith("\t"):  # would hide where a block begins
        return DoubleQuotedScalarString(text)
    if "\n" in text:
        return LiteralScalarString(text.rstrip("\n") + "\n")
    return text
