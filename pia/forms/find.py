"""A path as people write it → the item, section or attachment that it names.

A path mentions some of the levels above an item, in their order, each by number, by title or by
both; the name of a 特定個人情報ファイル may follow its part. The whole of the path must be
understood and only one entry may fit: else there are candidates, and no guess is made.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pia.forms.definition import Form
from pia.forms.edition import Aliases
from pia.forms.index import Listed, index
from pia.forms.levels import Level, levels, normal, pattern

# A question of a check list that follows the path, in brackets or on a line of its own.
QUESTION = re.compile(r"[（(][^（(）)]*か。[^（(）)]*[）)]|^.*か。$", re.MULTILINE)
ALL_FILES = re.compile(r"\([^()]*ファイル[^()]*\) *")
LEAST_CUT, CLOSE, MOST = 2, 0.5, 5


@dataclass(frozen=True)
class Found:
    """The one entry that a path names, or the candidates for it."""

    certain: bool
    entries: tuple[Listed, ...]


class Finder:
    """Finds paths in one form."""

    def __init__(self, form: Form, aliases: Aliases) -> None:
        self.form = form
        self.aliases = aliases
        self.levels = levels(form, aliases)

    def find(self, text: str) -> Found:
        """Return what a path names. A cut label counts if it has only one continuation."""
        path = self._start(normal(QUESTION.sub("", text), self.aliases))
        for cut in (False, True):
            entries = tuple(dict.fromkeys(_reach(self.levels, path, cut))) if path else ()
            if entries:
                return Found(len(entries) == 1, entries)
        return Found(False, _similar(self.form, path))

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
