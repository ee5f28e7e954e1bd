"""What libyaml has to say about a text, in Japanese.

Its sentences are English and speak of tokens; each family of them gets a sentence and a remedy
that a clerk can act on. Source: scanner.c and parser.c of libyaml 0.2.5.
"""

from dataclasses import dataclass

import yaml

from pia.errors import Finding, Position
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
        "同じまとまりの項目の字下げをそろえ、引用符や括弧の後に余分な文字がないか確かめてください。",
    ),
    Family(
        ("document start", "directive", "YAML document"),
        "文書の初めか終わりに余分な行があります",
        "「%」「---」「...」で始まる行を消してください。",
    ),
)
DEEP_ENTRY = Family(
    (),
    "一覧の「- 」の字下げが、上の「- 」とそろっていません",
    "同じ一覧の「- 」を、同じ深さにそろえてください。",
)
UNKNOWN = Family(
    (),
    "この行の書き方が決まりに合っていません",
    "この行とその上の行の字下げ、「:」「-」と引用符を確かめてください。",
)


def finding(error: yaml.MarkedYAMLError, text: str, file: str) -> Finding:
    """Return the finding that an error of libyaml in a text amounts to."""
    said = f"{error.context} {error.problem}"
    family = next((f for f in FAMILIES if any(w in said for w in f.words)), UNKNOWN)
    mark = error.problem_mark or error.context_mark
    if mark and "did not find expected key" in said and _begins_entry(text, mark.line):
        family = DEEP_ENTRY
    if family.at_start and error.context_mark and error.context != "while parsing a block mapping":
        mark = error.context_mark
    position = _inside(text, mark.line, mark.column) if mark else Position(1, 1)
    return syntax(family.problem, family.remedy, position, file)


def _begins_entry(text: str, line: int) -> bool:
    """Whether a line, counted from 0, begins an entry of a list."""
    return any(found.lstrip().startswith("- ") for found in text.split("\n")[line : line + 1])


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
