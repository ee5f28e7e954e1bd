"""As the Excel of a large city: one wide grid of narrow columns, everything merged, every bracket
a cell of its own, ASCII numerals, one sheet for each part and file."""

import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from layouts.paper import Line, lines

LAST, VALUE, OPTIONS = 40, 12, 23
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREEN = PatternFill("solid", fgColor="C6E0B4")
ROMAN = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI"}
SHEETS = {
    "Ⅱファイルの概要": "II ファイルの概要",
    "Ⅲリスク対策（プロセス）": "III リスク対策(プロセス)",
}


def ascii_of(text: str) -> str:
    for wide, narrow in ROMAN.items():
        text = text.replace(wide, narrow)
    text = re.sub("^([０-９]+)．", lambda m: f"{int(m[1])}. ", text)
    return (
        text.replace("（別添１）", "(別添1)")
        .replace("（別添２）", "(別添2)")
        .replace("（別添３）", "(別添3)")
    )


class Pen:
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 1
        for n in range(1, LAST + 1):
            sheet.column_dimensions[sheet.cell(1, n).column_letter].width = 2.4
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def put(
        self, first: int, last: int, text: str, rows: int = 1, fill: bool = False, edge: bool = True
    ) -> None:
        cell = self.sheet.cell(self.row, first)
        cell.value = text or None
        if text.startswith("="):
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        for r in range(self.row, self.row + rows):
            for c in range(first, last + 1):
                if fill:
                    self.sheet.cell(r, c).fill = GREEN
                if edge:
                    self.sheet.cell(r, c).border = BOX
        if rows > 1 or last > first:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row + rows - 1, start_column=first, end_column=last
            )

    def high(self, text: str, em: float, rows: int = 1) -> None:
        """Make the rows high enough for a text, as far as Excel lets a row grow."""
        count = sum(1 + int(len(p) / em) for p in text.split("\n"))
        for r in range(self.row, self.row + rows):
            now = self.sheet.row_dimensions[r].height or 15
            self.sheet.row_dimensions[r].height = min(400, max(now, count * 16 / rows))


def rows_for(text: str) -> int:
    return max(1, min(20, len(text) // 350 + 1))


def draw(form: str, data: dict[str, Any], target: Path) -> list[Path]:
    book = Workbook()
    book.remove(book.active)
    pen: Pen | None = None
    names: set[str] = set()
    for line in lines(form, data):
        if line.kind == "P":
            name = SHEETS.get(line.sheet, ascii_of(line.sheet))
            name = f"{name}_{line.file}" if line.file else name
            pen = Pen(book.create_sheet(name[:31]))
            assert name[:31] not in names
            names.add(name[:31])
            pen.put(1, LAST, ascii_of(line.label), edge=False)
            pen.row += 1
            continue
        assert pen is not None
        one(pen, line)
    book.save(target)
    return [target]


def one(pen: Pen, line: Line) -> None:
    match line.kind:
        case "S" | "R":
            pen.put(1, LAST, ascii_of(line.label), fill=True)
            pen.high(line.label, 50)
            pen.row += 1
        case "h":
            pen.row -= 1
            boxes, _ = line.value
            n = 24
            pen.sheet.unmerge_cells(
                start_row=pen.row, end_row=pen.row, start_column=1, end_column=LAST
            )
            pen.sheet.merge_cells(
                start_row=pen.row, end_row=pen.row, start_column=1, end_column=n - 1
            )
            for _, options in line.options:
                for name, _mark in options:
                    pen.put(n, n, "[", edge=False)
                    pen.put(n + 1, n + 1, "○" if name in boxes else "", edge=False)
                    pen.put(n + 2, n + 2, "]", edge=False)
                    pen.put(n + 3, n + 8, name, edge=False)
                    n += 9
            pen.sheet.row_dimensions[pen.row].height = 48
            pen.row += 1
        case "L":
            pen.put(1, LAST, ascii_of(line.label))
            pen.row += 1
        case "k":
            for first, last, (head, _) in zip((1, 9), (8, LAST), line.value, strict=True):
                pen.put(first, last, head, fill=True)
            pen.row += 1
            for first, last, (_, value) in zip((1, 9), (8, LAST), line.value, strict=True):
                pen.put(first, last, value)
            pen.row += 1
        case "u":
            pen.put(1, LAST, line.label, fill=True)
            pen.row += 1
            whole(pen, str(line.value or ""))
        case "w" | "N":
            whole(pen, str(line.value or ""))
        case "f" if not line.label:
            pen.put(1, LAST, line.value, edge=False)
            pen.row += 1
        case "t" | "d" | "@" | "f":
            rows = rows_for(line.value)
            label(pen, line, rows)
            pen.put(VALUE, LAST, line.value, rows)
            pen.high(line.value, 33, rows)
            pen.row += rows
        case "m":
            pen.put(VALUE, VALUE + 8, f"（{line.label}：")
            pen.put(VALUE + 9, LAST - 1, line.value)
            pen.put(LAST, LAST, "）")
            pen.high(line.value, 20)
            pen.row += 1
        case "n":
            for first, last, text in (
                (VALUE, VALUE, "（"),
                (VALUE + 1, VALUE + 4, str(line.value or "")),
                (VALUE + 5, VALUE + 8, "）件"),
            ):
                pen.put(first, last, text, edge=False)
            pen.row += 1
        case "c":
            choice(pen, line)
        case "b":
            boxes_of(pen, line)
        case "i":
            for n, record in enumerate(line.value or [], start=1):
                pen.put(1, 3, str(n))
                pen.put(4, LAST, str(record))
                pen.row += 1
        case "T":
            table(pen, line)
        case "F":
            for figure in line.value:
                pen.put(1, LAST, figure.get("題名") or "")
                pen.row += 21
                pen.put(1, VALUE - 1, "備考", fill=True)
                pen.put(VALUE, LAST, str(figure.get("備考") or ""))
                pen.high(str(figure.get("備考") or ""), 38)
                pen.row += 1
        case _:
            raise ValueError(line.kind)


def whole(pen: Pen, text: str) -> None:
    rows = rows_for(text)
    pen.put(1, LAST, text, rows)
    pen.high(text, 48, rows)
    pen.row += rows


def label(pen: Pen, line: Line, rows: int) -> None:
    first = 1
    if line.group or line.depth:
        group = line.group if line.group and getattr(pen, "group", "") != line.group else ""
        pen.put(1, 3, group, rows, fill=True)
        first = 4
    pen.group = line.group  # type: ignore[attr-defined]
    pen.put(first, VALUE - 1, line.label, rows, fill=True)
    pen.high(line.label, 8 if first > 1 else 11, rows)


def choice(pen: Pen, line: Line) -> None:
    ((_, options),) = line.options
    short = all(len(name) < 14 for name, _ in options)
    step = 2 if short else 1
    rows = 1 + (len(options) + step - 1) // step
    label(pen, line, rows)
    for first, last, text in (
        (VALUE, VALUE, "["),
        (VALUE + 1, OPTIONS - 2, line.value),
        (OPTIONS - 1, OPTIONS - 1, "]"),
    ):
        pen.put(first, last, text, rows, edge=False)
    pen.put(OPTIONS, LAST, "＜選択肢＞", edge=False)
    pen.row += 1
    for n in range(0, len(options), step):
        for k, (name, _) in enumerate(options[n : n + step]):
            width = (LAST - OPTIONS + 1) // step
            first = OPTIONS + k * width
            pen.put(first, first + width - 1, f"{n + k + 1}) {name}", edge=False)
            pen.high(name, 20)
        pen.row += 1


def boxes_of(pen: Pen, line: Line) -> None:
    boxes, counts = line.value
    top = pen.row
    plan: list[list[tuple[int, int, str]]] = []
    for group, options in line.options:
        if group:
            plan.append([(VALUE, LAST, group)])
        plain = [name for name, mark in options if not mark]
        while plain:
            pair, plain = plain[:2], plain[2:]
            plan.append(
                [
                    cell
                    for n, name in enumerate(pair)
                    for cell in box(VALUE + n * 14, 14, name, name in boxes)
                ]
            )
        for name, mark in options:
            if mark:
                words = boxes.get(name, "") if mark == "?" else counts[mark[1:]]
                cells = box(VALUE, 16, name, name in boxes)
                cells += [
                    (28, 28, "（"),
                    (29, 37, words),
                    (38, LAST, "）" if mark == "?" else "）件"),
                ]
                plan.append(cells)
    label(pen, line, len(plan))
    for cells in plan:
        for first, last, text in cells:
            pen.put(first, last, text, edge=False)
            pen.high(max((t for _, _, t in cells), key=len), 9)
        pen.row += 1
    assert pen.row == top + len(plan)


def box(first: int, width: int, name: str, ticked: bool) -> list[tuple[int, int, str]]:
    return [
        (first, first, "["),
        (first + 1, first + 1, "○" if ticked else ""),
        (first + 2, first + 2, "]"),
        (first + 3, first + width - 1, name),
    ]


SPANS = ((1, 4), (5, 11), (12, 21), (22, 31), (32, 34), (35, LAST))


def table(pen: Pen, line: Line) -> None:
    columns = line.label.split("|")
    for span, column in zip(SPANS, columns, strict=True):
        pen.put(*span, column, fill=True)
    pen.sheet.row_dimensions[pen.row].height = 32
    pen.row += 1
    from layouts.paper import text

    for row in line.value:
        longest = max((text(row.get(c)) for c in columns), key=len)
        rows = 1 + len(longest) // 100
        for span, column in zip(SPANS, columns, strict=True):
            pen.put(*span, text(row.get(column)), rows)
        pen.high(longest, 6, rows)
        pen.row += rows
