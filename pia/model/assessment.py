"""The assessment: what is true, whatever form prints it."""

from pia.model.base import Line, Part, Prose, key
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
from pia.model.redaction import Redaction
from pia.model.risks import BriefRisks, OtherRisks


class Assessment(Part):
    """特定個人情報保護評価書 of any form and edition."""

    form: Line | None = key("様式")
    edition: Line | None = key("版")
    predecessor: Line | None = key("前版")
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
    redactions: tuple[Redaction, ...] = key("非公表", ())
