"""しきい値判断: which assessment is due."""

from pia.model.choices import Handlers, Incident, Subjects, ThresholdResult

# Least number of persons in each band of 対象人数.
LEAST = {
    Subjects.UNDER_1000: 0,
    Subjects.FROM_1000: 1_000,
    Subjects.FROM_10000: 10_000,
    Subjects.FROM_100000: 100_000,
    Subjects.FROM_300000: 300_000,
}
MANY_HANDLERS = 500

# The least 対象人数 of each row, the largest first; what is due if handlers are many or an
# incident happened, and what is due otherwise.
RULES = (
    (300_000, ThresholdResult.ZENKOMOKU, ThresholdResult.ZENKOMOKU),
    (100_000, ThresholdResult.ZENKOMOKU, ThresholdResult.JUTEN),
    (10_000, ThresholdResult.JUTEN, ThresholdResult.KISO),
    (1_000, ThresholdResult.KISO, ThresholdResult.KISO),
    (0, ThresholdResult.NONE, ThresholdResult.NONE),
)


def band(subjects: int) -> Subjects:
    """Return the 対象人数 to tick for a number of persons. Raises ValueError below zero."""
    if subjects < 0:
        raise ValueError(f"a number of persons below zero: {subjects}")
    return max((b for b in LEAST if LEAST[b] <= subjects), key=LEAST.__getitem__)


def required_level(subjects: int, handlers: int, incident: bool) -> ThresholdResult:
    """Return the assessment that しきい値判断 requires.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year, learning of an older one included.
    Raises ValueError for a number below zero.
    Source: 特定個人情報保護評価指針 第5の2.
    """
    if subjects < 0 or handlers < 0:
        raise ValueError(f"a number of persons below zero: {min(subjects, handlers)}")
    graver = handlers >= MANY_HANDLERS or incident
    return next(
        strict if graver else lenient for least, strict, lenient in RULES if subjects >= least
    )


def result(
    subjects: Subjects | None, handlers: Handlers | None, incident: Incident | None
) -> ThresholdResult | None:
    """Return しきい値判断結果 of the answers of form 2, or None while one of them is open."""
    if subjects is None or handlers is None or incident is None:
        return None
    many = MANY_HANDLERS if handlers is Handlers.FROM_500 else 0
    return required_level(LEAST[subjects], many, incident is Incident.HAPPENED)
