"""Values of the model as a source states them, and whether two of them say the same."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pia.forms.definition import Form, Item
from pia.forms.walk import walk
from pia.japanese import fold, wareki
from pia.model.base import Checked, Kind
from pia.model.ref import values
from pia.model.root import Root


def plain_of(kind: Kind, value: Any) -> Any:
    """Return a value of the model in the words of a source: texts, lists and mappings of them."""
    match value:
        case None | ():
            return None
        case date():
            return wareki(value)
        case int() | str():
            return str(value).rstrip("\n") or None
        case tuple() if kind is Kind.CHECKS:
            return [_box(box) for box in value]
        case tuple():
            return [dict(entry) if isinstance(entry, dict) else str(entry) for entry in value]
        case _:
            return str(value)


def said(form: Form, content: Root) -> Iterator[tuple[str, Any]]:
    """Yield what a document says by its addresses, with what follows from it where it is silent."""
    for answer in walk(form, content):
        if answer.item.derive and answer.item.keys:
            yield answer.address, plain_of(answer.item.kind, answer.value)
    for value in values(content):
        yield value.address, plain_of(value.kind, value.value)


def words(value: Any, between: str = "\n") -> str:
    """Return a plain value as a reader takes it: what was written beside a choice in brackets, a
    row or a block as its keys with what they say.

    between: choices and entries; rows stand in lines of their own.
    """
    match value:
        case None:
            return ""
        case list() | tuple():
            has_rows = any(isinstance(each, dict) and len(each) > 1 for each in value)
            return ("\n" if has_rows else between).join(words(each, between) for each in value)
        case dict() if len(value) == 1 and isinstance(next(iter(value.values())), str):
            return "".join(f"{key}（{text}）" for key, text in value.items())
        case dict():
            return "、".join(f"{key}: {words(each, '、')}" for key, each in value.items())
        case _:
            return str(value)


def _box(box: Checked[Any]) -> Any:
    return {str(box.option): box.text} if box.text else str(box.option)


def is_same(item: Item, one: Any, other: Any, *, loosely: bool = False) -> bool:
    """Return whether two plain values say the same: boxes in any order, dates however written.

    loosely: line breaks and gaps aside.
    """
    if item.kind is Kind.CHECKS:
        return _ticked(one) == _ticked(other)
    if loosely:
        return fold(str(one or "")) == fold(str(other or ""))
    return bool((one or None) == (other or None))


def settled(item: Item, value: Any) -> Any:
    """Return a plain value such that two of them are equal when they say the same."""
    return sorted(_ticked(value)) if item.kind is Kind.CHECKS else value or None


def _ticked(value: Any) -> set[tuple[str, str]]:
    boxes = (b if isinstance(b, dict) else {b: ""} for b in value or ())
    return {(fold(name), str(text or "")) for box in boxes for name, text in box.items()}
