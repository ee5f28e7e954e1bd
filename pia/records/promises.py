"""Where an assessment states a measure that a paper around it is about."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pia.document import Document, load
from pia.errors import Finding, PiaError, Severity
from pia.japanese import wareki
from pia.model.log_audit import YEAR, LogAudit
from pia.model.ref import Ref, Spot, values
from pia.records.audit.messages import AuditMessages
from pia.source.files import existing


def stated(assessment: str | None, item: str | None, beside: Path) -> str:
    """Return the place of an item, as `評価書.yaml:41:7 Ⅲ（１）3. …`; empty where the assessment
    says nothing there or cannot be read. beside: the paper that names both."""
    path = existing(beside.parent / assessment) if assessment else None
    if path is None or not item:
        return ""
    try:
        document = load(path)
    except PiaError:
        return ""
    if item not in {value.address for value in values(document.content)}:
        return ""
    found = document.locate(Finding("", Severity.WARNING, "", "", address=item))
    position = f":{found.position.line}:{found.position.column}" if found.position else ""
    return f"{path.name}{position} {found.item}"


PROMISES = Ref(LogAudit, lambda audit: audit.promises)
ROUNDS = Ref(LogAudit, lambda audit: audit.rounds)


def findings(document: Document, today: date | None = None) -> list[Finding]:
    """Return which promises are not kept as of a day, by default today."""
    audit = document.content
    assert isinstance(audit, LogAudit)
    found = [*_promises(document, audit), *_yearly(audit, today or date.today())]
    return [document.locate(finding) for finding in found]


def _promises(document: Document, audit: LogAudit) -> Iterator[Finding]:
    for promise in Spot(audit).each(PROMISES):
        part = promise.part
        if not stated(part.assessment, part.item, document.path):
            yield AuditMessages.NO_SUCH_PROMISE.finding(address=promise.address)


def _yearly(audit: LogAudit, today: date) -> Iterator[Finding]:
    """Yield a finding where an assessment promises the audits and none was reported for a year."""
    if not audit.promises:
        return
    last = max((this.reported for this in audit.rounds if this.reported), default=None)
    if last is None or last + YEAR < today:
        told = f"最後の報告は{wareki(last)}" if last else "報告がまだありません"
        yield AuditMessages.NOT_AUDITED.finding(told=told, address=ROUNDS.address)
