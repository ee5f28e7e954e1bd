"""The provisions that rules of this package follow: each cited once, with what follows from it;
and しきい値判断, the rule that they make: which assessment is due, and what is done beyond it.

Whoever implements a rule names its provision by this list; `docs/根拠.md` is made from it and
from the modules that do. 規則 is 特定個人情報保護評価に関する規則, 指針 is
特定個人情報保護評価指針; the page says of 番号法 what it is called in full.
"""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from pia.model.choices import Handlers, Incident, Subjects, Submitted, ThresholdResult


class Law(Enum):
    """A provision, and what the tool does about it (for the page of staff)."""

    FORMS = (
        "特定個人情報保護評価指針 様式2・様式3・様式4",
        "基礎項目・重点項目・全項目評価書を、これらの様式の番号、見出し、選択肢、※で印刷します。",
    )
    EXEMPT = (
        "規則第4条第1号から第7号まで",
        "`pia threshold` が、評価の義務の対象にならないファイルを挙げます。"
        "人数のほかは、当てはまるかどうかを判断しません。",
    )
    UNDER_1000 = (
        "規則第4条第3号",
        "しきい値判断で、1,000人未満の事務を義務付けの対象外とします。",
    )
    KISO_BY_NUMBER = (
        "規則第4条第8号イ",
        "しきい値判断で、1,000人以上1万人未満の事務に基礎項目評価を求めます。",
    )
    KISO_BY_HANDLERS = (
        "規則第4条第8号ロ",
        "しきい値判断で、1万人以上10万人未満の事務に、取扱者が500人未満で重大事故がなければ、"
        "基礎項目評価だけを求めます。",
    )
    JUTEN_BY_HANDLERS = (
        "規則第6条第1項第1号",
        "しきい値判断で、1万人以上10万人未満の事務に、取扱者が500人以上か重大事故があれば、"
        "重点項目評価も求めます。",
    )
    JUTEN_BY_NUMBER = (
        "規則第6条第1項第2号",
        "しきい値判断で、10万人以上30万人未満の事務に、取扱者が500人未満で重大事故がなければ、"
        "重点項目評価も求めます。",
    )
    ZENKOMOKU = (
        "規則第7条第1項（行政機関等は番号法第28条第1項）",
        "しきい値判断で、ほかのいずれにも当たらない事務に全項目評価も求めます。",
    )
    THRESHOLD = (
        "規則第4条、第6条、第7条、指針第5の2",
        "`pia check` が、対象人数としきい値判断結果、提出する評価書の食い違いを示します。",
    )
    KISO_BEFORE = (
        "規則第5条第1項後段",
        "重点・全項目評価書に重要な変更がある改定では、同じ評価書番号の基礎項目評価書の変更箇所も事前とします。",
    )
    PUBLISHED = (
        "規則第5条第2項、第6条第3項、第7条第6項（行政機関等は番号法第28条第4項）",
        "公表日の欄を設け、提出の後速やかに公表するよう手引きで求めます。",
    )
    SHOWN = (
        "規則第9条の2",
        "`pia site` が、公表した評価書をインターネットで読めるページ一式にします。",
    )
    HIDDEN = (
        "規則第10条（第6条第3項、第7条第3項・第6項、第13条、第14条第2項で準用）",
        "公表用の出力で「非公表」の箇所を黒塗りにし、根拠（第1項か第2項）のない非公表を示します。",
    )
    HIDDEN_AT_FIRST = (
        "規則第5条第2項後段",
        "初めて公表する基礎項目評価書の非公表に、第10条第2項の根拠を認めません。",
    )
    HEARING = (
        "規則第7条第1項、指針第5の3",
        "全項目評価書の意見の聴取が30日に満たず、短縮する理由がないときに示します。",
    )
    THIRD_PARTY = (
        "規則第7条第4項・第5項",
        "意見の聴取、第三者点検、公表の順が入れ替わっているときに示します。",
    )
    EMERGENCY = (
        "規則第9条第2項",
        "緊急時に事後の評価とした理由の欄を設け、速やかに評価したことを書くよう手引きで求めます。",
    )
    SIGNIFICANT = (
        "規則第11条、指針第6の2(2)",
        "変更箇所の表で※の項目の変更を事前と提案し、重要な変更から除かれる理由のない事後を認めません。",
    )
    CORRECTION = (
        "規則第14条",
        "※のない項目の変更（重大事故の発生など）を修正とし、変更後速やかな提出・公表を提案します。"
        "`pia status` が、年に1回の見直しの期限を示します。",
    )
    REASSESSMENT = (
        "規則第15条、指針第6の2(4)",
        "`pia status` が、5年の再実施の期限を示します。誤りとはしません。",
    )
    ENDED = (
        "規則第16条",
        "事務の実施をやめた日を「終了日」に書くと、評価書名の後に【○年○月○日　終了】と印刷します。",
    )

    def __init__(self, citation: str, duty: str) -> None:
        self.citation = citation
        self.duty = duty

    def __str__(self) -> str:
        return self.citation


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
