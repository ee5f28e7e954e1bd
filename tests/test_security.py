"""`SECURITY.md` promises only what a test holds."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (.+?) \| `(tests/[^`]+\.py)` \|$", re.MULTILINE)


def test_every_promise_names_a_test_that_there_is() -> None:
    promises = ROW.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(promises) > 8
    for promise, file in promises:
        assert "def test_" in (ROOT / file).read_text(encoding="utf-8"), promise


def test_no_line_of_the_table_is_left_out() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) - 1 == len(ROW.findall(text))
