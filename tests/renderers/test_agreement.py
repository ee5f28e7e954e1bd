"""All formats say the same: every answer stands whole in each of them."""

from pathlib import Path

import pytest
from assessments import assessment
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import FORMATS, absent, answers, read, squeezed

import pia
from pia.document import Document
from pia.forms.load import load
from pia.layout.build import build
from pia.layout.tree import Layout
from pia.model import Assessment
from pia.model.base import Kind
from pia.model.ref import Value, rewritten
from pia.renderers import rendered
from pia.workspace.printing import layout_of

EXAMPLES = Path(__file__).parents[2] / "examples"
SOURCES = ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"]
ODD = "".join(
    (
        "=@+-'\"<>&#*_\\$`[]{}()%;:,~^|/",
        "①㈱㍻㌔ｱﾞﾊﾟ～〜－−ー",
        "髙﨑𠮷邉ǃéΩЖ",
        "〔〕【】「」、。※■○█",
    )
)
ALPHABET = st.sampled_from(ODD + "市区町村住民票の写しを交付する事務に関する情報ABCxyz0189　 ")
SHORT = st.text(ALPHABET, max_size=40)
TEXTS = SHORT | st.builds(lambda text, times: text * times, SHORT, st.integers(1, 200))


@pytest.fixture(scope="module", params=SOURCES)
def example(request: pytest.FixtureRequest) -> Document:
    return pia.load(EXAMPLES / str(request.param))


@pytest.mark.parametrize("name", FORMATS)
def test_every_answer_of_an_example_stands_whole_in_each_format(
    example: Document, name: str
) -> None:
    text = read(layout_of(example), name)
    wanted = list(answers(example))
    assert len(wanted) > 500
    assert absent(wanted, text) == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_published_edition_says_no_less(name: str) -> None:
    example = pia.load(EXAMPLES / SOURCES[0])
    assert absent(answers(example), read(layout_of(example, "公表"), name)) == []


@pytest.mark.parametrize("name", FORMATS)
def test_equal_layouts_give_equal_bytes(example: Document, name: str) -> None:
    assert rendered(layout_of(example), name) == rendered(layout_of(example), name)


def filled(texts: list[str], form: str) -> Layout:
    """A form whose texts are the given ones, in turn, wherever a text may stand."""
    left = iter(texts * 100)

    def put(value: Value) -> object:
        if value.kind is Kind.PROSE:
            return next(left)
        return next(left).replace("\n", "") if value.kind is Kind.LINE else value.value

    return build(load("R6.10", form), rewritten(SMALL, put), Path())


SMALL: Assessment = assessment(
    """
表紙: {評価書名: a, 特記事項: b}
事務: {内容: c}
システム: [{id: 一, 名称: d, 機能: e}]
特定個人情報ファイル:
- id: 台帳
  ファイル名: f
  基本情報: {対象となる本人の範囲: g, 範囲の必要性: h}
  委託: {委託事項: [{id: 保守, 名称: i, 委託内容: j, 再委託事項: k}]}
  備考: l
変更箇所: [{項目: m, 変更前の記載: n, 変更後の記載: o}]
"""
)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=4, max_size=9))
def test_odd_long_and_empty_texts_stand_whole_in_each_format(texts: list[str]) -> None:
    layout = filled(texts, "juten")
    for name in FORMATS:
        assert absent([squeezed(text) for text in texts], read(layout, name)) == []


@pytest.mark.parametrize("name", FORMATS)
def test_500_record_items_and_60_outsourced_tasks_are_all_there(name: str) -> None:
    records = [f"記録項目の{n}番" for n in range(500)]
    tasks = [f"委託する事項の{n}番" for n in range(60)]
    entries = "\n".join(f"    - {{id: i{n}, 名称: {task}}}" for n, task in enumerate(tasks))
    listed = "\n".join(f"  - {record}" for record in records)
    data = assessment(
        f"特定個人情報ファイル:\n- id: 台帳\n  記録項目:\n{listed}\n"
        f"  委託:\n    委託事項:\n{entries}"
    )
    text = read(build(load("R6.10", "juten"), data, Path()), name)
    assert absent([*records, *tasks], text) == []
