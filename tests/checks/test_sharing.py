"""提供・移転: the boxes, the lists and the box of the risk section."""

import pytest
from contradictions import assessment, said

from pia.checks.form import Filled
from pia.checks.handed_on import sharing
from pia.forms.load import named

AT = "提供・移転.提供・移転の有無"
BOX = "リスク対策: {提供・移転: {該当: [提供・移転しない]}}"
BY_NETWORK = "{id: a, 提供方法: [情報提供ネットワークシステム]}"
BY_PAPER = "{id: a, 提供方法: [紙]}"


def file(boxes: str, rest: str = "", risks: str = "") -> str:
    return f"提供・移転: {{提供・移転の有無: [{boxes}], {rest}}}\n{risks}"


@pytest.mark.parametrize(
    "text",
    [
        file("提供を行っている", f"提供先: [{BY_PAPER}]"),
        file("提供を行っている, 移転を行っている", "提供先: [{id: a, 名称: a}], 移転件数: 51"),
        file("行っていない", risks=BOX),
        file("提供を行っている", f"提供先: [{BY_NETWORK}]", BOX),
        file("提供を行っている", "提供先: [{id: a, 名称: a}]", BOX),
        "提供・移転: {提供先: [{id: a, 名称: a}]}",
        "提供・移転: {提供・移転の有無: []}",
    ],
)
def test_what_agrees_or_is_still_open_is_not_reported(text: str) -> None:
    assert said(sharing, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            file("行っていない, 移転を行っている", "移転先: [{id: a, 名称: a}]"),
            f"{AT}: 提供・移転の矛盾",
        ),
        (
            file("移転を行っている", "移転件数: 1, 提供先: [{id: a, 名称: a}]"),
            f"{AT}: ○のない提供・移転",
        ),
        (file("行っていない", "提供件数: 60", BOX), f"{AT}: ○のない提供・移転"),
        (file("提供を行っている"), f"{AT}: 提供先・移転先なし"),
        (file("行っていない"), "リスク対策.提供・移転.該当: しない欄の記入漏れ"),
        (
            file("提供を行っている", f"提供先: [{BY_PAPER}]", BOX),
            "リスク対策.提供・移転.該当: しない欄の矛盾",
        ),
        (
            file("移転を行っている", "移転先: [{id: a, 移転方法: [庁内連携システム]}]", BOX),
            "リスク対策.提供・移転.該当: しない欄の矛盾",
        ),
    ],
)
def test_a_contradiction_is_shown_at_its_item(text: str, expected: str) -> None:
    assert said(sharing, text) == [expected]


@pytest.mark.parametrize(("entry", "name"), [("id: 県, 名称: 県知事", "県知事"), ("id: 県", "県")])
def test_a_recipient_is_told_by_its_name_and_by_its_id_while_it_has_none(
    entry: str, name: str
) -> None:
    inner = f"提供・移転: {{提供先: [{{{entry}, 提供方法: [紙]}}]}}, {BOX}"
    filled = Filled(named("juten"), assessment(f"特定個人情報ファイル: [{{id: a, {inner}}}]"))
    (message,) = (f.message for f in sharing(filled) if f.code == "しない欄の矛盾")
    assert f"「{name}」" in message
