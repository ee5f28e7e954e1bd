"""非公表 that would black out nothing."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.published import concerned, has


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for a place or words that the assessment does not have, and for silence."""
    assessment = filled.assessment
    for n, redaction in enumerate(assessment.redactions, start=1):
        address = f"非公表[{n}]"
        values = concerned(assessment, redaction)
        if not values:
            text = redaction.item or ""
            yield CheckMessages.NO_PLACE_TO_REDACT.finding(text=text, address=f"{address}.項目")
        elif redaction.words and not any(has(v.value, redaction.words) for v in values):
            text, place = redaction.words, redaction.item
            message = CheckMessages.NO_WORDS_TO_REDACT
            yield message.finding(text=text, place=place, address=f"{address}.語")
        if not redaction.reason:
            yield CheckMessages.NO_REASON_TO_REDACT.finding(address=f"{address}.理由")
