"""The published change table of 広島市, each row against what `diff` writes for it.

Run with `pytest -s` to read the rates and every row that deviates with its cause.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from implied import FILES, FORM, Row, is_shortened, versions

from pia.changes.amendments import Amendment, RowOptions
from pia.changes.compare import compare
from pia.changes.decisions import Decision, Decisions
from pia.changes.excerpt import Context
from pia.changes.judge import Judge, StandingReasons
from pia.changes.kinds import Evidence
from pia.changes.report import build
from pia.forms.edition import aliases
from pia.forms.find import Finder
from pia.forms.index import TitleStyle
from pia.japanese import fold
from pia.model.base import option_named
from pia.model.choices import Timing

REFERENCE = os.environ.get("PIA_REFERENCE_DIR", "")
HERE = Path(__file__).parent
SHORT = {"R.": "特定個人情報ファイル.リスク対策.", "F.": "特定個人情報ファイル."}
COLUMNS = ("項目", "変更前の記載", "変更後の記載", "提出時期", "提出時期に係る説明")

# Rows that cannot be written as the city wrote them, with the cause.
CAUSES = {51: "市は「資料の差し替え」とだけ記し、記録項目のどれが変わったかを述べていない。"}

pytestmark = pytest.mark.skipif(not REFERENCE, reason="PIA_REFERENCE_DIR is not set")


EXCEPTION = "リスクを変動させない変更"  # a ※ item that follows afterwards needs such a reason


@dataclass(frozen=True)
class Outcome:
    """One row: what the city wrote and what was written for it, column by column."""

    n: int
    wanted: dict[str, str]
    written: dict[str, str]
    same_item: bool
    proposed: str

    def is_right(self, column: str) -> bool:
        if column == COLUMNS[0]:
            return self.same_item
        return fold(self.wanted[column]) == fold(self.written[column])


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("images")
    finder = Finder(FORM, aliases(FORM.folder))
    addresses = yaml.safe_load((HERE / "find_hiroshima.yaml").read_text(encoding="utf-8"))
    file = Path(REFERENCE) / "hiroshima_changes.json"
    rows: list[Row] = json.loads(file.read_text(encoding="utf-8"))
    return [_outcome(row, _address(addresses[row["n"]]), folder, finder) for row in rows]


def _address(entry: str) -> str:
    address = entry.partition(" ")[2]
    whole = (long + address.removeprefix(k) for k, long in SHORT.items() if address.startswith(k))
    return next(whole, address)


def _outcome(row: Row, address: str, folder: Path, finder: Finder) -> Outcome:
    comparison = compare(*versions(row, address, folder))
    context = Context.CHANGED if is_shortened(row) else Context.ALL
    options = RowOptions(context=context, style=TitleStyle.SHEET)
    decisions = Decisions(folder / "判断.yaml")
    evidence = Evidence(comparison.old, comparison.new)
    judge = Judge(comparison, decisions, StandingReasons(folder), evidence)
    (proposed,) = build(judge, options).rows
    timing = option_named(Timing, row["timing"])
    (question,) = judge.questions
    decisions.entries.append(
        Decision(
            tuple(question.addresses),
            question.words,
            timing if isinstance(timing, Timing) else None,
            EXCEPTION if timing is Timing.AFTER else "",
            row["explanation"],
        )
    )
    decided = Judge(comparison, decisions, StandingReasons(folder), evidence)
    (entry,) = build(decided, options).rows
    wanted = (row["item"], row["before"], row["after"], row["timing"], row["explanation"])
    written = _cells(entry)
    found = [finder.find(path) for path in (row["item"], entry.item)]
    return Outcome(
        int(row["n"]),
        dict(zip(COLUMNS, wanted, strict=True)),
        dict(zip(COLUMNS, written, strict=True)),
        found[0].certain and found[0] == found[1] and _file(row["item"]) == _file(written[0]),
        str(proposed.timing),
    )


def _file(path: str) -> list[str]:
    return [name for name in FILES if name in path]


def _cells(row: Amendment) -> tuple[str, ...]:
    return row.item, str(row.before), str(row.after), str(row.timing), row.explanation


def report(outcomes: list[Outcome]) -> Iterator[str]:
    for column in COLUMNS:
        yield f"{column}: {sum(o.is_right(column) for o in outcomes)}/{len(outcomes)}"
    as_written = sum(fold(o.wanted["項目"]) == fold(o.written["項目"]) for o in outcomes)
    yield f"項目（字句まで同じ）: {as_written}/{len(outcomes)}"
    as_proposed = sum(o.proposed == o.wanted["提出時期"] for o in outcomes)
    yield f"提出時期（判断を与える前の提案）: {as_proposed}/{len(outcomes)}"
    for outcome in outcomes:
        for column in COLUMNS:
            if not outcome.is_right(column):
                cause = CAUSES.get(outcome.n, "原因不明")
                yield f"{outcome.n} {column}: {cause}"
                yield f"  市: {outcome.wanted[column]!r}"
                yield f"  表: {outcome.written[column]!r}"
    for outcome in outcomes:
        if fold(outcome.wanted["項目"]) != fold(outcome.written["項目"]):
            yield f"{outcome.n} 項目: 同じ項目を、市は様式のラベルと違う字句で記している。"
            yield f"  市: {outcome.wanted['項目']!r}"
            yield f"  表: {outcome.written['項目']!r}"


def test_every_row_is_written_as_the_city_wrote_it(outcomes: list[Outcome]) -> None:
    print("\n" + "\n".join(report(outcomes)))
    assert len(outcomes) == 68
    wrong = {o.n for o in outcomes for column in COLUMNS if not o.is_right(column)}
    assert wrong == set(CAUSES)
