"""外字 and other characters that no font has are told by check, at their item."""

import unicodedata
from pathlib import Path

import pytest

import pia
from pia.renderers.pdf import clusters
from pia.renderers.setting import can_set_in
from pia.workspace.checking import COMMON, PRIVATE

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


@pytest.mark.parametrize("codec", COMMON)
def test_the_font_has_every_character_that_is_not_asked_about(codec: str, tmp_path: Path) -> None:
    every = [chr(n) for n in range(0x20, 0x30000) if n not in PRIVATE]
    drawn = (c for c in every if unicodedata.category(c)[0] not in "CZM")
    known = "".join(c for c in drawn if c.encode(codec, "ignore"))
    assert len(known) > 7000
    assert can_set_in(tmp_path)("\n".join(clusters(known)))
