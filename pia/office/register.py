"""The register of an office: what stands published, and what is due.

The law asks for a review once a year (規則第14条第1項) and for a new assessment before five years
have passed (規則第15条; 特定個人情報保護評価指針 第6の2(4)), both 努力義務. Of the end of a 事務
the 委員会 is told without delay (規則第16条); the assessment stays published three more years
(記載要領).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pia.errors import PiaError
from pia.japanese import NoSuchDateError, parse_date, wareki
from pia.office.facts import Facts
from pia.source.messages import SourceMessages
from pia.workspace.places import EDITION, FORM, NAME, NUMBER, ORGANISATION, PUBLISHED_KEY

REVIEW_YEARS, REDO_YEARS, KEPT_YEARS = 1, 5, 3
SOON = 90  # days before a day that a table points it out


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something to be done until a day. provision: that asks for it."""

    what: str
    day: date
    provision: str

    def told(self, today: date) -> str:
        late = "、過ぎています" if self.day < today else ""
        return f"{self.what}（{wareki(self.day)}まで{late}）"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the register, as seen on a day."""

    facts: Facts
    today: date

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
    def review(self) -> Deadline | None:
        """規則第14条第1項: from the day of publication, once a year."""
        day = _later(self.published, REVIEW_YEARS)
        return Deadline("見直し", day, "規則第14条") if day and self._goes_on else None

    @property
    def redo(self) -> Deadline | None:
        """規則第15条: from the day on which the assessment itself was last published."""
        day = _later(_day(self.facts.assessed), REDO_YEARS)
        provision = "規則第15条、指針第6の2(4)"
        return Deadline("再実施", day, provision) if day and self._goes_on else None

    @property
    def kept_until(self) -> Deadline | None:
        """規則第16条, 記載要領: an ended 事務 stays published three more years."""
        day = _later(self.ended, KEPT_YEARS)
        return Deadline("公表の継続", day, "規則第16条、記載要領") if day else None

    @property
    def deadlines(self) -> list[Deadline]:
        found = filter(None, (self.review, self.redo, self.kept_until))
        return sorted(found, key=lambda deadline: deadline.day)

    @property
    def due(self) -> list[str]:
        """What a person has to do now, in words."""
        facts = self.facts
        near = [d for d in self.deadlines if (d.day - self.today).days <= SOON]
        counts = {
            "誤り": len(facts.errors),
            "判断していない変更": facts.undecided,
            "古い判断": facts.stale,
        }
        return [
            *(deadline.told(self.today) for deadline in near),
            *(f"{what} {count} 件" for what, count in counts.items() if count),
            *(["変更箇所の表が違いと合っていない"] if facts.table is False else []),
        ]

    @property
    def urgency(self) -> tuple[date, int, str]:
        """What to sort by: the next day that is due, then how much is amiss."""
        amiss = len(self.facts.errors) + self.facts.undecided + self.facts.stale
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
            "変更箇所の表": {None: "", True: "合っている", False: "合っていない"}[facts.table],
            "すること": self.due,
            "ファイル": facts.source,
        }


def register(facts: Iterable[Facts], today: date) -> list[Entry]:
    """Return the documents of an office, the most urgent first."""
    return sorted((Entry(each, today) for each in facts), key=lambda entry: entry.urgency)


def summary(entries: Iterable[Entry]) -> str:
    """Return in one line how many documents there are and how many need something."""
    listed = list(entries)
    late = sum(any(d.day < e.today for d in e.deadlines) for e in listed)
    needing = sum(bool(entry.due) for entry in listed)
    return f"評価書 {len(listed)} 件。期限を過ぎたもの {late} 件、することのあるもの {needing} 件"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(deadline: Deadline | None) -> str:
    return deadline.day.isoformat() if deadline else ""


def _later(day: date | None, years: int) -> date | None:
    """Return the same day of a later year; of 29 February the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) if day.year + years <= 9999 else None


def all_deadlines(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Deadline]]:
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
