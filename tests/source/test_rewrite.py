"""Edits of a source: what is to go becomes a comment, and nothing else moves."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia.source.nodes import Location, Mapping, Node, Sequence
from pia.source.reader import parse
from pia.source.rewrite import CannotRewriteError, Comment, Edit, Reword, rewritten

HERE = Path(__file__).parents[1]
FILE = Path("a.yaml")


def edited(text: str, *edits: Edit) -> str:
    return rewritten(text.encode(), FILE, edits, {}).decode()


def gone(text: str, *steps: str | int) -> str:
    return edited(text, Comment(steps, "注"))


@pytest.mark.parametrize(
    ("text", "location", "expected"),
    [
        ("a: 1\nb: 2\n", ["a"], "# 注\n# a: 1\nb: 2\n"),
        ("a: 1\nb: 2", ["b"], "a: 1\n# 注\n# b: 2"),
        ("a:\n- 1\n- 2\nb: 3\n", ["a"], "# 注\n# a:\n# - 1\n# - 2\nb: 3\n"),
        ("a:\n- 1\n- 2\n", ["a", 0], "a:\n# 注\n# - 1\n- 2\n"),
        ("a:\n  - 1\n  - b: 2\n    c: 3\n", ["a", 1],
         "a:\n  - 1\n  # 注\n  # - b: 2\n  #   c: 3\n"),
        ("a: |\n  1\n\n  2\n\nb: 3\n", ["a"], "# 注\n# a: |\n#   1\n#\n#   2\n\nb: 3\n"),
        ('a: "1\n  2"\nb: 3\n', ["a"], '# 注\n# a: "1\n#   2"\nb: 3\n'),
        ("a: 1 # 一\n# 二\nb: 2\n", ["a"], "# 注\n# a: 1 # 一\n# 二\nb: 2\n"),
        ("a:\nb: 2\n", ["a"], "# 注\n# a:\nb: 2\n"),
        ("{a: 1, b: 2}\n", ["a"], "# 注 a: 1\n{b: 2}\n"),
        ("{a: 1, b: 2}\n", ["b"], "# 注 b: 2\n{a: 1}\n"),
        ("x:\n  a: {b: [1,\n    2], c: 3}\n", ["x", "a", "b"],
         "x:\n  # 注 b: [1, 2]\n  a: {c: 3}\n"),
        ("a: ['1, 2', 3]\n", ["a", 0], "# 注 '1, 2'\na: [3]\n"),
    ],
)  # fmt: skip
def test_an_entry_becomes_a_comment(text: str, location: list[str | int], expected: str) -> None:
    assert gone(text, *location) == expected


def test_several_entries_of_one_list_may_go() -> None:
    edits = [Comment(("a", n), "注") for n in (1, 2)]
    assert edited("a: [1, 2, 3]\n", *edits) == "# 注 2\n# 注 3\na: [1, ]\n"
    assert edited("a:\n- 1\n- 2\n- 3\n", *edits) == "a:\n- 1\n# 注\n# - 2\n# 注\n# - 3\n"


@pytest.mark.parametrize(
    ("text", "location", "new", "expected"),
    [
        ("a: 1 # 一\n", ["a"], "２", "a: ２ # 一\n"),
        ("a: '1'\n", ["a"], "２：３", "a: ２：３\n"),
        ("a: 1\n", ["a"], "it's: #", "a: 'it''s: #'\n"),
        ("a: [1, 2]\n", ["a", 1], "1,000", "a: [1, '1,000']\n"),
        ("a:\n- 他: 庫\n", ["a", 0], "その他", "a:\n- その他: 庫\n"),
        ('a: [{"他": 庫}]\n', ["a", 0], "その他", "a: [{'その他': 庫}]\n"),
    ],
)
def test_a_text_becomes_another(
    text: str, location: list[str | int], new: str, expected: str
) -> None:
    assert edited(text, Reword(tuple(location), new)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", "版: R9\na: 1\n"),
        ("# 注\n\na: 1\n", "# 注\n\n版: R9\na: 1\n"),
        ("{a: 1}", "{版: 'R9', a: 1}"),
        ("版: R6\na: 1\n", "版: R9\na: 1\n"),
        ("版:\na: 1\n", "版: R9\na: 1\n"),
    ],
)
def test_a_key_at_the_head_is_set(text: str, expected: str) -> None:
    assert rewritten(text.encode(), FILE, [], {"版": "R9"}).decode() == expected


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x [1]\nb: {c: *x}\n"])
def test_what_another_place_refers_to_does_not_go(text: str) -> None:
    with pytest.raises(CannotRewriteError):
        gone(text, "a")


SOURCES = [
    HERE.parent / "examples" / "neyagawa" / "令和7年版.yaml",
    HERE / "bad" / "未知の版" / "wrong.yaml",
]


def locations(node: Node, above: Location = ()) -> Iterator[Location]:
    match node:
        case Mapping(entries=entries):
            inner: Iterator[tuple[str | int, Node]] = iter(entries.items())
        case Sequence(items=items):
            inner = enumerate(items)
        case _:
            return
    for step, child in inner:
        yield (*above, step)
        yield from locations(child, (*above, step))


PLACES = [
    (path, location)
    for path in SOURCES
    for location in locations(parse(path.read_text(encoding="utf-8"), path).root)
]


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(PLACES))
def test_any_entry_of_a_real_source_can_go_and_every_word_stays(
    place: tuple[Path, Location],
) -> None:
    path, location = place
    data = path.read_bytes()
    result = rewritten(data, path, [Comment(location, "注")], {}).decode()
    lost = Counter(data.decode()) - Counter(result)
    assert set(lost) <= set(", \n")
