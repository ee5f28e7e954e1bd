"""Adding an edition touches its own folder, its schemas and pages, and next to nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pia
from pia.forms.load import load

ROOT = Path(__file__).parents[1]
OLD, NEW = "R6.10", "R8.4"
GENERATED = ("test_messages.py", "test_handbook.py", "schema/test_schema.py")
CONCERNED = (*GENERATED, "test_skeleton.py", "test_architecture.py", "forms", "derivation")
# What an amendment may touch beside the new edition's own: the model, the pair and the page of
# the message that lists all editions.
ELSEWHERE = {"pia/model/assessment.py", "tests/bad/未知の版/expected.txt", "docs/確認事項.md"}

NEW_ITEM = (
    "    - {number: ③, address: 事務.対象人数",
    "    - {number: ④, address: 事務.根拠条例, required: always}\n"
    "    - {number: ③, address: 事務.対象人数",
)
OWN_ITEM = (NEW_ITEM[0], NEW_ITEM[1].replace("事務.根拠条例", "取り扱う理由.事務実施上の必要性"))
RENAMED = ("SUFFICIENT, OPEN_ISSUES]", "{SUFFICIENT: 十分に備えている}, OPEN_ISSUES]")
ADVICE = (
    "  概要:\n    書くこと: 事務で",
    "  根拠条例:\n    書くこと: 事務の根拠となる条例の名前と条を書きます。\n"
    "    点検の観点: 条例の名前が今のものか。\n  概要:\n    書くこと: 事務で",
)
FIELD = ("    outline: Prose", '    ordinance: Prose | None = key("根拠条例")\n    outline: Prose')


def edit(file: Path, *edits: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def amended(templates: Path, source: Path, item: tuple[str, str]) -> Path:
    """Write the new edition as CONTRIBUTING says: the folder copied, then what changed."""
    folder = templates / NEW
    shutil.copytree(source, folder)
    for name in ("kiso", "juten", "zenkomoku"):
        edit(folder / f"{name}.yaml", (f"edition: {OLD}", f"edition: {NEW}"))
    edit(folder / "juten.yaml", item)
    edit(folder / "options.yaml", RENAMED)
    return folder


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.jp", *words]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout


def changed(folder: Path) -> set[str]:
    """Return every path that differs from what was committed."""
    told = git(folder, "-c", "core.quotePath=false", "status", "--porcelain", "-uall", "-z")
    return {line[3:] for line in told.split("\0") if line}


def run_tests(folder: Path, *names: str, regenerate: bool) -> None:
    """Run tests of a copy of the package, on the copy."""
    environment = {**os.environ, "PIA_REGENERATE": "*" if regenerate else "", "CI": ""}
    tests = [f"tests/{name}" for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *tests]
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of all that is under version control, under version control itself."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "as it was")
    return tmp_path


@pytest.mark.long
def test_an_edition_of_the_package_touches_its_own_and_three_files_more(package: Path) -> None:
    folder = amended(package / "templates", package / "templates" / OLD, NEW_ITEM)
    edit(folder / "guidance.yaml", ADVICE)
    edit(package / "pia" / "model" / "assessment.py", FIELD)
    run_tests(package, *GENERATED, regenerate=True)
    others = {path for path in changed(package) if f"/{NEW}/" not in path}
    assert others == ELSEWHERE
    assert git(package, "diff", "--numstat", "pia").split()[:2] == ["1", "0"]
    run_tests(package, *CONCERNED, regenerate=False)


def test_an_edition_of_a_workspace_touches_its_own_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "pia.yaml").touch()
    source = tmp_path / "評価書.yaml"
    source.write_text(
        f"様式: 重点項目評価書\n版: {NEW}\n取り扱う理由: {{事務実施上の必要性: 法令による。}}\n"
        "特定個人情報ファイル:\n- id: 甲\n  リスク対策:\n    入手:\n      目的外の入手:\n"
        "        リスクへの対策は十分か: 十分に備えている\n",
        encoding="utf-8",
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "as it was")
    amended(tmp_path / "templates", ROOT / "templates" / OLD, OWN_ITEM)
    assert {path.split("/")[1] for path in changed(tmp_path)} == {NEW}
    assert [f for f in pia.check(source) if f.is_error] == []


def test_a_renamed_option_is_said_once_and_reaches_every_item(tmp_path: Path) -> None:
    amended(tmp_path, ROOT / "templates" / OLD, OWN_ITEM)
    form = load(NEW, "zenkomoku", tmp_path)
    offered = [o for _, item in form.items() for o in item.offered if o.option == "十分である"]
    assert len(offered) > 20
    assert {o.text for o in offered} == {"十分に備えている"}
