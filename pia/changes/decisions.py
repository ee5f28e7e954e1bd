"""`<source>.判断.yaml`: what a person decided about each change, kept beside the source.

A decision holds the words that it is about, before and after, and every item that has them. When
the words change, the decision is stale: it is marked then and takes the new words; it counts again
once the mark is removed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, field_validator

from pia.changes.messages import ChangeMessages
from pia.changes.questions import ChangedWords, Question
from pia.errors import Finding, PiaError, Position
from pia.japanese import NoSuchDateError, parse_date
from pia.model.base import option_named
from pia.model.choices import Timing
from pia.source import encoding
from pia.source.encoding import bytes_of
from pia.source.nodes import Location, child, position_of
from pia.source.read_as import Reading, Record, read_as, wrong

SUFFIX = ".判断.yaml"
FORMER, DAY, TIMING, AUTHOR, ENTRIES = "前版", "変更日", "提出時期", "作成者", "判断"
TARGETS, ITEM, PROPOSAL, REASON, EXPLANATION = "対象", "項目", "提案", "理由", "説明"
BEFORE, AFTER, STATE = "変更前", "変更後", "状態"
WAS_BEFORE, WAS_AFTER = "判断時の変更前", "判断時の変更後"
STALE = "要再判断"
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


class Decision(NamedTuple):
    """What a person decided about a change; timing None while undecided."""

    targets: tuple[str, ...]
    words: ChangedWords
    timing: Timing | None = None
    reason: str = ""
    explanation: str = ""
    is_marked_stale: bool = False
    position: Position | None = None

    def is_stale(self, now: Question, address: str) -> bool:
        """Return whether it tells of other words than the change at an address has now."""
        return self.is_marked_stale or not now.is_about(self.words, [address])


@dataclass(slots=True)
class Decisions:
    """The decisions on one revision. timing: of the whole revision, where one was set. former: the
    version that they were made against, empty where the file does not say."""

    path: Path
    former: str = ""
    day: date | None = None
    timing: Timing | None = None
    author: str = ""
    entries: list[Decision] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def path_beside(source: Path) -> Path:
    return source.with_name(source.stem + SUFFIX)


def read(path: Path) -> Decisions:
    """Read the decisions; an absent file holds none. What is wrong with single values is noted.

    Raises PiaError for a file that is not readable, and for one that git left in conflict.
    """
    if not path.is_file():
        return Decisions(path)
    refuse_conflict(encoding.decode(bytes_of(path), str(path)), path)
    reading = read_as(_DecisionsFile, path)
    file = reading.value
    entries = [_decision(entry, n, reading) for n, entry in enumerate(file.entries)]
    found = [*reading.findings, *_twice_decided(file.entries, reading)]
    return Decisions(path, file.former, file.day, file.timing, file.author, entries, found)


def refuse_conflict(text: str, path: Path) -> None:
    """Raise PiaError for a text with the marks of two versions that git could not merge."""
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        message = ChangeMessages.CONFLICT
        raise PiaError(message.finding(file=str(path), position=Position(line, 1)))


def _timing(value: object) -> Timing | None:
    if not value:
        return None
    found = option_named(Timing, str(value))
    if not isinstance(found, Timing):
        raise wrong(ChangeMessages.BAD_TIMING, text=value)
    return found


def targets_in(value: object) -> tuple[str, ...]:
    """Return the addresses of an entry: one, or a list of them."""
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(str(target) for target in listed if target)


_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_Timing = Annotated[Timing | None, BeforeValidator(_timing)]
_Targets = Annotated[tuple[str, ...], BeforeValidator(targets_in)]


class _DecisionEntry(Record):
    """A decision as it stands in the file. item, proposal and what was are for its reader."""

    targets: _Targets = Field(alias=TARGETS, min_length=1)
    item: Any = Field(None, alias=ITEM)
    before: _Text = Field("", alias=BEFORE)
    after: _Text = Field("", alias=AFTER)
    proposal: Any = Field(None, alias=PROPOSAL)
    timing: _Timing = Field(None, alias=TIMING)
    reason: _Text = Field("", alias=REASON)
    explanation: _Text = Field("", alias=EXPLANATION)
    state: _Text = Field("", alias=STATE)
    was_before: Any = Field(None, alias=WAS_BEFORE)
    was_after: Any = Field(None, alias=WAS_AFTER)


class _DecisionsFile(Record):
    """A file of decisions."""

    former: _Text = Field("", alias=FORMER)
    day: date | None = Field(None, alias=DAY)
    timing: _Timing = Field(None, alias=TIMING)
    author: _Text = Field("", alias=AUTHOR)
    entries: tuple[_DecisionEntry, ...] = Field((), alias=ENTRIES)

    @field_validator("day", mode="before")
    @classmethod
    def _day(cls, value: object) -> date | None:
        try:
            day = parse_date(str(value)) if value else None
        except NoSuchDateError:
            day = None
        if value and day is None:
            raise wrong(ChangeMessages.BAD_DAY, text=value)
        return day

    @field_validator("entries", mode="before")
    @classmethod
    def _entries(cls, value: object) -> object:
        return () if value is None else value


def _decision(entry: _DecisionEntry, n: int, reading: Reading[_DecisionsFile]) -> Decision:
    return Decision(
        entry.targets,
        ChangedWords(entry.before, entry.after),
        entry.timing,
        entry.reason,
        entry.explanation.rstrip("\n"),
        bool(entry.state),
        _position(reading, n, TIMING) or _position(reading, n, TARGETS),
    )


def _position(reading: Reading[_DecisionsFile], n: int, key: str) -> Position | None:
    """Return where a key of an entry stands, None where the entry has none."""
    root = reading.source.root
    entry = child(child(root, ENTRIES), n)
    return position_of(root, (ENTRIES, n, key)) if child(entry, key) else None


def _twice_decided(
    entries: tuple[_DecisionEntry, ...], reading: Reading[_DecisionsFile]
) -> Iterator[Finding]:
    told: set[str] = set()
    for n, entry in enumerate(entries):
        for target in entry.targets:
            if target in told:
                location: Location = (ENTRIES, n, TARGETS)
                found = ChangeMessages.TWICE_DECIDED.finding(target=target)
                yield reading.finding(found, location)
            told.add(target)
