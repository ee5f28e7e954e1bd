"""リスク対策 of one file (forms 3 and 4), of the whole (form 4) and in short (form 2).

A risk has one key in both forms; the form file numbers it.
"""

from pia.model import choices
from pia.model.base import Checks, Choice, Part, Prose, key


class Risk(Part):
    """A risk with its measures in one text."""

    measures: Prose | None = key("リスクに対する措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class ObtainingBeyondPurpose(Risk):
    """目的外の入手が行われるリスク"""

    other_persons: Prose | None = key("対象者以外の情報の入手を防止するための措置の内容")
    needless_items: Prose | None = key("必要な情報以外を入手することを防止するための措置の内容")
    others: Prose | None = key("その他の措置の内容")


class InaccurateObtaining(Part):
    """入手した特定個人情報が不正確であるリスク"""

    identification: Prose | None = key("入手の際の本人確認の措置の内容")
    number_check: Prose | None = key("個人番号の真正性確認の措置の内容")
    accuracy: Prose | None = key("特定個人情報の正確性確保の措置の内容")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class ObtainingRisks(Part):
    """特定個人情報の入手"""

    beyond_purpose: ObtainingBeyondPurpose = key("目的外の入手", ObtainingBeyondPurpose)
    improper_means: Risk = key("不適切な方法による入手", Risk)
    inaccuracy: InaccurateObtaining = key("不正確な入手", InaccurateObtaining)
    leakage: Risk = key("入手の際の漏えい・紛失", Risk)
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class Linking(Risk):
    """目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク"""

    addressee_systems: Prose | None = key("宛名システム等における措置の内容")
    other_systems: Prose | None = key("事務で使用するその他のシステムにおける措置の内容")
    others: Prose | None = key("その他の措置の内容")


class UnauthorisedUse(Part):
    """権限のない者によって不正に使用されるリスク"""

    authentication: Choice[choices.Performed] | None = key("ユーザ認証の管理")
    authentication_method: Prose | None = key("ユーザ認証の具体的な管理方法")
    granting: Choice[choices.Performed] | None = key("アクセス権限の発効・失効の管理")
    granting_method: Prose | None = key("発効・失効の具体的な管理方法")
    rights: Choice[choices.Performed] | None = key("アクセス権限の管理")
    rights_method: Prose | None = key("アクセス権限の具体的な管理方法")
    record: Choice[choices.Recorded] | None = key("特定個人情報の使用の記録")
    record_method: Prose | None = key("使用の記録の具体的な方法")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class UseRisks(Part):
    """特定個人情報の使用"""

    linking: Linking = key("目的を超えた紐付け", Linking)
    unauthorised: UnauthorisedUse = key("権限のない者による使用", UnauthorisedUse)
    off_duty: Risk = key("事務外の使用", Risk)
    copying: Risk = key("不正な複製", Risk)
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class OutsourcingRisks(Part):
    """特定個人情報ファイルの取扱いの委託"""

    boxes: Checks[choices.NotOutsourced] | None = key("該当")
    organisation: Prose | None = key("情報保護管理体制の確認")
    limits: Choice[choices.Limited] | None = key("閲覧者・更新者の制限")
    limits_method: Prose | None = key("具体的な制限方法")
    record: Choice[choices.Recorded] | None = key("取扱いの記録")
    record_method: Prose | None = key("取扱いの記録の具体的な方法")
    sharing_rule: Choice[choices.Ruled] | None = key("提供ルール")
    sharing_rule_others: Prose | None = key("委託先から他者への提供に関するルール")
    sharing_rule_contractor: Prose | None = key("委託元と委託先間の提供に関するルール")
    erasure_rule: Choice[choices.Ruled] | None = key("消去ルール")
    erasure_rule_content: Prose | None = key("消去ルールの内容")
    contract: Choice[choices.Ruled] | None = key("委託契約書中の規定")
    contract_content: Prose | None = key("規定の内容")
    subcontractors: Choice[choices.SubcontractorControl] | None = key("再委託先による取扱い")
    subcontractors_method: Prose | None = key("再委託先に関する具体的な方法")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class WrongfulSharing(Part):
    """不正な提供・移転が行われるリスク"""

    record: Choice[choices.Recorded] | None = key("提供・移転の記録")
    record_method: Prose | None = key("具体的な方法")
    rule: Choice[choices.Ruled] | None = key("提供・移転に関するルール")
    rule_content: Prose | None = key("ルールの内容及びルール遵守の確認方法")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class SharingRisks(Part):
    """特定個人情報の提供・移転"""

    boxes: Checks[choices.NotShared] | None = key("該当")
    wrongful: WrongfulSharing = key("不正な提供・移転", WrongfulSharing)
    improper_means: Risk = key("不適切な方法による提供・移転", Risk)
    mistakes: Risk = key("誤った情報・相手への提供・移転", Risk)
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class NetworkRisks(Part):
    """情報提供ネットワークシステムとの接続"""

    boxes: Checks[choices.NotConnected] | None = key("該当")
    beyond_purpose: Risk = key("目的外の入手", Risk)
    unsafe_means: Risk = key("安全が保たれない方法による入手", Risk)
    inaccuracy: Risk = key("不正確な入手", Risk)
    leakage: Risk = key("入手の際の漏えい・紛失", Risk)
    wrongful: Risk = key("不正な提供", Risk)
    improper_means: Risk = key("不適切な方法による提供", Risk)
    mistakes: Risk = key("誤った情報・相手への提供", Risk)
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class Leakage(Part):
    """特定個人情報の漏えい・滅失・毀損リスク"""

    nisc: Choice[choices.Compliance] | None = key("NISC政府機関統一基準群")
    organisation: Choice[choices.Establishment] | None = key("安全管理体制")
    regulations: Choice[choices.Establishment] | None = key("安全管理規程")
    awareness: Choice[choices.Awareness] | None = key("安全管理体制・規程の職員への周知")
    physical: Choice[choices.Practice] | None = key("物理的対策")
    physical_content: Prose | None = key("物理的対策の具体的な内容")
    technical: Choice[choices.Practice] | None = key("技術的対策")
    technical_content: Prose | None = key("技術的対策の具体的な内容")
    backup: Choice[choices.Practice] | None = key("バックアップ")
    incident_procedure: Choice[choices.Practice] | None = key("事故発生時手順の策定・周知")
    incident: Choice[choices.Incident] | None = key("重大事故")
    incident_content: Prose | None = key("重大事故の内容")
    prevention: Prose | None = key("再発防止策の内容")
    deceased: Choice[choices.Kept] | None = key("死者の個人番号")
    deceased_method: Prose | None = key("死者の個人番号の具体的な保管方法")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class NotErased(Part):
    """特定個人情報が消去されずいつまでも存在するリスク"""

    procedure: Choice[choices.Ruled] | None = key("消去手順")
    procedure_content: Prose | None = key("手順の内容")
    others: Prose | None = key("その他の措置の内容")
    sufficient: Choice[choices.Sufficiency] | None = key("リスクへの対策は十分か")


class StorageRisks(Part):
    """特定個人情報の保管・消去"""

    leakage: Leakage = key("漏えい・滅失・毀損", Leakage)
    outdated: Risk = key("古い情報の保管", Risk)
    not_erased: NotErased = key("消去されない情報", NotErased)
    other_risks: Prose | None = key("その他のリスク及びそのリスクに対する措置")


class Audits(Part):
    """監査 (form 3 per file, form 2)"""

    done: Checks[choices.Audit] | None = key("実施の有無")


class Education(Part):
    """従業者に対する教育・啓発"""

    done: Choice[choices.Practice] | None = key("教育・啓発")
    method: Prose | None = key("具体的な方法")


class FileRisks(Part):
    """リスク対策 of one file"""

    obtaining: ObtainingRisks = key("入手", ObtainingRisks)
    use: UseRisks = key("使用", UseRisks)
    outsourcing: OutsourcingRisks = key("委託", OutsourcingRisks)
    sharing: SharingRisks = key("提供・移転", SharingRisks)
    network: NetworkRisks = key("情報提供ネットワークシステムとの接続", NetworkRisks)
    storage: StorageRisks = key("保管・消去", StorageRisks)
    audits: Audits = key("監査", Audits)
    education: Education = key("従業者に対する教育・啓発", Education)
    others: Prose | None = key("その他のリスク対策")


class AuditPractice(Part):
    """監査 (form 4)"""

    self_check: Choice[choices.Practice] | None = key("自己点検")
    self_check_method: Prose | None = key("具体的なチェック方法")
    audit: Choice[choices.Practice] | None = key("監査")
    audit_content: Prose | None = key("具体的な内容")


class OtherRisks(Part):
    """その他のリスク対策 (form 4, once for all files)"""

    audits: AuditPractice = key("監査", AuditPractice)
    education: Education = key("従業者に対する教育・啓発", Education)
    others: Prose | None = key("その他のリスク対策")


class BriefUse(Part):
    """特定個人情報の使用 (form 2)"""

    linking: Choice[choices.Sufficiency] | None = key("目的を超えた紐付け")
    unauthorised: Choice[choices.Sufficiency] | None = key("権限のない者による使用")


class BriefOutsourcing(Part):
    """特定個人情報ファイルの取扱いの委託 (form 2)"""

    boxes: Checks[choices.NotOutsourced] | None = key("該当")
    sufficient: Choice[choices.Sufficiency] | None = key("不正な使用等")


class BriefSharing(Part):
    """特定個人情報の提供・移転 (form 2)"""

    boxes: Checks[choices.NotShared] | None = key("該当")
    sufficient: Choice[choices.Sufficiency] | None = key("不正な提供・移転")


class BriefNetwork(Part):
    """情報提供ネットワークシステムとの接続 (form 2)"""

    boxes: Checks[choices.NotConnected] | None = key("該当")
    beyond_purpose: Choice[choices.Sufficiency] | None = key("目的外の入手")
    wrongful: Choice[choices.Sufficiency] | None = key("不正な提供")


class ManualWork(Part):
    """人手を介在させる作業 (form 2)"""

    boxes: Checks[choices.NoManualWork] | None = key("該当")
    mistakes: Choice[choices.Sufficiency] | None = key("人為的ミス")
    grounds: Prose | None = key("判断の根拠")


class TopMeasure(Part):
    """最も優先度が高いと考えられる対策 (form 2)"""

    boxes: Checks[choices.FullerAssessment] | None = key("該当")
    measure: Choice[choices.Priority] | None = key("対策")
    sufficient: Choice[choices.Sufficiency] | None = key("当該対策は十分か")
    grounds: Prose | None = key("判断の根拠")


class BriefEducation(Part):
    """従業者に対する教育・啓発 (form 2)"""

    done: Choice[choices.Practice] | None = key("教育・啓発")


class BriefRisks(Part):
    """リスク対策 (form 2)"""

    submitted: Choice[choices.Submitted] | None = key("提出する評価書の種類")
    obtaining: Choice[choices.Sufficiency] | None = key("目的外の入手")
    use: BriefUse = key("使用", BriefUse)
    outsourcing: BriefOutsourcing = key("委託", BriefOutsourcing)
    sharing: BriefSharing = key("提供・移転", BriefSharing)
    network: BriefNetwork = key("情報提供ネットワークシステムとの接続", BriefNetwork)
    leakage: Choice[choices.Sufficiency] | None = key("漏えい・滅失・毀損")
    manual_work: ManualWork = key("人手を介在させる作業", ManualWork)
    audits: Audits = key("監査", Audits)
    education: BriefEducation = key("従業者に対する教育・啓発", BriefEducation)
    top_measure: TopMeasure = key("最も優先度が高いと考えられる対策", TopMeasure)
