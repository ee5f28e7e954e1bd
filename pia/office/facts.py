"""What the register of an office says of one document, before it is asked for deadlines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from os.path import normpath
from pathlib import Path
from typing import Any

from pia.changes.judge import Need
from pia.changes.messages import ChangeMessages
from pia.checks.messages import CheckMessages
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.japanese import NoSuchDateError, parse_date
from pia.model import Assessment
from pia.model.comments import OPEN, UNANSWERED
from pia.model.root import Pending, Root
from pia.workspace import diff, own_rows, versions
from pia.workspace.checking import findings_of
from pia.workspace.printing import quoting_nothing_hidden

BLANK = {CheckMessages.NOT_FILLED.code, CheckMessages.NO_ENTRY.code}
ENDED = re.compile(r"【\s*(.+?日)\s*終了\s*】")  # 記載要領: 【○年○月○日　終了】 behind the name
LONGEST_CHAIN = 50
STALE = ChangeMessages.STALE_DECISION.code


@dataclass(frozen=True, slots=True)
class Facts:
    """published, assessed, ended: days as ISO dates, "" where there is none.

    assessed: the day from which the five years of 規則15 run. versions: former ones, the newest
    first. undecided, stale: changes to decide; table: whether 変更箇所 tells what changed, None
    without a former version. dues: what the document itself says is to be done until a day (what,
    ISO date, provision). comments, unsettled: unanswered comments and findings not yet settled;
    open_about: how many of each are about which source, as seen from the folder at hand.
    """

    source: str
    form: str = ""
    edition: str = ""
    number: str = ""
    name: str = ""
    organisation: str = ""
    published: str = ""
    assessed: str = ""
    ended: str = ""
    versions: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    blanks: int = 0
    remarks: int = 0
    undecided: int = 0
    stale: int = 0
    table: bool | None = None
    is_assessment: bool = True
    dues: tuple[tuple[str, str, str], ...] = ()
    comments: int = 0
    unsettled: int = 0
    open_about: tuple[tuple[str, int, int], ...] = ()

    @classmethod
    def from_json(cls, data: Any) -> "Facts":
        tuples = {key: tuple(data[key]) for key in ("versions", "errors")}
        pairs = {key: tuple(map(tuple, data[key])) for key in ("dues", "open_about")}
        return cls(**{**data, **tuples, **pairs})


def facts_of(document: Document, source: str, *, for_residents: bool = False) -> Facts:
    """Return the facts of a document.

    source: its path as seen from the folder at hand. for_residents: quoting nothing 非公表.
    """
    content = document.content
    with ExitStack() as opened:
        former = list(chain(document, opened))
    caption, office = content.caption(), ""
    if isinstance(content, Assessment):
        office = content.office.name or ""
    found = [*findings_of(document), *versions.findings(document)]
    found = list(quoting_nothing_hidden(document, found)) if for_residents else found
    undecided, stale, table = _revision(document) if former else (0, 0, None)
    blanks = sum(finding.code in BLANK for finding in found)
    errors = [finding for finding in found if finding.is_error]
    pending = list(content.pending())
    return Facts(
        source=source,
        form=document.form.name,
        edition=document.form.edition,
        number=_number(content),
        name=caption.name or office,
        organisation=caption.organisation,
        published=_iso(_published(document)),
        assessed=_iso(_assessed(document, former)),
        ended=_iso(_ended(content) or ended(caption.name, office)),
        versions=tuple(_named(each) for each in former),
        errors=tuple(_told(finding, source) for finding in errors),
        blanks=blanks,
        remarks=len(found) - len(errors) - blanks,
        undecided=undecided,
        stale=stale,
        table=table,
        is_assessment=isinstance(content, Assessment),
        dues=tuple((due.what, due.day.isoformat(), due.provision) for due in content.dues()),
        comments=sum(each.what == UNANSWERED for each in pending),
        unsettled=sum(each.what == OPEN for each in pending),
        open_about=tuple(_about(pending, source)),
    )


def _about(pending: Iterable[Pending], source: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is open about which source: comments and findings."""
    counts = Counter((name, each.what) for each in pending for name in each.assessments)
    for name in dict.fromkeys(name for name, _ in counts):
        path = normpath(Path(source).parent / name)
        yield Path(path).as_posix(), counts[name, UNANSWERED], counts[name, OPEN]


def _told(finding: Finding, source: str) -> str:
    return str(finding).replace(finding.file, source, 1) if finding.file else str(finding)


def _named(version: Document) -> str:
    return version.revision or version.path.name


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _ended(content: Root) -> date | None:
    """Return the 終了日 that an assessment says under its own key."""
    return content.cover.ended if isinstance(content, Assessment) else None


def ended(*names: str) -> date | None:
    """Return the day on which a 事務 ended, as one of the names says behind it.

    Source: 規則第16条 and 記載要領 (【○年○月○日　終了】).
    """
    for match in filter(None, map(ENDED.search, names)):
        try:
            return parse_date(match[1])
        except NoSuchDateError:
            continue
    return None


def chain(document: Document, opened: ExitStack) -> Iterator[Document]:
    """Yield the former versions, the newest first, as far as they can be had; the files of those
    out of git are there until `opened` is closed."""
    here = document
    for _ in range(LONGEST_CHAIN):
        if not here.content.predecessor:
            return
        try:
            here = opened.enter_context(versions.predecessor(here))
        except PiaError:
            return
        if here.path.resolve() == document.path.resolve():
            return
        yield here


def _assessed(document: Document, former: list[Document]) -> date | None:
    """Return when the assessment itself was last done: the first 公表日 of the versions that
    name the same 実施日 of 基礎項目評価; what came after only corrected it.

    Source: 規則第15条, 特定個人情報保護評価指針 第6の2(4).
    """
    done, days = _done(document.content), [_published(document)]
    for version in former:
        if _done(version.content) != done:
            break
        days.append(_published(version))
    return min(filter(None, days), default=None)


def _done(content: Root) -> date | None:
    """Return the 実施日 of 基礎項目評価; none for a document of another kind."""
    return content.procedure.basic.done if isinstance(content, Assessment) else None


def _number(content: Root) -> str:
    return (content.cover.number or "") if isinstance(content, Assessment) else ""


def _published(document: Document) -> date | None:
    day = document.content.caption().day
    return day if isinstance(day, date) else None


def _revision(document: Document) -> tuple[int, int, bool | None]:
    """Return how many changes are undecided and stale, and whether the table is up to date.

    A change that the table tells of has been decided, whoever wrote the row.
    """
    try:
        found = diff.diff(None, document)
        told = own_rows.against(document, None)
    except PiaError:
        return 0, 0, None
    stale = sum(point.code == STALE for point in found.open_points(strict=False))
    undecided = found.count(need=Need.NEEDED) if told else 0
    return undecided, stale, not told


def facts_of_unreadable(path: Path, source: str, error: PiaError) -> Facts:
    """Return what is known of a source of which no assessment can be made."""
    told = tuple(_told(finding, source) for finding in error.findings)
    return Facts(source=source, name=path.stem, errors=told)
