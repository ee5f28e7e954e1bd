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
