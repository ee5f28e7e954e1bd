"""Labels above their values, two short items side by side, and, when asked for, no ruling lines at
all, as a scan whose lines were lost."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from layouts.paper import Line, lines, text

THIN = Side(style="thin")
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
GREY = PatternFill("solid", fgColor="E7E6E6")
SHORT = ("t", "d", "@")


class Pen:
    def __init__(self, sheet: Worksheet, ruled: bool) -> None:
        self.sheet, self.row, self.ruled = sheet, 1, ruled
        self.waiting: Line | None = None
        for letter in "ABCDEF":
            sheet.column_dimensions[letter].width = 22
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def put(self, first: int, last: int, words: str, label: bool = False) -> None:
        cell = self.sheet.cell(self.row, first)
        cell.value = words or None
        if words.startswith("="):
            cell.data_type = "s"
        cell.alignment = cell.alignment + Alignment(wrap_text=True, vertical="top")
        for column in range(first, last + 1):
            if self.ruled:
                self.sheet.cell(self.row, column).border = EDGE
                if label:
                    self.sheet.cell(self.row, column).fill = GREY
        if last > first:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=first, end_column=last
            )
        em = (last - first + 1) * 9
        count = sum(1 + len(p) // em for p in words.split("\n"))
        now = self.sheet.row_dimensions[self.row].height or 15
        self.sheet.row_dimensions[self.row].height = min(400, max(now, 16 * count))

    def flush(self) -> None:
        if self.waiting is None:
            return
        line, self.waiting = self.waiting, None
        self.across(line.label, str(line.value))

    def across(self, label: str, words: str) -> None:
        self.put(1, 6, label, label=True)
        self.row += 1
        self.put(1, 6, words)
        self.row += 1

    def pair(self, line: Line) -> None:
        if self.waiting is None:
            self.waiting = line
            return
        first, self.waiting = self.waiting, None
        for (left, right), held in zip(((1, 3), (4, 6)), (first, line), strict=True):
            self.put(left, right, held.label, label=True)
        self.row += 1
        for (left, right), held in zip(((1, 3), (4, 6)), (first, line), strict=True):
            self.put(left, right, str(held.value))
        self.row += 1


def draw(form: str, data: dict[str, Any], target: Path, ruled: bool = True) -> list[Path]:
    book = Workbook()
    book.remove(book.active)
    pen: Pen | None = None
    for line in lines(form, data):
        if line.kind == "P":
            if pen:
                pen.flush()
            name = f"{line.sheet}_{line.ordinal}" if line.ordinal else line.sheet
            pen = Pen(book.create_sheet(name[:31]), ruled)
            pen.put(1, 6, line.label)
            pen.row += 1
            continue
        assert pen is not None
        short = line.kind in SHORT and len(str(line.value)) < 25 and "\n" not in str(line.value)
        if short and not line.depth:
            pen.pair(line)
        else:
            pen.flush()
            one(pen, line)
    if pen:
        pen.flush()
    book.save(target)
    return [target]


def one(pen: Pen, line: Line) -> None:
    match line.kind:
        case "S" | "R" | "L":
            pen.put(1, 6, line.label)
            pen.row += 1
        case "h":
            ticked, _ = line.value
            shown = [mark(name, name in ticked) for _, o in line.options for name, _ in o]
            pen.put(1, 6, "　".join(shown))
            pen.row += 1
        case "k":
            for n, (label, _) in enumerate(line.value):
                pen.put(1 + n * 3, 3 + n * 3, label, label=True)
            pen.row += 1
            for n, (_, value) in enumerate(line.value):
                pen.put(1 + n * 3, 3 + n * 3, value)
            pen.row += 1
        case "w" | "N":
            pen.put(1, 6, str(line.value or ""))
            pen.row += 1
        case "f" if not line.label:
            pen.put(1, 6, line.value)
            pen.row += 1
        case "u" | "t" | "d" | "@" | "f":
            pen.across(line.label, str(line.value or ""))
        case "m":
            pen.put(1, 6, f"（{line.label}：{line.value}）")
            pen.row += 1
        case "n":
            pen.put(1, 6, f"（{line.value or '　'}）件")
            pen.row += 1
        case "c":
            ((_, options),) = line.options
            pen.put(1, 6, line.label, label=True)
            pen.row += 1
            pen.put(1, 2, f"[　{line.value}　]")
            listed = "\n".join(f"{n}) {name}" for n, (name, _) in enumerate(options, start=1))
            pen.put(3, 6, f"＜選択肢＞\n{listed}")
            pen.row += 1
        case "b":
            pen.put(1, 6, line.label, label=True)
            pen.row += 1
            for words in boxes_of(line):
                pen.put(1, 6, words)
                pen.row += 1
        case "i":
            for n, record in enumerate(line.value or [], start=1):
                pen.put(1, 6, f"{n}. {record}")
                pen.row += 1
        case "T":
            columns = line.label.split("|")
            for n, column in enumerate(columns, start=1):
                pen.put(n, n, column, label=True)
            pen.row += 1
            for row in line.value:
                for n, column in enumerate(columns, start=1):
                    pen.put(n, n, text(row.get(column)))
                pen.row += 1
        case "F":
            for figure in line.value:
                pen.put(1, 6, figure.get("題名") or "")
                pen.row += 1
                pen.across("備考", str(figure.get("備考") or ""))


def mark(name: str, ticked: bool) -> str:
    return f"〔{'〇' if ticked else '　'}〕{name}"


def boxes_of(line: Line) -> list[str]:
    ticked, counts = line.value
    rows: list[str] = []
    for group, options in line.options:
        rows += [group] if group else []
        for name, sign in options:
            shown = mark(name, name in ticked)
            if sign == "?":
                shown += f"　（{ticked.get(name, '')}）"
            elif sign:
                shown += f"　（　{counts[sign[1:]]}　）件"
            rows.append(shown)
    return rows
