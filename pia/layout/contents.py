"""One answer → what stands beside its label: words, a choice, boxes packed to lines."""

from collections.abc import Iterator, Sequence

from pia.forms.definition import Offered, OptionGroup, Placement
from pia.forms.walk import Answer, text_of
from pia.layout.measure import fits, width
from pia.layout.tree import Box, Boxes, BoxGroup, Bracketed, Choice, Content, Counted, Words
from pia.model.base import Checked, Kind

VALUE_WIDTH = 43.0  # em of the size of boxes: what every format has beside a label
OPTION_WIDTH = 16.0  # em of the size of options: what each of two has side by side
WIDEST = 25.0  # em of a box; a longer one goes on below
GUTTER = 0.5  # em between two boxes


def contents_of(answer: Answer) -> Iterator[Content]:
    """Yield the value of an answer and of those that stand behind it."""
    item = answer.item
    match item.kind:
        case Kind.CHOICE:
            yield choice(text_of(item, answer.value), [o.text for o in item.offered])
        case Kind.CHECKS if not isinstance(answer.value, str):
            yield Boxes(tuple(_group(group, answer) for group in item.groups))
        case _:
            yield Words(text_of(item, answer.value), item.centred)
    for below in answer.answers:
        if below.item.place is Placement.INLINE:
            yield _inline(below)


def boxes_of(answer: Answer) -> Iterator[Box]:
    """Yield every box of an answer, ticked or not."""
    for group in answer.item.groups:
        yield from (_box(offered, answer) for offered in group.offered)


def choice(chosen: str, options: Sequence[str]) -> Choice:
    """Return a choice with its options numbered, two to a line where two fit."""
    numbered = [f"{n}) {text}" for n, text in enumerate(options, start=1)]
    return Choice(chosen, tuple(options), tuple(_paired(numbered)))


def _paired(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    held: tuple[str, ...] = ()
    for text in texts:
        is_long = not fits(text, OPTION_WIDTH)
        if held and (is_long or len(held) == 2):
            yield held
            held = ()
        if is_long:
            yield (text,)
        else:
            held = (*held, text)
    if held:
        yield held


def box_group(label: str, boxes: Sequence[Box], grid: Sequence[int]) -> BoxGroup:
    """Return boxes packed to lines. grid: boxes on each line; the last counts for the rest."""
    lines: list[tuple[Box, ...]] = []
    left = tuple(boxes)
    while left:
        count = grid[min(len(lines), len(grid) - 1)]
        lines.append(left[:count])
        left = left[count:]
    return BoxGroup(label, tuple(lines), tuple(_shares(lines)))


def _shares(lines: Sequence[Sequence[Box]]) -> Iterator[float]:
    """Yield the share of the width of each column: equal ones, unless a box needs more."""
    columns = max(map(len, lines), default=1)
    needed = [min(column_width(lines, n) + GUTTER, WIDEST) for n in range(columns)]
    if max(needed) <= VALUE_WIDTH / columns:
        needed = [VALUE_WIDTH / columns] * columns
    spare = max(0.0, VALUE_WIDTH - sum(needed)) / columns
    total = max(VALUE_WIDTH, sum(needed))
    yield from ((need + spare) / total for need in needed)


def column_width(lines: Sequence[Sequence[Box]], column: int) -> float:
    """Return the width in em of the widest box of a column; the last of a short line counts not."""
    columns = max(map(len, lines), default=1)
    reach = [line for line in lines if column < len(line) - 1 or len(line) == columns]
    return max((width(str(line[column])) for line in reach), default=0.0)


def _inline(answer: Answer) -> Content:
    text = text_of(answer.item, answer.value)
    if answer.item.kind is Kind.COUNT:
        return Counted(text)
    return Bracketed(answer.item.label, text)


def _group(group: OptionGroup, answer: Answer) -> BoxGroup:
    boxes = [_box(offered, answer) for offered in group.offered]
    return box_group(group.label, boxes, group.grid)


def _box(offered: Offered, answer: Answer) -> Box:
    ticked = {box.option: box for box in answer.value or () if isinstance(box, Checked)}
    found = ticked.get(offered.option)
    within = [a for a in answer.answers if a.item.box == offered.option]
    if within:
        count = text_of(within[0].item, within[0].value)
        return Box(offered.text, found is not None, count, unit="件")
    bracket = (found.text or "") if found else ""
    return Box(offered.text, found is not None, bracket if offered.option.bracket else None)
