"""Japanese dates, numbers and the comparison of texts."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pia.japanese import NoSuchDateError, bounds, era_of, fold, nearest, parse_date, wareki, wide


@pytest.mark.parametrize(
    "text",
    [
        "令和7年2月13日",
        "令和７年２月１３日",
        "R7.2.13",
        "r7/2/13",
        "2025-02-13",
        "2025年2月13日",
        " 令和 7年 2月13日",
    ],
)
def test_one_day_is_written_in_many_ways(text: str) -> None:
    assert parse_date(text) == date(2025, 2, 13)


@pytest.mark.parametrize("text", ["令和元年5月1日", "R元.5.1", "Ｒ元．５．１", "R1.5.1"])
def test_the_first_year_of_an_era_is_written_as_a_word_or_a_number(text: str) -> None:
    assert parse_date(text) == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1873, 1, 1), "明治6年1月1日"),
        (date(1872, 12, 31), "1872年12月31日"),
    ],
)
def test_days_are_printed_in_their_era(day: date, text: str) -> None:
    assert wareki(day) == text
    assert parse_date(text) == day


@given(st.dates(date(1873, 1, 1), date(2117, 12, 31)))
def test_a_printed_day_is_read_back(day: date) -> None:
    assert parse_date(wareki(day)) == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "平成31年5月1日",
        "令和元年4月30日",
        "昭和64年1月8日",
        "令和7年2月29日",
        "R7.13.1",
        "2025-02-30",
        "令和0年1月1日",
        "0000-01-01",
    ],
)
def test_a_day_that_never_was_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDateError):
        parse_date(text)


@pytest.mark.parametrize(
    "text", ["令和7年2月", "7.2.13", "平成27年10月5日～", "未定", "", "R7.2.13.1", "令和百年1月1日"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_there_was_no_era_before_meiji() -> None:
    assert era_of(date(1800, 1, 1)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("１０万人以上", "10万人以上"),
        ("（略）", "(略)"),
        ("ＣＳ　システム", "CSシステム"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_texts_of_other_widths_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
@example("C¸")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_nearest_word_is_proposed_only_if_it_is_near() -> None:
    known = ["保管場所", "保管期間", "消去方法"]
    assert nearest("保管の場所", known) == "保管場所"
    assert nearest("まったく別", known) is None
    assert nearest("x", []) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,000人未満", (0, 1_000)),
        ("1万人以上10万人未満", (10_000, 100_000)),
        ("１００万人以上1,000万人未満", (1_000_000, 10_000_000)),
        ("1,000万人以上", (10_000_000, None)),
        ("10項目以上50項目未満", (10, 50)),
        ("30万人以上", (300_000, None)),
        ("定められていない", (0, None)),
    ],
)
def test_a_range_is_read_as_numbers(text: str, expected: tuple[int, int | None]) -> None:
    assert bounds(text) == expected


def test_numbers_in_headings_are_wide() -> None:
    assert wide(120) == "１２０"
