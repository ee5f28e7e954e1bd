"""Edits keep every other byte, and the file then holds exactly what they say."""

import os
from pathlib import Path
from typing import Any

import pytest
from edits import MANNERS, VALUES, Manners, edits, mappings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pia.errors import PiaError
from pia.source.assign import normal
from pia.source.edit import Add, CommentOut, Move, Operation, Put, Remove, Rename, edited
from pia.source.files import decode
from pia.source.nodes import plain
from pia.source.reader import parse

FILE = Path("a.yaml")
CASES = int(os.environ.get("PIA_EDIT_CASES", "200"))


def read(data: bytes) -> Any:
    return plain(parse(decode(data, "a"), FILE, may_be_empty=True).root)


def holds(data: bytes) -> Any:
    return normal(read(data))


@settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data(), mappings(VALUES), MANNERS)
def test_any_edit_of_any_file_says_exactly_that(
    data: st.DataObject, content: dict[str, Any], manners: Manners
) -> None:
    before = manners.write(content)
    changes, expected = data.draw(edits(read(before)))
    after = edited(before, FILE, changes)
    assert holds(after) == expected, (before, changes, after)
    assert edited(before, FILE, []) == before


def test_a_block_at_the_end_of_a_file_gets_no_line_break_when_it_moves() -> None:
    before = "a:\n- 紙\n- |\n  紙".encode()
    after = edited(before, FILE, [Move(("a", 0))])
    assert read(after) == {"a": ["紙", "紙"]}


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("a: 1 # 一\nb: 2\n", [Remove(("a",))], "b: 2\n"),
        ("a: 1 # 一\nb: 2\n", [Put(("a",), ["x", "z"])], "a: # 一\n- x\n- z\nb: 2\n"),
        ("a: 1 # 一\n", [Put(("a",), "x\ny\n")], "a: | # 一\n  x\n  y\n"),
        ("a: | # 一\n  t\n\n# c\nb: 2\n", [Put(("a",), "x")], "a: x # 一\n\n# c\nb: 2\n"),
        ("a: 'x'\r\nb: 2\r", [Put(("a",), "it's")], "a: 'it''s'\r\nb: 2\r"),
        ("a: {b: 1, c: 2}\n", [Remove(("a", "b"))], "a: {c: 2}\n"),
        ("l: [p, q] # z\n", [Add(("l",), "r"), Add(("l",), "o", 0)], "l: [o, p, q, r] # z\n"),
        ("a:\n  - id: A # n\n    n: 1\n", [Remove(("a", 0, "id"))], "a:\n  - n: 1\n"),
        ("a:\n- 1\n- 2\n", [CommentOut(("a", 0), "注")], "a:\n# 注\n# - 1\n- 2\n"),
        ("{a: 1, b: 2}\n", [CommentOut(("b",), "注")], "# 注 b: 2\n{a: 1}\n"),
        ("a: 1\nc: 3\n", [Put(("b",), "2", ("abc",))], "a: 1\nb: 2\nc: 3\n"),
        (
            "a:\n- x\n- y\nc: 3\n",
            [Remove(("a", 1)), Put(("b",), "2", ("abc",))],
            "a:\n- x\nb: 2\nc: 3\n",
        ),
        (
            "a:\n  b:\n  - x\n  - y\nd: 4\n",
            [Put(("a",), {"b": [None], "c": "3"})],
            "a:\n  b:\n  -\n  c: 3\nd: 4\n",
        ),
        (
            "a:\n- x\n- y\n- z\n\nc: 3\n",
            [Put(("a",), ["x"]), Put(("b",), "2", ("abc",))],
            "a:\n- x\nb: 2\n\nc: 3\n",
        ),
        (
            "a:\n- |+\n  x\n\n- y\nc: 3\n",
            [Remove(("a", 1)), Put(("b",), "2", ("abc",))],
            "a:\n- |+\n  x\n\nb: 2\nc: 3\n",
        ),
        (
            "a:\n  b:\n    c: ''\n",
            [Put(("a",), {"b": {"d": "4"}, "e": "5"})],
            "a:\n  b:\n    d: 4\n  e: 5\n",
        ),
        (
            "a:\n- id: 甲 # 一\n  n: 1\n- id: 乙 # 二\n  n: 2\n",
            [Put(("a",), [{"id": "乙", "n": "2"}, {"id": "甲", "n": "3"}])],
            "a:\n- id: 乙 # 二\n  n: 2\n- id: 甲 # 一\n  n: 3\n",
        ),
        ("a: [x, y]\n", [Remove(("a", 0)), Remove(("a", 1))], "a: []\n"),
        ("a: x\nb: 1\n", [Put(("a",), [])], "a:\nb: 1\n"),
        ("a: x\n", [Put(("a",), {"b": [], "c": {}, "d": "1"})], "a:\n  b:\n  c:\n  d: 1\n"),
        ("", [Put(("a",), "1")], "a: 1\n"),
        ("# 注\n", [Put(("a",), {"b": ["1"]})], "# 注\na:\n  b:\n  - 1\n"),
        ("\na: 1\n", [Put(("b",), "2")], "\na: 1\nb: 2\n"),
        ("a:\n- x\n", [Add(("a",), "一\n")], "a:\n- x\n- |\n  一\n"),
        ("a:\n  b:\n", [Put(("a", "b", "c"), "x")], "a:\n  b:\n    c: x\n"),
        ("a: 1\n", [Put(("a",), "甲、乙, 丙")], "a: 甲、乙, 丙\n"),
        ("a: [x]\n", [Add(("a",), "甲, 乙")], "a: [x, '甲, 乙']\n"),
        ("a:\n    b: 1\n", [Put(("c",), {"d": "1"})], "a:\n    b: 1\nc:\n    d: 1\n"),
        ("a:\n  - x\n", [Put(("c",), ["1"])], "a:\n  - x\nc:\n  - 1\n"),
        ("a:\n- x\n", [Put(("c",), ["1"])], "a:\n- x\nc:\n- 1\n"),
        ("b: 1\na: |+\n  x\n\n", [Put(("c",), "1")], "b: 1\na: |+\n  x\n\nc: 1\n"),
        ("a:\n- 他: 庫\n", [Rename(("a", 0, "他"), "その他")], "a:\n- その他: 庫\n"),
        ("a:\n  b: 1\n  c:\nc:\n", [Rename(("a", "b"), "c")], "a:\n  c: 1\nc:\n"),
        (
            "a: |\n  t\nb: |\n  u\n",
            [Put(("a",), "x\n\n"), Put(("b",), "y\nz\n")],
            'a: "x\\n\\n"\nb: |\n  y\n  z\n',
        ),
        ("a: |\n  t\n", [Put(("a",), "x\n")], "a: |\n  x\n"),
        (
            "a:\n  - b\n  - c:\n        d: e\n",
            [Put(("新",), {"x": ["1"], "w": {"z": "2"}})],
            "a:\n  - b\n  - c:\n        d: e\n新:\n    x:\n      - 1\n    w:\n        z: 2\n",
        ),
        (
            "a:\n    b: 1\nc:\n- d\n",
            [Put(("新",), {"x": ["1"]})],
            "a:\n    b: 1\nc:\n- d\n新:\n    x:\n    - 1\n",
        ),
        ("a:\n- - 1\n  - 2\n- 3\n", [Move(("a", 0, 0))], "a:\n- - 2\n  - 1\n- 3\n"),
        (
            "a: 1\n",
            [
                Put(("新", "b"), "z", orders=[("a",), ("c", "b")]),
                Put(("新", "c"), "a", orders=[("a",), ("c", "b")]),
                Put(("新", "d"), "b", orders=[("a",), ("c", "b")]),
            ],
            "a: 1\n新:\n  c: a\n  b: z\n  d: b\n",
        ),
    ],
)
def test_nothing_but_what_is_named_is_touched(
    text: str, changes: list[Operation], expected: str
) -> None:
    assert edited(text.encode(), FILE, changes).decode() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: |\n  紙", "a: |-\n  紙\nb: x\n"),
        ("a: >\n  紙\n  二", "a: >-\n  紙\n  二\nb: x\n"),
        ("a: &x |\n  紙", "a: &x |-\n  紙\nb: x\n"),
        ("a: |-\n  紙", "a: |-\n  紙\nb: x\n"),
        ("a: |\n  紙\n", "a: |\n  紙\nb: x\n"),
        ("a: 紙", "a: 紙\nb: x\n"),
        ("a: []", "a: []\nb: x\n"),
    ],
)
def test_a_block_text_that_ends_a_file_without_a_line_break_gets_none_from_what_follows(
    text: str, expected: str
) -> None:
    assert edited(text.encode(), FILE, [Put(("b",), "x")]).decode() == expected


@pytest.mark.parametrize(
    ("above", "changes", "expected"),
    [
        ("", [], 'a: "x\\ny\\n"\n  # 注'),
        ("", [Put(("c",), "p\nq\n")], 'a: "x\\ny\\n"\n  # 注\nc: "p\\nq\\n"\n'),
        (
            "l:\n- 1\n",
            [Add(("l",), "p\nq\n"), Add(("l",), ["r", "s"])],
            'l:\n- 1\n- "p\\nq\\n"\n- - r\n  - s\na: "x\\ny\\n"\n  # 注',
        ),
        ("k: |\n  旧\n", [Put(("k",), "新\n")], 'k: "新\\n"\na: "x\\ny\\n"\n  # 注'),
    ],
)
def test_texts_stand_on_one_line_where_a_comment_would_become_part_of_one_below_a_bar(
    above: str, changes: list[Operation], expected: str
) -> None:
    before = f"{above}a:\n  # 注\n  b:"
    after = edited(before.encode(), FILE, [Put(("a",), "x\ny\n"), *changes]).decode()
    assert after == expected


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        (
            "a: 1\n",
            Put(("b",), {"c": ["一\n二", "三\n\n"], "d": "四\n五\n\n"}, is_prose=True),
            "a: 1\nb:\n  c:\n  - |\n    一\n    二\n  - 三\n  d: |\n    四\n    五\n",
        ),
        ("a: |\n  一\n", Put(("a",), "二\n三\n\n", is_prose=True), "a: |\n  二\n  三\n"),
        ("a: |\n  一\n", Put(("a",), "一\n\n", is_prose=True), "a: |\n  一\n"),
        ("a: []\n", Add(("a",), "一\n二\n\n", is_prose=True), "a:\n- |\n  一\n  二\n"),
        ("b: {c: x}\n", Put(("b", "d"), "一\n", is_prose=True), "b: {c: x, d: 一}\n"),
    ],
)
def test_prose_ends_with_one_line_break_below_a_bar_and_with_none_on_one_line(
    text: str, change: Operation, expected: str
) -> None:
    assert edited(text.encode(), FILE, [change]).decode() == expected


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("a: [x]\n", Add(("a",), None), "a: [x, null]\n"),
        ("a: [x, ]\n", Add(("a",), None), "a: [x, null, ]\n"),
        ("a: [x]\n", Add(("a",), {"b": "1"}), "a: [x, {b: 1}]\n"),
        ("{a: 1}\n", Put(("b",), None), "{a: 1, b: }\n"),
        ("x: [a: 1]\n", Put(("x", 0, "b"), "2"), "x: [{a: 1, b: 2}]\n"),
        ("x: {a, b: 1}\n", Put(("x", "a"), "2"), "x: {a: 2, b: 1}\n"),
        ("x: [a: 1, b]\n", Put(("x", 0, "a"), "2"), "x: [a: 2, b]\n"),
        ("a: [x, y]\n", Put(("a", 1), None), "a: [x, null]\n"),
        ("a: {b: x}\n", Put(("a", "b"), None), "a: {b: }\n"),
    ],
)
def test_what_is_left_empty_in_brackets_is_written_out_in_a_list_alone(
    text: str, change: Operation, expected: str
) -> None:
    assert edited(text.encode(), FILE, [change]).decode() == expected


def test_an_entry_that_is_not_there_is_told_by_its_number_from_one() -> None:
    with pytest.raises(PiaError, match="「a の 6番目」"):
        edited(b"a:\n- x\n", FILE, [Remove(("a", 5))])


def test_below_a_blank_there_is_no_entry_to_edit() -> None:
    with pytest.raises(PiaError, match="編集する場所なし"):
        edited(b"a:\n  b:\n", FILE, [Put(("a", "b", 0, "c"), "x")])


def test_what_an_alias_repeats_is_not_touched() -> None:
    with pytest.raises(PiaError):
        edited(b"a: &x 1\nb: *x\n", FILE, [Put(("a",), "2")])


@pytest.mark.parametrize("word", ["1,0", "a]", "{b", "c: d", "e}"])
def test_what_is_added_within_brackets_ends_none_of_them(word: str) -> None:
    after = edited(b"a: {b: x}\n", FILE, [Put(("a", word), word)])
    assert after.startswith(b"a: {")
    assert read(after) == {"a": {"b": "x", word: word}}
