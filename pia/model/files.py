"""特定個人情報ファイル: what it holds, where it comes from, who handles it, where it goes."""

from typing import Annotated

from pia.model import choices
from pia.model.base import (
    Checks,
    Choice,
    Count,
    Day,
    Id,
    Line,
    Part,
    Prose,
    Records,
    Reference,
    Unprinted,
    key,
)
from pia.model.risks import FileRisks


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
