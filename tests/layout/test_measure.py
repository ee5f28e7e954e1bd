"""Lines are counted so that a row is never too low, and long texts are cut into rows that join
to the same text again."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pia.layout.measure import MAX_LINES, chunks, fits, lines, width

TEXTS = st.text(st.sampled_from("あ漢、。」）aW1 -ｶ\n𠮷ゝ\u3099"), max_size=400)
# From the narrowest column a table may have (30 pixels) to a landscape page.
WIDTHS = st.floats(min_value=1.5, max_value=90)


def pieces(text: str, em: float) -> list[str]:
    return [piece for piece, _ in chunks(text, em)]


@pytest.mark.parametrize(
    ("text", "em"),
    [("", 0), ("住民票", 3), ("ｶﾅ", 1), ("abc", 1.86), ("①", 1), ("𠮷", 1), ("か\u3099", 1)],
)
def test_a_character_is_as_wide_as_any_font_draws_it(text: str, em: float) -> None:
    assert width(text) == pytest.approx(em)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("あ" * 9, 1),
        ("あ" * 10, 2),  # a tenth of the width is kept free
        ("あ" * 18, 2),
        ("あ" * 19, 3),
        ("あ\nい", 2),
        ("あ\n\nい", 3),
        ("あ" * 8 + "abc", 2),  # a run of ASCII goes to the next line as a whole
        ("a" * 30, 3),  # one that no line can hold is broken
    ],
)
def test_lines_of_a_width_of_ten(text: str, count: int) -> None:
    assert lines(text, 10) == count


def test_a_text_that_needs_no_break_may_use_more_of_the_line() -> None:
    assert fits("あ" * 19, 20)
    assert lines("あ" * 19, 20) == 1
    assert not fits("あ" * 20, 20)


def test_a_paragraph_that_fits_in_a_row_stays_whole() -> None:
    assert pieces("一つ目。二つ目。\n三つ目。", 20) == ["一つ目。二つ目。", "三つ目。"]


def test_a_long_paragraph_is_cut_after_a_full_stop() -> None:
    sentence = "あ" * 44 + "。"
    assert pieces(sentence * 3, 10) == [sentence * 2, sentence]


def test_a_bracket_that_closes_behind_a_full_stop_stays_with_its_sentence() -> None:
    sentence = "「" + "あ" * 42 + "。」"
    assert pieces(sentence * 3, 10) == [sentence * 2, sentence]


def test_a_long_sentence_is_cut_after_a_comma() -> None:
    clause = "あ" * 39 + "、"
    assert pieces(clause * 3 + "い。", 10) == [clause * 2, clause + "い。"]


def test_a_long_sentence_without_a_comma_is_cut_anywhere() -> None:
    assert pieces("あ" * 100, 10) == ["あ" * 90, "あ" * 10]


def test_each_piece_tells_whether_it_begins_a_line_of_the_text() -> None:
    text = "あ" * 100 + "\nい"
    assert [begins for _, begins in chunks(text, 10)] == [True, False, True]


@given(TEXTS, WIDTHS)
def test_the_pieces_joined_give_the_text_back(text: str, em: float) -> None:
    joined = "".join(("\n" if begins else "") + piece for piece, begins in chunks(text, em))
    assert joined == "\n" + text


@given(TEXTS, WIDTHS)
@example("あ" * 40, 2.9)  # two characters to a line, not 2.6
@example("あ" * 30 + ("いabcdefgh" * 30), 10)  # lines that runs of ASCII leave half empty
def test_no_piece_needs_more_lines_than_a_row_may_have(text: str, em: float) -> None:
    assert max(lines(piece, em) for piece in pieces(text, em)) <= MAX_LINES


@given(TEXTS, WIDTHS)
def test_a_wider_column_never_needs_more_lines(text: str, em: float) -> None:
    assert lines(text, em + 10) <= lines(text, em)


@given(TEXTS, TEXTS, WIDTHS)
def test_a_longer_text_never_needs_fewer_lines(text: str, more: str, em: float) -> None:
    assert lines(text, em) <= lines(text + more, em)
