"""Days and times of day as logs write them: `2026/04/01 9:15:30`, `令和8年4月1日 9時15分`."""

import re
import unicodedata
from datetime import date

from pia.japanese import NoSuchDateError, parse_date

# The wide characters that stamps are written with, and what they are read as.
WIDE = "０１２３４５６７８９：／．－　"
NARROW = "0123456789:/.- "
_NARROWED = str.maketrans(WIDE, NARROW)
_BETWEEN = re.compile(r"([0-9])T([0-9])")
_TIME = re.compile(r"(午前|午後)?(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})?秒?)?(\+09:?00)?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})?")


def parts(stamp: str) -> tuple[str, str]:
    """Return the day and the time of a stamp as it writes them, fractions of a second left out."""
    text = _BETWEEN.sub(r"\1 \2", stamp.translate(_NARROWED)).strip(" ")
    day, mark, time = text.partition("日")
    if mark:
        return (day + mark).replace(" ", ""), time.partition(".")[0].replace(" ", "")
    day, _, time = text.partition(" ")
    return day, time.partition(".")[0].replace(" ", "")


def day_of(text: str) -> date | None:
    """Return the day, also of an era; None where there is no such day."""
    try:
        return parse_date(f"{text[:4]}-{text[4:6]}-{text[6:]}" if _is_plain(text) else text)
    except NoSuchDateError:
        return None


def _is_plain(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def second_of(text: str) -> int | None:
    """Return the second of the day, 0 to 86399; None where there is no such time."""
    folded = unicodedata.normalize("NFKC", text)
    found = _TIME.fullmatch(folded)
    if found is None:
        plain = _DIGITS.fullmatch(folded)
        return _second(plain[1], plain[2], plain[3], "") if plain else None
    return _second(found[2], found[3], found[4], found[1] or "")


def _second(hour: str, minute: str, second: str | None, half: str) -> int | None:
    h, m, s = int(hour), int(minute), int(second or 0)
    if h > (12 if half else 23) or m > 59 or s > 59:
        return None
    if half:
        h = h % 12 + (12 if half == "午後" else 0)
    return (h * 60 + m) * 60 + s


def clock(minute: int) -> str:
    """Return a minute of the day as it is printed: `9:15`."""
    return f"{minute // 60}:{minute % 60:02d}"
