"""The texts of cells put together, and what is read of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pia.intake.grid import Cell
from pia.layout.tree import SAME_LINE

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
    CUT = "枠からはみ出した文字があり、切れているかもしれません"
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
