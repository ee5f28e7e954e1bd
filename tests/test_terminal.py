"""Whatever a file is called, neither a terminal nor a CI finds in our output anything to obey."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import write

from pia.cli import cli, output

NAME = "::error file=a::b\x1b[31m\x9b2J\n::error::c\r\u202e[d].yaml"
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|^\\s*::|^\\s*##\\[", re.M
)
FORM = "様式: 重点項目評価書\n版: R6.10\n表紙: {公表日: 令和7年2月13日}\n事務: {名称: 税}\n"


@pytest.mark.skipif(os.name == "nt", reason="such names are those of POSIX")
@pytest.mark.parametrize(
    "words",
    [
        *("check {}", "check .", "check {} --format json", "check ない{}", "check {}/x"),
        *("render {} -o 出力 --format html", "render {} -o {} --format html", "render ない{}"),
        *("diff 旧.yaml {}", "diff {} 旧.yaml --format json", "diff 旧.yaml {} --write-decisions"),
        *("diff 旧.yaml {} --append", "diff ない{} 旧.yaml", "freeze {}", "freeze {} -o {}"),
        *("new kiso {}", "new kiso 新{}", "new {} x.yaml", "set {} 事務.名称=a", "set {} {}=a"),
        *("set {} 事務.名称=b --dry-run", "set 旧.yaml 事務.名称=@ない{}", "verify {}"),
        *("migrate {} --to R6.10 -o 移行{}", "derive kiso {} -o 基礎{}", "publish {}"),
        *("build . --format html", "status .", "status {}", "impact 税 .", "impact {}"),
        *("import {} -o 新", "compare {} 旧.yaml", "compare ない{} {}", "init 職場{}", "init {}"),
        *("review add {} --from {}", "review form {} -o 点検{}", "audit read {}", "--{}", "{}"),
        *("audit sample {} --log {}", "audit dispose {} --by 甲", "items --form {}"),
        *("schema {}", "schema kiso -o {}", "edit ない{}", "render --blank {}"),
    ],
)
def test_a_hostile_name_is_told_and_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FORM, NAME)
    write(tmp_path, "変数: a\n", "::error::d.yaml")
    write(tmp_path, FORM.replace("税", "旧"), "旧.yaml")
    result = CliRunner().invoke(cli, [word.replace("{}", NAME) for word in words.split()])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert OBEYED.findall(result.output) == []


def test_half_a_character_in_a_line_that_is_removed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "評価書.yaml"
    path.write_bytes(
        FORM.encode() + "担当部署: {部署: '\udcff課'}\n".encode("utf-8", "surrogatepass")
    )
    result = CliRunner().invoke(cli, ["set", str(path), "--remove", "担当部署", "--dry-run"])
    assert (result.exit_code, r"\udcff" in result.output) == (0, True), result.output


@pytest.mark.skipif(os.name == "nt", reason="such names are those of POSIX")
@pytest.mark.parametrize("words", ["check {}", "check .", "freeze {}", "compare a {}"])
def test_a_name_that_is_no_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    name = os.fsdecode(b"\xff.yaml")
    write(tmp_path, FORM, name)
    write(tmp_path, FORM)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, words.replace("{}", name).split())
    assert isinstance(result.exception, SystemExit | None)
    assert r"\udcff.yaml" in result.output


def test_the_command_line_prints_through_one_door() -> None:
    folder = Path(output.__file__).parent
    found = [
        p
        for p in folder.glob("*.py")
        if re.search(r"click\.echo|(?<!\w)print\(", p.read_text("utf-8"))
    ]
    assert [path.name for path in found] == ["output.py"]


def test_a_name_is_no_markup_for_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with output.Bar() as bar:
        bar.step("a[/b].yaml", 2)
