"""The form files against what was read off the official forms by eye."""

from pathlib import Path

import pytest
from skeleton import skeleton

from pia.forms.definition import Form
from pia.forms.load import load

GOLDEN = Path(__file__).parent.parent / "golden"
FORMS = ("kiso", "juten", "zenkomoku")


def form(name: str) -> Form:
    return load("R6.10", name)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_prints_the_items_checked_by_eye(name: str) -> None:
    """The golden files were checked line by line against the official forms: change them only
    with the form before you."""
    assert skeleton(form(name)) == (GOLDEN / f"items_{name}.txt").read_text(encoding="utf-8")


# Counted on the official forms, part by part; figures and 別紙 as this project adds them.
COUNTS = {
    "kiso": "表紙 6 · Ⅰ 14 · Ⅱ 5 · Ⅲ 1 · Ⅳ 21 · 変更箇所 6",
    "juten": (
        "表紙 6 · 項目一覧 0 · Ⅰ 13 · Ⅱ 49 · （別添１） 2 · Ⅲ 42 · Ⅳ 6 · Ⅴ 8 · "
        "（別添２） 6 · 別紙 4"
    ),
    "zenkomoku": (
        "表紙 7 · 項目一覧 0 · Ⅰ 15 · （別添１） 4 · Ⅱ 64 · （別添２） 2 · Ⅲ 104 · Ⅳ 7 · Ⅴ 12 · "
        "Ⅵ 12 · （別添３） 6 · 別紙 4"
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_part_has_as_many_items_as_were_counted(name: str) -> None:
    counts = dict.fromkeys((part.number or part.title for part in form(name).parts), 0)
    for (part, *_), _item in form(name).items():
        counts[part.number or getattr(part, "title", "")] += 1
    assert " · ".join(f"{part} {count}" for part, count in counts.items()) == COUNTS[name]


# Every item with a ※ of its own, outside the parts that carry it as a whole.
STARRED = {
    "juten": """
        Ⅰ 個人番号の利用 法令上の根拠
        Ⅰ 情報提供ネットワークシステムによる情報連携 ①実施の有無
        Ⅰ 情報提供ネットワークシステムによる情報連携 ②法令上の根拠
        Ⅱ 基本情報 ①ファイルの種類
        Ⅱ 基本情報 ③対象となる本人の範囲
        Ⅱ 基本情報 主な記録項目
        Ⅱ 特定個人情報の入手・使用 ①入手元
        Ⅱ 特定個人情報の入手・使用 ③使用目的
        Ⅱ 特定個人情報ファイルの取扱いの委託 委託の有無
        Ⅱ 特定個人情報ファイルの取扱いの委託 ④再委託の有無
        Ⅱ 特定個人情報の保管・消去 保管場所
    """,
    "zenkomoku": """
        Ⅰ 特定個人情報ファイルを取り扱う事務 ②事務の内容
        Ⅰ 個人番号の利用 法令上の根拠
        Ⅰ 情報提供ネットワークシステムによる情報連携 ①実施の有無
        Ⅰ 情報提供ネットワークシステムによる情報連携 ②法令上の根拠
        （別添１） 図 題名
        （別添１） 図 画像
        （別添１） 図 代替テキスト
        （別添１） 図 備考
        Ⅱ 基本情報 ①ファイルの種類
        Ⅱ 基本情報 ③対象となる本人の範囲
        Ⅱ 基本情報 主な記録項目
        Ⅱ 特定個人情報の入手・使用 ①入手元
        Ⅱ 特定個人情報の入手・使用 ⑥使用目的
        Ⅱ 特定個人情報の入手・使用 使用部署
        Ⅱ 特定個人情報の入手・使用 ⑧使用方法
        Ⅱ 特定個人情報の入手・使用 情報の突合
        Ⅱ 特定個人情報の入手・使用 情報の統計分析
        Ⅱ 特定個人情報の入手・使用 権利利益に影響を与え得る決定
        Ⅱ 特定個人情報ファイルの取扱いの委託 委託の有無
        Ⅱ 特定個人情報ファイルの取扱いの委託 対象となる本人の範囲
        Ⅱ 特定個人情報ファイルの取扱いの委託 ⑦再委託の有無
        Ⅱ 特定個人情報の保管・消去 ①保管場所
    """,
}
# The parts that carry ※ as a whole, and what they except.
STARRED_PARTS = {"juten": {"Ⅲ"}, "zenkomoku": {"Ⅲ", "Ⅳ"}}
EXCEPTED = ["重大事故", "重大事故の内容", "再発防止策の内容"]


def starred(name: str) -> list[str]:
    return [
        f"{trail[0].number} {getattr(trail[1], 'title', '')} {item.number}{item.label}"
        for trail, item in form(name).items()
        if item.significant and trail[0].number not in STARRED_PARTS[name]
    ]


@pytest.mark.parametrize("name", STARRED)
def test_the_items_with_a_star_of_their_own(name: str) -> None:
    expected = [line.strip() for line in STARRED[name].strip().splitlines()]
    assert starred(name) == expected


@pytest.mark.parametrize("name", STARRED_PARTS)
def test_a_star_on_a_part_reaches_all_its_items_but_the_incident(name: str) -> None:
    inside = [i for trail, i in form(name).items() if trail[0].number in STARRED_PARTS[name]]
    assert len(inside) == {"juten": 42, "zenkomoku": 111}[name]
    assert [item.keys[-1] for item in inside if not item.significant] == EXCEPTED


def test_form_2_has_no_star_at_all() -> None:
    assert [item.label for _, item in form("kiso").items() if item.significant] == []


@pytest.mark.parametrize("name", STARRED)
def test_an_inherited_star_is_not_printed_again(name: str) -> None:
    printed = [item.label for trail, item in form(name).items() if item.mark]
    assert "リスクへの対策は十分か" not in printed
    assert "使用目的" in printed
