"""Values of the model in the words of a source, and whether two of them say the same."""

from datetime import date
from typing import Any

import pytest
from assessments import file

from pia.forms.definition import Item
from pia.forms.load import load
from pia.forms.walk import is_same, plain_of, said, words
from pia.model.base import Checked, Kind
from pia.model.choices import Means

FORM = load("R6.10", "juten")
ITEMS = {item.address: item for _, item in FORM.items() if item.is_own}
FILE = "特定個人情報ファイル"
BOXES = (Checked(Means.PAPER), Checked(Means.OTHER, "窓口"))


def item(end: str) -> Item:
    return ITEMS[f"{FILE}.{end}"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.LINE, None, None),
        (Kind.RECORDS, (), None),
        (Kind.DATE, date(2025, 2, 13), "令和7年2月13日"),
        (Kind.COUNT, 3, "3"),
        (Kind.PROSE, "一\n二\n", "一\n二"),
        (Kind.PROSE, "\n", None),
        (Kind.RECORDS, ("氏名", "住所"), ["氏名", "住所"]),
        (Kind.CELLS, ({"番": "1"},), [{"番": "1"}]),
        (
            Kind.CHECKS,
            (Checked(Means.PAPER), Checked(Means.OTHER, "窓口")),
            ["紙", {"その他": "窓口"}],
        ),
    ],
)
def test_a_value_is_said_as_a_source_says_it(kind: Kind, value: Any, expected: Any) -> None:
    assert plain_of(kind, value) == expected


def test_boxes_say_the_same_in_any_order_and_other_values_as_they_stand() -> None:
    boxes, text = item("入手・使用.入手方法"), item("入手・使用.使用目的")
    assert is_same(boxes, ["紙", {"その他": "窓口"}], [{"その他": "窓口"}, "紙"])
    assert not is_same(boxes, ["紙", {"その他": "窓口"}], ["紙", {"その他": "郵送"}])
    assert not is_same(boxes, ["紙"], None)
    assert is_same(text, "照会", "照会")
    assert is_same(text, "", None)
    assert not is_same(text, "照 会", "照会")
    assert is_same(text, "照 会", "照会", loosely=True)
    assert not is_same(text, "照会", None, loosely=True)


def test_what_follows_from_other_items_is_said_where_the_source_is_silent() -> None:
    two = "委託: {委託事項: [{id: a, 名称: a}, {id: b, 名称: b}]}"
    count = f"{FILE}[住基台帳].委託.件数"
    assert dict(said(FORM, file(two)))[count] == "2"
    given = two.replace("委託: {", "委託: {件数: 12, ")
    assert dict(said(FORM, file(given)))[count] == "12"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("紙", "紙"),
        (["紙", "電子メール"], "紙／電子メール"),
        ([{"その他": "窓口"}, "紙"], "その他（窓口）／紙"),
        ({"id": "甲", "名称": "乙"}, "id: 甲、名称: 乙"),
        ({"列": ["番", "名"]}, "列: 番、名"),
        ([{"番": "1", "名": "甲"}, {"番": "2", "名": "乙"}], "番: 1、名: 甲\n番: 2、名: 乙"),
    ],
)
def test_a_reader_is_told_a_value_in_words(value: object, expected: str) -> None:
    assert words(value, "／") == expected


def test_only_what_follows_from_others_is_said_without_being_written() -> None:
    addresses = [address for address, _ in said(FORM, file("備考: なし"))]
    assert f"{FILE}[住基台帳].備考" in addresses
    assert f"{FILE}[住基台帳].委託.件数" in addresses
    assert f"{FILE}[住基台帳].入手・使用.使用目的" not in addresses
    assert len(addresses) == len(set(addresses))
