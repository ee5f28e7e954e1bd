"""Which characters and which variants of them the font of the PDF has.

A variation selector behind a character asks for one of its variants (異体字). Where the font does
not know that one, the character itself is printed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from struct import calcsize, iter_unpack, unpack_from
from typing import IO

# Every character of these can be set but 外字, which they know by number alone.
COMMON = ("cp932", "gbk")
PRIVATE = range(0xE000, 0xF900)
# Whether a sign is drawn as text or in colours (U+FE0E, U+FE0F) changes nothing about which it is.
SELECTORS = (range(0xFE00, 0xFE0E), range(0xE0100, 0xE01F0))
FONT = ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf")


Ranges = Sequence[tuple[int, int]]  # first and last, in order


@dataclass(frozen=True)
class Glyphs:
    """What a font has: characters, and by selector the characters of which it knows a variant."""

    characters: Ranges
    variants: dict[int, Ranges]

    def has(self, character: str) -> bool:
        return _is_in(self.characters, ord(character))

    def knows(self, character: str, selector: str) -> bool:
        return _is_in(self.variants.get(ord(selector), ()), ord(character))


def rare(written: set[str]) -> set[str]:
    """Return those of some characters that the font has no glyph for; a few of them are in the
    fonts that come with the engine of the PDF, which must be asked.

    The file of the font is large, and not read for characters that are as common as ⑴ and —.
    """
    left = written
    for codec in COMMON:
        given = set("".join(left).encode(codec, "ignore").decode(codec))
        left = {c for c in left if c not in given or ord(c) in PRIVATE}
    return {c for c in left if not of_the_package().has(c)}


def is_unknown_variant(cluster: str) -> bool:
    """Whether a character with what follows it asks for a variant that the font does not know."""
    at = next((n for n, c in enumerate(cluster) if _selects(c)), 0)
    return at > 0 and not of_the_package().knows(cluster[at - 1], cluster[at])


def _selects(character: str) -> bool:
    return any(ord(character) in selectors for selectors in SELECTORS)


def _is_in(ranges: Ranges, code: int) -> bool:
    at = bisect_right(ranges, (code, 0x10FFFF)) - 1
    return at >= 0 and code <= ranges[at][1]


@cache
def of_the_package() -> Glyphs:
    """Return what the font of the package has. Source: OpenType 1.9, cmap, formats 12 and 14."""
    from importlib.resources import files  # of which most documents have no need

    package, name = FONT
    with files(package).joinpath(name).open("rb") as font:
        cmap = _table(font, b"cmap")
    characters: Ranges = ()
    variants: dict[int, Ranges] = {}
    for _, _, start in iter_unpack(">HHL", cmap[4 : 4 + 8 * unpack_from(">H", cmap, 2)[0]]):
        match unpack_from(">H", cmap, start)[0]:
            case 12:
                groups = _listed(cmap, start + 12, ">LLL")
                characters = [(first, last) for first, last, _ in groups]
            case 14:
                for high, low, usual, own in _listed(cmap, start + 6, ">BHLL"):
                    variants[high << 16 | low] = _known(cmap, start, usual, own)
    return Glyphs(characters, variants)


def _table(font: IO[bytes], wanted: bytes) -> bytes:
    """Return one table of a font, of which the others are many megabytes."""
    count = unpack_from(">H", font.read(12), 4)[0]
    entries = iter_unpack(">4sLLL", font.read(16 * count))
    at, size = next((at, size) for name, _, at, size in entries if name == wanted)
    font.seek(at)
    return font.read(size)


def _known(cmap: bytes, start: int, usual: int, own: int) -> Ranges:
    """Return the characters with a variant: those whose usual glyph it is, and the others."""
    found = _listed(cmap, start + usual, ">BHB") if usual else []
    ranges = [(high << 16 | low, (high << 16 | low) + more) for high, low, more in found]
    found = _listed(cmap, start + own, ">BHH") if own else []
    return sorted(ranges + [(high << 16 | low, high << 16 | low) for high, low, _ in found])


def _listed(cmap: bytes, at: int, layout: str) -> list[tuple[int, ...]]:
    """Return the entries of a list, which begins with their number."""
    end = at + 4 + calcsize(layout) * unpack_from(">L", cmap, at)[0]
    return list(iter_unpack(layout, cmap[at + 4 : end]))
