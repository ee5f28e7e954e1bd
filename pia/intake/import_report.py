"""What was read of a printed form, item by item: value, place, how sure; text, JSON or HTML."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from typing import Any

from pia.forms.walk import words
from pia.intake.imported import Imported
from pia.intake.texts import Doubts
from pia.writing import write_output

TITLE = "取り込みの報告"
NAMED = 3  # items of which only the line breaks are a guess
COLUMNS = ("判定", "項目名", "記載", "場所", "判定の理由")
STYLE = """
body{margin:0 auto;max-width:75rem;padding:1rem;font:1rem/1.5 sans-serif}
h1{font-size:1.5rem}h2{font-size:1.2rem}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #767676;padding:.2rem .4rem;text-align:left;vertical-align:top}
th{background:#eee;white-space:nowrap}td{white-space:pre-wrap;overflow-wrap:anywhere}
td:first-child,td:nth-child(4){white-space:nowrap}td:nth-child(2){min-width:8em}
@media (max-width:45rem){table,tbody,tr,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{margin-top:1rem}td{margin-top:-1px}td:empty{display:none}
td::before{content:attr(data-label)"　";font-size:.85rem;color:#555}}
"""


class Sureness(StrEnum):
    """How sure a value is."""

    SURE = "確か"
    UNSURE = "要確認"
    BLANK = "記入なし"
    MISSING = "見出しなし"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One item of the report."""

    address: str
    item: str
    value: Any
    place: str
    sureness: Sureness
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "item": self.item,
            "value": self.value,
            "place": self.place,
            "status": self.sureness.value,
            "reason": self.reason,
        }


def lines(imported: Imported) -> Iterator[ReportLine]:
    """Yield the items in the order in which they were read, then those whose label is missing."""
    for found in imported.result.found:
        address = imported.address_of(found)
        title = imported.titles.get(address, found.item.label)
        if found.value is None:
            kind = Sureness.UNSURE if found.doubt else Sureness.BLANK
        else:
            kind = Sureness.UNSURE if found.doubt else Sureness.SURE
        yield ReportLine(address, title, found.value, found.place, kind, found.doubt)
    for address, title in imported.missing():
        yield ReportLine(address, title, None, "", Sureness.MISSING)


def text(imported: Imported) -> str:
    """Return the report for people: what to look at first, then the counts."""
    held = list(lines(imported))
    form = imported.result.form
    shown = [f"{imported.result.grid.name}: {form.name}（{form.edition}）"]
    for line in held:
        if line.sureness is Sureness.UNSURE and line.reason != Doubts.BREAKS:
            value = "（空欄）" if line.value is None else _short(line.value)
            shown.append(f"  要確認 {line.item}（{line.place}）: {line.reason}。{value}")
    if guessed := [line for line in held if line.reason == Doubts.BREAKS]:
        named = "、".join(f"{line.item}（{line.place}）" for line in guessed[:NAMED])
        more = f"など {len(guessed)} 件" if len(guessed) > NAMED else ""
        shown.append(f"  要確認 {named}{more}: 言葉はそのままで、{Doubts.BREAKS}")
    for line in held:
        if line.sureness is Sureness.MISSING:
            shown.append(f"  見出しなし {line.item}: この項目の見出しが見つかりません")
    for left in imported.left:
        near = f"（「{_short(left.near)}」の近く）" if left.near else ""
        shown.append(f"  未分類 {left.place}{near}: {_short(left.text)}")
    for remark in imported.result.grid.remarks:
        said = f" {_short(remark.text)}" if remark.text else ""
        shown.append(f"  {remark.extra} {remark.place}{said}")
    return "\n".join([*shown, summary(imported)])


def summary(imported: Imported) -> str:
    """Return the counts in one line."""
    counts = Counter(line.sureness for line in lines(imported))
    told = [f"{kind} {counts[kind]} 件" for kind in Sureness]
    return "、".join([*told, f"未分類 {len(imported.left)} 件"])


def as_dict(imported: Imported) -> dict[str, Any]:
    """Return the report as JSON has it."""
    result = imported.result
    counts = Counter(line.sureness for line in lines(imported))
    return {
        "file": result.grid.name,
        "form": result.form.name,
        "edition": result.form.edition,
        "summary": {kind.value: counts[kind] for kind in Sureness} | {"未分類": len(imported.left)},
        "items": [line.as_dict() for line in lines(imported)],
        "left": [{"place": x.place, "near": x.near, "text": x.text} for x in imported.left],
        "others": [
            {"kind": r.extra.value, "place": r.place, "text": r.text} for r in result.grid.remarks
        ],
    }


def rendered(imported: list[Imported], name: str) -> str:
    """Return the report in the format that the name of its file says: .json, .html or text."""
    if name.endswith(".json"):
        told = [as_dict(each) for each in imported]
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if name.endswith((".html", ".htm")):
        return _html(imported)
    return "\n".join(text(each) for each in imported) + "\n"


def write_report(imported: list[Imported], path: Path, *, force: bool = False) -> Path:
    """Write the report in the format that the name of its file says. Raises PiaError for a file
    that somebody else made, unless forced."""
    return write_output(path, rendered(imported, path.name).encode(), force=force)


def _html(imported: list[Imported]) -> str:
    tables = "".join(_table(each) for each in imported)
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{TITLE}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{TITLE}</h1>{tables}</main></body></html>\n"
    )


def _table(imported: Imported) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = [
        (line.sureness.value, line.item, words(line.value), line.place, line.reason)
        for line in lines(imported)
    ]
    rows += [("未分類", left.near, left.text, left.place, "") for left in imported.left]
    rows += [(r.extra.value, "", r.text, r.place, "") for r in imported.result.grid.remarks]
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    name = escape(imported.result.grid.name)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<h2>{name}</h2><p>{summary(imported)}</p>{table}"


def _cells(row: Sequence[str]) -> str:
    pairs = zip(COLUMNS, row, strict=True)
    return "".join(f'<td data-label="{name}">{escape(str(text))}</td>' for name, text in pairs)


def _short(value: Any) -> str:
    plain = " ".join(words(value).split())
    return plain if len(plain) <= 60 else plain[:59] + "…"
