"""What holds for every family of checks."""

import re
from dataclasses import replace

import pytest
from contradictions import assessment

from pia.checks import CONSISTENCY, check
from pia.checks.messages import CheckMessages
from pia.forms.definition import Item, Section
from pia.forms.load import named

WRONG_IN_FORM_4 = """
事務の内容図: []
特定個人情報ファイル:
- id: a
  委託: {委託の有無: 委託する}
  入手・使用: {入手元: [その他]}
"""


@pytest.mark.parametrize("form", ["juten", "zenkomoku"])
def test_forms_3_and_4_are_checked_alike(form: str) -> None:
    codes = {f.code for f in check(named(form), assessment(WRONG_IN_FORM_4))}
    assert {"委託事項なし", "かっこの記入漏れ"} <= codes


def test_what_a_form_does_not_print_is_only_reported_as_such() -> None:
    found = check(named("kiso"), assessment(WRONG_IN_FORM_4))
    codes = {f.code for f in found if f.address.startswith("特定個人情報ファイル[a].")}
    assert codes == {"様式にない項目"}


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_an_empty_assessment_contradicts_nothing(form: str) -> None:
    assert {f.code for f in check(named(form), assessment(""))} <= {"未記入", "一覧が空"}


def test_no_option_of_a_form_is_written_into_a_message() -> None:
    assert len(CONSISTENCY) > 8
    options = re.compile("委託しない」|提供を行っている|発生なし」|接続しない（")
    assert [m.code for m in CheckMessages if options.search(m.text + m.hint)] == []


def without(address: str, nodes: tuple[Section | Item, ...]) -> tuple[Section | Item, ...]:
    """The nodes of a form without the item of an address."""
    kept = (node for node in nodes if not isinstance(node, Item) or node.address != address)
    return tuple(
        replace(node, children=without(address, node.children))
        if isinstance(node, Section)
        else node
        for node in kept
    )


def test_an_entry_that_has_no_name_is_told_by_its_number_from_one() -> None:
    form = named("juten")
    parts = [part for part in without("変更箇所.提出時期", form.parts) if isinstance(part, Section)]
    rows = assessment("変更箇所: [{項目: 一}, {提出時期: 事前}]")
    found = check(replace(form, parts=tuple(parts)), rows)
    assert [f.address for f in found if f.code == "様式にない項目"] == ["変更箇所[2].提出時期"]


def test_a_list_that_a_form_cannot_lack_is_told_while_nothing_is_in_it() -> None:
    def empty(form: str, text: str) -> list[str]:
        found = check(named(form), assessment(text))
        return [finding.address for finding in found if finding.code == "一覧が空"]

    for form in ("juten", "zenkomoku"):
        assert empty(form, "") == ["システム", "特定個人情報ファイル"]
        assert empty(form, "特定個人情報ファイル: [{id: a}]") == ["システム"]
        assert empty(form, "システム: [{id: a, 名称: 一}]") == ["特定個人情報ファイル"]


def test_what_is_blank_in_a_blank_block_is_not_told_item_by_item() -> None:
    def told(text: str) -> set[str]:
        found = check(named("juten"), assessment(text))
        return {finding.code for finding in found if finding.address.startswith("システム")}

    assert told("システム: [{id: a}]") == {"一覧が空"}
    assert told("システム: [{id: a, 名称: 一}]") == {"未記入"}
