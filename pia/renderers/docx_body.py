"""Pages of frames → the body of a Word document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from pia.layout import measure
from pia.layout.exhibits import DATE
from pia.layout.rows import is_kept, is_kept_node, is_kept_row, is_short, is_undivided, list_name
from pia.layout.theme import Theme
from pia.layout.tree import (
    BLANK,
    NEXT_LINE,
    OPTIONS,
    SAME_LINE,
    Boxes,
    BoxGroup,
    Bracketed,
    Choice,
    Content,
    Contents,
    Counted,
    Entry,
    Figure,
    Grid,
    Heading,
    Line,
    Node,
    Note,
    Records,
    Row,
    Sheet,
    Table,
    Words,
)
from pia.renderers import docx_xml as w

SIDE, LABEL = 369, 1929
POINT = 20
HEADING_SIZE = 10.5
BESIDE_DATE = w.margins(20, "left", "right")  # so that it stays on one line
CELL_MARGINS = 2 * 80
LINE = 290
MAX_HEIGHT = 12500  # twips of a picture: what a page holds below a heading
NO_WORD, LONGEST_NAME = re.compile(r"[\W_]+"), 40  # of a bookmark: characters
TITLE, CENTRED, NOTE, OPTION, BOX = "Title", "Centred", "Note", "Option", "Box"
HEAD, LABELLED, SIDE_LABEL = "Head", "Label", "Side"
SEAMS = {NEXT_LINE: "NextLine", SAME_LINE: "SameLine"}  # of the first paragraph of a part
NO_RIGHT, NO_LEFT = '<w:right w:val="nil"/>', '<w:left w:val="nil"/>'


@dataclass(frozen=True, slots=True)
class Piece(Line):
    """A part of an answer that goes over a page. seam: how it goes on from the part before, empty
    for the first one. title: what stands above it where it has no label of its own."""

    seam: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PartedTable(Table):
    """A table with rows that go on over a page in rows of their own. whole: by number, the rows
    that no page end divides again, each with the seams of its cells as above."""

    whole: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


class Pictures(Protocol):
    """Takes images into the document."""

    def drawing(self, figure: Figure, width: int) -> str: ...


@dataclass
class Body:
    """Writes pages. pages: of headings by anchor. width: of the text between the margins."""

    theme: Theme
    pictures: Pictures
    pages: Mapping[str, int]
    width: int = field(init=False)
    bookmarks: int = 0

    def page(self, sheet: Sheet, width: int, *, is_first: bool) -> str:
        self.width = width
        nodes = sheet.nodes
        out = [] if is_first else [_page_break(nodes)]
        for n, (before, node) in enumerate(zip((None, *nodes), nodes, strict=False)):
            name = list_name(nodes, n - 1)
            if _touch(before, node) and not name:
                out.append(GAP)
            if list_name(nodes, n):
                continue
            drawn = self._node(node, breaks=not is_first and before is None, name=name)
            out.append(w.kept(drawn) if is_kept_node(sheet, n) else drawn)
        return "".join(out)

    def _node(self, node: Node, *, breaks: bool, name: Row | None) -> str:
        match node:
            case Heading():
                return self._heading(node, breaks=breaks)
            case Grid(lines=lines):
                return self._grid(lines)
            case Table():
                return self._table(node)
            case Contents(entries=entries):
                return self._contents(entries)
            case Records():
                return self._records(node, name)
            case Figure():
                return self._figure(node)
            case Note(text=text, right=right):
                return w.lines(text, NOTE, '<w:jc w:val="right"/>' if right else "")
            case _:
                assert_never(node)

    def _heading(self, node: Heading, *, breaks: bool) -> str:
        text = self._marked(w.run(str(node.label)), f"_Toc{node.anchor}")
        if node.about:  # Word lists no name that begins with _
            text = self._marked(text, _bookmark(node))
        level = max(node.level, 1)
        style = TITLE if node.depth == 0 else f"Heading{level}"
        properties = "<w:pageBreakBefore/>" if breaks else ""
        if node.level > 1:
            properties += w.shading(self.theme.heading if node.level == 2 else self.theme.label)
        if node.boxes:
            boxes, stops = self._beside(node)
            text, properties = text + boxes, properties + stops
        if 0 < node.depth < level:
            properties += f'<w:outlineLvl w:val="{node.depth - 1}"/>'
        return w.paragraph(text, style, properties)

    def _marked(self, content: str, name: str) -> str:
        """Return content inside a bookmark."""
        self.bookmarks += 1
        mark = f'w:id="{self.bookmarks}"'
        return f'<w:bookmarkStart {mark} w:name="{name}"/>{content}<w:bookmarkEnd {mark}/>'

    def _beside(self, node: Heading) -> tuple[str, str]:
        """Return the boxes of a heading and their tab stops: at its right half, its right
        edge, or on a line below."""
        texts = [str(box) for box in node.boxes]
        widths = [round((measure.width(text) + 1) * HEADING_SIZE * POINT) for text in texts]
        label = measure.width(str(node.label)) * HEADING_SIZE * POINT
        first = self.width - sum(widths)
        if measure.is_halved(node):
            first = min(first, self.width // 2)
        starts = [first + sum(widths[:n]) for n in range(len(texts))]
        break_ = "" if label < first else w.BREAK
        return break_ + "".join(w.run(f"\t{text}") for text in texts), w.tabs(*starts)

    def _grid(self, lines: Sequence[Line]) -> str:
        value = self.width - SIDE - LABEL
        answer = value * 9 // 20
        widths = [SIDE, LABEL, answer, value - answer]
        return w.table("".join(self._line(line, widths) for line in lines), widths)

    def _line(self, line: Line, widths: Sequence[int]) -> str:
        row = line.row
        seam = line.seam if isinstance(line, Piece) else ""
        if row.label is None:
            cells = self._values(row, sum(widths), widths, len(widths), seam)
        else:
            cells = self._labels(line) + self._values(row, sum(widths[2:]), widths, 2, seam)
        height = LINE * row.lines if row.lines > 1 else 0
        whole = is_undivided(line)
        drawn = w.row(w.kept(cells) if is_kept(line) else cells, height=height, whole=whole)
        return self._above(line, widths) + drawn

    def _above(self, line: Line, widths: Sequence[int]) -> str:
        """What says above a part of an answer without a label what goes on there."""
        if not isinstance(line, Piece) or not line.title:
            return ""
        label = w.kept(w.lines(line.title, LABELLED))
        return w.row(
            w.cell(label, sum(widths), span=len(widths), fill=self.theme.label), whole=True
        )

    def _labels(self, line: Line) -> str:
        is_head = line.row.head
        fill = self.theme.heading if is_head else self.theme.label
        label = w.lines(str(line.row.label), HEAD if is_head else LABELLED)
        if line.row.side is None:
            return w.cell(label, SIDE + LABEL, span=2, fill=fill)
        merge = "restart" if line.span else "continue"
        side = w.lines(line.row.side if line.span else "", SIDE_LABEL)
        return w.cell(side, SIDE, fill=fill, merge=merge) + w.cell(label, LABEL, fill=fill)

    def _values(self, row: Row, width: int, widths: Sequence[int], span: int, seam: str) -> str:
        choice = next((part for part in row.contents if isinstance(part, Choice)), None)
        content = "".join(_content(part, width, SEAMS.get(seam, "")) for part in row.contents)
        if choice is None:
            return w.cell(content, width, span=span)
        right = widths[3]
        left = w.cell(content, width - right, span=span - 1, edges=NO_RIGHT)
        return left + w.cell(_options(choice, right), right, edges=NO_LEFT)

    def _table(self, body: Table) -> str:
        across = sum(column.width for column in body.columns)
        widths = [round(self.width * column.width / across) for column in body.columns]
        heads = [
            w.cell(w.lines(str(column.label), HEAD), width, fill=self.theme.heading)
            for column, width in zip(body.columns, widths, strict=True)
        ]
        rows = [w.row("".join(heads), header=True, whole=True)]
        whole = whole_rows(body)
        for n, texts in enumerate(body.rows):
            firsts = (SEAMS.get(seam, "") for seam in whole.get(n, ("",) * len(texts)))
            cells = [
                w.cell(
                    w.lines(text, CENTRED if column.centred else "", first=first if text else ""),
                    width,
                    margins=BESIDE_DATE if DATE.fullmatch(text) else "",
                )
                for text, column, width, first in zip(
                    texts, body.columns, widths, firsts, strict=True
                )
            ]
            height = LINE * body.lines if body.lines > 1 else 0
            drawn = w.kept("".join(cells)) if is_kept_part(body, n) else "".join(cells)
            rows.append(w.row(drawn, height=height, whole=is_short(texts) or n in whole))
        return w.table("".join(rows), widths)

    def _contents(self, entries: Sequence[Entry]) -> str:
        """The contents as a field, filled in, so that Word asks nothing where it opens it."""
        depth = max((entry.depth for entry in entries), default=1)
        opening = w.begin(f'TOC \\o "1-{depth}" \\h \\z \\u')
        out = []
        for n, entry in enumerate(entries):
            text = w.run(entry.text)
            if entry.anchor:
                shown = str(self.pages.get(entry.anchor, ""))
                number = w.run("\t") + w.field(f"PAGEREF _Toc{entry.anchor} \\h", shown)
                text = f'<w:hyperlink w:anchor="_Toc{entry.anchor}">{text}{number}</w:hyperlink>'
            stops = w.tabs(right=self.width, leader="dot")
            first = opening if n == 0 else ""
            last = w.END if n == len(entries) - 1 else ""
            out.append(w.paragraph(first + text + last, f"TOC{entry.depth}", stops))
        return "".join(out)

    def _records(self, node: Records, name: Row | None) -> str:
        """A list of texts, side by side where the layout says so, below what names it."""
        columns = node.columns
        widths = [self.width // columns] * columns
        named = ""
        if name is not None:
            content = "".join(_content(part, self.width, "") for part in name.contents)
            named = w.row(w.kept(w.cell(content, self.width, span=columns)), whole=True)
        if columns == 1:
            text = w.lines("\n".join(node))
            height = LINE * node.lines if not node.texts else 0
            return w.table(named + w.row(w.cell(text, self.width), height=height), widths)
        texts = [*node, *[""] * (-len(node.texts) % columns)]
        rows = (texts[n : n + columns] for n in range(0, len(texts), columns))
        lines = (
            "".join(
                w.cell(w.lines(text), width, edges=edges, margins=margins, align="top")
                for text, width in zip(row, widths, strict=True)
            )
            for row, (edges, margins) in zip(rows, _dense(node.rows), strict=True)
        )
        drawn = (w.kept(line) if node.is_kept(n) else line for n, line in enumerate(lines))
        return w.table(named + "".join(w.row(line, whole=True) for line in drawn), widths)

    def _figure(self, body: Figure) -> str:
        if body.picture is None:
            return w.table(w.row(w.cell("", self.width), height=LINE * 10), [self.width])
        drawing = w.run("") + self.pictures.drawing(body, self.width - CELL_MARGINS)
        return w.table(w.row(w.cell(w.paragraph(drawing, CENTRED), self.width)), [self.width])


GAP = w.paragraph(style="Gap")


def _dense(rows: int) -> Iterator[tuple[str, str]]:
    """Yield edges and margins of the cells of each row of a list in one frame."""
    for n in range(rows):
        inner = [side for side, at in (("top", 0), ("bottom", rows - 1)) if n != at]
        edges = "".join(f'<w:{side} w:val="nil"/>' for side in inner)
        yield edges, w.margins(0, *inner)


def whole_rows(table: Table) -> Mapping[int, tuple[str, ...]]:
    """Return the rows of a table that no page end divides again, with the seams of their cells."""
    return table.whole if isinstance(table, PartedTable) else {}


def is_kept_part(table: Table, number: int) -> bool:
    """Return whether a row of a table stays with the next; it does not where it goes on there."""
    return is_kept_row(table.rows, number) and number + 1 not in whole_rows(table)


def _bookmark(node: Heading) -> str:
    """Return a name as Word allows: a letter, then letters, digits and _, none twice."""
    words = NO_WORD.sub("_", f"見出し_{node.about}_{node.label.text}")
    return f"{words[: LONGEST_NAME - len(node.anchor) - 1]}_{node.anchor}"


def _page_break(nodes: Sequence[Node]) -> str:
    """Return a paragraph that begins a page, unless a heading does."""
    if nodes and isinstance(nodes[0], Heading):
        return ""
    return w.paragraph(style="Gap", properties="<w:pageBreakBefore/>")


def _touch(before: Node | None, node: Node) -> bool:
    """Return whether Word would join two tables into one."""
    tables = Grid | Table | Records | Figure
    return isinstance(before, tables) and isinstance(node, tables)


def _content(part: Content, width: int, first: str) -> str:
    """Return what stands in a cell. first: the style of the first paragraph of running text."""
    match part:
        case Words(text=text, centred=centred):
            return w.lines(text, CENTRED if centred else "", first=first)
        case Choice(chosen=chosen):
            return w.paragraph(w.run(f"[{BLANK}{chosen}{BLANK}]"))
        case Counted():
            return w.paragraph(w.run(str(part)))
        case Bracketed():
            return w.lines(str(part))
        case Boxes(groups=groups):
            inner = width - CELL_MARGINS
            return "".join(line for group in groups for line in _boxes(group, inner))
        case _:
            assert_never(part)


def _boxes(group: BoxGroup, width: int) -> Iterator[str]:
    if group.label:
        yield w.paragraph(w.run(group.label), BOX)
    starts = [round(width * sum(group.shares[:n])) for n in range(1, len(group.shares))]
    for line in group.lines:
        yield w.paragraph(w.run("\t".join(map(str, line))), BOX, w.tabs(*starts))


def _options(choice: Choice, width: int) -> str:
    inner = width - CELL_MARGINS
    stops = w.tabs(*(inner * n // choice.columns for n in range(1, choice.columns)))
    lines = (w.paragraph(w.run("\t".join(line)), OPTION, stops) for line in choice.lines)
    return w.paragraph(w.run(OPTIONS), OPTION) + "".join(lines)
