"""Assessment → the assessment as residents get it: what is 非公表 is blacked out everywhere.

Only what the author wrote is blacked out, never a label of the form. An option, a date or a
count is blacked out where it is meant; its words stand all over the form and betray nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
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
# Soft hyphens, zero-width signs, marks of direction, and selectors of a variant of a kanji.
UNSEEN = re.compile(
    "[\\u00ad\\u034f\\u061c\\u180b-\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
    "\\ufe00-\\ufe0f\\ufeff\\U000e0000-\\U000e0fff]"
)
OF_A_CHANGE = ("変更前の記載", "変更後の記載")

Change = Callable[[str], str]


def published(assessment: Assessment) -> Assessment:
    """Return the assessment without what it says is not for residents."""
    if not assessment.redactions:
        return assessment
    return rewritten(assessment, _Censor(assessment).censored).model_copy(update={"redactions": ()})


def hidden_from(assessment: Assessment) -> Change:
    """Return what blackens the secrets of an assessment in a text from elsewhere."""
    return _Censor(assessment).hidden


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
        self.columns: dict[str, list[str]] = {}
        self.ids: dict[str, str] = {}
        for value in values(assessment):
            if value.kind is Kind.ID and (self._is_black(value) or self._tells(value.value)):
                self.ids.setdefault(value.value, f"非公表{len(self.ids) + 1}")

    def _is_black(self, value: Value) -> bool:
        return any(_lies_in(value.address, place) for place in self.places)

    def _tells(self, text: str) -> bool:
        return self.hidden(text) != text

    def censored(self, value: Value) -> Any:
        match value.kind:
            case Kind.ID | Kind.REFERENCE:
                return self.ids.get(value.value, value.value)
            case Kind.ADDRESSES:
                return ()
            case _ if self._is_black(value):
                return _black(value)
            case Kind.IMAGE:  # a path, printed nowhere
                return value.value
            case Kind.COLUMNS:
                return tuple(map(self._column, value.value))
            case _:
                return _mapped(value.value, self.hidden, self._column)

    def hidden(self, text: str) -> str:
        return blackened(text, self.secrets)

    def _column(self, name: str) -> str:
        """Return the name of a column, which stays another than that of every other column."""
        black = self.hidden(name)
        same = self.columns.setdefault(black, [])
        if name not in same:
            same.append(name)
        n = same.index(name)
        return f"{black}（{n + 1}）" if n else black


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


def _mapped(value: Any, change: Change, name: Change) -> Any:
    """Return a value with its texts changed, and by `name` the names of columns."""
    match value:
        case Checked(text=str() as text):
            return replace(value, text=change(text))
        case str() if type(value) is str:
            return change(value)
        case dict():
            return {name(key): change(text) for key, text in value.items()}
        case tuple():
            return tuple(_mapped(entry, change, name) for entry in value)
        case _:
            return value


def _black(value: Value) -> Any:
    """Return a value that says nothing, in the shape that its kind is printed in."""
    match value.kind:
        case Kind.IMAGE:
            return None
        case _ if value.kind in TEXTS:
            return _mapped(value.value, _bar, _bar)
        case _:
            return BAR


def _bar(text: str) -> str:
    return re.sub(r"\S", BLACK, text)


def blackened(text: str, secrets: Sequence[str]) -> str:
    """Return a text with every occurrence of the secrets black.

    Compared are the letters alone: width, case, white space, line breaks and what has no width
    do not hide a word.
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
    """Return what of a character is compared: folded in width and case, nothing unseen."""
    folded = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in folded if not c.isspace() and not UNSEEN.match(c))
