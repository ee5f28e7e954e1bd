"""指摘: what an inspection found, and what the offices did about it."""

from collections.abc import Iterator
from typing import Annotated

from pia.model import choices
from pia.model.base import Choice, Day, Id, Line, Part, Prose, Unprinted, key
from pia.model.root import Caption, Due, Pending, Root

OPEN = "終わっていない指摘"


class Evidence(Part):
    """What shows that a measure was taken: a file, by its hash."""

    file: Line | None = key("ファイル")
    digest: Line | None = key("ハッシュ")
    day: Day | None = key("日")
    remark: Prose | None = key("備考")


class Promise(Part):
    """An item of an assessment that states a measure."""

    assessment: Line | None = key("評価書")
    item: Line | None = key("項目")


class Measure(Part):
    """措置の内容又は対応方針 of one office, or of several together."""

    office: Line | None = key("部署")
    text: Prose | None = key("内容")
    day: Annotated[Day | None, Unprinted()] = key("日")
    due: Annotated[Day | None, Unprinted()] = key("期限")
    progress: Annotated[Choice[choices.Progress] | None, Unprinted()] = key("状況")
    evidence: Annotated[tuple[Evidence, ...], Unprinted()] = key("証拠", ())

    @property
    def is_settled(self) -> bool:
        return self.progress in (choices.Progress.DONE, choices.Progress.DECLINED)


class Remark(Part):
    """One finding. number: as the paper counts, such as イ(ｱ)."""

    id: Id = key("id", ...)
    kind: Choice[choices.RemarkKind] | None = key("種別")
    number: Line | None = key("番号")
    scope: Line | None = key("対象")
    title: Line | None = key("表題")
    text: Prose | None = key("本文")
    measures: tuple[Measure, ...] = key("措置", ())
    promises: Annotated[tuple[Promise, ...], Unprinted()] = key("評価書の項目", ())

    @property
    def is_settled(self) -> bool:
        """Whether an office has answered it and every measure has come to its end."""
        return bool(self.measures) and all(measure.is_settled for measure in self.measures)


class Registered(Part):
    """A line of the register: a measure under its office; made from the findings."""

    office: Line | None = key("部署")
    progress: Choice[choices.Progress] | None = key("状況")
    number: Line | None = key("番号")
    title: Line | None = key("表題")
    due: Day | None = key("期限")
    day: Day | None = key("日")
    overdue: Line | None = key("期限切れ")


class InspectionRecord(Root):
    """指摘"""

    name: Line | None = key("文書名")
    body: Line | None = key("実施機関")
    inspected: Line | None = key("点検対象")
    published: Day | None = key("公表日")
    remarks: tuple[Remark, ...] = key("指摘", ())
    ledger: tuple[Registered, ...] = key("台帳", ())

    def caption(self) -> Caption:
        return Caption(self.name or "", self.body or "", self.published)

    def dues(self) -> Iterator[Due]:
        for remark in self.remarks:
            for measure in remark.measures:
                if measure.due and not measure.is_settled:
                    number = f"{remark.number}の" if remark.number else ""
                    office = f"、{measure.office}" if measure.office else ""
                    yield Due(f"指摘{number}措置{office}", measure.due, "指摘への回答")

    def pending(self) -> Iterator[Pending]:
        for remark in self.remarks:
            if not remark.is_settled:
                named = (promise.assessment for promise in remark.promises)
                yield Pending(OPEN, tuple(dict.fromkeys(filter(None, named))))
