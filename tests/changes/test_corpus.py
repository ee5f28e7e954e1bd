"""What is taken for a matter of form, over thousands of edits made from templates."""

from functools import cache

import pytest
from corpus import TextEdit, dangerous, harmless
from versions_in_yaml import diff_of, purpose, version

from pia.changes.classify import Ground
from pia.changes.kinds import Evidence, form_of

MOST_ASKED = 0.3


@cache
def evidence(beside: str) -> Evidence:
    lines = "".join(f"\n    {line}" for line in beside.split("\n"))
    both = version(f"事務:\n  内容: |{lines}\n" if beside else "{}")
    return Evidence(both, both)


def is_form(edit: TextEdit) -> bool:
    return form_of(edit.before, edit.after, evidence(edit.beside)) is not None


def test_no_edit_of_substance_is_taken_for_form() -> None:
    edits = list(dangerous())
    assert len(edits) > 10_000
    assert [edit for edit in edits if edit.before == edit.after] == []
    assert [edit for edit in edits if is_form(edit)] == []


def test_few_edits_of_form_are_asked_about() -> None:
    edits = list(harmless())
    assert len(edits) > 2_000
    assert [edit for edit in edits if edit.before == edit.after] == []
    asked = [edit for edit in edits if not is_form(edit)]
    assert len(asked) < MOST_ASKED * len(edits)


@pytest.mark.parametrize("kind", ["続き番号の付け替え", "表記の揺れ", "定めた略称"])
def test_few_edits_of_each_kind_that_cities_make_are_asked_about(kind: str) -> None:
    edits = [edit for edit in harmless() if edit.kind == kind]
    assert len(edits) > 30
    assert sum(not is_form(edit) for edit in edits) < MOST_ASKED * len(edits)


@pytest.mark.parametrize(
    ("one", "other"),
    [("または", "又は"), ("サーバー", "サーバ"), ("取り扱い", "取扱い"), ("6ヶ月", "6か月")],
)
def test_two_spellings_of_a_word_are_form(one: str, other: str) -> None:
    text = "個人番号の{}を確認する。"
    assert is_form(TextEdit("表記の揺れ", text.format(one), text.format(other)))
    assert is_form(TextEdit("表記の揺れ", text.format(other), text.format(one)))


DEFINED = "地方公共団体情報システム機構（以下「機構」という。）に委任する。"


@pytest.mark.parametrize(
    ("beside", "is_form_alone"),
    [
        (DEFINED, True),
        (f"{DEFINED}同機構に届ける。", True),
        (f"{DEFINED}\n地域医療機能推進機構に届ける。", False),
        (DEFINED.replace("機構", "端末"), False),
        ("地方公共団体情報システム機構に委任する。", False),
    ],
)
def test_a_body_shortened_to_its_own_end_is_form_where_no_other_has_that_end(
    beside: str, is_form_alone: bool
) -> None:
    text = "地方公共団体情報システム{}から情報を受け取り、{}に返す。"
    name = "端末" if "端末" in beside else "機構"
    before = text.format(name, f"地方公共団体情報システム{name}")
    after = f"{name}から情報を受け取り、{name}に返す。"
    assert is_form(TextEdit("定めた略称", before, after, beside)) is is_form_alone
    if not is_form_alone:
        assert not is_form(TextEdit("定めた略称", after, before, beside))


@pytest.mark.parametrize(
    ("beside", "is_form_alone"),
    [
        ("①受け付ける。\n②入力する。\n②の事務の一部は委託する。", True),
        ("3-①. 受け付ける。\n3-②. 入力する。\n※その後に3-①と②を行う。", True),
        ("別紙1のとおり。", True),
        ("②の事務の一部は委託する。", False),
        ("①受け付ける。\n②の事務の一部は委託する。", False),
        ("対策は3-①と②を行う。", False),
        ("手順1のとおり。", False),
    ],
)
def test_only_numbers_that_another_item_does_not_count_itself_may_mean_a_list(
    beside: str, is_form_alone: bool
) -> None:
    bulleted, circled = "・記録する。\n・点検する。", "①記録する。\n②点検する。"
    assert is_form(TextEdit("続き番号", bulleted, circled, beside)) is is_form_alone
    assert is_form(TextEdit("続き番号", circled, bulleted, beside)) is is_form_alone


ATTACHED = (
    "特定個人情報ファイル: [{{id: 甲, 保管・消去: {{保管場所: {0}}}}}]\n"
    "別紙: [{{id: 場所, 題名: 保管場所一覧, 列: [名], 行: [{{名: {1}}}]}}]"
)


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("別紙「保管場所一覧」のとおり", True),
        ("別紙のとおり", True),
        ("別紙「委託先一覧」のとおり", False),
        ("金庫", False),
    ],
)
def test_an_attachment_that_a_marked_item_cites_is_asked_about(text: str, is_asked: bool) -> None:
    old, new = (ATTACHED.format(text, place) for place in ("庁舎", "国外のデータセンター"))
    (row,) = diff_of(old, new).rows
    assert (row.proposal.ground is Ground.CITED) is is_asked
    assert (str(row.timing) == "事前") is is_asked


FIGURE = "事務の内容図: [{{id: 図, 備考: '{}'}}]"


def test_numbers_that_a_picture_shows_are_no_matter_of_form() -> None:
    old, new = "①届け出る。\n\n②記載する。", "・届け出る。\n\n・記載する。"
    (row,) = diff_of(FIGURE.format(old), FIGURE.format(new), form="zenkomoku").rows
    assert row.proposal.ground is Ground.IN_DOUBT
    (row,) = diff_of(purpose(old), purpose(new)).rows
    assert row.proposal.ground is Ground.FORMAL
