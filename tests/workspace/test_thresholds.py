"""しきい値判断 on the command line, and a body's own stricter rules."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from pia import check, judge
from pia.cli import cli
from pia.model.choices import Submitted
from pia.model.law import EXEMPT, LocalRule, filed, rank, required_level
from pia.model.law import judge as judged
from pia.workspace.checking import of_folder


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["threshold", *words])


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `pia.yaml` of the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pia.yaml"


def own(rules: Path, *lines: str) -> None:
    text = "".join(f"- {{{line}}}\n" for line in lines)
    rules.write_text(f"しきい値判断:\n{text}", encoding="utf-8")


def test_the_command_says_what_is_due_by_which_rule_and_what_may_be_done(rules: Path) -> None:
    result = run("--subjects", "120000", "--handlers", "30")
    assert result.exit_code == 0
    assert result.output == (
        "基礎項目評価及び重点項目評価の実施が義務付けられる\n"
        "規則: 対象人数「10万人以上30万人未満」、取扱者数「500人未満」、重大事故「発生なし」\n"
        "根拠: 規則第6条第1項第2号、特定個人情報保護評価指針 第5の2\n"
        "提出する評価書: 基礎項目評価書及び重点項目評価書\n"
        "任意に提出できる評価書: 基礎項目評価書及び全項目評価書\n"
        "次のファイルは評価の義務の対象外です（規則第4条第1号から第7号まで。"
        "当てはまるかどうかは、第3号の人数のほかは判断していません）:\n"
        + "".join(f"  {each}\n" for each in EXEMPT)
    )


@pytest.mark.parametrize(
    ("figures", "provision"),
    [
        ((999, 500, True), "規則第4条第3号"),
        ((1_000, 500, True), "規則第4条第8号イ"),
        ((9_999, 0, False), "規則第4条第8号イ"),
        ((10_000, 499, False), "規則第4条第8号ロ"),
        ((10_000, 500, False), "規則第6条第1項第1号"),
        ((99_999, 0, True), "規則第6条第1項第1号"),
        ((100_000, 499, False), "規則第6条第1項第2号"),
        ((100_000, 500, False), "規則第7条第1項"),
        ((300_000, 0, False), "規則第7条第1項"),
    ],
)
def test_every_result_names_its_provision(
    figures: tuple[int, int, bool], provision: str, rules: Path
) -> None:
    subjects, handlers, incident = figures
    words = ["--subjects", str(subjects), "--handlers", str(handlers)]
    result = run(*words, *(["--incident"] if incident else []))
    (line,) = [line for line in result.output.splitlines() if line.startswith("根拠: ")]
    assert line.removeprefix("根拠: ").startswith(provision)


def test_all_seven_exemptions_are_named() -> None:
    assert [each.partition(" ")[0] for each in EXEMPT] == [f"第{n}号" for n in range(1, 8)]


def test_the_same_for_programs(rules: Path) -> None:
    result = run("--subjects", "900", "--handlers", "30", "--incident", "--format", "json")
    assert json.loads(result.output) == {
        "しきい値判断結果": "特定個人情報保護評価の実施が義務付けられない",
        "規則": {"対象人数": "1,000人未満", "取扱者数": "500人未満", "重大事故": "発生あり"},
        "根拠": "規則第4条第3号、特定個人情報保護評価指針 第5の2",
        "独自のしきい値": None,
        "提出する評価書": None,
        "任意に提出できる評価書": [str(option) for option in Submitted],
        "義務の対象外": {"根拠": "規則第4条第1号から第7号まで", "ファイル": list(EXEMPT)},
    }


@pytest.mark.parametrize("words", [["--subjects", "-1", "--handlers", "0"], ["--subjects", "5"]])
def test_figures_that_cannot_be_are_usage_errors(words: list[str]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize(
    ("rule", "figures", "expected"),
    [
        ("対象人数以上: 5万人, 評価: 重点項目評価", (50_000, 0, False), "pia.yaml:2"),
        ("対象人数以上: 5万人, 評価: 重点項目評価", (49_999, 0, False), None),
        ("対象人数以上: '50,000', 取扱者数以上: 100, 評価: 全項目", (50_000, 99, False), None),
        (
            "対象人数以上: '50,000', 取扱者数以上: 100, 評価: 全項目",
            (50_000, 100, False),
            "pia.yaml:2",
        ),
        ("重大事故: 発生あり, 評価: 全項目評価書", (1_000, 0, True), "pia.yaml:2"),
        ("重大事故: 発生あり, 評価: 全項目評価書", (1_000, 0, False), None),
        ("対象人数以上: 1000, 評価: 重点", (300_000, 0, False), None),
    ],
)
def test_a_rule_of_the_body_asks_for_more_where_all_it_says_holds(
    rule: str, figures: tuple[int, int, bool], expected: str | None, rules: Path
) -> None:
    own(rules, rule)
    assert of_folder(rules.parent).findings == []
    found = judge(*figures).judgement.rule
    assert (found.place if found else None) == expected


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("対象人数以上: 300000, 評価: 重点項目評価", "緩いしきい値"),
        ("対象人数以上: 10000, 重大事故: 発生あり, 評価: 基礎項目評価", "緩いしきい値"),
        ("対象人数以上: 多め, 評価: 全項目", "独自のしきい値の書き方"),
        ("対象人数: 10000, 評価: 全項目", "未知の項目"),
        ("重大事故: 発生なし, 評価: 全項目", "独自のしきい値の書き方"),
        ("対象人数以上: 10000", "必要な項目なし"),
        ("評価: 項目", "独自のしきい値の書き方"),
    ],
)
def test_a_rule_that_cannot_be_used_is_a_finding_and_left_out(
    rule: str, code: str, rules: Path
) -> None:
    own(rules, rule)
    result = run("--subjects", "300000", "--handlers", "0")
    assert result.exit_code == 1
    assert f"pia.yaml:2:3 [{code}]" in result.output or f"pia.yaml:2:4 [{code}]" in result.output
    assert "独自のしきい値:" not in result.output.partition("pia.yaml")[0]


@given(
    st.integers(0, 400_000),
    st.integers(0, 1_000),
    st.booleans(),
    st.lists(
        st.builds(
            LocalRule,
            st.sampled_from(Submitted),
            st.integers(0, 400_000),
            st.integers(0, 1_000),
            st.booleans(),
        )
    ),
)
def test_no_rule_takes_away_from_the_law(
    subjects: int, handlers: int, incident: bool, own_rules: list[LocalRule]
) -> None:
    law = required_level(subjects, handlers, incident)
    found = judged(subjects, handlers, incident, own_rules)
    assert found.result is law
    assert rank(found.submitted) >= rank(filed(law))
    assert all(rank(more) > rank(found.submitted) for more in found.voluntary)


@pytest.mark.parametrize(
    ("form", "subjects", "is_told"),
    [
        ("重点項目評価書", "1万人以上10万人未満", True),
        ("重点項目評価書", "1,000人以上1万人未満", False),
        ("全項目評価書", "1万人以上10万人未満", False),
    ],
)
def test_check_tells_of_a_form_that_is_less_than_the_body_asks_for(
    form: str, subjects: str, is_told: bool, rules: Path
) -> None:
    own(rules, "対象人数以上: 10000, 評価: 全項目")
    source = rules.with_name("評価書.yaml")
    source.write_text(f'様式: {form}\n事務: {{対象人数: "{subjects}"}}\n', encoding="utf-8")
    found = [f for f in check(source) if f.code == "独自のしきい値の不足"]
    assert [f.address for f in found] == (["事務.対象人数"] if is_told else [])


@pytest.mark.parametrize(("kind", "is_told"), [("基礎項目評価書", True), ("", False)])
def test_check_tells_of_a_form_2_that_hands_in_too_little(
    kind: str, is_told: bool, rules: Path
) -> None:
    own(rules, "取扱者数以上: 500, 評価: 全項目")
    source = rules.with_name("評価書.yaml")
    source.write_text(
        "様式: 基礎項目評価書\n事務: {対象人数: 1万人以上10万人未満}\n"
        "しきい値判断: {取扱者数: 500人以上}\n"
        f"基礎リスク対策: {{提出する評価書の種類: {kind}}}\n",
        encoding="utf-8",
    )
    assert ("独自のしきい値の不足" in {f.code for f in check(source)}) is is_told
