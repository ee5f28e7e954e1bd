"""Two versions written as YAML beside the test that compares them."""

from pathlib import Path

import yaml

from pia.changes.amendments import STANDARD, RowOptions
from pia.changes.compare import Comparison, ItemChange, Version, compare
from pia.changes.decisions import Decisions
from pia.changes.judge import Judge, StandingReasons
from pia.changes.kinds import Evidence, Variable
from pia.changes.report import Diff, build
from pia.forms.load import load
from pia.model import Assessment

EDITION = "R6.10"


def version(text: str = "{}", form: str = "zenkomoku", folder: Path = Path()) -> Version:
    data = yaml.load(text or "{}", yaml.BaseLoader)
    assessment = Assessment.model_validate(data, by_alias=True, by_name=False)
    return Version(load(EDITION, form), assessment, folder)


def compared(old: str, new: str, form: str = "zenkomoku") -> Comparison:
    return compare(version(old, form), version(new, form))


def changes(old: str, new: str, form: str = "zenkomoku") -> list[str]:
    """Return each change as `address: before → after`, a block as `+address` or `-address`."""
    lines = []
    for change in compared(old, new, form).changes:
        if isinstance(change, ItemChange):
            sides = (_value(side.value if side else None) for side in (change.before, change.after))
            lines.append(f"{change.address}: {' → '.join(sides)}")
        else:
            lines.append(f"{'+' if change.after else '-'}{change.address}")
    return lines


def _value(value: object) -> str:
    return "" if value in (None, ()) else str(value)


def judge_of(
    comparison: Comparison,
    decisions: Decisions | None = None,
    root: Path = Path(),
    variables: tuple[Variable, ...] = (),
) -> Judge:
    """Return the judge of a comparison, by default without any decision."""
    made = decisions or Decisions(Path("評価書.判断.yaml"))
    evidence = Evidence(comparison.old, comparison.new, variables)
    return Judge(comparison, made, StandingReasons(root), evidence)


def diff_of(old: str, new: str, options: RowOptions = STANDARD, form: str = "juten") -> Diff:
    return build(judge_of(compared(old, new, form)), options)


def table(old: str, new: str, options: RowOptions = STANDARD, form: str = "juten") -> list[str]:
    """Return each row as `item | before | after`, line breaks as `/`."""
    found = diff_of(old, new, options, form).rows
    return [" | ".join((r.item, r.before, r.after)).replace("\n", "/") for r in found]


def purpose(text: str) -> str:
    """A source whose only file has this 使用目的."""
    lines = "".join(f"\n      {line}" for line in text.split("\n"))
    return f"特定個人情報ファイル:\n- id: 甲\n  入手・使用:\n    使用目的: |{lines}\n"
