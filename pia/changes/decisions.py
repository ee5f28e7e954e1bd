"""`<source>.判断.yaml`: what a person decided about each change, kept beside the source.

A decision holds the words that it is about, before and after, and every item that has them. When
the words change, the decision is stale: it is marked then and takes the new words; it counts again
once the mark is removed. What a person wrote there stays as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, field_validator

from pia.changes.messages import ChangeMessages
from pia.changes.questions import ChangedWords, Question
from pia.errors import Finding, PiaError, Position
from pia.japanese import NoSuchDateError, parse_date
from pia.model.base import option_named
from pia.model.choices import Timing
from pia.source.files import decode, read_text
from pia.source.names import DECISIONS
from pia.source.nodes import Location, child, plain, position_of
from pia.source.read_as import Reading, Record, read_as, wrong

if TYPE_CHECKING:
    from pia.source.edit import Add, Put

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
    return source.with_name(source.stem + DECISIONS)


def read(path: Path) -> Decisions:
    """Read the decisions; an absent file holds none. What is wrong with single values is noted.

    Raises PiaError for a file that is not readable, and for one that git left in conflict.
    """
    if not path.is_file():
        return Decisions(path)
    refuse_conflict(read_text(path), path)
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


_HEAD = """\
# 変更ごとの判断。pia diff --write-decisions が変更を書き加え、人が判断を書きます。
# 提出時期: 事前 か 事後。空欄の間、「判断 要」の変更は未判断です。
# 理由: 理由の文章の名前（組織名の変更、現状の明文化 など）。説明: この変更だけの説明。
# ※の項目を事後とするときは、重要な変更から除かれる理由を「理由:」に書きます。
# 同じ字句の変更は、一つの判断にまとめてあります。
# 項目によって判断が違うときは、判断の組を写して「対象:」を分けます。
前版: # この判断は、この版からの変更に限って使われます。書き換えないでください。
変更日: # 空欄なら公表日
提出時期: # この改定の全部を事前（又は事後）とするときに書く
作成者:
判断:
"""


def updated(data: bytes | None, path: Path, former: str, questions: Sequence[Question]) -> bytes:
    """Return the file with every question in it, as printed, and stale decisions marked.

    data: the file as it is, None while there is none. former: the version compared with.
    """
    from pia.source.edit import Put, edited, read_for_edit

    data = _HEAD.encode() if data is None else data
    refuse_conflict(decode(data, str(path)), path)
    content = plain(read_for_edit(data, path).root)
    changes: list[Put | Add] = []
    if not content.get(FORMER):
        changes.append(Put((FORMER,), former))
    entries = [dict(e) if isinstance(e, Mapping) else {} for e in content.get(ENTRIES) or []]
    changes += _DecisionsUpdate(entries, questions).changes()
    return edited(data, path, changes) if changes else data


class _DecisionsUpdate:
    """The entries of a file as they are brought up to date."""

    def __init__(self, entries: list[dict[str, Any]], questions: Sequence[Question]) -> None:
        self.entries = entries
        self.questions = questions
        addresses = [a for question in questions for a in question.addresses]
        self.order = {address: n for n, address in enumerate(addresses)}
        self.puts: list[Put | Add] = []

    def changes(self) -> list["Put | Add"]:
        """Return what makes the entries those that the questions call for."""
        for n, entry in enumerate(self.entries):
            self._follow(n, entry)
        for question in self.questions:
            held = {target for entry in self.entries for target in targets_in(entry.get(TARGETS))}
            missing = [address for address in question.addresses if address not in held]
            if missing:
                self._ask(question, missing)
        return self.puts

    def _put(self, n: int, values: Mapping[str, object]) -> None:
        from pia.source.edit import Put

        self.entries[n].update(values)
        self.puts += [Put((ENTRIES, n, key), value, is_prose=True) for key, value in values.items()]

    def _follow(self, n: int, entry: dict[str, Any]) -> None:
        """Let an entry keep the question that it answers; other targets are asked about anew."""
        targets = targets_in(entry.get(TARGETS))
        about = [q for q in self.questions if set(q.addresses) & set(targets)]
        if not about:
            return
        question = next((q for q in about if _same(entry, q)), about[0])
        others = {a for q in about if q is not question for a in q.addresses}
        if others & set(targets):
            self._put(n, {TARGETS: [target for target in targets if target not in others]})
        if not _same(entry, question):
            self._put(n, _marks(entry, question))

    def _ask(self, question: Question, missing: list[str]) -> None:
        """Add targets to an entry on the same words that is still open, or else a new entry."""
        from pia.source.edit import Add

        own = set(question.addresses)
        n = next((n for n, e in enumerate(self.entries) if _is_open(e, question, own)), None)
        if n is not None:
            held = {*targets_in(self.entries[n].get(TARGETS)), *missing}
            targets = [address for address in question.addresses if address in held]
            words = {BEFORE: question.words.before, AFTER: question.words.after}
            self._put(n, {TARGETS: targets, ITEM: "、".join(question.items), **words})
            return
        rank = self.order[missing[0]]
        later = (n for n, entry in enumerate(self.entries) if self._rank(entry) > rank)
        entry = _entry(question, missing)
        self.puts.append(Add((ENTRIES,), entry, before=next(later, None), is_prose=True))

    def _rank(self, entry: Mapping[str, Any]) -> int:
        ranks = [self.order[t] for t in targets_in(entry.get(TARGETS)) if t in self.order]
        return min(ranks, default=-1)


def _is_open(entry: Mapping[str, Any], question: Question, own: Set[str]) -> bool:
    """Return whether an entry asks a question that nobody has begun to answer."""
    return (
        _same(entry, question)
        and bool(own & set(targets_in(entry.get(TARGETS))))
        and not _is_begun(entry)
    )


def _entry(question: Question, targets: list[str]) -> dict[str, object]:
    return {
        TARGETS: targets,
        ITEM: "、".join(question.items),
        BEFORE: question.words.before,
        AFTER: question.words.after,
        PROPOSAL: _proposal(question),
        TIMING: None,
        REASON: None,
        EXPLANATION: None,
    }


def _proposal(question: Question) -> str:
    proposal = question.proposal
    need = "要" if proposal.ground.needs_decision else "不要"
    evidence = f"担当部署: {question.evidence}。" if question.evidence else ""
    return f"{proposal.timing}、判断 {need}（{proposal.kind}。{evidence}{proposal.ground}）"


def _words(entry: Mapping[str, Any]) -> ChangedWords:
    return ChangedWords(str(entry.get(BEFORE) or ""), str(entry.get(AFTER) or ""))


def _same(entry: Any, question: Question) -> bool:
    return question.is_about(_words(entry), targets_in(entry.get(TARGETS)))


def _is_begun(entry: Any) -> bool:
    return any(entry.get(key) is not None for key in (TIMING, REASON, EXPLANATION))


def _marks(entry: Mapping[str, Any], question: Question) -> dict[str, object]:
    """Return what marks a decision whose words changed; one that was never made only follows."""
    was = _words(entry)
    now: dict[str, object] = {
        BEFORE: question.words.before,
        AFTER: question.words.after,
        PROPOSAL: _proposal(question),
    }
    if _is_begun(entry):
        now |= {STATE: STALE, WAS_BEFORE: was.before, WAS_AFTER: was.after}
    return now
