"""What a plan owes the assessments that promise its audits."""

from collections.abc import Iterator
from datetime import date

from pia.document import Document
from pia.errors import Finding
from pia.japanese import wareki
from pia.model.log_audit import YEAR, LogAudit
from pia.model.ref import Ref, Spot
from pia.records.audit.messages import AuditMessages
from pia.records.promises import stated

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
