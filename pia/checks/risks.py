"""Risks told to the end: 課題が残されている says that something is open, and the form should tell
what; whether a 重大事故 happened is one fact of the whole body, and only then has its texts."""

import re
from collections.abc import Iterator

from pia.checks.form import Filled, says_something
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.forms.walk import Answer, Place
from pia.model.assessment import PersonalFile
from pia.model.base import Kind
from pia.model.choices import Incident, Sufficiency
from pia.model.ref import Ref, Spot

# Words by which an explanation of an open issue, or of what will be done about it, is known.
EXPLAINS = re.compile(
    "課題|今後|予定|検討|改善|見直|不十分|至っていない|できていない|未整備|未実施|未対応"
)
SECTION = 2  # places that lead to a section: its part and itself

INCIDENT = Ref(PersonalFile, lambda file: file.risks.storage.leakage.incident)
OF_AN_INCIDENT = (
    Ref(PersonalFile, lambda file: file.risks.storage.leakage.incident_content),
    Ref(PersonalFile, lambda file: file.risks.storage.leakage.prevention),
)


def check(filled: Filled) -> Iterator[Finding]:
    for answer in filled.answers:
        if answer.value is Sufficiency.OPEN_ISSUES and answer.item.is_own:
            texts = _texts_beside(filled, answer)
            if texts and not any(EXPLAINS.search(text) for text in texts):
                message = CheckMessages.ISSUE_NOT_EXPLAINED
                yield message.finding(answer=answer.value, address=answer.address)
    yield from _incidents(filled)


def _texts_beside(filled: Filled, answer: Answer) -> list[str]:
    """Return the texts of the risk and of the section it stands in; empty texts too, and none
    where the form has no room for any."""
    here = _places(answer)
    return [
        str(other.value or "")
        for other in filled.answers
        if other.item.kind is Kind.PROSE and _places(other) in (here, here[:SECTION])
    ]


def _places(answer: Answer) -> tuple[Place, ...]:
    return tuple(place for place in answer.trail if isinstance(place, Place))


def _incidents(filled: Filled) -> Iterator[Finding]:
    first: Incident | None = None
    for file in filled.files():
        yield from _told(file)
        first = first or file[INCIDENT]
        if file[INCIDENT] is not None and file[INCIDENT] is not first:
            yield CheckMessages.INCIDENTS_DIFFER.finding(address=file.at(INCIDENT))


def _told(file: Spot[PersonalFile]) -> Iterator[Finding]:
    if file[INCIDENT] is not Incident.NONE:
        return
    for place in (ref for ref in OF_AN_INCIDENT if says_something(file[ref])):
        message = CheckMessages.NO_INCIDENT_BUT_TOLD
        yield message.finding(answer=file[INCIDENT], address=file.at(place))
