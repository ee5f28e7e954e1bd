from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia.source.append import CannotAppendError, Entry, appended
from pia.source.nodes import plain
from pia.source.reader import parse

ROW = {"項目": "全般", "変更後の記載": "新"}
WRITTEN = "- 項目: 全般\n  変更後の記載: 新\n"


def result(text: str, *rows: dict[str, str | list[str]]) -> str:
    return appended(text.encode(), Path("x.yaml"), "変更箇所", rows or (ROW,)).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("様式: a\n", f"様式: a\n\n変更箇所:\n{WRITTEN}"),
        ("様式: a", f"様式: a\n\n変更箇所:\n{WRITTEN}"),
        ("変更箇所:\n様式: a\n", f"変更箇所:\n{WRITTEN}様式: a\n"),
        ("変更箇所: [] # 注\n様式: a\n", f"変更箇所: # 注\n{WRITTEN}様式: a\n"),
        (
            "変更箇所:\n- 項目: b # 注\n\n# 次\n様式: a\n",
            f"変更箇所:\n- 項目: b # 注\n{WRITTEN}\n# 次\n様式: a\n",
        ),
        (
            "変更箇所:\n- 項目: |\n    あ\n\n    # い\n",
            f"変更箇所:\n- 項目: |\n    あ\n\n    # い\n{WRITTEN}",
        ),
        ("変更箇所:\n- 項目: b", f"変更箇所:\n- 項目: b\n{WRITTEN}"),
    ],
)
def test_entries_go_to_the_end_of_their_list(text: str, expected: str) -> None:
    assert result(text) == expected


def test_a_list_keeps_its_indentation() -> None:
    assert result("変更箇所:\n  - 項目: b\n").endswith("  - 項目: 全般\n    変更後の記載: 新\n")


def test_line_ends_and_byte_order_mark_stay() -> None:
    written = result("\ufeff変更箇所:\r\n- 項目: b\r\n")
    assert written.startswith("\ufeff変更箇所:\r\n- 項目: b\r\n- 項目: 全般\r\n")


def test_a_name_in_an_entry_stays_a_text() -> None:
    assert r"\{{ 所管課 }}" in result("様式: a\n", {"項目": "{{ 所管課 }}"})


def test_a_list_in_brackets_is_refused() -> None:
    with pytest.raises(CannotAppendError):
        result("変更箇所: [{項目: b}]\n")


texts = st.text(st.sampled_from("あ:#-|>'\"{}[]&*! \n　1,%@"), max_size=12).map(
    lambda text: "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")
)


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({"項目": texts, "対象": st.lists(texts, max_size=2)}), max_size=3
    )
)
def test_whatever_is_appended_reads_back_and_the_rest_stays(rows: list[Entry]) -> None:
    text = "様式: a # 注\n変更箇所:\n- 項目: b\n別紙:\n- id: 子\n"
    written = appended(text.encode(), Path("x.yaml"), "変更箇所", rows).decode()
    assert written.startswith("様式: a # 注\n変更箇所:\n- 項目: b\n")
    assert written.endswith("別紙:\n- id: 子\n")
    read = plain(parse(written, Path("x.yaml")).root)["変更箇所"]
    assert len(read) == 1 + len(rows)
