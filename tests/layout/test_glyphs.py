"""What the font has is read from its file as another reader of fonts finds it there."""

from importlib.resources import files

from fontTools.ttLib import TTFont

from pia.layout.glyphs import FONT, is_unknown_variant, of_the_package, rare

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


def test_a_character_is_rare_that_the_font_lacks_or_that_a_machine_made_up() -> None:
    assert rare(set("税①—髙𠮷")) == set()
    assert rare(set("税\ue000\ue001\uf8ff豈\U000f0000")) == set("\ue000\ue001\uf8ff\U000f0000")
    assert rare({"\U0002ffff", "😀"}) == {"\U0002ffff", "😀"}


def test_a_variant_is_unknown_that_the_font_does_not_have_of_that_character() -> None:
    assert not is_unknown_variant("葛\U000e0100")
    assert is_unknown_variant("税\U000e01ef")
    assert is_unknown_variant("葛\ufe00")
    assert not is_unknown_variant("葛")
    assert not is_unknown_variant("☎\ufe0e")  # drawn as a text, not in colours
    assert not is_unknown_variant("\U000e0100")  # which stands behind nothing
