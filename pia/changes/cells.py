"""A change → its two cells 変更前の記載 and 変更後の記載."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pia.changes.changed_words import marked
from pia.changes.compare import BlockChange, Change, ItemChange
from pia.changes.excerpt import HEADING, NOTHING, Cells, Context, excerpt
from pia.changes.version import names
from pia.forms.definition import Item
from pia.forms.paths import TitleStyle, block_title
from pia.forms.walk import Answer, text_of
from pia.layout.marks import Marked
from pia.model.base import Checked, Kind, Option

REPLACED, FIGURE_ADDED, FIGURE_DELETED = "資料の差し替え", "資料を追加", "資料を削除"
TICKED, BLANK = "[○]", "[　]"


class Split(StrEnum):
    """What one row tells of: an item, or what stands under one ＜…における措置＞ of it."""

    ITEM = "item"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Options:
    """How rows are written.

    together: one row for several files that change alike. throughout: one 全般 row for a wording
    that changed in many items.
    """

    context: Context = Context.CHANGED
    style: TitleStyle = TitleStyle.FORM
    split: Split = Split.ITEM
    together: bool = False
    throughout: bool = False

    @classmethod
    def named(
        cls, context: str, style: str, split: str, *, together: bool, throughout: bool
    ) -> "Options":
        """Return the options that a command line names."""
        return cls(Context(context), TitleStyle(style), Split(split), together, throughout)


class Told(NamedTuple):
    """The cells of one row. within: the box or heading of the item that it tells of."""

    before: Marked
    after: Marked
    within: str = ""


def cells(change: Change, options: Options) -> list[Told]:
    """Return what the rows of a change say: one, or one for each heading that changed."""
    if isinstance(change, BlockChange):
        return [Told(*_block(change, options.context))]
    if change.unprinted:
        return [Told(*_of_one_form(change))]
    match change.answer.item.kind:
        case Kind.IMAGE:
            return [Told(*_image(change))]
        case Kind.CHECKS:
            return [_boxes(change, options)]
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


def _texts(change: ItemChange, options: Options) -> list[Told]:
    before, after = paragraphs(change.before), paragraphs(change.after)
    if options.split is Split.ITEM:
        return [Told(*excerpt(before, after, options.context))]
    left, right = _by_heading(before), _by_heading(after)
    return [
        Told(*excerpt(left.get(heading, []), right.get(heading, []), options.context), heading)
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
    name = block_title(change.place)
    content = [f"{_label(a.item)}　{_joined(a)}" for a in change.answers if a.is_given]
    shown = content if context is Context.ALL else []
    absent = f"{NOTHING}（{change.unprinted}にない項目）" if change.unprinted else ""
    if change.after:
        return Marked(absent or NOTHING), Marked("\n".join([f"{name}を追加", *shown]))
    told = "\n".join([name, *(shown or content[:1])])
    return Marked(told), Marked(absent or f"{name}を削除")


def _label(item: Item) -> str:
    return item.number + item.label


def _joined(answer: Answer) -> str:
    return "\n".join(paragraphs(answer))


def _boxes(change: ItemChange, options: Options) -> Told:
    """Return the boxes that changed; of one whose text alone changed the 広島 style shows that."""
    item = change.answer.item
    before, after = _ticked(change.before), _ticked(change.after)
    changed = [o for o in _in_order(item, before, after) if before.get(o) != after.get(o)]
    ticks = [o for o in changed if (o in before) != (o in after)]
    if options.style is TitleStyle.SHEET and len(changed) == 1 and not ticks:
        (option,) = changed
        texts = [(side[option].text or "").split("\n") for side in (before, after)]
        return Told(*excerpt(texts[0], texts[1], options.context), item.text_of(option))
    left = [_box(item, option, before.get(option)) for option in changed]
    right = [_box(item, option, after.get(option)) for option in changed]
    return Told(*marked("\n".join(left), "\n".join(right)))


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
