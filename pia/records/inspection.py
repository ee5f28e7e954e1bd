"""Inspection findings: the register by office and status, what is overdue, and evidence."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from pia.document import Document
from pia.errors import Finding
from pia.japanese import wareki
from pia.model.choices import Progress
from pia.model.comments import InspectionRecord, Measure, Registered, Remark
from pia.model.ref import Ref, Spot
from pia.records.messages import RecordMessages
from pia.records.promises import stated
from pia.source.files import existing

REMARKS = Ref(InspectionRecord, lambda record: record.remarks)
MEASURES = Ref(Remark, lambda remark: remark.measures)
PROMISES = Ref(Remark, lambda remark: remark.promises)
DUE = Ref(Measure, lambda measure: measure.due)
EVIDENCE = Ref(Measure, lambda measure: measure.evidence)
DIGEST = "sha256:"


def completed(record: InspectionRecord, path: Path) -> InspectionRecord:
    """Return a record with its register: every measure, by office and then by status."""
    lines = [_registered(r, m) for r in record.remarks for m in r.measures]
    order = {progress: n for n, progress in enumerate(Progress)}
    lines.sort(key=lambda line: (line.office or "", order.get(line.progress or Progress.DONE, 0)))
    return record.model_copy(update={"ledger": tuple(lines)})


def _registered(remark: Remark, measure: Measure) -> Registered:
    return Registered(
        office=measure.office,
        progress=measure.progress,
        number=remark.number,
        title=remark.title,
        due=measure.due,
        day=measure.day,
    )


def is_overdue(measure: Measure, today: date) -> bool:
    return bool(measure.due and measure.due < today and not measure.is_settled)


def findings(document: Document, today: date | None = None) -> list[Finding]:
    """Return what is wrong with a record of findings as of a day, by default today."""
    record, now = document.content, today or date.today()
    assert isinstance(record, InspectionRecord)
    found: list[Finding] = []
    for remark in Spot(record).each(REMARKS):
        for measure in remark.each(MEASURES):
            found += _overdue(measure, now)
            found += _evidence(measure, document.path.parent)
        if not remark.part.is_settled:
            found += _contradictions(remark, document)
    return [document.locate(finding) for finding in found]


def _overdue(spot: Spot[Measure], today: date) -> Iterator[Finding]:
    if is_overdue(spot.part, today):
        message, due = RecordMessages.OVERDUE, wareki(spot.part.due or today)
        yield message.finding(office=spot.part.office or "", due=due, address=spot.at(DUE))


def _evidence(spot: Spot[Measure], folder: Path) -> Iterator[Finding]:
    """Yield a finding for evidence whose file is gone or is another than was noted."""
    for evidence in spot.each(EVIDENCE):
        name, digest = evidence.part.file, evidence.part.digest
        path = existing(folder / name) if name else None
        if name and path is None:
            yield RecordMessages.NO_EVIDENCE.finding(name=name, address=evidence.address)
        elif path is not None and digest and _digest(path) != digest.removeprefix(DIGEST):
            yield RecordMessages.OTHER_EVIDENCE.finding(name=name, address=evidence.address)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _contradictions(remark: Spot[Remark], document: Document) -> Iterator[Finding]:
    """Yield, with both positions, a measure that an assessment states and the finding misses."""
    for promise in remark.each(PROMISES):
        told = stated(promise.part.assessment, promise.part.item, document.path)
        if told:
            number = remark.part.number or remark.part.id
            message = RecordMessages.STATED_BUT_OPEN
            yield message.finding(place=told, number=number, address=promise.address)
