"""Answers, and whether they must be filled."""

from datetime import date

import pytest
from assessments import assessment, file
from hypothesis import given
from hypothesis import strategies as st

from pia.forms.definition import Style
from pia.forms.load import load
from pia.forms.walk import Answer, Place, is_required, text_of, unfold, walk
from pia.model import Assessment
from pia.model.base import Checked
from pia.model.choices import Means


def answers(form: str, source: Assessment) -> dict[str, Answer]:
    return {a.address: a for a in walk(load("R6.10", form), source) if a.item.is_own}


def answer(form: str, source: Assessment, end: str) -> Answer:
    (found,) = [a for address, a in answers(form, source).items() if address.endswith(end)]
    return found


def must(form: str, source: Assessment, end: str) -> bool:
    found = answer(form, source, end)
    return is_required(found.item.required, found.context)


def risk(text: str) -> Assessment:
    return file(f"リスク対策: {{{text}}}")


@pytest.mark.parametrize(
    ("form", "source", "end", "expected"),
    [
        ("juten", "情報連携: {実施の有無: 実施する}", "情報連携.法令上の根拠", True),
        ("juten", "情報連携: {実施の有無: 実施しない}", "情報連携.法令上の根拠", False),
        ("juten", "{}", "情報連携.法令上の根拠", False),
        ("juten", "{}", "表紙.評価書名", True),
        ("juten", "{}", "表紙.特記事項", False),
        ("juten", "{}", "意見の聴取.方法", False),
        ("zenkomoku", "{}", "意見の聴取.方法", True),
        ("zenkomoku", "{}", "表紙.承認日", False),
        ("kiso", "規則第９条第２項の適用: {該当: [適用した]}", "適用した理由", True),
        ("kiso", "{}", "適用した理由", False),
        ("kiso", "基礎リスク対策: {人手を介在させる作業: {該当: [人手を介在させる作業はない]}}",
         "人手を介在させる作業.判断の根拠", False),
        ("kiso", "{}", "人手を介在させる作業.判断の根拠", True),
    ],
)  # fmt: skip
def test_an_item_must_be_filled(form: str, source: str, end: str, expected: bool) -> None:
    assert must(form, assessment(source), end) is expected


@pytest.mark.parametrize(
    ("form", "source", "end", "expected"),
    [
        ("juten", "委託: {}", "委託契約書中の規定", True),
        ("juten", "委託: {該当: [委託しない]}", "委託契約書中の規定", False),
        ("juten", "委託: {委託契約書中の規定: 定めている}", "規定の内容", True),
        ("juten", "委託: {委託契約書中の規定: 定めていない}", "規定の内容", False),
        ("zenkomoku", "委託: {再委託先による取扱い: 再委託していない}",
         "再委託先に関する具体的な方法", False),
        ("zenkomoku", "委託: {再委託先による取扱い: 十分に行っている}",
         "再委託先に関する具体的な方法", True),
        ("zenkomoku", "情報提供ネットワークシステムとの接続: {該当: [接続しない（入手）]}",
         "接続.不正確な入手.リスクに対する措置の内容", False),
        ("zenkomoku", "情報提供ネットワークシステムとの接続: {該当: [接続しない（入手）]}",
         "接続.不正な提供.リスクに対する措置の内容", True),
    ],
)  # fmt: skip
def test_a_rule_looks_at_the_answers_of_the_same_file(
    form: str, source: str, end: str, expected: bool
) -> None:
    assert must(form, risk(source), end) is expected


def test_an_empty_list_leaves_one_blank_block_and_no_answers() -> None:
    form, empty = load("R6.10", "zenkomoku"), assessment()
    blank = [block for block in unfold(form, empty) if block.place.blank]
    assert [block.place.section.title for block in blank] == [
        "特定個人情報ファイルの概要",
        "特定個人情報ファイル記録項目",
        "特定個人情報ファイルの取扱いプロセスにおけるリスク対策",
        "別紙",
    ]
    assert [a for a in answers("zenkomoku", empty) if a.startswith("特定個人情報ファイル")] == []


def test_every_part_of_a_file_stands_once_for_each_file() -> None:
    form = load("R6.10", "juten")
    source = assessment("特定個人情報ファイル: [{id: a}, {id: b}]")
    titles = [(b.place.section.number, b.place.ordinal) for b in unfold(form, source)]
    parts = [(number, ordinal) for number, ordinal in titles if ordinal and number]
    assert parts[:6] == [
        ("Ⅱ", 1),
        ("Ⅱ", 2),
        ("（別添１）", 1),
        ("（別添１）", 2),
        ("Ⅲ", 1),
        ("Ⅲ", 2),
    ]


def test_an_entry_without_id_is_addressed_by_its_place() -> None:
    source = assessment("変更箇所: [{項目: 甲}, {項目: 乙}]")
    assert answers("juten", source)["変更箇所[2].項目"].value == "乙"


COMMISSIONS = "委託: {委託事項: [{id: a, 名称: a}, {id: b, 名称: b}, {id: c, 名称: c}]}"
LISTED = """
別紙:
- {id: 一覧, 列: [名], 行: [{名: 甲}, {名: 乙}, {名: 丙}]}
特定個人情報ファイル:
- id: f
  提供・移転: {提供先: [{id: a, 名称: a}, {id: b, 別紙: 一覧}]}
"""


def test_a_count_is_the_number_of_entries_unless_it_is_given() -> None:
    assert answer("juten", file(COMMISSIONS), "委託.件数").value == 3
    given_count = file("委託: {件数: 12, 委託事項: [{id: a}]}")
    assert answer("juten", given_count, "委託.件数").value == 12
    assert answer("juten", file("備考: なし"), "委託.件数").value is None


def test_an_entry_with_a_list_of_its_own_counts_as_the_rows_of_it() -> None:
    assert answer("juten", assessment(LISTED), "提供件数").value == 4
    assert answer("juten", assessment(LISTED), "移転件数").value is None


def test_a_list_of_which_a_part_is_published_apart_has_no_count() -> None:
    apart = "委託: {委託事項: [{id: a, 名称: a}, {id: b, 名称: b}]}"
    assert answer("juten", file(apart), "委託.件数").value == 2
    provided = "提供・移転: {提供先: [{id: a, 名称: a}, {id: b, 名称: b, 別冊: 一覧}]}"
    assert answer("juten", file(provided), "提供件数").value is None


def test_entries_that_say_nothing_are_not_counted() -> None:
    blank = "委託: {委託事項: [{id: a, 名称: a}, {id: b}]}"
    assert answer("juten", file(blank), "委託.件数").value == 1


def result(subjects: str, handlers: str, incident: str) -> object:
    source = f"""
        事務: {{対象人数: '{subjects}'}}
        しきい値判断: {{取扱者数: '{handlers}', 重大事故: '{incident}'}}
    """
    (found,) = [a for a in walk(load("R6.10", "kiso"), assessment(source)) if a.item.derive]
    return found.value


def test_the_result_of_form_2_follows_from_its_answers() -> None:
    juten = "基礎項目評価及び重点項目評価の実施が義務付けられる"
    zenkomoku = "基礎項目評価及び全項目評価の実施が義務付けられる"
    assert result("10万人以上30万人未満", "500人未満", "発生なし") == juten
    assert result("10万人以上30万人未満", "500人未満", "発生あり") == zenkomoku
    assert result("10万人以上30万人未満", "500人以上", "発生なし") == zenkomoku


def test_an_open_answer_leaves_the_result_of_form_2_open() -> None:
    (found,) = [a for a in walk(load("R6.10", "kiso"), assessment()) if a.item.derive]
    assert found.value is None


def test_names_of_a_list_are_printed_with_their_numbers() -> None:
    source = "システム: [{id: a, 名称: 甲}, {id: b, 名称: 乙}]"
    assert answers("kiso", assessment(source))["システム.名称"].value == "（１）甲\n（２）乙"
    assert answers("kiso", assessment())["システム.名称"].value is None


def test_a_file_without_a_name_has_no_number_either() -> None:
    def named(text: str) -> set[object]:
        answers = [a for a in walk(load("R6.10", "juten"), file(text)) if a.item.numbered]
        return {a.value for a in answers if a.address.startswith("特定個人情報ファイル[")}

    assert named("備考: なし") == {None}
    assert named("ファイル名: 台帳") == {"（１）台帳"}


def test_what_stands_above_an_answer_is_its_trail() -> None:
    found = answer("juten", file("備考: なし"), "基本情報.範囲の必要性")
    (*sections, above) = found.trail
    assert isinstance(above, Answer)
    assert above.address == "特定個人情報ファイル[住基台帳].基本情報.対象となる本人の範囲"
    assert [p.section.style for p in sections if not isinstance(p, Answer)] == [
        Style.PART,
        Style.SECTION,
    ]


@given(st.lists(st.text("甲乙丙_ー1a", min_size=1, max_size=4), max_size=4, unique=True))
def test_every_entry_gives_as_many_answers_as_any_other(ids: list[str]) -> None:
    source = Assessment.model_validate({"システム": [{"id": name} for name in ids]}, by_alias=True)
    found = [a for a in answers("juten", source) if a.startswith("システム[")]
    assert len(found) == 3 * len(ids)


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_an_option_is_printed_in_the_words_of_its_form(form: str) -> None:
    choices = [item for _, item in load("R6.10", form).items() if item.offered]
    assert len(choices) > 10
    for item in choices:
        texts = [offered.text for offered in item.offered]
        assert [text_of(item, offered.option) for offered in item.offered] == texts


@pytest.mark.parametrize(
    ("cover", "printed"),
    [
        ("評価書名: 税の事務", "税の事務"),
        ("評価書名: 税の事務, 終了日: 令和7年3月31日", "税の事務【令和7年3月31日　終了】"),
        ("終了日: 令和7年3月31日", None),
    ],
)
def test_the_name_of_what_came_to_its_end_says_so(cover: str, printed: str | None) -> None:
    assert answer("juten", assessment(f"表紙: {{{cover}}}"), "表紙.評価書名").value == printed


def test_a_part_and_a_block_are_counted_and_a_section_is_not() -> None:
    found = answer("juten", file(COMMISSIONS), "委託事項[b].名称")
    places = [place for place in found.trail if isinstance(place, Place)]
    assert [(p.ordinal, p.of, p.id, p.blank) for p in places] == [
        (1, 1, "住基台帳", False),
        (0, 0, "", False),
        (2, 3, "b", False),
    ]


def test_a_blank_block_stands_first_of_none() -> None:
    blank = [b for b in unfold(load("R6.10", "juten"), assessment()) if b.place.blank]
    assert {(b.place.ordinal, b.place.of, b.place.id) for b in blank} == {(1, 0, "")}
    assert blank[0].address == "特定個人情報ファイル"


def test_an_answer_is_given_when_it_says_anything() -> None:
    source = assessment("事務: {名称: 税}\nシステム: [{id: a, 名称: 住基}]")
    given = [a.address for a in answers("juten", source).values() if a.is_given]
    assert given[:2] == ["事務.名称", "システム[a].名称"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 2, 13), "令和7年2月13日"),
        ("一\n二", "一\n二"),
        (("氏名", "住所"), "氏名\n住所"),
        ((Checked(Means.PAPER), Checked(Means.OTHER, "窓口")), "紙\nその他（窓口）"),
        (None, ""),
        (3, "3"),
    ],
)
def test_a_value_is_printed_in_one_text(value: object, text: str) -> None:
    assert text_of(answer("juten", file("備考: なし"), "入手・使用.入手方法").item, value) == text
