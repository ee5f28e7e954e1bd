"""Texts as the package of a workbook holds them: there `_x0041_` is the sign of that code."""

import re

SIGN = re.compile(r"_x([0-9A-Fa-f]{4})_")
LIKE_A_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
RICH = "<r>"  # XlsxWriter takes a text that begins and ends so for markup


def coded(text: str) -> str:
    """Return a text so that every reader gives it back as it is.

    >>> coded("_x0041_")
    '_x005F_x0041_'
    """
    safe = LIKE_A_SIGN.sub("_x005F_", text)
    return f"_x003C_{safe[1:]}" if safe.startswith(RICH) else safe


def decoded(text: str) -> str:
    """Return the text that stands in a package.

    >>> decoded("_x005F_x0041_")
    '_x0041_'
    """
    return SIGN.sub(lambda sign: chr(int(sign[1], 16)), text)
