"""A given form made large enough for a document: blocks that it has too few of are copied, sheets,
rows and all, before anything is filled in."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pia.forms.walk import Answer, Place
from pia.intake.grid import Page, PrintedForm
from pia.intake.labels import LabelRole, Labels
from pia.intake.place import APART, FURNITURE, Slot
from pia.intake.whose import FILES

Ordinals = tuple[tuple[int, int], ...]
Entries = tuple[tuple[str, int], ...]
ENDING = re.compile(r"(\d+|[０-９]+)(?=[）)\s　]*$)")
SUFFIX = re.compile(r"_[^_]*$|[（(][0-9０-９]+[）)]$|[0-9０-９]+$")
UNFIT = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31  # characters of the name of a sheet
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class Pages(Protocol):
    """A given form that can be written on."""

    def write(self, page: str, row: int, column: int, text: str) -> None: ...
    def has_right(self, page: str, row: int, column: int) -> bool: ...
    def last_row(self, page: str) -> int: ...
    def next_row(self, page: str, row: int, column: int) -> int: ...
    def is_cut(self, page: str, row: int, column: int, text: str) -> bool: ...
    def is_covered(self, page: str, row: int, column: int) -> bool: ...
    def is_hidden(self, page: str, row: int, column: int) -> bool: ...
    def place(self, page: str, row: int, column: int) -> str: ...
    def width(self, page: str, row: int, column: int) -> float: ...
    def reach(self, page: str, row: int) -> int: ...
    def copy_rows(self, page: str, first: int, last: int, times: int) -> None: ...
    def add_rows(self, page: str, row: int, times: int) -> None: ...
    def copy_page(self, page: str, name: str) -> None: ...
    def lower(self, page: str, row: int) -> None: ...
    def take_pictures(self, page: str, first: int, last: int) -> None: ...
    def put_picture(self, page: str, frame: "Frame", picture: bytes, words: str) -> None: ...
    def put_table(self, texts: "Texts", like: "Like | None") -> str: ...
    def gone(self) -> Iterator[tuple[str, int, int, str]]: ...
    def data(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """What an attached table says: its title, its rows, the first of which names its columns, and
    what stands below."""

    title: str
    rows: Sequence[Sequence[str]]
    remarks: str


@dataclass(frozen=True, slots=True)
class Like:
    """A table whose look another one takes: its page, a column, the rows of head and body."""

    page: str
    column: int
    head: int
    body: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows and columns that a picture may cover, the last ones counted."""

    first: int
    last: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Region:
    """Where the last entry of a list stands. rows: per page, the last one counted."""

    ordinals: Ordinals
    pages: Mapping[int, tuple[int, int]]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class List:
    """The head of a list whose rows stand below it, the row in which they start, and how many
    they are."""

    slot: Slot
    start: int
    count: int


def expand(
    pages: Pages,
    grid: PrintedForm,
    slots: Sequence[Slot],
    labels: Labels,
    answers: Iterable[Answer],
    tops: Mapping[Ordinals, int],
) -> bool:
    """Copy the blocks of outermost lists that are too few; return whether anything was copied, so
    that what is there now has to be read anew.

    tops: the rows in which blocks begin that have something above their first label.
    """
    wanted = _wanted(answers)
    short = [
        (region, missing)
        for region in _last_regions(pages, grid, slots, tops)
        if (missing := _missing(region, wanted, labels)) > 0
    ]
    depth = min((len(region.ordinals) for region, _ in short), default=0)
    # From below upwards, so that the rows above stay where they were found.
    order = sorted(short, key=lambda pair: [(p, -r[0]) for p, r in pair[0].pages.items()])
    for region, missing in order:
        if len(region.ordinals) == depth:
            _copy(pages, grid, region, missing, _files(answers), slots)
    return bool(short)


def expand_lists(
    pages: Pages, grid: PrintedForm, slots: Sequence[Slot], wanted: Iterable[List]
) -> bool:
    """Make room for the rows of lists below their heads by copying the last row that each has;
    return whether anything was copied."""
    heads = {(slot.page, slot.head.row) for slot in slots if slot.head.text}
    is_changed = False
    for each in sorted(wanted, key=lambda one: (one.slot.page, -one.slot.head.row)):
        page, head = grid.pages[each.slot.page].name, each.slot.head
        below = min((r for at, r in heads if at == each.slot.page and r > head.row), default=None)
        is_open = below is None or each.start < below
        end = pages.reach(page, each.start) if is_open else each.start - 1
        end = end if below is None else min(end, below - 1)
        end = _last_ruled(grid.pages[each.slot.page], each.start, end)
        room = end - each.start + 1
        if room >= each.count:
            continue
        is_changed = True
        if room > 0:
            pages.copy_rows(page, end, end, each.count - room)
        else:
            pages.add_rows(page, each.start - 1, each.count)
    return is_changed


def _last_ruled(page: Page, start: int, end: int) -> int:
    """Return the last row up to one that is ruled, where those of a list are."""
    bottoms = [box[2] for box in page.frames.values() if box[0] <= end]
    last = max(bottoms, default=end)
    return min(end, last) if last >= start - 1 and not page.parted else end


def _wanted(answers: Iterable[Answer]) -> dict[Entries, int]:
    """Return how many entries each list has, by the entries above it and its own address with 0."""
    found: dict[Entries, int] = defaultdict(int)
    for answer in answers:
        above: Entries = ()
        for place in (s for s in answer.trail if isinstance(s, Place) and s.ordinal):
            at = (*above, (place.section.per, 0))
            found[at] = max(found[at], place.ordinal)
            above = (*above, (place.section.per, place.ordinal))
    return found


def _files(answers: Iterable[Answer]) -> dict[int, str]:
    """Return the ids of the files by their numbers."""
    places = (s for a in answers for s in a.trail if isinstance(s, Place))
    return {p.ordinal: p.id for p in places if p.ordinal and p.section.per == FILES}


def _missing(region: Region, wanted: Mapping[Entries, int], labels: Labels) -> int:
    entries = tuple((labels.loops[loop].per, n) for loop, n in region.ordinals)
    last, count = entries[-1]
    return wanted.get((*entries[:-1], (last, 0)), 0) - count


def _last_regions(
    pages: Pages, grid: PrintedForm, slots: Sequence[Slot], tops: Mapping[Ordinals, int]
) -> Iterable[Region]:
    """Yield the region of the last entry of every list that stands in blocks."""
    members: dict[Ordinals, list[int]] = defaultdict(list)
    for n, slot in enumerate(slots):
        is_row = slot.label is not None and slot.label.role is LabelRole.COLUMN
        for depth in range(1, len(slot.ordinals) + (0 if is_row else 1)):
            members[slot.ordinals[:depth]].append(n)
    for ordinals, inside in members.items():
        *above, (loop, n) = ordinals
        if (*above, (loop, n + 1)) in members:
            continue
        yield _region(pages, grid, slots, ordinals, inside, tops.get(ordinals))


def _region(
    pages: Pages,
    grid: PrintedForm,
    slots: Sequence[Slot],
    ordinals: Ordinals,
    inside: Sequence[int],
    top: int | None,
) -> Region:
    rows: dict[int, tuple[int, int]] = {}
    own = {slots[n].page for n in inside}
    others = [
        s
        for n, s in enumerate(slots)
        if n not in set(inside) and s.page in own and s.head.text and _is_outside(s, inside, slots)
    ]
    for page in own:
        label = min(slots[n].head.row for n in inside if slots[n].page == page)
        first = label if top is None else min(label, top)
        below = [s.head.row for s in others if s.page == page and s.head.row > label]
        ends = pages.last_row(grid.pages[page].name)
        rows[page] = (first, min((r - 1 for r in below), default=ends))
    is_whole = len(grid.pages) > 1 and all(slot.label is APART for slot in others)
    return Region(ordinals, rows, is_whole)


def _is_outside(slot: Slot, inside: Sequence[int], slots: Sequence[Slot]) -> bool:
    """Return whether a label is no part of a block: one that the form does not know is, where it
    stands between labels of the block."""
    if slot.label is not None and slot.label is not FURNITURE and slot.label is not APART:
        return True
    rows = [slots[n].head.row for n in inside if slots[n].page == slot.page]
    return not min(rows) <= slot.head.row <= max(rows)


def _copy(
    pages: Pages,
    grid: PrintedForm,
    region: Region,
    missing: int,
    files: Mapping[int, str],
    slots: Sequence[Slot],
) -> None:
    count = region.ordinals[-1][1]
    if region.is_whole:
        for page in sorted(region.pages, reverse=True):
            name = grid.pages[page].name
            taken = {each.name for each in grid.pages}
            for n in range(count + missing, count, -1):
                fresh = _sheet_name(name, files.get(n, str(n)), taken)
                taken.add(fresh)
                pages.copy_page(name, fresh)
        return
    for page, (first, last) in region.pages.items():
        name = grid.pages[page].name
        pages.copy_rows(name, first, last, missing)
        for slot in slots:
            head = slot.head
            is_head = slot.label is not None and slot.label.role is LabelRole.BLOCK
            at_first = slot.page == page and first <= head.row <= last
            if is_head and at_first and slot.ordinals == region.ordinals:
                for n in range(1, missing + 1):
                    row = head.row + n * (last - first + 1)
                    if (text := _numbered(head.text, count + n)) != head.text:
                        pages.write(name, row, head.column, text)


def _numbered(text: str, number: int) -> str:
    """Return the head of a block with another number: `委託事項１` → `委託事項２`."""

    def put(match: re.Match[str]) -> str:
        return str(number).translate(WIDE) if match[1][0] > "9" else str(number)

    return ENDING.sub(put, text)


def _sheet_name(name: str, tail: str, taken: set[str]) -> str:
    """Return the name of the sheet of another file: `Ⅱファイルの概要_住基台帳`."""
    bare = SUFFIX.sub("", name) or name
    tail, n = UNFIT.sub("", tail), 1
    while True:
        behind = f"_{tail}" if n == 1 else f"_{tail}_{n}"
        whole = f"{bare[: LONGEST_NAME - len(behind)]}{behind}"
        if whole not in taken:
            return whole
        n += 1
