"""Addresses as the form prints them."""

import pytest
from assessments import assessment

from pia.forms.index import TitleStyle, block_title, place_title, title, titles
from pia.forms.load import load
from pia.forms.walk import Answer, Place, walk

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


def answer(form: str, address: str) -> Answer:
    (found,) = (
        a
        for a in walk(load("R6.10", form), assessment(SOURCE))
        if a.address == address and a.item.is_own
    )
    return found


def sections(found: Answer) -> list[Place]:
    return [place for place in found.trail if isinstance(place, Place)]


CONTRACT = f"{FILE}[台帳].委託.委託事項[保守].再委託の有無"


@pytest.mark.parametrize(
    ("form", "address", "short", "sheet"),
    [
        ("juten", "表紙.評価書名", "表紙 評価書名", "表紙 評価書名"),
        ("juten", "システム[CS].名称", "Ⅰ－２ システム２ ①システムの名称",
         "Ⅰ 基本情報 2. 特定個人情報ファイルを取り扱う事務において使用するシステム "
         "システム2 ①システムの名称"),
        ("juten", "個人番号の利用.法令上の根拠", "Ⅰ－４ 法令上の根拠",
         "Ⅰ 基本情報 4. 個人番号の利用 法令上の根拠"),
        ("juten", CONTRACT, "Ⅱ（１）－４ 委託事項１ 再委託 ④再委託の有無",
         "Ⅱ ファイルの概要_台帳 4. 特定個人情報ファイルの取扱いの委託 "
         "委託事項1 再委託 ④再委託の有無"),
        ("juten", f"{FILE}[台帳].記録項目", "（別添１）（１） 記録項目",
         "（別添１）ファイル記録項目_台帳"),
        ("zenkomoku", "事務の内容図[台帳].画像", "（別添１） 図（１） 画像", "（別添１）"),
        ("zenkomoku", "その他のリスク対策.監査.具体的なチェック方法",
         "Ⅳ－１ ①自己点検 具体的なチェック方法",
         "Ⅳ リスク対策（その他） 1. 監査 ①自己点検 具体的なチェック方法"),
        ("zenkomoku", "変更箇所[1].項目", "（別添３） 変更箇所（１） 項目",
         "（別添３）変更箇所 項目"),
        ("kiso", "事務.対象人数", "Ⅱ－１ 評価対象の事務の対象人数は何人か",
         "Ⅱ 関連情報・しきい値判断・リスク対策 1. 対象人数 評価対象の事務の対象人数は何人か"),
    ],
)  # fmt: skip
def test_an_address_is_told_as_each_office_writes_it(
    form: str, address: str, short: str, sheet: str
) -> None:
    found = answer(form, address)
    assert title(found, TitleStyle.SHORT) == short
    assert title(found, TitleStyle.SHEET) == sheet


def test_what_is_alike_in_several_files_is_told_of_them_together() -> None:
    one, other = (
        answer("juten", f"{FILE}[{id_}].入手・使用.使用目的") for id_ in ("台帳", "送付先")
    )
    alike = [sections(each)[0] for each in (one, other)]
    assert title(one, TitleStyle.SHORT, alike) == "Ⅱ（１）（２）－３ ③使用目的"
    assert title(one, TitleStyle.SHEET, alike).startswith("Ⅱ ファイルの概要_台帳、_送付先 3. ")
    assert title(answer("juten", "システム[CS].名称"), TitleStyle.SHORT, alike).startswith("Ⅰ－２")


def test_a_section_and_a_block_are_told_by_their_names() -> None:
    part, section, block, _ = sections(answer("juten", CONTRACT))
    assert place_title([part, section]) == "Ⅱ（１）4."
    assert place_title([part, section], TitleStyle.SHORT) == "Ⅱ（１）－４"
    assert [block_title(part), block_title(block)] == [f"{FILE}（１）", "委託事項1"]
