"""`<source>.判断.yaml`: what a person decided about each change, kept beside the source.

A decision holds the words that it is about, before and after, and every item that has them. When
the words change, the decision is stale: it is marked then and takes the new words; it counts again
once the mark is removed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pia.changes.messages import ChangeMessages
from pia.changes.questions import Words
from pia.errors import Finding, PiaError, Position
from pia.japanese import NoSuchDateError, nearest, parse_date
from pia.model.base import option_named
from pia.model.choices import Timing

SUFFIX = ".判断.yaml"
FORMER, DAY, TIMING, AUTHOR, ENTRIES = "前版", "変更日", "提出時期", "作成者", "判断"
TARGETS, ITEM, PROPOSAL, REASON, EXPLANATION = "対象", "項目", "提案", "理由", "説明"
BEFORE, AFTER, STATE = "変更前", "変更後", "状態"
WAS_BEFORE, WAS_AFTER = "判断時の変更前", "判断時の変更後"
STALE = "要再判断"
HEAD_KEYS = (FORMER, DAY, TIMING, AUTHOR, ENTRIES)
KEYS = (
    *(TARGETS, ITEM, BEFORE, AFTER, PROPOSAL, TIMING, REASON, EXPLANATION),
    *(STATE, WAS_BEFORE, WAS_AFTER),
)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a change; timing None while undecided."""

    targets: tuple[str, ...]
    words: Words
    timing: Timing | None = None
    reason: str = ""
    explanation: str = ""
    is_marked_stale: bool = False
    position: Position | None = None

    def is_stale(self, now: Words) -> bool:
        return self.is_marked_stale or _bare(self.words) != _bare(now)


def _bare(words: Words) -> list[str]:
    """Return words without the line ends that YAML adds or takes away."""
    return [text.strip() for text in words]


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
    """Read the decisions; an absent file holds none. Raises PiaError when it is not readable."""
    decisions = Decisions(path)
    if not path.is_file():
        return decisions
    _Reader(decisions).read(loaded(path.read_bytes(), path))
    return decisions


def loaded(data: bytes, path: Path) -> Any:
    """Return the content of a file of decisions, comments kept. Raises PiaError if it is none."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = data.decode("utf-8-sig")
        if conflict := _CONFLICT.search(text):
            raise PiaError(_conflict(path, text, conflict.start()))
        content = YAML().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else None
        raise _bad(path, "YAML の形になっていません", position) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise _bad(path, "YAML の形になっていません") from error
    if not isinstance(content, Mapping):
        raise _bad(path, "「項目: 値」の形になっていません", Position(1, 1))
    return content


def _conflict(path: Path, text: str, start: int) -> Finding:
    line = text.count("\n", 0, start) + 1
    return ChangeMessages.CONFLICT.finding(file=str(path), position=Position(line, 1))


def _bad(path: Path, problem: str, position: Position | None = None) -> PiaError:
    message = ChangeMessages.BAD_DECISIONS
    return PiaError(message.finding(problem=problem, file=str(path), position=position))


class _Reader:
    """Reads the entries and notes what is wrong with them, each with its line."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions

    def read(self, content: Any) -> None:
        decisions = self.decisions
        self._check_keys(content, HEAD_KEYS)
        decisions.former = text_at(content, FORMER)
        decisions.day = self._day(content)
        decisions.timing = self._timing(content)
        decisions.author = text_at(content, AUTHOR)
        entries = content.get(ENTRIES) or []
        if not isinstance(entries, list):
            raise _bad(
                decisions.path, f"「{ENTRIES}」が一覧になっていません", _at(content, ENTRIES)
            )
        for entry in self._mappings(entries, content):
            decisions.entries.append(self._decision(entry))

    def _mappings(self, entries: list[Any], content: Any) -> Iterator[Any]:
        told: set[str] = set()
        for entry in entries:
            if not isinstance(entry, Mapping) or not targets_in(entry):
                position = _at(entry, None) or _at(content, ENTRIES)
                raise _bad(self.decisions.path, f"「{TARGETS}」のない判断があります", position)
            self._check_keys(entry, KEYS)
            for target in targets_in(entry):
                if target in told:
                    message = ChangeMessages.TWICE_DECIDED
                    self._note(message.finding(target=target), _at(entry, TARGETS))
                told.add(target)
            yield entry

    def _check_keys(self, entry: Any, known: Sequence[str]) -> None:
        for key in entry:
            if key not in known:
                like = nearest(str(key), known)
                remedy = f"「{like}」の書き誤りではありませんか。" if like else ""
                message = ChangeMessages.UNKNOWN_DECISION_KEY
                finding = message.finding(key=key, remedy=remedy, known="、".join(known))
                self._note(finding, _at(entry, key))

    def _decision(self, entry: Any) -> Decision:
        return Decision(
            tuple(targets_in(entry)),
            words_in(entry),
            self._timing(entry),
            text_at(entry, REASON),
            text_at(entry, EXPLANATION).rstrip("\n"),
            bool(text_at(entry, STATE)),
            _at(entry, TIMING) or _at(entry, TARGETS),
        )

    def _timing(self, entry: Any) -> Timing | None:
        text = text_at(entry, TIMING)
        found = option_named(Timing, text) if text else None
        if text and found is None:
            self._note(ChangeMessages.BAD_TIMING.finding(text=text), _at(entry, TIMING))
        return found if isinstance(found, Timing) else None

    def _day(self, content: Any) -> date | None:
        text = text_at(content, DAY)
        try:
            day = parse_date(text) if text else None
        except NoSuchDateError:
            day = None
        if text and day is None:
            raise _bad(self.decisions.path, f"「{text}」は日付ではありません", _at(content, DAY))
        return day

    def _note(self, finding: Finding, position: Position | None) -> None:
        self.decisions.findings.append(finding.within(str(self.decisions.path), position))


def text_at(entry: Any, key: str) -> str:
    value = entry.get(key)
    return "" if value is None else str(value)


def targets_in(entry: Any) -> list[str]:
    """Return the addresses that an entry names, one or several."""
    value = entry.get(TARGETS)
    listed = value if isinstance(value, list) else [value]
    return [str(target) for target in listed if target]


def words_in(entry: Any) -> Words:
    return Words(text_at(entry, BEFORE), text_at(entry, AFTER))


def _at(entry: Any, key: str | None) -> Position | None:
    """Return where a key stands, or the entry itself."""
    marks = getattr(entry, "lc", None)
    if marks is None or (key is not None and key not in entry):
        return None
    line, column = marks.key(key) if key is not None else (marks.line, marks.col)
    return Position(line + 1, column + 1)
