"""Everything that a comparison found: rows, what is open about them, and proposals; as the table
of the form, as JSON, Markdown, on a terminal, and as sheets of their own."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pia.changes.amendments import Amendment, RowOptions, amendments
from pia.changes.classify import Ground
from pia.changes.compare import CHANGES, Comparison
from pia.changes.decisions import Decisions
from pia.changes.joined import THROUGHOUT, Wording, joined, wordings
from pia.changes.judge import SPOKEN_OF, Judge, Need, Verdict
from pia.changes.messages import ChangeMessages
from pia.errors import Finding, PiaError, in_order
from pia.forms.definition import Form, Item, Section
from pia.japanese import wareki
from pia.layout.marks import Marked, runs_of
from pia.model.assessment import ChangeRow
from pia.model.base import keys_of
from pia.model.choices import Timing

if TYPE_CHECKING:
    from rich.text import Text

    from pia.layout.build import SheetDraft
    from pia.layout.tree import Layout, Node, Table

LIKELY_RENAME = "同じもので id だけが変わったと見られる件（そうであれば id を元に戻してください）"
WHY, WHY_WIDTH = "根拠", 20.0
UNDECIDED, TO_BE_DECIDED_AGAIN = "（未判断）", "（要再判断）"
# The standing reasons of rows that nobody needs to decide about.
DEFAULT_REASONS = {Ground.OTHER_ITEM: "その他の項目の変更", Ground.FORMAL: "形式的な変更"}


@dataclass(frozen=True)
class Diff:
    """The rows of 変更箇所 that two versions call for.

    single: the rows before any of them were joined.
    source: the file of the new version. locate: gives a finding its place in that file.
    doubts: faults of the versions themselves, whose items may seem changed for that reason.
    for_residents: without what either version hides, and without remarks.
    """

    judge: Judge
    rows: tuple[Amendment, ...]
    single: tuple[Amendment, ...]
    source: Path = Path()
    locate: Callable[[Finding], Finding] = lambda finding: finding
    doubts: tuple[str, ...] = ()
    for_residents: bool = False

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the decisions, each with its place."""
        return tuple(in_order(map(self.locate, self.judge.findings())))

    @cached_property
    def wordings(self) -> list[Wording]:
        """Wordings that changed in many items, which one 全般 row tells or could tell."""

        return wordings(self.single)

    @property
    def comparison(self) -> Comparison:
        return self.judge.comparison

    @property
    def decisions(self) -> Decisions:
        return self.judge.decisions

    def count(self, *, timing: Timing | None = None, need: Need | None = None) -> int:
        """Return how many rows have this timing or need."""
        found = (row for row in self.rows if timing in (None, row.timing))
        return sum(need in (None, row.need) for row in found)

    def summary(self) -> str:
        """Return one line: how many rows, by timing, and how many are still to be decided."""
        return (
            f"変更 {len(self.rows)} 件（事前 {self.count(timing=Timing.BEFORE)}、"
            f"事後 {self.count(timing=Timing.AFTER)}。"
            f"判断が必要 {self.count(need=Need.NEEDED)}、"
            f"判断済み {self.count(need=Need.DONE)}）"
        )

    def open_points(self, *, strict: bool) -> list[Finding]:
        """Return the findings to be shown: all when strict, else without what is undecided."""
        undecided = ChangeMessages.NO_DECISION.code
        return [f for f in self.findings if strict or f.code != undecided]

    def fails(self, *, strict: bool) -> bool:
        """Return whether a finding is an error; when strict, also a decision that is missing,
        stale, made for another version or without the reason that it needs."""
        return any(f.is_error or (strict and f.code in _OPEN) for f in self.findings)

    def remarks(self) -> list[str]:
        """Return what no row says: another order, likely renamed ids, items of a wording."""
        if self.for_residents:
            return []
        is_told = any(row.item.startswith(THROUGHOUT) for row in self.rows)
        common = THROUGHOUT if is_told else f"{THROUGHOUT}の候補"
        return [
            *(f"順序の変更: {m.address}（{'、'.join(m.after)}）" for m in self.comparison.moves),
            *(f"{LIKELY_RENAME}: {r.before} → {r.after}" for r in self.comparison.renames),
            *(f"{common}: 「{w.before}」→「{w.after}」 {_items(w)}" for w in self.wordings),
        ]


_OPEN = {
    message.code
    for message in (
        ChangeMessages.NO_DECISION,
        ChangeMessages.STALE_DECISION,
        ChangeMessages.OTHER_FORMER,
        ChangeMessages.NO_EXCEPTION,
    )
}


def build(judge: Judge, options: RowOptions) -> Diff:
    """Return the rows of a comparison with their timing, and what is open about them."""
    files = getattr(judge.comparison.new.assessment, "files", ())
    names = {file.id: file.name for file in files if file.name}
    single = amendments(judge.verdicts.values(), options, names)
    joins = options.together or options.throughout or options.item
    rows = joined(single, options) if joins else single
    return Diff(judge, tuple(_explained(row, judge) for row in rows), tuple(single))


def _explained(row: Amendment, judge: Judge) -> Amendment:
    """Return a row with the explanations of its decisions, each once."""
    texts = (_explanation(verdict, row, judge) for verdict in row.verdicts)
    return replace(row, explanation="\n".join(dict.fromkeys(filter(None, texts))))


def _explanation(verdict: Verdict, row: Amendment, judge: Judge) -> str:
    made = verdict.decision
    if made and (made.explanation or made.reason):
        return made.explanation or _reason_text(made.reason, row, judge)
    if row.timing is not Timing.AFTER or row.need is Need.NEEDED:
        return ""
    default = DEFAULT_REASONS.get(verdict.proposal.ground)
    return _reason_text(default, row, judge) if default else ""


def _reason_text(name: str, row: Amendment, judge: Judge) -> str:
    day = wareki(judge.day) if judge.day else ""
    texts = (row.item, str(row.before), str(row.after), day, str(row.timing))
    try:
        return judge.reasons.text(name, dict(zip(SPOKEN_OF, texts, strict=True)))
    except PiaError:
        return ""


def as_json(found: Sequence[Diff]) -> str:
    """Return what `pia diff --format json` prints; of several documents each row has its file."""
    return json.dumps(as_dict(found), ensure_ascii=False, indent=2)


def as_dict(found: Sequence[Diff]) -> dict[str, object]:
    """Return rows and summary with their keys as promised."""
    counts = {
        "件数": lambda diff: len(diff.rows),
        "事前": lambda diff: diff.count(timing=Timing.BEFORE),
        "事後": lambda diff: diff.count(timing=Timing.AFTER),
        "判断が必要": lambda diff: diff.count(need=Need.NEEDED),
        "判断済み": lambda diff: diff.count(need=Need.DONE),
    }
    summary: dict[str, object] = {name: sum(map(of, found)) for name, of in counts.items()}
    summary["補足"] = [remark for diff in found for remark in diff.remarks()]
    several = len(found) > 1
    rows = [
        _as_dict(row) | ({"file": str(diff.source)} if several else {})
        for diff in found
        for row in diff.rows
    ]
    return {"rows": rows, "summary": summary}


def cells_of(diff: Diff, row: Amendment) -> dict[str, str]:
    """Return what stands in a row, by the attributes of `ChangeRow`."""
    return {
        "changed": wareki(diff.judge.day) if diff.judge.day else "",
        "item": row.item,
        "before": row.before,
        "after": row.after,
        "timing": str(row.timing),
        "explanation": row.explanation,
    }


def columns(form: Form) -> list[tuple[str, Item]]:
    """Return the columns of the form's own table, each with its attribute of `ChangeRow`."""
    sections = (s for p in form.parts for s in (p, *p.children) if isinstance(s, Section))
    table = next(section for section in sections if section.per == CHANGES)
    attributes = keys_of(ChangeRow)
    return [(attributes[i.keys[0]], i) for i in table.children if isinstance(i, Item)]


def table(diff: Diff, *, why: bool = False, named: bool = False) -> "Table":
    """Return the rows as the form prints them, what is undecided marked as such.

    why: with a column for the rule that was used. named: with the block that came or went below
    the section that a row names, for whoever reads no further.
    """
    shown = columns(diff.comparison.new.form)
    from pia.layout.tree import Column, Label, Table

    heads = [Column(Label(item.label), item.width, item.centred) for _, item in shown]
    if why:
        heads.append(Column(Label(WHY), WHY_WIDTH))
    names = [name for name, _ in shown]
    rows = (_cells(diff, row, names, why=why, named=named) for row in diff.rows)
    return Table(tuple(heads), tuple(rows))


def _cells(
    diff: Diff, row: Amendment, names: Iterable[str], *, why: bool, named: bool
) -> tuple[str, ...]:
    cells = cells_of(diff, row)
    if named:
        cells["item"] = "\n".join(dict.fromkeys([row.item, *row.blocks]))
    if row.is_stale or row.need is Need.NEEDED:
        cells["timing"] += TO_BE_DECIDED_AGAIN if row.is_stale else UNDECIDED
    told = tuple(cells[name] for name in names)
    return (*told, f"判断 {row.need}。{reason(row)}") if why else told


def reason(row: Amendment) -> str:
    """Return the kind of change, the rule that was used and its source."""
    return f"{row.proposal.kind}。{row.proposal.ground}"


def _items(wording: Wording) -> str:
    items = list(dict.fromkeys(row.item for row in wording.rows))
    return f"{len(items)} 項目（{'、'.join(items)}）"


def _as_dict(row: Amendment) -> dict[str, object]:
    """Return a row with its keys as promised; several addresses stand one to a line."""
    return {
        "address": "\n".join(row.addresses),
        "項目": row.item,
        "変更前の記載": str(row.before),
        "変更後の記載": str(row.after),
        "提出時期": str(row.timing),
        "提出時期に係る説明": row.explanation,
        "重要な変更の対象": row.proposal.significant,
        "判断": str(row.need),
        "根拠": reason(row),
    }


# Where the output goes to a file or a pipe and no terminal says how wide it is.
WIDTH = 160
BEFORE, AFTER = "red strike", "green underline"


def layout(found: Sequence[Diff], *, why: bool = False, named: bool = False) -> "Layout":
    """Return the tables of one or several documents on a landscape sheet each, with what no row
    of them says. Of several, a sheet is named by its file. why, named: as of a table."""
    from pia.layout.build import arrange
    from pia.layout.build import build as form_printed
    from pia.layout.tree import Edition

    first, *more = found
    version = first.comparison.new
    drafts = [
        _draft(diff, diff.source.stem if more else "", table(diff, why=why, named=named))
        for diff in found
    ]
    edition = Edition.PUBLISHED if first.for_residents else Edition.SUBMITTED
    whole = form_printed(version.form, version.assessment, version.folder, edition)
    return replace(whole, sheets=arrange(drafts))


def _draft(diff: Diff, name: str, rows: "Table") -> "SheetDraft":
    from pia.layout.build import SheetDraft
    from pia.layout.tree import Heading, Label, Note

    form = diff.comparison.new.form
    part = next(p for p in form.parts if any(s.per == CHANGES for s in _sections(p)))
    notes = (Note(remark) for remark in [diff.summary(), *diff.remarks()])
    nodes: tuple[Node, ...] = (Heading(1, Label(part.heading)), rows, *notes)
    return SheetDraft(name or part.sheet, nodes, landscape=True)


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


def printed(diff: Diff, *, why: bool = False) -> str:
    """Return the table as the terminal at hand shows it; without colours for a file or pipe."""
    from rich.box import SQUARE
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table as Grid

    from pia.layout.exhibits import DATE

    is_terminal = sys.stdout.isatty()
    out = StringIO()
    width = None if is_terminal else WIDTH
    console = Console(file=out, force_terminal=is_terminal, width=width, highlight=False)
    shown = table(diff, why=why)
    grid = Grid(box=SQUARE, show_lines=True, expand=True)
    for n, column in enumerate(shown.columns):
        cells = [row[n] for row in shown.rows]
        whole = [cell_len(cell) for cell in cells if DATE.fullmatch(cell)]
        width = max(whole, default=None)  # of dates, which are not broken
        ratio = None if width else max(1, round(column.width))
        grid.add_column(str(column.label), ratio=ratio, width=width, overflow="fold")
    for row in shown.rows:
        grid.add_row(*(_coloured(cell, AFTER if n else BEFORE) for n, cell in _numbered(row)))
    if shown.rows:
        console.print(grid)
    for line in (diff.summary(), *diff.remarks()):
        console.print(line, markup=False, soft_wrap=True)
    return out.getvalue()


def _numbered(row: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the cells, those after the first marked one counted from 1 on."""
    first = next((n for n, cell in enumerate(row) if isinstance(cell, Marked)), 0)
    return [(max(0, n - first), cell) for n, cell in enumerate(row)]


def _coloured(cell: str, style: str) -> "Text":
    from rich.text import Text

    text = Text()
    for words, changed in runs_of(cell):
        text.append(words, style if changed else "")
    return text
