"""Changes → rows of 変更箇所 as people write them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pia.changes.cells import Options, Told, cells, paragraphs
from pia.changes.changed_words import marked, replacements
from pia.changes.compare import BlockChange, Change, Comparison, ItemChange
from pia.forms.definition import Placement, Style
from pia.forms.paths import TitleStyle, place_title, title
from pia.forms.walk import Answer, Place
from pia.layout.marks import Marked
from pia.model.base import Kind, keys_of

THROUGHOUT = "全般"
# A wording is worth a row of its own when it changed in so many items.
MANY = 3

_FIRST_ID = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row before its 提出時期 is known, with the changes that it tells of."""

    item: str
    before: Marked
    after: Marked
    changes: tuple[Change, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(change.address for change in self.changes)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A wording that changed in many items, and the rows that tell of nothing else."""

    before: str
    after: str
    rows: tuple[Row, ...]


def rows(comparison: Comparison, options: Options | None = None) -> list[Row]:
    """Return the rows of a comparison in printed order, written as the options say."""
    options = options or Options()
    return joined(single_rows(comparison, options), options)


def single_rows(comparison: Comparison, options: Options) -> list[Row]:
    """Return the rows before any of them are joined."""
    return _with_alternatives(
        _row(change, told, options)
        for change in comparison.changes
        for told in cells(change, options)
    )


def joined(found: list[Row], options: Options) -> list[Row]:
    """Return the rows with those joined that the options want as one."""
    if options.throughout:
        found = _with_wordings(found)
    return list(_together(found, options)) if options.together else found


def wordings(found: Sequence[Row]) -> list[Wording]:
    """Return the wordings that changed throughout, the most frequent first."""
    pairs = {row: pair for row in found if (pair := _only_replacement(row))}
    every = list(pairs.values())
    proposals: list[Wording] = []
    told: set[Row] = set()
    for before, after in sorted(dict.fromkeys(every), key=every.count, reverse=True):
        alike = tuple(r for r in found if r not in told and _is_all(r, before, after))
        if len({address for row in alike for address in row.addresses}) >= MANY:
            lead = _common_lead([_texts(row) for row in alike], before)
            proposals.append(Wording(lead + before, lead + after, alike))
            told.update(alike)
    return proposals


def _row(change: Change, told: Told, options: Options) -> Row:
    return Row(_item(change, told.within, options.style), told.before, told.after, (change,))


def _item(change: Change, within: str, style: TitleStyle) -> str:
    if isinstance(change, BlockChange):
        return place_title(change.trail[:-1], style) or change.place.section.per
    answer = change.answer
    section = next(place.section for place in answer.trail if isinstance(place, Place))
    if section.style is Style.ATTACHMENT:
        return f"{section.title}「{getattr(answer.context, 'title', '')}」"
    return f"{title(_labelled(answer), style)} {within}".strip()


def _labelled(answer: Answer) -> Answer:
    """Return the answer, or the one in whose cell it stands."""
    above = answer.trail[-1]
    is_within = answer.item.place in (Placement.INLINE, Placement.BOX)
    return above if is_within and isinstance(above, Answer) else answer


def _with_alternatives(found: Iterable[Row]) -> list[Row]:
    """Let the row of a replaced image tell of its new alternative text as well."""
    kept: list[Row] = []
    for row in found:
        if kept and _is_alternative_of(row.changes[0], kept[-1].changes[0]):
            kept[-1] = replace(kept[-1], changes=(*kept[-1].changes, *row.changes))
        else:
            kept.append(row)
    return kept


def _is_alternative_of(change: Change, other: Change) -> bool:
    if isinstance(change, BlockChange) or isinstance(other, BlockChange):
        return False
    above, _, key = change.address.rpartition(".")
    is_alternative = keys_of(type(change.answer.context)).get(key) == "alternative"
    is_image = other.answer.item.kind is Kind.IMAGE
    return is_alternative and is_image and other.address.rpartition(".")[0] == above


def _texts(row: Row) -> tuple[str, str] | None:
    """Return the full texts of a row that tells of one answer in words."""
    (change, *more) = row.changes
    if more or isinstance(change, BlockChange) or change.unprinted:
        return None
    if change.answer.item.kind not in (Kind.LINE, Kind.PROSE):
        return None
    before, after = paragraphs(change.before), paragraphs(change.after)
    return "\n".join(before), "\n".join(after)


def _only_replacement(row: Row) -> tuple[str, str] | None:
    """Return the wording that a row replaces, if it does nothing else."""
    texts = _texts(row)
    if texts is None or not all(texts):
        return None
    pairs = set(replacements(*texts))
    if len(pairs) != 1:
        return None
    (pair,) = pairs
    return pair if texts[0].replace(*pair) == texts[1] else None


def _is_all(row: Row, before: str, after: str) -> bool:
    texts = _texts(row)
    return texts is not None and texts[0].replace(before, after) == texts[1]


def _common_lead(texts: Sequence[tuple[str, str] | None], wording: str) -> str:
    """Return the word that stands before a wording wherever it stands."""
    leads = [lead for pair in texts if pair for lead in pair[0].split(wording)[:-1]]
    lead = ""
    for before in zip(*(reversed(text) for text in leads), strict=False):
        if len(set(before)) > 1 or not before[0].isalnum():
            break
        lead = before[0] + lead
    return lead


def _with_wordings(found: Sequence[Row]) -> list[Row]:
    """Put one row, at the end, in the place of all that tell of the same wording."""
    common = wordings(found)
    told = {row for wording in common for row in wording.rows}
    rest = [row for row in found if row not in told]
    return [*rest, *map(_general, common)]


def _general(wording: Wording) -> Row:
    changes = tuple(change for row in wording.rows for change in row.changes)
    return Row(THROUGHOUT, *marked(wording.before, wording.after), changes)


def _together(found: Sequence[Row], options: Options) -> Iterator[Row]:
    """Yield the rows with those of several files that change alike as one."""
    groups: dict[object, list[Row]] = {}
    for row in found:
        groups.setdefault(_alike(row), []).append(row)
    for group in groups.values():
        yield group[0] if len(group) == 1 else _joined(group, options)


def _alike(row: Row) -> object:
    """Return what rows of several files have in common; the row itself for any other."""
    change = row.changes[0]
    if len(row.changes) > 1 or not isinstance(change, ItemChange) or _file(change) is None:
        return id(row)
    return _FIRST_ID.sub("", change.address, count=1), str(row.before), str(row.after)


def _file(change: ItemChange) -> Place | None:
    """Return the entry of a list of parts that the change is in, such as a file."""
    first = change.answer.trail[0]
    return first if isinstance(first, Place) and first.section.per else None


def _joined(group: Sequence[Row], options: Options) -> Row:
    changes = tuple(change for row in group for change in row.changes)
    answers = [_labelled(c.answer) for c in changes if isinstance(c, ItemChange)]
    places = [answer.trail[0] for answer in answers]
    alike = [place for place in places if isinstance(place, Place)]
    whole, single = title(answers[0], options.style), title(answers[0], options.style, alike)
    within = group[0].item.removeprefix(whole)
    return replace(group[0], item=single + within, changes=changes)
