from dataclasses import replace
from typing import Any

import pytest
from versions_in_yaml import diff_of, judge_of, purpose, table, version

from pia.changes.amendments import STANDARD, Choices, RowOptions, Split
from pia.changes.compare import compare
from pia.changes.excerpt import Context
from pia.changes.joined import THROUGHOUT
from pia.changes.report import build
from pia.forms.index import TitleStyle

SHEET, SHORT = RowOptions(style=TitleStyle.SHEET), RowOptions(style=TitleStyle.SHORT)
METHODS = "特定個人情報ファイル: [{{id: 甲, 入手・使用: {{入手方法: [{}]}}}}]"


def test_a_row_names_its_item_in_the_forms_numbering() -> None:
    assert table(purpose("台帳"), purpose("照会")) == ["Ⅱ（１）3. ③使用目的 | 台帳 | 照会"]
    assert table(purpose("台帳"), purpose("照会"), form="zenkomoku") == [
        "Ⅱ（１）3. ⑥使用目的 | 台帳 | 照会"
    ]


def test_a_row_names_its_item_as_cities_do() -> None:
    old, new = purpose("台帳"), purpose("照会") + "- {id: 乙, ファイル名: 戸籍}\n"
    assert table(old, new, SHORT)[0].startswith("Ⅱ（１）－３ ③使用目的 |")
    assert table(old, new, SHEET)[0].startswith(
        "Ⅱ ファイルの概要_甲 3. 特定個人情報の入手・使用 ③使用目的 |"
    )


def test_only_the_boxes_that_changed_are_shown() -> None:
    old, new = METHODS.format("紙, 電子メール"), METHODS.format("紙, 専用線")
    assert table(old, new) == [
        "Ⅱ（１）3. ②入手方法 | [○]電子メール/[　]専用線 | [　]電子メール/[○]専用線"
    ]


def test_a_new_text_in_a_bracket_stands_with_its_box_or_under_its_name() -> None:
    old, new = METHODS.format("その他: 窓口"), METHODS.format("その他: 郵送")
    assert table(old, new) == ["Ⅱ（１）3. ②入手方法 | [○]その他（窓口） | [○]その他（郵送）"]
    assert table(old, new, SHEET)[0].endswith("②入手方法 その他 | 窓口 | 郵送")


def test_a_count_stands_with_its_label_at_the_item_it_belongs_to() -> None:
    old = "特定個人情報ファイル: [{id: 甲, 提供・移転: {提供件数: 59}}]"
    assert table(old, old.replace("59", "60")) == [
        "Ⅱ（１）5. 提供・移転の有無 | 提供件数　59件 | 提供件数　60件"
    ]


def test_a_new_block_is_an_instruction_and_on_request_its_text() -> None:
    old, new = (
        "システム: [{id: 甲, 名称: A}]",
        "システム: [{id: 甲, 名称: A}, {id: 乙, 名称: 台帳}]",
    )
    assert table(old, new) == ["Ⅰ2. | — | システム2を追加（台帳）"]
    assert table(old, new, RowOptions(context=Context.ALL)) == [
        "Ⅰ2. | — | システム2を追加（台帳）/①システムの名称　台帳"
    ]
    assert table(new, old) == ["Ⅰ2. | システム2/①システムの名称　台帳 | システム2を削除"]


def test_a_new_file_is_told_once() -> None:
    assert table("{}", "特定個人情報ファイル: [{id: 甲, ファイル名: 台帳}]") == [
        "特定個人情報ファイル | — | 特定個人情報ファイル（１）を追加（台帳）"
    ]


def test_record_items_are_aligned_as_a_sequence() -> None:
    old = "特定個人情報ファイル: [{id: 甲, 記録項目: [氏名, 住所]}]"
    new = "特定個人情報ファイル: [{id: 甲, 記録項目: [氏名, 生年月日, 住所]}]"
    (row,) = table(old, new)
    assert row.endswith("| （右記を追加） | （略）/生年月日/（略）")


def test_rows_of_an_attachment_are_aligned_as_a_sequence() -> None:
    old = "別紙: [{id: 先, 題名: 提供先, 列: [番号, 名], 行: [{番号: 1, 名: 県}]}]"
    new = old.replace("名: 県}", "名: 県}, {番号: 2, 名: 市}")
    assert table(old, new) == ["別紙「提供先」 | （右記を追加） | （略）/2　市"]


def test_an_image_is_replaced_together_with_its_alternative_text() -> None:
    old = "事務の内容図: [{id: 図, 画像: a.png, 代替テキスト: 旧}]"
    new = "事務の内容図: [{id: 図, 画像: b.png, 代替テキスト: 新}]"
    assert [line.partition(" | ")[2] for line in table(old, new, form="zenkomoku")] == [
        "資料の差し替え | 資料の差し替え"
    ]


def test_a_new_figure_stands_beside_one_that_is_replaced() -> None:
    figures = "事務の内容図: [{{id: 甲, 題名: 流れ, 代替テキスト: {}}}{}]"
    old, new = figures.format("あ", ""), figures.format("い", ", {id: 乙, 題名: 図}")
    assert len(table(old, new, form="zenkomoku")) == 2


def test_an_item_of_one_form_says_so() -> None:
    text = "取り扱う理由: {事務実施上の必要性: 台帳の整備}"

    (row,) = build(judge_of(compare(version(text), version(text, "juten"))), STANDARD).rows
    assert (row.before, row.after) == ("台帳の整備", "—（様式3にない項目）")


def test_a_block_of_one_form_says_so() -> None:
    text = "事務の内容図: [{id: 図, 備考: 流れ}]"
    (row,) = build(judge_of(compare(version(text), version(form="juten"))), STANDARD).rows
    assert row.after == "—（様式3にない項目）"
    (row,) = build(judge_of(compare(version(form="juten"), version(text))), STANDARD).rows
    assert row.before == "—（様式3にない項目）"


def test_a_row_may_tell_of_one_heading() -> None:
    old = purpose("＜市の措置＞\nあ。\n＜県の措置＞\nい。")
    new = purpose("＜市の措置＞\nう。\n＜県の措置＞\nえ。")
    assert table(old, new, RowOptions(split=Split.HEADING)) == [
        "Ⅱ（１）3. ③使用目的 ＜市の措置＞ | ＜市の措置＞/あ。 | ＜市の措置＞/う。",
        "Ⅱ（１）3. ③使用目的 ＜県の措置＞ | ＜県の措置＞/い。 | ＜県の措置＞/え。",
    ]


def files(*purposes: str) -> str:
    entries = (
        f"{{id: {i}, 入手・使用: {{使用目的: {text}}}}}"
        for i, text in zip("甲乙丙", purposes, strict=False)
    )
    return f"特定個人情報ファイル: [{', '.join(entries)}]"


def test_files_that_change_alike_share_a_row_on_request() -> None:
    old, new = files("台帳", "台帳", "台帳"), files("照会", "照会", "通知")
    options = RowOptions(style=TitleStyle.SHORT, together=True)
    assert table(old, new, options) == [
        "Ⅱ（１）（２）－３ ③使用目的 | 台帳 | 照会",
        "Ⅱ（３）－３ ③使用目的 | 台帳 | 通知",
    ]


THREE = (
    "担当部署: {{部署: 総務部{0}, 所属長の役職名: 総務部{0}長}}\n事務: {{名称: 総務部{0}の事務}}"
)


def test_rows_outside_files_share_none() -> None:
    old, new = (
        f"事務: {{名称: {word}, 内容: {word}}}\n担当部署: {{部署: {word}}}"
        for word in ("台帳", "照会")
    )
    assert len(table(old, new, RowOptions(together=True))) == 3


def test_a_wording_of_three_items_is_proposed_with_its_items() -> None:
    (wording,) = diff_of(THREE.format("総務課"), THREE.format("区政課")).wordings
    assert (wording.before, wording.after) == ("総務部総務課", "総務部区政課")
    assert [row.item for row in wording.rows] == [
        "Ⅰ1. ①事務の名称",
        "Ⅰ6. ①部署",
        "Ⅰ6. ②所属長の役職名",
    ]


def test_a_wording_throughout_is_one_row_on_request() -> None:
    old, new = THREE.format("総務課"), THREE.format("区政課") + "\n他の評価実施機関: 県"
    found = diff_of(old, new, RowOptions(throughout=True)).rows
    assert [row.item for row in found] == [
        "Ⅰ7. 他の評価実施機関",
        "全般\n（Ⅰ1. ①事務の名称、Ⅰ6. ①部署、Ⅰ6. ②所属長の役職名）",
    ]
    assert found[-1].addresses == ("事務.名称", "担当部署.部署", "担当部署.所属長の役職名")


@pytest.mark.parametrize("other", ["総務課と税務課", "総務課（新設）"])
def test_an_item_that_changes_otherwise_keeps_its_row(other: str) -> None:
    old = THREE.format("総務課") + "\n他の評価実施機関: 総務課"
    new = THREE.format("区政課") + f"\n他の評価実施機関: {other}"
    found = diff_of(old, new, RowOptions(throughout=True)).rows
    assert [row.item.partition("\n")[0] for row in found] == ["Ⅰ7. 他の評価実施機関", "全般"]


def test_the_most_frequent_wording_takes_those_along_that_have_it_in_a_longer_word() -> None:
    source = (
        "個人番号の利用: {{法令上の根拠: {0}の根拠}}\n"
        "担当部署: {{部署: {0}, 所属長の役職名: {0}長}}\n他の評価実施機関: {0}と県\n"
        "事務: {{名称: {0}の事務, 内容: {0}長が決める}}\n表紙: {{評価書名: {0}長の事務}}"
    )
    (wording,) = diff_of(source.format("総務課"), source.format("区政課")).wordings
    assert (wording.before, wording.after, len(wording.rows)) == ("総務課", "区政課", 7)


def test_two_items_are_no_wording_throughout() -> None:
    old, new = (
        "担当部署: {部署: A課, 所属長の役職名: A課長}",
        "担当部署: {部署: B課, 所属長の役職名: B課長}",
    )
    assert diff_of(old, new).wordings == []


def moved(*lines: str) -> str:
    return purpose("\n".join(lines))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (moved("あ。", "い。", "う。"), moved("い。", "う。", "あ。")),
        (moved("あ。", "い。"), moved("い。", "あ。")),
        (moved("あ。", "い。", "あ。", "う。"), moved("い。", "あ。", "あ。", "う。")),
    ],
)
def test_a_moved_paragraph_never_prints_two_equal_cells(old: str, new: str) -> None:
    (row,) = diff_of(old, new).rows
    assert row.before != row.after
    assert row.after.startswith("（順序を変更）\n")


def test_a_moved_record_item_says_that_the_order_changed() -> None:
    source = "特定個人情報ファイル: [{{id: 甲, 記録項目: [{}]}}]"
    (row,) = diff_of(source.format("氏名, 住所"), source.format("住所, 氏名")).rows
    assert row.before != row.after


def attachment(count: int, word: str) -> str:
    rows = ", ".join(f"{{番: '{n}', 名: {word}{'い' * 40}}}" for n in range(count))
    return f"別紙: [{{id: 先, 題名: 提供先, 列: [番, 名], 行: [{rows}]}}]"


def test_a_long_attachment_is_told_by_the_number_of_its_rows() -> None:
    (line,) = table(attachment(60, "県"), attachment(61, "市"))
    assert line == (
        "別紙「提供先」 | 資料の差し替え | 資料の差し替え（全61行。60行を変更（名）、1行を追加）"
    )
    (whole,) = table(attachment(60, "県"), attachment(61, "市"), RowOptions(context=Context.ALL))
    assert len(whole) > 2_000


def test_rows_that_only_came_in_or_went_are_told_without_a_change() -> None:
    few, many = attachment(20, "県"), attachment(90, "県")
    assert table(few, many)[0].endswith("資料の差し替え（全90行。70行を追加）")
    assert table(many, few)[0].endswith("資料の差し替え（全20行。70行を削除）")


def test_an_item_of_a_file_names_the_file() -> None:
    source = (
        "特定個人情報ファイル: [{{id: 甲, ファイル名: 住基台帳, 保管・消去: {{保管場所: {}}}}}]"
    )
    (row,) = diff_of(source.format("金庫"), source.format("部屋")).rows
    assert row.item == "Ⅱ（１）住基台帳 6. 保管場所"


RANGE = (
    "特定個人情報ファイル: [{{id: 甲, 基本情報: {{対象となる本人の範囲: {0}, 範囲の必要性: {1}}}}}]"
)


def test_what_stands_under_two_numbers_stays_two_rows() -> None:
    both = RANGE.replace("対象となる本人の範囲: {0}, 範囲の必要性", "保有開始日: {0}, 事務担当部署")
    old, new = both.format("R6.4.1", "総務課"), both.format("R7.4.1", "区政課")
    assert len(table(old, new, RowOptions(item=True))) == 2


def test_what_stands_under_one_number_is_one_row_on_request() -> None:
    old, new = RANGE.format("住民", "台帳の整備"), RANGE.format("納税者", "課税")
    assert len(table(old, new)) == 2
    (line,) = table(old, new, RowOptions(item=True))
    assert line == (
        "Ⅱ（１）2. ③対象となる本人の範囲 | 住民/（その必要性）/台帳の整備 | "
        "納税者/（その必要性）/課税"
    )


def test_a_change_of_substance_is_never_lost_in_one_row_for_all() -> None:
    source = "特定個人情報ファイル: [{}]"
    one = "{{id: {0}, 保管・消去: {{保管場所: 鍵を{1}部屋}}}}"
    old, new = (
        source.format(", ".join(one.format(name, verb) for name in "甲乙丙"))
        for verb in ("掛ける", "掛けない")
    )
    assert len(diff_of(old, new, RowOptions(throughout=True)).rows) == 3


@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("name", ["together", "throughout", "item"])
def test_what_a_call_chooses_goes_before_what_a_workspace_says(name: str, chosen: bool) -> None:
    other: Any = {name: not chosen}
    made: Any = {name: chosen}
    said = replace(STANDARD, **other)
    assert Choices(**made).over(said) == replace(said, **made)
    assert Choices().over(said) == said


def test_the_same_text_filled_in_anew_is_no_wording_that_changed_throughout() -> None:
    filled = "担当部署: {部署: 甲課, 所属長の役職名: 甲課}\n事務: {名称: 甲課}"
    rows = table("{}", filled, RowOptions(throughout=True))
    assert len(rows) == 3
    assert not any(THROUGHOUT in row for row in rows)
