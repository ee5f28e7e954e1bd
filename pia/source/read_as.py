"""Any YAML file of ours → a model, read through the same door as sources.

Decoding, limits, twin keys, positions and messages are those of a source. What is faulty is set
aside, so that one slip hides nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Any, ClassVar, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from pia.errors import Finding, Messages, PiaError, excerpt, in_order
from pia.japanese import nearest
from pia.source.messages import SourceMessages
from pia.source.nodes import Blank, Location, Node, Sequence, child, plain, position_of
from pia.source.nodes import Mapping as MappingNode
from pia.source.reader import SourceFile, read

RecordT = TypeVar("RecordT", bound=BaseModel)
OURS = "pia_message"

EXPECTED = {
    "model_type": ("項目のまとまり", "この下に「項目: 値」を字下げして書いてください。"),
    "dict_type": ("項目のまとまり", "この下に「項目: 値」を字下げして書いてください。"),
    "list_type": ("一覧", "1件ごとに「- 」で始めて書いてください。"),
    "tuple_type": ("一覧", "1件ごとに「- 」で始めて書いてください。"),
    "string_type": ("1行の文字", "「項目: 文字」の形で書いてください。"),
}


class Record(BaseModel):
    """Base of the models of such files; the keys of a file are the aliases of the fields.

    is_whole: one slip sets all of it aside, because the rest would mean something else.
    """

    is_whole: ClassVar[bool] = False
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=False,
        validate_by_alias=True,
        defer_build=True,
    )


@dataclass(frozen=True, slots=True)
class Reading(Generic[RecordT]):
    """What a file says. findings: all that is wrong with it, with its line. value: the rest."""

    value: RecordT
    source: SourceFile
    findings: list[Finding] = field(default_factory=list)

    def sound(self) -> RecordT:
        """Return the value. Raises PiaError with the findings if there are any."""
        if self.findings:
            raise PiaError(*self.findings)
        return self.value

    def finding(self, found: Finding, location: Location) -> Finding:
        """Return a finding with its place in the file."""
        return placed(found, self.source, location)


def wrong(message: Messages, at: Location = (), **words: object) -> PydanticCustomError:
    """Return what a validator of a model raises to say one of our messages.

    at: keys and indices below the value that the validator reads.
    """
    context = {"message": message, "words": words, "at": at}
    return PydanticCustomError(OURS, "{message}", context)


def read_as(model: type[RecordT], path: Path) -> Reading[RecordT]:
    """Return what a file says, read as a model; an empty file says nothing.

    Raises PiaError for a file that cannot be read, and one that is not YAML.
    """
    return read_source_as(model, read(path, may_be_empty=True))


def read_source_as(model: type[RecordT], source: SourceFile) -> Reading[RecordT]:
    """Return what a source that was read already says, read as a model."""
    if source.mended:
        raise PiaError(*source.findings)
    use_aliases(source.root, model)
    found = list(source.findings)
    found += (placed(_unknown_key(at, model), source, at) for at in _strays(source.root, model))
    while True:
        try:
            value = model.model_validate(plain(source.root))
            return Reading(value, source, in_order(found))
        except ValidationError as error:
            errors = error.errors()
            found += [_finding(each, source, model) for each in errors]
            if not _set_aside(source.root, {_aside(each, model) for each in errors}):
                raise PiaError(*in_order(found)) from error


def _strays(node: Node, model: type[BaseModel], above: Location = ()) -> Iterator[Location]:
    """Yield the locations of keys that a model does not have and that are left blank: no error
    of the model tells of them."""
    if isinstance(node, Sequence):
        for n, entry in enumerate(node.items):
            yield from _strays(entry, model, (*above, n))
    elif isinstance(node, MappingNode):
        known = keys_of(model)
        for key, inner in node.entries.items():
            if key not in known and isinstance(inner, Blank) and not _takes_all(model):
                yield (*above, key)
            elif key in known and (part := _model_in(model.model_fields[known[key]].annotation)):
                yield from _strays(inner, part, (*above, key))


def _takes_all(model: type[BaseModel]) -> bool:
    """Whether a model has a field for any key."""
    return model.model_config.get("extra") == "allow"


def _aside(error: ErrorDetails, model: type[BaseModel]) -> Location:
    """Return what is left out for an error: the faulty value, or as much as must go with it."""
    location = _location(error)[: -1 if error["type"] == "missing" else None]
    for n in range(len(location)):
        if isinstance(location[n], int):
            continue
        part = _model_at(model, location[:n])
        if part is not None and issubclass(part, Record) and part.is_whole:
            return location[:n]
    return location


def _set_aside(root: Node, locations: Iterable[Location]) -> bool:
    """Remove faulty values from a tree, those behind first; return whether there was one."""
    removed = False
    for *above, last in sorted(filter(None, locations), key=from_the_back, reverse=True):
        holder: Node | None = root
        for step in above:
            holder = child(holder, step)
        match holder, last:
            case Sequence(items=items), int() if last < len(items):
                del items[last]
            case MappingNode(entries=entries, keys=keys), str() if last in entries:
                del entries[last], keys[last]
            case _:
                continue
        removed = True
    return removed


def from_the_back(location: Location) -> list[tuple[int, str]]:
    """Return a location as a key to sort by: entries of a list by their place."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in location]


def _location(error: ErrorDetails) -> Location:
    at = error["ctx"]["at"] if error["type"] == OURS else ()
    return (*error["loc"], *at)


def _finding(error: ErrorDetails, source: SourceFile, model: type[BaseModel]) -> Finding:
    location = _location(error)
    if error["type"] == OURS:
        message: Messages = error["ctx"]["message"]
        return placed(message.finding(**error["ctx"]["words"]), source, location)
    if error["type"] == "extra_forbidden":
        return placed(_unknown_key(location, model), source, location)
    if error["type"] == "missing":
        found = SourceMessages.MISSING_KEY.finding(key=str(location[-1]))
        return placed(found, source, location[:-1])
    expected, remedy = EXPECTED.get(error["type"], EXPECTED["string_type"])
    found = SourceMessages.WRONG_TYPE.finding(expected=expected, remedy=remedy)
    return placed(found, source, location)


def placed(found: Finding, source: SourceFile, location: Location) -> Finding:
    """Return a finding with its place in a file."""
    return found.within(str(source.path), position_of(source.root, location))


def _unknown_key(location: Location, model: type[BaseModel]) -> Finding:
    *above, key = location
    part = _model_at(model, tuple(above))
    known = list(keys_of(part)) if part else []
    close = nearest(str(key), known)
    remedy = (
        f"「{close}」の誤りではありませんか。"
        if close
        else f"ここに書ける項目: {'、'.join(known)}。"
    )
    return SourceMessages.UNKNOWN_KEY.finding(key=excerpt(str(key)), remedy=remedy)


def keys_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the keys of a model's file → the names of its fields."""
    return {info.alias or name: name for name, info in model.model_fields.items()}


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    found: type[BaseModel] | None = model
    for step in location:
        if isinstance(step, str) and found is not None:
            name = keys_of(found).get(step)
            found = _model_in(found.model_fields[name].annotation) if name else None
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation holds, alone, optional or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, UnionType, list, tuple):
        inner = (_model_in(each) for each in get_args(annotation))
        return next((each for each in inner if each is not None), None)
    return None


def use_aliases(node: Node, model: type[BaseModel]) -> None:
    """Rename keys that differ from the model's only in width."""
    if isinstance(node, Sequence):
        node.known.clear()
        for entry in node.items:
            use_aliases(entry, model)
    if not isinstance(node, MappingNode):
        return
    node.rename(keys_of(model))
    for key, name in keys_of(model).items():
        inner = _model_in(model.model_fields[name].annotation)
        if inner is not None and key in node.entries:
            use_aliases(node.entries[key], inner)
