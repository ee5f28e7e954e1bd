"""A path as people write it → the item, section or attachment that it names.

A path mentions some of the levels above an item, in their order, each by number, by title or by
both; the name of a 特定個人情報ファイル may follow its part. The whole of the path must be
understood and only one entry may fit: else there are candidates, and no guess is made.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from pia.forms.definition import Form, Item, Placement, Section, Style, Trail
from pia.forms.edition import Aliases, aliases
from pia.forms.index import Listed, Sort, below, index, listed, sole_item
from pia.model.assessment import Assessment, ChangeRow
from pia.model.base import Kind
from pia.model.published import IDS, black_places
from pia.model.root import Root

CIRCLED = "①-⑳"
SEPARATORS = re.compile(r"[\s\-‐-―−、。,.:;・/|>→]+")
BRACKET = re.compile(r"（[^（）]*）$")
GAP = "[ _]*"
# `（１）`, `（２）住民基本台帳ファイル`, `1 住民基本台帳ファイル`; behind a part also `_住基台帳`
# and, where a numbered section follows, `本人確認`.
NAMED = r"(?:\(\d+\) *)+(?:[^ ]*ファイル(?= |$))?|\d* ?[^ ]*ファイル(?= |$)"
FILE = re.compile(f"(?:{NAMED}) *")
FILE_OF_PART = re.compile(rf"(?:{NAMED}|_[^ ]+|(?!リスク\d)[^ \d({CIRCLED}][^ ]*(?= \d)) *")
# In a name: some words; the ordinals of a block, `3` or `21～55`.
ANY, ORDINAL = "\0", "\1"
WILD = {ANY: ".{0,30}?", ORDINAL: r"(?:\d+(?:~\d+)?)?"}
# A question of a check list that follows the path, in brackets or on a line of its own.
QUESTION = re.compile(r"[（(][^（(）)]*か。[^（(）)]*[）)]|^.*か。$", re.MULTILINE)
ALL_FILES = re.compile(r"\([^()]*ファイル[^()]*\) *")
LEAST_CUT, CLOSE, MOST = 2, 0.5, 5


def normal(text: str, aliases: Aliases) -> str:
    """Return the text with one width, one separator and the official words.

    Circled numbers stay what they are: to NFKC they are digits.
    """
    text = re.sub(f"[^{CIRCLED}]+", lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = SEPARATORS.sub(" ", text).strip()
    for written, official in aliases.words.items():
        text = text.replace(written, official)
    return text


@dataclass(frozen=True)
class Level:
    """An item or section: what it may be called, the fullest first, and what stands below it.

    file: what may name a 特定個人情報ファイル behind it. behind: what counts only behind its
    name: the boxes of an item, the item that is the heading of a block.
    """

    entry: Listed
    names: tuple[str, ...]
    children: tuple["Level", ...] = ()
    behind: tuple["Level", ...] = ()
    file: re.Pattern[str] | None = None

    def rests(self, text: str) -> Iterator[str]:
        """Yield what may be left of a text behind the name: all, or all but a file's name."""
        yield text
        if self.file and (match := self.file.match(text)):
            yield text[match.end() :]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for a name, whatever separates its characters."""
    letters = [WILD.get(c) or re.escape(c) for c in name if c not in " _"]
    return re.compile(GAP + GAP.join(letters) + _end(name) + " *")


def _end(name: str) -> str:
    """Return what keeps `1` from matching the beginning of `10`, and `Ⅰ` that of `Ⅱ`."""
    if name[-1].isascii() and name[-1].isdigit():
        return r"(?!\d)"
    return "(?![IVX])" if set(name) <= set("IVX") else ""


class _LevelNames:
    """What each level of a form may be called. Knows the aliases."""

    def __init__(self, aliases: Aliases) -> None:
        self.aliases = aliases

    def section(self, section: Section, above: Trail, outer: re.Pattern[str] | None) -> Level:
        """`outer`: what may name a file behind the part it stands in, if that is repeated."""
        trail = (*above, section)
        file = FILE_OF_PART if section.per and not above else FILE if outer else None
        items = [child for child in section.children if isinstance(child, Item)]
        sections = [child for child in section.children if isinstance(child, Section)]
        inside = [self.item(item, trail) for item in items if not _is_name_of_block(item)]
        inside += [self.section(inner, trail, file) for inner in sections]
        return Level(
            entry=self._entry(section, above),
            names=self._all(self._section_names(section, above)),
            children=tuple(inside),
            behind=tuple(self.item(item, trail) for item in items if _is_name_of_block(item)),
            file=file,
        )

    @staticmethod
    def _entry(section: Section, above: Trail) -> Listed:
        entry, sole = listed(section, above), sole_item(section)
        return listed(sole, (*above, section)) if sole and entry.kind is Sort.SECTION else entry

    def item(self, item: Item, above: Trail) -> Level:
        entry = listed(item, above)
        boxes = (Level(entry, self._all([o.text])) for o in item.offered)
        return Level(
            entry=entry,
            names=self._all(self._item_names(item)),
            children=tuple(self.item(child, (*above, item)) for child in item.items),
            behind=tuple(boxes),
        )

    def _all(self, names: Sequence[str]) -> tuple[str, ...]:
        folded = (normal(name, self.aliases) for name in names)
        return tuple(dict.fromkeys(name for name in folded if name))

    def _item_names(self, item: Item) -> list[str]:
        if not item.is_own:
            return []
        labels = [item.label, *self.aliases.items.get(item.address, ())]
        numbered = [item.number + label for label in labels if item.number]
        return [*numbered, *labels, *(f"({label})" for label in labels), item.number]

    def _section_names(self, section: Section, above: Trail) -> list[str]:
        number, titles = section.number, self._titles(section)
        match section.style:
            case Style.FIGURE:
                return []
            case Style.BLOCK:
                return [title + ORDINAL for title in titles]
        if section.style is Style.ANNEX:
            numbers = (number, number.strip("（）"))
            return [n + ANY + title for n in numbers for title in titles] + [*numbers, *titles]
        bracketed = [f"{title}({above[-1].number}{number})" for title in titles if above]
        return [*(number + title for title in titles if number), *bracketed, *titles, number]

    def _titles(self, section: Section) -> list[str]:
        """Return title and sheet of a section, each also without its bracket, and its aliases."""
        titles = [section.title, *self.aliases.titles.get(section.title, ())]
        if section.sheet:
            titles.append(section.sheet.removeprefix(section.number))
        return [*titles, *(BRACKET.sub("", title) for title in titles)]


def _is_name_of_block(item: Item) -> bool:
    return item.place is Placement.HEADING and item.kind is Kind.LINE


@dataclass(frozen=True)
class FoundEntry:
    """The one entry that a path names, or the candidates for it. below: what stands under the one
    where it is a heading."""

    certain: bool
    entries: tuple[Listed, ...]
    below: tuple[Listed, ...] = ()


class Finder:
    """Finds paths in one form."""

    def __init__(self, form: Form, others: Aliases | None = None) -> None:
        """others: how people write otherwise; by default what the edition says of it."""
        self.form = form
        self.aliases = aliases(form.folder) if others is None else others
        names = _LevelNames(self.aliases)
        self.levels = tuple(names.section(part, (), None) for part in form.parts)

    def find(self, text: str) -> FoundEntry:
        """Return what a path names. A cut label counts if it has only one continuation."""
        path = self._start(normal(QUESTION.sub("", text), self.aliases))
        for cut in (False, True):
            entries = tuple(dict.fromkeys(_reach(self.levels, path, cut))) if path else ()
            if len(entries) == 1 and entries[0].kind is not Sort.ITEM:
                return FoundEntry(True, entries, below(self.form, entries[0]))
            if entries:
                return FoundEntry(len(entries) == 1, entries)
        return FoundEntry(False, _similar(self.form, path))

    def _start(self, path: str) -> str:
        """Return the path from its part on, （各ファイル共通） and the form's name left out."""
        if match := ALL_FILES.match(path):
            path = path[match.end() :]
        return path.removeprefix(self.form.name).lstrip()


def _reach(levels: Sequence[Level], text: str, cut: bool) -> Iterator[Listed]:
    """Yield the entries that the text leads to from any of the levels, or from below them."""
    for level in levels:
        yield from _mentioned(level, text, cut)
        yield from _reach(level.children, text, cut)


def _mentioned(level: Level, text: str, cut: bool) -> Iterator[Listed]:
    """Yield what the text leads to when it begins with the level's name, the fullest first."""
    first = text.lstrip(" _")[:1]
    for name in (name for name in level.names if name.startswith(first)):
        if match := pattern(name).match(text):
            found = list(_below(level, text[match.end() :], cut))
            if found:
                yield from found
                return
    if cut and _is_cut(level, text):
        yield level.entry


def _below(level: Level, text: str, cut: bool) -> Iterator[Listed]:
    for rest in level.rests(text):
        if rest:
            yield from _reach((*level.children, *level.behind), rest, cut)
        else:
            yield level.entry


def _is_cut(level: Level, text: str) -> bool:
    """Return whether the text is the beginning of one of the level's names."""
    begin = re.sub("[ _]", "", text)
    if len(begin) < LEAST_CUT:
        return False
    return any(re.sub("[ _]", "", name).startswith(begin) for name in level.names)


def _similar(form: Form, text: str) -> tuple[Listed, ...]:
    """Return the entries whose path or label most resembles a text, the closest first."""
    ranked = sorted(((_likeness(entry, text), n, entry) for n, entry in enumerate(index(form))))
    return tuple(entry for likeness, _, entry in reversed(ranked) if likeness >= CLOSE)[:MOST]


def _likeness(entry: Listed, text: str) -> float:
    """Return how much a text resembles an entry, and at least `CLOSE` if its last word is part of
    the label."""
    label = entry.number + entry.label
    alike = max(SequenceMatcher(None, text, name).ratio() for name in (entry.path, label))
    last = text.rpartition(" ")[2]
    return max(alike, CLOSE) if len(last) >= LEAST_CUT and last in entry.label else alike


class AboutBlack(NamedTuple):
    """Numbers of rows, from 1, that have no 対象: those that tell of a black place, and those of
    which that cannot be known."""

    telling: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


def rows_about_black(form: Form, document: Root) -> AboutBlack:
    """Return which rows without 対象 tell of a place that is black as a whole.

    A row whose 項目 names no single place may tell of any; one without texts tells nothing.
    """
    if not isinstance(document, Assessment):
        return AboutBlack()
    places = [IDS.sub("", place) for place in black_places(document)]
    rows = [(n, row) for n, row in enumerate(document.changes, start=1) if _may_tell(row)]
    if not places or not rows:
        return AboutBlack()
    finder = Finder(form)
    about = {n: _is_about(finder, row, places) for n, row in rows}
    return AboutBlack(
        tuple(n for n, known in about.items() if known),
        tuple(n for n, known in about.items() if known is None),
    )


def _may_tell(row: ChangeRow) -> bool:
    return not row.targets and bool(row.before or row.after or row.explanation)


def _is_about(finder: Finder, row: ChangeRow, places: Sequence[str]) -> bool | None:
    """Whether a row is about one of the places; None where its 項目 does not tell."""
    found = finder.find(row.item or "")
    if not found.certain:
        return None
    here = found.entries[0].address
    return any(_overlap(here, place) for place in places)


def _overlap(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return not shorter or longer == shorter or longer.startswith(f"{shorter}.")
