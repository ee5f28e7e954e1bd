"""An assessment, or plain data, written as a source: as `pia new` lays it out, filled in."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pia.document import DEFAULT_FORM, FORM_KEY, content_of
from pia.edits.messages import EditMessages
from pia.edits.targets import EDITION, HEAD
from pia.edits.values import Values
from pia.errors import RefusedError
from pia.forms import load as forms
from pia.forms.definition import Form
from pia.forms.index import Field, fields
from pia.model.base import Kind, Part, Shape
from pia.model.ref import values
from pia.model.root import Root
from pia.source import emit
from pia.source.edit import read_for_edit
from pia.source.emit import Manner, escaped

UNNAMED = Path("評価書.yaml")


def transcript(content: Root | Mapping[str, Any], editions: Path | None = None) -> str:
    """Return the source of an assessment or of data with Japanese keys, every form in its order.

    A text of an assessment is literal, `{{` in it too; in data `{{ 名 }}` is a name.
    Raises PiaError for an unknown form, RefusedError for what a source cannot say.
    """
    form = _form(content, editions)
    known = {field.address: field for top in fields(form) for field in top.walk()}
    data = Values(known).data(content, Shape(part=form.root), "")
    extra = {} if isinstance(content, Part) else _names_in(content)
    if isinstance(content, Part):
        data = _literal(data)
    ordered = _ordered({**data, **extra}, form)
    text = _laid_out(_with_prose(ordered, known, ""))
    if isinstance(content, Root):
        _prove(text, content, form)
    return text


def _form(content: Root | Mapping[str, Any], editions: Path | None) -> Form:
    given = content.model_dump(by_alias=True) if isinstance(content, Part) else content
    name, edition = given.get(FORM_KEY), given.get(EDITION.key)
    return forms.named(str(name or DEFAULT_FORM), str(edition) if edition else None, editions)


def _names_in(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: emit.clean(data[key]) for key in HEAD if key in data}


def _literal(value: Any) -> Any:
    match value:
        case dict():
            return {_literal(key): _literal(inner) for key, inner in value.items()}
        case list():
            return [_literal(inner) for inner in value]
        case str():
            return escaped(value)
        case _:
            return value


def _ordered(data: dict[str, Any], form: Form) -> dict[str, Any]:
    order = dict.fromkeys([*HEAD, *(field.key for field in fields(form))])
    rank = {key: n for n, key in enumerate(order)}
    return dict(sorted(data.items(), key=lambda pair: rank.get(pair[0], len(rank))))


def _with_prose(value: Any, known: Mapping[str, Field], address: str) -> Any:
    """Return data whose prose stands below `|`, as in a draft."""
    match value:
        case dict():
            return {
                key: _with_prose(inner, known, f"{address}.{key}".strip("."))
                for key, inner in value.items()
            }
        case list():
            return [_with_prose(inner, known, address) for inner in value]
        case str() if address in known and known[address].shape.kind is Kind.PROSE:
            bare = value.rstrip("\n")
            return f"{bare}\n" if bare else value
        case _:
            return value


def _laid_out(data: dict[str, Any]) -> str:
    """Return the lines of a document, its lists and mappings set apart."""
    return "\n".join([*_lines(data), ""])


def _lines(data: dict[str, Any]) -> Iterator[str]:
    was_block = False
    for n, (key, value) in enumerate(data.items()):
        is_block = isinstance(value, dict | list)
        if n and (is_block or was_block):
            yield ""
        yield from emit.pair(key, emit.clean(value), 0, Manner())
        was_block = is_block


def _prove(text: str, content: Root, form: Form) -> None:
    """Raise RefusedError unless the text is read as the very content."""
    source = read_for_edit(text.encode("utf-8", "surrogatepass"), UNNAMED)
    again, found = content_of(source, form)
    if again == content:
        return
    before, after = ({v.address: v.value for v in values(c)} for c in (content, again))
    lost = [address for address in before if before[address] != after.get(address)]
    places = "、".join(lost[:3]) or type(content).__name__
    finding = EditMessages.NOT_TO_SAY.finding(places=places, address=lost[0] if lost else "")
    raise RefusedError(*(fault for fault in found if fault.is_error), finding)
