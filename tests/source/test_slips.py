"""Slips of Japanese input: each is found where it stands, and the mended text is YAML."""

from pathlib import Path

import pytest
import yaml
from golden_files import assert_golden

from pia.errors import PiaError
from pia.source.reader import parse
from pia.source.slips import slips


def found(text: str) -> list[str]:
    """The slips of a text as `line:column code`."""
    return [
        f"{f.position.line}:{f.position.column} {f.code}"
        for f in slips(text).findings
        if f.position
    ]


@pytest.mark.parametrize(
    ("text", "expected", "mended"),
    [
        ("a:\n\tb: c", ["2:1 字下げの文字"], "a:\n  b: c"),
        ("a:\n　b: c", ["2:1 字下げの文字"], "a:\n  b: c"),
        ("a:\n  \tb: c", ["2:3 字下げの文字"], "a:\n    b: c"),
        ("a：b", ["1:2 全角のコロン"], "a: b"),
        ("a：　b", ["1:2 全角のコロン"], "a: b"),
        ("a：\n  b: c", ["1:2 全角のコロン"], "a: \n  b: c"),
        ("a:　b", ["1:3 全角の空白"], "a: b"),
        ("- a:　b", ["1:5 全角の空白"], "- a: b"),
        ("a:b", ["1:2 コロンの後の空白"], "a: b"),
        ('"a":b', ["1:4 コロンの後の空白"], '"a": b'),
        ("a: {{ x }}", ["1:4 引用符のない差し込み"], 'a: "{{ x }}"'),
        ("- {{ x }}市", ["1:3 引用符のない差し込み"], '- "{{ x }}市"'),
        ("a: {{ x }} # 注", ["1:4 引用符のない差し込み"], 'a: "{{ x }}" # 注'),
        ('a: {{ x }}"', ["1:4 引用符のない差し込み"], 'a: "{{ x }}\\""'),
        ('a: "\\ud800"', ["1:5 使えない文字"], 'a: "\\ufffd"'),
        ("- id：x\n  b: c", ["1:5 全角のコロン"], "- id: x\n  b: c"),
        ("- id：x", ["1:5 全角のコロン"], "- id: x"),
        ("a:\n- id：x\n- id：y", ["2:5 全角のコロン", "3:5 全角のコロン"], "a:\n- id: x\n- id: y"),
        ("- id:x\n  b: c", ["1:5 コロンの後の空白"], "- id: x\n  b: c"),
        ("a:\n  b:c", ["2:4 コロンの後の空白"], "a:\n  b: c"),
        ("a: # 注\n  b:c", ["2:4 コロンの後の空白"], "a: # 注\n  b: c"),
        ("a: '一'\nb:c", ["2:2 コロンの後の空白"], "a: '一'\nb: c"),
        ('a: "一\\""\nb:c', ["2:2 コロンの後の空白"], 'a: "一\\""\nb: c'),
        ("a: '一''二'\nb:c", ["2:2 コロンの後の空白"], "a: '一''二'\nb: c"),
        ("a: '一\n  二'\nb:c", ["3:2 コロンの後の空白"], "a: '一\n  二'\nb: c"),
        ("a: |\n  x:y\nb:c", ["3:2 コロンの後の空白"], "a: |\n  x:y\nb: c"),
        ('a: "一\n  二\n  三：四"\nb:c', ["4:2 コロンの後の空白"], 'a: "一\n  二\n  三：四"\nb: c'),
        ('a: ""\nb:c', ["2:2 コロンの後の空白"], 'a: ""\nb: c'),
        ("a: ''\nb:c", ["2:2 コロンの後の空白"], "a: ''\nb: c"),
        ("- 一\n- id：x", ["2:5 全角のコロン"], "- 一\n- id: x"),
    ],
)
def test_a_slip_is_found_and_mended(text: str, expected: list[str], mended: str) -> None:
    assert found(text) == expected
    assert slips(text).text == mended
    yaml.load(mended, yaml.BaseLoader)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  担当：市民課\n  b:c\n  　字下げ\n  \tタブ\nc: d",
        "a: >-\n  x：y\nc: d",
        "- |\n  x：y\n- z",
        "a: 一行目\n  担当：市民課\nc: d",
        "- 氏名：漢字\n- 住所：番地",
        "- 12:30\n- http://example.jp/",
        "- 一行目\n  担当：市民課\n- 二",
        "a:\n- b: 一行目\n    担当：市民課",
        "a: http://example.jp/",
        'a: "一行目\n  担当：市民課"\nc: d',
        "a: '一行目\n  b:c'\nc: d",
        "a: 担当：市民課",
        "# 担当：市民課\n\n  # b:c",
        "a: '{{ x }}'",
        "a: x{{ y }}",
        "12:30",
    ],
)
def test_what_yaml_takes_as_it_is_meant_is_no_slip(text: str) -> None:
    assert found(text) == []
    assert slips(text).text == text


def test_all_slips_are_found_at_once() -> None:
    text = "事務：\n\t名称:　税\n　内容:あ\n担当: {{ 課 }}\n"
    assert found(text) == [
        "1:3 全角のコロン",
        "2:1 字下げの文字",
        "2:5 全角の空白",
        "3:1 字下げの文字",
        "3:4 コロンの後の空白",
        "4:5 引用符のない差し込み",
    ]


def test_a_block_text_indented_by_full_width_spaces_stays_one_text() -> None:
    mended = slips("a: |\n　一\n　二\nb: c").text
    assert yaml.load(mended, yaml.BaseLoader) == {"a": "一\n二\n", "b": "c"}
    assert slips("a: |\n　担当：市民課\nb: c").text == "a: |\n  担当：市民課\nb: c"


def test_lines_count_from_where_the_text_stands() -> None:
    (finding,) = slips("a：b", first_line=7).findings
    assert finding.position is not None
    assert finding.position.line == 7


def test_a_line_at_the_depth_of_a_value_below_its_key_is_no_part_of_it() -> None:
    assert found("a:\n  本文\n  担当：市民課") == ["3:5 全角のコロン"]
    assert found("a:\n  本文\n   担当：市民課") == []


BROKEN = """\
a: b: c¦a: b\\nc: [¦a: b\\nc: [d\\n¦a: 'b¦a: b\\n c: d¦a:\\n- b\\n c: d¦a: b\\nc: d: e\\n
a: {b: c¦x\\na: b¦a: b\\n- c¦- a\\nb: c¦a: @b¦a: `b`¦a: %b¦%a\\nb: c¦a: b\\n...\\nc: d¦a: !x
a: &¦a: *¦a: "\\\\q"¦a: >x\\n  b¦a:\\n  - b\\n - c¦a:\\n - b\\n  - c: d¦a: b\\n\\tc: d
a: [b]]¦a: [b, , c]¦a: {b, c: d}¦a: 'b' c¦a: "b\\nc: d¦- a¦a¦a: &x b\\n*x : c¦a: *y
{a: b}: c¦a: b\\n---\\nc: d¦a: !!int 3¦a: &x [*x]¦a: {{ x }}¦- {{ x }}: y¦a：b\\nc: [
a:\\n　- b¦・a¦a: b\\n・c¦a:\\n－ b\\n－ c¦a: b\\na : c¦a: "\\\\ud83d"¦a: |0\\n  b¦a: b #c
? [a]\\n: b¦? - a¦a:\\n  b: c\\n d: e¦a: b\\n  c: d¦a: [b\\nc: d¦a: {b\\nc: d\\ne: f
"""


def test_what_is_wrong_is_told_where_it_stands() -> None:
    said = []
    for written in BROKEN.strip().replace("\n", "¦").split("¦"):
        text = written.encode().decode("unicode_escape").encode("latin-1").decode()
        try:
            told = parse(text, Path("a.yaml")).findings
        except PiaError as error:
            told = list(error.findings)
        places = ((f.position, f) for f in told)
        lines = [f"  {at.line}:{at.column} {f.code} {f.message}" for at, f in places if at]
        said += [repr(text), *lines]
    assert_golden("broken_texts.txt", "\n".join([*said, ""]))
