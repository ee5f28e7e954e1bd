"""`<source>.判断.yaml`: what a person decided about each change, kept beside the source.

A decision holds the fingerprints of both texts. When one of them changes, the decision is stale:
`updated` then marks it and takes the new fingerprints; it counts again once the mark is removed.
"""

from collections.abc import Iterable, Iterator, Mapping
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


class Subject(NamedTuple):
    """A change as it is written down to be decided."""

    address: str
    item: str
    proposal: str
    fingerprints: Fingerprints


def path_beside(source: Path) -> Path:
    return source.with_name(source.stem + SUFFIX)


def read(path: Path) -> Decisions:
    """Read the decisions; an absent file holds none. Raises PiaError when it is not readable."""
    decisions = Decisions(path)
    if not path.is_file():
        return decisions
    _Reader(decisions).read(_loaded(path.read_bytes(), path))
    return decisions


def updated(data: bytes | None, path: Path, subjects: Iterable[Subject], day: str) -> bytes:
    """Return the file with new changes appended and decisions marked whose texts changed.

    data: the file as it is, None while there is none. day: 変更日 of a new file.
    Whatever a person wrote stays as it is.
    """
    if data is None:
        data = _HEAD.format(day=day).encode()
    text = data.decode("utf-8-sig")
    content = _loaded(data, path)
    entries = content.get(ENTRIES)
    if entries is None:
        entries = content[ENTRIES] = []
    written = {str(entry.get(TARGET, "")): entry for entry in entries if isinstance(entry, Mapping)}
    changed = False
    for subject in subjects:
        entry = written.get(subject.address)
        if entry is None:
            entries.append(_entry(subject))
        elif _fingerprints(entry) != subject.fingerprints:
            _mark(entry, subject)
        else:
            continue
        changed = True
    return _dumped(content, text, data) if changed else data


_HEAD = """\
# 変更ごとの判断。pia diff --write-decisions が変更を書き加え、人が判断を書きます。
# 提出時期: 事前 か 事後。空欄の間、「判断 要」の変更は未判断です。
# 理由: 理由の文章の名前（組織名の変更、現状の明文化 など）。説明: この変更だけの説明。
# 変更前・変更後は、判断したときの記載の指紋です。書き換えないでください。
変更日: {day}
提出時期: # この改定の全部を事前（又は事後）とするときに書く
作成者:
判断:
"""


def _entry(subject: Subject) -> dict[str, str | None]:
    return {
        TARGET: subject.address,
        ITEM: subject.item,
        PROPOSAL: subject.proposal,
        TIMING: None,
        REASON: None,
        EXPLANATION: None,
        BEFORE: subject.fingerprints.before,
        AFTER: subject.fingerprints.after,
    }


def _mark(entry: Any, subject: Subject) -> None:
    """Mark a decision whose texts changed; one that was never made only follows the texts."""
    entry[BEFORE], entry[AFTER] = subject.fingerprints.before, subject.fingerprints.after
    entry[PROPOSAL] = subject.proposal
    if any(entry.get(key) is not None for key in (TIMING, REASON, EXPLANATION)):
        entry[STATE] = STALE


def _loaded(data: bytes, path: Path) -> Any:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        content = _yaml("").load(data.decode("utf-8-sig"))
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


def _dumped(content: Any, text: str, data: bytes) -> bytes:
    """Return the content in the layout, line ends and byte order mark of the file it came from."""
    from io import StringIO

    out = StringIO()
    _yaml(text).dump(content, out)
    written = out.getvalue()
    if "\r\n" in text:
        written = written.replace("\r\n", "\n").replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b"") + written.encode()


def _yaml(text: str) -> Any:
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
            _fingerprints(entry),
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


def _fingerprints(entry: Any) -> Fingerprints:
    return Fingerprints(_text(entry, BEFORE), _text(entry, AFTER))


def _at(entry: Any, key: str | None) -> Position | None:
    """Return where a key stands, or the entry itself."""
    marks = getattr(entry, "lc", None)
    if marks is None or (key is not None and key not in entry):
        return None
    line, column = marks.key(key) if key is not None else (marks.line, marks.col)
    return Position(line + 1, column + 1)
