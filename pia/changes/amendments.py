"""What holds for a change → its rows of 変更箇所, in the ways that people write them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, assert_never

from pia.changes.classify import Proposal, strictest
from pia.changes.compare import BlockChange, Change, ItemChange, names
from pia.changes.excerpt import (
    HEADING,
    NOTHING,
    REPLACED,
    Cells,
    Context,
    excerpt,
    marked,
    replaced_rows,
)
from pia.changes.judge import Need, Verdict
from pia.forms.definition import Item, Placement, Style
from pia.forms.index import TitleStyle, block_title, place_title, title
from pia.forms.walk import Answer, Place, text_of
from pia.japanese import wide
from pia.layout.marks import Marked
from pia.model.base import Checked, Kind, Option, keys_of
from pia.model.choices import Timing

FIGURE_ADDED, FIGURE_DELETED = "資料を追加", "資料を削除"
TICKED, BLANK = "[○]", "[　]"
# A 別紙 whose changed rows take more characters than this is told by their number.
LONG = 800


class Split(StrEnum):
    """What one row tells of: an item, or what stands under one ＜…における措置＞ of it."""

    ITEM = "item"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How rows are written.

    together: one row for several files that change alike. throughout: one 全般 row for a wording
    that changed in many items. item: one row for a numbered item with all that stands under its
    number.
    """

    context: Context = Context.CHANGED
    style: TitleStyle = TitleStyle.FORM
    split: Split = Split.ITEM
    together: bool = False
    throughout: bool = False
    item: bool = False


STANDARD = RowOptions()


class Choices(NamedTuple):
    """What a call says about how rows are written; None where it says nothing."""

    context: str | None = None
    style: str | None = None
    split: str | None = None
    together: bool | None = None
    throughout: bool | None = None
    item: bool | None = None

    def over(self, options: RowOptions) -> RowOptions:
        """Return the options with what was chosen in the place of what they say."""
        return RowOptions(
            Context(self.context or options.context),
            TitleStyle(self.style or options.style),
            Split(self.split or options.split),
            options.together if self.together is None else self.together,
            options.throughout if self.throughout is None else self.throughout,
            options.item if self.item is None else self.item,
        )


NONE = Choices()

YES_OR_NO: Mapping[str, object] = {"はい": True, "いいえ": False}
# What a key of `変更箇所:` in `pia.yaml` may say, and the option that it sets.
TABLE_KEYS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "記載": ("context", {"変わった段落": Context.CHANGED, "全文": Context.ALL}),
    "項目": (
        "style",
        {
            "様式の番号": TitleStyle.FORM,
            "短い番号": TitleStyle.SHORT,
            "シート名": TitleStyle.SHEET,
        },
    ),
    "区切り": ("split", {"項目": Split.ITEM, "見出し": Split.HEADING}),
    "同じ変更をまとめる": ("together", YES_OR_NO),
    "全般にまとめる": ("throughout", YES_OR_NO),
    "番号ごとにまとめる": ("item", YES_OR_NO),
}


@dataclass(frozen=True, slots=True, eq=False)
class Amendment:
    """A row of 変更箇所: what it says, and what holds for the changes that it tells of.

    within: the box or heading of the item that it tells of.
    """

    item: str
    before: Marked
    after: Marked
    verdicts: tuple[Verdict, ...]
    explanation: str = ""

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(verdict.change for verdict in self.verdicts)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(change.address for change in self.changes)

    @property
    def blocks(self) -> list[str]:
        """What the blocks are called that came or went: システム2."""
        blocks = (change.place for change in self.changes if isinstance(change, BlockChange))
        return list(dict.fromkeys(map(block_title, blocks)))

    @property
    def timing(self) -> Timing:
        """事前 as soon as one of the changes is."""
        timings = [verdict.timing for verdict in self.verdicts]
        return Timing.BEFORE if Timing.BEFORE in timings else Timing.AFTER

    @property
    def need(self) -> Need:
        """The need that outweighs the others."""
        needs = [verdict.need for verdict in self.verdicts]
        return next(need for need in Need if need in needs)

    @property
    def is_stale(self) -> bool:
        return any(verdict.is_stale for verdict in self.verdicts)

    @property
    def proposal(self) -> Proposal:
        return strictest([verdict.proposal for verdict in self.verdicts])


def amendments(
    verdicts: Iterable[Verdict], options: RowOptions, files: Mapping[str, str]
) -> list[Amendment]:
    """Return the rows of changes in their order, before any of them are joined.

    files: id → name of each file, to stand behind the number by which an item names it.
    """
    rows = (
        Amendment(_item(v.change, within, options.style, files), before, after, (v,))
        for v in verdicts
        for before, after, within in _cells(v.change, options)
    )
    return _with_alternatives(rows)


Told = tuple[Marked, Marked, str]  # 変更前, 変更後, and the box or heading within the item


def _cells(change: Change, options: RowOptions) -> list[Told]:
    """Return what the rows of a change say: one, or one for each heading that changed."""
    match change:
        case BlockChange():
            return [(*_block(change, options.context), "")]
        case ItemChange(unprinted=form) if form:
            return [(*_of_one_form(change), "")]
        case ItemChange():
            return _of_item(change, options)
        case _:
            assert_never(change)


def _of_item(change: ItemChange, options: RowOptions) -> list[Told]:
    match change.answer.item.kind:
        case Kind.IMAGE:
            return [(*_image(change), "")]
        case Kind.CHECKS:
            return [_boxes(change, options)]
        case Kind.CELLS:
            return [(*_table(change, options.context), "")]
        case _:
            return _texts(change, options)


def paragraphs(answer: Answer | None) -> list[str]:
    """Return an answer as the paragraphs that are compared: lines, records or rows."""
    if answer is None or not answer.is_given:
        return []
    item, value = answer.item, answer.value
    if item.numbered:
        return names(answer)
    if item.kind is Kind.COUNT:
        return [f"{item.label}　{text_of(item, value)}件"]
    if isinstance(value, tuple):
        return [_line(entry, answer) for entry in value]
    return text_of(item, value).split("\n")


def _line(entry: object, answer: Answer) -> str:
    """Return a record item, a column or a row of a 別紙 as one line."""
    match entry:
        case dict():
            columns = getattr(answer.context, "columns", ()) or tuple(entry)
            return "　".join(str(entry.get(column, "")) for column in columns)
        case Checked(option=option, text=text):
            return _box(answer.item, option, Checked(option, text))
        case _:
            return str(entry)


def _texts(change: ItemChange, options: RowOptions) -> list[Told]:
    before, after = paragraphs(change.before), paragraphs(change.after)
    if options.split is Split.ITEM:
        return [(*excerpt(before, after, options.context), "")]
    left, right = _by_heading(before), _by_heading(after)
    return [
        (*excerpt(left.get(heading, []), right.get(heading, []), options.context), heading)
        for heading in dict.fromkeys([*left, *right])
        if left.get(heading) != right.get(heading)
    ]


def _by_heading(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the lines below each heading, the heading with them; "" before the first."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in lines:
        if HEADING.fullmatch(line.strip()):
            heading = line.strip()
        sections.setdefault(heading, []).append(line)
    return sections


def _table(change: ItemChange, context: Context) -> Cells:
    """Return the changed rows of a 別紙, or how many there are if they are long."""
    cells = excerpt(paragraphs(change.before), paragraphs(change.after), context)
    is_replaced = change.before and change.before.is_given and change.after
    if context is Context.ALL or not is_replaced or sum(map(len, cells)) <= LONG:
        return cells
    return replaced_rows(change)


def _image(change: ItemChange) -> Cells:
    if change.before is None or not change.before.is_given:
        return Marked(NOTHING), Marked(FIGURE_ADDED)
    if change.after is None or not change.after.is_given:
        return Marked(REPLACED), Marked(FIGURE_DELETED)
    return Marked(REPLACED), Marked(REPLACED)


def _of_one_form(change: ItemChange) -> Cells:
    absent = Marked(f"{NOTHING}（{change.unprinted}にない項目）")
    present = Marked("\n".join(paragraphs(change.after or change.before)))
    return (absent, present) if change.before is None else (present, absent)


def _block(change: BlockChange, context: Context) -> Cells:
    content = [f"{_label(a.item)}　{_joined(a)}" for a in change.answers if a.is_given]
    shown = content if context is Context.ALL else []
    absent = f"{NOTHING}（{change.unprinted}にない項目）" if change.unprinted else ""
    name = block_title(change.place)
    if change.after:
        told = f"{name}を追加{_named(change)}"
        return Marked(absent or NOTHING), Marked("\n".join([told, *shown]))
    told = "\n".join([name, *(shown or content[:1])])
    return Marked(told), Marked(absent or f"{name}を削除")


def _named(block: BlockChange) -> str:
    """Return the name of a new block in brackets, empty for one without a name."""
    entry = block.answers[0].context
    name = getattr(entry, "name", None) or getattr(entry, "title", None)
    return f"（{name}）" if name else ""


def _label(item: Item) -> str:
    return item.number + item.label


def _joined(answer: Answer) -> str:
    return "\n".join(paragraphs(answer))


def _boxes(change: ItemChange, options: RowOptions) -> Told:
    """Return the boxes that changed; of one whose text alone changed the 広島 style shows that."""
    item = change.answer.item
    before, after = _ticked(change.before), _ticked(change.after)
    changed = [o for o in _in_order(item, before, after) if before.get(o) != after.get(o)]
    ticks = [o for o in changed if (o in before) != (o in after)]
    if options.style is TitleStyle.SHEET and len(changed) == 1 and not ticks:
        (option,) = changed
        texts = [(side[option].text or "").split("\n") for side in (before, after)]
        return (*excerpt(texts[0], texts[1], options.context), item.text_of(option))
    left = [_box(item, option, before.get(option)) for option in changed]
    right = [_box(item, option, after.get(option)) for option in changed]
    return (*marked("\n".join(left), "\n".join(right)), "")


Ticked = dict[Option, Checked[Option]]


def _ticked(answer: Answer | None) -> Ticked:
    boxes = (answer.value or ()) if answer else ()
    return {box.option: box for box in boxes if isinstance(box, Checked)}


def _in_order(item: Item, before: Ticked, after: Ticked) -> list[Option]:
    """Return the options of both sides as the form offers them, others behind."""
    return list(dict.fromkeys([*(o.option for o in item.offered), *before, *after]))


def _box(item: Item, option: Option, box: Checked[Option] | None) -> str:
    mark = TICKED if box else BLANK
    bracket = f"（{box.text}）" if box and box.text else ""
    return f"{mark}{item.text_of(option)}{bracket}"


def _item(change: Change, within: str, style: TitleStyle, files: Mapping[str, str]) -> str:
    """Return the cell 項目."""
    if isinstance(change, BlockChange):
        trail = change.trail[:-1]
        whole = place_title(trail, style) or change.place.section.per
        return _with_file(whole, trail[0], style, files) if trail else whole
    answer = change.answer
    first = next(place for place in answer.trail if isinstance(place, Place))
    if first.section.style is Style.ATTACHMENT:
        return f"{first.section.title}「{getattr(answer.context, 'title', '')}」"
    whole = _with_file(title(labelled(answer), style), first, style, files)
    return f"{whole} {within}".strip()


def _with_file(whole: str, part: Place, style: TitleStyle, files: Mapping[str, str]) -> str:
    """Return a path with the name of its file behind the number: Ⅱ（１）住民基本台帳ファイル 3."""
    number, name = f"（{wide(part.ordinal)}）", files.get(part.id)
    if style is not TitleStyle.FORM or not name:
        return whole
    before, found, behind = whole.partition(number)
    return f"{before}{found}{name} {behind.strip()}".strip() if found else whole


def labelled(answer: Answer) -> Answer:
    """Return the answer, or the one in whose cell it stands."""
    above = answer.trail[-1]
    is_within = answer.item.place in (Placement.INLINE, Placement.BOX)
    return above if is_within and isinstance(above, Answer) else answer


def _with_alternatives(rows: Iterable[Amendment]) -> list[Amendment]:
    """Let the row of a replaced image tell of its new alternative text as well."""
    kept: list[Amendment] = []
    for row in rows:
        if kept and _is_alternative_of(row.changes[0], kept[-1].changes[0]):
            kept[-1] = replace(kept[-1], verdicts=(*kept[-1].verdicts, *row.verdicts))
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
