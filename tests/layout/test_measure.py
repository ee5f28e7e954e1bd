"""Lines are counted so that a row is never too low, and long texts are cut into pieces that join
to the same text again."""

from itertools import pairwise, repeat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pia.layout.measure import (
    GUTTER,
    VALUE_WIDTH,
    box_group,
    choice,
    column_width,
    cut,
    fits,
    going_on,
    is_halved,
    lines,
    pieces,
    subheadings,
    width,
)
from pia.layout.tree import Box, Heading, Label

TEXTS = st.text(st.sampled_from("あ漢、。」）aW1 -ｶ\n𠮷ゝ\u3099"), max_size=400)
# From the narrowest column a table may have (30 pixels) to a landscape page.
WIDTHS = st.floats(min_value=1.5, max_value=90)


def parts(text: str, em: float, most: int) -> list[str]:
    return [text[start:end] for start, end in pieces(text, em, repeat(most))]


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("", 0),
        ("住民票", 3),
        ("ｶﾅ", 1),
        ("12", 1.28),
        ("①", 1),
        ("𠮷", 1),
        ("か\u3099", 1),
        ("ñ", 0.65),
    ],
)
def test_a_character_is_as_wide_as_any_font_draws_it(text: str, em: float) -> None:
    assert width(text) == pytest.approx(em)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("あ" * 10, 1),
        ("あ" * 11, 2),
        ("あ" * 20, 2),
        ("あ" * 21, 3),
        ("あ\nい", 2),
        ("あ\n\nい", 3),
        ("あ" * 9 + "abc", 2),  # a run of ASCII goes to the next line as a whole
        ("a" * 30, 2),  # one that no line can hold is broken
        ("あ" * 10 + "。", 2),  # no line begins with a full stop
        ("あ" * 19 + "「あ", 3),  # nor ends with an opening bracket
        ("第" + "12、" * 9, 5),  # nor between 「、」 and a digit; the first then stands alone
    ],
)
def test_lines_of_a_width_of_ten(text: str, count: int) -> None:
    assert lines(text, 10) == count


@pytest.mark.parametrize("em", [0.4, 0.0, -3.0])
def test_a_column_narrower_than_a_character_holds_one_to_a_line(em: float) -> None:
    assert lines("住民票", em) == 3


def test_what_no_line_may_begin_with_takes_a_character_along() -> None:
    text = "あ" * 10 + "。" + "い" * 8 + "う"
    assert parts(text, 10, 1) == ["あ" * 9, "あ。" + "い" * 8, "う"]


def test_a_text_that_fits_needs_one_line() -> None:
    assert fits("あ" * 20, 20)
    assert not fits("あ" * 20, 19.9)


def test_a_text_that_fits_stays_whole() -> None:
    assert parts("一つ目。二つ目。\n三つ目。", 20, 2) == ["一つ目。二つ目。\n三つ目。"]


def test_a_text_that_fits_is_one_piece_whatever_it_ends_with() -> None:
    assert parts("一つ目。\n", 20, 2) == ["一つ目。\n"]
    assert parts("一つ目。\n", 20, 1) == ["一つ目。", ""]


def test_half_of_a_line_is_left_to_boxes_behind_few_words() -> None:
    def halved(words: str, *boxes: Box) -> bool:
        return is_halved(Heading(2, Label(words), boxes))

    assert halved("４．委託", box("委託しない"))
    assert halved("あ" * 24, box("委託しない"))
    assert not halved("あ" * 25, box("委託しない"))
    assert not halved("４．委託")


def test_a_text_is_cut_where_a_paragraph_ends() -> None:
    assert parts("一つ目。\n二つ目。\n三つ目。", 20, 2) == ["一つ目。\n二つ目。", "三つ目。"]


def test_a_long_paragraph_is_cut_after_a_full_stop() -> None:
    sentence = "あ" * 44 + "。"
    assert parts(sentence * 3, 10, 10) == [sentence * 2, sentence]


SENTENCE = "本市では、記録を毎月確かめる。"


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("＜中間サーバーにおける措置＞", "①通信は専用線だけによる。"),
        ("【運用】", "住民票を作る。"),
        ("6. 申請管理機能", ":申請を受け付ける。"),
        (
            "6. 本人確認情報整合に係る事務",
            "6-①. 市町村から都道府県のサーバーに、確認用の情報を送る。",
        ),
        ("⑤情報照会機能", "　ほかの団体への情報照会を要求する。"),
        ("■保管", SENTENCE),
        ("記録の確認", SENTENCE),
    ],
)
def test_a_line_that_heads_what_follows_goes_to_its_page(line: str, below: str) -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n{line}\n\n{below}\n{SENTENCE}"
    assert subheadings(text) == {2, 3}
    assert parts(text, 40, 4)[0] == parts(text, 40, 3)[0] == f"{SENTENCE}\n{SENTENCE}"
    assert parts(text, 40, 5)[0].endswith(below)


@pytest.mark.parametrize(
    "text",
    [
        "氏名\n生年月日\n住民票コード",
        "・第7条（記載事項）\n・第8条（住民票の記載等）による。",
        "1. 保管する。\n2. 消去する。",
        "1.データセンター入口\n2.サーバー室入口の電子錠",
        "（根拠）による。\n：なし",
        "あ" * 41 + "\n" + SENTENCE * 9,
        "＜終わり＞",
        "",
    ],
)
def test_an_entry_of_a_list_and_a_sentence_head_nothing(text: str) -> None:
    assert subheadings(text) == set()


def test_subheadings_at_the_end_of_a_page_go_on_together() -> None:
    text = f"{SENTENCE}\n＜措置＞\n■保管\n{SENTENCE}{SENTENCE}"
    assert parts(text, 40, 3) == [SENTENCE, f"＜措置＞\n■保管\n{SENTENCE}{SENTENCE}"]


def test_subheadings_that_fill_a_page_are_cut_where_it_ends() -> None:
    assert parts("＜措置＞\n■保管\n" + SENTENCE, 20, 2) == ["＜措置＞\n■保管", SENTENCE]


def test_a_bracket_that_closes_behind_a_full_stop_stays_with_its_sentence() -> None:
    sentence = "「" + "あ" * 42 + "。」"
    assert parts(sentence * 3, 10, 10) == [sentence * 2, sentence]


def test_a_long_sentence_is_cut_after_a_comma() -> None:
    clause = "あ" * 39 + "、"
    assert parts(clause * 3 + "い。", 10, 10) == [clause * 2, clause + "い。"]


def test_a_long_sentence_without_a_comma_is_cut_where_a_line_ends() -> None:
    assert parts("あ" * 101, 10, 10) == ["あ" * 100, "あ"]


def test_a_full_stop_near_the_beginning_is_no_place_to_cut() -> None:
    text = "あ" * 9 + "。" + "い" * 200
    assert len(parts(text, 10, 10)[0]) == 100


@given(TEXTS, WIDTHS, st.integers(1, 30))
def test_the_pieces_joined_give_the_text_back(text: str, em: float, most: int) -> None:
    spans = list(pieces(text, em, repeat(most)))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    between = [text[end:start] for (_, end), (start, _) in pairwise(spans)]
    assert set(between) <= {"", "\n"}


@given(TEXTS, WIDTHS, st.integers(1, 30))
@example("あ" * 40, 2.9, 10)  # two characters to a line, not 2.6
@example("あ" * 30 + ("いabcdefgh" * 30), 10, 10)  # lines that runs of ASCII leave half empty
def test_no_piece_needs_more_lines_than_it_may(text: str, em: float, most: int) -> None:
    assert max(lines(piece, em) for piece in parts(text, em, most)) <= most


@given(TEXTS, WIDTHS)
def test_something_is_always_cut_off(text: str, em: float) -> None:
    assert cut(f"あ{text}", em, 1) > 0


@given(TEXTS, TEXTS, WIDTHS)
def test_a_text_in_front_never_makes_the_rest_shorter(text: str, more: str, em: float) -> None:
    assert lines(f"{more}\n{text}", em) == lines(more, em) + lines(text, em)


def test_options_are_numbered_two_to_a_line_where_two_fit() -> None:
    long = "特に力を入れて行っており、これからも続ける"
    made = choice("甲", ["甲", "乙", "丙", long, "丁"])
    assert made.lines == (("1) 甲", "2) 乙"), ("3) 丙",), (f"4) {long}",), ("5) 丁",))
    assert made.options == ("甲", "乙", "丙", long, "丁")
    assert choice("甲", ["甲", long]).lines == (("1) 甲",), (f"2) {long}",))


def test_three_short_options_stand_on_one_line() -> None:
    made = choice("", ["実施する", "実施しない", "未定"])
    assert (made.lines, made.columns) == ((("1) 実施する", "2) 実施しない", "3) 未定"),), 3)
    made = choice("", ["特に力を入れている", "十分である", "課題が残されている"])
    assert (len(made.lines), made.columns) == (2, 2)
    assert choice("", ["一" * 20]).columns == choice("", []).columns == 2


def box(label: str) -> Box:
    return Box(label, ticked=False)


def test_boxes_stand_as_many_on_a_line_as_the_grid_says_and_the_last_number_goes_on() -> None:
    boxes = [box(str(n)) for n in range(8)]
    group = box_group("", boxes, [3, 2])
    assert [[each.label for each in line] for line in group.lines] == [
        ["0", "1", "2"],
        ["3", "4"],
        ["5", "6"],
        ["7"],
    ]


def test_a_group_without_boxes_has_one_column() -> None:
    assert box_group("", [], [1]).shares == (1.0,)


def test_columns_of_boxes_are_equal_until_one_needs_more() -> None:
    short = box_group("", [box("甲"), box("乙"), box("丙")], [3])
    assert short.shares == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    one = box_group("", [box("あ" * 15), box("乙"), box("丙")], [3])
    first, *others = one.shares
    assert sum(one.shares) == pytest.approx(1)
    assert first * VALUE_WIDTH > width(str(box("あ" * 15))) + GUTTER
    assert others[0] == pytest.approx(others[1])


def test_columns_that_need_more_than_there_is_share_it_by_what_they_need() -> None:
    group = box_group("", [box("あ" * 20), box("い" * 20), box("う" * 10)], [3])
    first, second, third = group.shares
    assert sum(group.shares) == pytest.approx(1)
    assert first == pytest.approx(second)
    needed = [width(str(box("あ" * count))) + GUTTER for count in (20, 10)]
    assert first / third == pytest.approx(needed[0] / needed[1])


def test_the_last_box_of_a_short_line_may_go_on_to_the_end_and_needs_no_column() -> None:
    lines = [[box("甲"), box("乙"), box("丙")], [box("丁"), box("あ" * 20)]]
    assert column_width(lines, 1) == width(str(box("乙")))
    assert column_width(lines, 0) == width(str(box("丁")))
    assert column_width([[box("甲"), box("あ" * 20)]], 1) == width(str(box("あ" * 20)))
    four = [[box("甲")] * 4, [box("丁"), box("あ" * 20), box("戊")]]
    assert column_width(four, 1) == width(str(box("あ" * 20)))


def test_a_label_that_goes_on_says_so_in_one_piece() -> None:
    assert going_on("項目", 10) == "項目（続き）"
    assert going_on("あ" * 8, 10) == f"{'あ' * 8}\n（続き）"


@pytest.mark.parametrize(
    ("stop", "first"),
    [(40, 100), (50, 100), (51, 51), (99, 99), (100, 100), (101, 100)],
)
def test_a_text_is_cut_behind_a_sentence_that_keeps_more_than_half_of_the_lines(
    stop: int, first: int
) -> None:
    text = "あ" * (stop - 1) + "。" + "い" * 200
    assert cut(text, 10, 10) == (first if stop != 101 else 99)


def test_a_sentence_goes_before_a_clause_however_near_the_end_that_is() -> None:
    text = "あ" * 59 + "。" + "い" * 30 + "、" + "う" * 200
    assert cut(text, 10, 10) == 60
    assert cut(text.replace("。", "い"), 10, 10) == 91


def test_one_line_is_cut_where_it_ends_and_more_lines_where_a_paragraph_does() -> None:
    assert cut("あ" * 15, 10, 1) == 10
    assert cut("あ" * 12 + "\n" + "い" * 30, 10, 4) == 33
    assert cut("あ" * 22 + "\n" + "い" * 30, 10, 4) == 23
    assert cut("あ\n" * 3 + "い" * 30, 10, 4) == 6
    assert cut("あ" * 5 + "\n\n\n" + "い" * 5, 10, 2) == 7


def test_a_line_of_rounded_widths_is_as_long_as_their_sum() -> None:
    assert lines("i" * 20, 10) == 1
    assert lines("あ" * 7 + "m", 7.98) == 1
    assert lines("あ" * 7 + "m", 7.97) == 2


def test_pieces_have_the_room_of_their_own_page() -> None:
    text = "\n".join("一二三四五六")
    assert [text[a:b] for a, b in pieces(text, 10, iter([1, 2, 9]))] == [
        "一",
        "二\n三",
        "四\n五\n六",
    ]
    assert [text[a:b] for a, b in pieces(text, 10, iter([0, 5]))] == ["一", "二\n三\n四\n五\n六"]
    assert [*pieces("", 10, iter([3]))] == [(0, 0)]
