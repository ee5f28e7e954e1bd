"""The texts of cells put together, and what is read of them: of one value, of counts and words in
brackets behind another value (`（ 60 ）件`), of the rows of a table that are spread over several
rows of the page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pia.forms.definition import Item, Placement
from pia.forms.walk import Answer
from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import key
from pia.japanese import NoSuchDateError, fold, parse_date
from pia.layout.tree import GOES_ON, SAME_LINE
from pia.model.base import Kind

Cells = Sequence[tuple[int, Cell]]

BESIDE = "\x1f"  # between texts that stand side by side
GAP = rf"[\s　{BESIDE}]*"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value as a source states it; None where nothing was filled in.

    doubt: why it is not sure, empty where it is. left: texts that found no place in it.
    """

    value: Any
    doubt: str = ""
    left: tuple[str, ...] = ()


class Doubts:
    """Why values are not sure, in the words of the report."""

    WORDING = "見出しの言葉が様式と違います"
    BREAKS = "改行の位置は推測です"
    SIDE_BY_SIDE = "横に並んだセルをつなげました"
    OPTION = "選択肢の言葉が様式と違います"
    NO_OPTION = "選択肢のどれでもありません"
    MANY = "選択肢が二つ以上選ばれています"
    MARK = "印の意味が分かりません"
    DATE = "日付として読めません"
    NUMBER = "件数として読めません"
    NUMBERS = "通し番号が続いていません"
    LINE = "一行の項目に改行があります"
    CONFLICT = "二か所で記載が違います"
    REDACTED = "黒塗りか非公表の箇所です"
    NOT_CLOSED = "括弧が閉じていません"
    TORN = "次のページの初めの、どの項目のものか分からない文に続くかもしれません"
    CUT = "枠からはみ出した文字があり、切れているかもしれません"
    REVISED = "変更履歴が残っています。すべて承諾した後の文です"
    STRUCK = "取消線の文字があります"
    NESTED = "表の中の表の記載を、上から順につなげました"
    HEADLESS = "何番目のものかの見出しが見つからないまとまりか、その後のまとまりにあります"
    APART = "見出しの枠から離れた所に記載があります"
    BELOW = "記載のない見出しの下の文が、この項目の記載かもしれません"
    ABOVE = "前のページの終わりの文が、この項目の記載かもしれません"
    MERGED = "結合されたセルが、ほかの項目にも掛かっています"
    AGAIN = "同じ見出しが続けて二度あります"
    EDGE = "枠の外の、ページの端の文字が混じっているかもしれません"
    HIDDEN = "非表示の行か列にあります"
    TITLE = "図の備考と次の図の題名の境は推測です"
    TABLE = "表の列の見出しに見つからないものがあります"
    ROWS = "表に日付の読めない行があり、行の区切りは推測です"
    LIST = "隣の欄の選択肢が混じっています"
    SHAKEN = "うまく読み取れなかった箇所の多い PDF です"
    MISSING = "様式に見出しか図が見つかりません"
    UNRULED = "罫線がなく、区切りは推測です"


def joined(cells: Cells) -> str:
    """Return the text of cells: rows become lines, empty rows between them empty lines."""
    text, last = "", None
    for page, cell in cells:
        if last is None:
            text = cell.text
        elif cell.seam:
            text += cell.text if cell.seam == SAME_LINE else f"\n{cell.text}"
        elif page == last[0] and cell.row == last[1].row:
            text += BESIDE + cell.text
        else:
            empty = cell.row - last[1].below if page == last[0] and not cell.flowing else 0
            text += "\n" * (1 + max(0, min(empty, 50))) + cell.text
        last = (page, cell)
    return text


COUNT = re.compile(rf"[（(]{GAP}([\d,，０-９]*){GAP}(?:[）)]{GAP}件|件{GAP}[）)])")


def count(text: str) -> ReadValue:
    bare = fold(text.replace(BESIDE, "")).removesuffix("件").strip("()").replace(",", "")
    if not bare:
        return ReadValue(None)
    return ReadValue(bare) if bare.isdecimal() else ReadValue(None, Doubts.NUMBER, (text,))


def counted(text: str) -> ReadValue:
    """Return the count of `（ 60 ）件` somewhere in a text."""
    match = COUNT.search(text)
    return count(match[1]) if match else ReadValue(None)


def bracketed(label: str, text: str) -> ReadValue:
    """Return what stands in `（label： … ）` somewhere in a text."""
    opened = re.search(rf"[（(]{GAP}{re.escape(label)}{GAP}[：:]", text)
    if opened is None:
        return ReadValue(None)
    inner = text[opened.end() :].replace(BESIDE, "").rstrip()
    is_closed = inner.endswith(("）", ")"))
    inner = inner.removesuffix("）").removesuffix(")")
    if not inner.strip(" 　\n"):
        return ReadValue(None)
    doubt = Doubts.LINE if "\n" in inner else "" if is_closed else Doubts.NOT_CLOSED
    return ReadValue(inner.replace("\n", ""), doubt)


def without_behind(item: Item, text: str) -> str:
    """Return a text without the values of items that stand behind it."""
    for child in item.items:
        if child.place is not Placement.INLINE:
            continue
        if child.kind is Kind.COUNT:
            text = COUNT.sub("", text, count=1)
        else:
            text = re.split(rf"[（(]{GAP}{re.escape(child.label)}{GAP}[：:]", text)[0]
    return text


def tail(answer: Answer, text: str) -> str:
    """Return what stands behind a value in the same cell, `（手数料額、納付方法： … ）`, with the
    words that belong there; empty where nothing does."""
    label, words = re.escape(answer.item.label), str(answer.value or "")
    if answer.item.place is not Placement.INLINE or not label:
        return ""
    found = re.search(rf"\s*[（(]\s*{label}\s*[：:]", text)
    return f"{found[0]}{words}）" if found else ""


def worded(text: str, answer: Answer) -> str:
    """Return a text with the words that stand in a bracket of it put in, one too that only a cell
    below closes."""
    words = tail(answer, text)
    bracket = rf"\s*[（(]\s*{re.escape(answer.item.label)}\s*[：:](?:.*[）)]|.*)"
    return re.sub(bracket, lambda _: words, text, count=1, flags=re.DOTALL) if words else text


def is_open(text: str, answer: Answer) -> bool:
    """Return whether the bracket of words in a text is closed in another cell."""
    return bool(tail(answer, text)) and not text.rstrip().endswith(("）", ")"))


def with_count(text: str, count: str) -> str:
    """Return a text with the count put into its `（　）件`."""
    return re.sub(r"([（(])[\s　\d]*([）)]\s*件|件\s*[）)])", rf"\g<1>　{count}　\g<2>", text)


Column = list[tuple[int, Cell]]
ItemColumn = tuple[Item, Column]
Begin = tuple[int, int]  # a page and a row of it


def rows(columns: Sequence[ItemColumn]) -> list[list[ItemColumn]]:
    """Return the rows of a table, each with the cells of every column; a column may come several
    times, as its head does on several pages."""
    by_item: dict[str, ItemColumn] = {}
    for item, cells in columns:
        by_item.setdefault(item.address, (item, []))[1].extend(cells)
    items = [item for item, _ in by_item.values()]
    dates = [n for n, item in enumerate(items) if item.kind is Kind.DATE]
    found = parted([cells for _, cells in by_item.values()], dates[0] if dates else None)
    return [list(zip(items, row, strict=True)) for row in found]


def parted(columns: Sequence[Column], dates: int | None = None) -> list[list[Column]]:
    """Return the cells of columns by row. A new row begins where a line is ruled across or, where
    the table has no lines, where its first column says something.

    dates: the column that holds a date in each row, if there is one: it begins a row, and what
    begins a page without one is the rest of the row before.
    """
    found = (row for _, row in grouped(columns, dates))
    return [row for row in found if any(c.text.strip() for cells in row for _, c in cells)]


def grouped(columns: Sequence[Column], dates: int | None) -> list[tuple[Begin, list[Column]]]:
    """Return the same, each row with the page and the row of the page that it begins in; those
    that say nothing too."""
    begins = _begins(columns)
    if dates is not None:
        dated = {(page, c.row) for page, c in columns[dates] if _is_date(c) and not c.seam}
        begins = sorted(dated.union(begins))
        begins = [b for n, b in enumerate(begins) if not _is_rest(n, begins, columns[dates])]
    found: list[list[Column]] = [[[] for _ in columns] for _ in begins]
    for n, cells in enumerate(columns):
        for page, cell in cells:
            if cell.is_repeat:
                continue
            at = bisect_right(begins, (page, cell.row)) - 1
            if at >= 0:
                found[at][n].append((page, cell))
    return list(zip(begins, found, strict=True))


def covered(rows: Sequence[Sequence[ItemColumn]]) -> set[tuple[int, str]]:
    """Return number, from 1, and column of what a cell covers that is merged over several rows."""
    places = [[(page, cell.row) for _, cells in row for page, cell in cells] for row in rows]
    tops = [min(held, default=(-1, 0)) for held in places]
    found: set[tuple[int, str]] = set()
    for n, row in enumerate(rows):
        for item, cells in row:
            for page, cell in cells:
                after = n + 1
                while after < len(rows) and (page, cell.row) < tops[after] < (page, cell.below):
                    found |= {(n + 1, item.address), (after + 1, item.address)}
                    after += 1
    return found


def _begins(columns: Sequence[Column]) -> list[Begin]:
    cells = [held for column in columns for held in column]
    again = {(page, cell.row) for page, cell in cells if cell.seam or cell.is_repeat}
    ruled = {(page, cell.row) for page, cell in cells if cell.ruled}
    plain = {(page, cell.row) for page, cell in cells if not cell.ruled}
    begins = (ruled - plain or ruled) - again
    if not begins and columns:
        begins = {(page, cell.row) for page, cell in columns[0] if cell.text.strip()}
    return sorted(begins)


def _is_rest(n: int, begins: Sequence[tuple[int, int]], dated: Column) -> bool:
    """Return whether what begins a page is the rest of the last row of the page before."""
    if n == 0 or begins[n][0] == begins[n - 1][0]:
        return False
    held = [cell for page, cell in dated if (page, cell.row) == begins[n]]
    return not any(map(_is_date, held))


def is_dated(rows: Sequence[Sequence[ItemColumn]]) -> bool:
    """Return whether every row has one date where the table has a column of dates: no row is torn
    and none is made of two."""
    dated = [cells for row in rows for item, cells in row if item.kind is Kind.DATE]
    said = ("".join(cell.text for _, cell in cells) for cells in dated)
    return all(_says_date("".join(text.split())) for text in said)


def _is_date(cell: Cell) -> bool:
    return _says_date(cell.text)


def _says_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except NoSuchDateError:
        return True


def with_repeats(grid: PrintedForm) -> PrintedForm:
    """Mark the cells that say again what another says, to tell that it goes on; a text of the
    author's may end in the same word."""
    ends = {text for _, cell in grid.cells() if (text := cell.text.strip()).endswith(GOES_ON)}
    if not ends:
        return grid
    said = {"", *(key(cell.text) for _, cell in grid.cells())}
    again = {text for text in ends if key(text.removesuffix(GOES_ON)) in said}
    pages = (replace(page, cells=tuple(_marked(page.cells, again))) for page in grid.pages)
    return replace(grid, pages=tuple(pages))


def _marked(cells: Iterable[Cell], again: set[str]) -> Iterator[Cell]:
    for cell in cells:
        yield replace(cell, is_repeat=True) if cell.text.strip() in again else cell
