"""アクセスログ調査: the procedure by which logs are audited, its plan, and what each audit found.

Nothing here names a resident or what was looked up of one: rows of a log stay in working files.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pia.model.base import Count, Day, Id, Line, Part, Prose, Records, Unprinted, key
from pia.model.root import Caption, Due, Root

AUDIT = "アクセスログ調査"
YEAR = timedelta(days=365)


class Term(Part):
    """A word that the procedure defines."""

    term: Line | None = key("用語")
    meaning: Prose | None = key("意味")


class LogColumns(Part):
    """Which columns of an export hold what; names as the heading row writes them.

    shown: further columns that a worksheet prints. Only `operation` is no personal data.
    """

    stamp: Line | None = key("日時")
    day: Line | None = key("日付")
    time: Line | None = key("時刻")
    terminal: Line | None = key("端末")
    operator: Line | None = key("操作者")
    person: Records = key("被閲覧者", ())
    operation: Line | None = key("操作")
    shown: Records = key("帳票に載せる列", ())


class Premises(Part):
    """拠点: where terminals stand."""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    terminals: Records = key("端末", ())


class LogSheet(Part):
    """A sheet that the procedure has made of the log of a system."""

    number: Line | None = key("別紙")
    name: Line | None = key("名称")


class AuditedSystem(Part):
    """対象システム"""

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    heading_row: Annotated[Count | None, Unprinted()] = key("見出しの行")
    columns: Annotated[LogColumns, Unprinted()] = key("列", LogColumns)
    sites: Annotated[tuple[Premises, ...], Unprinted()] = key("拠点", ())
    sheets: tuple[LogSheet, ...] = key("帳票", ())


class AuditedStaff(Part):
    """Whose operations are audited."""

    kind: Line | None = key("区分")
    scope: Prose | None = key("範囲")


class Role(Part):
    """Who does what in an audit."""

    role: Line | None = key("役割")
    holder: Line | None = key("充てる者")
    duties: Records | None = key("責務")


class Preparation(Part):
    """How the sheets for one or more systems come about."""

    scope: Line | None = key("対象")
    steps: Records | None = key("手順")


class Method(Part):
    """調査方法, in words and as the numbers that sampling keeps to."""

    frequency: Prose | None = key("調査回数")
    times_a_year: Count | None = key("年間の回数")
    persons: Prose | None = key("調査対象者数")
    least_persons: Count | None = key("システムごとの人数")
    designation: Prose | None = key("調査対象日等の指定")
    day: Prose | None = key("日付")
    span: Prose | None = key("時間帯")
    least_minutes: Count | None = key("時間帯の分数")
    terminal: Prose | None = key("端末")
    least_terminals: Count | None = key("拠点ごとの台数")
    again: Prose | None = key("再指定")
    preparation: tuple[Preparation, ...] = key("帳票の作成", ())
    keeping: Prose | None = key("帳票の保管")


class CheckStep(Part):
    """A step of 照合: in which case which papers are looked into."""

    sign: Line | None = key("記号")
    case: Line | None = key("場合")
    papers: Records | None = key("確認先")
    rule: Prose | None = key("手順")


class Unconfirmed(Part):
    """What is done where no paper explains an operation."""

    whom: Line | None = key("対象")
    steps: Records | None = key("手順")


class Reconciliation(Part):
    """関係書類との照合"""

    lead: Prose | None = key("概要")
    steps: tuple[CheckStep, ...] = key("手順", ())
    presumed: Prose | None = key("業務上のアクセスとみなす場合")
    recording: Prose | None = key("照合の記録")
    unconfirmed: tuple[Unconfirmed, ...] = key("確認できない場合", ())


class Reporting(Part):
    """報告"""

    making: Records | None = key("報告書の作成")
    handing_in: Records | None = key("調査結果の報告")


class Binder(Part):
    """簿冊: where reports are kept, and how long."""

    systems: Line | None = key("対象")
    name: Line | None = key("簿冊名称")
    subtitle: Line | None = key("副題")
    period: Line | None = key("保存期間")


class PaperKeeping(Part):
    """書類の保存・廃棄"""

    lead: Prose | None = key("概要")
    kept: Prose | None = key("保存")
    binders: tuple[Binder, ...] = key("簿冊", ())
    disposal: Prose | None = key("廃棄")


class Safeguard(Part):
    """保護安全対策 of one kind"""

    kind: Line | None = key("区分")
    measures: Records | None = key("措置")


class Auditor(Part):
    """調査担当者, with the user id by which the logs know them."""

    id: Id = key("id", ...)
    post: Line | None = key("職")
    user: Records = key("ユーザID", ())


class AuditedMeasure(Part):
    """A measure of an assessment that the audits carry out."""

    assessment: Line | None = key("評価書")
    item: Line | None = key("項目")


class Outcome(StrEnum):
    """What an auditor found of one row of a log."""

    MATCHED = "書類と照合できた"
    INQUIRY = "照会のみで確認できた"
    EXPLAINED = "聞き取りで確認できた"
    PRESUMED = "入力誤りと推定"
    UNEXPLAINED = "業務上と確認できない"


class Outcomes(Part):
    """How many rows ended with which result."""

    matched: Count | None = key(Outcome.MATCHED)
    inquiry: Count | None = key(Outcome.INQUIRY)
    explained: Count | None = key(Outcome.EXPLAINED)
    presumed: Count | None = key(Outcome.PRESUMED)
    unexplained: Count | None = key(Outcome.UNEXPLAINED)


class SystemAudit(Part):
    """What was drawn of one system's log, and what came of it; numbers and terminals only."""

    id: Id = key("id", ...)
    name: Line | None = key("システム")
    day: Day | None = key("対象日")
    begin: Line | None = key("開始")
    end: Line | None = key("終了")
    terminals: Prose | None = key("端末")
    attempt: Count | None = key("指定の回")
    persons: Count | None = key("対象者数")
    rows: Count | None = key("記録の件数")
    unreadable: Count | None = key("読めない行")
    withdrawn: Count | None = key("除いた担当者数")
    outcomes: Outcomes = key("結果", Outcomes)
    cause: Prose | None = key("原因")
    prevention: Prose | None = key("再発防止策")
    remarks: Prose | None = key("備考")


class Deleted(Part):
    """A working file that was deleted, by the hash of what it held."""

    name: Line | None = key("ファイル")
    digest: Line | None = key("ハッシュ")


class Disposal(Part):
    """調査確認用帳票の廃棄"""

    day: Day | None = key("廃棄日")
    person: Line | None = key("廃棄実施者")
    files: tuple[Deleted, ...] = key("消した電磁的記録", ())


class AuditRound(Part):
    """One audit."""

    id: Id = key("id", ...)
    due: Annotated[Day | None, Unprinted()] = key("期限")
    seed: Annotated[Line | None, Unprinted()] = key("乱数の種")
    sampled: Day | None = key("抽出日")
    systems: tuple[SystemAudit, ...] = key("システム別", ())
    further: Prose | None = key("追加調査の判断")
    reported: Day | None = key("報告日")
    judgement: Prose | None = key("最終判断")
    submitted: Day | None = key("提出日")
    disposal: Disposal = key("廃棄", Disposal)


class LogAudit(Root):
    """ログ調査"""

    title: Line | None = key("文書名")
    body: Line | None = key("実施機関")
    purpose: Prose | None = key("目的")
    outline: Prose | None = key("概要")
    terms: tuple[Term, ...] = key("用語", ())
    systems: tuple[AuditedSystem, ...] = key("対象システム", ())
    subjects: tuple[AuditedStaff, ...] = key("調査対象者", ())
    roles: tuple[Role, ...] = key("体制", ())
    others: tuple[Role, ...] = key("体制外の関係者", ())
    method: Method = key("調査方法", Method)
    reconciliation: Reconciliation = key("照合", Reconciliation)
    reporting: Reporting = key("報告", Reporting)
    retention: PaperKeeping = key("保存・廃棄", PaperKeeping)
    safeguards: tuple[Safeguard, ...] = key("保護安全対策", ())
    in_force: Day | None = key("施行日")
    supplement: Prose | None = key("附則")
    auditors: Annotated[tuple[Auditor, ...], Unprinted()] = key("調査担当者", ())
    folder: Annotated[Line | None, Unprinted()] = key("作業フォルダー")
    promises: Annotated[tuple[AuditedMeasure, ...], Unprinted()] = key("実施する措置", ())
    rounds: tuple[AuditRound, ...] = key("調査", ())

    def caption(self) -> Caption:
        return Caption(self.title or "", self.body or "", self.in_force)

    def dues(self) -> Iterator[Due]:
        """Yield when the next audit is due: as its round says, else a year after the last report,
        or sooner where the procedure asks for several a year."""
        waiting = [this.due for this in self.rounds if this.due and not this.reported]
        day = min(waiting, default=None) or self._next_by_the_procedure()
        if day:
            yield Due(AUDIT, day, "アクセスログ調査の実施要領")

    def _next_by_the_procedure(self) -> date | None:
        reported = (this.reported for this in self.rounds if this.reported)
        last = max(reported, default=None) or self.in_force
        return last + YEAR / max(self.method.times_a_year or 1, 1) if last else None
