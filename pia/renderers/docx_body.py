"""Pages of frames → the body of a Word document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

from pia.layout import measure, signs
from pia.layout.frames import Entry, Frame, Grid, Index, Line, Page, Titled
from pia.layout.theme import Theme
from pia.layout.tree import (
    Boxes,
    Bracketed,
    Choice,
    Content,
    Counted,
    Figure,
    Note,
    Records,
    Row,
    Table,
    Words,
)
from pia.renderers import docx_xml as w

SIDE, LABEL = 369, 1899
POINT, SIZE, SMALL = 20, 9.5, 6.5
CELL_MARGINS = 2 * 80
LINE = 290
SHORT = 300  # characters; rows of no more are kept whole
TITLE, CENTRED, NOTE, OPTION = "Title", "Centred", "Note", "Option"
HEAD, LABELLED, SIDE_LABEL = "Head", "Label", "Side"
NO_RIGHT, NO_LEFT = '<w:right w:val="nil"/>', '<w:left w:val="nil"/>'


class Pictures(Protocol):
    """Takes images into the document."""

    def drawing(self, figure: Figure, width: int) -> str: ...


@dataclass
class Body:
    """Writes pages. width: of the text between the margins."""

    theme: Theme
    pictures: Pictures
    width: int = 0
    bookmarks: int = 0

    def page(self, page: Page, width: int, *, is_first: bool) -> str:
        self.width = width
        frames = page.frames
        out = [] if is_first else [_page_break(frames)]
        for before, frame in zip((None, *frames), frames, strict=False):
            if _touch(before, frame):
                out.append(GAP)
            out.append(self.frame(frame, breaks=not is_first and before is None))
        return "".join(out)

    def frame(self, frame: Frame, *, breaks: bool = False) -> str:
        match body := frame.body:
            case Titled():
                return self._titled(body, frame.anchor, breaks)
            case Grid(lines=lines):
                return self._grid(lines)
            case Table():
                return self._table(body)
            case Index(entries=entries):
                return self._index(entries)
            case Records(texts=texts):
                text = "\n".join(signs.records(texts))
                return w.table(w.row(w.cell(w.lines(text), self.width)), [self.width])
            case Figure():
                return self._figure(body)
            case Note(text=text, right=right):
                return w.lines(text, NOTE, '<w:jc w:val="right"/>' if right else "")
            case _:
                assert_never(body)

    def _titled(self, body: Titled, anchor: str, breaks: bool) -> str:
        self.bookmarks += 1
        mark = f'w:id="{self.bookmarks}"'
        text = (
            f'<w:bookmarkStart {mark} w:name="_Toc{anchor}"/>'
            f"{w.run(str(body.label))}<w:bookmarkEnd {mark}/>"
        )
        text += "".join(w.run(f"\t{signs.box(box)}") for box in body.boxes)
        style = TITLE if body.depth == 0 else f"Heading{min(body.depth, 3)}"
        properties = "<w:pageBreakBefore/>" if breaks else ""
        if body.level > 1:
            properties += w.shading(self.theme.heading if body.level == 2 else self.theme.label)
        if body.boxes:
            each = self.width // 5
            first = self.width - 80 - each * len(body.boxes)
            properties += w.tabs(*(first + n * each for n in range(len(body.boxes))))
        return w.paragraph(text, style, properties)

    def _grid(self, lines: Sequence[Line]) -> str:
        value = self.width - SIDE - LABEL
        widths = [SIDE, LABEL, value * 2 // 5, value - value * 2 // 5]
        return w.table("".join(self._line(line, widths) for line in lines), widths)

    def _line(self, line: Line, widths: Sequence[int]) -> str:
        row = line.row
        if row.label is None:
            cells = self._values(row, sum(widths), widths, span=len(widths))
        else:
            cells = self._labels(line) + self._values(row, sum(widths[2:]), widths, span=2)
        height = LINE * row.lines if row.lines > 1 else 0
        return w.row(cells, height=height, whole=_length(row) <= SHORT)

    def _labels(self, line: Line) -> str:
        fill = self.theme.label
        label = w.lines(str(line.row.label), LABELLED)
        if line.side is None:
            return w.cell(label, SIDE + LABEL, span=2, fill=fill)
        merge = "restart" if line.span else "continue"
        side = w.lines(line.side if line.span else "", SIDE_LABEL)
        return w.cell(side, SIDE, fill=fill, merge=merge) + w.cell(label, LABEL, fill=fill)

    def _values(self, row: Row, width: int, widths: Sequence[int], span: int) -> str:
        choice = next((part for part in row.contents if isinstance(part, Choice)), None)
        content = "".join(_content(part, width) for part in row.contents)
        if choice is None:
            return w.cell(content, width, span=span)
        right = widths[3]
        left = w.cell(content, width - right, span=span - 1, edges=NO_RIGHT)
        return left + w.cell(_options(choice, right), right, edges=NO_LEFT)

    def _table(self, body: Table) -> str:
        whole = sum(column.width for column in body.columns)
        widths = [round(self.width * column.width / whole) for column in body.columns]
        heads = [
            w.cell(w.lines(str(column.label), HEAD), width, fill=self.theme.heading)
            for column, width in zip(body.columns, widths, strict=True)
        ]
        rows = [w.row("".join(heads), header=True, whole=True)]
        align = "top" if len(body.rows) > 1 else "center"
        for texts in body.rows:
            cells = [
                w.cell(w.lines(text, CENTRED if column.centred else ""), width, align=align)
                for text, column, width in zip(texts, body.columns, widths, strict=True)
            ]
            height = LINE * body.lines if body.lines > 1 else 0
            is_short = sum(map(len, texts)) <= SHORT
            rows.append(w.row("".join(cells), height=height, whole=is_short))
        return w.table("".join(rows), widths)

    def _index(self, entries: Sequence[Entry]) -> str:
        """The contents as a field, filled in; Word puts the page numbers where it opens it."""
        depth = max((entry.depth for entry in entries), default=1)
        opening = w.begin(f'TOC \\o "1-{depth}" \\h \\z \\u', is_dirty=True)
        out = []
        for n, entry in enumerate(entries):
            text = w.run(entry.text)
            if entry.anchor:
                number = w.run("\t") + w.field(f"PAGEREF _Toc{entry.anchor} \\h")
                text = f'<w:hyperlink w:anchor="_Toc{entry.anchor}">{text}{number}</w:hyperlink>'
            stops = w.tabs(right=self.width, leader="dot")
            first = opening if n == 0 else ""
            last = w.END if n == len(entries) - 1 else ""
            out.append(w.paragraph(first + text + last, f"TOC{entry.depth}", stops))
        return "".join(out)

    def _figure(self, body: Figure) -> str:
        if body.picture is None:
            return w.table(w.row(w.cell("", self.width), height=LINE * 10), [self.width])
        drawing = w.run("") + self.pictures.drawing(body, self.width - CELL_MARGINS)
        return w.table(w.row(w.cell(w.paragraph(drawing, CENTRED), self.width)), [self.width])


GAP = w.paragraph(style="Gap")


def _page_break(frames: Sequence[Frame]) -> str:
    """Return a paragraph that begins a page, unless a heading does."""
    if frames and isinstance(frames[0].body, Titled):
        return ""
    return w.paragraph(style="Gap", properties="<w:pageBreakBefore/>")


def _touch(before: Frame | None, frame: Frame) -> bool:
    """Return whether Word would join two tables into one."""
    tables = Grid | Table | Records | Figure
    return before is not None and isinstance(before.body, tables) and isinstance(frame.body, tables)


def _length(row: Row) -> int:
    return sum(len(part.text) for part in row.contents if isinstance(part, Words))


def _content(part: Content, width: int) -> str:
    match part:
        case Words(text=text, centred=centred):
            return w.lines(text, CENTRED if centred else "")
        case Choice(chosen=chosen):
            return w.paragraph(w.run(f"[　{chosen}　]"))
        case Counted():
            return w.paragraph(w.run(signs.counted(part)))
        case Bracketed():
            return w.lines(signs.bracketed(part))
        case Boxes():
            return "".join(_boxes(part, width - CELL_MARGINS))
        case _:
            assert_never(part)


def _boxes(part: Boxes, width: int) -> Iterator[str]:
    each = width // part.columns
    for group in part.groups:
        if group.label:
            yield w.paragraph(w.run(group.label))
        yield from _tabbed([signs.box(box) for box in group.boxes], part.columns, each, SIZE)


def _options(choice: Choice, width: int) -> str:
    half = (width - CELL_MARGINS) // 2
    texts = signs.options(choice.options)
    columns = 2 if all(measure.fits(text, half / POINT / SMALL) for text in texts) else 1
    head = w.paragraph(w.run(signs.OPTIONS), OPTION)
    return head + "".join(_tabbed(texts, columns, half, SMALL, OPTION))


def _tabbed(
    texts: Sequence[str], columns: int, each: int, size: float, style: str = ""
) -> Iterator[str]:
    """Yield paragraphs of texts side by side at tab stops."""
    stops = w.tabs(*(each * n for n in range(1, columns)))
    for line in signs.packed(texts, columns, each / POINT / size):
        yield w.paragraph(w.run("\t".join(line)), style, stops)
