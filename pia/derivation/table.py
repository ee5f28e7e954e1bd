"""Where form 2 takes each of its items from: its address → the rule, with the address in forms
3 and 4. What stands here as `opened` a person decides."""

from pia.derivation.rules import (
    Basis,
    Rule,
    Taken,
    audits,
    boxes,
    changed,
    incident,
    opened,
    renamed,
    same,
    submitted,
    weakest,
)
from pia.derivation.secrets import REDACTIONS, secrets

RISKS = "特定個人情報ファイル.リスク対策"
BRIEF = "基礎リスク対策"
NETWORK = "情報提供ネットワークシステムとの接続"
EDUCATION = "従業者に対する教育・啓発"
ENOUGH = "リスクへの対策は十分か"


def _same(*addresses: str) -> dict[str, Rule]:
    return {address: same(address) for address in addresses}


TABLE: dict[str, Rule] = {
    **_same("表紙.評価書番号"),
    "表紙.評価書名": renamed("表紙.評価書名"),
    **_same(
        "表紙.個人のプライバシー等の権利利益の保護の宣言",
        "表紙.特記事項",
        "表紙.評価実施機関名",
    ),
    "表紙.公表日": opened("この評価書を公表する日を書いてください。"),
    **_same("事務.名称"),
    "事務.概要": changed(
        "事務.内容",
        "元の評価書の「内容」をそのまま写しました。ここには概要を書くので、短くして構いません。",
    ),
    **_same(
        "事務.対象人数",
        "システム",
        "特定個人情報ファイル",
        "個人番号の利用.法令上の根拠",
        "情報連携.実施の有無",
        "情報連携.法令上の根拠",
        "担当部署.部署",
        "担当部署.所属長の役職名",
        "他の評価実施機関",
        "開示請求・問合せ.開示・訂正・利用停止請求.請求先",
        "開示請求・問合せ.問合せ.連絡先",
    ),
    "規則第９条第２項の適用.該当": opened(
        "災害その他の緊急時に、特定個人情報保護評価を事後に実施したときだけ書いてください。"
    ),
    "規則第９条第２項の適用.適用した理由": opened(""),
    "しきい値判断.対象人数の時点": opened("対象人数を数えた日を書いてください。"),
    "しきい値判断.取扱者数": opened("委託先の従業者を含めて数えてください。"),
    "しきい値判断.取扱者数の時点": opened("取扱者数を数えた日を書いてください。"),
    "しきい値判断.重大事故": incident(f"{RISKS}.保管・消去.漏えい・滅失・毀損.重大事故"),
    f"{BRIEF}.提出する評価書の種類": submitted,
    f"{BRIEF}.目的外の入手": weakest(f"{RISKS}.入手.目的外の入手.{ENOUGH}"),
    f"{BRIEF}.使用.目的を超えた紐付け": weakest(f"{RISKS}.使用.目的を超えた紐付け.{ENOUGH}"),
    f"{BRIEF}.使用.権限のない者による使用": weakest(
        f"{RISKS}.使用.権限のない者による使用.{ENOUGH}"
    ),
    f"{BRIEF}.委託.該当": boxes(f"{RISKS}.委託.該当"),
    f"{BRIEF}.委託.不正な使用等": weakest(f"{RISKS}.委託.{ENOUGH}"),
    f"{BRIEF}.提供・移転.該当": boxes(f"{RISKS}.提供・移転.該当"),
    f"{BRIEF}.提供・移転.不正な提供・移転": weakest(
        f"{RISKS}.提供・移転.不正な提供・移転.{ENOUGH}"
    ),
    f"{BRIEF}.{NETWORK}.該当": boxes(f"{RISKS}.{NETWORK}.該当"),
    f"{BRIEF}.{NETWORK}.目的外の入手": weakest(f"{RISKS}.{NETWORK}.目的外の入手.{ENOUGH}"),
    f"{BRIEF}.{NETWORK}.不正な提供": weakest(f"{RISKS}.{NETWORK}.不正な提供.{ENOUGH}"),
    f"{BRIEF}.漏えい・滅失・毀損": weakest(f"{RISKS}.保管・消去.漏えい・滅失・毀損.{ENOUGH}"),
    f"{BRIEF}.人手を介在させる作業.該当": opened(
        "人手を介在させる作業がないときだけ書いてください。"
    ),
    f"{BRIEF}.人手を介在させる作業.人為的ミス": opened(
        "手作業での入力、宛先の確認、書類や媒体の受渡しなどについて判断してください。"
    ),
    f"{BRIEF}.人手を介在させる作業.判断の根拠": opened(""),
    f"{BRIEF}.監査.実施の有無": audits(
        f"{RISKS}.監査.実施の有無",
        "その他のリスク対策.監査.自己点検",
        "その他のリスク対策.監査.監査",
    ),
    f"{BRIEF}.{EDUCATION}.教育・啓発": weakest(
        f"{RISKS}.{EDUCATION}.教育・啓発", f"その他のリスク対策.{EDUCATION}.教育・啓発"
    ),
    f"{BRIEF}.最も優先度が高いと考えられる対策.該当": opened(
        "元の評価書のとおり重点項目評価又は全項目評価を実施するなら、ここに○を付ければ、"
        "この節のほかの項目は空欄で構いません。"
    ),
    f"{BRIEF}.最も優先度が高いと考えられる対策.対策": opened(
        "上の欄に○を付けないときは、対策を一つ選んでください。"
    ),
    f"{BRIEF}.最も優先度が高いと考えられる対策.当該対策は十分か": opened(
        "選んだ対策について、上の答えをもう一度書いてください。"
    ),
    f"{BRIEF}.最も優先度が高いと考えられる対策.判断の根拠": opened(""),
    "変更箇所": opened("基礎項目評価書の変更箇所は、元の評価書とは別に書きます。"),
}


def derived(basis: Basis) -> dict[str, Taken]:
    """Return what form 2 takes over, by the address of its items; a list counts as one."""
    taken = {address: rule(basis) for address, rule in TABLE.items()}
    return {**taken, REDACTIONS: secrets(basis, taken)}
