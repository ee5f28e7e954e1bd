"""Rows of 変更箇所 → Markdown, and the layout of a page of their own."""

from collections.abc import Iterable
from dataclasses import replace

from pia.changes.judge import Entry
from pia.changes.report import Diff, cells_of, reason
from pia.changes.version import CHANGES, Version
from pia.forms.definition import Form, Item, Section
from pia.layout.arrange import Draft, arrange
from pia.layout.build import build
from pia.layout.marks import Marked
from pia.layout.tree import Column, Heading, Label, Layout, Node, Note, Table
from pia.model.base import keys_of
from pia.model.procedure import ChangeRow

WHY = "根拠"
WHY_WIDTH = 20.0


def columns(form: Form) -> list[tuple[str, Item]]:
    """Return the columns of the form's own table, each with its attribute of `ChangeRow`."""
    tables = (section for _, section in form.sections() if _is_table_of_changes(section))
    attributes = keys_of(ChangeRow)
    items = (child for table in tables for child in table.children if isinstance(child, Item))
    return [(attributes[item.keys[0]], item) for item in items]


def _is_table_of_changes(section: Section) -> bool:
    return section.per == CHANGES


def table(diff: Diff, *, why: bool = False) -> Table:
    """Return the rows as the form prints them. why: with a column for the rule that was used."""
    shown = columns(diff.comparison.new.form)
    heads = [Column(Label(item.label), item.width, item.centred) for _, item in shown]
    if why:
        heads.append(Column(Label(WHY), WHY_WIDTH))
    rows = (_row(diff, entry, [name for name, _ in shown], why) for entry in diff.entries)
    return Table(tuple(heads), tuple(rows))


def _row(diff: Diff, entry: Entry, names: Iterable[str], why: bool) -> tuple[str, ...]:
    cells = cells_of(diff, entry)
    row = tuple(cells[name] for name in names)
    return (*row, f"判断 {entry.judgement}。{reason(entry)}") if why else row


def layout(diff: Diff, *, why: bool = False) -> Layout:
    """Return one landscape sheet with the table and what no row of it says."""
    new: Version = diff.comparison.new
    part = next(p for p in new.form.parts if any(map(_is_table_of_changes, _sections(p))))
    notes = (Note(remark) for remark in [diff.summary(), *diff.remarks()])
    nodes: tuple[Node, ...] = (Heading(1, Label(part.heading)), table(diff, why=why), *notes)
    whole = build(new.form, new.assessment, new.folder)
    return replace(whole, sheets=arrange([Draft(part.sheet, nodes, landscape=True)]))


def _sections(part: Section) -> list[Section]:
    return [part, *(c for c in part.children if isinstance(c, Section))]


def markdown(diff: Diff, *, why: bool = False) -> str:
    """Return the table in Markdown, changed words struck out or bold, as plain text throughout."""
    shown = table(diff, why=why)
    lines = [_line(column.label.text for column in shown.columns)]
    lines.append(_line("---" for _ in shown.columns))
    names = [name for name, _ in columns(diff.comparison.new.form)]
    for row in shown.rows:
        marks = ("~~" if names[n : n + 1] == ["before"] else "**" for n in range(len(row)))
        lines.append(_line(_marked(cell, mark) for cell, mark in zip(row, marks, strict=True)))
    remarks = [f"- {_escaped(remark)}" for remark in diff.remarks()]
    return "\n".join([*lines, "", _escaped(diff.summary()), *([""] if remarks else []), *remarks])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(cell: str, mark: str) -> str:
    if not isinstance(cell, Marked):
        return _escaped(cell)
    return "".join(
        _words(text, mark) if changed else _escaped(text) for text, changed in cell.runs()
    )


def _words(text: str, mark: str) -> str:
    """Return changed words between marks, line by line, as Markdown wants them."""
    lines = (f"{mark}{_escaped(line)}{mark}" if line.strip() else "" for line in text.split("\n"))
    return "<br>".join(lines)


def _escaped(text: str) -> str:
    """Return a text that Markdown prints as it is."""
    for sign in "\\`*_{}[]<>|~#&":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "<br>")
