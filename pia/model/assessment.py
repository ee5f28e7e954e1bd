"""The assessment: what is true, whatever form prints it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from pia.model import threshold as rule
from pia.model.base import Part, Prose, key
from pia.model.choices import ThresholdResult
from pia.model.files import PersonalFile
from pia.model.office import (
    Cover,
    Department,
    Diagram,
    NetworkSharing,
    NumberUse,
    Office,
    Reasons,
    System,
)
from pia.model.procedure import (
    Attachment,
    ChangeRow,
    Contacts,
    Emergency,
    Procedure,
    Threshold,
)
from pia.model.redaction import BAR
from pia.model.risks import BriefRisks, OtherRisks
from pia.model.root import Caption, Root


def threshold_result(assessment: "Assessment", context: Part) -> ThresholdResult | str | None:
    """Return しきい値判断結果, once all that it follows from is given; black if one of them is."""
    answers = assessment.threshold
    given: tuple[object, ...] = (assessment.office.subjects, answers.handlers, answers.incident)
    if BAR in given:
        return BAR
    return rule.result(assessment.office.subjects, answers.handlers, answers.incident)


class Assessment(Root):
    """特定個人情報保護評価書 of any form and edition."""

    derivations: ClassVar[Mapping[str, Callable[[Any, Part], object]]] = {
        "threshold": threshold_result
    }

    cover: Cover = key("表紙", Cover())
    office: Office = key("事務", Office())
    systems: tuple[System, ...] = key("システム", ())
    reasons: Reasons = key("取り扱う理由", Reasons())
    number_use: NumberUse = key("個人番号の利用", NumberUse())
    network: NetworkSharing = key("情報連携", NetworkSharing())
    department: Department = key("担当部署", Department())
    other_bodies: Prose | None = key("他の評価実施機関")
    emergency: Emergency = key("規則第９条第２項の適用", Emergency())
    threshold: Threshold = key("しきい値判断", Threshold())
    diagrams: tuple[Diagram, ...] = key("事務の内容図", ())
    files: tuple[PersonalFile, ...] = key("特定個人情報ファイル", ())
    other_risks: OtherRisks = key("その他のリスク対策", OtherRisks())
    brief_risks: BriefRisks = key("基礎リスク対策", BriefRisks())
    contacts: Contacts = key("開示請求・問合せ", Contacts())
    procedure: Procedure = key("評価実施手続", Procedure())
    changes: tuple[ChangeRow, ...] = key("変更箇所", ())
    attachments: tuple[Attachment, ...] = key("別紙", ())

    def caption(self) -> Caption:
        cover = self.cover
        return Caption(cover.name or "", cover.organisation or "", cover.published)

    def rows_attached(self) -> dict[str, int]:
        return {attachment.id: len(attachment.rows) for attachment in self.attachments}
