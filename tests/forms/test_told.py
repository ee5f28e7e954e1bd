"""Rows of 変更箇所 without 対象: whether they tell of a black place, by their 項目."""

import pytest
from assessments import assessment

from pia.forms.find import AboutBlack, rows_about_black
from pia.forms.load import named

TEXT = """
特定個人情報ファイル: [{id: 台帳, 入手・使用: {使用目的: 巡回}}]
変更箇所: [{項目: ITEM, 変更前の記載: 旧}]
非公表: [{項目: "特定個人情報ファイル[台帳].入手・使用.使用目的", 理由: 警備}]
"""


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Ⅱ 3 ③使用目的", AboutBlack(telling=(1,))),
        ("Ⅱ（１）３．特定個人情報の入手・使用", AboutBlack(telling=(1,))),
        ("Ⅱ 6 保管場所", AboutBlack()),
        ("全般", AboutBlack(unknown=(1,))),
        ("", AboutBlack(unknown=(1,))),
    ],
)
def test_the_item_of_a_row_says_what_it_tells_of(item: str, expected: AboutBlack) -> None:
    data = assessment(TEXT.replace("ITEM", f'"{item}"'))
    assert rows_about_black(named("juten"), data) == expected


@pytest.mark.parametrize("text", ["変更前の記載", "変更後の記載", "提出時期に係る説明"])
def test_a_row_with_any_text_may_tell_and_is_counted_from_one(text: str) -> None:
    rows = f"{{項目: Ⅱ 6 保管場所, 変更前の記載: 旧}}, {{項目: Ⅱ 3 ③使用目的, {text}: 巡回}}"
    data = assessment(TEXT.replace("{項目: ITEM, 変更前の記載: 旧}", rows))
    assert rows_about_black(named("juten"), data) == AboutBlack(telling=(2,))


@pytest.mark.parametrize(
    "row",
    ["{項目: 全般}", "{項目: 全般, 変更前の記載: 旧, 対象: [事務.名称]}"],
)
def test_a_row_without_texts_or_with_targets_is_in_no_doubt(row: str) -> None:
    data = assessment(TEXT.replace("{項目: ITEM, 変更前の記載: 旧}", row))
    assert rows_about_black(named("juten"), data) == AboutBlack()


def test_without_black_places_no_row_is_looked_at() -> None:
    data = assessment("変更箇所: [{項目: 全般, 変更前の記載: 旧}]")
    assert rows_about_black(named("juten"), data) == AboutBlack()
