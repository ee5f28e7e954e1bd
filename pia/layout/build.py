"""Answers → layout tree."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from pia.forms.definition import Form, Placement, Section, Style
from pia.forms.told import rows_about_black
from pia.forms.walk import Answer, Block, Place, answers_in, is_required, unfold
from pia.japanese import wareki, wide
from pia.layout.arrange import Draft, arrange, explained
from pia.layout.contents import boxes_of, contents_of
from pia.layout.exhibits import attachment, figure
from pia.layout.tables import label_of, one_row_table, table
from pia.layout.theme import Theme, standard
from pia.layout.tree import (
    Contents,
    Edition,
    Entry,
    Heading,
    Label,
    Layout,
    Node,
    Note,
    Records,
    Row,
    Words,
)
from pia.model.base import Kind
from pia.model.published import hidden_from, published
from pia.model.root import Root

DRAFT_DAY = date(2000, 1, 1)


def build(
    form: Form,
    content: Root,
    folder: Path,
    edition: Edition = Edition.SUBMITTED,
    theme: Theme | None = None,
) -> Layout:
    """Return the layout of a document. folder: where the paths of its images start.

    The published edition has contents of all sections and the meaning of ※, and is without what
    is 非公表.
    """
    is_published = edition is Edition.PUBLISHED
    theme = theme or standard()
    if is_published:
        theme = theme.retold(hidden_from(content))
        content = published(content, rows_about_black(form, content).telling)
    blocks = unfold(form, content)
    if is_blank := not any(map(_says_something, blocks)):
        blocks = unfold(form, form.root())  # the ids of a new source are no entries yet
    blocks = tuple(block for block in blocks if not _is_needless(block))
    pages = [tuple(page) for _, page in groupby(blocks, key=_page)]
    name, organisation, day = content.caption()
    builder = _Builder(form, folder, is_published, is_blank)
    drafts: Sequence[Draft] = [
        Draft(_sheet_name(page[0].place), tuple(builder.parts(page)), _is_wide(page))
        for page in pages
    ]
    if is_published:
        drafts = explained(drafts, form.significance)
    return Layout(
        title=form.title,
        name=name,
        organisation=organisation,
        date=wareki(day) if isinstance(day, date) else str(day or ""),
        stamp=f"{(day if isinstance(day, date) else DRAFT_DAY).isoformat()}T00:00:00Z",
        foot=form.foot,
        sheets=arrange(drafts),
        significance=form.significance,
        edition=edition,
        theme=theme,
    )


def _page(block: Block) -> tuple[str, int]:
    """Return what parts that follow one another share when they stand on one sheet."""
    return block.place.section.sheet, block.place.ordinal


def _sheet_name(place: Place) -> str:
    """Return the part, and the file's id where several files have one."""
    return place.section.sheet + (f"_{place.id}" if place.of > 1 else "")


def _is_wide(page: Sequence[Block]) -> bool:
    return page[0].place.section.landscape


def _says_something(node: Block | Answer) -> bool:
    """Return whether somebody wrote an answer here, or a second entry of a list."""
    if isinstance(node, Block):
        return node.place.of > 1 or any(map(_says_something, node.children))
    is_written = node.is_given and node.item.is_own and not node.item.derive
    return is_written or any(map(_says_something, node.answers))


def _is_needless(block: Block) -> bool:
    """Return whether a block stands for an attachment that does not exist."""
    return block.place.blank and block.place.section.style is Style.ATTACHMENT


class _Builder:
    """Knows what all parts of one layout share: the form, where images stand, and whether there
    is anything in it."""

    def __init__(self, form: Form, folder: Path, is_published: bool, is_blank: bool) -> None:
        self.form = form
        self.folder = folder
        self.is_published = is_published
        self.is_blank = is_blank

    def parts(self, blocks: Sequence[Block]) -> Iterator[Node | Row]:
        for block in blocks:
            yield from self.part(block)

    def part(self, block: Block) -> Iterator[Node | Row]:
        match block.place.section.style:
            case Style.COVER:
                yield from self._cover(block)
            case Style.CONTENTS:
                yield from self._contents(block)
            case Style.ATTACHMENT:
                yield from attachment(block, self._answer)
            case _:
                heading = _heading(block, 1)
                yield _told_apart(heading, _name(block), is_printed=self.is_published)
                yield from self._children(block)

    def _cover(self, block: Block) -> Iterator[Node | Row]:
        yield Heading(0, Label(self.form.title))
        answers = [child for child in block.children if isinstance(child, Answer)]
        for place, group in groupby(answers, key=lambda answer: answer.item.place):
            match place:
                case Placement.COLUMN:
                    yield one_row_table(list(group))
                case Placement.BELOW:
                    for answer in group:
                        yield one_row_table([answer])
                case _:
                    for answer in group:
                        yield from self._answer(answer)
        yield Note(self.form.foot, right=True)

    def _contents(self, block: Block) -> Iterator[Node | Row]:
        yield Heading(0, Label(block.place.section.title))
        parts = [part for part in self.form.parts if part.style in (Style.PART, Style.ANNEX)]
        yield Contents(tuple(Entry(part.heading) for part in parts))

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
            yield Row(label, tuple(contents_of(name)), address=name.address)
        else:
            yield Heading(3, label, address=block.address)
        yield from self._children(block)
        if ordinal >= block.place.of:
            yield from _ranges(section, ordinal + 1, None)

    def _answer(self, answer: Answer, group: str = "", depth: int = 0) -> Iterator[Node | Row]:
        item, label = answer.item, label_of(answer.item)
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
    return Heading(level, Label(_title(section), section.mark), tuple(boxes), block.address)


def _name(block: Block) -> str:
    """Return what a part that repeats is about, as it says itself; empty for any other."""
    names = (a.value for a in answers_in(block) if a.item.numbered and block.place.ordinal)
    return str(next(filter(None, names), ""))


def _told_apart(heading: Heading, name: str, *, is_printed: bool) -> Heading:
    """Return the heading with what its part is about, in print or only where it is read out."""
    if not name or not is_printed:
        return replace(heading, about=name)
    return replace(heading, label=replace(heading.label, text=f"{heading.label.text}　{name}"))


def _title(section: Section) -> str:
    match section.style:
        case Style.SECTION:
            return f"{wide(section.number)}．{section.title}"
        case Style.RISK if section.number:
            return f"{section.number}：　{section.title}"
        case _:
            return section.heading


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
