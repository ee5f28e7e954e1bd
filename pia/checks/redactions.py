"""非公表 that would black out nothing."""

from collections.abc import Iterator, Sequence

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.assessment import Assessment
from pia.model.choices import RedactionBasis, Submitted
from pia.model.published import has
from pia.model.ref import Ref, Spot, Value, by_place
from pia.model.root import Redaction, Root

REDACTIONS = Ref(Root, lambda root: root.redactions)
ITEM = Ref(Redaction, lambda redaction: redaction.item)
WORDS = Ref(Redaction, lambda redaction: redaction.words)
REASON = Ref(Redaction, lambda redaction: redaction.reason)
BASIS = Ref(Redaction, lambda redaction: redaction.basis)


def check(filled: Filled) -> Iterator[Finding]:
    """Yield a finding for a place or words that the document does not have, and for silence about
    the reason, or the paragraph of the law that allows it."""
    known = by_place(filled.content) if filled.content.redactions else {}
    for redaction in Spot(filled.content).each(REDACTIONS):
        yield from _nothing_hidden(known.get(redaction[ITEM] or "", []), redaction)
        if not redaction[REASON]:
            yield CheckMessages.NO_REASON_TO_REDACT.finding(address=redaction.at(REASON))
        yield from _basis(filled, redaction)


def _nothing_hidden(values: Sequence[Value], redaction: Spot[Redaction]) -> Iterator[Finding]:
    place, words = redaction[ITEM], redaction[WORDS]
    if not values:
        message = CheckMessages.NO_PLACE_TO_REDACT
        yield message.finding(text=place or "", address=redaction.at(ITEM))
    elif words and not any(has(v.value, words) for v in values):
        message = CheckMessages.NO_WORDS_TO_REDACT
        yield message.finding(text=words, place=place, address=redaction.at(WORDS))


def _basis(filled: Filled, redaction: Spot[Redaction]) -> Iterator[Finding]:
    """規則第10条第1項 (`Law.HIDDEN`) covers crime and tax investigation, 第2項 what would hamper
    the management; a form 2 published for the first time may use only the former
    (`Law.HIDDEN_AT_FIRST`)."""
    if not isinstance(filled.content, Assessment):
        return
    if redaction[BASIS] is None:
        yield CheckMessages.NO_BASIS_TO_REDACT.finding(address=redaction.at(BASIS))
    elif redaction[BASIS] is RedactionBasis.SAFETY and _is_first_of_kiso(filled):
        message = CheckMessages.WRONG_BASIS_TO_REDACT
        yield message.finding(basis=redaction[BASIS], address=redaction.at(BASIS))


def _is_first_of_kiso(filled: Filled) -> bool:
    """Whether a form 2 has neither a former version nor a row of what changed since."""
    assessment = filled.assessment
    is_first = not assessment.predecessor and not assessment.changes
    return filled.form.id == Submitted.KISO.name.lower() and is_first
