"""Labels torn by line breaks and over rows, prose one line to a row, boxes as ■ and □, sheets told
apart by `（１）`, no merged cells at all."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from layouts.paper import Line, lines, text

BLUE = PatternFill("solid", fgColor="DDEBF7")
THIN = Side(style="thin")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


WIDTHS = (22, 22, 44, 44, 24, 40, 20)


class Pen:
    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.row = sheet, 1
        for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def write(self, cells: dict[int, str], top: bool = True) -> None:
        for column, value in cells.items():
            cell = self.sheet.cell(self.row, column)
            cell.value = value or None
            if value.startswith("="):
                cell.data_type = "s"
            cell.alignment = cell.alignment + Alignment(wrap_text=True, vertical="top")
            if column < 3:
                cell.fill = BLUE
        for column in range(1, 5):
            self.sheet.cell(self.row, column).border = Border(
                left=THIN, right=THIN, top=THIN if top else None
            )
        high = max(
            sum(1 + int(len(p) * 2.4 / WIDTHS[c - 1]) for p in v.split("\n"))
            for c, v in cells.items()
        )
        self.sheet.row_dimensions[self.row].height = min(400, 16 * high + 2)
        self.row += 1


def torn(label: str) -> str:
    """Break a long label where a narrow column would."""
    return "\n".join(label[n : n + 11] for n in range(0, len(label), 11))


def draw(form: str, data: dict[str, Any], target: Path) -> list[Path]:
    book = Workbook()
    book.remove(book.active)
    pen: Pen | None = None
    for line in lines(form, data):
        if line.kind == "P":
            suffix = f"（{str(line.ordinal).translate(WIDE)}）" if line.ordinal else ""
            pen = Pen(book.create_sheet((line.sheet + suffix)[:31]))
            pen.write({1: line.label})
        else:
            assert pen is not None
            one(pen, line)
    book.save(target)
    return [target]


def beside(pen: Pen, line: Line, values: list[str]) -> None:
    column = 2 if line.depth or line.group else 1
    group = {1: line.group} if line.group and getattr(pen, "group", "") != line.group else {}
    pen.group = line.group  # type: ignore[attr-defined]
    for n, value in enumerate(values or [""]):
        cells = {**group, column: torn(line.label), 3: value} if n == 0 else {3: value}
        pen.write(cells, top=n == 0)


def one(pen: Pen, line: Line) -> None:
    match line.kind:
        case "S" | "R" | "L":
            pen.write({1: line.label})
        case "h":
            ticked, _ = line.value
            marks = [
                mark(name, name in ticked) for _, options in line.options for name, _ in options
            ]
            pen.sheet.cell(pen.row - 1, 3).value = "　".join(marks)
        case "k":
            for label, value in line.value:
                pen.write({1: label, 3: value})
        case "u":
            pen.write({1: line.label})
            for row in str(line.value or "").split("\n"):
                pen.write({3: row}, top=False)
        case "w" | "N":
            for row in str(line.value or "").split("\n"):
                pen.write({3: row}, top=False)
        case "f" if not line.label:
            pen.write({3: line.value})
        case "t" | "d" | "@" | "f":
            beside(pen, line, str(line.value).split("\n"))
        case "m":
            pen.write({3: f"（{line.label}：{line.value}）"}, top=False)
        case "n":
            pen.write({3: f"（{line.value or '　'}）件"}, top=False)
        case "c":
            ((_, options),) = line.options
            listed = [f"{n}) {name}" for n, (name, _) in enumerate(options, start=1)]
            beside(pen, line, [f"[ {line.value or '　'} ]"])
            pen.sheet.cell(pen.row - 1, 4).value = "＜選択肢＞\n" + "\n".join(listed)
        case "b":
            boxes(pen, line)
        case "i":
            for n, record in enumerate(line.value or [], start=1):
                pen.write({3: f"{str(n).translate(WIDE)}．{record}"}, top=False)
        case "T":
            columns = line.label.split("|")
            pen.write(dict(enumerate(columns, start=1)))
            for row in line.value:
                pen.write({n: text(row.get(c)) for n, c in enumerate(columns, start=1)})
        case "F":
            for figure in line.value:
                pen.write({1: figure.get("題名") or ""})
                pen.write({1: "備考", 3: str(figure.get("備考") or "")})


def mark(name: str, ticked: bool) -> str:
    return f"{'■' if ticked else '□'}{name}"


def boxes(pen: Pen, line: Line) -> None:
    ticked, counts = line.value
    rows: list[str] = []
    for group, options in line.options:
        rows += [group] if group else []
        plain = [mark(name, name in ticked) for name, sign in options if not sign]
        rows += ["　".join(plain[n : n + 3]) for n in range(0, len(plain), 3)]
        for name, sign in options:
            if sign == "?":
                rows.append(f"{mark(name, name in ticked)}（{ticked.get(name, '')}）")
            elif sign:
                rows.append(f"{mark(name, name in ticked)}（{counts[sign[1:]]}件）")
    beside(pen, line, rows)
