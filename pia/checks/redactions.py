"""非公表 that would black out nothing."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.published import concerned, has
from pia.model.redaction import Redaction
from pia.model.ref import Ref, Spot
from pia.model.root import Root

REDACTIONS = Ref(Root, lambda root: root.redactions)
ITEM = Ref(Redaction, lambda redaction: redaction.item)
WORDS = Ref(Redaction, lambda redaction: redaction.words)
REASON = Ref(Redaction, lambda redaction: redaction.reason)


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for a place or words that the document does not have, and for silence."""
    for redaction in Spot(filled.content).each(REDACTIONS):
        yield from _nothing_hidden(filled, redaction)
        if not redaction[REASON]:
            yield CheckMessages.NO_REASON_TO_REDACT.finding(address=redaction.at(REASON))


def _nothing_hidden(filled: Filled, redaction: Spot[Redaction]) -> Iterator[Finding]:
    values, place, words = (
        concerned(filled.content, redaction.part),
        redaction[ITEM],
        redaction[WORDS],
    )
    if not values:
        message = CheckMessages.NO_PLACE_TO_REDACT
        yield message.finding(text=place or "", address=redaction.at(ITEM))
    elif words and not any(has(v.value, words) for v in values):
        message = CheckMessages.NO_WORDS_TO_REDACT
        yield message.finding(text=words, place=place, address=redaction.at(WORDS))
