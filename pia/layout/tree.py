"""What stands on the pages, free of any format. All values are frozen; all texts are plain."""

from dataclasses import dataclass, field
from enum import StrEnum

from pia.layout.theme import Theme, standard


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
        return f"{self.text}　{self.mark}" if self.mark else self.text


@dataclass(frozen=True, slots=True)
class Words:
    """Running text of one or more paragraphs, one per line."""

    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """`[ 十分である ] ＜選択肢＞ 1) … 2) …`; chosen is empty while nothing is chosen."""

    chosen: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """`（ 60 ）件` behind another value."""

    count: str
    unit: str = "件"


@dataclass(frozen=True, slots=True)
class Bracketed:
    """`（手数料額、納付方法： … ）` behind another value."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """`[ ○ ] その他（ … ）`. bracket: what follows in brackets, None where there is none."""

    label: str
    ticked: bool
    bracket: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BoxGroup:
    """Boxes under a heading, such as ・識別情報; an empty label where there is none."""

    label: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """A grid of boxes, so many to a line."""

    groups: tuple[BoxGroup, ...]
    columns: int


Content = Words | Choice | Counted | Bracketed | Boxes


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. level: 0 title, 1 part, 2 section, 3 risk, block or label across the page."""

    level: int
    label: Label
    boxes: tuple[Box, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its contents.

    label: None where the contents stand across the page. depth: 1 for a label nested under
    the row before. group: heading at the left of several rows, such as 再委託; rows that share
    it follow one another. lines: the least number of lines, so that an empty item can be
    filled in by hand.
    """

    label: Label | None
    contents: tuple[Content, ...]
    depth: int = 0
    group: str = ""
    lines: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. width: relative to the other columns."""

    label: Label
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row that is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: int = 1
    address: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """項目一覧: the headings of all parts."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """A numbered list of texts."""

    texts: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """An image with its alternative text. picture: a PNG or JPEG of nothing but pixels."""

    picture: bytes | None
    alternative: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line outside all tables, such as the foot line of the form. centred or at the left."""

    text: str
    right: bool = False


Node = Heading | Row | Table | Contents | Records | Figure | Note


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook; a new page in the other formats."""

    name: str
    nodes: tuple[Node, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole form as printed.

    date: 公表日 as 和暦, empty for a draft. stamp: the time that stands in the properties of a
    file in place of the clock, 公表日 or a fixed day, as ISO 8601 in UTC. significance: the
    sentence that explains ※, empty where the form has none.
    """

    title: str
    name: str
    organisation: str
    date: str
    stamp: str
    foot: str
    sheets: tuple[Sheet, ...]
    significance: str = ""
    edition: Edition = Edition.SUBMITTED
    theme: Theme = field(default_factory=standard)
