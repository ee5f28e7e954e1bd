"""Bytes → text, and the characters that no form can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.errors import PiaError, Position
from pia.source.files import BREAK, clean, decode, parsed

TEXT = "様式: 重点項目評価書\n事務:\n"


def refused(data: bytes) -> str:
    with pytest.raises(PiaError) as caught:
        decode(data, "評価書.yaml")
    (finding,) = caught.value.findings
    place = finding.position
    assert place is not None
    return f"{place.line}:{place.column} {finding.message}"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp932", "CP932（シフトJIS）"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "ISO-2022-JP（JIS）"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_another_encoding_is_named(codec: str, name: str) -> None:
    assert refused(TEXT.encode(codec)).endswith(f"（{name}）。")


def test_utf_16_without_japanese_is_named_too() -> None:
    assert "UTF-16" in refused("a: b\n".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("start", "name"),
    [(b"PK\x03\x04\x14", "Excel"), (b"%PDF-1.7", "PDF"), (b"\xd0\xcf\x11\xe0", "Excel")],
)
def test_a_file_that_is_no_text_is_named(start: bytes, name: str) -> None:
    assert name in refused(start)


def test_a_broken_byte_is_shown_where_it_stands() -> None:
    assert refused("様式: 重点\n名称: 税".encode() + b"\xff").startswith("2:6 ")


def test_a_byte_order_mark_is_accepted() -> None:
    assert decode(TEXT.encode("utf-8-sig"), "") == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_becomes_one(end: str) -> None:
    assert decode(TEXT.replace("\n", end).encode(), "") == TEXT


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000 制御文字"),
        ("\x07", "U+0007 制御文字"),
        ("\x7f", "U+007F 制御文字"),
        ("\x9f", "U+009F 制御文字"),
        ("\ud800", "U+D800 サロゲートの片割れ"),
        ("\udfff", "U+DFFF サロゲートの片割れ"),
        ("\ufeff", "U+FEFF バイト順マーク"),
        ("\ufffe", "U+FFFE 非文字"),
        ("\uffff", "U+FFFF 非文字"),
    ],
)
def test_a_bad_character_is_named_with_its_place(character: str, name: str) -> None:
    data = f"あ\nい{character}う".encode("utf-8", "surrogatepass")
    text, (finding,) = clean(decode(data, ""), "")
    assert finding.position == Position(2, 2)
    assert name in finding.message
    assert text == "あ\nい\ufffdう"


@pytest.mark.parametrize(
    "character", ["\t", "\n", "\u3000", "\u200b", "髙", "𠮷", "か\u3099", "\U000e0100"]
)
def test_what_a_form_can_hold_passes(character: str) -> None:
    assert clean(f"あ{character}", "") == (f"あ{character}", [])


def test_one_finding_is_enough_for_a_line() -> None:
    assert len(clean("\x01\x02\x03\n\x01", "")[1]) == 2


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_the_separators_of_word_end_a_line_only_after_parsing(separator: str) -> None:
    text, findings = clean(f"あ{separator}い", "")
    assert (text, findings, parsed(text)) == (f"あ{BREAK}い", [], "あ\nい")


@given(st.text(st.characters(), max_size=40))
def test_cleaning_keeps_every_character_in_its_place(text: str) -> None:
    cleaned, findings = clean(text, "")
    assert len(cleaned) == len(text)
    assert clean(cleaned.replace(BREAK, ""), "")[1] == []
    assert bool(findings) == (cleaned.count("\ufffd") > text.count("\ufffd"))


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"\xff: 1", 1, 1), (b"\n\xff", 2, 1), ("a\n名称: ".encode() + b"\xff\n", 2, 5)],
)
def test_the_first_byte_that_is_none_of_utf_8_is_told_where_it_stands(
    data: bytes, line: int, column: int
) -> None:
    with pytest.raises(PiaError) as raised:
        decode(data, "a.yaml")
    (found,) = raised.value.findings
    assert found.position == Position(line, column)
