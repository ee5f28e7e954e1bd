"""Whatever a source has become, `pia check` answers: no traceback, a line for each finding.

`PIA_FUZZ_CASES` sets the number of edits tried.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pia
from pia.errors import Finding

SOURCE = (Path(__file__).parent / "robustness" / "評価書.yaml").read_text(encoding="utf-8")
CASES = int(os.environ.get("PIA_FUZZ_CASES", "300"))

# Findings about a file as a whole.
WITHOUT_LINE = {"空のファイル"}

LINES = SOURCE.split("\n")
KEYS = sorted({line.strip(" -").partition(":")[0] for line in LINES if ":" in line})
VALUES = sorted({line.partition(": ")[2] for line in LINES if ": " in line})
SNIPPETS = [
    *("：", ":　", "　", "\t", ":", ": ", "- ", "-", "#", " #", "\n", "\n\n", "\r", "\r\n"),
    *("'", '"', '"\\ud800"', '"\\x07"', '"\\L"', "\\", "[", "]", "{", "}", "[[", "{}", "[]", ","),
    *("{{", "}}", "{{ 市名 }}", "{{ 共通.保管 }}", "{{ 共通.保管.庁舎 }}", "\\{{", "{{}}"),
    *("|", "|-", ">", "&a ", "*a", "*ka", "<<: *ka", "? ", "!", "!!str ", "%", "@", "`", "~"),
    *("null", "---", "\n---\n", "...", "\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufeff"),
    *("\ufffe", "\udcff", "\U0010ffff", "\U00020bb7", "e\u0301", "か\u3099", "あ" * 2000),
    *("令和元年1月1日", "R7.2.30", "10", "-1", "9" * 30, "その他: 窓口", "- 紙: x"),
    *("- id: 税\n", "id: x y\n", "../x.yaml", "前版: ../x.yaml\n", "前版: a.yaml\n"),
    *("様式: 全項目評価書\n", "様式: x\n", "版: x\n", "画像: /etc/passwd"),
    *("事務の内容図:\n- {id: a, 画像: ../a.png}\n", "別紙: a\n", "変更箇所: a\n"),
    *("変数: a\n", "共通: [a]\n"),
]

Edit = Callable[[str], str]
places = st.integers(0, len(SOURCE))
lines = st.integers(0, len(LINES) - 1)


def insert(place: int, text: str) -> Edit:
    return lambda source: source[:place] + text + source[place:]


def cut(place: int, length: int) -> Edit:
    return lambda source: source[:place] + source[place + length :]


def swap(old: str, new: str, nth: int) -> Edit:
    """Put `new` in the place of the n-th `old`."""

    def edit(source: str) -> str:
        parts = source.split(old)
        at = nth % len(parts) + 1
        return old.join(parts[:at]) + (new + old.join(parts[at:]) if parts[at:] else "")

    return edit


def move(line: int, to: int) -> Edit:
    def edit(source: str) -> str:
        rows = source.split("\n")
        rows.insert(to, rows.pop(line % len(rows)))
        return "\n".join(rows)

    return edit


def repeat(line: int) -> Edit:
    def edit(source: str) -> str:
        rows = source.split("\n")
        return "\n".join([*rows[: line + 1], *rows[line:]])

    return edit


def indent(line: int, by: str) -> Edit:
    """Indent a line by a text, or by one space less."""

    def edit(source: str) -> str:
        rows = source.split("\n")
        at = line % len(rows)
        rows[at] = by + rows[at] if by else rows[at].removeprefix(" ")
        return "\n".join(rows)

    return edit


edits = st.one_of(
    st.builds(insert, places, st.sampled_from(SNIPPETS)),
    st.builds(insert, places, st.characters()),
    st.builds(cut, places, st.integers(1, 40)),
    st.builds(swap, st.sampled_from(KEYS), st.sampled_from([*KEYS, *SNIPPETS]), st.integers(0, 3)),
    st.builds(swap, st.sampled_from(VALUES), st.sampled_from([*VALUES, *SNIPPETS]), st.just(0)),
    st.builds(move, lines, lines),
    st.builds(repeat, lines),
    st.builds(indent, lines, st.sampled_from(["", " ", "  ", "    ", "\t", "　"])),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace") / "評価書.yaml"


def test_the_source_before_its_edits_has_no_finding(file: Path) -> None:
    file.write_text(SOURCE, encoding="utf-8")
    assert pia.check(file) == []


@pytest.mark.long
@settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(changes=st.lists(edits, min_size=1, max_size=3))
def test_an_edited_source_is_answered_line_by_line(changes: list[Edit], file: Path) -> None:
    source = SOURCE
    for change in changes:
        source = change(source)
    data = source.encode("utf-8", "surrogatepass")
    file.write_bytes(data)
    for finding in pia.check(file):
        assert is_told(finding, data), finding


def is_told(finding: Finding, data: bytes) -> bool:
    """Whether a finding is one line, in words that any program takes, about a line of a file."""
    json.dumps(finding.as_dict(), ensure_ascii=False).encode()
    place = finding.position
    if place is None:
        return finding.code in WITHOUT_LINE
    last = data.count(b"\n") + data.count(b"\r") + 1
    return 1 <= place.line <= last and "\n" not in str(finding)
