"""The assessment: what is true, whatever form prints it.

First 特定個人情報ファイル: what it holds, where it comes from, who handles it, where it goes.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pia.model import choices, law
from pia.model.base import (
    Addresses,
    Checks,
    Choice,
    Columns,
    Count,
    Day,
    Id,
    ImagePath,
    Line,
    Part,
    Prose,
    Records,
    Reference,
    Rows,
    Unprinted,
    key,
)
from pia.model.choices import ThresholdResult
from pia.model.risks import BriefRisks, FileRisks, OtherRisks
from pia.model.root import BAR, Caption, Root


class Basics(Part):
    """基本情報"""

    type: Choice[choices.FileType] | None = key("ファイルの種類")
    persons: Choice[choices.Persons] | None = key("対象となる本人の数")
    scope: Prose | None = key("対象となる本人の範囲")
    scope_necessity: Prose | None = key("範囲の必要性")
    item_number: Choice[choices.ItemNumber] | None = key("記録される項目")
    main_items: Checks[choices.RecordedItem] | None = key("主な記録項目")
    items_validity: Prose | None = key("記録項目の妥当性")
    kept_from: Day | None = key("保有開始日")
    department: Prose | None = key("事務担当部署")


class Use(Part):
    """特定個人情報の入手・使用"""

    origins: Checks[choices.Origin] | None = key("入手元")
    means: Checks[choices.Means] | None = key("入手方法")
    frequency: Prose | None = key("入手の時期・頻度")
    validity: Prose | None = key("入手に係る妥当性")
    notice: Prose | None = key("本人への明示")
    purpose: Prose | None = key("使用目的")
    purpose_change: Prose | None = key("変更の妥当性")
    department: Prose | None = key("使用部署")
    staff: Choice[choices.Staff] | None = key("使用者数")
    method: Prose | None = key("使用方法")
    matching: Prose | None = key("情報の突合")
    statistics: Prose | None = key("情報の統計分析")
    decisions: Prose | None = key("権利利益に影響を与え得る決定")
    used_from: Day | None = key("使用開始日")


class Commission(Part):
    """委託事項"""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    content: Prose | None = key("委託内容")
    extent: Choice[choices.Extent] | None = key("取扱いを委託する特定個人情報ファイルの範囲")
    persons: Choice[choices.Persons] | None = key("対象となる本人の数")
    scope: Prose | None = key("対象となる本人の範囲")
    scope_validity: Prose | None = key("範囲の妥当性")
    staff: Choice[choices.Staff] | None = key("委託先における取扱者数")
    means: Checks[choices.Means] | None = key("委託先への特定個人情報ファイルの提供方法")
    name_inquiry: Prose | None = key("委託先名の確認方法")
    contractor: Prose | None = key("委託先名")
    subcontracting: Choice[choices.Subcontracting] | None = key("再委託の有無")
    permission: Prose | None = key("再委託の許諾方法")
    subcontracted: Prose | None = key("再委託事項")


class OutsourcedHandling(Part):
    """特定個人情報ファイルの取扱いの委託"""

    done: Choice[choices.Outsourcing] | None = key("委託の有無")
    count: Count | None = key("件数")
    commissions: tuple[Commission, ...] = key("委託事項", ())


class Provision(Part):
    """提供先. 別紙 names the attachment whose rows this entry stands for,
    別冊 a list that is published apart."""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    attachment: Reference | None = key("別紙")
    booklet: Annotated[Line | None, Unprinted()] = key("別冊")
    legal_basis: Prose | None = key("法令上の根拠")
    purpose: Prose | None = key("提供先における用途")
    information: Prose | None = key("提供する情報")
    persons: Choice[choices.Persons] | None = key("提供する情報の対象となる本人の数")
    scope: Prose | None = key("提供する情報の対象となる本人の範囲")
    means: Checks[choices.Means] | None = key("提供方法")
    frequency: Prose | None = key("時期・頻度")


class Transfer(Part):
    """移転先. 別紙 names the attachment whose rows this entry stands for,
    別冊 a list that is published apart."""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    attachment: Reference | None = key("別紙")
    booklet: Annotated[Line | None, Unprinted()] = key("別冊")
    legal_basis: Prose | None = key("法令上の根拠")
    purpose: Prose | None = key("移転先における用途")
    information: Prose | None = key("移転する情報")
    persons: Choice[choices.Persons] | None = key("移転する情報の対象となる本人の数")
    scope: Prose | None = key("移転する情報の対象となる本人の範囲")
    means: Checks[choices.Means] | None = key("移転方法")
    frequency: Prose | None = key("時期・頻度")


class ProvisionAndTransfer(Part):
    """特定個人情報の提供・移転"""

    done: Checks[choices.Sharing] | None = key("提供・移転の有無")
    provision_count: Count | None = key("提供件数")
    transfer_count: Count | None = key("移転件数")
    provisions: tuple[Provision, ...] = key("提供先", ())
    transfers: tuple[Transfer, ...] = key("移転先", ())


class Storage(Part):
    """特定個人情報の保管・消去"""

    place: Prose | None = key("保管場所")
    period: Choice[choices.Retention] | None = key("保管期間")
    period_validity: Prose | None = key("保管期間の妥当性")
    erasure: Prose | None = key("消去方法")


class PersonalFile(Part):
    """特定個人情報ファイル. Its id is the suffix of its sheets."""

    id: Id = key("id", ...)
    name: Line | None = key("ファイル名")
    basics: Basics = key("基本情報", Basics)
    use: Use = key("入手・使用", Use)
    outsourcing: OutsourcedHandling = key("委託", OutsourcedHandling)
    sharing: ProvisionAndTransfer = key("提供・移転", ProvisionAndTransfer)
    storage: Storage = key("保管・消去", Storage)
    remarks: Prose | None = key("備考")
    records: Records | None = key("記録項目")
    risks: FileRisks = key("リスク対策", FileRisks)


class Cover(Part):
    """表紙. 公表日 follows soon on the submission (`Law.PUBLISHED`); 終了日 says that the 事務 came
    to its end (`Law.ENDED`)."""

    number: Line | None = key("評価書番号")
    name: Line | None = key("評価書名")
    ended: Annotated[Day | None, Unprinted()] = key("終了日")
    declaration: Prose | None = key("個人のプライバシー等の権利利益の保護の宣言")
    remarks: Prose | None = key("特記事項")
    organisation: Line | None = key("評価実施機関名")
    approved: Day | None = key("承認日")
    published: Day | None = key("公表日")


class Office(Part):
    """特定個人情報ファイルを取り扱う事務"""

    name: Line | None = key("名称")
    description: Prose | None = key("内容")
    outline: Prose | None = key("概要")
    subjects: Choice[choices.Subjects] | None = key("対象人数")


class System(Part):
    """事務において使用するシステム"""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    functions: Prose | None = key("機能")
    connections: Checks[choices.Connection] | None = key("他のシステムとの接続")


class Reasons(Part):
    """特定個人情報ファイルを取り扱う理由"""

    necessity: Prose | None = key("事務実施上の必要性")
    benefit: Prose | None = key("実現が期待されるメリット")


class NumberUse(Part):
    """個人番号の利用"""

    legal_basis: Prose | None = key("法令上の根拠")


class NetworkSharing(Part):
    """情報提供ネットワークシステムによる情報連携"""

    done: Choice[choices.NetworkUse] | None = key("実施の有無")
    legal_basis: Prose | None = key("法令上の根拠")


class Department(Part):
    """評価実施機関における担当部署"""

    name: Prose | None = key("部署")
    head: Prose | None = key("所属長の役職名")


class Diagram(Part):
    """事務の内容の図。備考 explains its numbered arrows."""

    id: Id = key("id", ...)
    title: Line | None = key("題名")
    image: ImagePath | None = key("画像")
    alternative: Prose | None = key("代替テキスト")
    remarks: Prose | None = key("備考")


class Requests(Part):
    """特定個人情報の開示・訂正・利用停止請求"""

    addressee: Prose | None = key("請求先")
    method: Prose | None = key("請求方法")
    method_remarks: Prose | None = key("請求方法の特記事項")
    charge: Choice[choices.Charge] | None = key("手数料等")
    charge_payment: Line | None = key("手数料額、納付方法")
    register_published: Choice[choices.Performed] | None = key("個人情報ファイル簿の公表")
    register_name: Prose | None = key("個人情報ファイル名")
    register_place: Prose | None = key("公表場所")
    special_procedure: Prose | None = key("法令による特別の手続")
    not_registered: Prose | None = key("個人情報ファイル簿への不記載等")


class Inquiries(Part):
    """特定個人情報ファイルの取扱いに関する問合せ"""

    contact: Prose | None = key("連絡先")
    handling: Prose | None = key("対応方法")


class Contacts(Part):
    """開示請求、問合せ"""

    requests: Requests = key("開示・訂正・利用停止請求", Requests)
    inquiries: Inquiries = key("問合せ", Inquiries)


class BasicAssessment(Part):
    """基礎項目評価"""

    done: Day | None = key("実施日")
    result: Choice[choices.ThresholdResult] | None = key("しきい値判断結果")


class Hearing(Part):
    """国民・住民等からの意見の聴取"""

    method: Prose | None = key("方法")
    period: Prose | None = key("実施日・期間")
    shortening: Prose | None = key("期間を短縮する特段の理由")
    opinions: Prose | None = key("主な意見の内容")
    response: Prose | None = key("評価書への反映")


class Review(Part):
    """第三者点検"""

    done: Prose | None = key("実施日")
    method: Prose | None = key("方法")
    result: Prose | None = key("結果")


class Approval(Part):
    """個人情報保護委員会の承認"""

    submitted: Day | None = key("提出日")
    examination: Prose | None = key("委員会による審査")


class Procedure(Part):
    """評価実施手続"""

    basic: BasicAssessment = key("基礎項目評価", BasicAssessment)
    hearing: Hearing = key("意見の聴取", Hearing)
    review: Review = key("第三者点検", Review)
    approval: Approval = key("委員会の承認", Approval)


class Emergency(Part):
    """規則第９条第２項の適用 (`Law.EMERGENCY`)"""

    boxes: Checks[choices.EmergencyRule] | None = key("該当")
    reason: Prose | None = key("適用した理由")


class Threshold(Part):
    """しきい値判断項目 (form 2); 対象人数 itself stands in 事務."""

    subjects_on: Day | None = key("対象人数の時点")
    handlers: Choice[choices.Handlers] | None = key("取扱者数")
    handlers_on: Day | None = key("取扱者数の時点")
    incident: Choice[choices.Incident] | None = key("重大事故")


class ChangeRow(Part):
    """A row of 変更箇所. 対象 lists the addresses that it tells of and is not printed."""

    changed: Day | None = key("変更日")
    item: Prose | None = key("項目")
    before: Prose | None = key("変更前の記載")
    after: Prose | None = key("変更後の記載")
    timing: Choice[choices.Timing] | None = key("提出時期")
    explanation: Prose | None = key("提出時期に係る説明")
    targets: Addresses | None = key("対象")


class Attachment(Part):
    """別紙: a table that is part of the assessment."""

    id: Id = key("id", ...)
    title: Line | None = key("題名")
    columns: Columns = key("列", ())
    rows: Rows = key("行", ())
    remarks: Prose | None = key("備考")


def threshold_result(assessment: "Assessment", context: Part) -> ThresholdResult | str | None:
    """Return しきい値判断結果, once all that it follows from is given; black if one of them is."""
    answers = assessment.threshold
    given: tuple[object, ...] = (assessment.office.subjects, answers.handlers, answers.incident)
    if BAR in given:
        return BAR
    return law.result(assessment.office.subjects, answers.handlers, answers.incident)


class Assessment(Root):
    """特定個人情報保護評価書 of any form and edition."""

    derivations: ClassVar[Mapping[str, Callable[[Any, Part], object]]] = {
        "threshold": threshold_result
    }

    cover: Cover = key("表紙", Cover)
    office: Office = key("事務", Office)
    systems: tuple[System, ...] = key("システム", ())
    reasons: Reasons = key("取り扱う理由", Reasons)
    number_use: NumberUse = key("個人番号の利用", NumberUse)
    network: NetworkSharing = key("情報連携", NetworkSharing)
    department: Department = key("担当部署", Department)
    other_bodies: Prose | None = key("他の評価実施機関")
    emergency: Emergency = key("規則第９条第２項の適用", Emergency)
    threshold: Threshold = key("しきい値判断", Threshold)
    diagrams: tuple[Diagram, ...] = key("事務の内容図", ())
    files: tuple[PersonalFile, ...] = key("特定個人情報ファイル", ())
    other_risks: OtherRisks = key("その他のリスク対策", OtherRisks)
    brief_risks: BriefRisks = key("基礎リスク対策", BriefRisks)
    contacts: Contacts = key("開示請求・問合せ", Contacts)
    procedure: Procedure = key("評価実施手続", Procedure)
    changes: tuple[ChangeRow, ...] = key("変更箇所", ())
    attachments: tuple[Attachment, ...] = key("別紙", ())

    def caption(self) -> Caption:
        cover = self.cover
        return Caption(cover.name or "", cover.organisation or "", cover.published)

    def rows_attached(self) -> dict[str, int]:
        return {attachment.id: len(attachment.rows) for attachment in self.attachments}
