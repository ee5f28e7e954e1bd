"""Names of sheets: the part, and the file's id where several files have one."""

import re
from collections.abc import Iterable

from pia.forms.walk import Place

LONGEST = 31  # UTF-16 code units, as Excel counts: 𠮷 is two
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def sheet_names(places: Iterable[Place]) -> list[str]:
    """Return a name for each place: at most 31 characters, none twice, case aside."""
    names: list[str] = []
    taken: set[str] = set()
    for place in places:
        suffix = f"_{place.id}" if place.of > 1 else ""
        name = _free(place.section.sheet, suffix, taken)
        taken.add(name.lower())
        names.append(name)
    return names


def _free(base: str, suffix: str, taken: set[str]) -> str:
    base, suffix = FORBIDDEN.sub("・", base), FORBIDDEN.sub("・", suffix)
    whole = base + suffix
    name, n = _cut(whole, LONGEST), 1
    while name.lower() in taken:
        n += 1
        tail = f"~{n}"
        name = _cut(whole, LONGEST - len(tail)) + tail
    return name


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")
