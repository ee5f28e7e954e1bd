"""`pia check` as a command, on every console."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from documents import DRAFT, write

from pia.cli import cli

WRONG = DRAFT + "  対象人数: 多い\n"


def check(*words: str | Path) -> Result:
    result = CliRunner().invoke(cli, ["check", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize(
    ("text", "options", "exit_code"),
    [(DRAFT, [], 0), (DRAFT, ["--strict"], 1), (WRONG, [], 1), ("a: [\n", [], 1), ("", [], 1)],
)
def test_the_exit_code_tells_errors_from_warnings(
    tmp_path: Path, text: str, options: list[str], exit_code: int
) -> None:
    assert check(write(tmp_path, text), *options).exit_code == exit_code


@pytest.mark.parametrize("words", [["なし.yaml"], ["なし"], [], ["--format", "xml", "a.yaml"]])
def test_what_cannot_be_begun_exits_2(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = check(*words)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_text_ends_with_the_counts(tmp_path: Path) -> None:
    *findings, last = check(write(tmp_path, WRONG), "--all").stdout.splitlines()
    warnings = sum("（注意）" in line for line in findings)
    assert last == f"誤り 1 件、注意 {warnings} 件"
    assert len(findings) == warnings + 1


def test_json_is_an_array_of_findings(tmp_path: Path) -> None:
    path = write(tmp_path, WRONG)
    found = json.loads(check(path, "--format", "json").stdout)
    (error,) = [f for f in found if f["severity"] == "error"]
    assert error.pop("message")
    assert error.pop("hint")
    assert error == {
        "file": str(path),
        "line": 4,
        "column": 3,
        "code": "未知の選択肢",
        "severity": "error",
        "address": "事務.対象人数",
        "item": "Ⅱ1. 評価対象の事務の対象人数は何人か",
    }


def test_json_of_a_source_without_findings_is_an_empty_array(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples/neyagawa/令和7年版.yaml"
    assert json.loads(check(example, "--format", "json").stdout) == []


def test_github_gets_an_annotation_for_each_finding(tmp_path: Path) -> None:
    lines = check(write(tmp_path, WRONG), "--format", "github").stdout.splitlines()
    assert {line.split(" ")[0] for line in lines} == {"::error", "::warning"}
    assert any("line=4,col=3,title=未知の選択肢::" in line for line in lines)


def test_a_folder_is_checked_whole(tmp_path: Path) -> None:
    for name in ("a.yaml", "b/c.yaml"):
        write(tmp_path, WRONG, name)
    files = {f["file"] for f in json.loads(check(tmp_path, "--format", "json").stdout)}
    assert files == {str(tmp_path / "a.yaml"), str(tmp_path / "b" / "c.yaml")}


def test_what_several_documents_share_is_reported_once(tmp_path: Path) -> None:
    write(tmp_path, "変数: [\n", "pia.yaml")
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, DRAFT, name)
    assert check(tmp_path).stdout.count("[YAMLの書き方]") == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_no_finding(tmp_path: Path, end: str) -> None:
    path = tmp_path / "評価書.yaml"
    path.write_bytes(WRONG.replace("\n", end).encode("utf-8-sig"))
    lines = check(path).stdout.splitlines()
    assert any(line.startswith(f"{path}:4:3 [未知の選択肢]") for line in lines)


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_a_console_of_another_encoding_gets_utf_8(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, DRAFT + "  名称: 𠮷髙\n")
    command = [sys.executable, "-c", "from pia.cli import main; main()", "check", str(path)]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 1
    assert "[重複した項目]" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_a_refusal_on_such_a_console_is_utf_8_too(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from pia.cli import main; main()", "check", "なし.yaml"]
    environment = os.environ | {"PYTHONIOENCODING": "cp932"}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "[ファイルなし]" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("taken", ["評価書.xlsx", "評価書.docx"])
def test_an_output_that_cannot_be_written_exits_1_with_a_message(
    tmp_path: Path, taken: str
) -> None:
    path = write(tmp_path)
    (tmp_path / taken / "中").mkdir(parents=True)
    name = taken.partition(".")[2]
    words = ["render", str(path), "-o", str(tmp_path), "--format", name]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 1
    assert "[書き込めないファイル]" in result.stderr
    assert not list(tmp_path.glob(".*"))


def test_a_file_behind_against_alone_is_held_against_its_own_former_version(
    tmp_path: Path,
) -> None:
    old = DRAFT + "担当部署: {部署: 総務課}\n"
    (tmp_path / "旧.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "新.yaml").write_text(
        old.replace("総務", "税務") + "前版: 旧.yaml\n", encoding="utf-8"
    )
    alone = check("--against", tmp_path / "新.yaml")
    assert "変更箇所にない変更" in alone.stdout
    assert alone.stdout == check(tmp_path / "新.yaml", "--against").stdout
    assert check("--against").exit_code == 2
