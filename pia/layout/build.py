"""A document → its layout: answers to rows, rows to sheets, sheets with names and anchors.

Every thing that can be cited has an anchor that nothing else has; headings have a depth that
never skips a level, as accessible documents ask. What stays together on a page is said here for
the formats that are paged by the program that shows them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, takewhile
from pathlib import Path

from pia.forms.definition import Form, Style
from pia.forms.find import rows_about_black
from pia.forms.walk import Answer, Block, Place, unfold
from pia.layout.exhibits import fitted, linked
from pia.layout.rows import RowWriter, is_whole
from pia.layout.theme import Theme, standard
from pia.layout.tree import (
    Contents,
    Edition,
    Entry,
    Figure,
    Grid,
    Heading,
    Label,
    Layout,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
)
from pia.model.published import hidden_from, published
from pia.model.root import Root

DRAFT_DAY = date(2000, 1, 1)
TITLE = "目次"
LISTED = (1, 2)  # levels of headings that the contents of the published edition list
LONGEST_NAME = 31  # of a sheet: UTF-16 code units, as Excel counts, 𠮷 is two
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
MOST_ROWS = 6  # at the end of a sheet


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A sheet before it is arranged: its rows stand among the other nodes."""

    name: str
    nodes: tuple[Node | Row, ...]
    landscape: bool = False


def build(
    form: Form,
    content: Root,
    folder: Path | None,
    edition: Edition = Edition.SUBMITTED,
    theme: Theme | None = None,
) -> Layout:
    """Return the layout of a document. folder: where the paths of its images start, None for a
    layout without its images.

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
    rows = RowWriter(form, folder, is_published, is_blank)
    drafts: Sequence[SheetDraft] = [
        SheetDraft(_sheet_name(page[0].place), tuple(rows.of(page)), _is_wide(page))
        for page in pages
    ]
    if is_published:
        drafts = explained(drafts, form.significance)
    return Layout(
        title=form.title,
        name=name,
        organisation=organisation,
        stamp=f"{(day if isinstance(day, date) else DRAFT_DAY).isoformat()}T00:00:00Z",
        foot=form.foot,
        sheets=arrange(drafts),
        significance=form.significance,
        edition=edition,
        theme=theme,
    )


def _page(block: Block) -> tuple[str, int]:
    """Return what parts that follow one another share when they stand on one sheet."""
    section = block.place.section
    return section.sheet, 0 if section.together else block.place.ordinal


def _sheet_name(place: Place) -> str:
    """Return the part, and the file's id where several files have one."""
    is_apart = place.of > 1 and not place.section.together
    return place.section.sheet + (f"_{place.id}" if is_apart else "")


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


def arrange(drafts: Iterable[SheetDraft]) -> tuple[Sheet, ...]:
    """Return the sheets of a document, each under a name of its own."""
    held = list(drafts)
    counter = _Counter()
    names = _names([draft.name for draft in held])
    sheets = [_sheet(name, draft, counter) for name, draft in zip(names, held, strict=True)]
    titles = [(sheet.name, n) for sheet in sheets for n in sheet.nodes if isinstance(n, Heading)]
    return tuple(
        replace(
            sheet,
            nodes=tuple(linked(n, titles) if isinstance(n, Contents) else n for n in sheet.nodes),
        )
        for sheet in sheets
    )


def _sheet(name: str, draft: SheetDraft, counter: "_Counter") -> Sheet:
    nodes = tuple(
        fitted(node, landscape=draft.landscape) if isinstance(node, Table) else node
        for node in counter.nodes(draft.nodes)
    )
    return Sheet(name, nodes, draft.landscape, tail_of(nodes))


class _Counter:
    """Counts headings and keeps the anchors already given."""

    def __init__(self) -> None:
        self.headings = 0
        self.above: list[int] = []  # the levels of the headings that the next one may stand under
        self.taken: set[str] = set()

    def nodes(self, nodes: Sequence[Node | Row]) -> Iterator[Node]:
        by_kind = groupby(nodes, key=lambda node: isinstance(node, Row))
        groups = [list(group) for _, group in by_kind]
        for group, behind in zip(groups, [*groups[1:], []], strict=False):
            rows = [node for node in group if isinstance(node, Row)]
            if rows:
                *lines, last = self._lines(rows)
                names_a_list = bool(behind) and isinstance(behind[0], Records)
                yield Grid((*lines, replace(last, kept=last.kept or names_a_list)))
            else:
                yield from (self._node(n) for n in group if not isinstance(n, Row))

    def _node(self, node: Node) -> Node:
        match node:
            case Heading():
                return self._heading(node)
            case Table() | Records() | Figure():
                return replace(node, anchor=self._anchor(node.address))
            case Grid() | Contents() | Note():
                return node

    def _heading(self, node: Heading) -> Heading:
        self.headings += 1
        anchor = f"h{self.headings}"
        if node.level == 0 and self.headings == 1:
            return replace(node, depth=0, anchor=anchor)
        level = max(node.level, 1)
        self.above = [*takewhile(lambda other: other < level, self.above), level]
        return replace(node, depth=len(self.above), anchor=anchor)

    def _lines(self, rows: Sequence[Row]) -> Iterator[Line]:
        for side, group in groupby(rows, key=lambda row: row.side):
            held = list(group)
            for n, row in enumerate(held):
                span = len(held) if n == 0 and side is not None else 0
                row = replace(row, anchor=self._anchor(row.address))
                yield Line(row, span, n == len(held) - 1, is_whole(row), row.leads)

    def _anchor(self, address: str) -> str:
        """Return the address the first time, and nothing where it is printed again."""
        if address in self.taken:
            return ""
        self.taken.add(address)
        return address


def tail_of(nodes: Sequence[Node]) -> int:
    """Return how many nodes at the end stay together, so that no row has a page to itself."""
    count, rows = 0, 0
    for node in reversed(nodes):
        match node:
            case Heading(level=level) if level > 1:
                rows += 1
            case Grid(lines=lines) if all(line.whole for line in lines):
                rows += len(lines)
            case _:
                break
        if rows > MOST_ROWS:
            break
        count += 1
    return count if count < len(nodes) else 0


def explained(drafts: Sequence[SheetDraft], significance: str) -> Sequence[SheetDraft]:
    """Return the drafts with contents of all their sections and a note on ※.

    That is what the published edition has more than the bare form.
    """
    contents = Contents(tuple(_sections(drafts)))
    notes = (Note(significance),) if significance else ()
    if not any(isinstance(node, Contents) for draft in drafts for node in draft.nodes):
        page = SheetDraft(TITLE, (Heading(0, Label(TITLE)), contents, *notes))
        return (*drafts[:1], page, *drafts[1:])
    return tuple(_with(draft, contents, notes) for draft in drafts)


def _sections(drafts: Sequence[SheetDraft]) -> Iterator[Entry]:
    for draft in drafts:
        for node in draft.nodes:
            if isinstance(node, Heading) and node.level in LISTED:
                yield Entry(node.label.text)


def _with(draft: SheetDraft, contents: Contents, notes: tuple[Note, ...]) -> SheetDraft:
    nodes: list[Node | Row] = []
    for node in draft.nodes:
        nodes += [contents, *notes] if isinstance(node, Contents) else [node]
    return replace(draft, nodes=tuple(nodes))


def _names(wanted: Sequence[str]) -> Iterator[str]:
    """Yield a name for each sheet: at most 31 characters, none twice, case aside."""
    taken: set[str] = set()
    for name in wanted:
        found = _free(FORBIDDEN.sub("・", name), taken)
        taken.add(found.lower())
        yield found


def _free(whole: str, taken: set[str]) -> str:
    name, n = _cut(whole, LONGEST_NAME), 1
    while name.lower() in taken:
        n += 1
        tail = f"~{n}"
        name = _cut(whole, LONGEST_NAME - len(tail)) + tail
    return name


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
