"""What a form prints beside values, as one sequence in printed order, with what repeats of it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from pia.forms.definition import Form, Item, Placement, Section, Style, Trail
from pia.forms.edition import Aliases
from pia.japanese import fold
from pia.model.base import Kind

MARK = re.compile(r"※.*$", re.DOTALL)
BRACKET = re.compile(r"[(（【].*$", re.DOTALL)


class LabelRole(Enum):
    """What a label is to the values behind it."""

    HEADING = auto()
    BLOCK = auto()
    ITEM = auto()
    COLUMN = auto()
    FURNITURE = auto()


@dataclass(frozen=True, slots=True)
class Loop:
    """Labels from `first` up to `last` that come once for each entry of the list `per`."""

    per: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A printed label. names: what it may read, folded, the fullest first.

    items: whose values stand behind it: the item itself, one across the page under a heading,
    the boxes on a heading.
    """

    names: tuple[str, ...]
    role: LabelRole
    items: tuple[Item, ...] = ()
    section: Section | None = None
    loops: tuple[int, ...] = ()
    numbered: bool = False


@dataclass(frozen=True)
class Labels:
    """All labels of a form in printed order. loops: those of Label.loops are their indices."""

    all: tuple[PrintedLabel, ...]
    loops: tuple[Loop, ...]


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return a text as labels are compared: letters and digits only, nothing behind a ※."""
    bare = fold(MARK.sub("", text))
    return "".join(c for c in bare if unicodedata.category(c)[0] in "LN")


def labels_of(form: Form, aliases: Aliases) -> Labels:
    """Return the labels of a form."""
    return _Collector(form, aliases).labels()


class _Collector:
    def __init__(self, form: Form, aliases: Aliases) -> None:
        self.form = form
        self.aliases = aliases
        self.found: list[PrintedLabel] = []
        self.loops: list[Loop] = []

    def labels(self) -> Labels:
        self._furniture(self.form.title)
        for part in self.form.parts:
            if part.style is Style.ATTACHMENT:
                continue
            self._section(part, (), ())
        return Labels(tuple(self.found), tuple(self.loops))

    def _furniture(self, *names: str) -> None:
        self.found.append(PrintedLabel(self._names(names), LabelRole.FURNITURE))

    def _names(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(key, names))))

    def _section(self, section: Section, trail: Trail, loops: tuple[int, ...]) -> None:
        first, mine = len(self.found), loops
        if section.per:
            mine = (*loops, len(self.loops))
            self.loops.append(Loop(section.per, first, first))
        self._heading(section, mine)
        for child in _labelled(section):
            if isinstance(child, Section):
                self._section(child, (*trail, section), mine)
            else:
                self._item(child, section, mine)
        self._after(section)
        if section.per:
            self.loops[mine[-1]] = Loop(section.per, first, len(self.found))

    def _heading(self, section: Section, loops: tuple[int, ...]) -> None:
        if section.style in (Style.TABLE, Style.FIGURE):
            return
        if section.style is Style.COVER:
            self._furniture(section.title)
            return
        names = list(_titles(section, self.aliases))
        items = tuple(c for c in section.children if isinstance(c, Item) and _is_unlabelled(c))
        role = LabelRole.BLOCK if section.style is Style.BLOCK else LabelRole.HEADING
        label = PrintedLabel(self._names(names), role, items, section, loops, bool(section.number))
        self.found.append(label)
        if section.style is Style.CONTENTS:
            for part in self.form.parts:
                if part.style in (Style.PART, Style.ANNEX):
                    self._furniture(*_titles(part, self.aliases))

    def _after(self, section: Section) -> None:
        """What stands at the foot of the cover."""
        if section.style is Style.COVER:
            self._furniture(self.form.foot)

    def _item(self, item: Item, section: Section, loops: tuple[int, ...]) -> None:
        if item.place not in (Placement.INLINE, Placement.BOX) and not _is_unlabelled(item):
            names = [item.number + item.label, item.label]
            names += self.aliases.items.get(item.address, ())
            role = LabelRole.COLUMN if section.style is Style.TABLE else LabelRole.ITEM
            behind = tuple(child for child in item.items if child.place is Placement.INLINE)
            self.found.append(
                PrintedLabel(
                    self._names(names), role, (item, *behind), None, loops, bool(item.number)
                )
            )
        if item.note:
            self._furniture(item.note)
        for child in item.items:
            if child.place not in (Placement.INLINE, Placement.BOX):
                self._item(child, section, loops)


def _labelled(section: Section) -> Iterator[Section | Item]:
    """Yield what stands below a section under a label of its own: of a figure, its remarks."""
    children = section.children[-1:] if section.style is Style.FIGURE else section.children
    for child in children:
        if isinstance(child, Section) or child.place is not Placement.HEADING:
            yield child


def _is_unlabelled(item: Item) -> bool:
    """Return whether the value stands under the heading of its section."""
    return item.place in (Placement.WIDE, Placement.HEADING) or item.kind is Kind.RECORDS


def _titles(section: Section, aliases: Aliases) -> Iterator[str]:
    titles = [section.title, *aliases.titles.get(section.title, ())]
    for title in titles:
        yield section.number + title
    yield from titles
    if section.style is Style.SECTION and section.number:
        yield from (section.number + BRACKET.sub("", title) for title in titles)
