"""What keeps a text from being YAML, in Japanese: slips of the keyboard, and what libyaml says.

Japanese input leaves full-width colons and spaces behind, and tabs where spaces belong. YAML
stops at the first of them with a remark about something else. So when a text cannot be parsed,
its lines are read here as a person reads them: every slip gets its finding, and the mended text
can be parsed to find what else is wrong. What libyaml says of the rest is English and speaks of
tokens; each family of it gets a sentence and a remedy that a clerk can act on.
Source: scanner.c and parser.c of libyaml 0.2.5.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from pia.errors import Finding, Position, excerpt
from pia.source.messages import SourceMessages


@dataclass(frozen=True, slots=True)
class Family:
    """Problems of one cause. words: a part of what libyaml says that only they have.

    at_start: the place to show is where the value begins, not where libyaml gave up.
    """

    words: tuple[str, ...]
    problem: str
    remedy: str
    at_start: bool = False


FAMILIES = (
    Family(
        ("could not find expected ':'",),
        "項目名の後に「:」がありません",
        "「項目: 値」の形で書くか、上の行の続きなら字下げを深くしてください。",
        at_start=True,
    ),
    Family(
        ("mapping values are not allowed",),
        "ここに「項目: 値」は書けません",
        '値の中に「: 」があれば、1行なら値の全体を「"」で囲み、何行かの文章なら「項目: |」の次の'
        "行から字下げして書いてください。なければこの行と上の行の字下げをそろえてください。",
    ),
    Family(
        ("block sequence entries are not allowed",),
        "ここに「- 」は書けません",
        "「- 」を次の行に移し、項目名と同じ深さかそれより深く字下げしてください。",
    ),
    Family(
        ("end of stream", "document indicator"),
        "引用符が閉じられていません",
        "値の終わりに、初めと同じ引用符を書いてください。",
        at_start=True,
    ),
    Family(
        ("',' or ']'", "',' or '}'", "flow node"),
        "括弧「[」「{」の中が読めないか、閉じられていません",
        '値が括弧で始まるなら値の全体を「"」で囲んでください。',
        at_start=True,
    ),
    Family(
        ("unknown escape", "hexdecimal"),
        '「"」で囲んだ値の中の「\\」が読めません',
        "「\\」をそのまま書くには、値の全体を「'」で囲んでください。",
    ),
    Family(
        ("alphabetic or numeric",),
        "「&」「*」の後の名前が読めません",
        '名前は英数字で書いてください。「&」「*」で始まる文字を書くには、値の全体を「"」で'
        "囲んでください。",
        at_start=True,
    ),
    Family(
        ("cannot start any token", "tag", "'>'", "node content"),
        "値が記号で始まっているため読めません",
        '値の全体を「"」で囲んでください。',
        at_start=True,
    ),
    Family(
        ("comment or line break", "indentation indicator"),
        "「|」「>」の後に余分な文字があります",
        "文章は、「|」の次の行から、字下げをして書いてください。",
        at_start=True,
    ),
    Family(
        ("expected '-' indicator",),
        "一覧の途中に「- 」で始まらない行があります",
        "一覧の「- 」の字下げをそろえ、前の値の続きなら字下げを深くしてください。",
    ),
    Family(
        ("did not find expected key",),
        "字下げがそろっていません",
        "同じまとまりの項目の字下げをそろえてください。",
    ),
    Family(
        ("document start", "directive", "YAML document"),
        "文書の初めか終わりに余分な行があります",
        "「%」「---」「...」で始まる行を消してください。",
    ),
)
DEEP_ENTRY = Family(  # below a list that is longer, or below a value
    ("did not find expected key", "mapping values are not allowed"),
    "一覧の「- 」の字下げが、上の「- 」とそろっていません",
    "同じ一覧の「- 」を、同じ深さにそろえてください。",
)
BEHIND_VALUE = Family(
    ("did not find expected key",),
    "引用符か括弧を閉じた後に、まだ文字があります",
    "値の全体を、その中にないほうの引用符（「'」か「\"」）で囲んでください。",
)
UNKNOWN = Family(
    (),
    "この行の書き方が決まりに合っていません",
    "この行とその上の行の字下げ、「:」「-」と引用符を確かめてください。",
)


def refusal_of(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    """Return the finding that an error of libyaml in a text amounts to."""
    said = f"{error.context} {error.problem}"
    mark = error.problem_mark or error.context_mark
    families = (*_by_place(text, mark), *FAMILIES) if mark else FAMILIES
    family = next((f for f in families if any(w in said for w in f.words)), UNKNOWN)
    if family.at_start and error.context_mark and error.context != "while parsing a block mapping":
        mark = error.context_mark
    position = _inside(text, mark.line, mark.column) if mark else Position(1, 1)
    return syntax(family.problem, family.remedy, position, file)


def _by_place(text: str, mark: yaml.Mark) -> Iterator[Family]:
    """Yield what is more likely than what libyaml says, by where it gave up: in the first words of
    an entry of a list, before any value of it; right behind a value in quotes or brackets."""
    line = [*text.split("\n"), ""][mark.line]
    before = line[: mark.column]
    if line.lstrip().startswith("- ") and ": " not in before:
        yield DEEP_ENTRY
    if before.rstrip().endswith(("'", '"', "]", "}")):
        yield BEHIND_VALUE


def _inside(text: str, line: int, column: int) -> Position:
    """Return the position of a mark, which may lie below the last line."""
    last = text.count("\n")
    if line <= last:
        return Position(line + 1, column + 1)
    return Position(last + 1, len(text) - text.rfind("\n"))


def syntax(problem: str, remedy: str, position: Position, file: str = "") -> Finding:
    """Return a finding about the way something is written."""
    message = SourceMessages.SYNTAX
    return message.finding(problem=problem, remedy=remedy, position=position, file=file)


DASHES = re.compile(r"(?:- +)*")
# What stands for the `- ` of a list: without the space behind it, or another sign for it.
LIST_MARK = re.compile(r"(?:-(?=[^\s\d-])|[－ー‐‑–—−・●])[ 　]*(?=\S)")
KEY = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\s:："'#{}\[\],&*!|>%@`-][^:：]*)"""
    r"""(?P<colon>：[ 　]*|:　[ 　]*|:[ ]+|:$|:(?!//))(?P<value>.*)"""
)
BLOCK = re.compile(r"[|>][-+\d]*(?: +#.*)?$")
COMMENT = re.compile(r" +#.*$")
LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
WIDE = {"\t": "タブ", "　": "全角の空白"}


@dataclass(frozen=True, slots=True)
class Slips:
    """findings: one for each slip. text: the source with every slip mended, line for line."""

    findings: list[Finding]
    text: str


def slips(text: str, first_line: int = 1) -> Slips:
    """Return the slips of a text that stands from line `first_line` on."""
    reader = _LineReader(text.split("\n"), first_line)
    lines = list(reader.read())
    return Slips(reader.findings, "\n".join(lines))


@dataclass(slots=True)
class _LineReader:
    """Goes through the lines and knows what the next one may belong to.

    block: the indentation that the lines of an open block text exceed; plain: the one that the
    following lines of an unquoted value exceed; quote: the mark that closes an open quotation.
    """

    lines: list[str]
    first: int
    findings: list[Finding] = field(default_factory=list)
    number: int = 0
    block: int | None = None
    plain: int | None = None
    quote: str = ""

    def read(self) -> Iterator[str]:
        for number, line in enumerate(self.lines):
            self.number = number
            if self.quote:
                self.quote = "" if line.rstrip().endswith(self.quote) else self.quote
                yield line
            elif not line.strip() or line.lstrip().startswith("#"):
                yield line
            else:
                yield self._line(line)

    def _note(self, message: SourceMessages, column: int, **words: str) -> None:
        position = Position(self.first + self.number, column + 1)
        self.findings.append(message.finding(position=position, **words))

    def _line(self, line: str) -> str:
        indent = line[: len(line) - len(line.lstrip(" \t　"))]
        spaces = len(indent) - len(indent.lstrip(" "))
        if self._continues(spaces):
            return line
        if spaces < len(indent):
            self._note(SourceMessages.INDENT, spaces, what=WIDE[indent[spaces]])
            if self.block is not None:
                return " " * (self.block + 2) + line[len(indent) :]
        self.block = self.plain = None
        mended = indent.replace("\t", "  ").replace("　", "  ")
        return mended + self._content(line[len(indent) :], len(indent))

    def _continues(self, spaces: int) -> bool:
        """Whether a line with so many spaces before it belongs to the value above it."""
        above = self.block if self.block is not None else self.plain
        return above is not None and spaces > above

    def _content(self, content: str, column: int) -> str:
        """Return what follows the indentation, mended."""
        if mark := LIST_MARK.match(content):
            self._note(SourceMessages.LIST_MARK, column, text=excerpt(content))
            content = "- " + content[mark.end() :]
        dashes = "".join(DASHES.findall(content)[:1])
        start = column + len(dashes)
        match = KEY.match(content, len(dashes))
        if match is None or not self._is_key(match, bool(dashes), start):
            outer = start - 2 if dashes else column
            return dashes + self._value(content[len(dashes) :], start, outer)
        key, colon, value = match["key"], match["colon"], match["value"]
        if (message := _slip(colon, value)) is not None:
            at = column + match.start("colon") + (message is SourceMessages.WIDE_SPACE)
            self._note(message, at, key=excerpt(key.strip()))
            colon = ": "
        return dashes + key + colon + self._value(value, column + match.start("value"), start)

    def _is_key(self, match: re.Match[str], listed: bool, column: int) -> bool:
        """Whether the words before a colon are a key. `- 氏名：漢字` may well be a plain text of
        a list: it is a key only when more keys follow below it."""
        if match["colon"].startswith((": ", ":　")) or match["colon"] + match["value"] == ":":
            return True
        if match["key"] == "id":
            return True
        if match["key"].strip().isdecimal():
            return False
        return not listed or self._key_follows(column)

    def _key_follows(self, column: int) -> bool:
        below = next((line for line in self.lines[self.number + 1 :] if line.strip()), "")
        is_beside = len(below) - len(below.lstrip(" ")) == column
        return is_beside and KEY.match(below.strip()) is not None

    def _value(self, value: str, column: int, outer: int) -> str:
        """Return a value, mended. outer: the indentation that its following lines exceed."""
        if value.startswith("{{"):
            return self._quoted(value, column)
        if BLOCK.match(value):
            self.block = outer
        elif value[:1] in ("'", '"'):
            self.quote = "" if _is_closed(value) else value[0]
            return self._without_surrogates(value, column)
        elif value and not value.startswith("#"):
            self.plain = outer
        return value

    def _quoted(self, value: str, column: int) -> str:
        comment = COMMENT.search(value)
        text = value[: comment.start()] if comment else value
        quoted = '"{}"'.format(text.rstrip().replace("\\", "\\\\").replace('"', '\\"'))
        self._note(SourceMessages.UNQUOTED_NAME, column, remedy=excerpt(quoted))
        return quoted + (comment[0] if comment else "")

    def _without_surrogates(self, value: str, column: int) -> str:
        """Report `\\ud83d` in double quotes, which stands for half a character."""
        if value[0] == '"' and (match := LONE_SURROGATE.search(value)):
            name = f"U+{match[0][2:].upper()} サロゲートの片割れ"
            self._note(SourceMessages.BAD_CHARACTER, column + match.start(), name=name)
        return LONE_SURROGATE.sub(r"\\ufffd", value)


def _slip(colon: str, value: str) -> SourceMessages | None:
    """Return what is wrong with the colon behind a key and the space behind it."""
    if colon.startswith("："):
        return SourceMessages.WIDE_COLON
    if colon.startswith(":　"):
        return SourceMessages.WIDE_SPACE
    return SourceMessages.NO_SPACE if colon == ":" and value else None


def _is_closed(value: str) -> bool:
    """Whether a quoted value ends on its own line."""
    mark = value[0]
    body = value[1:].replace("\\\\", "").replace('\\"', "") if mark == '"' else value[1:]
    return mark in body.replace("''", "")
