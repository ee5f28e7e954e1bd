"""What holds for every family of checks."""

import re

import pytest
from contradictions import assessment

from pia.checks import CONSISTENCY, check
from pia.checks.messages import CheckMessages
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
