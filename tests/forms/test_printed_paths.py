"""Addresses as the form prints them."""

import pytest
from assessments import assessment

from pia.forms.index import TitleStyle, title, titles
from pia.forms.load import load
from pia.forms.walk import walk

SOURCE = """
システム: [{id: 住基}, {id: CS}]
事務の内容図: [{id: 台帳}]
特定個人情報ファイル:
- id: 台帳
  委託: {委託事項: [{id: 保守}]}
- id: 送付先
変更箇所: [{項目: 全般}]
"""
FILE = "特定個人情報ファイル"


@pytest.mark.parametrize(
    ("form", "address", "printed"),
    [
        ("juten", "表紙.評価書名", "表紙 評価書名"),
        ("juten", "システム[CS].名称", "Ⅰ2. システム2 ①システムの名称"),
        ("juten", "個人番号の利用.法令上の根拠", "Ⅰ4. 法令上の根拠"),
        ("zenkomoku", "個人番号の利用.法令上の根拠", "Ⅰ5. 法令上の根拠"),
        ("kiso", "個人番号の利用.法令上の根拠", "Ⅰ3. 法令上の根拠"),
        ("juten", f"{FILE}[送付先].入手・使用.使用目的", "Ⅱ（２）3. ③使用目的"),
        ("zenkomoku", f"{FILE}[送付先].入手・使用.使用目的", "Ⅱ（２）3. ⑥使用目的"),
        ("juten", f"{FILE}[台帳].基本情報.範囲の必要性",
         "Ⅱ（１）2. ③対象となる本人の範囲 その必要性"),
        ("juten", f"{FILE}[台帳].委託.委託事項[保守].再委託の有無",
         "Ⅱ（１）4. 委託事項1 再委託 ④再委託の有無"),
        ("juten", f"{FILE}[台帳].リスク対策.使用.権限のない者による使用.リスクへの対策は十分か",
         "Ⅲ（１）3. リスク２ リスクへの対策は十分か"),
        ("zenkomoku", f"{FILE}[台帳].リスク対策.委託.情報保護管理体制の確認",
         "Ⅲ（１）4. 情報保護管理体制の確認"),
        ("zenkomoku", "その他のリスク対策.監査.具体的なチェック方法",
         "Ⅳ1. ①自己点検 具体的なチェック方法"),
        ("zenkomoku", "事務の内容図[台帳].備考", "（別添１） 図（１） 備考"),
        ("juten", f"{FILE}[台帳].記録項目", "（別添１）（１） 記録項目"),
        ("kiso", "事務.対象人数", "Ⅱ1. 評価対象の事務の対象人数は何人か"),
        ("kiso", "しきい値判断.対象人数の時点",
         "Ⅱ1. 評価対象の事務の対象人数は何人か いつ時点の計数か"),
        ("kiso", "変更箇所[1].項目", "変更箇所 変更箇所（１） 項目"),
    ],
)  # fmt: skip
def test_an_address_is_told_in_the_numbering_of_its_form(
    form: str, address: str, printed: str
) -> None:
    assert titles(load("R6.10", form), assessment(SOURCE))[address] == printed


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_no_two_addresses_are_told_alike(form: str) -> None:
    found = titles(load("R6.10", form), assessment(SOURCE))
    assert len(found) > 40
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("事務の内容図[流れ].備考", "（別添１）全体の流れ 備考"),
        ("事務の内容図[流れ].画像", "（別添１）全体の流れ"),
        ("別紙[先].備考", "別紙 備考"),
        (f"{FILE}[送付先].入手・使用.使用目的",
         "Ⅱ ファイルの概要_送付先 3. 特定個人情報の入手・使用 ⑥使用目的"),
    ],
)  # fmt: skip
def test_by_sheets_a_figure_is_told_by_its_title_and_a_list_by_what_it_is(
    address: str, printed: str
) -> None:
    source = "事務の内容図: [{id: 流れ, 題名: 全体の流れ}]\n別紙: [{id: 先, 題名: 提供先}]\n"
    source += f"{FILE}: [{{id: 台帳}}, {{id: 送付先}}]"
    answers = walk(load("R6.10", "zenkomoku"), assessment(source))
    (found,) = [answer for answer in answers if answer.address == address]
    assert title(found, TitleStyle.SHEET) == printed
