"""The provisions that rules of this package follow: each cited once, with what follows from it.

Whoever implements a rule names its provision by this list; `docs/根拠.md` is made from it and
from the modules that do. 規則 is 特定個人情報保護評価に関する規則, 指針 is
特定個人情報保護評価指針; the page says of 番号法 what it is called in full.
"""

from enum import Enum


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
    ENDED = (
        "規則第16条",
        "事務の実施をやめた日を「終了日」に書くと、評価書名の後に【○年○月○日　終了】と印刷します。",
    )

    def __init__(self, citation: str, duty: str) -> None:
        self.citation = citation
        self.duty = duty

    def __str__(self) -> str:
        return self.citation
