"""Two texts → the two cells that show what changed, as people write them.

An addition has （右記を追加） at its left, a deletion （右記を削除） at its right. Of a long text
only the changed paragraphs are shown, under the headings they stand below; the rest is （略）
or （中略）."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from pia.changes.compare import ItemChange
from pia.layout.marks import Marked, Stretch, words

ADDED, DELETED, NOTHING = "（右記を追加）", "（右記を削除）", "—"
MOVED, REPLACED = "（順序を変更）", "資料の差し替え"
REST, BETWEEN = "（略）", "（中略）"

HEADING = re.compile(r"[＜<【].+[＞>】]")
# A numbered title: short, and no sentence. The deeper, the higher its rank.
_TITLES = (
    re.compile(r"[0-9０-９]+[.．　 ]|[0-9０-９]+(?=[^0-9０-９\-－―‐.．])"),
    re.compile(r"[（(][0-9０-９]+[）)]|[0-9０-９]+[-－‐]"),
    re.compile(r"[①-⑳]"),
)
LONGEST_TITLE = 40
# So many unchanged paragraphs between a numbered title and the change below it are shown.
NEAR = 3
_BODY = 99
# So many pairs of equal words are searched for the best match; of more, whole clauses are compared,
# and of still more the texts are told as wholly replaced.
BUDGET = 40_000
_CLAUSES = re.compile(r"[^。、\n]*[。、\n]|[^。、\n]+")


class Context(StrEnum):
    """How much of a text is shown around its changes."""

    CHANGED = "changed"
    ALL = "all"


class _ParagraphPair(NamedTuple):
    """A paragraph: of both texts, or of one of them."""

    before: str | None
    after: str | None

    @property
    def is_same(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def text(self) -> str:
        return (self.after if self.before is None else self.before) or ""


class _Run(NamedTuple):
    """Paragraphs that both sides share, or that one or both replaced."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    is_same: bool


Cells = tuple[Marked, Marked]


def excerpt(before: Sequence[str], after: Sequence[str], context: Context) -> Cells:
    """Return the cells 変更前 and 変更後 for two texts given as paragraphs.

    A cell of pure addition or deletion holds only the notice, unless all is to be shown. Where
    nothing but blank lines differs, all is.
    """
    pieces = list(_pieces(before, after))
    are_blank = not any(_has_own(pieces, side) for side in ("before", "after"))
    shows_all = context is Context.ALL or are_blank
    if not shows_all:
        pieces = list(_shortened(pieces))
    left, right = _joined(pieces)
    if not (any(before) if shows_all else _has_own(pieces, "before")):
        return Marked(ADDED), right
    if not (any(after) if shows_all else _has_own(pieces, "after")):
        return left, Marked(DELETED)
    is_moved = not shows_all and Counter(_said(left)) == Counter(_said(right))
    return (left, moved(right)) if is_moved else (left, right)


def _said(cell: str) -> list[str]:
    """Return the paragraphs of a cell without the notices of what is left out."""
    return [line for line in cell.split("\n") if line not in (REST, BETWEEN)]


def moved(text: Marked) -> Marked:
    """Return a cell that would read as the other one, with the notice that its order changed."""
    behind = tuple(
        Stretch(s.start + len(MOVED) + 1, s.end + len(MOVED) + 1) for s in text.stretches
    )
    return Marked(f"{MOVED}\n{text}", behind)


def _has_own(pieces: Sequence[_Run], side: str) -> bool:
    return any(any(getattr(piece, side)) for piece in pieces if not piece.is_same)


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[_Run]:
    found = hunks(before, after)
    last = 0
    for i, j, k, m in [Hunk(0, len(before), 0, len(after))] if found is None else found:
        yield _Run(tuple(before[last:i]), tuple(before[last:i]), is_same=True)
        yield _Run(tuple(before[i:j]), tuple(after[k:m]), is_same=False)
        last = j
    yield _Run(tuple(before[last:]), tuple(before[last:]), is_same=True)


def _joined(pieces: Sequence[_Run]) -> Cells:
    """Join the pieces to two cells, the changed words of each marked."""
    left, right = _GrowingCell(), _GrowingCell()
    for piece in pieces:
        if piece.is_same:
            for paragraph in piece.before:
                left.add(Marked(paragraph))
                right.add(Marked(paragraph))
            continue
        before, after = marked("\n".join(piece.before), "\n".join(piece.after))
        if piece.before:
            left.add(before)
        if piece.after:
            right.add(after)
    return left.marked(), right.marked()


class _GrowingCell:
    """A cell as it grows; what is left out next to each other is left out once."""

    def __init__(self) -> None:
        self.parts: list[Marked] = []

    def add(self, part: Marked) -> None:
        if not (part == BETWEEN and self.parts and self.parts[-1] == BETWEEN):
            self.parts.append(part)

    def marked(self) -> Marked:
        """Return the text; what is left out at its beginning or end is called （略）."""
        for edge in {0, len(self.parts) - 1} if self.parts else ():
            if self.parts[edge] == BETWEEN:
                self.parts[edge] = Marked(REST)
        stretches: list[Stretch] = []
        length = 0
        for part in self.parts:
            stretches += [Stretch(length + s.start, length + s.end) for s in part.stretches]
            length += len(part) + 1
        return Marked("\n".join(self.parts), tuple(stretches))


def _shortened(pieces: Sequence[_Run]) -> Iterator[_Run]:
    """Yield the pieces with the paragraphs left out that nobody needs to see."""
    lines = [line for piece in pieces for line in _lines(piece)]
    shown = iter(_shown(lines))
    for piece in pieces:
        kept = [next(shown) for _ in range(_count(piece))]
        if piece.is_same:
            paragraphs = tuple(_without_rests(piece.before, kept))
            yield _Run(paragraphs, paragraphs, is_same=True)
        else:
            yield piece


def _lines(piece: _Run) -> Iterator[_ParagraphPair]:
    if piece.is_same:
        yield from (_ParagraphPair(text, text) for text in piece.before)
        return
    yield from (_ParagraphPair(text, None) for text in piece.before)
    yield from (_ParagraphPair(None, text) for text in piece.after)


def _count(piece: _Run) -> int:
    return len(piece.before) + (0 if piece.is_same else len(piece.after))


def _without_rests(paragraphs: Sequence[str], kept: Sequence[bool]) -> Iterator[str]:
    """Yield the kept paragraphs, and one （中略） for each run of others."""
    for is_kept, run in groupby(zip(paragraphs, kept, strict=True), key=lambda pair: pair[1]):
        texts = [text for text, _ in run]
        yield from texts if is_kept or not any(map(str.strip, texts)) else [BETWEEN]


def _shown(lines: Sequence[_ParagraphPair]) -> list[bool]:
    """Return for each line whether it is shown: the changed ones and the titles above them."""
    ranks = _ranks([line.text for line in lines])
    shown = [not line.is_same for line in lines]
    latest = [-1] * (len(_TITLES) + 1)  # where the latest title of each rank stands
    for n, rank in enumerate(ranks):
        if shown[n]:
            _show_titles(shown, ranks, latest, n)
        if rank < len(latest):
            latest[rank] = n
    return shown


def _show_titles(shown: list[bool], ranks: list[int], latest: list[int], n: int) -> None:
    """Show the titles above a changed line, and the few lines between such a title and it."""
    last = n
    while (above := max(latest[: ranks[last]], default=-1)) >= 0:
        shown[above] = True
        if ranks[above] > 0 and last - above - 1 <= NEAR:
            shown[above:last] = [True] * (last - above)
        last = above


def _ranks(paragraphs: Sequence[str]) -> list[int]:
    """Return how deep each paragraph stands; short lines numbered in a row are a list."""
    ranks = [_rank(paragraph) for paragraph in paragraphs]
    around = zip([_BODY, *ranks], ranks, [*ranks[1:], _BODY], strict=False)
    return [_BODY if rank and rank in (above, below) else rank for above, rank, below in around]


def _rank(paragraph: str) -> int:
    """Return how deep a title stands: 0 for ＜…における措置＞; 99 for what is no title."""
    text = paragraph.strip()
    if HEADING.fullmatch(text):
        return 0
    if len(text) > LONGEST_TITLE or text.endswith("。"):
        return _BODY
    return next((n for n, title in enumerate(_TITLES, start=1) if title.match(text)), _BODY)


class Hunk(NamedTuple):
    """What stands at old[i:j] and became new[k:m]."""

    i: int
    j: int
    k: int
    m: int


def hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Hunk] | None:
    """Return what differs, in order; None where that would take too long to find out.

    What both begin and end with is left out of the search.
    """
    shortest = min(len(old), len(new))
    start = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    ends = range(1, shortest - start + 1)
    end = next((n - 1 for n in ends if old[-n] != new[-n]), shortest - start)
    first, second = old[start : len(old) - end], new[start : len(new) - end]
    if _pairs(first, second) > BUDGET:
        return None
    found = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    moved = ((i + start, j + start, k + start, m + start) for t, i, j, k, m in found if t[0] != "e")
    return [Hunk(*hunk) for hunk in moved]


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Return how many pairs of equal entries there are: what the search takes its time for."""
    counted = Counter(new)
    return sum(n * counted[entry] for entry, n in Counter(old).items())


def marked(before: str, after: str) -> tuple[Marked, Marked]:
    """Return both texts with the words marked that the other does not have."""
    old, new, found = compared(before, after)
    first, second = starts(old), starts(new)
    left = (Stretch(first[h.i], first[h.j]) for h in found if h.i < h.j)
    right = (Stretch(second[h.k], second[h.m]) for h in found if h.k < h.m)
    return Marked(before, tuple(left)), Marked(after, tuple(right))


@lru_cache(maxsize=256)
def compared(before: str, after: str) -> tuple[Sequence[str], Sequence[str], Sequence[Hunk]]:
    """Return both texts in words, or else in clauses, with what differs; or else as a whole."""
    for split in (words, _CLAUSES.findall):
        old, new = split(before), split(after)
        found = hunks(old, new)
        if found is not None:
            return old, new, found
    return [before], [after], [Hunk(0, 1, 0, 1)]


def starts(parts: Sequence[str]) -> list[int]:
    """Return where each part begins, and where the last one ends."""
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


TableRow = Mapping[str, str]


class RowTally(NamedTuple):
    """How many rows of a table have another content, in which columns, and how many came in and
    fell out."""

    changed: int
    columns: tuple[str, ...]
    added: int
    removed: int


def replaced_rows(change: ItemChange) -> Cells:
    """Return the two cells of a 別紙 that was replaced, with the number of rows that changed."""
    before, after = (side.value if side else () for side in (change.before, change.after))
    found = tally(before, after)
    columns = f"（{'、'.join(found.columns)}）" if found.columns else ""
    parts = (
        f"{found.changed}行を変更{columns}" if found.changed else "",
        f"{found.added}行を追加" if found.added else "",
        f"{found.removed}行を削除" if found.removed else "",
    )
    told = "、".join(filter(None, parts)) or MOVED.strip("（）")
    return Marked(REPLACED), Marked(f"{REPLACED}（全{len(after)}行。{told}）")


def tally(before: Sequence[TableRow], after: Sequence[TableRow]) -> RowTally:
    """Count the rows that changed; rows meet by their first cell where it names each row.

    deepdiff tells which cells of which row differ; equal rows are left out first, as it copies a
    level for each of them.
    """
    from deepdiff import DeepDiff

    old, new = _named(before), _named(after)
    same = {key for key, row in old.items() if new.get(key) == row}
    left, right = ({k: v for k, v in rows.items() if k not in same} for rows in (old, new))
    tree = DeepDiff(left, right, view="tree", threshold_to_diff_deeper=0)
    paths = [level.path(output_format="list") for levels in tree.values() for level in levels]
    rows = {path[0] for path in paths}
    columns = dict.fromkeys(str(path[1]) for path in paths if len(path) > 1)
    return RowTally(
        len(rows & left.keys() & right.keys()),
        tuple(columns),
        len(rows - left.keys()),
        len(rows - right.keys()),
    )


def _named(rows: Sequence[TableRow]) -> dict[str, TableRow]:
    """Return the rows by their first cell, counted where several rows have the same."""
    seen: Counter[str] = Counter()
    named: dict[str, TableRow] = {}
    for row in rows:
        name = next(iter(row.values()), "")
        seen[name] += 1
        named[f"{name}\t{seen[name]}"] = row
    return named
