"""Python values → data as a source holds it: Japanese keys, texts, lists and mappings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pia.errors import Finding, RefusedError, excerpt
from pia.forms.definition import Offered
from pia.forms.index import Field
from pia.japanese import era_of, fold, nearest, wareki
from pia.model.base import Checked, Kind, Option, Part, Shape, keys_of, option_named, shape_of
from pia.source.files import read_text
from pia.source.messages import SourceMessages
from pia.source.names import FRAGMENTS, VARIABLES

LISTS = (Kind.CHECKS, Kind.RECORDS, Kind.COLUMNS, Kind.ADDRESSES, Kind.CELLS)
NAMES = (VARIABLES, FRAGMENTS)  # which stand beside the model, at the head of a document
TEXTS = (str, int, date)


class Values:
    """Writes values for one form. fields: what the form prints, by address without ids."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def data(self, value: Any, shape: Shape, address: str) -> Any:
        """Return a value as a source holds it; None for what is empty.

        address: without ids. Raises RefusedError for a value of a wrong type, an unknown key and
        an option that the form does not have.
        """
        if value is None:
            return None
        if shape.part is not None:
            return self._blocks(value, shape, address)
        match shape.kind:
            case Kind.CHOICE:
                return self._option(_text(value, address), shape, address)
            case Kind.CHECKS:
                return [self._box(box, shape, address) for box in _listed(value)]
            case Kind.IMAGE if isinstance(value, Path):
                return value.as_posix()
            case Kind.CELLS:
                return [_row(row, address) for row in _listed(value)]
            case kind if kind in LISTS:
                return [_text(entry, address) for entry in _listed(value)]
            case _:
                return _text(value, address)

    def _blocks(self, value: Any, shape: Shape, address: str) -> Any:
        assert shape.part is not None
        if not shape.repeated:
            return self._block(value, shape.part, address)
        if isinstance(value, str | Mapping | Part) or not isinstance(value, Iterable):
            raise _wrong("まとまりの一覧", address)
        return [self._block(entry, shape.part, address) for entry in value]

    def _block(self, value: Any, part: type[Part], address: str) -> dict[str, Any]:
        if isinstance(value, Part):
            value = dict(_given(value))
        if not isinstance(value, Mapping):
            raise _wrong("項目のまとまり", address)
        official = {fold(key): key for key in keys_of(part)}
        found: dict[str, Any] = {}
        for written, inner in value.items():
            if not address and written in NAMES:
                continue
            key = official.get(fold(str(written)))
            if key is None:
                raise _unknown_key(str(written), keys_of(part), address)
            here = f"{address}.{key}".strip(".")
            found[key] = self.data(inner, shape_of(part, keys_of(part)[key]), here)
        return self._in_order(found, address)

    def _in_order(self, found: dict[str, Any], address: str) -> dict[str, Any]:
        field = self.fields.get(address)
        order = {"id": -1} | {f.key: n for n, f in enumerate(field.fields if field else ())}
        return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))

    def _box(self, box: Any, shape: Shape, address: str) -> Any:
        if isinstance(box, Checked):
            name = self._option(box.option, shape, address)
            return name if box.text is None else {name: box.text}
        if isinstance(box, Mapping):
            if len(box) != 1:
                raise _wrong("選択肢", address)
            ((name, text),) = box.items()
            written = self._option(str(name), shape, address)
            return written if text is None else {written: _text(text, address)}
        text = _text(box, address)
        name, colon, words = text.replace("：", ":", 1).partition(":")
        if colon and shape.options and self._known(text, shape.options, address) is None:
            return {self._option(name.strip(), shape, address): words.strip()}
        return self._option(text, shape, address)

    def _option(self, text: str, shape: Shape, address: str) -> str:
        """Return an option as the form words it; a text with a name in it as it is."""
        options = shape.options
        if options is None or "{{" in text:
            return text
        if (known := self._known(text, options, address)) is not None:
            return known
        offered = self._offered(address)
        known_texts = [known.text for known in offered] or [str(o) for o in options]
        message = SourceMessages.UNKNOWN_OPTION
        close = nearest(text, known_texts)
        ordered = sorted(known_texts, key=lambda known: known != close)
        raise _refused(message.finding(text=excerpt(text), known=" / ".join(ordered)), address)

    def _known(self, text: str, options: type[Option], address: str) -> str | None:
        """Return how the form words an option, None for one that it does not offer."""
        offered = self._offered(address)
        for known in offered:
            if fold(known.text) == fold(text):
                return known.text
        option = text if isinstance(text, Option) else option_named(options, text)
        by_option = {known.option: known.text for known in offered}
        if option is None or (offered and option not in by_option):
            return None
        return by_option.get(option, str(option))

    def _offered(self, address: str) -> Sequence[Offered]:
        item = self.fields[address].item if address in self.fields else None
        return item.offered if item else ()


def _given(part: Part) -> Iterator[tuple[str, Any]]:
    """Yield what a part says, by its Japanese keys; blank parts and lists left out."""
    for key, name in keys_of(type(part)).items():
        value = getattr(part, name)
        if value is None or value == () or (isinstance(value, Part) and not dict(_given(value))):
            continue
        yield key, value


def given(part: Part) -> dict[str, Any]:
    """Return what a part says, by its Japanese keys; blank parts and lists left out."""
    return dict(_given(part))


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str | Mapping | Checked) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def _text(value: Any, address: str) -> str:
    if isinstance(value, Path):
        return read_text(value).removesuffix("\n")
    if isinstance(value, bool) or not isinstance(value, TEXTS):
        raise _wrong("文字", address)
    if isinstance(value, date):
        return wareki(value) if era_of(value) else value.isoformat()
    return str(value)


def _row(row: Any, address: str) -> dict[str, str]:
    if not isinstance(row, Mapping):
        raise _wrong("表の行", address)
    return {str(key): _text(cell, address) for key, cell in row.items() if cell is not None}


def _wrong(expected: str, address: str) -> RefusedError:
    remedy = "値の形を確かめてください。"
    return _refused(SourceMessages.WRONG_TYPE.finding(expected=expected, remedy=remedy), address)


def _unknown_key(key: str, known: Iterable[str], address: str) -> RefusedError:
    close = nearest(key, known)
    remedy = f"「{close}」の誤りではありませんか。" if close else f"{'、'.join(known)} があります。"
    return _refused(SourceMessages.UNKNOWN_KEY.finding(key=excerpt(key), remedy=remedy), address)


def _refused(finding: Finding, address: str) -> RefusedError:
    return RefusedError(replace(finding, address=address))
