"""`pia audit report`: what the auditors found → numbers in the plan, which reports print.

A report is printed from the plan alone. All that passes from a sample into the plan is how many
rows ended with which result, so that nothing that names a person can reach it; what people write
into the plan is searched for the values of the sample."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pia.errors import Finding, PiaError, RefusedError
from pia.forms.definition import Form
from pia.japanese import fold
from pia.layout.build import build
from pia.model.base import Kind
from pia.model.log_audit import AuditRound, LogAudit, SystemAudit
from pia.model.ref import values
from pia.records.audit import audit_results, audit_store
from pia.records.audit.audit_plan import DISPOSAL, ROUNDS, SYSTEMS, AuditPlan
from pia.records.audit.audit_store import SampleFile
from pia.records.audit.messages import AuditMessages
from pia.renderers import file_name, known, write

SHORTEST = 2  # characters of a value that is searched for: a single one is in every text


@dataclass(frozen=True, slots=True)
class RoundReport:
    """A round with its numbers in the plan. findings: why the report is not complete yet."""

    plan: AuditPlan
    round: AuditRound
    findings: tuple[Finding, ...]


def report(plan_file: Path, round_id: str = "", today: date | None = None) -> RoundReport:
    """Note the numbers of a round in the plan, and return what a report prints.

    Raises RefusedError while rows are open, a result is not as it should be, or a text of the
    plan holds a value of the sample.
    """
    plan = AuditPlan.at(plan_file)
    this = plan.round(round_id)
    files = {path: audit_store.read(path) for path in audit_store.found_in(plan.folder(this))}
    if files:
        _refuse_open(files)
        refuse_personal(plan, this, list(files.values()))
        plan.note_outcomes(this, list(files.values()), today or date.today())
        plan = AuditPlan.at(plan_file)
        this = plan.round(this.id)
    elif this.reported is None:
        raise PiaError(AuditMessages.NOT_DRAWN.finding(round=this.id, file=str(plan.path)))
    return RoundReport(plan, this, tuple(_missing(plan, this)))


def _refuse_open(files: dict[Path, SampleFile]) -> None:
    found = [
        finding for path, sample in files.items() for finding in audit_results.faults(path, sample)
    ]
    for path, sample in files.items():
        if count := len(sample.open_cases()):
            message = AuditMessages.ROWS_OPEN
            found.append(message.finding(system=sample.name, count=count, file=str(path)))
    if found:
        raise RefusedError(*found)


def refuse_personal(plan: AuditPlan, this: AuditRound, samples: Sequence[SampleFile]) -> None:
    """Refuse a text of the plan that holds a value of a sample; the message does not quote it."""
    folded = {fold(value) for sample in samples for value in sample.values()}
    personal = {value for value in folded if len(value) >= SHORTEST}
    at = f"{ROUNDS}[{this.id}]"
    told = [
        AuditMessages.TELLS_OF_A_PERSON.finding(address=leaf.address)
        for leaf in values(this, at)
        if leaf.kind in (Kind.PROSE, Kind.LINE)
        and any(v in fold(str(leaf.value)) for v in personal)
    ]
    if told:
        raise RefusedError(*(plan.located(finding) for finding in told))


def _missing(plan: AuditPlan, this: AuditRound) -> Iterator[Finding]:
    for one in this.systems:
        yield from unexplained(plan, this, one)
    if this.disposal.day is None or not this.disposal.person:
        address = f"{ROUNDS}[{this.id}].{DISPOSAL}"
        yield plan.located(AuditMessages.NOT_DISPOSED.finding(round=this.id, address=address))


def unexplained(plan: AuditPlan, this: AuditRound, one: SystemAudit) -> Iterator[Finding]:
    """Yield what is missing where an access was not for work.

    Source: 鶴見区 アクセスログ調査実施要領 7(2).
    """
    if one.outcomes.unexplained and not (one.cause and one.prevention):
        address = f"{ROUNDS}[{this.id}].{SYSTEMS}[{one.id}]"
        message = AuditMessages.NO_CAUSE
        yield plan.located(message.finding(system=one.name or one.id, address=address))


def only(audit: LogAudit, this: AuditRound) -> LogAudit:
    """Return a plan with no round but this."""
    return audit.model_copy(update={"rounds": (this,)})


@dataclass(frozen=True, slots=True)
class Papers:
    """The reports that were written, and why they are not complete yet."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_report(
    plan_file: Path,
    folder: Path,
    formats: Sequence[str],
    round_id: str = "",
    *,
    force: bool = False,
) -> Papers:
    """Write 報告書 of a round in each format: what the form says of rounds, of this round alone.

    Raises PiaError as `report` does.
    """
    names = known(formats)
    found = report(plan_file, round_id)
    document = found.plan.document
    layout = build(_of_rounds(document.form), only(found.plan.audit, found.round), plan_file.parent)
    stem = f"{plan_file.stem}_{found.round.id}_報告書"
    files = tuple(
        write(layout, folder / file_name(stem, name), name, force=force) for name in names
    )
    return Papers(files, found.findings)


def _of_rounds(form: Form) -> Form:
    """Return what a form prints of rounds, under the title of the first such part."""
    parts = tuple(part for part in form.parts if part.per == ROUNDS)
    return replace(form, parts=parts, title=parts[0].title)
