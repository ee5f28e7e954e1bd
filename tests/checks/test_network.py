"""情報連携: the office's answer, each file's means and the boxes of its risks."""

import pytest
from contradictions import said

from pia.checks.handed_on import network

BOTH = "[接続しない（入手）, 接続しない（提供）]"
AT = "リスク対策.情報提供ネットワークシステムとの接続.該当"


def risks(boxes: str) -> str:
    return f"リスク対策: {{情報提供ネットワークシステムとの接続: {{該当: {boxes}}}}}"


OBTAINS = "入手・使用: {入手方法: [情報提供ネットワークシステム]}"
PROVIDES = "提供・移転: {提供先: [{id: 県, 提供方法: [情報提供ネットワークシステム]}]}"


@pytest.mark.parametrize(
    ("answer", "file"),
    [
        ("実施する", PROVIDES),
        ("実施する", f"{PROVIDES}\n{risks('[接続しない（入手）]')}"),
        ("実施しない", risks(BOTH)),
        ("未定", PROVIDES),
        ("未定", risks(BOTH)),
    ],
)
def test_what_agrees_or_is_still_open_is_not_reported(answer: str, file: str) -> None:
    assert said(network, file, whole=f"情報連携: {{実施の有無: {answer}}}") == []


@pytest.mark.parametrize(
    ("answer", "file", "expected"),
    [
        ("実施する", risks(BOTH), ["情報連携.実施の有無: 接続のない情報連携"]),
        ("実施しない", risks("[接続しない（入手）]"), [f"{AT}: しない欄の記入漏れ"]),
        ("実施する", f"{OBTAINS}\n{risks('[接続しない（入手）]')}", [f"{AT}: しない欄の矛盾"]),
        ("実施する", f"{PROVIDES}\n{risks('[接続しない（提供）]')}", [f"{AT}: しない欄の矛盾"]),
        (
            "実施しない",
            f"{OBTAINS}\n{PROVIDES}\n{risks('[]')}",
            [
                "入手・使用.入手方法: 情報連携の矛盾",
                "提供・移転.提供先[県].提供方法: 情報連携の矛盾",
                f"{AT}: しない欄の記入漏れ",
                f"{AT}: しない欄の記入漏れ",
            ],
        ),
    ],
)
def test_a_contradiction_is_shown_at_its_item(answer: str, file: str, expected: list[str]) -> None:
    assert said(network, file, whole=f"情報連携: {{実施の有無: {answer}}}") == expected


def test_an_assessment_without_files_says_of_none_that_it_is_not_connected() -> None:
    assert said(network, whole="情報連携: {実施の有無: 実施する}") == []


def test_form_2_asks_for_its_boxes_once() -> None:
    text = "情報連携: {実施の有無: 実施しない}\n基礎リスク対策: {}"
    at = "基礎リスク対策.情報提供ネットワークシステムとの接続.該当: しない欄の記入漏れ"
    assert said(network, "ファイル名: x", whole=text, form="kiso") == [at, at]
