"""Numbers of paragraphs: which of them a text refers to, and when a list is only renumbered."""

from collections.abc import Set

import pytest

from pia.changes.wording import (
    definitions,
    is_named_otherwise,
    is_renumbered,
    is_same,
    open_references_in,
    references_in,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("①の措置を講ずる。", {1}),
        ("(2)及び(3)に記録する。", {2, 3}),
        ("上記4を確認する。", {4}),
        ("手順5に従う。", {5}),
        ("アの者に限る。", {1}),
        ("次の3-②の者に限る。", {2}),
        ("次の3-①及び3-②の者に限る。", {1, 2}),
        ("3-① 入手\n3-①の者に限る。", set()),  # a text that counts 3-① itself
        ("3-②の者に限る。", set()),  # and so where it begins with that
        ("5年保存する。", set()),
    ],
)
def test_a_sentence_refers_to_the_numbers_that_it_speaks_of(text: str, expected: set[int]) -> None:
    assert references_in(text) == expected


@pytest.mark.parametrize(
    ("own", "sign"),
    [
        ("① 入手", "①"),
        ("(1) 入手", "(1)"),
        ("1. 入手", "上記1"),
        ("(1) 入手", "上記1"),
        ("ア 入手", "ア"),
    ],
)
def test_a_reference_is_open_until_the_text_has_the_paragraph_itself(own: str, sign: str) -> None:
    assert open_references_in(f"{sign}の措置を講ずる。") == {1}
    assert open_references_in(f"{own}\n{sign}の措置を講ずる。") == set()


@pytest.mark.parametrize(("own", "sign"), [("(1) 入手", "①"), ("① 入手", "(1)"), ("ア 入手", "①")])
def test_a_paragraph_of_another_sign_is_not_what_a_reference_means(own: str, sign: str) -> None:
    assert open_references_in(f"{own}\n{sign}の措置を講ずる。") == {1}


def renumbered(before: str, after: str, references: Set[int] = frozenset()) -> bool:
    return is_renumbered(before, after, {}, lambda: references)


def test_a_list_in_sequence_may_take_another_sign() -> None:
    assert renumbered("①入手\n②保管", "(1)入手\n(2)保管")
    assert renumbered("・入手\n・保管", "①入手\n②保管")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("①入手\n②保管", "(1)入手\n(3)保管"),  # the new list leaves a number out
        ("①入手\n③保管", "(1)入手\n(2)保管"),  # the old one did
        ("入手", "①入手"),  # a single paragraph is no list
        ("①入手\n②保管", "①入手\n②廃棄"),
        ("①入手\n②保管", "①入手"),
        ("①入手\n②①の保管", "(1)入手\n(2)①の保管"),  # a sentence speaks of a number
    ],
)
def test_what_may_be_more_than_a_new_number_is_none(before: str, after: str) -> None:
    assert not renumbered(before, after)


def test_a_number_that_the_documents_around_refer_to_keeps_its_meaning() -> None:
    before, after = "・入手\n・保管", "①入手\n②保管"
    assert renumbered(before, after, {3})
    assert not renumbered(before, after, {2})


def test_lists_one_below_the_other_each_begin_with_one_or_go_on() -> None:
    assert renumbered("・甲\n①入手\n②保管\n・乙\n①廃棄", "・甲\n(1)入手\n(2)保管\n・乙\n(1)廃棄")
    assert renumbered("・甲\n①入手\n②保管\n・乙\n③廃棄", "・甲\n(1)入手\n(2)保管\n・乙\n(3)廃棄")
    assert not renumbered(
        "・甲\n①入手\n②保管\n・乙\n⑤廃棄", "・甲\n(1)入手\n(2)保管\n・乙\n(5)廃棄"
    )


def test_a_compound_that_a_text_shortens_is_a_definition() -> None:
    assert definitions("住民基本台帳法（以下「住基法」という。）による。") == [
        ("住民基本台帳法", "住基法")
    ]
    assert definitions("委託先職員（以下「職員」という。）が行う。") == []
    assert definitions("情報システム機構（以下「機構」という。）が行う。") == [
        ("情報システム機構", "機構")
    ]
    assert definitions("委託先の職員（いか「職員」という。）が行う。") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("情報システム機構が行う。", False),
        ("機構が行う。", False),
        ("同機構が行う。", False),
        ("年金機構が行う。", True),
        ("市が行う。", False),
    ],
)
def test_a_short_name_may_be_that_of_another_body(text: str, expected: bool) -> None:
    assert is_named_otherwise("機構", "情報システム機構", text) is expected


def test_names_that_a_document_shortens_and_other_spellings_are_the_same_on_request() -> None:
    names = {"住民基本台帳法": "住基法"}
    assert is_same("住民基本台帳法による。", "住基法による。", names)
    assert not is_same("住民基本台帳法による。", "住基法による。", {})
    assert not is_same("新住民基本台帳法による。", "新住基法による。", names)
