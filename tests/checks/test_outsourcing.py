"""委託: the answer, its list and the risk measures."""

import pytest
from contradictions import said

from pia.checks.handed_on import outsourcing

DONE = "委託: {委託の有無: 委託する, 委託事項: [{id: a, 名称: a}]}"
NOT_DONE = "委託: {委託の有無: 委託しない}"
BOX = "リスク対策: {委託: {該当: [委託しない]}}"


@pytest.mark.parametrize(
    "text",
    [
        DONE,
        f"{NOT_DONE}\n{BOX}",
        "委託: {委託の有無: 委託する, 件数: 12}",
        "委託: {委託事項: [{id: a, 名称: a}]}",
        "委託: {委託の有無: 委託する, 件数: 1, 委託事項: [{id: a, 名称: a}]}",
        BOX,
    ],
)
def test_what_agrees_or_is_still_open_is_not_reported(text: str) -> None:
    assert said(outsourcing, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"委託: {{委託の有無: 委託しない, 委託事項: [{{id: a, 名称: a}}]}}\n{BOX}",
            "委託.委託の有無: 委託しないのに委託事項",
        ),
        (
            f"委託: {{委託の有無: 委託しない, 件数: 3}}\n{BOX}",
            "委託.委託の有無: 委託しないのに委託事項",
        ),
        ("委託: {委託の有無: 委託する}", "委託.委託の有無: 委託事項なし"),
        ("委託: {委託の有無: 委託する, 件数: 0}", "委託.委託の有無: 委託事項なし"),
        (f"{DONE}\n{BOX}", "リスク対策.委託.該当: しない欄の矛盾"),
        (NOT_DONE, "リスク対策.委託.該当: しない欄の記入漏れ"),
    ],
)
def test_a_contradiction_is_shown_at_its_item(text: str, expected: str) -> None:
    assert said(outsourcing, text) == [expected]


def subcontracting(commissions: str, control: str) -> str:
    control = f"リスク対策: {{委託: {{再委託先による取扱い: {control}}}}}" if control else ""
    return f"委託: {{委託の有無: 委託する, 委託事項: [{commissions}]}}\n{control}"


DOES = "{id: a, 再委託の有無: 再委託する}"
DOES_NOT = "{id: b, 再委託の有無: 再委託しない}"


@pytest.mark.parametrize(
    ("commissions", "control", "expected"),
    [
        (DOES, "十分に行っている", []),
        (DOES_NOT, "再委託していない", []),
        (f"{DOES}, {DOES_NOT}", "十分に行っている", []),
        ("{id: a, 名称: a}", "十分に行っている", []),
        (f"{DOES}, {DOES_NOT}", "再委託していない", ["再委託の矛盾"]),
        (DOES_NOT, "特に力を入れて行っている", ["再委託先のない対策"]),
        ("{id: b, 再委託の有無: 再委託しない, 再委託事項: 封入}", "", ["再委託しないのに記入"]),
        ("{id: b, 再委託の有無: 再委託しない, 再委託事項: －}", "", []),
        ("{id: b, 再委託の有無: 再委託しない, 再委託の許諾方法: 該当なし。}", "", []),
    ],
)
def test_subcontracting_is_told_alike_in_both_places(
    commissions: str, control: str, expected: list[str]
) -> None:
    found = said(outsourcing, subcontracting(commissions, control))
    assert [line.partition(": ")[2] for line in found] == expected
