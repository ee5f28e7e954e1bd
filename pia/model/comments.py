"""Papers around an assessment: 意見, what reviewers and residents said of it, and 指摘, what an
inspection found, each with what was done about it."""

from collections.abc import Iterator
from typing import Annotated

from pia.model import choices
from pia.model.base import Choice, Count, Day, Id, Line, Part, Prose, Unprinted, key
from pia.model.root import Caption, Due, Pending, Root

UNANSWERED = "答えていない意見"


class Comment(Part):
    """A comment and the answer to it; one of residents does not say whose it is.

    item: an address, a printed path or 全般. place, changed: what the assessment said there and
    says now; taken from the versions of the round, and only written where there are none.
    source: where a comment that came out of a table stood in it.
    """

    number: Count | None = key("番号")
    item: Annotated[Prose | None, Unprinted()] = key("項目")
    place: Prose | None = key("該当箇所")
    text: Prose | None = key("意見")
    response: Annotated[Choice[choices.Response] | None, Unprinted()] = key("対応")
    changed: Prose | None = key("修正箇所")
    answer: Prose | None = key("主管課意見")
    source: Annotated[Line | None, Unprinted()] = key("出所")

    @property
    def is_answered(self) -> bool:
        return self.response is not None and bool(self.answer)


class ReviewComment(Comment):
    """A comment of a 第三者点検."""

    submitter: Choice[choices.Submitter] | None = key("提出者")


class CommentRound(Part):
    """A round of comments, between two versions of the assessment.

    before, after: files or revisions of git, as 前版 names them.
    """

    id: Id = key("id", ...)
    name: Line | None = key("名称")
    begin: Annotated[Day | None, Unprinted()] = key("開始日")
    end: Annotated[Day | None, Unprinted()] = key("終了日")
    method: Annotated[Prose | None, Unprinted()] = key("方法")
    shortening: Annotated[Prose | None, Unprinted()] = key("期間を短縮する特段の理由")
    result: Annotated[Prose | None, Unprinted()] = key("結果")
    before: Annotated[Line | None, Unprinted()] = key("版前")
    after: Annotated[Line | None, Unprinted()] = key("版後")
    comments: tuple[Comment, ...] = key("意見", ())


class ReviewRound(CommentRound):
    """第三者点検"""

    comments: tuple[ReviewComment, ...] = key("意見", ())


class TableColumns(Part):
    """Which columns of a table of comments hold what; names as its heading row writes them."""

    item: Line | None = key("項目")
    text: Line | None = key("意見")
    submitter: Line | None = key("提出者")
    answer: Line | None = key("主管課意見")


class ReviewRecord(Root):
    """意見"""

    name: Line | None = key("評価書名")
    body: Line | None = key("評価実施機関名")
    published: Day | None = key("公表日")
    assessment: Annotated[Line | None, Unprinted()] = key("評価書")
    columns: Annotated[TableColumns, Unprinted()] = key("取り込む列", TableColumns)
    reviews: tuple[ReviewRound, ...] = key("第三者点検", ())
    hearings: tuple[CommentRound, ...] = key("住民等の意見", ())

    def caption(self) -> Caption:
        return Caption(self.name or "", self.body or "", self.published)

    def pending(self) -> Iterator[Pending]:
        about = (self.assessment,) if self.assessment else ()
        for this in (*self.reviews, *self.hearings):
            for comment in this.comments:
                if not comment.is_answered:
                    yield Pending(UNANSWERED, about)


OPEN = "終わっていない指摘"


class EvidenceFile(Part):
    """What shows that a measure was taken: a file, by its hash."""

    file: Line | None = key("ファイル")
    digest: Line | None = key("ハッシュ")
    day: Day | None = key("日")
    remark: Prose | None = key("備考")


class PromisedMeasure(Part):
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
    evidence: Annotated[tuple[EvidenceFile, ...], Unprinted()] = key("証拠", ())

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
    promises: Annotated[tuple[PromisedMeasure, ...], Unprinted()] = key("評価書の項目", ())

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
