"""Assessment → the assessment as residents get it: what is 非公表 is blacked out everywhere.

Only what the author wrote is blacked out, never a label of the form. An option, a date or a
count is blacked out where it is meant; its words stand all over the form and betray nothing.

Words are sought as people see them. `letters` folds what certainly is the same: width, case, white
space, signs that are not seen, marks set over others, dashes and waves of every length. `alike`
names what may be the same: old and variant forms of a kanji, and the look-alikes of Unicode's own
table (カ and 力).
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from pia.model.assessment import Assessment, ChangeRow
from pia.model.base import Checked, Kind
from pia.model.ref import Ref, Value, around, by_place, rewritten, values
from pia.model.root import BAR, BLACK, Root

SHORT = 4  # A line of fewer characters is too common to be hunted through the document.
TEXTS = (Kind.LINE, Kind.PROSE, Kind.RECORDS, Kind.COLUMNS, Kind.CELLS)
CHANGES = Ref(Assessment, lambda a: a.changes)
# The cells of a row that may tell what stood or stands in a place.
OF_A_CHANGE = (
    Ref(ChangeRow, lambda row: row.before),
    Ref(ChangeRow, lambda row: row.after),
    Ref(ChangeRow, lambda row: row.explanation),
)
IDS = re.compile(r"\[[^\]]*\]")

Hiding = Callable[[str], str]
RootT = TypeVar("RootT", bound=Root)


def published(document: RootT, telling: Collection[int] = ()) -> RootT:
    """Return the document without what it says is not for residents.

    telling: numbers, from 1, of the rows of 変更箇所 that tell of a black place although their
    対象 does not say so.
    """
    if not document.redactions:
        return document
    censor = _Censor(document, telling)
    return rewritten(document, censor.censored).model_copy(update={"redactions": ()})


def hidden_from(document: Root) -> Hiding:
    """Return what blackens the secrets of a document in a text from elsewhere."""
    return _Censor(document).hidden


def doubtful(document: Root) -> Callable[[str], str]:
    """Return what finds in a text, already blackened, words that may be a secret in other
    letters; it returns them as they stand there, or an empty text."""
    pattern = look_alikes(_Censor(document).secrets)

    def found(text: str) -> str:
        places, folded = _folded(text)
        match = pattern.search(folded) if pattern else None
        return text[places[match.start()] : places[match.end() - 1] + 1] if match else ""

    return found


def secrets_of(document: Root) -> list[str]:
    """Return every text that a document hides wherever it stands."""
    return list(dict.fromkeys(_Censor(document).secrets)) if document.redactions else []


def addresses_in(document: Root) -> Hiding:
    """Return what writes an address as residents get it, without ids that are hidden."""
    ids = _Censor(document).ids if document.redactions else {}
    return lambda address: IDS.sub(lambda m: f"[{ids.get(m[0][1:-1], m[0][1:-1])}]", address)


def black_places(document: Root) -> list[str]:
    """Return the addresses that are black as a whole, with all that stands below them."""
    return [r.item for r in document.redactions if r.item and not r.words]


def has(value: object, words: str) -> bool:
    """Return whether a value has the words, whatever their width and the white space in them."""
    return any(blackened(text, [words]) != text for text in texts_of(value))


def overlaps(one: str, other: str) -> bool:
    """Whether an address is another, stands in it or around it."""
    return other in around(one) or one in around(other)


class _Censor:
    """Knows the secrets of one document, and the places that are black as a whole."""

    def __init__(self, document: Root, telling: Collection[int] = ()) -> None:
        known = by_place(document)
        black = black_places(document)
        self.places = {*black, *_rows_about(document, black, telling, known)}
        self.secrets = [r.words for r in document.redactions if r.words]
        for place in dict.fromkeys(black):
            for value in known.get(place, ()):
                self.secrets += _secrets_in(value)
        self.wanted = _wanted(self.secrets)
        self.columns: dict[str, list[str]] = {}
        self.ids: dict[str, str] = {}
        for value in values(document):
            if value.kind is Kind.ID and (self._is_black(value) or self._tells(value.value)):
                self.ids.setdefault(value.value, f"非公表{len(self.ids) + 1}")

    def _is_black(self, value: Value) -> bool:
        return not self.places.isdisjoint(around(value.address))

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
        return _blackened(text, self.wanted)

    def _column(self, name: str) -> str:
        """Return the name of a column, which stays another than that of every other column."""
        black = self.hidden(name)
        same = self.columns.setdefault(black, [])
        if name not in same:
            same.append(name)
        n = same.index(name)
        return f"{black}（{n + 1}）" if n else black


def _rows_about(
    document: Root, places: Sequence[str], telling: Collection[int], known: Collection[str]
) -> Iterator[str]:
    """Yield the cells of 変更箇所 that tell what stood or stands in the places."""
    by_id, by_pattern = _AddressSet(places), _AddressSet(IDS.sub("", place) for place in places)
    changes = document.changes if isinstance(document, Assessment) else ()
    for n, row in enumerate(changes, start=1):
        # A 対象 that is not in the document, since it was renamed or says no ids, is compared
        # without ids.
        named = (
            by_id.touches(target) if target in known else by_pattern.touches(IDS.sub("", target))
            for target in row.targets or ()
        )
        if n in telling or any(named):
            yield from (f"{CHANGES.address}[{n}].{cell.key}" for cell in OF_A_CHANGE)


class _AddressSet:
    """Addresses, and all that they stand in, to be asked about often."""

    def __init__(self, places: Iterable[str]) -> None:
        self.own = set(places)
        self.above = {each for place in self.own for each in around(place)}

    def touches(self, address: str) -> bool:
        """Whether an address is one of the places, stands in one or around one."""
        return address in self.above or not self.own.isdisjoint(around(address))


def _secrets_in(value: Value) -> Iterator[str]:
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


def _mapped(value: Any, change: Hiding, name: Hiding) -> Any:
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

    Compared are the letters alone: width, case, white space, line breaks, the length of dashes
    and what is not seen do not hide a word.
    """
    return _blackened(text, _wanted(secrets))


def _wanted(secrets: Iterable[str]) -> "_Wanted":
    """Return what finds the letters of secrets."""
    return _Wanted(filter(None, dict.fromkeys(map(letters, secrets))))


def _folded(text: str) -> tuple[list[int], str]:
    """Return the letters of a text and the place in it of each."""
    places = [n for n, character in enumerate(text) for _ in letters(character)]
    return places, "".join(map(letters, text))


class _Wanted:
    """Words to be found in a text, all at once: a document may have thousands of them.

    A word as long as a sentence is sought by itself; so few are that long.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.sentences: list[str] = []
        self.by_length: dict[int, set[str]] = {}
        for word in words:
            if len(word) > LONGEST:
                self.sentences.append(word)
            else:
                self.by_length.setdefault(len(word), set()).add(word)
        first = {word[0] for words in self.by_length.values() for word in words}
        self.first = re.compile(f"[{re.escape(''.join(sorted(first)))}]") if first else None

    def found(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield where each occurrence of a word begins and ends, also where two overlap."""
        for match in self.first.finditer(folded) if self.first else ():
            start = match.start()
            for length, words in self.by_length.items():
                if folded[start : start + length] in words:
                    yield start, start + length
        for word in self.sentences:
            start = folded.find(word)
            while start >= 0:
                yield start, start + len(word)
                start = folded.find(word, start + 1)


def _blackened(text: str, wanted: _Wanted) -> str:
    places, folded = _folded(text)
    black: set[int] = set()
    for start, end in wanted.found(folded):
        black.update(places[start:end])
    if not black:
        return text
    return "".join(BLACK if n in black else character for n, character in enumerate(text))


VOICED = "\u3099\u309a"  # the marks that make が of か
# Marks, controls, format signs and spaces; selectors and fillers that have another category.
UNSEEN = {"Mn", "Me", "Cc", "Cf", "Zs", "Zl", "Zp"}
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
DASHES = "ー\u2212\u02d7\u2043\u23af\u2500\u2501\u2796"
WAVES = "~\u301c\u3030\u223c\u223e\u02dc"
LONGEST = 60  # characters of a word whose look-alikes are sought; a sentence is no word


@lru_cache(maxsize=65536)
def letters(character: str) -> str:
    """Return what of a character, or of a text, is compared."""
    folded = unicodedata.normalize("NFKD", character).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", folded)))


def _plain(c: str) -> str:
    if c in WAVES:
        return "~"
    if c in DASHES or (category := unicodedata.category(c)) == "Pd":
        return "-"
    is_unseen = category in UNSEEN or c in FILLERS or "\U000e0000" <= c <= "\U000e0fff"
    return "" if is_unseen and c not in VOICED else c


@lru_cache(maxsize=4096)
def alike(letter: str) -> frozenset[str]:
    """Return the letters that may stand for one: itself, its variants and its look-alikes."""
    from confusable_homoglyphs.confusables import confusables_data
    from ja_itaiji.ja_itaiji import Itaiji

    found = set(Itaiji.get_family(letter))
    for spelling in (letter, letter.upper()):
        found.update(entry["c"] for entry in confusables_data.get(spelling, ()))
    return frozenset({letter, *(each for other in found if len(each := letters(other)) == 1)})


def look_alikes(words: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds, in the letters of a text, the words or what looks like them.

    None if there is no word to look for: a single letter, or a sentence, is none.
    """
    folded = {letters(word) for word in words if len(word) <= LONGEST}
    found = {word for word in folded if len(word) > 1}
    return re.compile(_spelt(found)) if found else None


def _spelt(words: Collection[str]) -> str:
    """Return a pattern for words in any of their spellings; what begins alike is tried once, and
    the shortest of words that begin alike is enough to be in doubt."""
    if "" in words:
        return ""
    ends: dict[str, set[str]] = {}
    for word in words:
        ends.setdefault(word[0], set()).add(word[1:])
    branches = [
        f"[{re.escape(''.join(sorted(alike(c))))}]{_spelt(rest)}" for c, rest in ends.items()
    ]
    return f"(?:{'|'.join(branches)})"
