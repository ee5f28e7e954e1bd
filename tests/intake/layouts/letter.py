"""A Word document: headings as paragraphs, tables of two or three columns, ☑ and ☐, nested rows
as a paragraph 「（その必要性）」-free third column, prose as paragraphs."""

from pathlib import Path
from typing import Any

import docx
from docx.table import Table

from layouts.paper import Line, lines, text


class Pen:
    def __init__(self) -> None:
        self.document = docx.Document()
        self.table: Table | None = None
        self.group = ""

    def heading(self, words: str, level: int) -> None:
        self.table = None
        self.document.add_heading(words, level)

    def row(self, label: str, paragraphs: list[str], group: str = "") -> None:
        if self.table is None:
            self.table = self.document.add_table(0, 3, "Table Grid")
        cells = self.table.add_row().cells
        if group:
            cells[0].text, cells[1].text = (group if group != self.group else ""), label
        else:
            cells[0].merge(cells[1]).text = label
        self.group = group
        cells[2].text = paragraphs[0] if paragraphs else ""
        for words in paragraphs[1:]:
            cells[2].add_paragraph(words)

    def wide(self, paragraphs: list[str]) -> None:
        self.table = self.document.add_table(1, 1, "Table Grid")
        cell = self.table.rows[0].cells[0]
        cell.text = paragraphs[0] if paragraphs else ""
        for words in paragraphs[1:]:
            cell.add_paragraph(words)
        self.table = None
        self.document.add_paragraph()


def draw(form: str, data: dict[str, Any], target: Path) -> list[Path]:
    pen = Pen()
    for line in lines(form, data):
        one(pen, line)
    pen.document.save(str(target))
    return [target]


def one(pen: Pen, line: Line) -> None:
    group = line.group or ("　" if line.depth else "")
    match line.kind:
        case "P":
            pen.heading(line.label, 1)
        case "S":
            pen.heading(line.label, 2)
        case "R":
            pen.heading(line.label, 3)
        case "L":
            pen.document.add_paragraph(line.label)
        case "h":
            ticked, _ = line.value
            shown = [mark(name, name in ticked) for _, o in line.options for name, _ in o]
            pen.document.add_paragraph("　".join(shown))
        case "k":
            for label, value in line.value:
                pen.row(label, [value])
        case "u":
            pen.heading(line.label, 4)
            pen.wide(str(line.value or "").split("\n"))
        case "w" | "N":
            pen.wide(str(line.value or "").split("\n"))
        case "f" if not line.label:
            pen.table = None
            pen.document.add_paragraph(line.value)
        case "t" | "d" | "@" | "f":
            pen.row(line.label, str(line.value).split("\n"), group)
        case "m":
            assert pen.table is not None
            pen.table.rows[-1].cells[2].add_paragraph(f"（{line.label}：{line.value}）")
        case "n":
            assert pen.table is not None
            pen.table.rows[-1].cells[2].add_paragraph(f"（{line.value or '　'}）件")
        case "c":
            ((_, options),) = line.options
            listed = "　".join(f"{n}) {name}" for n, (name, _) in enumerate(options, start=1))
            pen.row(line.label, [f"［ {line.value or '　　'} ］", "＜選択肢＞", listed], group)
        case "b":
            pen.row(line.label, boxes_of(line), group)
        case "i":
            pen.table = None
            for n, record in enumerate(line.value or [], start=1):
                pen.document.add_paragraph(f"（{n}）{record}")
        case "T":
            columns = line.label.split("|")
            table = pen.document.add_table(1, len(columns), "Table Grid")
            for cell, column in zip(table.rows[0].cells, columns, strict=True):
                cell.text = column
            for row in line.value:
                for cell, column in zip(table.add_row().cells, columns, strict=True):
                    cell.text = text(row.get(column))
        case "F":
            for figure in line.value:
                pen.table = None
                pen.document.add_paragraph(figure.get("題名") or "")
                pen.row("備考", str(figure.get("備考") or "").split("\n"))


def mark(name: str, ticked: bool) -> str:
    return f"{'☑' if ticked else '☐'}{name}"


def boxes_of(line: Line) -> list[str]:
    ticked, counts = line.value
    rows: list[str] = []
    for group, options in line.options:
        rows += [group] if group else []
        for name, sign in options:
            shown = mark(name, name in ticked)
            if sign == "?":
                shown += f"（{ticked.get(name, '')}）"
            elif sign:
                shown += f"（{counts[sign[1:]]}）件"
            rows.append(shown)
    return rows
