"""Fonts made up for a test: a square for each of some characters."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def make(path: Path, family: str, characters: str) -> Path:
    """Write a TrueType font of a family."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    named = {ord(c): f"u{ord(c):05X}" for c in characters}
    glyphs = [".notdef", *named.values()]
    font = FontBuilder(EM)
    font.setupGlyphOrder(glyphs)
    font.setupCharacterMap(named)
    font.setupGlyf({glyph: pen.glyph() for glyph in glyphs})
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (EM, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400)
    font.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path
