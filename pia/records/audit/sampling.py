"""`pia audit sample`: logs → the working files of a round, and what was drawn noted in the plan."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pia.errors import Finding, PiaError, RefusedError, Severity
from pia.japanese import wareki
from pia.model.log_audit import AuditedSystem, AuditRound, LogAudit
from pia.records.audit import audit_store, private, worksheet
from pia.records.audit.audit_plan import AuditPlan, auditors_of
from pia.records.audit.engine import connect
from pia.records.audit.logs import Log, open_log
from pia.records.audit.messages import AuditMessages
from pia.records.audit.overview import Overview, fields_of, overview
from pia.records.audit.sample import Draw, Sample, needs_of, sample
from pia.records.audit.stamps import clock
from pia.source.files import real

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """round_id, system: as the plan calls them; empty where only one fits. seed: empty for one of
    chance. except_broken: draw although rows could not be read."""

    round_id: str = ""
    system: str = ""
    seed: str = ""
    except_broken: bool = False
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class DrawnSamples:
    """The working files that were written, and what was found meanwhile."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def draw_samples(
    plan_file: Path, logs: Sequence[Path], options: SampleOptions, step: Step
) -> DrawnSamples:
    """Draw the sample of each system whose logs are given, and write its working files.

    step: is told what is at work. Raises PiaError, and writes nothing, when a log cannot be used,
    or a system has no fair sample or no auditor.
    """
    plan = AuditPlan.at(plan_file)
    this = plan.round(options.round_id)
    seed = this.seed or options.seed or secrets.token_hex(16)
    matched = _by_system(plan.audit, logs, options.system)
    folder = private.folder(plan.folder(this))
    for system, _ in matched:
        _refuse_drawn(folder, system)
    with private.passing(folder) as passing:
        drawing = _Drawing(plan.audit, (seed, this.id), passing, options.except_broken, step)
        samples = [drawing.of(system, own) for system, own in matched]
    files = [path for one in samples for path in _written(folder, plan.audit, this, one)]
    plan.note_drawn(this, seed, options.today, samples)
    return DrawnSamples(tuple(files), tuple(drawing.findings))


def _by_system(
    audit: LogAudit, paths: Sequence[Path], named: str
) -> list[tuple[AuditedSystem, list[Log]]]:
    """Return each system with the logs whose headings have its columns."""
    systems = [system for system in audit.systems if named in ("", system.id)]
    found: dict[str, list[Log]] = {}
    for path in dict.fromkeys(map(real, paths)):
        shown = next(p for p in paths if real(p) == path)
        system, log = _matched(systems, shown, named)
        found.setdefault(system.id, []).append(log)
    return [(system, found[system.id]) for system in systems if system.id in found]


def _matched(systems: Sequence[AuditedSystem], path: Path, named: str) -> tuple[AuditedSystem, Log]:
    fitting = list(_fitting(systems, path))
    if len(fitting) == 1:
        return fitting[0]
    if len(systems) == 1:
        log = open_log(path, systems[0].heading_row or 1)
        fields_of(log, systems[0])  # says what does not fit
    message = AuditMessages.WHICH_SYSTEM
    known = "、".join(system.id for system in systems)
    raise PiaError(message.finding(name=path.name, known=known, file=str(path)))


def _fitting(systems: Sequence[AuditedSystem], path: Path) -> Iterator[tuple[AuditedSystem, Log]]:
    for system in systems:
        log = open_log(path, system.heading_row or 1)
        with suppress(PiaError):
            fields_of(log, system)
            yield system, log


def _refuse_drawn(folder: Path, system: AuditedSystem) -> None:
    path = folder / audit_store.file_name(system.id)
    if path.exists():
        name = system.name or system.id
        raise RefusedError(AuditMessages.ALREADY_DRAWN.finding(system=name, file=str(path)))


@dataclass(slots=True)
class _Drawing:
    audit: LogAudit
    seed: tuple[str, ...]
    folder: Path
    except_broken: bool
    step: Step
    findings: list[Finding] = field(default_factory=list)

    def of(self, system: AuditedSystem, logs: Sequence[Log]) -> Sample:
        engine = connect(self.folder)
        seen = overview(engine, logs, system, self.folder, self.step)
        self._heed_broken(logs, seen)
        self._heed_strangers(system, seen)
        needs, seed = needs_of(self.audit, system, seen), (*self.seed, system.id)
        found = sample(engine, logs, system, seen, needs, seed, self.folder, self.step)
        if self.audit.auditors and not auditors_of(self.audit, found):
            raise RefusedError(AuditMessages.NO_AUDITOR.finding(system=system.name or system.id))
        return found

    def _heed_broken(self, logs: Sequence[Log], seen: Overview) -> None:
        """Tell of broken rows; they end the work unless they may be left out."""
        if not seen.broken:
            return
        message = AuditMessages.BROKEN_ROWS
        told = message.finding(count=seen.broken, rows=seen.rows, file=str(logs[-1].path))
        found = [*seen.findings, told]
        if not self.except_broken or seen.rest_is_lost:
            raise RefusedError(*self.findings, *found)
        self.findings += [replace(finding, severity=Severity.WARNING) for finding in found]

    def _heed_strangers(self, system: AuditedSystem, seen: Overview) -> None:
        known = {terminal for site in system.sites for terminal in site.terminals}
        strangers = sorted({terminal for _, terminal in seen.busy} - known) if known else []
        if strangers:
            message, names = AuditMessages.UNKNOWN_TERMINAL, "、".join(strangers[:5])
            name = system.name or system.id
            self.findings.append(message.finding(system=name, count=len(strangers), names=names))


def _written(folder: Path, audit: LogAudit, this: AuditRound, found: Sample) -> Iterator[Path]:
    """Write the working file and the worksheet of a sample."""
    papers = [paper for step in audit.reconciliation.steps for paper in step.papers or ()]
    auditors = auditors_of(audit, found)
    drawn = _said(found.draw)
    sample = audit_store.sample_file(this.id, found, drawn, auditors, list(dict.fromkeys(papers)))
    sheet = folder / f"{found.system.id}_{worksheet.TITLE}.xlsx"
    private.write(sheet, worksheet.workbook(sample, _legend(audit)))
    yield audit_store.write(folder, sample)  # at last: by it a sample counts as drawn
    yield sheet


def _said(draw: Draw) -> str:
    span = f"{clock(draw.begin)}から{clock(draw.end)}まで"
    return f"対象日 {wareki(draw.day)}　時間帯 {span}　端末 {'、'.join(draw.terminals)}"


def _legend(audit: LogAudit) -> list[str]:
    """Return the steps of 照合 as the plan says them."""
    steps = audit.reconciliation.steps
    return [f"{step.sign or ''} {step.rule or step.case or ''}".strip() for step in steps]
