"""Japanese dates, numerals and the comparison of texts that differ only in width."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

# First day of each era, latest first. Source: 元号を改める政令 of each era; 明治 from the day on
# which 明治5年12月3日 became 1873-01-01 of the calendar in use since.
ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1873, 1, 1)),
)
# 明治 counts its years from 1868 although the table starts it in 1873.
FIRST_YEARS = {name: first.year for name, _, first in ERAS} | {"明治": 1868}

_ERA_NAMES = "|".join(name for name, _, _ in ERAS)
_ERA_LETTERS = "".join(letter for _, letter, _ in ERAS)
_WAREKI = re.compile(rf"({_ERA_NAMES})(元|\d{{1,2}})年(\d{{1,2}})月(\d{{1,2}})日")
_LETTERS = re.compile(
    rf"([{_ERA_LETTERS}])(元|\d{{1,2}})[./-](\d{{1,2}})[./-](\d{{1,2}})", re.IGNORECASE
)
_WESTERN = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, without any white space.

    `１０万人以上` and `10万人以上` fold alike, `（略）` and `(略)` too.
    """
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return unicodedata.normalize("NFKC", bare)  # a lone accent meets its letter only now


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that most resembles `word`, or None if none does."""
    by_fold = {fold(k): k for k in known}
    close = get_close_matches(fold(word), by_fold, n=1, cutoff=0.5)
    return by_fold[close[0]] if close else None


class NoSuchDateError(ValueError):
    """The text has the form of a date, but the calendar or the era has no such day."""


def parse_date(text: str) -> date | None:
    """Read `令和7年2月13日`, `R7.2.13` or `2025-02-13`, in any width; None if it is none of them.

    Raises NoSuchDateError for a day that the calendar or the era does not have.
    """
    folded = fold(text)
    if m := _WAREKI.fullmatch(folded):
        return _era_date(m[1], _year(m[2]), int(m[3]), int(m[4]))
    if m := _LETTERS.fullmatch(folded):
        name = next(name for name, letter, _ in ERAS if letter == m[1].upper())
        return _era_date(name, _year(m[2]), int(m[3]), int(m[4]))
    if m := _WESTERN.fullmatch(folded):
        return _calendar_date(int(m[1]), int(m[2]), int(m[3]))
    return None


def _year(written: str) -> int:
    return 1 if written == "元" else int(written)


def _calendar_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDateError(f"{year}年{month}月{day}日") from error


def _era_date(name: str, year: int, month: int, day: int) -> date:
    if year < 1:
        raise NoSuchDateError(f"{name}{year}年")
    found = _calendar_date(FIRST_YEARS[name] + year - 1, month, day)
    if era_of(found) != name:
        raise NoSuchDateError(f"{name}{year}年{month}月{day}日")
    return found


def era_of(day: date) -> str | None:
    """Return the era of a day, or None before 明治."""
    return next((name for name, _, first in ERAS if day >= first), None)


def wareki(day: date) -> str:
    """Return the day as it is printed: `令和7年2月13日`, the first year of an era as 元年."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - FIRST_YEARS[era] + 1
    return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"


_BOUND = re.compile(r"([\d,]+)(万?)[^\d,]*?(以上|未満)")


@lru_cache(maxsize=256)
def bounds(text: str) -> tuple[int, int | None]:
    """Return the least number of a range such as `1万人以上10万人未満`, and the number that it
    stays below, or None."""
    least, below = 0, None
    for digits, unit, end in _BOUND.findall(fold(text)):
        number = int(digits.replace(",", "")) * (10_000 if unit else 1)
        least, below = (number, below) if end == "以上" else (least, number)
    return least, below


_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def wide(number: int | str) -> str:
    """Return a number in full-width digits, as section headings print it."""
    return str(number).translate(_WIDE_DIGITS)
