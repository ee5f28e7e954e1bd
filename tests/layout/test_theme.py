"""An office's looks: what it may change, and what it is told when that cannot be."""

from pathlib import Path

import pytest
from PIL import Image

from pia.errors import PiaError
from pia.layout.theme import Theme, contrast, standard, theme_of
from pia.source.images import pixels


def theme(folder: Path, text: str) -> Theme:
    (folder / "テーマ.yaml").write_text(text, encoding="utf-8")
    return theme_of(folder)


def faults(folder: Path, text: str) -> list[str]:
    """Line and code of each finding on a theme file."""
    with pytest.raises(PiaError) as raised:
        theme(folder, text)
    return [f"{f.position.line if f.position else '?'} {f.code}" for f in raised.value.findings]


def test_a_workspace_without_a_theme_has_the_standard_one(tmp_path: Path) -> None:
    assert theme_of(tmp_path) == standard()
    assert standard().heading
    assert standard().web_fonts


def test_a_theme_changes_only_what_it_names(tmp_path: Path) -> None:
    changed = theme(tmp_path, "色: {見出し: '#ffeeaa'}\nページの下の文:\n- 見本市\n- 総務課\n")
    assert (changed.heading, changed.foot) == ("FFEEAA", ("見本市", "総務課"))
    assert changed.label == standard().label


def test_an_empty_theme_changes_nothing(tmp_path: Path) -> None:
    assert theme(tmp_path, "") == standard()
    assert theme(tmp_path, "色:\nロゴ: {画像: }\n") == standard()


def test_a_logo_is_found_beside_the_theme(tmp_path: Path) -> None:
    Image.new("RGB", (4, 2)).save(tmp_path / "市章.png")
    assert theme(tmp_path, "ロゴ: {画像: 市章.png, 説明: 見本市}").logo == pixels(
        tmp_path / "市章.png"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("色:\n  見出し: 赤", ["2 色の書き方"]),
        ("色: 赤", ["1 値の形"]),
        ("色:\n  ラベル: 12345", ["2 色の書き方"]),
        ("色:\n  文字: FFFFFF", ["1 読みにくい色", "1 読みにくい色", "2 読みにくい色"]),
        ("書体:\n  HTML:\n  - 'a\"};b'", ["3 書体の名前"]),
        ("書体:\n  文書: '<b>'", ["2 書体の名前"]),
        ("\nロゴ:\n  画像: ../市章.png", ["3 外への参照"]),
        ("ロゴ:\n  画像: 市章.png", ["2 参照先なし"]),
        ("ロゴ:\n  画像: テーマ.yaml", ["2 画像の形式"]),
        (f"色:\nページの下の文: [{'あ' * 101}]", ["2 長いページの下の文"]),
        (f"ページの下の文: [{'い' * 50}, {'ろ' * 50}, は]", ["1 長いページの下の文"]),
        ("書体: {文書: [a, b]}\nロゴ: {説明: {a: b}}", ["1 値の形", "2 値の形"]),
        ("色:\n  背景:\nろご:\n", ["2 未知の項目", "3 未知の項目"]),
        ("色: {見出し: 赤}\n色: {ラベル: 青}", ["1 色の書き方", "2 重複した項目"]),
        ("ろご: a\n色: {青: b}", ["1 未知の項目", "2 未知の項目"]),
    ],
)
def test_a_broken_theme_is_told_by_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert faults(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("FF0000", 3.998), ("00FF00", 1.372), ("0000FF", 8.592), ("777777", 4.478)],
)
def test_the_contrast_of_a_colour_with_white_is_that_of_wcag(colour: str, ratio: float) -> None:
    assert contrast(colour, "FFFFFF") == pytest.approx(ratio, abs=0.001)
    assert contrast("FFFFFF", colour) == contrast(colour, "FFFFFF")


def test_one_font_or_line_may_stand_where_a_list_may(tmp_path: Path) -> None:
    changed = theme(tmp_path, "書体: {HTML: Meiryo}\nページの下の文: 見本市\n")
    assert (changed.web_fonts, changed.foot) == (("Meiryo",), ("見本市",))


def test_the_foot_of_a_page_holds_a_hundred_characters(tmp_path: Path) -> None:
    lines = ["あ" * 60, "い" * 40]
    assert theme(tmp_path, f"ページの下の文: [{', '.join(lines)}]").foot == tuple(lines)


def test_the_standard_colours_can_be_read() -> None:
    own = standard()
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    assert min(contrast(own.ink, ground) for ground in (own.heading, own.label)) > 7
