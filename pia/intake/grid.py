"""What stands on the pages of a printed form, whatever file it came in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

BLACKED_OUT = "■■"  # what is read of a text that nobody is to see
Box = tuple[int, int, int, int]  # first row and column, last row and column
# The looks of a text outside of all ruled cells of a page that has some; at the edge of the page.
LOOSE, EDGE = "枠外", "余白"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with the area that it covers.

    row, column: of its upper left corner, counted within the page in whatever unit the file has.
    place: as people name it, `Ⅰ基本情報!C12` or `p.7`. look: equal for cells of equal shading.
    ruled: a line is drawn above it. seam: how it goes on from the cell above, as NEXT_LINE or
    SAME_LINE of the layout say it, empty where it does not or nobody knows.
    flowing: its line breaks may be those of the page and not of the author. cut: its text runs
    over its edges, so that some of it may not be shown. hidden: it stands in a row or column
    that is not shown. frame: the number of the ruled or shaded area of the page that it stands in,
    0 outside of all, or where nobody knows. is_repeat: it says no more than what goes on from the
    page before.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    place: str = ""
    look: str = ""
    ruled: bool = True
    seam: str = ""
    flowing: bool = False
    cut: bool = False
    hidden: bool = False
    frame: int = 0
    is_repeat: bool = False

    @property
    def below(self) -> int:
        """The first row that it does not cover."""
        return self.row + self.rows

    @property
    def after(self) -> int:
        """The first column that it does not cover."""
        return self.column + self.columns


class Extra(StrEnum):
    """What a file holds beside texts in cells."""

    FORMULA = "数式"
    LINK = "リンク"
    COMMENT = "コメント"
    PICTURE = "図"
    SHAPE = "図形の文字"
    HIDDEN = "非表示"
    FOOTNOTE = "脚注"
    CONTROL = "フォームの部品"
    REVISION = "変更履歴"
    STRUCK = "取消線"
    NESTED = "表の中の表"
    MARGIN = "ヘッダー・フッター"
    UNREADABLE = "読めない部分"
    UNRULED = "罫線なし"


@dataclass(frozen=True, slots=True)
class Aside:
    """Something beside the texts, where it stands, and what it says."""

    extra: Extra
    place: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image: the page and row that it stands at, its name, bytes and alternative text."""

    page: int
    row: int
    name: str
    data: bytes
    alternative: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet, a document or a page of paper; cells in reading order.

    flows: it carries on where the page before it ends. frames: the ruled areas by their number.
    parted: they are tables, and nothing below one belongs to it.
    """

    name: str
    cells: tuple[Cell, ...]
    flows: bool = False
    frames: dict[int, Box] = field(default_factory=dict, hash=False)
    parted: bool = False


@dataclass(frozen=True)
class PrintedForm:
    """A printed form. properties: what the file says of itself, by name. is_paper: its pages are
    drawn, and what belongs together was put together from where it stands.
    """

    name: str
    pages: tuple[Page, ...]
    remarks: tuple[Aside, ...] = ()
    pictures: tuple[Picture, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    is_paper: bool = False

    def cells(self) -> Iterator[tuple[int, Cell]]:
        """Yield every cell with the number of its page, in reading order."""
        for n, page in enumerate(self.pages):
            for cell in page.cells:
                yield n, cell


def in_reading_order(cells: list[Cell]) -> tuple[Cell, ...]:
    """Return cells by row and column."""
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
