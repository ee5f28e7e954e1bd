"""Papers beside an assessment: comments of reviewers and residents, audits of access logs."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pia.writing import held_if_there

if TYPE_CHECKING:
    from pia.edits import Edit
    from pia.records.audit.audit_results import Read
    from pia.records.audit.disposal import Disposed
    from pia.records.audit.reporting import Papers
    from pia.records.audit.sampling import DrawnSamples
    from pia.records.review.table import Added

__all__ = [
    "add_comments",
    "answer_comment",
    "dispose",
    "draw_samples",
    "read_worksheets",
    "say_comment",
    "write_audit_report",
    "write_review_copy",
    "write_review_summary",
]


def add_comments(record: Path | str, table: Path | str, round_id: str = "") -> "Added":
    """Add the comments of a table to a round of a record: the last one, unless it is named.

    Raises PiaError when the table has no column for comments, and when there is no such round.

    >>> pia.add_comments("意見.yaml", "意見.csv")
    Added(added=1, known=0)
    """
    from pia.records.review.table import add

    with held_if_there(Path(record)):
        return add(Path(record), Path(table), round_id)


def say_comment(
    record: Path | str, item: str, text: str, *, round_id: str = "", submitter: str = ""
) -> int:
    """Add one comment to a round of a record, the last one unless it is named; return its number.

    item: an address, a printed path or 全般. submitter: 委員会, 事務局 or 住民. Raises PiaError
    when there is no such round.

    >>> pia.say_comment("意見.yaml", "全般", "用語の説明がほしい。", submitter="委員会")
    2
    """
    from pia.records.review.table import say

    return say(Path(record), round_id, item, text, submitter)


def answer_comment(
    record: Path | str, number: int, response: str, text: str, *, round_id: str = ""
) -> None:
    """Note what was done for a comment (修正, 追加, 削除, 修正なし), and the answer of the office.

    Raises PiaError when there is no such round or comment.

    >>> pia.answer_comment("意見.yaml", 1, "追加", "図を加えました。")
    """
    from pia.records.review.table import answer

    answer(Path(record), round_id, number, response, text)


def write_review_copy(source: Path | str, target: Path | str) -> Path:
    """Write the workbook in which reviewers comment on an assessment, item by item.

    Raises PiaError when the source cannot be read or the workbook exists already.

    >>> pia.write_review_copy("評価書.yaml", "点検.xlsx").name
    '点検.xlsx'
    """
    from pia.records.review.review_papers import write_copy

    return write_copy(Path(source), Path(target))


def write_review_summary(record: Path | str, source: Path | str) -> "Edit":
    """Write what a record tells of hearings and reviews into an assessment, as `pia.edit` does.

    Raises PiaError when it is no record of comments.

    >>> done = pia.write_review_summary("意見.yaml", "全項目.yaml")
    >>> [change.address for change in done.changes]
    ['評価実施手続.第三者点検.実施日', '評価実施手続.第三者点検.結果']
    """
    from pia.api.documents import edit
    from pia.records.review.review_papers import summary

    return edit(source, summary(Path(record)))


def draw_samples(
    plan: Path | str,
    logs: Sequence[Path | str],
    round_id: str = "",
    *,
    system: str = "",
    seed: str = "",
    except_broken: bool = False,
    step: Callable[[str], None] = lambda what: None,
) -> "DrawnSamples":
    """Draw the sample of each system whose logs are given, and write its working files.

    round_id, system: as the plan calls them; empty where only one fits. seed: empty for one of
    chance. except_broken: draw although rows could not be read. step: told what is at work.
    Raises PiaError, and writes nothing, when a log cannot be used.

    >>> drawn = pia.draw_samples("計画.yaml", ["記録.csv"], seed="1")
    >>> [file.name for file in drawn.files]
    ['標本_住基.yaml', '住基_アクセスログ調査確認用帳票.xlsx']
    """
    from pia.records.audit.sampling import SampleOptions, draw_samples

    options = SampleOptions(round_id, system, seed, except_broken)
    with held_if_there(Path(plan)):
        return draw_samples(Path(plan), [Path(log) for log in logs], options, step)


def read_worksheets(plan: Path | str, books: Sequence[Path | str], round_id: str = "") -> "Read":
    """Note the results of worksheets in the working files of a round; say what is left.

    Raises PiaError when a file cannot be read.

    >>> drawn = pia.draw_samples("計画.yaml", ["記録.csv"], seed="1")
    >>> len(pia.read_worksheets("計画.yaml", drawn.files[1:]).left)
    1
    """
    from pia.records.audit.audit_results import read_worksheets

    with held_if_there(Path(plan)):
        return read_worksheets(Path(plan), [Path(book) for book in books], round_id)


def write_audit_report(
    plan: Path | str,
    folder: Path | str,
    formats: Sequence[str],
    round_id: str = "",
    *,
    force: bool = False,
) -> "Papers":
    """Write 報告書 of a round in each format, without anything about a person.

    force: over files that somebody edited or made by hand. Raises PiaError for a format that does
    not exist, for a round without results and for such a file.

    >>> try:
    ...     pia.write_audit_report("計画.yaml", "出力", ["html"])
    ... except pia.PiaError as error:
    ...     print(error.findings[0].code)
    抽出のない調査
    """
    from pia.records.audit.reporting import write_report

    with held_if_there(Path(plan)):
        return write_report(Path(plan), Path(folder), formats, round_id, force=force)


def dispose(plan: Path | str, person: str, day: date, round_id: str = "") -> "Disposed":
    """Delete the working files of a round; note in the plan their hashes, the day and the person.

    Raises RefusedError while results are not in the plan, while it is open whether more has to be
    looked into, and when a file cannot be deleted.

    >>> from datetime import date
    >>> try:
    ...     pia.dispose("計画.yaml", "担当係長", date(2026, 5, 1))
    ... except pia.PiaError as error:
    ...     print(error.findings[0].code)
    消すファイルなし
    """
    from pia.records.audit.disposal import dispose

    with held_if_there(Path(plan)):
        return dispose(Path(plan), person, day, round_id)
