"""Form 2 beside the form 3 or 4 of the same number."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sources import files, full

from pia import Document, check_all, contradictions, derive, load
from pia.cli import cli

RISK = "入手.目的外の入手.リスクへの対策は十分か: 十分である"
OUTSOURCED = "委託.リスクへの対策は十分か: 十分である"
FULL = f"""
表紙: {{評価書番号: 1, 評価実施機関名: 見本市長}}
事務: {{名称: 税の事務, 内容: 長い内容, 対象人数: 1万人以上10万人未満}}
システム: [{{id: 税, 名称: 税システム}}, {{id: 宛名, 名称: 宛名システム}}]
個人番号の利用: {{法令上の根拠: 番号法第９条}}
評価実施手続:
  基礎項目評価:
    しきい値判断結果: 基礎項目評価の実施が義務付けられる（任意に重点項目評価を実施）
{files(f"甲 {RISK}; {OUTSOURCED}")}
"""


def pair(folder: Path, *changes: tuple[str, str]) -> tuple[Document, Document]:
    """A form 3 and its derived form 2, in which for each change one text replaces another."""
    source = full(folder, FULL)
    text = derive(source)
    for old, new in changes:
        assert text.count(old) == 1, text
        text = text.replace(old, new)
    path = folder / "基礎.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path), source


def found(folder: Path, *changes: tuple[str, str]) -> list[str]:
    return [f"{f.code} {f.address}" for f in contradictions(*pair(folder, *changes))]


WEAKER = ("目的外の入手: 十分である", "目的外の入手: 課題が残されている")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "目的外の入手: 十分である",
            "目的外の入手: 課題が残されている",
            "矛盾 基礎リスク対策.目的外の入手",
        ),
        ("対象人数: 1万人以上10万人未満", "対象人数: 30万人以上", "矛盾 事務.対象人数"),
        ("及び重点項目評価書", "", "矛盾 基礎リスク対策.提出する評価書の種類"),
        (
            "    該当:\n    不正な使用等: 十分である",
            "    該当: [委託しない]",
            "矛盾 基礎リスク対策.委託.該当",
        ),
        ("名称: 税の事務", "名称: 税務", "文面の違い 事務.名称"),
        ("- id: 宛名\n  名称: 宛名システム\n", "", "一覧の違い システム"),
        ("長い内容", "短い概要", ""),
        ("番号法第９条", "番号法 第9条", ""),
        ("名称: 税の事務", "名称:", ""),
    ],
)
def test_what_form_2_says_otherwise(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert found(tmp_path, (old, new)) == ([f"様式間の{expected}"] if expected else [])


def test_the_result_of_the_threshold_is_compared_with_that_of_the_other(tmp_path: Path) -> None:
    handlers = ("  取扱者数:\n", "  取扱者数: 500人未満\n")
    assert found(tmp_path, handlers) == []
    assert found(tmp_path, handlers, ("  重大事故:", "  重大事故: 発生なし")) == []
    assert found(tmp_path, handlers, ("  重大事故:", "  重大事故: 発生あり")) == [
        "様式間の矛盾 しきい値判断"
    ]


def test_a_contradiction_names_both_places(tmp_path: Path) -> None:
    kiso, source = pair(tmp_path, WEAKER)
    (finding,) = contradictions(kiso, source)
    here = kiso.source.text.splitlines()
    there = source.source.text.splitlines()
    assert finding.position is not None
    assert here[finding.position.line - 1].strip() == "目的外の入手: 課題が残されている"
    line = int(finding.message.partition(f"{source.path}:")[2].partition("）")[0])
    assert there[line - 1].strip() == "リスクへの対策は十分か: 十分である"


def test_audits_of_some_files_may_be_ticked(tmp_path: Path) -> None:
    source = full(
        tmp_path, files("甲 監査.実施の有無: 自己点検,内部監査\n乙 監査.実施の有無: 自己点検")
    )
    for boxes, agree in (("自己点検, 内部監査", True), ("外部監査", False), ("内部監査", False)):
        path = tmp_path / "基礎.yaml"
        text = f"様式: 基礎項目評価書\n基礎リスク対策: {{監査: {{実施の有無: [{boxes}]}}}}\n"
        path.write_text(text, encoding="utf-8")
        assert (contradictions(load(path), source) == []) is agree


@pytest.mark.parametrize(("number", "together"), [("１", True), ("2", False), ("", False)])
def test_check_compares_documents_of_one_number(
    number: str, together: bool, tmp_path: Path
) -> None:
    kiso, source = pair(tmp_path, ("評価書番号: 1\n", f"評価書番号: {number}\n"), WEAKER)
    codes = {f.code for f in check_all([kiso.path, source.path])}
    assert ("様式間の矛盾" in codes) is together


def test_the_command_compares_what_it_finds_in_a_folder(tmp_path: Path) -> None:
    pair(tmp_path, WEAKER)
    result = CliRunner().invoke(cli, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "[様式間の矛盾]" in result.output


def test_bodies_that_share_a_number_are_kept_apart(tmp_path: Path) -> None:
    kiso, source = pair(tmp_path, WEAKER)
    other = tmp_path / "別の市"
    other.mkdir()
    moved = source.path.rename(other / "元.yaml")
    assert "様式間の矛盾" in {f.code for f in check_all([kiso.path, moved])}
    text = moved.read_text(encoding="utf-8").replace("見本市長", "別の市長")
    moved.write_text(text, encoding="utf-8")
    assert "様式間の矛盾" not in {f.code for f in check_all([kiso.path, moved])}
