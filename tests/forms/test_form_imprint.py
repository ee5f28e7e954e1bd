"""What a rendered file remembers: the ids of its blocks, and a mark of what each item said."""

import pytest
from assessments import assessment

from pia.forms.definition import Item
from pia.forms.imprint import Imprint, imprint_in, imprint_of
from pia.forms.load import load

FILE = "特定個人情報ファイル"
SOURCE = """
事務: {名称: 税の事務}
特定個人情報ファイル:
- id: 台帳
  入手・使用: {使用目的: 照会, 入手方法: [紙, その他: 窓口]}
  委託: {委託事項: [{id: 保守, 名称: 保守}, {id: 印刷, 名称: 印刷}]}
- id: 送付先
変更箇所: [{項目: 一}, {項目: 二}]
別紙: [{id: 先, 列: [番, 名], 行: [{番: 1, 名: 県}]}]
"""
FORM = load("R6.10", "juten")
ITEMS = {item.address: item for _, item in FORM.items() if item.is_own}
WHOLE = imprint_of(FORM, assessment(SOURCE))


def item(address: str) -> Item:
    return ITEMS[address]


def test_an_item_is_known_by_its_place_and_by_all_that_it_said() -> None:
    purpose, place = item(f"{FILE}.入手・使用.使用目的"), f"{FILE}[台帳].入手・使用.使用目的"
    assert WHOLE.has(purpose, place, "照会")
    assert not WHOLE.has(purpose, place, "照合")
    assert not WHOLE.has(purpose, place, None)
    other = place.replace("台帳", "送付先")
    assert not WHOLE.has(purpose, other, "照会")
    assert WHOLE.has(purpose, other, None)  # it said that there was nothing
    means, at = item(f"{FILE}.入手・使用.入手方法"), f"{FILE}[台帳].入手・使用.入手方法"
    assert WHOLE.has(means, at, [{"その他": "窓口"}, "紙"])  # in any order
    assert not WHOLE.has(means, at, [{"その他": "郵送"}, "紙"])
    assert not WHOLE.has(means, at, ["紙"])
    rows = [{"名": "県", "番": "1"}]
    assert WHOLE.has(item("別紙.行"), "別紙[先].行", rows)


def test_what_follows_from_other_items_is_known_as_it_was_printed() -> None:
    count, place = item(f"{FILE}.委託.件数"), f"{FILE}[台帳].委託.件数"
    assert WHOLE.has(count, place, "2")
    assert not WHOLE.has(count, place, None)


def test_blocks_are_known_by_their_ids_and_rows_are_no_blocks() -> None:
    commissions = f"{FILE}[台帳].委託.委託事項"
    assert WHOLE.ids[FILE] == ["台帳", "送付先"]
    assert WHOLE.ids[commissions] == ["保守", "印刷"]
    assert WHOLE.ids["変更箇所"] == ["1", "2"]
    assert WHOLE.has_block(f"{commissions}[保守]")
    assert not WHOLE.has_block(f"{commissions}[なし]")
    assert not WHOLE.has_block("なし[保守]")
    assert set(WHOLE.blocks()) == {
        f"{FILE}[台帳]",
        f"{FILE}[送付先]",
        f"{commissions}[保守]",
        f"{commissions}[印刷]",
        "別紙[先]",
    }


def test_properties_of_an_office_file_bear_it_in_short_pieces() -> None:
    held = WHOLE.properties()
    names = list(held)
    assert names == [f"pia-item-{n:03}" for n in range(1, len(names) + 1)]
    assert {len(text) for text in list(held.values())[:-1]} == {240}
    assert 0 < len(held[names[-1]]) <= 240
    assert imprint_in(dict(reversed(held.items())) | {"ほか": "値"}) == WHOLE
    assert {len(mark) for mark in WHOLE.marks} == {4}


def test_what_bears_no_mark_has_no_properties() -> None:
    assert Imprint({FILE: ["台帳"]}).properties() == {}


@pytest.mark.parametrize("change", ["なし", "半分", "別"])
def test_an_imprint_that_is_lost_or_broken_is_none(change: str) -> None:
    held = WHOLE.properties()
    first = next(iter(held))
    broken = {
        "なし": {},
        "半分": {name: text for name, text in held.items() if name != first},
        "別": {first: "0" * 50},
    }
    assert imprint_in(broken[change]) is None
