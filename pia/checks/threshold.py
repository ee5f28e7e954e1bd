"""しきい値判断: its result follows from 対象人数, and what is filed from its result."""

from collections.abc import Iterator

from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.checks.numbers import SUBJECTS
from pia.errors import Finding
from pia.model.assessment import Assessment
from pia.model.choices import FullerAssessment, Submitted, ThresholdResult
from pia.model.ref import Ref
from pia.model.threshold import (
    LEAST,
    MANY_HANDLERS,
    due,
    filed,
    least_figures,
    rank,
    required_level,
)

RESULT = Ref(Assessment, lambda a: a.procedure.basic.result)
SUBMITTED = Ref(Assessment, lambda a: a.brief_risks.submitted)
FULLER = Ref(Assessment, lambda a: a.brief_risks.top_measure.boxes)


def check(filled: Filled) -> Iterator[Finding]:
    if filled.prints(RESULT.address):
        yield from _result(filled)
    if filled.prints(SUBMITTED.address):
        yield from _submitted(filled)
        yield from _fuller(filled)


def _result(filled: Filled) -> Iterator[Finding]:
    """Compare the result with those possible for 対象人数, whatever 取扱者数 and 重大事故."""
    subjects, stated = filled.whole[SUBJECTS], filled.whole[RESULT]
    if subjects is None or stated is None:
        return
    least = LEAST[subjects]
    possible = {required_level(least, handlers, incident=False) for handlers in (0, MANY_HANDLERS)}
    if due(stated) not in possible:
        words = "」「".join(str(level) for level in ThresholdResult if level in possible)
        message = CheckMessages.RESULT_DIFFERS
        yield message.finding(subjects=subjects, possible=words, address=RESULT.address)


def _submitted(filled: Filled) -> Iterator[Finding]:
    """More than is due may be filed, never less; answers still open count for the least."""
    submitted, subjects = filled.whole[SUBMITTED], filled.whole[SUBJECTS]
    answers = filled.assessment.threshold
    if submitted is None or subjects is None:
        return
    least = required_level(*least_figures(subjects, answers.handlers, answers.incident))
    if rank(submitted) < rank(filed(least)):
        message = CheckMessages.TOO_LITTLE_FILED
        yield message.finding(due=least, submitted=submitted, address=SUBMITTED.address)


def _fuller(filled: Filled) -> Iterator[Finding]:
    """Who does a fuller assessment hands in its form too."""
    submitted, box = filled.whole[SUBMITTED], FullerAssessment.DONE
    if submitted is Submitted.KISO and is_ticked(filled.whole[FULLER], box):
        message = CheckMessages.FULLER_NOT_FILED
        yield message.finding(box=box, submitted=submitted, address=FULLER.address)
