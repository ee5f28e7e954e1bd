"""The register in the format that was asked for."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from rich.cells import cell_len, chop_cells

from pia.errors import PiaError
from pia.japanese import wareki
from pia.layout.theme import standard
from pia.layout.tree import Column, Heading, Label, Layout, Note, Sheet, Table
from pia.office.register import RegisterEntry, all_deadlines, summary
from pia.office.summary import table
from pia.renderers import rendered
from pia.renderers.messages import RenderMessages
from pia.workspace.folder import FORM, NAME, NUMBER, ORGANISATION, PUBLISHED_KEY

FORMATS = ("table", "json", "csv", "xlsx", "html", "ics")
TITLE = "評価書の台帳"
WIDTHS = {NAME: 30.0, "ファイル": 20.0, "すること": 36.0, ORGANISATION: 14.0}
DAYS = (PUBLISHED_KEY, "見直しの期限", "再実施の期限")
SHORT = (FORM, "状態", *DAYS)
SHOWN = (NUMBER, NAME, *SHORT, "すること")
# What a spreadsheet may take for the beginning of a formula; Japanese ones also in full width
# (OWASP, CSV Injection).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def listed(
    entries: Sequence[RegisterEntry], name: str, today: date, *, width: int | None = None
) -> bytes:
    """Return the register as a file. Raises PiaError for a format that does not exist.

    width: columns of the terminal that a table is shown on.
    """
    match name:
        case "table":
            return _table(entries, width).encode()
        case "json":
            data = [entry.as_dict() for entry in entries]
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        case "csv":
            return _csv(entries).encode("utf-8-sig")
        case "xlsx" | "html":
            return rendered(_layout(entries, today), name)
        case "ics":
            return _calendar(entries, today).encode()
        case _:
            message = RenderMessages.UNKNOWN_FORMAT
            raise PiaError(message.finding(name=name, known="、".join(FORMATS)))


def _cells(entry: RegisterEntry) -> dict[str, str]:
    """Return an entry with every value as a text, days as 和暦."""
    return {key: _cell(value) for key, value in entry.as_dict().items()}


def _cell(value: object) -> str:
    match value:
        case list():
            return "、".join(map(str, value))
        case str() if len(value) == 10 and value[4] == value[7] == "-":
            return wareki(date.fromisoformat(value))
        case _:
            return str(value)


def _table(entries: Sequence[RegisterEntry], width: int | None) -> str:
    """Return a line for each entry, or a few where a terminal has no room for one."""
    cells = [_cells(entry) for entry in entries]
    lines = list(table([SHOWN, *(tuple(each[key] for key in SHOWN) for each in cells)]))
    if width is not None and max(map(cell_len, lines)) > width:
        lines = list(_narrow(cells, width))
    return "\n".join([*lines, summary(entries)]) + "\n"


def _narrow(cells: Sequence[Mapping[str, str]], width: int) -> Iterator[str]:
    """Yield the short values of each entry below its name and above what is to be done."""
    head, *rows = table([SHORT, *(tuple(each[key] for key in SHORT) for each in cells)])
    yield from chop_cells(head, width)
    for each, row in zip(cells, rows, strict=True):
        yield ""
        for line in (f"{each[NUMBER]} {each[NAME]}".strip(), row, each["すること"]):
            yield from chop_cells(line, width)


def _csv(entries: Sequence[RegisterEntry]) -> str:
    """Return lines for Excel; no cell begins as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_cells(entries[0]) if entries else [])
    for entry in entries:
        writer.writerow(f"'{c}" if c.startswith(FORMULA) else c for c in _cells(entry).values())
    return out.getvalue()


def _layout(entries: Sequence[RegisterEntry], today: date) -> Layout:
    rows = [_cells(entry) for entry in entries]
    heads = list(rows[0]) if rows else []
    columns = tuple(Column(Label(head), WIDTHS.get(head, 10.0)) for head in heads)
    nodes = (
        Heading(1, Label(f"{TITLE}（{wareki(today)}）")),
        Table(columns, tuple(tuple(row.values()) for row in rows)),
        Note(summary(entries)),
    )
    return Layout(
        title=TITLE,
        name=TITLE,
        organisation=entries[0].facts.organisation if entries else "",
        stamp=f"{today.isoformat()}T00:00:00Z",
        foot="",
        sheets=(Sheet(TITLE, nodes, landscape=True),),
        theme=standard(),
    )


def _calendar(entries: Sequence[RegisterEntry], today: date) -> str:
    """Return every day that is due as a calendar (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pia//register//JA"]
    for entry, deadline in all_deadlines(entries):
        facts = entry.facts
        known_by = sha256(f"{facts.source}\0{deadline.what}".encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{known_by}@pia",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{deadline.what}の期限 {facts.name}')}",
            f"DESCRIPTION:{_escaped(f'{facts.form} {facts.source} {deadline.provision}')}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Return a line cut to 75 bytes at most, no character cut in two."""
    pieces, size = [""], 0
    for character in line:
        length = len(character.encode())
        if size + length > 74:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += length
    return "\r\n".join(pieces)
