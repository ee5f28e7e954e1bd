"""The selection options of the official forms: the meanings and their default texts.

A form file lists by member name which of them it offers, in what order, and may reprint one.
`True` beside a text: a bracket for free text follows the box.
Source: `Law.FORMS`; 様式2–4 (令和6年10月).
"""

from pia.model.base import Option


class Subjects(Option):
    """対象人数"""

    UNDER_1000 = "1,000人未満"
    FROM_1000 = "1,000人以上1万人未満"
    FROM_10000 = "1万人以上10万人未満"
    FROM_100000 = "10万人以上30万人未満"
    FROM_300000 = "30万人以上"


class Persons(Option):
    """本人の数"""

    UNDER_10000 = "1万人未満"
    FROM_10000 = "1万人以上10万人未満"
    FROM_100000 = "10万人以上100万人未満"
    FROM_1000000 = "100万人以上1,000万人未満"
    FROM_10000000 = "1,000万人以上"


class Staff(Option):
    """使用者数・取扱者数"""

    UNDER_10 = "10人未満"
    FROM_10 = "10人以上50人未満"
    FROM_50 = "50人以上100人未満"
    FROM_100 = "100人以上500人未満"
    FROM_500 = "500人以上1,000人未満"
    FROM_1000 = "1,000人以上"


class Handlers(Option):
    """取扱者数は500人以上か (しきい値判断)"""

    FROM_500 = "500人以上"
    UNDER_500 = "500人未満"


class Connection(Option):
    """他のシステムとの接続"""

    INFORMATION_NETWORK = "情報提供ネットワークシステム"
    OFFICE_LINK = "庁内連携システム"
    RESIDENT_NETWORK = "住民基本台帳ネットワークシステム"
    RESIDENT_REGISTER = "既存住民基本台帳システム"
    ADDRESSEES = "宛名システム等"
    TAX = "税務システム"
    OTHER = "その他", True


class NetworkUse(Option):
    """情報連携の実施の有無"""

    DONE = "実施する"
    NOT_DONE = "実施しない"
    UNDECIDED = "未定"


class FileType(Option):
    """ファイルの種類"""

    SYSTEM = "システム用ファイル"
    OTHER = "その他の電子ファイル（表計算ファイル等）"


class ItemNumber(Option):
    """記録される項目の数"""

    UNDER_10 = "10項目未満"
    FROM_10 = "10項目以上50項目未満"
    FROM_50 = "50項目以上100項目未満"
    FROM_100 = "100項目以上"


class RecordedItem(Option):
    """主な記録項目"""

    INDIVIDUAL_NUMBER = "個人番号"
    NUMBER_CODE = "個人番号対応符号"
    OTHER_IDENTIFIER = "その他識別情報（内部番号）"
    FOUR_ITEMS = "4情報（氏名、性別、生年月日、住所）"
    CONTACT = "連絡先（電話番号等）"
    OTHER_RESIDENT = "その他住民票関係情報"
    NATIONAL_TAX = "国税関係情報"
    LOCAL_TAX = "地方税関係情報"
    HEALTH = "健康・医療関係情報"
    MEDICAL_INSURANCE = "医療保険関係情報"
    CHILDREN = "児童福祉・子育て関係情報"
    DISABILITY = "障害者福祉関係情報"
    PUBLIC_ASSISTANCE = "生活保護・社会福祉関係情報"
    CARE = "介護・高齢者福祉関係情報"
    LABOUR = "雇用・労働関係情報"
    PENSION = "年金関係情報"
    SCHOOL = "学校・教育関係情報"
    DISASTER = "災害関係情報"
    OTHER = "その他", True


class Origin(Option):
    """入手元"""

    PERSON = "本人又は本人の代理人"
    OTHER_DEPARTMENT = "評価実施機関内の他部署", True
    ADMINISTRATIVE_ORGAN = "行政機関・独立行政法人等", True
    LOCAL_GOVERNMENT = "地方公共団体・地方独立行政法人", True
    PRIVATE = "民間事業者", True
    OTHER = "その他", True


class Means(Option):
    """入手方法・提供方法・移転方法"""

    PAPER = "紙"
    MEDIA = "電子記録媒体（フラッシュメモリを除く。）"
    FLASH_MEMORY = "フラッシュメモリ"
    EMAIL = "電子メール"
    LEASED_LINE = "専用線"
    OFFICE_LINK = "庁内連携システム"
    INFORMATION_NETWORK = "情報提供ネットワークシステム"
    OTHER = "その他", True


class Outsourcing(Option):
    """委託の有無"""

    DONE = "委託する"
    NOT_DONE = "委託しない"


class Extent(Option):
    """取扱いを委託する特定個人情報ファイルの範囲"""

    WHOLE = "特定個人情報ファイルの全体"
    PART = "特定個人情報ファイルの一部"


class Subcontracting(Option):
    """再委託の有無"""

    DONE = "再委託する"
    NOT_DONE = "再委託しない"


class Sharing(Option):
    """提供・移転の有無"""

    PROVIDES = "提供を行っている"
    TRANSFERS = "移転を行っている"
    NEITHER = "行っていない"


class Retention(Option):
    """保管期間"""

    UNDER_1 = "1年未満"
    ONE = "1年"
    TWO = "2年"
    THREE = "3年"
    FOUR = "4年"
    FIVE = "5年"
    FROM_6 = "6年以上10年未満"
    FROM_10 = "10年以上20年未満"
    FROM_20 = "20年以上"
    NOT_FIXED = "定められていない"


class Sufficiency(Option):
    """リスクへの対策は十分か"""

    STRONG = "特に力を入れている"
    SUFFICIENT = "十分である"
    OPEN_ISSUES = "課題が残されている"


class Practice(Option):
    """行っているか"""

    STRONG = "特に力を入れて行っている"
    SUFFICIENT = "十分に行っている"
    INSUFFICIENT = "十分に行っていない"


class SubcontractorControl(Option):
    """再委託先による取扱いの担保・確保"""

    STRONG = "特に力を入れて行っている"
    SUFFICIENT = "十分に行っている"
    INSUFFICIENT = "十分に行っていない"
    NO_SUBCONTRACTING = "再委託していない"


class Compliance(Option):
    """NISC政府機関統一基準群"""

    STRONG = "特に力を入れて遵守している"
    SUFFICIENT = "十分に遵守している"
    INSUFFICIENT = "十分に遵守していない"
    NOT_GOVERNMENT = "政府機関ではない"


class Establishment(Option):
    """安全管理体制・安全管理規程"""

    STRONG = "特に力を入れて整備している"
    SUFFICIENT = "十分に整備している"
    INSUFFICIENT = "十分に整備していない"


class Awareness(Option):
    """職員への周知"""

    STRONG = "特に力を入れて周知している"
    SUFFICIENT = "十分に周知している"
    INSUFFICIENT = "十分に周知していない"


class Ruled(Option):
    """定めているか"""

    YES = "定めている"
    NO = "定めていない"


class Recorded(Option):
    """記録を残しているか"""

    YES = "記録を残している"
    NO = "記録を残していない"


class Limited(Option):
    """制限しているか"""

    YES = "制限している"
    NO = "制限していない"


class Performed(Option):
    """行っているか"""

    YES = "行っている"
    NO = "行っていない"


class Kept(Option):
    """保管しているか"""

    YES = "保管している"
    NO = "保管していない"


class Incident(Option):
    """重大事故"""

    HAPPENED = "発生あり"
    NONE = "発生なし"


class Charge(Option):
    """手数料等"""

    CHARGED = "有料"
    FREE = "無料"


class Audit(Option):
    """監査"""

    SELF = "自己点検"
    INTERNAL = "内部監査"
    EXTERNAL = "外部監査"


class NotOutsourced(Option):
    """委託の節の見出しにある欄"""

    NOT_DONE = "委託しない"


class NotShared(Option):
    """提供・移転の節の見出しにある欄"""

    NOT_DONE = "提供・移転しない"


class NotConnected(Option):
    """情報提供ネットワークシステムの節の見出しにある欄"""

    NOT_OBTAINING = "接続しない（入手）"
    NOT_PROVIDING = "接続しない（提供）"


class EmergencyRule(Option):
    """規則第９条第２項の適用"""

    APPLIED = "適用した"


class NoManualWork(Option):
    """人手を介在させる作業"""

    NONE = "人手を介在させる作業はない"


class FullerAssessment(Option):
    """最も優先度が高いと考えられる対策の欄"""

    DONE = "全項目評価又は重点項目評価を実施する"


class Submitted(Option):
    """提出する特定個人情報保護評価書の種類"""

    KISO = "基礎項目評価書"
    JUTEN = "基礎項目評価書及び重点項目評価書"
    ZENKOMOKU = "基礎項目評価書及び全項目評価書"


class Priority(Option):
    """最も優先度が高いと考えられる対策"""

    OBTAINING = "目的外の入手が行われるリスクへの対策"
    LINKING = "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスクへの対策"
    UNAUTHORISED_USE = "権限のない者によって不正に使用されるリスクへの対策"
    OUTSOURCING = "委託先における不正な使用等のリスクへの対策"
    SHARING = (
        "不正な提供・移転が行われるリスクへの対策"
        "（委託や情報提供ネットワークシステムを通じた提供を除く。）"
    )
    NETWORK_OBTAINING = "情報提供ネットワークシステムを通じて目的外の入手が行われるリスクへの対策"
    NETWORK_PROVIDING = "情報提供ネットワークシステムを通じて不正な提供が行われるリスクへの対策"
    LEAKAGE = "特定個人情報の漏えい・滅失・毀損リスクへの対策"
    EDUCATION = "従業者に対する教育・啓発"


class ThresholdResult(Option):
    """しきい値判断結果"""

    ZENKOMOKU = "基礎項目評価及び全項目評価の実施が義務付けられる"
    JUTEN = "基礎項目評価及び重点項目評価の実施が義務付けられる"
    JUTEN_WITH_ZENKOMOKU = (
        "基礎項目評価及び重点項目評価の実施が義務付けられる（任意に全項目評価を実施）"
    )
    KISO = "基礎項目評価の実施が義務付けられる"
    KISO_WITH_JUTEN = "基礎項目評価の実施が義務付けられる（任意に重点項目評価を実施）"
    KISO_WITH_ZENKOMOKU = "基礎項目評価の実施が義務付けられる（任意に全項目評価を実施）"
    NONE = "特定個人情報保護評価の実施が義務付けられない"
    NONE_WITH_JUTEN = "特定個人情報保護評価の実施が義務付けられない（任意に重点項目評価を実施）"
    NONE_WITH_ZENKOMOKU = "特定個人情報保護評価の実施が義務付けられない（任意に全項目評価を実施）"


class Timing(Option):
    """提出時期"""

    BEFORE = "事前"
    AFTER = "事後"


class RedactionBasis(Option):
    """非公表の根拠"""

    CRIME = "規則第10条第1項"
    SAFETY = "規則第10条第2項"


class Submitter(Option):
    """意見提出者"""

    COMMITTEE = "委員会"
    SECRETARIAT = "事務局"
    RESIDENT = "住民"


class Response(Option):
    """意見への対応"""

    CHANGED = "修正"
    ADDED = "追加"
    DELETED = "削除"
    UNCHANGED = "修正なし"


class RemarkKind(Option):
    """What an inspection found"""

    OPINION = "意見（改善を求めるもの）"
    SUGGESTION = "提案事項"


class Progress(Option):
    """How far a measure has come"""

    DONE = "措置済"
    UNDER_WAY = "対応中"
    CONSIDERED = "検討"
    DECLINED = "対応しない"
