"""The register of an office: what stands published, and what is due.

The law asks for a review once a year (規則第14条第1項) and for a new assessment before five years
have passed (規則第15条; 特定個人情報保護評価指針 第6の2(4)), both 努力義務. Of the end of a 事務
the 委員会 is told without delay (規則第16条); the assessment stays published three more years
(記載要領).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pia.errors import PiaError
from pia.japanese import NoSuchDateError, parse_date, wareki
from pia.model.comments import OPEN, UNANSWERED
from pia.model.law import Law
from pia.model.root import Due
from pia.office.facts import Facts
from pia.source.messages import SourceMessages
from pia.workspace.folder import EDITION, FORM, NAME, NUMBER, ORGANISATION, PUBLISHED_KEY

REVIEW_YEARS, REDO_YEARS, KEPT_YEARS = 1, 5, 3
SOON = 90  # days before a day that a table points it out


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A document in the register, as seen on a day.

    comments, unsettled: unanswered comments and findings not yet settled, of the document itself
    or said of it by the papers around it.
    """

    facts: Facts
    today: date
    comments: int = 0
    unsettled: int = 0

    @property
    def published(self) -> date | None:
        return _day(self.facts.published)

    @property
    def ended(self) -> date | None:
        return _day(self.facts.ended)

    @property
    def state(self) -> str:
        if self.ended and self.ended <= self.today:
            return "終了"
        if self.published is None:
            return "下書き"
        return "公表中" if self.published <= self.today else "公表予定"

    @property
    def _goes_on(self) -> bool:
        """Whether it is an assessment of a 事務 that goes on; other papers have no such days."""
        return self.facts.is_assessment and not self.ended

    @property
    def review(self) -> Due | None:
        """規則第14条第1項: from the day of publication, once a year."""
        day = _later(self.published, REVIEW_YEARS)
        return Due("見直し", day, str(Law.CORRECTION)) if day and self._goes_on else None

    @property
    def redo(self) -> Due | None:
        """規則第15条: from the day on which the assessment itself was last published."""
        day = _later(_day(self.facts.assessed), REDO_YEARS)
        return Due("再実施", day, str(Law.REASSESSMENT)) if day and self._goes_on else None

    @property
    def kept_until(self) -> Due | None:
        """規則第16条, 記載要領: an ended 事務 stays published three more years."""
        day = _later(self.ended, KEPT_YEARS)
        return Due("公表の継続", day, "規則第16条、記載要領") if day else None

    @property
    def deadlines(self) -> list[Due]:
        own = (Due(what, date.fromisoformat(day), of) for what, day, of in self.facts.dues)
        found = filter(None, (self.review, self.redo, self.kept_until, *own))
        return sorted(found, key=lambda due: due.day)

    @property
    def due(self) -> list[str]:
        """What a person has to do now, in words."""
        facts = self.facts
        near = [d for d in self.deadlines if (d.day - self.today).days <= SOON]
        counts = {
            "誤り": len(facts.errors),
            "判断していない変更": facts.undecided,
            "古い判断": facts.stale,
            UNANSWERED: self.comments,
            OPEN: self.unsettled,
        }
        return [
            *(_told(deadline, self.today) for deadline in near),
            *(f"{what} {count} 件" for what, count in counts.items() if count),
            *(["変更箇所の表が違いと合っていない"] if facts.table is False else []),
        ]

    @property
    def urgency(self) -> tuple[date, int, str]:
        """What to sort by: the next day that is due, then how much is amiss."""
        amiss = len(self.facts.errors) + self.facts.undecided + self.facts.stale
        amiss += self.comments + self.unsettled
        day = self.deadlines[0].day if self.deadlines else date.max
        return day, -amiss, self.facts.source

    def as_dict(self) -> dict[str, object]:
        """Return the entry as `pia status --format json` prints it; days as ISO dates."""
        facts = self.facts
        return {
            NUMBER: facts.number,
            NAME: facts.name,
            ORGANISATION: facts.organisation,
            FORM: facts.form,
            EDITION: facts.edition,
            "状態": self.state,
            PUBLISHED_KEY: facts.published,
            "前の版": list(facts.versions),
            "見直しの期限": _iso(self.review),
            "再実施の期限": _iso(self.redo),
            "終了日": facts.ended,
            "公表を続ける期限": _iso(self.kept_until),
            "誤り": len(facts.errors),
            "未記入": facts.blanks,
            "そのほかの注意": facts.remarks,
            "判断していない変更": facts.undecided,
            "古い判断": facts.stale,
            UNANSWERED: self.comments,
            OPEN: self.unsettled,
            "変更箇所の表": {None: "", True: "合っている", False: "合っていない"}[facts.table],
            "すること": self.due,
            "ファイル": facts.source,
        }


def register(facts: Iterable[Facts], today: date) -> list[RegisterEntry]:
    """Return the documents of an office, the most urgent first."""
    listed = list(facts)
    comments = Counter({each.source: each.comments for each in listed})
    unsettled = Counter({each.source: each.unsettled for each in listed})
    for source, said, found in (about for each in listed for about in each.open_about):
        comments[source] += said
        unsettled[source] += found
    entries = (RegisterEntry(f, today, comments[f.source], unsettled[f.source]) for f in listed)
    return sorted(entries, key=lambda entry: entry.urgency)


def summary(entries: Iterable[RegisterEntry]) -> str:
    """Return in one line how many documents there are and how many need something."""
    listed = list(entries)
    late = sum(any(d.day < e.today for d in e.deadlines) for e in listed)
    needing = sum(bool(entry.due) for entry in listed)
    return f"評価書 {len(listed)} 件。期限を過ぎたもの {late} 件、することのあるもの {needing} 件"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _told(due: Due, today: date) -> str:
    late = "、過ぎています" if due.day < today else ""
    return f"{due.what}（{wareki(due.day)}まで{late}）"


def _iso(deadline: Due | None) -> str:
    return deadline.day.isoformat() if deadline else ""


def _later(day: date | None, years: int) -> date | None:
    """Return the same day of a later year; of 29 February the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) if day.year + years <= 9999 else None


def all_deadlines(entries: Iterable[RegisterEntry]) -> Iterator[tuple[RegisterEntry, Due]]:
    for entry in entries:
        for deadline in entry.deadlines:
            yield entry, deadline


def day_named(text: str | None) -> date:
    """Return the day that a text names, today for None. Raises PiaError for any other text."""
    if text is None:
        return date.today()
    try:
        found = parse_date(text)
    except NoSuchDateError as error:
        raise PiaError(SourceMessages.NO_SUCH_DATE.finding(text=text)) from error
    if found is None:
        raise PiaError(SourceMessages.BAD_DATE.finding(text=text))
    return found
