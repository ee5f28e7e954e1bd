from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from versions_in_yaml import changes, compared, purpose, version

from pia.changes.compare import BlockChange, Version, compare

SYSTEMS = "システム:\n- {{id: 甲, 名称: {0}, 機能: 台帳を管理する。}}\n- {{id: 乙, 名称: {1}}}\n"


def test_a_changed_answer_is_told_with_both_values() -> None:
    assert changes("事務: {名称: 住基}", "事務: {名称: 戸籍}") == ["事務.名称: 住基 → 戸籍"]


def test_an_answer_that_was_empty_is_a_change_of_the_item() -> None:
    assert changes("{}", "事務: {名称: 戸籍}") == ["事務.名称:  → 戸籍"]


def test_the_same_change_is_found_on_every_form() -> None:
    for form in ("kiso", "juten", "zenkomoku"):
        found = changes("担当部署: {部署: 総務課}", "担当部署: {部署: 区政課}", form)
        assert found == ["担当部署.部署: 総務課 → 区政課"]


def test_a_renamed_block_is_a_change_of_its_name() -> None:
    found = changes(SYSTEMS.format("A", "B"), SYSTEMS.format("A", "C"))
    assert found == ["システム[乙].名称: B → C"]


def test_a_moved_block_changes_nothing_but_the_order() -> None:
    old = "システム: [{id: 甲, 名称: A}, {id: 乙, 名称: B}, {id: 丙, 名称: C}]"
    new = "システム: [{id: 丙, 名称: C}, {id: 甲, 名称: A}, {id: 乙, 名称: B}]"
    found = compared(old, new)
    assert found.changes == ()
    (move,) = found.moves
    assert (move.address, move.before, move.after) == (
        "システム",
        ("甲", "乙", "丙"),
        ("丙", "甲", "乙"),
    )


def test_moved_files_keep_their_names_although_the_form_numbers_them() -> None:
    one, two = "{id: 甲, ファイル名: 台帳}", "{id: 乙, ファイル名: 戸籍}"
    assert (
        changes(f"特定個人情報ファイル: [{one}, {two}]", f"特定個人情報ファイル: [{two}, {one}]")
        == []
    )


def test_a_block_without_partner_is_added_or_removed_whole() -> None:
    one, both = (
        "システム: [{id: 甲, 名称: A}]",
        "システム: [{id: 甲, 名称: A}, {id: 乙, 名称: B, 機能: C}]",
    )
    assert changes(one, both) == ["+システム[乙]"]
    assert changes(both, one) == ["-システム[乙]"]


def test_the_outermost_new_block_is_told_once() -> None:
    new = "特定個人情報ファイル: [{id: 甲, ファイル名: A, 委託: {委託事項: [{id: 保守, 名称: B}]}}]"
    assert changes("{}", new) == ["+特定個人情報ファイル[甲]"]


def test_an_id_may_differ_in_width_only() -> None:
    assert changes("システム: [{id: ＣＳ, 名称: A}]", "システム: [{id: CS, 名称: A}]") == []


def test_a_likely_new_id_is_proposed_and_never_paired() -> None:
    old = "システム: [{id: 甲, 名称: 台帳, 機能: 管理する。}]"
    new = "システム: [{id: 乙, 名称: 台帳, 機能: 管理する。}]"
    found = compared(old, new)
    assert [c.address for c in found.changes] == ["システム[甲]", "システム[乙]"]
    assert [(r.before, r.after) for r in found.renames] == [("システム[甲]", "システム[乙]")]


def test_alike_blocks_of_two_lists_are_not_proposed() -> None:
    one, other = "{id: 甲, 委託: {委託事項: [{id: 保守, 名称: B}]}}, {id: 乙}", "{id: 甲}, {id: 乙"
    other += ", 委託: {委託事項: [{id: 保守, 名称: B}]}}"
    old, new = (f"特定個人情報ファイル: [{files}]" for files in (one, other))
    found = compared(old, new)
    assert [c.address for c in found.changes if isinstance(c, BlockChange)] == [
        "特定個人情報ファイル[甲].委託.委託事項[保守]",
        "特定個人情報ファイル[乙].委託.委託事項[保守]",
    ]
    assert found.renames == ()


def test_unlike_blocks_are_not_proposed() -> None:
    old, new = (
        "システム: [{id: 甲, 名称: 台帳}]",
        "システム: [{id: 乙, 名称: 税, 機能: 計算する。}]",
    )
    assert compared(old, new).renames == ()


@pytest.mark.parametrize(
    "text", ["表紙: {公表日: R7.2.13}", "変更箇所: [{項目: 全般}]", "前版: 旧.yaml", "版: R6.10"]
)
def test_what_a_version_says_about_itself_is_not_compared(text: str) -> None:
    assert changes("{}", text) == []


def test_counts_follow_the_lists() -> None:
    one = "特定個人情報ファイル: [{id: 甲, 委託: {委託事項: [{id: 子, 名称: 保守}]}}]"
    two = one.replace("保守}", "保守}, {id: 丑, 名称: 印刷}")
    assert changes(one, two) == [
        "特定個人情報ファイル[甲].委託.件数: 1 → 2",
        "+特定個人情報ファイル[甲].委託.委託事項[丑]",
    ]


def test_boxes_ticked_in_another_order_are_equal() -> None:
    boxes = "特定個人情報ファイル: [{id: 甲, 入手・使用: {入手方法: [%s]}}]"
    assert changes(boxes % "紙, フラッシュメモリ", boxes % "フラッシュメモリ, 紙") == []
    assert changes(boxes % "紙, フラッシュメモリ", boxes % "紙") != []


def test_a_row_of_an_attachment_is_what_is_printed_of_it() -> None:
    table = "別紙: [{id: 表, 題名: 表, 列: [甲, 乙], 行: [%s]}]"
    assert changes(table % "{甲: 1, 乙: 2}", table % "{乙: 2, 甲: 1}") == []
    assert changes(table % "{甲: 1}", table % "{甲: 1, 乙: ''}") == []
    assert changes(table % "{甲: 1, 乙: 2}", table % "{甲: 2, 乙: 1}") != []


def test_kana_and_its_mark_in_one_character_or_two_are_equal() -> None:
    assert changes(purpose("データ"), purpose("テ\u3099ータ")) == []
    assert changes(purpose("データ"), purpose("テータ")) != []


def test_dates_written_differently_are_equal() -> None:
    dated = "評価実施手続: {{基礎項目評価: {{実施日: {}}}}}"
    assert changes(dated.format("R7.2.13"), dated.format("令和7年2月13日")) == []


def test_images_compare_by_what_is_in_them(tmp_path: Path) -> None:
    for name, content in {"a.png": b"1", "b.png": b"1", "c.png": b"2"}.items():
        (tmp_path / name).write_bytes(content)
    a, b, c = (
        version(f"事務の内容図: [{{id: 図, 画像: {name}.png}}]", folder=tmp_path) for name in "abc"
    )
    assert compare(a, b).changes == ()
    assert [change.address for change in compare(a, c).changes] == ["事務の内容図[図].画像"]


def test_images_that_show_the_same_are_equal_however_they_are_stored(tmp_path: Path) -> None:
    def saved(name: str, colour: str, level: int = 6) -> Version:
        Image.new("RGB", (40, 30), colour).save(tmp_path / f"{name}.png", compress_level=level)
        return version(f"事務の内容図: [{{id: 図, 画像: {name}.png}}]", folder=tmp_path)

    a, b = saved("a", "red", 0), saved("b", "red", 9)
    assert (tmp_path / "a.png").read_bytes() != (tmp_path / "b.png").read_bytes()
    assert compare(a, b).changes == ()
    assert len(compare(a, saved("c", "blue")).changes) == 1


def test_what_only_one_form_has_is_reported_as_such() -> None:
    text = "取り扱う理由: {事務実施上の必要性: 台帳の整備}"
    (change,) = compare(version(text), version(text, "juten")).changes
    assert (change.address, change.unprinted) == ("取り扱う理由.事務実施上の必要性", "様式3")


def test_changes_stand_in_printed_order_what_is_gone_behind_its_neighbour() -> None:
    old = "システム: [{id: 甲, 名称: A}, {id: 乙, 名称: B}, {id: 丙, 名称: C}]\n事務: {名称: 旧}"
    new = "システム: [{id: 甲, 名称: X}, {id: 丙, 名称: Y}]\n事務: {名称: 新}"
    assert changes(old, new) == [
        "事務.名称: 旧 → 新",
        "システム[甲].名称: A → X",
        "-システム[乙]",
        "システム[丙].名称: C → Y",
    ]


texts = st.text(st.sampled_from("あい甲乙12。"), min_size=1, max_size=6)
blocks = st.dictionaries(
    st.sampled_from(["甲", "乙", "丙"]),
    st.dictionaries(st.sampled_from(["名称", "機能"]), texts),
    max_size=3,
)
sources = st.builds(
    lambda office, systems: str(
        {"事務": {"名称": office}, "システム": [{"id": k, **v} for k, v in systems.items()]}
    ),
    texts,
    blocks,
)


@settings(deadline=None, max_examples=30)
@given(sources)
def test_a_version_does_not_differ_from_itself(text: str) -> None:
    assert not compared(text, text)


@settings(deadline=None, max_examples=50)
@given(sources, sources)
def test_swapping_the_versions_swaps_before_and_after(old: str, new: str) -> None:
    there, back = compared(old, new), compared(new, old)
    assert {(c.address, _values(c.before), _values(c.after)) for c in there.changes} == {
        (c.address, _values(c.after), _values(c.before)) for c in back.changes
    }
    assert bool(there) == (version(old).assessment != version(new).assessment)


def _values(side: object) -> str:
    answers = side if isinstance(side, tuple) else (side,)
    return str([getattr(answer, "value", None) for answer in answers])
