"""What can be wrong with a document, said as values, and the error that ends a command.

Each room keeps its messages in one enum derived from `Messages`. A message has a code (a
Japanese word, shown in brackets), a severity, a sentence that says what is wrong, and a hint
that says how to mend it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from importlib import import_module
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Position(NamedTuple):
    """A place in a text file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a user's document.

    address: where in the assessment; empty when the problem is not at an item.
    item: the address as the form prints it, filled in once the form is known.
    words: what of a text the problem is about, so that its own line can be told.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    address: str = ""
    item: str = ""
    file: str = ""
    position: Position | None = None
    words: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def within(self, file: str, position: Position | None) -> "Finding":
        """Return the finding with its place in a file, unless it has one already."""
        return replace(self, file=self.file or file, position=self.position or position)

    def __str__(self) -> str:
        place = self.file
        if self.position:
            place += f":{self.position.line}:{self.position.column}"
        item = f" {self.item}:" if self.item else ""
        mark = "" if self.is_error else "（注意）"
        return visible(f"{place} [{self.code}]{mark}{item} {self.message} {self.hint}".strip())

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the finding as `pia check --format json` prints it."""
        return {
            "file": self.file,
            "line": self.position.line if self.position else None,
            "column": self.position.column if self.position else None,
            "code": self.code,
            "severity": self.severity.value,
            "address": self.address,
            "item": self.item,
            "message": self.message,
            "hint": self.hint,
        }

    def as_annotation(self) -> str:
        """Return the finding as a workflow command that marks the line in a review."""
        place = [f"file={visible(_escaped(self.file, property_value=True))}"]
        if self.position:
            place += [f"line={self.position.line}", f"col={self.position.column}"]
        place.append(f"title={_escaped(self.code, property_value=True)}")
        item = f"{self.item}: " if self.item else ""
        text = visible(_escaped(f"{item}{self.message} {self.hint}"))
        return f"::{self.severity.value} {','.join(place)}::{text}"


# What a terminal obeys or hides, what would begin a line of its own, and half a character, which no
# output can hold.
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """Return a text on one line, in which a terminal finds nothing to obey."""
    return OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


COMMAND = re.compile(r"^(\s*)(:(?=:)|#(?=#\[))")


def harmless(line: str) -> str:
    """Return a line as `visible` does, in which a CI that reads it finds no command to obey
    either: such a line begins with `::` or `##[`."""
    return COMMAND.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", visible(line))


def _escaped(text: str, *, property_value: bool = False) -> str:
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    if property_value:
        pairs += [(":", "%3A"), (",", "%2C")]
    for raw, code in pairs:
        text = text.replace(raw, code)
    return text


LONGEST_QUOTE = 60


def excerpt(text: str) -> str:
    """Return a text of a document as a message quotes it: not more of it than it takes to know
    it again."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


class Messages(Enum):
    """Base of the enums that hold every message: code, severity, sentence, hint."""

    def __init__(self, code: str, severity: Severity, text: str, hint: str) -> None:
        self.code = code
        self.severity = severity
        self.text = text
        self.hint = hint

    def finding(
        self,
        *,
        address: str = "",
        position: Position | None = None,
        file: str = "",
        **words: object,
    ) -> Finding:
        """Return the message as a finding, with `words` put into its sentence and hint."""
        on_one_line = {key: " ".join(str(word).splitlines()) for key, word in words.items()}
        return Finding(
            code=self.code,
            severity=self.severity,
            message=self.text.format(**on_one_line),
            hint=self.hint.format(**on_one_line),
            address=address,
            position=position,
            file=file,
        )


class PiaError(Exception):
    """Work cannot go on; holds the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class RefusedError(PiaError):
    """What was asked for must not be done, for what the documents say; nothing was written.

    A command ends with exit code 1, as for any error among the findings.
    """


ROOMS_WITH_MESSAGES = (
    "pia.source.messages",
    "pia.forms.messages",
    "pia.checks.messages",
    "pia.changes.messages",
    "pia.derivation",
    "pia.editor.messages",
    "pia.edits.messages",
    "pia.intake.messages",
    "pia.layout.theme",
    "pia.migration",
    "pia.records.messages",
    "pia.records.audit.messages",
    "pia.renderers.messages",
    "pia.office.messages",
    "pia.workspace.messages",
)


def registry() -> dict[str, Messages]:
    """Return every message of every room by its code.

    Raises ValueError when two messages share a code.
    """
    for room in ROOMS_WITH_MESSAGES:
        import_module(room)
    found: dict[str, Messages] = {}
    for enum in Messages.__subclasses__():
        for message in enum:
            if message.code in found:
                raise ValueError(f"two messages share the code {message.code}")
            found[message.code] = message
    return found


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file and position, those without position first."""
    start = Position(0, 0)
    return sorted(
        dict.fromkeys(findings),
        key=lambda f: (f.file, (f.position or start).line, (f.position or start).column),
    )
