"""件数 beside the list that it counts."""

from pathlib import Path

import pytest
from contradictions import said
from documents import write

import pia
from pia.checks.consistency import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("委託: {件数: 2, 委託事項: [{id: a, 名称: a}]}", ["委託.件数: 件数の食い違い"]),
        ("委託: {件数: 1, 委託事項: [{id: a, 名称: a}]}", []),
        ("委託: {件数: 12}", []),
        (
            "提供・移転: {提供件数: 2, 提供先: [{id: a, 名称: a}]}",
            ["提供・移転.提供件数: 件数の食い違い"],
        ),
        (
            "提供・移転: {移転件数: 3, 移転先: [{id: a, 名称: a}]}",
            ["提供・移転.移転件数: 件数の食い違い"],
        ),
    ],
)
def test_a_number_is_that_of_its_list(text: str, expected: list[str]) -> None:
    assert said(numbers, text) == expected


@pytest.mark.parametrize(("count", "expected"), [("3", []), ("1", ["件数の食い違い"])])
def test_an_entry_with_an_attachment_counts_as_its_rows(count: str, expected: list[str]) -> None:
    text = f"提供・移転: {{提供件数: {count}, 提供先: [{{id: a, 別紙: 一覧}}]}}"
    rows = "別紙: [{id: 一覧, 列: [甲], 行: [{甲: 1}, {甲: 2}, {甲: 3}]}]"
    assert [s.partition(": ")[2] for s in said(numbers, text, whole=rows)] == expected


def test_a_list_that_is_published_apart_is_not_counted_and_asks_for_its_number() -> None:
    apart = "提供・移転: {%s提供先: [{id: a, 名称: 甲}, {id: b, 名称: 乙, 別冊: 提供先一覧}]}"
    assert said(numbers, apart % "提供件数: 60, ") == []
    assert said(numbers, apart % "") == ["提供・移転.提供件数: 別冊の件数なし"]


BLANK = """\
様式: 重点項目評価書
特定個人情報ファイル:
- id: 甲
  委託:
    委託の有無: 委託しない
    委託事項:
    - id: 委託1
      名称:
  提供・移転:
    提供・移転の有無: [行っていない]
    提供先:
    - id: 提供1
      名称:
    移転先:
    - id:
      名称:
"""


def test_a_block_that_the_skeleton_left_blank_is_none(tmp_path: Path) -> None:
    path = write(tmp_path, BLANK)
    codes = {finding.code for finding in pia.check(path)}
    assert not codes & {"委託しないのに委託事項", "○のない提供・移転", "件数の食い違い"}
    write(tmp_path, BLANK.replace("名称:\n  提供", "名称: 封入\n  提供"))
    assert "委託しないのに委託事項" in {finding.code for finding in pia.check(path)}
