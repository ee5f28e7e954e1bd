"""The rows of a revision that stand in 変更箇所, and those that ought to stand there.

Rows of earlier revisions are history: those that the former version's own table holds, and those
dated on or before its 公表日. They are never asked about and never touched."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import date
from functools import cached_property
from itertools import product
from typing import NamedTuple

from pia.changes.amendments import BLANK, Amendment, RowOptions, amendments, paragraphs
from pia.changes.compare import CHANGES, Change, Comparison, ItemChange
from pia.changes.excerpt import ADDED, BETWEEN, DELETED, MOVED, NOTHING, REPLACED, REST, Context
from pia.changes.joined import THROUGHOUT
from pia.changes.judge import Judge, Need
from pia.changes.messages import ChangeMessages
from pia.document import Document
from pia.errors import Finding, in_order
from pia.forms.definition import Form
from pia.forms.index import without_ids
from pia.forms.walk import Answer
from pia.japanese import fold, wareki
from pia.model.assessment import Assessment, ChangeRow
from pia.model.base import Kind, keys_of
from pia.model.choices import Timing
from pia.model.ref import Ref
from pia.workspace.diff import Named, date_faults, former_of, judge_of

ATTACHMENTS = Ref(Assessment, lambda a: a.attachments).key
FILES = Ref(Assessment, lambda a: a.files).key
SYSTEMS = Ref(Assessment, lambda a: a.systems).key
# The numbers of files at the beginning of a path: Ⅱ（１）, Ⅲ（１）（２）, （別添２）（１）.
_NUMBERED = re.compile(r"(?:[IVX]+|\(別添\d\))((?:\(\d+\))+)")


def is_throughout(row: ChangeRow) -> bool:
    return fold(row.item or "").startswith(THROUGHOUT)


def meant(row: ChangeRow, form: Form, comparison: Comparison) -> tuple[str, ...]:
    """Return the addresses that a row tells of; of a list without ids where it names no entry."""
    path = row.item or ""
    if is_throughout(row):
        pair = fold(row.before or ""), fold(row.after or "")
        return tuple(c.address for c in comparison.changes if _replaces(c, *pair))
    if address := _named_item(form, path):
        return tuple(_of_entries(address, fold(path), comparison))
    return (ATTACHMENTS,) if ATTACHMENTS in fold(path) else ()


def _replaces(change: Change, before: str, after: str) -> bool:
    """Return whether a change does nothing but replace one wording."""
    if not isinstance(change, ItemChange) or not before:
        return False
    old, new = (fold("\n".join(paragraphs(side))) for side in (change.before, change.after))
    return before in old and old.replace(before, after) == new


def _named_item(form: Form, path: str) -> str:
    """Return the address, without ids, of the item that a path names for certain, else ""."""
    from pia.forms.find import Finder

    found = Finder(form).find(path)
    return found.entries[0].address if found.certain else ""


def _of_entries(address: str, path: str, comparison: Comparison) -> Iterator[str]:
    """Yield an address with the ids of the files, or of the systems and the like, that a path
    numbers or names: Ⅱ（２）, システム３, ファイルの概要_住基台帳."""
    key, dot, rest = address.partition(".")
    ids = _ids(key, path, comparison)
    yield from (f"{key}[{name}]{dot}{rest}" for name in ids) if ids and dot else (address,)


def _ids(key: str, path: str, comparison: Comparison) -> list[str]:
    """Return the ids of the entries of a list that a path speaks of, none where it does not say."""
    versions = (comparison.new, comparison.old)
    entries = [_entries(version.assessment, key) for version in versions]
    numbers = [int(n) for n in _numbers(key, path)]
    numbered = [e[n - 1][0] for n, e in product(numbers, entries[:1]) if 0 < n <= len(e)]
    if key != FILES or numbered:
        return numbered
    named = (i for e in entries for i, title in e if _names(path, fold(i), fold(title)))
    return list(dict.fromkeys(named))


def _names(path: str, name: str, title: str) -> bool:
    """Return whether a path has a title or an id; a short id alone may be part of any word."""
    return f"_{name}" in path or title in path or (len(name) > 2 and name in path)


def _entries(assessment: Assessment, key: str) -> Sequence[tuple[str, str]]:
    """Return the id and the name of each entry of a list of the assessment."""
    attribute = {FILES: "files", SYSTEMS: "systems"}.get(key)
    found = getattr(assessment, attribute) if attribute else ()
    return [(entry.id, entry.name or entry.id) for entry in found]


def _numbers(key: str, path: str) -> list[str]:
    if key == FILES:
        numbered = _NUMBERED.match(path)
        return re.findall(r"\d+", numbered[1]) if numbered else []
    return re.findall(rf"{re.escape(key)}(\d+)", path)


# Whole texts: a table is read for what it says, however much of a text it shows.
WHOLE = RowOptions(context=Context.ALL)
ENDED = Ref(Assessment, lambda a: a.cover.ended).address
KEYS = {name: key for key, name in keys_of(ChangeRow).items()}
# Kinds of items that people tell of in words of their own, such as 資料の差し替え.
OWN_WORDS = (Kind.IMAGE, Kind.CELLS, Kind.RECORDS)
NOTICES = {
    fold(text)
    for text in (ADDED, DELETED, REST, BETWEEN, NOTHING, MOVED, REPLACED, "", "-", "別紙参照")
}
NEEDLESS = ("義務はない", "義務がない", "義務付けられていない", "義務づけられていない")


class OwnRow(NamedTuple):
    """A row of this revision. n: its index in 変更箇所. targets: the changes that it tells of, for
    one written by hand those that it can be told to mean."""

    n: int
    row: ChangeRow
    targets: tuple[str, ...]

    @property
    def place(self) -> str:
        return f"{CHANGES}[{self.n + 1}]"

    def at(self, name: str) -> str:
        """Return the address of a cell, named by its attribute."""
        return f"{self.place}.{KEYS[name]}"


class OwnRows:
    """The own rows of a document, held against what differs from its former version.

    lost: rows of the former version that do not stand as they did. past: rows besides those that
    are dated as if they had.
    """

    def __init__(self, judge: Judge, former: Document, latter: Document) -> None:
        self.judge = judge
        self.changes = judge.comparison.changes
        self.form = latter.form
        self.former = former.assessment.changes
        self.past: list[OwnRow] = []
        self.lost: list[ChangeRow] = []
        self.rows = list(self._rows(former, latter))
        self._told: dict[int, list[str]] = {}

    def _rows(self, former: Document, latter: Document) -> Iterator[OwnRow]:
        held = Counter(map(_told, former.assessment.changes))
        last = former.assessment.cover.published
        for n, row in enumerate(latter.assessment.changes):
            if held[_told(row)] > 0:
                held[_told(row)] -= 1
            elif _is_past(row, last):
                self.past.append(OwnRow(n, row, ()))
            else:
                yield OwnRow(n, row, row.targets or meant(row, self.form, self.judge.comparison))
        if _done(former) == _done(latter):  # an assessment done again begins a table of its own
            self.lost = [row for row in self.former if held[_told(row)] > 0]

    @cached_property
    def wanted(self) -> list[Amendment]:
        """The rows that the differences call for, in whole texts."""
        return amendments(self.judge.verdicts.values(), WHOLE, {})

    def covered(self) -> set[str]:
        """Return the addresses of the changes that any row tells of."""
        return {address for row in self.rows for address in self.told_by(row)}

    def told_by(self, row: OwnRow) -> list[str]:
        """Return the addresses of the changes that a row tells of, those below its item as well."""
        if row.n not in self._told:
            told = (c for c in self.changes if any(_tells(t, c, row) for t in row.targets))
            self._told[row.n] = [change.address for change in told]
        return self._told[row.n]


def against(document: Document, old: Named | None) -> list[Finding]:
    """Return where the 変更箇所 of a document and what `pia diff` would write do not agree."""
    with former_of(old, document) as former:
        judge = judge_of(former, document)
        own = OwnRows(judge, former, document)
        dates = date_faults(judge, former, document)
        days = [] if dates else _other_days(own)
        told = [
            *_end_taken_back(former, document),
            *_lost(own),
            *_unbacked(own),
            *_untold(own),
            *_doubled(own),
        ]
        faults = [*told, *_differing(own), *days]
        return in_order([*map(document.locate, faults), *dates])


def _end_taken_back(former: Document, latter: Document) -> Iterator[Finding]:
    """Yield a finding for a 事務 that ended (`Law.ENDED`) and whose name no longer says so."""
    day = former.assessment.cover.ended
    if day is not None and latter.assessment.cover.ended is None:
        yield ChangeMessages.END_TAKEN_BACK.finding(address=ENDED, day=wareki(day))


def _lost(own: OwnRows) -> Iterator[Finding]:
    for row in own.lost:
        day = wareki(row.changed) if row.changed else ""
        yield ChangeMessages.LOST_ROW.finding(address=CHANGES, day=day, item=row.item or "")


def _unbacked(own: OwnRows) -> Iterator[Finding]:
    for row in own.rows:
        if not row.targets:
            yield ChangeMessages.UNPLACED_ROW.finding(address=row.place)
        for target in row.targets:
            if not any(_tells(target, change, row) for change in own.changes):
                yield ChangeMessages.UNBACKED_ROW.finding(address=row.place, target=target)


def _untold(own: OwnRows) -> Iterator[Finding]:
    told = own.covered()
    for change in own.changes:
        if change.address not in told:
            yield ChangeMessages.UNTOLD_CHANGE.finding(address=change.address)


def _doubled(own: OwnRows) -> Iterator[Finding]:
    """Yield the rows that say the same as one above them, of those in the past on the same day."""
    seen: set[tuple[object, ...]] = {_told(row) for row in own.former}
    for own_row in sorted([*own.rows, *own.past], key=lambda row: row.n):
        row = own_row.row
        cells = tuple(fold(text or "") for text in (row.item, row.before, row.after))
        said = _told(row) if own_row in own.past else (own_row.targets, *cells)
        if said in seen:
            yield ChangeMessages.DOUBLE_ROW.finding(address=own_row.place)
        seen.add(said)


def _differing(own: OwnRows) -> Iterator[Finding]:
    """Yield where a row says other words or another timing than the revision has."""
    for row in own.rows:
        yield from _timings(row, own)
        if not _is_of_one_item(row, own):
            continue
        for side in ("before", "after"):
            if words := _other_words(row, own, side):
                message = ChangeMessages.OTHER_WORDS
                yield message.finding(address=row.at(side), words=words)


def _is_of_one_item(row: OwnRow, own: OwnRows) -> bool:
    """Return whether it is certain what a row tells of: it says so, or names the one item."""
    return bool(row.row.targets) or (not is_throughout(row.row) and len(own.told_by(row)) == 1)


def _other_days(own: OwnRows) -> Iterator[Finding]:
    day = own.judge.day
    for row in own.rows:
        if day and row.row.targets and row.row.changed and row.row.changed != day:
            message = ChangeMessages.OTHER_DAY
            yield message.finding(address=row.at("changed"), day=wareki(day))


def _timings(row: OwnRow, own: OwnRows) -> Iterator[Finding]:
    written, address = row.row.timing, row.at("timing")
    verdicts = [own.judge.verdicts[a] for a in own.told_by(row)] if own.judge.decides else []
    decided = {v.timing for v in verdicts if v.need is Need.DONE}
    due = Timing.BEFORE if Timing.BEFORE in decided else Timing.AFTER
    if decided and written and written is not due:
        yield ChangeMessages.OTHER_TIMING.finding(address=address, timing=due)
    text = fold(row.row.explanation or "")
    if written is Timing.BEFORE and any(words in text for words in NEEDLESS):
        yield ChangeMessages.NEEDLESS_BEFORE.finding(address=address)


def _other_words(own_row: OwnRow, own: OwnRows, side: str) -> str:
    """Return words of a cell that the version does not have, or that it lacks; else "".

    A row of whole blocks, figures or a 別紙 tells of them in words of its own.
    """
    told = set(own.told_by(own_row))
    changes = [c for c in own.changes if c.address in told and isinstance(c, ItemChange)]
    if len(changes) < len(told) or any(c.answer.item.kind in OWN_WORDS for c in changes):
        return ""
    same = (row for row in own.rows if set(row.targets) & set(own_row.targets))
    cells = "".join(_bare(getattr(row.row, side) or "") for row in same)
    pool = "".join(_bare(text) for change in changes for text in _paragraphs(change, side))
    lines = [_bare(line) for line in (getattr(own_row.row, side) or "").split("\n")]
    labels = {f"({_bare(change.answer.item.label)})" for change in changes}
    other = (line for line in lines if line not in pool and line not in NOTICES | labels)
    lacking = (words for words in _new_words(own, told, side) if words not in cells)
    is_notice = all(line in NOTICES for line in lines)
    return next(other, "") or ("" if is_notice else next(lacking, ""))


def _paragraphs(change: ItemChange, side: str) -> list[str]:
    """Return what a version says at a change, with the empty boxes that it prints."""
    texts = paragraphs(getattr(change, side))
    if change.answer.item.kind is Kind.CHECKS:
        texts += [f"{BLANK}{offered.text}" for offered in change.answer.item.offered]
    return texts


def _new_words(own: OwnRows, told: Set[str], side: str) -> Iterator[str]:
    """Yield the words that one version has and the other lacks, as `pia diff` marks them."""
    for row in own.wanted:
        if told >= set(row.addresses):
            cell = getattr(row, side)
            for text, changed in cell.runs():
                lines = (_bare(line).strip("、。・") for line in text.split("\n") if changed)
                yield from filter(None, lines)


def _bare(text: str) -> str:
    return fold(text).replace("〇", "○")


def _told(row: ChangeRow) -> tuple[object, ...]:
    return row.changed, row.item, row.before, row.after, row.timing, row.explanation


def _done(document: Document) -> date | None:
    """Return when the assessment was done, by the 実施日 of 基礎項目評価 (規則第15条)."""
    return document.assessment.procedure.basic.done


def _is_past(row: ChangeRow, last: date | None) -> bool:
    return last is not None and row.changed is not None and row.changed <= last


def _tells(target: str, change: Change, row: OwnRow) -> bool:
    """Return whether a target is about a change; a row written by hand that names an item is also
    about what the form prints below it."""
    if is_about(target, change.address):
        return True
    if row.row.targets or not isinstance(change, ItemChange):
        return False
    above = (place for place in change.answer.trail if isinstance(place, Answer))
    return any(is_about(target, answer.address) for answer in above if answer.address)


def is_about(target: str, address: str) -> bool:
    """Return whether a target is a changed address, what stands around it or within it.

    A target without ids is about every block of the lists it goes through.
    """
    parts, others = target.split("."), address.split(".")
    paired = list(zip(parts, others, strict=False))
    *above, (last, other) = paired
    if not all(part == found or part == without_ids(found) for part, found in above):
        return False
    return last in (other, without_ids(other)) or (
        len(parts) >= len(others) and other == without_ids(last)
    )
