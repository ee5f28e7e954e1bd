"""What しきい値判断 comes to, for people and for programs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pia.errors import Finding
from pia.model.choices import Handlers, Incident
from pia.model.threshold import MANY_HANDLERS, SOURCE, Judgement, band, judge
from pia.workspace import thresholds


@dataclass(frozen=True, slots=True)
class Report:
    """A judgement with the row of the table that it follows from.

    findings: what is wrong with the body's own rules; those are left out.
    """

    judgement: Judgement
    row: dict[str, str]
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as `pia threshold --format json` prints it."""
        judgement, rule = self.judgement, self.judgement.rule
        own = {"場所": rule.place, "評価": str(rule.submitted)} if rule else None
        return {
            "しきい値判断結果": str(judgement.result),
            "規則": self.row,
            "根拠": SOURCE,
            "独自のしきい値": own,
            "提出する評価書": str(judgement.submitted) if judgement.submitted else None,
            "任意に提出できる評価書": [str(option) for option in judgement.voluntary],
        }

    def __str__(self) -> str:
        data = self.as_dict()
        row = "、".join(f"{key}「{value}」" for key, value in self.row.items())
        lines = [data["しきい値判断結果"], f"規則: {row}", f"根拠: {data['根拠']}"]
        if own := data["独自のしきい値"]:
            lines.append(f"独自のしきい値: {own['場所']} により「{own['評価']}」")
        lines.append(f"提出する評価書: {data['提出する評価書'] or 'なし'}")
        beyond = "、".join(data["任意に提出できる評価書"])
        return "\n".join([*lines, f"任意に提出できる評価書: {beyond or 'なし'}"])


def report(subjects: int, handlers: int, incident: bool, folder: Path) -> Report:
    """Return what is due by law and by the rules of the workspace that the folder lies in.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year.
    Raises PiaError when `pia.yaml` cannot be read.
    """
    local = thresholds.of_folder(folder)
    row = {
        "対象人数": str(band(subjects)),
        "取扱者数": str(Handlers.FROM_500 if handlers >= MANY_HANDLERS else Handlers.UNDER_500),
        "重大事故": str(Incident.HAPPENED if incident else Incident.NONE),
    }
    return Report(judge(subjects, handlers, incident, local.rules), row, tuple(local.findings))
