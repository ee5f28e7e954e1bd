"""What is 非公表 is black everywhere, and nothing else is."""

import time
from typing import Any

import pytest
from assessments import assessment
from hypothesis import given
from hypothesis import strategies as st

from pia.model import Assessment
from pia.model.published import blackened, doubtful, published
from pia.model.ref import values
from pia.model.root import BLACK


def said(text: str) -> dict[str, Any]:
    """Address → value of the published assessment."""
    return {v.address: v.value for v in values(published(assessment(text)))}


@pytest.mark.parametrize(
    ("text", "secret", "expected"),
    [
        ("委託先は見本社です", "見本社", "委託先は███です"),
        ("見本社と見本社", "見本社", "███と███"),
        ("ＡＢＣ株式会社", "abc", "███株式会社"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード", "███████"),
        ("見本 太郎\nと見本\n太郎", "見本太郎", "██ ██\nと██\n██"),
        ("見\u200b本\u00ad社と葛\U000e0100城", "見本社", "█\u200b█\u00ad█と葛\U000e0100城"),
        ("葛\U000e0100城", "葛城", "█\U000e0100█"),
        ("ほかの言葉", "見本社", "ほかの言葉"),
        ("", "見本社", ""),
    ],
)
def test_words_are_black_whatever_their_width(text: str, secret: str, expected: str) -> None:
    assert blackened(text, [secret]) == expected


@given(st.text("ab 　あア", max_size=20), st.text("abあア", min_size=1, max_size=3))
def test_nothing_is_left_of_a_secret_and_no_text_changes_its_length(text: str, secret: str) -> None:
    black = blackened(text, [secret])
    assert len(black) == len(text)
    assert secret not in "".join(black.split())
    assert all(b in (t, BLACK) for b, t in zip(black, text, strict=True))


def test_words_are_black_in_every_place_that_says_them() -> None:
    found = said(
        """
        事務: {名称: 見本社の事務, 内容: 別の文}
        特定個人情報ファイル:
        - id: 台帳
          入手・使用: {入手元: [民間事業者: 見本社]}
          記録項目: [見本社の番号]
        変更箇所: [{項目: 見本社, 変更前の記載: 旧, 変更後の記載: 見本社へ}]
        別紙: [{id: 表, 題名: 見本社一覧, 列: [見本社], 行: [{見本社: 見本社}]}]
        非公表: [{項目: 事務.名称, 語: 見本社, 理由: 警備}]
        """
    )
    assert "見本社" not in str(found)
    assert found["事務.内容"] == "別の文"
    assert found["変更箇所[1].変更後の記載"] == "███へ"


def test_without_words_the_whole_value_is_black_and_so_is_where_it_is_told_again() -> None:
    found = said(
        """
        事務: {名称: 秘密の事務, 内容: 秘密の事務を行う。}
        変更箇所:
        - {変更前の記載: 古い名前, 変更後の記載: 新しい名前, 対象: [事務.名称]}
        - {変更前の記載: ほか, 変更後の記載: 秘密の事務}
        非公表: [{項目: 事務.名称, 理由: 警備}]
        """
    )
    assert found["事務.名称"] == "█████"
    assert found["事務.内容"] == "█████を行う。"
    assert found["変更箇所[1].変更前の記載"] == "████"
    assert found["変更箇所[2].変更前の記載"] == "ほか"
    assert found["変更箇所[2].変更後の記載"] == "█████"


def test_all_that_stands_below_an_address_is_black() -> None:
    found = said(
        """
        特定個人情報ファイル:
        - id: 台帳
          委託: {委託事項: [{id: 見本社, 名称: 保守, 委託先名: 見本社}, {id: 乙, 名称: 印刷}]}
        非公表: [{項目: '特定個人情報ファイル[台帳].委託.委託事項[見本社]', 理由: 警備}]
        """
    )
    listed = "特定個人情報ファイル[台帳].委託.委託事項"
    assert found[f"{listed}[非公表1].委託先名"] == "███"
    assert found[f"{listed}[乙].名称"] == "印刷"
    assert "見本社" not in str(found)


def test_options_dates_and_counts_are_black_where_they_are_meant_and_nowhere_else() -> None:
    found = said(
        """
        表紙: {公表日: 令和7年2月13日}
        個人番号の利用: {法令上の根拠: 令和7年2月13日に委託する}
        特定個人情報ファイル:
        - {id: 甲, 委託: {委託の有無: 委託する, 件数: 3}, 入手・使用: {入手方法: [紙]}}
        - {id: 乙, 委託: {委託の有無: 委託する, 件数: 3}, 入手・使用: {入手方法: [紙]}}
        非公表:
        - {項目: 表紙.公表日, 理由: a}
        - {項目: '特定個人情報ファイル[甲]', 理由: a}
        """
    )
    black = [a for a, value in found.items() if value == BLACK * 4]
    of_one = ("入手・使用.入手方法", "委託.委託の有無", "委託.件数")
    assert black == ["表紙.公表日", *(f"特定個人情報ファイル[非公表1].{key}" for key in of_one)]
    assert found["個人番号の利用.法令上の根拠"] == "令和7年2月13日に委託する"


def test_an_assessment_without_secrets_is_published_as_it_is() -> None:
    data: Assessment = assessment("事務: {名称: 事務}")
    assert published(data) is data


def test_the_id_of_what_is_black_as_a_whole_says_nothing_either() -> None:
    found = said(
        """
        特定個人情報ファイル:
        - id: 台帳
          委託: {委託事項: [{id: 監視室, 名称: 見張りの委託}, {id: 保守, 名称: 保守の委託}]}
        非公表: [{項目: "特定個人情報ファイル[台帳].委託.委託事項[監視室]", 理由: 警備}]
        """
    )
    assert "監視室" not in str(found)
    assert found["特定個人情報ファイル[台帳].委託.委託事項[保守].名称"] == "保守の委託"


def test_the_path_of_an_image_leads_to_it_still() -> None:
    found = said(
        """
        事務: {名称: 見本社の事務}
        事務の内容図: [{id: 図, 画像: 見本社.png, 代替テキスト: 見本社の図}]
        非公表: [{項目: 事務.名称, 語: 見本社, 理由: 警備}]
        """
    )
    assert found["事務の内容図[図].画像"] == "見本社.png"
    assert found["事務の内容図[図].代替テキスト"] == "███の図"


def test_columns_that_look_the_same_once_black_keep_their_cells() -> None:
    found = said(
        """
        別紙: [{id: 表, 列: [見本社の額, 手本社の額], 行: [{見本社の額: 百, 手本社の額: 千}]}]
        非公表:
        - {項目: "別紙[表]", 語: 見本, 理由: 取引}
        - {項目: "別紙[表]", 語: 手本, 理由: 取引}
        """
    )
    (row,) = found["別紙[表].行"]
    assert [row[column] for column in found["別紙[表].列"]] == ["百", "千"]


UNSEEN = "\u115f\u1160\u17b4\u180f\u2800\u3164\uffa0\ufff9\ufffb\U0001d173\u0332\u20dd\u202e"
DASHES = "ー－—―─‐‑–−ｰ﹣"


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda c: f"{ord(c):04X}")
def test_a_sign_that_is_not_seen_hides_no_word(sign: str) -> None:
    black = blackened(f"委託先は見{sign}本社", ["見本社"])
    assert not set("見本社") & set(black)


@pytest.mark.parametrize("dash", DASHES, ids=lambda c: f"{ord(c):04X}")
@pytest.mark.parametrize("wave", "〜～∼~〰", ids=lambda c: f"{ord(c):04X}")
def test_dashes_and_waves_are_all_alike(dash: str, wave: str) -> None:
    black = blackened(f"セキュリティ{dash}センタ{dash}{wave}一", ["セキュリティーセンター～一"])
    assert set(black) == {BLACK}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("髙橋警備", "高橋警備の巡回"),
        ("高橋警備", "髙橋警備の巡回"),
        ("浜田", "濵田を選ぶ"),
        ("廣島", "広島へ"),
        ("カメラ", "力メラを置く"),
        ("一ノ瀬", "ーノ瀬"),
        ("Secret", "Sесret"),
        ("渡邉", "渡辺"),
    ],
)
def test_a_word_in_other_letters_is_in_doubt(words: str, text: str) -> None:
    data = assessment(f"事務: {{内容: {words}}}\n非公表: [{{項目: 事務.内容, 語: {words}}}]")
    assert doubtful(data)(text) == text[: len(words)]
    assert doubtful(data)(published(data).office.description or "") == ""


def test_other_words_are_in_no_doubt() -> None:
    data = assessment("事務: {内容: 高橋警備}\n非公表: [{項目: 事務.内容, 語: 高橋警備}]")
    for text in ("高い橋の警備", "高橋", "大橋警備"):
        assert doubtful(data)(text) == ""


LISTED = "特定個人情報ファイル[台帳].委託.委託事項[一].委託先名"
ROWS = """
特定個人情報ファイル:
- id: 台帳
  委託: {委託事項: [{id: 一, 委託先名: 新会社}, {id: 二, 委託先名: ほかの社}]}
変更箇所: [{項目: 委託先, 変更前の記載: 旧会社, 提出時期に係る説明: 旧会社から, 対象: [TARGET]}]
非公表: [{項目: "特定個人情報ファイル[台帳].委託.委託事項[一].委託先名", 理由: 警備}]
"""


@pytest.mark.parametrize(
    ("target", "is_hidden"),
    [
        (LISTED, True),
        ("特定個人情報ファイル[台帳].委託.委託事項[一]", True),
        ("特定個人情報ファイル[台帳].委託", True),
        ("特定個人情報ファイル.委託.委託事項.委託先名", True),
        ("特定個人情報ファイル[旧台帳].委託.委託事項[旧].委託先名", True),
        ("特定個人情報ファイル[台帳].委託.委託事項[二].委託先名", False),
        ("特定個人情報ファイル[台帳].保管・消去.保管場所", False),
        ("特定個人情報ファイル.保管・消去.保管場所", False),
    ],
)
def test_a_row_that_may_tell_of_a_black_place_is_black(target: str, is_hidden: bool) -> None:
    data = assessment(ROWS.replace("TARGET", f'"{target}"'))
    (row,) = published(data).changes
    assert ("旧会社" not in f"{row.before}{row.explanation}") == is_hidden


def test_a_row_said_to_tell_of_a_black_place_is_black() -> None:
    data = assessment(ROWS.replace(", 対象: [TARGET]", ""))
    assert published(data, [1]).changes[0].before == BLACK * 3
    assert published(data, []).changes[0].before == "旧会社"


def test_thousands_of_secrets_are_looked_for_together() -> None:
    rows = "\n".join(f"- {{id: s{n}, 名称: 甲{n}番, 機能: 機能{n}番}}" for n in range(1500))
    red = "\n".join(f"- {{項目: 'システム[s{n}].機能', 語: 機能{n}番}}" for n in range(1500))
    data = assessment(f"システム:\n{rows}\n非公表:\n{red}")
    start = time.process_time()
    made, doubt = published(data), doubtful(data)
    assert not any(doubt(system.functions or "") for system in made.systems)
    assert {system.functions for system in made.systems} <= {BLACK * n for n in (4, 5, 6, 7)}
    assert time.process_time() - start < 20  # 2 s; pairs of secrets and values took minutes


LONG = "警備の詳しい手順" * 10  # a sentence, which is sought in another way than a word


@given(
    st.text("甲乙", max_size=90),
    st.lists(st.text("甲乙", min_size=1, max_size=4) | st.just("甲" * 70), max_size=5),
)
def test_words_that_overlap_are_black_each_in_every_place(text: str, secrets: list[str]) -> None:
    black = {
        n
        for secret in secrets
        for start in range(len(text))
        if text.startswith(secret, start)
        for n in range(start, start + len(secret))
    }
    expected = "".join(BLACK if n in black else sign for n, sign in enumerate(text))
    assert blackened(text, secrets) == expected


def test_a_sentence_is_black_wherever_it_stands() -> None:
    text = f"はじめに{LONG}、また{LONG}。"
    bar = BLACK * len(LONG)
    assert blackened(text, [LONG, "また"]) == f"はじめに{bar}、██{bar}。"
