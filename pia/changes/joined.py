"""Rows that tell of several changes at once, for those who want them so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pia.changes.amendments import Amendment, RowOptions, labelled, paragraphs
from pia.changes.compare import BlockChange, ItemChange
from pia.changes.excerpt import marked, starts
from pia.changes.judge import Verdict
from pia.changes.kinds import COMMON, FORMAL, replacements
from pia.forms.index import title
from pia.forms.walk import Answer, Place
from pia.layout.marks import Marked, Stretch
from pia.model.base import Kind

THROUGHOUT = "全般"
# A wording is worth a row of its own when it changed in so many items.
MANY = 3
# So many wordings, the most frequent, are looked for throughout.
MOST = 50


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A wording that changed in many items, and the rows that tell of nothing else."""

    before: str
    after: str
    rows: tuple[Amendment, ...]


def joined(found: list[Amendment], options: RowOptions) -> list[Amendment]:
    """Return the rows with those joined that the options want as one."""
    if options.throughout:
        found = _with_wordings(found)
    if options.together:
        found = list(_together(found, options))
    return list(_by_item(found)) if options.item else found


def wordings(found: Sequence[Amendment]) -> list[Wording]:
    """Return the wordings that changed throughout, the most frequent first.

    A wording that changes the substance of a ※ item is none: each such item keeps its row.
    """
    texts = {row: pair for row in found if (pair := _texts(row)) and _may_join(row)}
    every = Counter(pair for pair in map(_only_replacement, texts.values()) if pair)
    proposals: list[Wording] = []
    told: set[Amendment] = set()
    for (before, after), _ in every.most_common(MOST):
        alike = tuple(
            row
            for row, (old, new) in texts.items()
            if row not in told and old.replace(before, after) == new
        )
        if len({address for row in alike for address in row.addresses}) >= MANY:
            lead = _common_lead([texts[row][0] for row in alike], before)
            proposals.append(Wording(lead + before, lead + after, alike))
            told.update(alike)
    return proposals


def _may_join(row: Amendment) -> bool:
    """Return whether a row is no change of substance that a ※ item would be lost with."""
    return all(
        v.proposal.kind in FORMAL | COMMON or not v.proposal.ground.needs_decision
        for v in row.verdicts
    )


def _texts(row: Amendment) -> tuple[str, str] | None:
    """Return the full texts of a row that tells of one answer in words."""
    (change, *more) = row.changes
    if more or isinstance(change, BlockChange) or change.unprinted:
        return None
    if change.answer.item.kind not in (Kind.LINE, Kind.PROSE):
        return None
    before, after = paragraphs(change.before), paragraphs(change.after)
    return ("\n".join(before), "\n".join(after)) if before and after else None


def _only_replacement(texts: tuple[str, str]) -> tuple[str, str] | None:
    """Return the wording that is replaced, if nothing else is done."""
    pairs = set(replacements(*texts))
    if len(pairs) != 1:
        return None
    (pair,) = pairs
    return pair if texts[0].replace(*pair) == texts[1] else None


def _common_lead(texts: Sequence[str], wording: str) -> str:
    """Return the word that stands before a wording wherever it stands."""
    leads = [lead for text in texts for lead in text.split(wording)[:-1]]
    lead = ""
    for before in zip(*(reversed(text) for text in leads), strict=False):
        sign, *others = set(before)
        if others or not sign.isalnum():
            break
        lead = sign + lead
    return lead


def _with_wordings(found: Sequence[Amendment]) -> list[Amendment]:
    """Put one row, at the end, in the place of all that tell of the same wording."""
    common = wordings(found)
    told = {row for wording in common for row in wording.rows}
    rest = [row for row in found if row not in told]
    return [*rest, *map(_general, common)]


def _general(wording: Wording) -> Amendment:
    items = "、".join(dict.fromkeys(row.item for row in wording.rows))
    item = f"{THROUGHOUT}\n（{items}）"
    return Amendment(item, *marked(wording.before, wording.after), _verdicts(wording.rows))


def _together(found: Sequence[Amendment], options: RowOptions) -> Iterator[Amendment]:
    """Yield the rows with those of several files that change alike as one."""
    groups: dict[object, list[Amendment]] = {}
    for row in found:
        groups.setdefault(_alike(row), []).append(row)
    for group in groups.values():
        yield group[0] if len(group) == 1 else _joined(group, options)


def _alike(row: Amendment) -> object:
    """Return what rows of several files have in common; the row itself for any other."""
    change = row.changes[0]
    if len(row.changes) > 1 or not isinstance(change, ItemChange) or _file(change) is None:
        return id(row)
    _, _, within = change.address.partition("]")
    return within, str(row.before), str(row.after)


def _file(change: ItemChange) -> Place | None:
    """Return the entry of a list of parts that the change is in, such as a file."""
    first = change.answer.trail[0]
    return first if isinstance(first, Place) and first.section.per else None


def _joined(group: Sequence[Amendment], options: RowOptions) -> Amendment:
    answers = [
        labelled(c.answer) for row in group for c in row.changes if isinstance(c, ItemChange)
    ]
    places = [answer.trail[0] for answer in answers]
    alike = [place for place in places if isinstance(place, Place)]
    whole, single = title(answers[0], options.style), title(answers[0], options.style, alike)
    within = group[0].item.removeprefix(whole)
    return replace(group[0], item=single + within, verdicts=_verdicts(group))


def _verdicts(rows: Sequence[Amendment]) -> tuple[Verdict, ...]:
    return tuple(verdict for row in rows for verdict in row.verdicts)


def _by_item(found: Sequence[Amendment]) -> Iterator[Amendment]:
    """Yield rows that follow one another under one number of the form as one row."""
    for _, group in groupby(found, key=_numbered):
        rows = list(group)
        yield rows[0] if len(rows) == 1 else _of_item(rows)


def _numbered(row: Amendment) -> object:
    """Return the address of the numbered item that a row stands under; the row if it has none."""
    (change, *more) = row.changes
    if more or isinstance(change, BlockChange) or not change.answer.address:
        return id(row)
    return _topmost(change.answer).address


def _topmost(answer: Answer) -> Answer:
    return next(above for above in (*answer.trail, answer) if isinstance(above, Answer))


def _of_item(rows: Sequence[Amendment]) -> Amendment:
    """Return one row; what has a label of its own below the number has it in the cells."""
    before, after = (
        _stacked([part for row in rows for part in _labelled(row, side)])
        for side in ("before", "after")
    )
    return Amendment(_shortest(rows), before, after, _verdicts(rows))


def _labelled(row: Amendment, side: str) -> list[Marked]:
    """Return a cell, below its label where the number has more than one."""
    label = _label(row)
    return [*([Marked(f"（{label}）")] if label else []), getattr(row, side)]


def _label(row: Amendment) -> str:
    change = row.changes[0]
    assert isinstance(change, ItemChange)
    return "" if _topmost(change.answer) is change.answer else change.answer.item.label


def _shortest(rows: Sequence[Amendment]) -> str:
    return min((row.item for row in rows), key=len)


def _stacked(parts: Sequence[Marked]) -> Marked:
    """Return marked texts as one, each on lines of its own."""
    begins = starts([f"{part}\n" for part in parts])
    moved = (
        Stretch(start + s.start, start + s.end)
        for start, part in zip(begins, parts, strict=False)
        for s in part.stretches
    )
    return Marked("\n".join(parts), tuple(moved))
