"""Blank items are told by section, so that a draft does not drown its reader."""

from pathlib import Path

from click.testing import CliRunner

from pia.cli import cli


def test_blank_items_of_a_section_are_one_line_and_all_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("様式: 重点項目評価書\n版: R6.10\n", encoding="utf-8")
    short = CliRunner().invoke(cli, ["check", str(path)]).output.splitlines()
    whole = CliRunner().invoke(cli, ["check", "--all", str(path)]).output.splitlines()
    assert short[-1] == whole[-1]
    assert len(short) < len(whole)
    assert any("記入が必要な" in line and "表紙" in line for line in short)


def test_one_blank_item_stands_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = "様式: 重点項目評価書\n版: R6.10\n担当部署: {部署: 税務課}\n"
    path.write_text(text, encoding="utf-8")
    output = CliRunner().invoke(cli, ["check", str(path)]).output
    assert "所属長の役職名: 記入が必要な項目です" in output
