import pytest
from hypothesis import given
from hypothesis import strategies as st
from versions_in_yaml import version

from pia.changes.kinds import (
    FORMAL,
    ChangeKind,
    Evidence,
    Variable,
    differing,
    likeness,
    replacements,
)

OFFICE = Variable("所管課", "総務課", "区政課")
KEPT = Variable("保存期間", "5年", "150年")


def kind_of(before: str, after: str, variables: tuple[Variable, ...] = ()) -> ChangeKind:
    return likeness(before, after, Evidence(version(), version(), variables)).kind


@pytest.mark.parametrize(("after", "told"), [("区政課", ("総務課", "区政課")), ("総務課", None)])
def test_the_office_in_charge_is_known_where_its_own_row_says_that_it_changed(
    after: str, told: tuple[str, str] | None
) -> None:
    old, new = (version(f"担当部署: {{部署: {name}}}") for name in ("総務課", after))
    assert Evidence(old, new).office == told


OF_FORM = [
    ("ＣＳを使う。", "CSを使う。", ChangeKind.WIDTH),
    ("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ", ChangeKind.WIDTH),
    ("（１）　記録する", "(1)記録する", ChangeKind.WIDTH),
    ("記録を\n残す。", "記録を残す。", ChangeKind.PUNCTUATION),
    (
        "・人事異動等による。\n・承認を得る。",
        "(1)人事異動等による。\n(2)承認を得る。",
        ChangeKind.NUMBERING,
    ),
    ("①確認する。\n②記録する。", "1. 確認する。\n2. 記録する。", ChangeKind.NUMBERING),
    ("記録する", "記録する。", ChangeKind.PUNCTUATION),
    ("なお、確認する。", "なお確認する。", ChangeKind.PUNCTUATION),
    ("記録，保管を行う。", "記録、保管を行う。", ChangeKind.PUNCTUATION),
    ("Web サイト", "Webサイト", ChangeKind.WIDTH),
    (
        "・申請書の受付\n・台帳の記載\n・証明書の発行",
        "①申請書の受付\n②台帳の記載\n③証明書の発行",
        ChangeKind.NUMBERING,
    ),
]

# What a hurried reader may take for a slip of the pen, and what a program must not.
OF_SUBSTANCE = [
    ("操作を記録する。", "操作を記録しない。"),
    ("ログを5年保存する。", "ログを150年保存する。"),
    ("委託しない", "委託する"),
    ("ログを取る。誓約書を出させる。", "ログを取る。"),
    ("従業員全員の誓約書を提出させる。", "誓約書を提出させる。"),
    ("必要最小限の者に与える。", "必要な範囲の者に与える。"),
    (
        "委託先には、" + "適正な取扱いを求め、" * 20 + "第三者に提供する。",
        "委託先には、" + "適正な取扱いを求め、" * 20 + "第三者に提供しない。",
    ),
    ("全く別の番号に書き換えられることはない。", "別の番号に書き換えられることはない。"),
    ("（１）の事務を除く。", "（２）の事務を除く。"),
    ("①及び②に限る。", "②及び②に限る。"),
    ("1.5倍に増やす。", "2.5倍に増やす。"),
    ("5、10年保存する。", "510年保存する。"),
    ("二、三年保存する。", "二三年保存する。"),
    ("1 0年保存する。", "10年保存する。"),
    ("10²人", "102人"),
    ("毎年1回、点検する。", "毎年2回、点検する。"),
    ("5項目を記録する。", "8項目を記録する。"),
    ("第三者に提供しない。", "第二者に提供しない。"),
    ("暗号化した媒体で渡す。", "媒体で渡す。"),
    ("処理方法は紙である。", "提供方法は紙である。"),
    ("3人で確認する。", "人で確認する。"),
    ("本人、代理人から入手する。", "本人代理人から入手する。"),
    ("本人　代理人", "本人代理人"),
    ("氏名\n住所", "氏名住所"),
    ("職員以外、委託先", "職員、以外委託先"),
    ("すぐに、記録した情報を消去する。", "すぐに記録した情報を、消去する。"),
    ("（5）年間保存する。", "（3）年間保存する。"),
    ("（20）歳以上", "（65）歳以上"),
    ("5、職員", "職員"),
    ("○紙", "紙"),
    ("記録する。ない場合は報告する。", "記録するない。場合は報告する。"),
    ("https://a.example/x を公開", "https://a.example/y を非公開"),
    ("①～③の者に限る", "②～③の者に限る"),
    ("①欄", "②欄"),
    ("(1)(2)の者", "(2)の者"),
    ("（３）営業日以内", "（５）営業日以内"),
    ("（８）桁", "（４）桁"),
    ("（３）ヶ月", "（６）ヶ月"),
    ("職員が確認した個人番号を", "職員が、確認した個人番号を"),
]


@pytest.mark.parametrize(("before", "after", "kind"), OF_FORM)
def test_plain_changes_of_form_are_told(before: str, after: str, kind: ChangeKind) -> None:
    assert kind_of(before, after) is kind
    assert kind_of(after, before) is kind


@pytest.mark.parametrize(("before", "after"), OF_SUBSTANCE)
def test_substance_is_never_a_matter_of_form(before: str, after: str) -> None:
    assert kind_of(before, after) is ChangeKind.SUBSTANCE
    assert kind_of(after, before) is ChangeKind.SUBSTANCE


def test_a_new_value_of_a_variable_is_told_and_is_no_form() -> None:
    assert kind_of("総務課長の承認", "区政課長の承認", (OFFICE,)) is ChangeKind.OFFICE
    assert kind_of("5年保存する。", "150年保存する。", (KEPT,)) is ChangeKind.VARIABLE
    assert not {ChangeKind.OFFICE, ChangeKind.VARIABLE} & FORMAL


def test_a_variable_does_not_cover_another_change_beside_it() -> None:
    found = kind_of("総務課長が承認する。", "区政課長が承認しない。", (OFFICE,))
    assert found is ChangeKind.SUBSTANCE


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (
            "番号法別表第２の事務",
            "番号法第１９条第８号に基づく主務省令第２条の表の事務",
            ChangeKind.CITATION,
        ),
        ("住民基本台帳法第７条に定める。", "住基法第７条に定める。", ChangeKind.CITATION),
        ("項（１、２、３の項）", "項（１、５の項）", ChangeKind.CITATION),
        ("http://a.example/1", "https://b.example/2?x=1", ChangeKind.CONTACT),
        ("電話 082-504-2112", "電話 082-504-0000", ChangeKind.CONTACT),
    ],
)
def test_citations_and_contacts_are_told(before: str, after: str, kind: ChangeKind) -> None:
    assert kind_of(before, after) is kind
    assert kind not in FORMAL


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("台帳に記録", "台帳に必ず記録", [("に", "に必ず")]),
        ("記録する。", "必ず記録する。", [("記録", "必ず記録")]),  # nothing stands before it
        ("記録し、保管", "記録し、必ず保管", [("保管", "必ず保管")]),  # a mark is no word
        ("（記録）", "（必ず記録）", [("記録", "必ず記録")]),
        ("記録", "記録する", [("記録", "記録する")]),
        ("氏名、住所", "氏名、住所、性別", [("住所", "住所、性別")]),
        ("氏名、住所、性別", "氏名、住所", [("住所、性別", "住所")]),
        ("職員が記録", "担当が廃棄", [("職員が記録", "担当が廃棄")]),  # few words between
        (
            "職員が記録し、委託先が保管する",
            "担当が記録し、受託者が保管する",
            [("職員", "担当"), ("委託先", "受託者")],
        ),
    ],
)
def test_a_wording_takes_along_the_word_beside_it_so_that_neither_side_is_empty(
    before: str, after: str, expected: list[tuple[str, str]]
) -> None:
    assert replacements(before, after) == expected


NAMES = """
情報連携: {法令上の根拠: "住民基本台帳ネットワーク（以下「住民台帳ネット」という。）"}
個人番号の利用: {法令上の根拠: "住民基本台帳ネットワークシステム（以下「住基」という。）"}
"""


def test_what_both_versions_shorten_alike_is_known_the_longest_name_first() -> None:
    known = Evidence(version(NAMES), version(NAMES), ()).shortened
    assert list(known.items()) == [
        ("住民基本台帳ネットワークシステム", "住基"),
        ("住民基本台帳ネットワーク", "住民台帳ネット"),
    ]
    other = NAMES.replace("住民台帳ネット", "台帳ネット")
    assert list(Evidence(version(NAMES), version(other), ()).shortened.values()) == ["住基"]
    twice = NAMES.replace("住民台帳ネット", "住基")
    assert Evidence(version(twice), version(twice), ()).shortened == {}


def test_only_variables_of_both_versions_with_other_values_differ() -> None:
    old, new = (
        {"課": "総務課", "市": "見本市", "旧": "x"},
        {"課": "区政課", "市": "見本市", "新": "y"},
    )
    assert differing(old, new) == (Variable("課", "総務課", "区政課"),)


sentences = st.text(st.sampled_from("記録する。しない、5１0年人①・(1).\n　 全員"), max_size=12)


@given(sentences, sentences)
def test_what_counts_as_form_keeps_every_word_and_numeral(before: str, after: str) -> None:
    if kind_of(before, after) in FORMAL:
        words = [[c for c in text if c.isalpha()] for text in (before, after)]
        assert words[0] == words[1]
