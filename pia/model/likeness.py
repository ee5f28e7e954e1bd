"""Texts as people see them: which characters count, and which look like others.

Two measures. `letters` folds what certainly is the same: width, case, white space, signs that are
not seen, marks set over others, dashes and waves of every length. `alike` names what may be the
same: old and variant forms of a kanji, and the look-alikes of Unicode's own table (カ and 力).
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

VOICED = "\u3099\u309a"  # the marks that make が of か
# Marks, controls, format signs and spaces; selectors and fillers that have another category.
UNSEEN = {"Mn", "Me", "Cc", "Cf", "Zs", "Zl", "Zp"}
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
DASHES = "ー\u2212\u02d7\u2043\u23af\u2500\u2501\u2796"
WAVES = "~\u301c\u3030\u223c\u223e\u02dc"
LONGEST = 60  # characters of a word whose look-alikes are sought; a sentence is no word


@lru_cache(maxsize=65536)
def letters(character: str) -> str:
    """Return what of a character, or of a text, is compared."""
    folded = unicodedata.normalize("NFKD", character).casefold()
    return "".join(map(_plain, unicodedata.normalize("NFKD", folded)))


def _plain(c: str) -> str:
    if c in WAVES:
        return "~"
    if c in DASHES or (category := unicodedata.category(c)) == "Pd":
        return "-"
    is_unseen = category in UNSEEN or c in FILLERS or "\U000e0000" <= c <= "\U000e0fff"
    return "" if is_unseen and c not in VOICED else c


@lru_cache(maxsize=4096)
def alike(letter: str) -> frozenset[str]:
    """Return the letters that may stand for one: itself, its variants and its look-alikes."""
    from confusable_homoglyphs.confusables import confusables_data
    from ja_itaiji.ja_itaiji import Itaiji

    found = set(Itaiji.get_family(letter))
    for spelling in (letter, letter.upper()):
        found.update(entry["c"] for entry in confusables_data.get(spelling, ()))
    return frozenset({letter, *(each for other in found if len(each := letters(other)) == 1)})


def look_alikes(words: Collection[str]) -> re.Pattern[str] | None:
    """Return what finds, in the letters of a text, the words or what looks like them.

    None if there is no word to look for: a single letter, or a sentence, is none.
    """
    folded = {letters(word) for word in words if len(word) <= LONGEST}
    found = {word for word in folded if len(word) > 1}
    return re.compile(_spelt(found)) if found else None


def _spelt(words: Collection[str]) -> str:
    """Return a pattern for words in any of their spellings; what begins alike is tried once, and
    the shortest of words that begin alike is enough to be in doubt."""
    if "" in words:
        return ""
    ends: dict[str, set[str]] = {}
    for word in words:
        ends.setdefault(word[0], set()).add(word[1:])
    branches = [
        f"[{re.escape(''.join(sorted(alike(c))))}]{_spelt(rest)}" for c, rest in ends.items()
    ]
    return f"(?:{'|'.join(branches)})"
