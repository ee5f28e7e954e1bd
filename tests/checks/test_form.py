"""What a form asks for: the name and the day on its cover, lists that it cannot lack, and texts
that fit where they are printed."""

from pathlib import Path

import made_up
import pytest
from contradictions import assessment, said

from pia.checks import check, form
from pia.checks.form import Filled
from pia.forms.load import load, named
from pia.model import Assessment

FAR = ["表紙.公表日: 遠い日付"]


@pytest.mark.parametrize(("day", "expected"), [("R16.12.31", []), ("R17.1.1", FAR)])
def test_a_day_is_far_when_its_year_is_more_than_ten_behind_the_edition(
    day: str, expected: list[str]
) -> None:
    assert said(form.cover, whole=f"表紙: {{公表日: {day}}}") == expected


def test_no_day_is_far_for_an_edition_whose_name_tells_no_year(tmp_path: Path) -> None:
    trial = load("試行", "juten", made_up.edition(tmp_path, name="試行"))
    filled = Filled(trial, assessment("表紙: {公表日: R99.1.1}"))
    assert list(form.cover(filled)) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("税の事務　重点項目評価書", []),
        ("税の事務　全項目評価書", ["表紙.評価書名: ほかの様式の名前"]),
        ("税の事務　重点項目評価書（全項目評価書から移行）", []),
    ],
)
def test_a_name_may_speak_of_another_form_beside_its_own(name: str, expected: list[str]) -> None:
    assert said(form.cover, whole=f"表紙: {{評価書名: {name}}}") == expected


def addresses(code: str, text: str) -> list[str]:
    return [f.address for f in check(named("juten"), assessment(text)) if f.code == code]


def test_a_list_with_one_entry_that_says_something_is_not_empty() -> None:
    text = "システム: [{id: a}, {id: b, 名称: 税システム}, {id: c}]"
    assert "システム" not in addresses("一覧が空", text)


def test_what_stands_in_no_list_is_asked_for_in_an_empty_document_too() -> None:
    missing = addresses("未記入", "")
    assert "表紙.評価書名" in missing
    assert [address for address in missing if address.startswith("システム")] == []


def test_a_key_that_the_form_lacks_is_no_matter_while_nothing_stands_there() -> None:
    def lacking(day: str | None, figures: list[dict[str, str]]) -> list[str]:
        data = {"表紙": {"承認日": day}, "事務の内容図": figures}
        found = check(named("kiso"), Assessment.model_validate(data, by_alias=True, by_name=False))
        return [f.address for f in found if f.code == "様式にない項目"]

    assert lacking("R7.4.1", [{"id": "a"}]) == ["表紙.承認日", "事務の内容図"]
    assert lacking(None, []) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("別紙: [{{id: a, 列: [{0}]}}]", ["別紙[a].列"]),  # the head of a column
        ("別紙: [{{id: a, 備考: {0}}}]", []),  # below the table, across the page
        ("事務: {{名称: {0}}}", []),
    ],
)
def test_a_text_is_too_long_only_where_it_is_printed_in_one_cell(
    text: str, expected: list[str]
) -> None:
    assert addresses("長すぎる記入", text.format("あ" * 1001)) == expected
