"""`docs/確認事項.md`: every message with an example and its remedy, made from the registry and
the bad inputs under `tests/bad/`.

A folder there is named after the code, with `_` and a word where a code has several. It holds
`wrong.yaml` (with what else a workspace has), `expected.txt` with what `pia` prints, and
`command` where that is not `check wrong.yaml`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pia.errors import Messages, registry

ROOT = Path(__file__).parent
PAGE = ROOT.parent / "docs" / "確認事項.md"
SHORT = 64  # characters of an example line
ROOMS = {
    "pia.source.messages": "ファイルと YAML の書き方",
    "pia.forms.messages": "様式",
    "pia.checks.messages": "記入漏れと食い違い",
    "pia.changes.messages": "変更と判断",
    "pia.derivation": "基礎項目評価書の作成と、ほかの様式との食い違い",
    "pia.editor.messages": "編集画面",
    "pia.edits.messages": "書き換え",
    "pia.migration": "版の移行",
    "pia.intake.messages": "様式の取り込み",
    "pia.layout.theme": "体裁",
    "pia.renderers.messages": "出力",
    "pia.workspace.messages": "作業場所（pia.yaml）",
    "pia.office.messages": "多くの評価書",
    "pia.records.messages": "意見と指摘",
    "pia.records.audit.messages": "アクセスログ調査",
}
HEAD = """# 確認事項の一覧

`pia check` などが示す確認事項のすべてです。角括弧の中の言葉が見出しです。
**誤り**は直すまで公表できません。**注意**は下書きの間は残っていてもよく、
`--strict` を付けると誤りとして扱います。

このページはテストのデータ（`tests/bad/`）から作られています。手で直さず、
`PIA_REGENERATE=1 pytest tests/test_messages.py` で作り直してください。
"""


@dataclass(frozen=True)
class Pair:
    """A bad input and what is said about it."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def code(self) -> str:
        return self.name.partition("_")[0]

    @property
    def command(self) -> list[str]:
        file = self.folder / "command"
        words = file.read_text(encoding="utf-8") if file.is_file() else "check wrong.yaml"
        return words.split()

    @property
    def expected(self) -> str:
        file = self.folder / "expected.txt"
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    @property
    def said(self) -> str:
        """The first line that says it."""
        mark = f"[{self.code}]"
        return next((line for line in self.expected.splitlines() if mark in line), "")


PAIRS = [Pair(folder) for folder in sorted((ROOT / "bad").iterdir())]


def words_of(line: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", line))


def page() -> str:
    """Return the whole page."""
    rooms: dict[str, list[Messages]] = {}
    for message in registry().values():
        rooms.setdefault(type(message).__module__, []).append(message)
    parts = [HEAD]
    for room in sorted(rooms, key=[*ROOMS].index):
        parts.append(f"## {ROOMS[room]}\n")
        parts += [_entry(message) for message in rooms[room]]
    return "\n".join(parts)


def _entry(message: Messages) -> str:
    kind = "誤り" if message.severity.value == "error" else "注意"
    lines = [f"### {message.code}\n", f"{kind}。{_template(message.text)}", ""]
    lines += [f"直し方: {_template(message.hint)}", ""]
    pair = next((p for p in PAIRS if p.code == message.code), None)
    if pair is not None and (example := _example(pair)):
        lines += ["例:", "", "```yaml", *example, "```", ""]
    if pair is not None and pair.said:
        lines += ["```text", pair.said, "```", ""]
    return "\n".join(lines)


def _template(text: str) -> str:
    """Return a message with …… for each word that depends on the document."""
    marked = re.sub(
        r"(?<!\{)\{[a-z]+\}(?!\})", "……", text.replace("{{{{ {name} }}}}", "{{{{ …… }}}}")
    )
    shown = marked.replace("{{", "{").replace("}}", "}")
    return "（場合によります。例を見てください）" if shown == "……" else shown


def _example(pair: Pair) -> list[str]:
    """Return the line of the bad input that the message points at, and its neighbours if all
    are short."""
    match = re.match(r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+)", pair.said)
    if match is None:
        return []
    try:
        lines = (pair.folder / match["file"]).read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        return []
    at = int(match["line"]) - 1
    around = [_visible(line) for line in lines[max(0, at - 1) : at + 2] if line]
    if max(map(len, around)) <= SHORT:
        return around
    return [_excerpt(_visible(lines[at]), int(match["column"]) - 1)]


def _excerpt(line: str, column: int) -> str:
    if len(line) <= SHORT:
        return line
    start = max(0, column - 1)
    end = start + SHORT
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _visible(line: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ufffe]", "␣", line).replace("\t", "→")
