"""Everything that a comparison found: rows, what is open about them, and proposals."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pia.changes.cells import Options
from pia.changes.compare import Comparison
from pia.changes.decisions import Decisions
from pia.changes.judge import Entry, Judge, Judgement
from pia.changes.messages import ChangeMessages
from pia.changes.table import THROUGHOUT, Wording, joined, single_rows, wordings
from pia.errors import Finding, in_order
from pia.japanese import wareki
from pia.model.choices import Timing

LIKELY_RENAME = "同じもので id だけが変わったと見られる件（そうであれば id を元に戻してください）"


@dataclass(frozen=True)
class Diff:
    """The rows of 変更箇所 that two versions call for.

    wordings: wordings that changed in many items, which one 全般 row tells or could tell.
    source: the file of the new version. locate: gives a finding its place in that file.
    doubts: faults of the versions themselves, whose items may seem changed for that reason.
    """

    judge: Judge
    entries: tuple[Entry, ...]
    wordings: tuple[Wording, ...]
    source: Path = Path()
    locate: Callable[[Finding], Finding] = lambda finding: finding
    doubts: tuple[str, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the decisions, each with its place."""
        return tuple(in_order(map(self.locate, self.judge.findings())))

    @property
    def comparison(self) -> Comparison:
        return self.judge.comparison

    @property
    def decisions(self) -> Decisions:
        return self.judge.decisions

    def count(self, *, timing: Timing | None = None, judgement: Judgement | None = None) -> int:
        """Return how many rows have this timing or judgement."""
        found = (e for e in self.entries if timing in (None, e.timing))
        return sum(judgement in (None, e.judgement) for e in found)

    def summary(self) -> str:
        """Return one line: how many rows, by timing, and how many are still to be decided."""
        return (
            f"変更 {len(self.entries)} 件（事前 {self.count(timing=Timing.BEFORE)}、"
            f"事後 {self.count(timing=Timing.AFTER)}。"
            f"判断が必要 {self.count(judgement=Judgement.NEEDED)}、"
            f"判断済み {self.count(judgement=Judgement.DONE)}）"
        )

    def open_points(self, *, strict: bool) -> list[Finding]:
        """Return the findings to be shown: all when strict, else without what is undecided."""
        if strict:
            return list(self.findings)
        undecided = ChangeMessages.NO_DECISION.code
        return in_order(self.locate(f) for f in self.judge.findings() if f.code != undecided)

    def fails(self, *, strict: bool) -> bool:
        """Return whether a finding is an error; when strict, also a missing or stale decision."""
        codes = {m.code for m in (ChangeMessages.NO_DECISION, ChangeMessages.STALE_DECISION)}
        found = self.judge.findings()
        return any(f.is_error or (strict and f.code in codes) for f in found)

    def remarks(self) -> list[str]:
        """Return what no row says: another order, likely renamed ids, items of a wording."""
        is_told = any(entry.row.item == THROUGHOUT for entry in self.entries)
        common = THROUGHOUT if is_told else f"{THROUGHOUT}の候補"
        return [
            *(f"順序の変更: {m.address}（{'、'.join(m.after)}）" for m in self.comparison.moves),
            *(f"{LIKELY_RENAME}: {r.before} → {r.after}" for r in self.comparison.renames),
            *(f"{common}: 「{w.before}」→「{w.after}」 {_items(w)}" for w in self.wordings),
        ]

    def as_dict(self) -> dict[str, object]:
        """Return what `pia diff --format json` prints."""
        return {
            "rows": [_as_dict(entry) for entry in self.entries],
            "summary": {
                "件数": len(self.entries),
                "事前": self.count(timing=Timing.BEFORE),
                "事後": self.count(timing=Timing.AFTER),
                "判断が必要": self.count(judgement=Judgement.NEEDED),
                "判断済み": self.count(judgement=Judgement.DONE),
                "補足": self.remarks(),
            },
        }


def build(judge: Judge, options: Options) -> Diff:
    """Return the rows of a comparison with their timing, and what is open about them."""
    single = single_rows(judge.comparison, options)
    entries = tuple(map(judge.entry, joined(single, options)))
    return Diff(judge, entries, tuple(wordings(single)))


def as_json(diff: Diff) -> str:
    return json.dumps(diff.as_dict(), ensure_ascii=False, indent=2)


def cells_of(diff: Diff, entry: Entry) -> dict[str, str]:
    """Return what stands in a row, by the attributes of `ChangeRow`."""
    day = diff.decisions.day or diff.comparison.new.assessment.cover.published
    return {
        "changed": wareki(day) if day else "",
        "item": entry.row.item,
        "before": entry.row.before,
        "after": entry.row.after,
        "timing": str(entry.timing),
        "explanation": entry.explanation,
    }


def reason(entry: Entry) -> str:
    """Return the kind of change, the rule that was used and its source."""
    return f"{entry.proposal.kind}。{entry.proposal.rule}"


def _items(wording: Wording) -> str:
    items = _each(row.item for row in wording.rows)
    return f"{len(items)} 項目（{'、'.join(items)}）"


def _each(texts: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(texts))


def _as_dict(entry: Entry) -> dict[str, object]:
    """Return a row with its keys as promised; several addresses stand one to a line."""
    row = entry.row
    return {
        "address": "\n".join(row.addresses),
        "項目": row.item,
        "変更前の記載": str(row.before),
        "変更後の記載": str(row.after),
        "提出時期": str(entry.timing),
        "提出時期に係る説明": entry.explanation,
        "重要な変更の対象": entry.proposal.significant,
        "判断": str(entry.judgement),
        "根拠": reason(entry),
    }
