"""`<source>.判断.yaml`: what a person decided about each change, kept beside the source.

A decision holds the fingerprints of both texts. When one of them changes, the decision is stale:
it is marked then and takes the new fingerprints; it counts again once the mark is removed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pia.changes.messages import ChangeMessages
from pia.errors import Finding, PiaError, Position
from pia.japanese import NoSuchDateError, parse_date
from pia.model.base import option_named
from pia.model.choices import Timing

SUFFIX = ".判断.yaml"
DAY, TIMING, AUTHOR, ENTRIES = "変更日", "提出時期", "作成者", "判断"
TARGET, ITEM, PROPOSAL, REASON, EXPLANATION = "対象", "項目", "提案", "理由", "説明"
BEFORE, AFTER, STATE = "変更前", "変更後", "状態"
STALE = "要再判断"


class Fingerprints(NamedTuple):
    """Short digests of the texts that a decision is about."""

    before: str
    after: str

    @classmethod
    def of(cls, before: str, after: str) -> "Fingerprints":
        return cls(*(sha256(text.encode()).hexdigest()[:16] for text in (before, after)))


class Decision(NamedTuple):
    """What a person decided about the change at one address; timing None while undecided."""

    address: str
    timing: Timing | None
    reason: str
    explanation: str
    fingerprints: Fingerprints
    is_marked_stale: bool = False
    position: Position | None = None

    def is_stale(self, now: Fingerprints) -> bool:
        return self.is_marked_stale or self.fingerprints != now


@dataclass(slots=True)
class Decisions:
    """The decisions on one revision. timing: of the whole revision, where one was set."""

    path: Path
    day: date | None = None
    timing: Timing | None = None
    author: str = ""
    by_address: dict[str, Decision] = field(default_factory=dict)
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
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        content = round_trip("").load(data.decode("utf-8-sig"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else None
        raise _bad(path, "YAML の形になっていません", position) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise _bad(path, "YAML の形になっていません") from error
    if not isinstance(content, Mapping):
        raise _bad(path, "「項目: 値」の形になっていません", Position(1, 1))
    return content


def _bad(path: Path, problem: str, position: Position | None = None) -> PiaError:
    message = ChangeMessages.BAD_DECISIONS
    return PiaError(message.finding(problem=problem, file=str(path), position=position))


def round_trip(text: str) -> Any:
    """Return a reader and writer that keeps comments, quotes and the indentation of lists."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    if any(line.startswith("  - ") for line in text.splitlines()):
        yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Reader:
    """Reads the entries and notes what is wrong with them, each with its line."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions

    def read(self, content: Any) -> None:
        decisions = self.decisions
        decisions.day = self._day(content)
        decisions.timing = self._timing(content)
        decisions.author = _text(content, AUTHOR)
        entries = content.get(ENTRIES) or []
        if not isinstance(entries, list):
            raise _bad(
                decisions.path, f"「{ENTRIES}」が一覧になっていません", _at(content, ENTRIES)
            )
        for entry in self._mappings(entries, content):
            decision = self._decision(entry)
            decisions.by_address.setdefault(decision.address, decision)

    def _mappings(self, entries: list[Any], content: Any) -> Iterator[Any]:
        for entry in entries:
            if not isinstance(entry, Mapping) or not _text(entry, TARGET):
                position = _at(entry, None) or _at(content, ENTRIES)
                raise _bad(self.decisions.path, f"「{TARGET}」のない判断があります", position)
            yield entry

    def _decision(self, entry: Any) -> Decision:
        return Decision(
            _text(entry, TARGET),
            self._timing(entry),
            _text(entry, REASON),
            _text(entry, EXPLANATION).rstrip("\n"),
            fingerprints_in(entry),
            bool(_text(entry, STATE)),
            _at(entry, TIMING) or _at(entry, TARGET),
        )

    def _timing(self, entry: Any) -> Timing | None:
        text = _text(entry, TIMING)
        found = option_named(Timing, text) if text else None
        if text and found is None:
            self._note(ChangeMessages.BAD_TIMING.finding(text=text), _at(entry, TIMING))
        return found if isinstance(found, Timing) else None

    def _day(self, content: Any) -> date | None:
        text = _text(content, DAY)
        try:
            day = parse_date(text) if text else None
        except NoSuchDateError:
            day = None
        if text and day is None:
            raise _bad(self.decisions.path, f"「{text}」は日付ではありません", _at(content, DAY))
        return day

    def _note(self, finding: Finding, position: Position | None) -> None:
        self.decisions.findings.append(finding.within(str(self.decisions.path), position))


def _text(entry: Any, key: str) -> str:
    value = entry.get(key)
    return "" if value is None else str(value)


def fingerprints_in(entry: Any) -> Fingerprints:
    """Return the fingerprints that an entry holds."""
    return Fingerprints(_text(entry, BEFORE), _text(entry, AFTER))


def _at(entry: Any, key: str | None) -> Position | None:
    """Return where a key stands, or the entry itself."""
    marks = getattr(entry, "lc", None)
    if marks is None or (key is not None and key not in entry):
        return None
    line, column = marks.key(key) if key is not None else (marks.line, marks.col)
    return Position(line + 1, column + 1)
