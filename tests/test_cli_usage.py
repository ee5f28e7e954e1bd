"""A wrong command line is answered in Japanese, with exit code 2."""

import pytest
from click.testing import CliRunner

from pia.cli import cli


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("renda", "そのような命令はありません。命令: "),
        ("check", "評価書のファイルかフォルダーを書いてください。"),
        ("check --stric a.yaml", "「--stric」という指定はありません。「--strict」の誤り"),
        (
            "check a.yaml --format xml",
            "「--format」の値が正しくありません。次のいずれかです: text、",
        ),
        ("items --form", "「--form」の後に値を書いてください。"),
        ("new juten a.yaml b.yaml", "余分な指定があるか、指定が足りません。"),
        ("diff a b c", "版は二つまで指定できます。"),
    ],
)
def test_a_wrong_command_line_says_how_to_mend_it(line: str, expected: str) -> None:
    result = CliRunner().invoke(cli, line.split(), prog_name="pia")
    assert result.exit_code == 2
    assert result.output.startswith(expected)
    assert "--help で見られます" in result.output


@pytest.mark.parametrize(
    "line", ["check NAME", "diff NAME", "new juten NAME", "schema juten -o NAME"]
)
def test_a_name_the_system_refuses_ends_with_a_reason(line: str) -> None:
    words = line.replace("NAME", "長" * 300).split()
    result = CliRunner().invoke(cli, words, prog_name="pia")
    assert result.exit_code == 2
    assert "ファイル]" in result.output


def test_no_command_shows_the_help() -> None:
    result = CliRunner().invoke(cli, [], prog_name="pia")
    assert result.exit_code == 2
    assert "check" in result.output
    assert "render" in result.output
