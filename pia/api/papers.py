"""Papers beside an assessment: comments of reviewers and residents, audits of access logs."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pia.edits import Edit
    from pia.records.audit.disposal import Disposed
    from pia.records.audit.papers import Papers
    from pia.records.audit.reading import Read
    from pia.records.audit.sampling import Drawn
    from pia.records.review.table import Added

__all__ = [
    "add_comments",
    "dispose",
    "draw_samples",
    "read_worksheets",
    "write_audit_report",
    "write_review_copy",
    "write_review_summary",
]


def add_comments(record: Path, table: Path, round_id: str = "") -> "Added":
    """Add the comments of a table to a round of a record: the last one, unless it is named.

    Raises PiaError when the table has no column for comments, and when there is no such round.
    """
    from pia.records.review.table import add

    return add(record, table, round_id)


def write_review_copy(source: Path, target: Path) -> Path:
    """Write the workbook in which reviewers comment on an assessment, item by item.

    Raises PiaError when the source cannot be read or the workbook exists already.
    """
    from pia.records.review.copy import write_copy

    return write_copy(source, target)


def write_review_summary(record: Path, source: Path) -> "Edit":
    """Write what a record tells of hearings and reviews into an assessment, as `pia.edit` does.

    Raises PiaError when it is no record of comments.
    """
    from pia.api.documents import edit
    from pia.records.review.summary import summary

    return edit(source, summary(record))


def draw_samples(
    plan: Path,
    logs: Sequence[Path],
    round_id: str = "",
    *,
    system: str = "",
    seed: str = "",
    except_broken: bool = False,
    step: Callable[[str], None] = lambda what: None,
) -> "Drawn":
    """Draw the sample of each system whose logs are given, and write its working files.

    round_id, system: as the plan calls them; empty where only one fits. seed: empty for one of
    chance. except_broken: draw although rows could not be read. step: told what is at work.
    Raises PiaError, and writes nothing, when a log cannot be used.
    """
    from pia.records.audit.sampling import Options, draw_samples

    return draw_samples(plan, logs, Options(round_id, system, seed, except_broken), step)


def read_worksheets(plan: Path, books: Sequence[Path], round_id: str = "") -> "Read":
    """Note the results of worksheets in the working files of a round; say what is left.

    Raises PiaError when a file cannot be read.
    """
    from pia.records.audit.reading import read_worksheets

    return read_worksheets(plan, books, round_id)


def write_audit_report(
    plan: Path, folder: Path, formats: Sequence[str], round_id: str = ""
) -> "Papers":
    """Write 報告書 of a round in each format, without anything about a person.

    Raises PiaError for a format that does not exist and for a round without results.
    """
    from pia.records.audit.papers import write_report

    return write_report(plan, folder, formats, round_id)


def dispose(plan: Path, person: str, day: date, round_id: str = "") -> "Disposed":
    """Delete the working files of a round; note in the plan their hashes, the day and the person.

    Raises RefusedError while results are not in the plan, while it is open whether more has to be
    looked into, and when a file cannot be deleted.
    """
    from pia.records.audit.disposal import dispose

    return dispose(plan, person, day, round_id)
