"""しきい値判断: which assessment is due, and what is done beyond it."""

from collections.abc import Sequence
from typing import NamedTuple

from pia.model.choices import Handlers, Incident, Subjects, Submitted, ThresholdResult
from pia.model.law import Law

GUIDELINE = "特定個人情報保護評価指針 第5の2"

# Files that no assessment is due for, whatever the figures, as `Law.EXEMPT` lists them; that of
# 第3号 is a matter of figures and stands below.
EXEMPT = (
    "第1号 職員や職員であった者などの人事、給与、福利厚生だけのファイル",
    "第2号 手作業で取り扱うファイル",
    "第3号 事務で保有する全てのファイルの本人の数が合わせて1,000人未満のファイル",
    "第4号 健康保険組合が保有する医療保険のファイル",
    "第5号 共済組合などが保有する共済のファイル",
    "第6号 国や地方公共団体などでない情報照会者・情報提供者が、情報連携の外で保有するファイル",
    "第7号 会計検査院が検査のために保有するファイル",
)

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
# incident happened, and what is due otherwise, each with its provision.
Due = tuple[ThresholdResult, Law]
ZENKOMOKU: Due = (ThresholdResult.ZENKOMOKU, Law.ZENKOMOKU)
KISO: Due = (ThresholdResult.KISO, Law.KISO_BY_NUMBER)
NONE: Due = (ThresholdResult.NONE, Law.UNDER_1000)
RULES: tuple[tuple[int, Due, Due], ...] = (
    (300_000, ZENKOMOKU, ZENKOMOKU),
    (100_000, ZENKOMOKU, (ThresholdResult.JUTEN, Law.JUTEN_BY_NUMBER)),
    (
        10_000,
        (ThresholdResult.JUTEN, Law.JUTEN_BY_HANDLERS),
        (ThresholdResult.KISO, Law.KISO_BY_HANDLERS),
    ),
    (1_000, KISO, KISO),
    (0, NONE, NONE),
)


VOLUNTARY = "_WITH_"  # in the names of results: what is due, and what is done beyond it
FILED = tuple(Submitted)  # each more than the one before
BRIEF = Submitted.KISO.name.lower()  # the form that is handed in beside a fuller one
FULL = {submitted.name.lower() for submitted in Submitted} - {BRIEF}


def due(stated: ThresholdResult) -> ThresholdResult:
    """Return what a result says is due, without what is done beyond it."""
    return ThresholdResult[stated.name.partition(VOLUNTARY)[0]]


def filed(stated: ThresholdResult) -> Submitted | None:
    """Return what is filed under a result, voluntary assessments included."""
    name = stated.name.rpartition(VOLUNTARY)[2]
    return Submitted.__members__.get(name)


def rank(submitted: Submitted | None) -> int:
    """Return how much is filed, to be compared; nothing is the least."""
    return -1 if submitted is None else FILED.index(submitted)


def band(subjects: int) -> Subjects:
    """Return the 対象人数 to tick for a number of persons. Raises ValueError below zero."""
    if subjects < 0:
        raise ValueError(f"a number of persons below zero: {subjects}")
    return max((b for b in LEAST if LEAST[b] <= subjects), key=LEAST.__getitem__)


def required_level(subjects: int, handlers: int, incident: bool) -> ThresholdResult:
    """Return the assessment that しきい値判断 requires.

    The figures are those of `due_by`; Source: `GUIDELINE`.
    """
    return due_by(subjects, handlers, incident)[0]


def due_by(subjects: int, handlers: int, incident: bool) -> Due:
    """Return the assessment that is due, and the provision by which it is.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year, learning of an older one included.
    Raises ValueError for a number below zero.
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
    return required_level(*least_figures(subjects, handlers, incident))


class LocalRule(NamedTuple):
    """A stricter rule of a body's own: what is filed where all its conditions hold.

    subjects, handlers: the least number of persons. incident: only after a 重大事故.
    place: file and line where it stands.
    """

    submitted: Submitted
    subjects: int = 0
    handlers: int = 0
    incident: bool = False
    place: str = ""

    def holds(self, subjects: int, handlers: int, incident: bool) -> bool:
        return (
            subjects >= self.subjects
            and handlers >= self.handlers
            and (incident or not self.incident)
        )

    @property
    def law(self) -> ThresholdResult:
        """What the law requires wherever the rule holds, at the least."""
        return required_level(self.subjects, self.handlers, self.incident)

    @property
    def is_lax(self) -> bool:
        """Whether the law requires more wherever the rule holds."""
        return rank(self.submitted) < rank(filed(self.law))


class Judgement(NamedTuple):
    """What しきい値判断 comes to: result, by law; rule, of the body where it asks for more."""

    result: ThresholdResult
    rule: LocalRule | None = None

    @property
    def submitted(self) -> Submitted | None:
        """The least that has to be filed."""
        return self.rule.submitted if self.rule else filed(self.result)

    @property
    def voluntary(self) -> tuple[Submitted, ...]:
        """What may be filed beyond it."""
        return FILED[rank(self.submitted) + 1 :]


def judge(
    subjects: int, handlers: int, incident: bool, rules: Sequence[LocalRule] = ()
) -> Judgement:
    """Return what the law and the body's own rules require; a rule never takes away from the law.

    The figures are those of `required_level`.
    """
    law = required_level(subjects, handlers, incident)
    holding = [rule for rule in rules if rule.holds(subjects, handlers, incident)]
    strictest = max(holding, key=lambda rule: rank(rule.submitted), default=None)
    if strictest is None or rank(strictest.submitted) <= rank(filed(law)):
        return Judgement(law)
    return Judgement(law, strictest)


def least_figures(
    subjects: Subjects, handlers: Handlers | None, incident: Incident | None
) -> tuple[int, int, bool]:
    """Return the least figures that the answers of form 2 stand for; open answers count least."""
    many = MANY_HANDLERS if handlers is Handlers.FROM_500 else 0
    return LEAST[subjects], many, incident is Incident.HAPPENED
