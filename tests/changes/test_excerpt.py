import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia.changes.excerpt import ADDED, BUDGET, DELETED, Context, excerpt, hunks, marked
from pia.layout.marks import Marked


def shown(before: str, after: str, context: Context = Context.CHANGED) -> tuple[str, str]:
    """Return both cells, line breaks as `/`, changed words in brackets."""
    left, right = (side.split("/") if side else [] for side in (before, after))
    first, second = excerpt(left, right, context)
    return _shown(first), _shown(second)


def _shown(cell: Marked) -> str:
    return "".join(f"[{t}]" if changed else t for t, changed in cell.runs()).replace("\n", "/")


def test_a_changed_paragraph_stands_on_both_sides_with_its_words_marked() -> None:
    assert shown("ログを10年保存する。", "ログを5年保存する。") == (
        "ログを[10]年保存する。",
        "ログを[5]年保存する。",
    )


def test_an_addition_has_a_notice_at_its_left() -> None:
    assert shown("", "機能を限る。") == ("（右記を追加）", "[機能を限る。]")
    assert shown("台帳を作る。", "台帳を作る。/届出を受ける。") == (
        "（右記を追加）",
        "（略）/[届出を受ける。]",
    )


def test_a_deletion_has_a_notice_at_its_right() -> None:
    assert shown("あ/い/う", "あ/う") == ("（略）/[い]/（略）", "（右記を削除）")


def test_where_only_blank_lines_differ_the_whole_text_is_shown() -> None:
    assert shown("あ/い//う", "あ/い/う") == ("あ/い//う", "あ/い/う")
    assert shown("あ", "あ/") == ("あ", "あ/")


def test_an_addition_within_a_paragraph_is_no_pure_addition() -> None:
    assert shown("証明書発行システム", "証明書発行システム、申請管理システム") == (
        "証明書発行システム",
        "証明書発行システム[、申請管理システム]",
    )


@pytest.mark.parametrize(("between", "is_shown"), [(3, True), (4, False)])
def test_the_few_lines_between_a_numbered_title_and_a_change_are_shown(
    between: int, is_shown: bool
) -> None:
    lines = [f"行{n}を置く。" for n in range(between)]
    before, after = (["1. 保管", *lines, text] for text in ("鍵を掛ける。", "鍵を預ける。"))
    cells = excerpt(before, after, Context.CHANGED)
    for cell, last in zip(cells, ("鍵を掛ける。", "鍵を預ける。"), strict=True):
        assert cell.split("\n") == ["1. 保管", *(lines if is_shown else ["（中略）"]), last]


def test_what_moved_is_marked_behind_the_notice_that_it_did() -> None:
    assert shown("あい。/うえ。", "うえ。/あい。") == (
        "（略）/[うえ。]",
        "（順序を変更）/[うえ。]/（略）",
    )


def test_the_rest_is_left_out_at_the_edges_and_between() -> None:
    assert shown("あ/い/う/え/お", "あ/か/う/き/お") == (
        "（略）/[い]/（中略）/[え]/（略）",
        "（略）/[か]/（中略）/[き]/（略）",
    )


def test_a_changed_paragraph_keeps_its_heading() -> None:
    before = "＜本市における措置＞/あ。/＜共通基盤における措置＞/い。/う。"
    assert shown(before, before.replace("う", "え")) == (
        "（略）/＜共通基盤における措置＞/（中略）/[う]。",
        "（略）/＜共通基盤における措置＞/（中略）/[え]。",
    )


def test_a_changed_paragraph_keeps_its_numbered_title_and_what_leads_to_it() -> None:
    before = "1. 記載の事務/1-①. 受け付ける。/2. 照会の事務/2-①. 調べる。"
    after = before.replace("/2. ", "/1-②. 入力する。/2. ")
    assert shown(before, after)[1] == "1. 記載の事務/1-①. 受け付ける。/[1-②. 入力する。]/（略）"


def test_short_numbered_lines_in_a_row_are_a_list_and_no_titles() -> None:
    before = "次の入口がある。/1.門/2.扉/3.鍵/記録する。"
    assert shown(before, before.replace("記録", "確認"))[0] == "（略）/[記録]する。"


def test_what_is_left_out_next_to_each_other_is_left_out_once() -> None:
    before, after = "あ/い/う/え", "あ/か/い/き"
    assert shown(before, after) == ("（略）/[う/え]", "（略）/[か]/（中略）/[き]")


def test_the_whole_text_is_shown_on_request() -> None:
    assert shown("あ/い/う", "あ/え/う", Context.ALL) == ("あ/[い]/う", "あ/[え]/う")
    assert shown("", "あ/い", Context.ALL) == ("（右記を追加）", "[あ/い]")
    assert shown("あ", "あ/い", Context.ALL) == ("あ", "あ/[い]")


paragraphs = st.lists(st.text(st.sampled_from("あい1。＜＞①"), min_size=1, max_size=4), max_size=6)


@settings(deadline=None)
@given(paragraphs, paragraphs)
def test_the_whole_texts_are_never_altered(before: list[str], after: list[str]) -> None:
    left, right = excerpt(before, after, Context.ALL)
    assert left in ("\n".join(before), ADDED)
    assert right in ("\n".join(after), DELETED)


@settings(deadline=None)
@given(paragraphs, paragraphs, st.sampled_from(Context))
def test_texts_that_differ_never_look_the_same(
    before: list[str], after: list[str], context: Context
) -> None:
    if before == after:
        return
    left, right = excerpt(before, after, context)
    assert left != right or left.stretches != right.stretches


@pytest.mark.parametrize("context", Context)
@settings(deadline=None)
@given(paragraphs, paragraphs)
def test_every_paragraph_that_is_new_is_shown(
    context: Context, before: list[str], after: list[str]
) -> None:
    _, right = excerpt(before, after, context)
    shown_lines = right.split("\n")
    assert all(line in shown_lines for line in after if line not in before)


def test_what_would_take_too_long_to_compare_is_told_by_the_clause_or_as_a_whole() -> None:
    many = int(BUDGET**0.5) + 1
    assert hunks(["、"] * many + ["甲"], ["乙"] + ["、"] * many) is None
    old = "、".join(f"項目{n}甲" for n in range(many + 1))
    left, right = marked(old, old.replace("項目7甲", "項目7乙"))
    assert [old[s.start : s.end] for s in left.stretches] == ["甲"]
    left, _ = marked(f"{old}、終", f"初、{old.replace('項目7甲', '項目7乙')}、末")
    assert [str(left)[s.start : s.end] for s in left.stretches] == ["項目7甲、", "終"]
    left, right = marked("あ" * 9 + "、い" * many * 99, "、い" * many * 99 + "う")
    assert [len(side.stretches) for side in (left, right)] == [1, 1]


def test_too_many_equal_paragraphs_are_told_as_wholly_replaced() -> None:
    same = ["同じ"] * (int(BUDGET**0.5) + 1)
    before, after = [*same, "甲"], ["乙", *same]
    cells = excerpt(before, after, Context.ALL)
    assert [list(cell.runs()) for cell in cells] == [
        [("\n".join(side), True)] for side in (before, after)
    ]
