"""How residents ask, how the assessment was made, and what changed since."""

from pia.model import choices
from pia.model.base import (
    Addresses,
    Checks,
    Choice,
    Columns,
    Day,
    Id,
    Line,
    Part,
    Prose,
    Rows,
    key,
)


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

    requests: Requests = key("開示・訂正・利用停止請求", Requests())
    inquiries: Inquiries = key("問合せ", Inquiries())


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

    basic: BasicAssessment = key("基礎項目評価", BasicAssessment())
    hearing: Hearing = key("意見の聴取", Hearing())
    review: Review = key("第三者点検", Review())
    approval: Approval = key("委員会の承認", Approval())


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
