"""What the README shows happens so."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from documents import write

from pia.cli import cli

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def example() -> str:
    """Return the source that the five steps write."""
    (found,) = re.findall(r"```yaml\n(.*?) *```", README, re.DOTALL)
    return dedent(found)


def test_the_slip_of_the_readme_is_answered_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, example().replace("令和7年2月13日", "令和7年2月30日"), "評価書.yaml")
    shown = re.findall(r"^ *(評価書\.yaml:.*)$", README, re.MULTILINE)
    assert len(shown) == 1
    said = CliRunner().invoke(cli, ["check", "評価書.yaml"]).output.splitlines()
    assert [line for line in said if "（注意）" not in line and "誤り " not in line] == shown


def test_the_readme_lists_every_command() -> None:
    listed = re.findall(r"^\| `pia (\w+)", README, re.MULTILINE)
    assert sorted(listed) == sorted(cli.commands)
