"""しきい値判断: its result follows from 対象人数, and the form submitted from its result."""

from collections.abc import Iterator

from pia.checks.filled import Filled
from pia.checks.messages import CheckMessages
from pia.errors import Finding
from pia.model.choices import Submitted, ThresholdResult
from pia.model.threshold import LEAST, MANY_HANDLERS, required_level, result

VOLUNTARY = "_WITH_"
DUE = {
    ThresholdResult.KISO: 0,
    ThresholdResult.JUTEN: 1,
    ThresholdResult.ZENKOMOKU: 2,
}
FILED = {Submitted.KISO: 0, Submitted.JUTEN: 1, Submitted.ZENKOMOKU: 2}


def check(filled: Filled) -> Iterator[Finding]:
    yield from _result(filled)
    yield from _submitted(filled)


def _result(filled: Filled) -> Iterator[Finding]:
    """Compare the result with those possible for 対象人数, whatever 取扱者数 and 重大事故."""
    subjects, stated = filled.assessment.office.subjects, filled.assessment.procedure.basic.result
    if subjects is None or stated is None:
        return
    least = LEAST[subjects]
    possible = {required_level(least, handlers, incident=False) for handlers in (0, MANY_HANDLERS)}
    if _due(stated) not in possible:
        words = "」「".join(str(level) for level in ThresholdResult if level in possible)
        address = "評価実施手続.基礎項目評価.しきい値判断結果"
        message = CheckMessages.RESULT_DIFFERS
        yield message.finding(subjects=subjects, possible=words, address=address)


def _due(stated: ThresholdResult) -> ThresholdResult:
    """Return what a result says is due, without what is done beyond it."""
    return ThresholdResult[stated.name.partition(VOLUNTARY)[0]]


def _submitted(filled: Filled) -> Iterator[Finding]:
    """More than is due may be filed, never less."""
    assessment = filled.assessment
    submitted, answers = assessment.brief_risks.submitted, assessment.threshold
    due = result(assessment.office.subjects, answers.handlers, answers.incident)
    if submitted is not None and due in DUE and FILED[submitted] < DUE[due]:
        message = CheckMessages.TOO_LITTLE_FILED
        address = "基礎リスク対策.提出する評価書の種類"
        yield message.finding(due=due, submitted=submitted, address=address)
