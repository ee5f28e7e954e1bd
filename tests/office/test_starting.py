"""An office begins with a workspace that works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import pia
from pia.cli import cli
from pia.workspace.versions import is_sealed

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_what_init_makes_can_be_written_in_and_built(tmp_path: Path) -> None:
    folder = tmp_path / "職場"
    assert CliRunner().invoke(cli, ["init", str(folder)]).exit_code == 0
    pia.new("重点", folder / "評価書/税.yaml")
    assert [f for f in pia.check(folder / "評価書/税.yaml") if f.is_error] == []
    assert not pia.build(folder, formats=["html"]).fails
    assert (folder / "出力/評価書/税.html").is_file()


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "pia.yaml").write_text("変数: {市名: 私の市}\n", encoding="utf-8")
    started = pia.init(tmp_path)
    assert tmp_path / "pia.yaml" in started.kept
    assert "私の市" in (tmp_path / "pia.yaml").read_text(encoding="utf-8")
    assert pia.init(tmp_path).written == []


@pytest.mark.skipif(os.name == "nt", reason="a shell script")
def test_the_hook_refuses_a_commit_of_an_error(tmp_path: Path) -> None:
    pia.init(tmp_path)
    source = tmp_path / "評価書/税.yaml"
    source.write_text("様式: 重点項目評価書\n事務: {対象人数: 多い}\n", encoding="utf-8")
    command = tmp_path / "bin" / "pia"
    command.parent.mkdir()
    program = f"#!{sys.executable}\nfrom pia.cli import main\nmain()\n"
    command.write_text(program, encoding="utf-8")
    command.chmod(0o755)
    environment = os.environ | {"PATH": f"{command.parent}:{os.environ['PATH']}"}
    hook = [str(tmp_path / ".githooks/pre-commit")]

    def code() -> int:
        return subprocess.run(hook, cwd=tmp_path, env=environment, check=False).returncode

    assert code() == 1
    source.write_text("様式: 重点項目評価書\n", encoding="utf-8")
    assert code() == 0


def test_an_office_begins_from_filled_in_forms(tmp_path: Path) -> None:
    (printed,) = pia.render(EXAMPLES / "neyagawa/令和7年版.yaml", tmp_path, ["xlsx"])
    folder = tmp_path / "職場"
    started = pia.init(folder, [printed])
    assert len(started.chains.imported) == 1
    (source,) = [p for p in (folder / "評価書").iterdir() if p.suffix == ".yaml"]
    assert pia.load(source).assessment.cover.number == "1"


def test_an_office_that_begins_from_the_forms_of_several_years_has_a_chain(tmp_path: Path) -> None:
    names = ("令和7年版", "令和6年版")
    sources = [EXAMPLES / f"neyagawa/{name}.yaml" for name in names]
    forms = [form for source in sources for form in pia.render(source, tmp_path, ["docx"])]
    folder = tmp_path / "職場"
    command = ["init", str(folder), *(f"--from={form}" for form in forms)]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 0, told.output
    held = list((folder / "評価書").rglob("*.yaml"))
    assert sorted(path.name for path in held) == ["令和6年版.yaml", "令和7年版.yaml"]
    assert {path.parent.name for path in held} == {"1_住民基本台帳に関する事務"}
    assert all(is_sealed(pia.load(path)) for path in held)
    (latter,) = [path for path in held if path.stem == "令和7年版"]
    assert pia.load(latter).assessment.predecessor == "令和6年版.yaml"
    assert "確か" in told.output
