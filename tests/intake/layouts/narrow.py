"""A workbook of one wide grid: sixty narrow columns on every sheet, everything merged over some of
them; each paragraph in a row beside a label that is merged down, a label of several items again
beside each of them."""

import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from layouts.paper import Line, lines, text

WIDE = 60
THIN = Side(style="thin")
EDGE = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
BLUE = PatternFill("solid", fgColor="DDEBF7")


class Pen:
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 2
        for n in range(1, WIDE + 3):
            sheet.column_dimensions[get_column_letter(n)].width = 1.9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def put(self, first: int, last: int, words: str, rows: int = 1, label: bool = False) -> None:
        """Write over columns first..last (counted from 1) of so many rows."""
        for row in range(self.row, self.row + rows):
            for column in range(first, last + 1):
                cell = self.sheet.cell(row, column)
                cell.border = EDGE
                if label:
                    cell.fill = BLUE
        cell = self.sheet.cell(self.row, first)
        cell.value = words or None
        if words.startswith("="):
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="center" if label else "top")
        self.sheet.merge_cells(None, self.row, first, self.row + rows - 1, last)

    def high(self, words: str, columns: int) -> None:
        count = sum(1 + len(p) * 2 // max(1, columns) for p in words.split("\n"))
        now = self.sheet.row_dimensions[self.row].height or 15
        self.sheet.row_dimensions[self.row].height = min(400, max(now, 15 * count))

    def item(self, label: str, values: list[str], group: str = "", deep: bool = False) -> None:
        """A label at the left, merged down beside its values, each a row."""
        rows = values or [""]
        self.high(label, 13)
        first = 2 if not (group or deep) else 6
        if group or deep:
            self.put(2, 5, group, len(rows), label=True)
        self.put(first, 18, label, len(rows), label=True)
        for words in rows:
            self.put(19, WIDE, words)
            self.high(words, WIDE - 19)
            self.row += 1

    def across(self, words: str, label: bool = False) -> None:
        self.put(2, WIDE, words, label=label)
        self.high(words, WIDE - 2)
        self.row += 1


def paragraphs(words: str) -> list[str]:
    return words.split("\n")


def draw(form: str, data: dict[str, Any], target: Path) -> list[Path]:
    book = Workbook()
    book.remove(book.active)
    pen: Pen | None = None
    for line in lines(form, data):
        if line.kind == "P":
            name = f"{line.sheet}_{line.file}" if line.file else line.sheet
            name = re.sub(
                "[Ⅰ-Ⅵ]", lambda m: ["I", "II", "III", "IV", "V", "VI"][ord(m[0]) - 0x2160], name
            )
            pen = Pen(book.create_sheet(name[:31]))
            pen.across(line.label)
            pen.row += 1
            continue
        assert pen is not None
        one(pen, line)
    book.save(target)
    return [target]


def one(pen: Pen, line: Line) -> None:
    words, deep = str(line.value or "") if line.kind not in "bhTFi" else "", bool(line.depth)
    match line.kind:
        case "S" | "R" | "L":
            pen.across(line.label, label=line.kind != "L")
        case "h":
            ticked, _ = line.value
            pen.across("　　".join(mark(n, n in ticked) for _, o in line.options for n, _ in o))
        case "k":
            for n, (label, value) in enumerate(line.value):
                left = 2 + 30 * n
                pen.put(left, left + 8, label, label=True)
                pen.put(left + 9, min(left + 29, WIDE), value)
                pen.high(value, 18)
            pen.row += 1
        case "u":
            pen.across(line.label, label=True)
            pen.across(words)
        case "w" | "N":
            pen.across(words)
        case "f" if not line.label:
            pen.across(line.value)
        case "t" | "d" | "@" | "f":
            pen.item(line.label, paragraphs(words), line.group, deep)
        case "m":
            pen.put(19, WIDE, f"（{line.label}：{line.value}）")
            pen.row += 1
        case "n":
            pen.put(19, WIDE, f"（　{line.value or '　'}　）件")
            pen.row += 1
        case "c":
            ((_, options),) = line.options
            half = (len(options) + 1) // 2
            pen.high(line.label, 13)
            listed = [f"{n}) {name}" for n, (name, _) in enumerate(options, start=1)]
            first = 6 if line.group or deep else 2
            if line.group or deep:
                pen.put(2, 5, line.group, half + 1, label=True)
            pen.put(first, 18, line.label, half + 1, label=True)
            pen.put(19, 34, f"[　　{words}　　]", half + 1)
            pen.put(35, WIDE, "＜選択肢＞")
            for n in range(half):
                pen.row += 1
                pen.put(35, 47, listed[n])
                pen.put(48, WIDE, listed[n + half] if n + half < len(listed) else "")
            pen.row += 1
        case "b":
            boxes(pen, line, deep)
        case "i":
            records = line.value or []
            for n in range(0, len(records), 3):
                for k, record in enumerate(records[n : n + 3]):
                    pen.put(2 + 20 * k, min(21 + 20 * k, WIDE), f"{n + k + 1}．{record}")
                pen.row += 1
        case "T":
            table(pen, line)
        case "F":
            for figure in line.value:
                pen.across(figure.get("題名") or "")
                pen.across("（備考）", label=True)
                pen.across(str(figure.get("備考") or ""))


def mark(name: str, ticked: bool) -> str:
    return f"[{'○' if ticked else '　'}]{name}"


def boxes(pen: Pen, line: Line, deep: bool) -> None:
    ticked, counts = line.value
    rows: list[list[str]] = []
    for group, options in line.options:
        rows += [[group]] if group else []
        shown = []
        for name, sign in options:
            tail = f"（{ticked.get(name, '')}）" if sign == "?" else ""
            tail = f"（　{counts[sign[1:]]}　）件" if sign.startswith("#") else tail
            shown.append(mark(name, name in ticked) + tail)
        rows += [shown[n : n + 2] for n in range(0, len(shown), 2)]
    first = 6 if line.group or deep else 2
    pen.high(line.label, 13)
    if line.group or deep:
        pen.put(2, 5, line.group, len(rows), label=True)
    pen.put(first, 18, line.label, len(rows), label=True)
    for row in rows:
        for n, words in enumerate(row):
            pen.put(19 + 21 * n, (39 + 21 * n) if len(row) > 1 and n == 0 else WIDE, words)
            pen.high(words, 21)
        pen.row += 1


def table(pen: Pen, line: Line) -> None:
    columns = line.label.split("|")
    wide = (WIDE - 1) // len(columns)
    edges = [(2 + wide * n, 1 + wide * (n + 1)) for n in range(len(columns))]
    for (first, last), column in zip(edges, columns, strict=True):
        pen.put(first, last, column, label=True)
    pen.row += 1
    for row in line.value:
        for (first, last), column in zip(edges, columns, strict=True):
            pen.put(first, last, text(row.get(column)))
            pen.high(text(row.get(column)), wide)
        pen.row += 1
