"""意見: what reviewers and residents said of an assessment, and what was done about it."""

from collections.abc import Iterator
from typing import Annotated

from pia.model import choices
from pia.model.base import Choice, Count, Day, Id, Line, Part, Prose, Unprinted, key
from pia.model.root import Caption, Pending, Root

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


class Round(Part):
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


class ReviewRound(Round):
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
    columns: Annotated[TableColumns, Unprinted()] = key("取り込む列", TableColumns())
    reviews: tuple[ReviewRound, ...] = key("第三者点検", ())
    hearings: tuple[Round, ...] = key("住民等の意見", ())

    def caption(self) -> Caption:
        return Caption(self.name or "", self.body or "", self.published)

    def pending(self) -> Iterator[Pending]:
        about = (self.assessment,) if self.assessment else ()
        for this in (*self.reviews, *self.hearings):
            for comment in this.comments:
                if not comment.is_answered:
                    yield Pending(UNANSWERED, about)
