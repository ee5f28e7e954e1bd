"""The tutorial leads from an empty folder to a published set, line by line."""

import re
from pathlib import Path

import pytest
from golden_files import assert_golden
from walked_page import Walk, as_it_reads, rewrite

from pia.cli import cli

PAGE = Path(__file__).parents[1] / "docs" / "はじめての評価書.md"
TEXT = PAGE.read_text(encoding="utf-8")
# What a year needs, in this order.
YEAR = ("init", "new", "set", "check", "render", "publish", "diff", "publish", "verify", "site")


def test_every_line_of_the_tutorial_does_what_it_shows(tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    assert_golden(str(PAGE), walk.page(TEXT))
    assert (walk.lines > 25, walk.shown > 12, walk.rewritten > 1) == (True, True, True)
    assert (tmp_path / "職場/公表用/index.html").is_file()
    assert len(list((tmp_path / "職場/出力/子ども医療費").glob("*/目録.json"))) == 2


def test_the_tutorial_goes_through_the_whole_year() -> None:
    typed = iter(re.findall(r"^pia (\w+)", TEXT, re.MULTILINE))
    assert [command for command in YEAR if command not in typed] == []
    assert set(YEAR) <= set(cli.commands)


@pytest.mark.parametrize(
    ("shown", "printed", "is_so"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\n", "a\n", True),
        ("…\nd\n", "a\nbd\n", False),
        ("a.\n", "ab\n", False),
        ("a（…）\n", "a（1 B）\n", True),
        ("a（…）\n", "a（1\nB）\n", False),
    ],
)
def test_what_a_page_shows_is_held_against_what_was_printed(
    shown: str, printed: str, is_so: bool
) -> None:
    assert (as_it_reads(shown, printed) == shown) == is_so
    assert is_so or as_it_reads(shown, printed) == printed


def test_a_line_that_is_not_there_cannot_be_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("甲: 1\n乙: 2\n", encoding="utf-8")
    rewrite(file, " 甲: 1\n-乙: 2\n+乙: 3\n")
    assert file.read_text(encoding="utf-8") == "甲: 1\n乙: 3\n"
    with pytest.raises(AssertionError, match="has not once"):
        rewrite(file, "-乙: 2\n+乙: 4\n")
