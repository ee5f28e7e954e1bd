"""What stands on the pages, free of any format. All values are frozen; all texts are plain.

`str` of a value is how it is printed, signs and all, the same in every format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pia.layout.theme import Theme, standard

BLANK, TICK, OPTIONS, GOES_ON = "　", "○", "＜選択肢＞", "（続き）"
# How a text that goes over a page goes on behind the seam: what a reader cannot see, import can.
NEXT_LINE, SAME_LINE = "続きの行", "続きの文"
WITHHELD = "非公表"  # what blackened text is read out as


LAST_RECORDS = 3  # rows of a list, which are on one page
MOST_RECORDS = 45  # rows of a list that one page holds


class Edition(StrEnum):
    """For whom a document is made: the 委員会 gets the bare form, residents an explained one."""

    SUBMITTED = "提出"
    PUBLISHED = "公表"


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an item: number, words, and ※ where the form prints it."""

    text: str
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.text}{BLANK}{self.mark}" if self.mark else self.text


@dataclass(frozen=True, slots=True)
class Words:
    """Running text of one or more paragraphs, one per line."""

    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """`[ 十分である ] ＜選択肢＞ 1) … 2) …`. lines: the numbered options, beside
    each other if they fit."""

    chosen: str
    options: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> int:
        """How many stand side by side, two at the least."""
        return max(2, *map(len, self.lines)) if self.lines else 2


@dataclass(frozen=True, slots=True)
class Counted:
    """`（ 60 ）件` behind another value."""

    count: str
    unit: str = "件"

    def __str__(self) -> str:
        return f"（{BLANK}{self.count or BLANK}{BLANK}）{self.unit}"


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`（手数料額、納付方法： … ）` behind another value."""

    label: str
    text: str

    def __str__(self) -> str:
        return f"（{self.label}：{self.text or BLANK * 3}）"


@dataclass(frozen=True, slots=True)
class Box:
    """`[ ○ ] その他（ … ）`. bracket: what follows in brackets, None where there is none."""

    label: str
    ticked: bool
    bracket: str | None = None
    unit: str = ""

    def __str__(self) -> str:
        ticked = f"[ {TICK if self.ticked else BLANK} ]{self.label}"
        if self.bracket is None:
            return ticked
        return f"{ticked}{BLANK}（ {self.bracket or BLANK * 3} ）{self.unit}"


@dataclass(frozen=True, slots=True)
class BoxGroup:
    """Boxes under a heading, such as ・識別情報; an empty label where there is none.

    lines: the boxes as they stand side by side. shares: of the width that each column takes,
    together 1; the last box of a line goes on to the end of it.
    """

    label: str
    lines: tuple[tuple[Box, ...], ...]
    shares: tuple[float, ...] = (1.0,)

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(box for line in self.lines for box in line)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Groups of boxes, one below the other."""

    groups: tuple[BoxGroup, ...]


Content = Words | Choice | Counted | Bracketed | Boxes


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    level: how it looks: 0 title, 1 part, 2 section, 3 risk, block or label across the page.
    depth: where it stands: 0 for the title of the whole; no level is skipped.
    anchor: here and below: names the place within the document, nothing else bears it.
    about: what a part is about that repeats for each file, where the label does not print it.
    """

    level: int
    label: Label
    boxes: tuple[Box, ...] = ()
    address: str = ""
    depth: int = 1
    anchor: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its contents.

    label: None where the contents stand across the page. depth: 1 for a label nested under
    the row before. group: heading at the left of several rows, such as 再委託; rows that share
    it follow one another. lines: the least number of lines, so that an empty item can be
    filled in by hand. head: whether its label looks as the header of a table. leads: whether it
    stands in the place of a heading over the rows that follow.
    """

    label: Label | None
    contents: tuple[Content, ...]
    depth: int = 0
    group: str = ""
    lines: int = 1
    address: str = ""
    anchor: str = ""
    head: bool = False
    leads: bool = False

    @property
    def side(self) -> str | None:
        """What stands at its left: its group, nothing below a parent, None without a cell."""
        if self.label is None:
            return None
        return self.group or ("" if self.depth else None)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid.

    span: how many lines the narrow cell at its left covers; 0 where there is none, or where a
    line above covers this one. last: whether no line below is covered by the same cell.
    whole: whether it is short enough to stay on one page. kept: whether it names what follows.
    """

    row: Row
    span: int
    last: bool
    whole: bool
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that follow one another."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. width: relative to the other columns. options: what it may hold."""

    label: Label
    width: float
    centred: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row that is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: int = 1
    address: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; anchor and sheet are empty where it leads nowhere."""

    text: str
    depth: int = 1
    anchor: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """項目一覧: the headings of all parts."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """A numbered list of texts, so many side by side. lines: as of a row."""

    texts: tuple[str, ...]
    address: str = ""
    anchor: str = ""
    lines: int = 1

    @property
    def columns(self) -> int:
        """Two where the list is long."""
        return 2 if len(self.texts) > 10 else 1

    @property
    def rows(self) -> int:
        return -(-len(self.texts) // self.columns)

    @property
    def is_whole(self) -> bool:
        """Whether it is on one page, as one that has room there is."""
        return self.rows <= MOST_RECORDS

    def is_kept(self, row: int) -> bool:
        """Return whether a row of several, from 0, stays with the next: none stands alone."""
        if self.columns == 1 or row == self.rows - 1:
            return False
        return self.is_whole or row == 0 or row >= self.rows - LAST_RECORDS

    def __iter__(self) -> Iterator[str]:
        """Yield the texts with their numbers: `1．住民票コード`."""
        return (f"{n}．{text}" for n, text in enumerate(self.texts, start=1))


@dataclass(frozen=True, slots=True)
class Figure:
    """An image with its alternative text. picture: a PNG or JPEG of nothing but pixels."""

    picture: bytes | None
    alternative: str
    address: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line outside all tables, such as the foot line of the form. centred or at the left."""

    text: str
    right: bool = False


Node = Heading | Grid | Table | Contents | Records | Figure | Note


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook; a new page elsewhere. tail: nodes at its end that stay together."""

    name: str
    nodes: tuple[Node, ...]
    landscape: bool
    tail: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole form as printed.

    stamp: the time that stands in the properties of a file in place of the clock, 公表日 or a
    fixed day, as ISO 8601 in UTC. significance: the sentence that explains ※, empty where the form
    has none. imprint: as properties.
    """

    title: str
    name: str
    organisation: str
    stamp: str
    foot: str
    sheets: tuple[Sheet, ...]
    significance: str = ""
    edition: Edition = Edition.SUBMITTED
    theme: Theme = field(default_factory=standard)
    imprint: Mapping[str, str] = field(default_factory=dict)

    @property
    def caution(self) -> str:
        """What the properties of an office file say to whoever would work on from it."""
        return NOT_A_SOURCE if self.edition is Edition.PUBLISHED else ""


NOT_A_SOURCE = "公表用の文書です。黒塗りは戻せないため、取り込んで正本にはできません。"
