"""Assessment → the assessment as residents get it: what is 非公表 is blacked out everywhere.

Only what the author wrote is blacked out, never a label of the form. An option, a date or a
count is blacked out where it is meant; its words stand all over the form and betray nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pia.model.assessment import Assessment
from pia.model.base import Checked, Kind
from pia.model.leaves import Value, rewritten, values
from pia.model.redaction import Redaction

BLACK = "█"
BAR = BLACK * 4
SHORT = 4  # A line of fewer characters is too common to be hunted through the document.
TEXTS = (Kind.LINE, Kind.PROSE, Kind.RECORDS, Kind.COLUMNS, Kind.CELLS)
OF_A_CHANGE = ("変更前の記載", "変更後の記載")


def published(assessment: Assessment) -> Assessment:
    """Return the assessment without what it says is not for residents."""
    if not assessment.redactions:
        return assessment
    return rewritten(assessment, _Censor(assessment).censored).model_copy(update={"redactions": ()})


def concerned(assessment: Assessment, redaction: Redaction) -> list[Value]:
    """Return the values a redaction means: those at its address or below it."""
    place = redaction.item
    return [value for value in values(assessment) if place and _lies_in(value.address, place)]


def has(value: object, words: str) -> bool:
    """Return whether a value has the words, whatever their width and the white space in them."""
    return any(blackened(text, [words]) != text for text in texts_of(value))


def _lies_in(address: str, place: str) -> bool:
    return address == place or address.startswith((f"{place}.", f"{place}["))


class _Censor:
    """Knows the secrets of one assessment, and the places that are black as a whole."""

    def __init__(self, assessment: Assessment) -> None:
        wholly = [redaction for redaction in assessment.redactions if not redaction.words]
        self.places = [redaction.item for redaction in wholly if redaction.item]
        self.places += _rows_about(assessment, self.places)
        self.secrets = [r.words for r in assessment.redactions if r.words]
        for redaction in wholly:
            for value in concerned(assessment, redaction):
                self.secrets += _secrets_of(value)
        self.ids: dict[str, str] = {}

    def censored(self, value: Value) -> Any:
        match value.kind:
            case Kind.ID | Kind.REFERENCE:
                return self._id(value.value)
            case Kind.ADDRESSES:
                return ()
            case _ if any(_lies_in(value.address, place) for place in self.places):
                return _black(value)
            case _:
                return _mapped(value.value, lambda text: blackened(text, self.secrets))

    def _id(self, id_: str) -> str:
        """Return an id; one that tells a secret becomes a number."""
        if blackened(id_, self.secrets) == id_:
            return id_
        return self.ids.setdefault(id_, f"非公表{len(self.ids) + 1}")


def _rows_about(assessment: Assessment, places: Sequence[str]) -> Iterator[str]:
    """Yield the cells of 変更箇所 that tell what stood or stands in the places."""
    for n, row in enumerate(assessment.changes, start=1):
        if any(_lies_in(target, place) for target in row.targets or () for place in places):
            yield from (f"変更箇所[{n}].{key}" for key in OF_A_CHANGE)


def _secrets_of(value: Value) -> Iterator[str]:
    """Yield what must not stand anywhere else: each text of a value, and its longer lines."""
    if value.kind not in (*TEXTS, Kind.CHECKS):
        return
    for text in texts_of(value.value):
        lines = [line.strip() for line in text.split("\n")]
        yield from (line for line in lines if len(line) >= SHORT)
        if len(text.strip()) > 1:
            yield text


def texts_of(value: object) -> Iterator[str]:
    """Yield the texts that the author wrote in a value."""
    match value:
        case Checked(text=text):
            yield text or ""
        case str() if type(value) is str:
            yield value
        case dict():
            yield from value.values()
        case tuple():
            for entry in value:
                yield from texts_of(entry)


def _mapped(value: Any, change: Any) -> Any:
    """Return a value with its texts changed, column names too."""
    match value:
        case Checked(text=str() as text):
            return replace(value, text=change(text))
        case str() if type(value) is str:
            return change(value)
        case dict():
            return {change(key): change(text) for key, text in value.items()}
        case tuple():
            return tuple(_mapped(entry, change) for entry in value)
        case _:
            return value


def _black(value: Value) -> Any:
    """Return a value that says nothing, in the shape that its kind is printed in."""
    match value.kind:
        case Kind.IMAGE:
            return None
        case _ if value.kind in TEXTS:
            return _mapped(value.value, lambda text: re.sub(r"\S", BLACK, text))
        case _:
            return BAR


def blackened(text: str, secrets: Sequence[str]) -> str:
    """Return a text with every occurrence of the secrets black.

    Compared are the letters alone: width, case, white space and line breaks do not hide a word.
    """
    places = [n for n, character in enumerate(text) for _ in _letters(character)]
    folded = "".join(map(_letters, text))
    black: set[int] = set()
    for secret in secrets:
        wanted = "".join(map(_letters, secret))
        start = folded.find(wanted) if wanted else -1
        while start >= 0:
            black.update(places[start : start + len(wanted)])
            start = folded.find(wanted, start + 1)
    if not black:
        return text
    return "".join(BLACK if n in black else character for n, character in enumerate(text))


@lru_cache(maxsize=16384)
def _letters(character: str) -> str:
    """Return what of a character is compared: folded in width and case, white space nothing."""
    return "".join(unicodedata.normalize("NFKD", character).casefold().split())
