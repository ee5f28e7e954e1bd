"""The keys of a source as one form knows them."""

import pytest

from pia.forms.index import Field, fields, heading
from pia.forms.load import named


def tree(form: str) -> dict[str, Field]:
    return {field.address: field for top in fields(named(form)) for field in top.walk()}


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_every_item_of_its_own_is_a_leaf_in_printed_order_within_its_part(form: str) -> None:
    items = [item for _, item in named(form).items() if item.is_own]
    known = tree(form)
    assert {item.address for item in items} == {a for a, field in known.items() if field.item}
    order = {item.address: n for n, item in enumerate(items)}
    for field in known.values():
        below = [order[inner.address] for inner in field.fields if inner.item]
        assert below == sorted(below)


def test_what_the_form_lacks_is_no_key() -> None:
    assert "取り扱う理由" in tree("zenkomoku")
    assert "取り扱う理由" not in tree("juten")
    assert "特定個人情報ファイル.基本情報" not in tree("kiso")


def test_a_key_that_is_never_printed_stands_behind_the_key_before_it() -> None:
    keys = [field.key for field in tree("juten")["特定個人情報ファイル.提供・移転.提供先"].fields]
    assert keys[:4] == ["id", "名称", "別紙", "別冊"]
    assert [field.key for field in tree("juten")["変更箇所"].fields][-1] == "対象"
    assert next(iter(tree("juten"))) == "様式"


def test_form_4_asks_for_the_purpose_after_what_form_3_does_not_ask() -> None:
    use = [field.key for field in tree("zenkomoku")["特定個人情報ファイル.入手・使用"].fields]
    assert use.index("本人への明示") < use.index("使用目的") < use.index("変更の妥当性")


def test_a_part_stands_where_all_its_items_stand() -> None:
    known = tree("juten")
    assert (
        heading(known["特定個人情報ファイル.委託"].trail)
        == "Ⅱ4. 特定個人情報ファイルの取扱いの委託"
    )
    assert known["特定個人情報ファイル"].trail == ()
