"""What a form says of an item, in words."""

import pytest

from pia.forms.index import heading, need, path
from pia.forms.load import named


def found(form: str, address: str) -> tuple[str, str]:
    chosen = named(form)
    for trail, item in chosen.items():
        if item.is_own and item.address == address:
            return path((*trail, item)), need(chosen, item)
    raise LookupError(address)


@pytest.mark.parametrize(
    ("form", "address", "place"),
    [
        ("juten", "表紙.評価書名", "表紙 評価書名"),
        ("juten", "システム.名称", "Ⅰ2.システム ①システムの名称"),
        ("juten", "特定個人情報ファイル.入手・使用.使用目的", "Ⅱ3.③使用目的"),
        ("zenkomoku", "特定個人情報ファイル.入手・使用.使用目的", "Ⅱ3.⑥使用目的"),
        ("juten", "特定個人情報ファイル.入手・使用.使用部署", "Ⅱ3.④使用の主体 使用部署"),
        (
            "juten",
            "特定個人情報ファイル.基本情報.範囲の必要性",
            "Ⅱ2.③対象となる本人の範囲 その必要性",
        ),
        (
            "zenkomoku",
            "特定個人情報ファイル.リスク対策.入手.不正確な入手.その他の措置の内容",
            "Ⅲ2.リスク３ その他の措置の内容",
        ),
        ("kiso", "変更箇所.変更日", "変更箇所 変更日"),
    ],
)
def test_a_path_is_the_one_printed_without_the_numbers_of_entries(
    form: str, address: str, place: str
) -> None:
    assert found(form, address)[0] == place


@pytest.mark.parametrize(
    ("form", "address", "when"),
    [
        ("juten", "表紙.評価書名", "必須"),
        ("juten", "表紙.特記事項", "任意"),
        ("juten", "情報連携.法令上の根拠", "「実施の有無」が「実施する」のとき必須"),
        (
            "juten",
            "特定個人情報ファイル.リスク対策.委託.委託契約書中の規定",
            "「委託しない」を選ばないとき必須",
        ),
        ("kiso", "規則第９条第２項の適用.適用した理由", "「適用した」を選んだとき必須"),
        (
            "zenkomoku",
            "その他のリスク対策.監査.具体的なチェック方法",
            "「自己点検」が「特に力を入れて行っている」か「十分に行っている」のとき必須",
        ),
    ],
)
def test_a_rule_is_said_in_the_words_of_the_form(form: str, address: str, when: str) -> None:
    assert found(form, address)[1] == when


def test_the_heading_of_a_section_has_its_title_once() -> None:
    trails = [trail for trail, item in named("juten").items() if item.label == "使用目的"]
    assert [heading(trail) for trail in trails] == ["Ⅱ3. 特定個人情報の入手・使用"]
    (cover,) = [trail for trail, item in named("juten").items() if item.label == "評価書名"]
    assert heading(cover) == "表紙"
