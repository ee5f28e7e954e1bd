"""One answer → what stands beside its label."""

from collections.abc import Iterator

from pia.forms.definition import Offered, OptionGroup, Placement
from pia.forms.walk import Answer, text_of
from pia.layout.tree import Box, Boxes, BoxGroup, Bracketed, Choice, Content, Counted, Words
from pia.model.base import Checked, Kind


def contents_of(answer: Answer) -> Iterator[Content]:
    """Yield the value of an answer and of those that stand behind it."""
    item = answer.item
    match item.kind:
        case Kind.CHOICE:
            yield Choice(text_of(item, answer.value), tuple(o.text for o in item.offered))
        case Kind.CHECKS if not isinstance(answer.value, str):
            yield Boxes(tuple(_group(group, answer) for group in item.groups), item.columns)
        case _:
            yield Words(text_of(item, answer.value), item.centred)
    for below in answer.answers:
        if below.item.place is Placement.INLINE:
            yield _inline(below)


def boxes_of(answer: Answer) -> Iterator[Box]:
    """Yield every box of an answer, ticked or not."""
    for group in answer.item.groups:
        yield from _group(group, answer).boxes


def _inline(answer: Answer) -> Content:
    text = text_of(answer.item, answer.value)
    if answer.item.kind is Kind.COUNT:
        return Counted(text)
    return Bracketed(answer.item.label, text)


def _group(group: OptionGroup, answer: Answer) -> BoxGroup:
    return BoxGroup(group.label, tuple(_box(offered, answer) for offered in group.offered))


def _box(offered: Offered, answer: Answer) -> Box:
    ticked = {box.option: box for box in answer.value or () if isinstance(box, Checked)}
    found = ticked.get(offered.option)
    within = [a for a in answer.answers if a.item.box == offered.option]
    if within:
        count = text_of(within[0].item, within[0].value)
        return Box(offered.text, found is not None, count, unit="件")
    bracket = (found.text or "") if found else ""
    return Box(offered.text, found is not None, bracket if offered.option.bracket else None)
