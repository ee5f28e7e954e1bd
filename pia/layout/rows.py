"""Answers → headings and rows: what stands in a part of a form, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from pia.forms.definition import Form, Offered, OptionGroup, Placement, Section, Style
from pia.forms.walk import Answer, Block, answers_in, is_required, text_of
from pia.layout.exhibits import attachment, contents, cover, figure, table
from pia.layout.measure import box_group, choice
from pia.layout.tree import (
    Box,
    Boxes,
    BoxGroup,
    Bracketed,
    Choice,
    Content,
    Counted,
    Grid,
    Heading,
    Label,
    Line,
    Node,
    Records,
    Row,
    Sheet,
    Words,
)
from pia.model.base import Checked, Kind

# Characters of a row that stays on one page: of prose, of answers, of a table.
SHORT, LONGEST, SHORT_ROW = 150, 1500, 300
LINE = 10  # characters that a line takes at the least


class RowWriter:
    """The rows of a document. Knows what all its parts share: the form, where images stand, and
    whether there is anything in it."""

    def __init__(self, form: Form, folder: Path | None, is_published: bool, is_blank: bool) -> None:
        self.form = form
        self.folder = folder
        self.is_published = is_published
        self.is_blank = is_blank

    def of(self, parts: Sequence[Block]) -> Iterator[Node | Row]:
        """Yield what stands in parts that share a sheet."""
        for part in parts:
            yield from self._part(part)

    def _part(self, block: Block) -> Iterator[Node | Row]:
        match block.place.section.style:
            case Style.COVER:
                yield from cover(block, self.form, self._answer)
            case Style.CONTENTS:
                yield from contents(block, self.form)
            case Style.ATTACHMENT:
                yield from attachment(block, self._answer)
            case _:
                heading = _heading(block, 1)
                yield _told_apart(heading, _name(block), is_printed=self.is_published)
                yield from self._children(block)

    def _children(self, block: Block, group: str = "") -> Iterator[Node | Row]:
        for is_table, children in groupby(block.children, key=_is_table_row):
            if is_table:
                yield table([child for child in children if isinstance(child, Block)])
                continue
            for child in children:
                if isinstance(child, Block):
                    yield from self._block(child)
                elif child.item.place is not Placement.HEADING:
                    yield from self._answer(child, group)

    def _block(self, block: Block) -> Iterator[Node | Row]:
        section = block.place.section
        match section.style:
            case Style.GROUP:
                yield from self._children(block, section.number + section.title)
            case Style.BLOCK:
                yield from self._repeated(block)
            case Style.FIGURE:
                yield from figure(block, self.folder, self._answer)
            case Style.RISK:
                yield _heading(block, 3)
                yield from self._children(block)
            case _:
                yield _heading(block, 2)
                yield from self._children(block)

    def _repeated(self, block: Block) -> Iterator[Node | Row]:
        """A block under its heading, or under the row that stands in its place."""
        section, ordinal = block.place.section, block.place.ordinal
        yield from _ranges(section, ordinal, ordinal)
        label = Label(f"{section.title}{ordinal}")
        name = next((c for c in block.children if _is_name(c)), None)
        if isinstance(name, Answer):
            yield Row(label, tuple(contents_of(name)), address=name.address, leads=True)
        else:
            yield Heading(3, label, address=block.address)
        yield from self._children(block)
        if ordinal >= block.place.of:
            yield from _ranges(section, ordinal + 1, None)

    def _answer(self, answer: Answer, group: str = "", depth: int = 0) -> Iterator[Node | Row]:
        item = answer.item
        label = Label(item.number + item.label, item.mark)
        match item.place:
            case Placement.INLINE | Placement.BOX:
                return
            case Placement.BELOW:
                yield Heading(3, label)
                yield self._row(answer, None)
            case _ if item.kind is Kind.RECORDS:
                yield Records(tuple(answer.value or ()), answer.address, lines=self._lines(answer))
            case Placement.WIDE:
                yield self._row(answer, None)
            case _:
                yield self._row(answer, label, depth, group)
        if item.note:
            yield Row(None, (Words(item.note),))
        for below in answer.answers:
            yield from self._answer(below, group, depth=1)

    def _row(self, answer: Answer, label: Label | None, depth: int = 0, group: str = "") -> Row:
        contents = tuple(contents_of(answer))
        return Row(label, contents, depth, group, self._lines(answer), answer.address)

    def _lines(self, answer: Answer) -> int:
        """Return the least number of lines: more where something is to be written in by hand."""
        item = answer.item
        if answer.is_given or not (self.is_blank or is_required(item.required, answer.context)):
            return item.lines
        return max(item.lines, item.room)


def _heading(block: Block, level: int) -> Heading:
    section = block.place.section
    on_heading = [c for c in block.children if _is_on_heading(c)]
    boxes = [box for c in on_heading if isinstance(c, Answer) for box in boxes_of(c)]
    return Heading(level, Label(section.heading, section.mark), tuple(boxes), block.address)


def _name(block: Block) -> str:
    """Return what a part that repeats is about, as it says itself; empty for any other."""
    names = (a.value for a in answers_in(block) if a.item.numbered and block.place.ordinal)
    return str(next(filter(None, names), ""))


def _told_apart(heading: Heading, name: str, *, is_printed: bool) -> Heading:
    """Return the heading with what its part is about, in print or only where it is read out."""
    if not name or not is_printed:
        return replace(heading, about=name)
    return replace(heading, label=replace(heading.label, text=f"{heading.label.text}　{name}"))


def _is_on_heading(child: Block | Answer) -> bool:
    return isinstance(child, Answer) and child.item.place is Placement.HEADING


def _is_name(child: Block | Answer) -> bool:
    return _is_on_heading(child) and isinstance(child, Answer) and child.item.kind is Kind.LINE


def _is_table_row(child: Block | Answer) -> bool:
    return isinstance(child, Block) and child.place.section.style is Style.TABLE


def _ranges(section: Section, first: int, last: int | None) -> Iterator[Heading]:
    """Yield the group headings, such as システム2～5, that begin from `first` to `last`."""
    for begin, end in section.ranges:
        if first <= begin and (last is None or begin <= last):
            yield Heading(3, Label(f"{section.title}{begin}～{end}"))


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


def is_whole(row: Row) -> bool:
    """Return whether a row stays on one page: an answer with its options, or few words."""
    is_prose = any(isinstance(part, Words | Bracketed) for part in row.contents)
    length = _length(text for part in row.contents for text in _texts(part))
    return length <= (SHORT if is_prose else LONGEST)


def is_undivided(line: Line) -> bool:
    """Return whether a line is one piece where no label can stand again on the next page: boxes
    and options go over a page only where no page holds them."""
    return line.whole or any(isinstance(part, Choice | Boxes) for part in line.row.contents)


def is_kept(line: Line) -> bool:
    """Return whether a line stays with the next one, under the heading of both."""
    return line.kept or (bool(line.row.group) and not line.last)


def list_name(nodes: Sequence[Node], number: int) -> Row | None:
    """Return the row across the page that names the list behind a node."""
    match nodes[number : number + 2]:
        case [Grid(lines=(Line(row=Row(label=None) as row),)), Records()] if number >= 0:
            return row
    return None


def is_kept_node(sheet: Sheet, number: int) -> bool:
    """Return whether all of a node stays with the next: the tail of a sheet, the name of a list."""
    if list_name(sheet.nodes, number):
        return True
    return len(sheet.nodes) - sheet.tail <= number < len(sheet.nodes) - 1


def is_short(texts: Iterable[str]) -> bool:
    """Return whether a row of a table stays on one page."""
    return _length(texts) <= SHORT_ROW


def is_kept_row(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Return whether a row of a table stays with the next: no last one stands alone."""
    return 0 < number == len(rows) - 2 and all(map(is_short, rows[number:]))


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) + LINE * text.count("\n") for text in texts)


def _texts(part: Content) -> Iterator[str]:
    match part:
        case Words(text=text):
            yield text
        case Choice(chosen=chosen, options=options):
            yield from (chosen, *options)
        case Boxes(groups=groups):
            yield from (str(box) for group in groups for box in group.boxes)
        case _:
            yield str(part)
