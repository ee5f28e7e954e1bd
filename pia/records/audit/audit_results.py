"""`pia audit read`: what auditors typed into worksheets → the working files of the round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.errors import Finding, PiaError, Position
from pia.model.log_audit import Outcome
from pia.model.ref import Ref
from pia.records.audit import audit_store, private, worksheet
from pia.records.audit.audit_plan import AuditPlan
from pia.records.audit.audit_store import Case, SampleFile
from pia.records.audit.messages import AuditMessages
from pia.records.audit.worksheet import WorksheetRow
from pia.source.edit import Operation, Put, edited

CASES = Ref(SampleFile, lambda sample: sample.cases).key
# What an auditor types, by the attributes of a case and of a worksheet's entry.
TYPED = {
    "outcome": Ref(Case, lambda case: case.outcome).key,
    "paper": Ref(Case, lambda case: case.paper).key,
    "auditor": Ref(Case, lambda case: case.auditor).key,
    "remark": Ref(Case, lambda case: case.remark).key,
}


@dataclass(frozen=True, slots=True)
class RowsLeft:
    """How many rows of a system have no result yet, and how many there are."""

    system: str
    open: int
    rows: int

    def __str__(self) -> str:
        return f"{self.system}: 残り {self.open} 件（全 {self.rows} 件）"


@dataclass(frozen=True, slots=True)
class Read:
    """What a call of `read_worksheets` found, and what is left."""

    findings: tuple[Finding, ...]
    left: tuple[RowsLeft, ...]


def read_worksheets(plan_file: Path, books: Sequence[Path], round_id: str = "") -> Read:
    """Note the results of worksheets in the working files of a round; say what is left.

    Results that were noted before stay. Raises PiaError when a file cannot be read.
    """
    plan = AuditPlan.at(plan_file)
    files = sample_files(plan, round_id)
    findings: list[Finding] = []
    for book in books:
        path, sample = _of(book, files)
        findings += _noted(path, sample, book)
        files[path] = audit_store.read(path)
    found = [finding for path, sample in files.items() for finding in faults(path, sample)]
    return Read((*findings, *found), tuple(left(sample) for sample in files.values()))


def sample_files(plan: AuditPlan, round_id: str) -> dict[Path, SampleFile]:
    """Return the working files of a round. Raises PiaError when there are none."""
    this = plan.round(round_id)
    files = {path: audit_store.read(path) for path in audit_store.found_in(plan.folder(this))}
    if not files:
        raise PiaError(AuditMessages.NOT_DRAWN.finding(round=this.id, file=str(plan.path)))
    return files


def left(sample: SampleFile) -> RowsLeft:
    return RowsLeft(sample.name, len(sample.open_cases()), len(sample.cases))


def _of(book: Path, files: dict[Path, SampleFile]) -> tuple[Path, SampleFile]:
    """Return the working file that a workbook was made from."""
    title = worksheet.title(book)
    for path, sample in files.items():
        if title == worksheet.title_of(sample):
            return path, sample
    names = "、".join(sample.name for sample in files.values())
    raise PiaError(AuditMessages.NO_WORKSHEET.finding(name=names, file=str(book)))


def _noted(path: Path, sample: SampleFile, book: Path) -> list[Finding]:
    """Note what a workbook says of a sample; return what could not be noted."""
    changes: list[Operation] = []
    findings: list[Finding] = []
    cases = {case.written()[0]: (n, case) for n, case in enumerate(sample.cases)}
    for entry in worksheet.entries(book, sample):
        n, case = cases.get(entry.printed[0], (-1, None))
        if problem := _problem(entry, case, sample):
            place = Position(entry.line, 1)
            findings.append(problem.within(str(book), place))
        elif case is not None:
            changes += _changes(n, case, entry)
    if changes:
        private.write(path, edited(path.read_bytes(), path, changes))
    return findings


def _changes(n: int, case: Case, entry: WorksheetRow) -> Iterator[Operation]:
    for name, key in TYPED.items():
        value = getattr(entry, name).strip()
        if value and value != getattr(case, name).strip():
            yield Put((CASES, n, key), value)


def _problem(entry: WorksheetRow, case: Case | None, sample: SampleFile) -> Finding | None:
    number = entry.printed[0]
    if case is None:
        return AuditMessages.NOT_IN_SAMPLE.finding(number=number or "なし")
    if entry.printed != case.written():
        return AuditMessages.CHANGED_ROW.finding(number=number)
    if entry.outcome and entry.outcome.strip() not in list(Outcome):
        return AuditMessages.UNKNOWN_OUTCOME.finding(number=number, known="、".join(Outcome))
    for name in TYPED:
        noted, typed = getattr(case, name).strip(), getattr(entry, name).strip()
        if noted and typed and noted != typed:
            return AuditMessages.OTHER_OUTCOME.finding(number=number)
    return None


def faults(path: Path, sample: SampleFile) -> Iterator[Finding]:
    """Yield what is not as it should be with the results that a working file holds."""
    for case in sample.cases:
        if message := _fault(case, sample):
            yield message.finding(
                number=case.number, known="、".join(_known(message, sample)), file=str(path)
            )


def _known(message: AuditMessages, sample: SampleFile) -> Sequence[str]:
    match message:
        case AuditMessages.UNKNOWN_OUTCOME:
            return tuple(Outcome)
        case AuditMessages.UNKNOWN_PAPER:
            return sample.papers
        case _:
            return sample.auditors


def _fault(case: Case, sample: SampleFile) -> AuditMessages | None:
    if case.is_open:
        return None
    if case.outcome not in list(Outcome):
        return AuditMessages.UNKNOWN_OUTCOME
    if case.outcome == Outcome.MATCHED and sample.papers and case.paper not in sample.papers:
        return AuditMessages.UNKNOWN_PAPER
    if sample.auditors and case.auditor not in sample.auditors:
        return AuditMessages.NOT_AN_AUDITOR
    return None
