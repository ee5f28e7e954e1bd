"""What the font has is read from its file as another reader of fonts finds it there."""

from importlib.resources import files

from fontTools.ttLib import TTFont

from pia.layout.glyphs import FONT, of_the_package

PLANES = [n for n in range(0x30000) if not 0xD800 <= n < 0xE000]


def test_every_character_and_every_variant_of_the_font_is_known() -> None:
    package, name = FONT
    cmap = TTFont(files(package).joinpath(name), lazy=True)["cmap"]
    has, found = cmap.getBestCmap(), of_the_package()
    assert [n for n in PLANES if found.has(chr(n)) != (n in has)] == []
    (variants,) = (table.uvsDict for table in cmap.tables if table.format == 14)
    every = {(code, selector) for selector, known in variants.items() for code, _ in known}
    assert len(every) > 10_000
    assert all(found.knows(chr(code), chr(selector)) for code, selector in every)
    assert sum(last - first + 1 for known in found.variants.values() for first, last in known) == (
        len(every)
    )
