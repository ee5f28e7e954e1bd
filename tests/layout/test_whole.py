"""All that a layout says, of an assessment with a little of everything and of a blank form."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import pytest
from assessments import assessment
from golden_files import assert_golden
from test_build import SMALL, small

from pia.forms.load import load
from pia.layout.build import build
from pia.layout.tree import Edition, Grid, Sheet
from pia.model import Assessment

LITTLE = assessment(
    """
    特定個人情報ファイル:
    - {id: 甲, ファイル名: 甲の台帳, 記録項目: [氏名, 住所, 一, 二, 三, 四, 五, 六, 七, 八, 九, 十]}
    - {id: 乙, ファイル名: 乙の台帳, 入手・使用: {使用目的: 照会}}
    別紙:
    - {id: 先, 列: [番号, 名称, 日], 行: [{番号: '1', 名称: 丙町, 日: 令和6年12月25日}]}
    """
)


OUTLINED = ("contents", "boxes")  # what stands beside a label, which an outline shows


def said(value: Any) -> str:
    """A part of a layout with all that it says, but what it leaves at that."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(said, value))}]"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if not is_dataclass(value):
        return f"{value:.6g}" if isinstance(value, float) else repr(value)
    own = ((f, getattr(value, f.name)) for f in fields(value) if f.name not in OUTLINED)
    told = [f"{f.name}={said(v)}" for f, v in own if f.default is MISSING or f.default != v]
    own_anchor = f"anchor={getattr(value, 'address', '')!r}"
    told = ["anchor" if each == own_anchor else each for each in told]
    return f"{type(value).__name__}({', '.join(told)})"


def lines(sheet: Sheet) -> Iterator[str]:
    yield f"== {sheet.name}{' (landscape)' * sheet.landscape}, the last {sheet.tail} together"
    for node in sheet.nodes:
        yield from (said(line) for line in node.lines) if isinstance(node, Grid) else [said(node)]


@pytest.mark.parametrize(
    ("name", "form", "data", "edition"),
    [
        ("blank", "kiso", assessment(), Edition.SUBMITTED),
        ("little", "juten", LITTLE, Edition.SUBMITTED),
        ("published", "kiso", small(), Edition.PUBLISHED),
    ],
)
def test_a_layout_says_what_it_said(
    name: str, form: str, data: Assessment, edition: Edition
) -> None:
    built = build(load("R6.10", form), data, SMALL.parent, edition)
    head = [built.title, built.name, built.organisation, built.stamp, built.foot, built.caution]
    told = [line for sheet in built.sheets for line in lines(sheet)]
    assert_golden(f"whole_{name}.txt", "\n".join([*head, *told, ""]))
