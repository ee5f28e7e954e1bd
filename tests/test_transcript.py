"""An assessment written as a source is read as the very assessment."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import pia
from pia.model import Assessment
from pia.model.assessment import Office, System
from pia.model.base import Checked
from pia.model.choices import Connection

EXAMPLES = Path(__file__).parents[1] / "examples"
SOURCES = sorted(EXAMPLES.glob("*/令和*年版.yaml"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_written_is_read_as_the_very_assessment(path: Path) -> None:
    assert len(SOURCES) > 3
    assessment = pia.load(path).assessment
    assert pia.loads(pia.dumps(assessment), path).assessment == assessment


def test_ticked_boxes_and_their_words_come_back() -> None:
    links = (Checked(Connection.TAX), Checked(Connection.OTHER, "窓口: {{ 庁舎 }}"))
    assessment = Assessment(form="重点項目評価書", systems=(System(id="甲", connections=links),))
    text = pia.dumps(assessment)
    assert "  - その他: '窓口: \\{{ 庁舎 }}'\n" in text
    assert pia.loads(text).assessment == assessment


TEXTS = st.text(st.sampled_from("あa1:#-|>'\"{}[]&*!% \n　,@\t\\～"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
@example("{{ 名 }}", "\\{{")
@example(" - a", "\ta\n b")
def test_any_text_comes_back(name: str, content: str) -> None:
    assessment = Assessment(office=Office(name=name.replace("\n", " "), description=content))
    assert pia.loads(pia.dumps(assessment)).content == assessment


def test_data_is_laid_out_in_the_order_of_the_form() -> None:
    data = {
        "事務": {"対象人数": "1,000人未満", "名称": "貸出し"},
        "変数": {"課": "図書課"},
        "版": "R6.10",
    }
    assert pia.dumps({**data, "様式": "重点項目評価書"}) == (
        "様式: 重点項目評価書\n版: R6.10\n\n変数:\n  課: 図書課\n\n事務:\n  名称: 貸出し\n"
        "  対象人数: 1,000人未満\n"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"事務": {"名前": "x"}}, "未知の項目"),
        ({"事務": {"対象人数": "百人"}}, "未知の選択肢"),
        ({"様式": "申請書"}, "未知の様式"),
        ({"システム": "x"}, "値の形"),
    ],
)
def test_data_that_no_form_knows_is_refused(data: dict[str, object], code: str) -> None:
    with pytest.raises(pia.PiaError) as caught:
        pia.dumps(data)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_what_a_source_cannot_say_is_refused() -> None:
    with pytest.raises(pia.RefusedError) as caught:
        pia.dumps(Assessment(office=Office(description="一\u2028二")))
    assert [finding.code for finding in caught.value.findings] == ["書き出せない値"]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = pia.dump({"様式": "基礎項目評価書"}, tmp_path / "a.yaml")
    with pytest.raises(pia.PiaError):
        pia.dump({}, path)
    assert pia.dump({"版": "R6.10"}, path, force=True).read_text(encoding="utf-8") == "版: R6.10\n"
