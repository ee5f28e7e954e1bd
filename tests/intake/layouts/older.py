"""As an office writes on a form of an earlier year: other wording, sections the form of today does
not have, items missing, several files stacked on one sheet, choices as a number of the list."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from layouts.paper import Line, lines, text

WORDING = {
    "①システムの名称": "①システム名称",
    "従業者に対する教育・啓発": "従業員に対する教育・啓発",
    "特定個人情報ファイルの取扱いの委託における": "特定個人情報ファイルの取り扱いの委託における",
    "情報提供ネットワークシステムとの接続": "情報提供ネットワークシステムとの連携",
    "②委託先における取扱者数": "②委託先における取扱い者数",
    "④個人情報ファイル簿への不記載等": "④個人情報ファイル簿への不記載",
    "個人のプライバシー等の権利利益の保護の宣言": "個人のプライバシー等の権利利益保護の宣言",
    "ユーザ認証の管理": "ユーザー認証の管理",
    "Ⅴ　評価実施手続": "Ⅴ　評価の実施手続",
}
THIN = Side(style="thin")
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


WIDTHS = (2, 6, 30, 50, 40, 60, 12, 60)


def room(column: int, words: str, merge: tuple[int, int] | None) -> int:
    """Return the lines that a text takes in its column, or in those merged with it."""
    last = merge[1] if merge and merge[0] == column else 5 if column == 4 else column
    wide = sum(WIDTHS[column - 1 : last]) / 2.3
    return sum(1 + int(len(p) / wide) for p in words.split("\n"))


class Pen:
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row, self.group = sheet, 2, ""
        for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def write(
        self, cells: dict[int, str], merge: tuple[int, int] | None = None, bold: bool = False
    ) -> None:
        for column, value in cells.items():
            cell = self.sheet.cell(self.row, column)
            cell.value = value or None
            if value.startswith("="):
                cell.data_type = "s"
            cell.font = Font(bold=bold)
            cell.alignment = cell.alignment + Alignment(wrap_text=True, vertical="center")
        for column in range(2, 6):
            self.sheet.cell(self.row, column).border = EDGE
        if merge:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=merge[0], end_column=merge[1]
            )
        lines_ = max((room(c, v, merge) for c, v in cells.items()), default=1)
        self.sheet.row_dimensions[self.row].height = min(400, 16 * lines_ + 4)
        self.row += 1


def draw(form: str, data: dict[str, Any], target: Path) -> list[Path]:
    book = Workbook()
    book.remove(book.active)
    pens: dict[str, Pen] = {}
    pen: Pen | None = None
    for line in lines(form, data):
        for new, old in WORDING.items():
            line.label = line.label.replace(new, old)
        if line.kind == "P":
            if line.sheet not in pens:
                pens[line.sheet] = Pen(book.create_sheet(line.sheet[:31]))
            pen = pens[line.sheet]
            pen.row += 2 if pen.row > 2 else 0
            pen.write({2: line.label}, (2, 5), bold=True)
            if line.sheet == "Ⅰ基本情報":
                pen.write({2: "様式の記入に当たっては、記載要領を参照してください。"}, (2, 5))
        else:
            assert pen is not None
            one(pen, line)
            if line.label == "②システムの機能":
                beside(pen, Line("t", "（参考）導入年度"), "平成27年度")
    book.save(target)
    return [target]


def beside(pen: Pen, line: Line, value: str, more: str = "") -> None:
    nested = line.depth or line.group
    group = line.group if line.group != pen.group else ""
    pen.group = line.group
    cells = {2: group, 3: line.label} if nested else {2: line.label}
    cells[4] = value
    if more:
        cells[5] = more
    pen.write(cells, None if nested else (2, 3))
    if not more:
        pen.sheet.merge_cells(
            start_row=pen.row - 1, end_row=pen.row - 1, start_column=4, end_column=5
        )


def one(pen: Pen, line: Line) -> None:
    match line.kind:
        case "S" | "R" | "L":
            pen.write({2: line.label}, (2, 5), bold=True)
        case "h":
            ticked, _ = line.value
            marks = [
                f"{'レ' if name in ticked else '　'}" for _, o in line.options for name, _ in o
            ]
            names = [name for _, o in line.options for name, _ in o]
            shown = "　".join(f"[{m}]{n}" for m, n in zip(marks, names, strict=True))
            pen.write({2: shown}, (2, 5))
        case "k":
            for label, value in line.value:
                pen.write({2: label, 4: value}, (2, 3))
        case "u":
            pen.write({2: line.label}, (2, 5))
            pen.write({2: str(line.value or "")}, (2, 5))
        case "w" | "N":
            pen.write({2: str(line.value or "")}, (2, 5))
        case "f" if not line.label:
            pen.write({5: line.value})
        case "f":
            pass  # the earlier form has no such row
        case "t" | "d" | "@":
            beside(pen, line, str(line.value))
        case "m":
            pen.write({4: f"（{line.label}：{line.value}）"})
        case "n":
            pen.sheet.cell(pen.row - 1, 4).value += f"\n（　{line.value or ''}　）件"
        case "c":
            ((_, options),) = line.options
            names = [name for name, _ in options]
            number = f"{names.index(line.value) + 1}" if line.value in names else "　"
            listed = "\n".join(f"{n}) {name}" for n, name in enumerate(names, start=1))
            shown = f"[ {number}) {line.value} ]" if line.value else "[　　]"
            beside(pen, line, shown, f"＜選択肢＞\n{listed}")
        case "b":
            beside(pen, line, "\n".join(boxes(line)))
        case "i":
            for n, record in enumerate(line.value or [], start=1):
                pen.write({2: str(n), 3: str(record)})
        case "T":
            columns = line.label.split("|")
            pen.write(dict(enumerate(columns, start=3)))
            for row in line.value:
                pen.write({n: text(row.get(c)) for n, c in enumerate(columns, start=3)})
        case "F":
            for figure in line.value:
                pen.write({2: figure.get("題名") or ""}, (2, 5))
                pen.write({2: "備考", 4: str(figure.get("備考") or "")}, (2, 3))


def boxes(line: Line) -> list[str]:
    ticked, counts = line.value
    rows: list[str] = []
    for group, options in line.options:
        rows += [group] if group else []
        held: list[str] = []
        for name, sign in options:
            mark = f"[{'レ' if name in ticked else '　'}] {name}"
            if sign == "?":
                mark += f" （ {ticked.get(name, '')} ）"
            elif sign:
                mark += f" （ {counts[sign[1:]]} ） 件"
            held.append(mark)
        rows += ["　　".join(held[n : n + 2]) for n in range(0, len(held), 2)]
    return rows
