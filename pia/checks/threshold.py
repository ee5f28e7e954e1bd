"""しきい値判断: its result follows from 対象人数, and what is filed from its result."""

from collections.abc import Iterator

from pia.checks.filled import Filled, is_ticked
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.choices import FullerAssessment, Submitted, ThresholdResult
from pia.model.threshold import (
    LEAST,
    MANY_HANDLERS,
    due,
    filed,
    least_figures,
    rank,
    required_level,
)

RESULT = "評価実施手続.基礎項目評価.しきい値判断結果"
SUBMITTED = "基礎リスク対策.提出する評価書の種類"
FULLER = "基礎リスク対策.最も優先度が高いと考えられる対策.該当"


def check(filled: Filled) -> Iterator[Finding]:
    if filled.prints(RESULT):
        yield from _result(filled)
    if filled.prints(SUBMITTED):
        yield from _submitted(filled)
        yield from _fuller(filled)


def _result(filled: Filled) -> Iterator[Finding]:
    """Compare the result with those possible for 対象人数, whatever 取扱者数 and 重大事故."""
    subjects, stated = filled.assessment.office.subjects, filled.assessment.procedure.basic.result
    if subjects is None or stated is None:
        return
    least = LEAST[subjects]
    possible = {required_level(least, handlers, incident=False) for handlers in (0, MANY_HANDLERS)}
    if due(stated) not in possible:
        words = "」「".join(str(level) for level in ThresholdResult if level in possible)
        message = CheckMessages.RESULT_DIFFERS
        yield message.finding(subjects=subjects, possible=words, address=RESULT)


def _submitted(filled: Filled) -> Iterator[Finding]:
    """More than is due may be filed, never less; answers still open count for the least."""
    assessment = filled.assessment
    submitted, answers = assessment.brief_risks.submitted, assessment.threshold
    if submitted is None or assessment.office.subjects is None:
        return
    figures = least_figures(assessment.office.subjects, answers.handlers, answers.incident)
    least = required_level(*figures)
    if rank(submitted) < rank(filed(least)):
        message = CheckMessages.TOO_LITTLE_FILED
        yield message.finding(due=least, submitted=submitted, address=SUBMITTED)


def _fuller(filled: Filled) -> Iterator[Finding]:
    """Who does a fuller assessment hands in its form too."""
    risks, box = filled.assessment.brief_risks, FullerAssessment.DONE
    if risks.submitted is Submitted.KISO and is_ticked(risks.top_measure.boxes, box):
        message = CheckMessages.FULLER_NOT_FILED
        yield message.finding(box=box, submitted=risks.submitted, address=FULLER)
