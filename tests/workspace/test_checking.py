"""外字 and other characters that no font has are told by check, at their item."""

import unicodedata
from pathlib import Path

import pytest

import pia
from pia.errors import Position
from pia.layout.glyphs import COMMON, PRIVATE, of_the_package
from pia.renderers.pdf import clusters
from pia.renderers.typesetting import can_set_in

HEAD = "様式: 重点項目評価書\n版: R6.10\n"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [("税務課～〜−①髙﨑𠮷", 0), ("𓀀の課", 1), ("\ue000の課", 1), ("葛\U000e0100城", 0)],
)
def test_a_character_without_a_glyph_is_told_at_its_item(
    tmp_path: Path, text: str, lacks: int
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}事務:\n  名称: 税\n  内容: {text}\n", encoding="utf-8")
    found = [f for f in pia.check(path) if f.code == "印刷できない文字"]
    assert len(found) == lacks
    assert all((f.address, f.position and f.position.line) == ("事務.内容", 5) for f in found)
    assert not any(f.is_error for f in found)


def test_a_variant_that_the_font_does_not_know_is_told_at_its_item(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = "葛\U000e0100城の葛\U000e010f城\u231a\ufe0f"
    path.write_text(f"{HEAD}事務:\n  名称: 税\n  内容: {text}\n", encoding="utf-8")
    (found,) = [f for f in pia.check(path) if f.code == "印刷できない異体字"]
    assert (found.address, found.position) == ("事務.内容", Position(5, 11))
    assert "（U+845B U+E010F）" in str(found)
    assert not found.is_error
    assert pia.render(path, tmp_path, ["pdf"])


def test_the_font_has_every_character_that_is_not_asked_about(tmp_path: Path) -> None:
    every = [chr(n) for n in range(0x20, 0x30000) if n not in PRIVATE]
    drawn = (c for c in every if unicodedata.category(c)[0] not in "CZM")
    known = "".join(
        c
        for c in drawn
        if any(c.encode(codec, "ignore") for codec in COMMON) or of_the_package().has(c)
    )
    assert len(known) > 40000
    assert can_set_in(tmp_path)("\n".join(clusters(known)))


def test_the_file_of_the_font_is_not_read_for_signs_that_every_machine_knows(
    tmp_path: Path,
) -> None:
    of_the_package.cache_clear()
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}事務:\n  名称: 税\n  内容: ⑴税務課—①髙﨑\n", encoding="utf-8")
    pia.check(path)
    assert of_the_package.cache_info().misses == 0
