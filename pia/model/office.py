"""Who is assessed and for what: 表紙, 事務, 番号利用, 情報連携, 担当部署, システム."""

from typing import Annotated

from pia.model import choices
from pia.model.base import Checks, Choice, Day, Id, ImagePath, Line, Part, Prose, Unprinted, key


class Cover(Part):
    """表紙. 終了日 says that the 事務 came to its end (`Law.ENDED`)."""

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
