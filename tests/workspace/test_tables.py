"""The rows of a diff in each format, also where there is no table at all."""

import pytest

from pia.api.change_tables import format_named, table_bytes
from pia.errors import PiaError


def test_of_no_table_a_text_is_empty_and_no_book_is_drawn() -> None:
    assert table_bytes([], "table") == table_bytes([], "markdown") == b""
    assert [table_bytes([], name) for name in ("xlsx", "docx", "html")] == [None, None, None]


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PiaError) as caught:
        format_named("rtf", None)
    assert caught.value.findings[0].code == "未知の出力形式"
