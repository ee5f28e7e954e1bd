"""What the README shows happens so."""

import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from documents import write
from walked_page import Walk

from pia.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


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


def test_the_readme_shows_the_form_and_leads_to_the_pages_for_staff() -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", README)
    assert [link for link in links if "//" not in link and not (ROOT / link).exists()] == []
    pages = {"docs/図/様式.png", "docs/職場のフォルダー.md", "docs/評価書の一年.md"}
    assert pages <= set(links)


def test_the_year_on_the_first_screen_goes_through(tmp_path: Path) -> None:
    """In the workspace of an example, where a person decides each change."""
    year = README[README.index("## 評価書の一年") : README.index("## 試す")]
    (block,) = re.findall(r"```\n(.*?)```", year, re.DOTALL)
    assert README[: README.index(block)].count("\n") < 20
    walk = Walk(tmp_path)
    for line in block.splitlines():
        walk.page(f"```sh\n{line.split('#')[0].strip()}\n```")
        assert walk.code == 0, walk.printed
        if line.startswith("cd "):
            example = ROOT / "examples" / "neyagawa"
            shutil.copytree(example, walk.folder, dirs_exist_ok=True)
            for name, target in {"令和7年版": "住基", "令和6年版": "令和6年版"}.items():
                shutil.move(walk.folder / f"{name}.yaml", walk.folder / f"評価書/{target}.yaml")
        if "--write-decisions" in line:
            decisions = walk.folder / "評価書/住基.判断.yaml"
            text = decisions.read_text(encoding="utf-8")
            decided = text.replace("\n  提出時期:\n", "\n  提出時期: 事前\n")
            assert decided != text
            decisions.write_text(decided, encoding="utf-8")
    assert walk.printed.endswith("不一致 0 件\n")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("職場のフォルダー.md", ["pia.yaml", "共通/", "{{ 所管課 }}"]),
        (
            "評価書の一年.md",
            ["status", "check", "diff", "--write-decisions", "--append", "publish"],
        ),
        ("評価書の一年.md", ["freeze", "見直し", "判断"]),
    ],
)
def test_the_pages_for_staff_tell_of_the_workspace_and_of_the_year(
    page: str, told: list[str]
) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [word for word in told if word not in text] == []
