"""The page about bringing forms in is followed line by line, as a new user would."""

import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from layouts import city
from paper_of import EXAMPLES, NEYAGAWA, example
from test_fill import blank

import pia
from pia.cli import cli

PAGE = Path(__file__).parents[2] / "docs" / "様式を取り込む.md"
COMMANDS = re.compile(r"^(?:pia|cd) .*$", re.MULTILINE)


def lines() -> list[str]:
    """Return the commands of the page in order."""
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    return [line for block in blocks for line in COMMANDS.findall(block)]


def shared(folder: Path) -> None:
    """Lay the forms of two years and an official workbook into the shared folder."""
    for name, year in (("令和6年版", "令和6年"), ("令和7年版", "令和7年")):
        (form,) = pia.render(EXAMPLES / "neyagawa" / f"{name}.yaml", folder, ["xlsx"])
        form.rename(folder / f"{year}.xlsx")
    _, form_name, data = example(NEYAGAWA)
    city.draw(form_name, blank(data, most=1), folder / "公式様式.xlsx")


def begin_the_next_version() -> None:
    """Do what the page asks for by hand: copy the last version, take the three lines out."""
    text = Path("令和7年版.yaml").read_text(encoding="utf-8")
    opened, count = re.subn(r"^確定:.*\n(?:  .*\n){2}", "", text, flags=re.MULTILINE)
    assert count == 1
    Path("令和8年版.yaml").write_text(opened, encoding="utf-8")


def edit_by_hand() -> None:
    """Do what the office does in Excel."""
    path = Path("出力/令和8年版.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [
        c for row in book["Ⅰ基本情報"].iter_rows() for c in row if c.value == "自治体中間サーバ"
    ]
    assert len(cells) == 1
    cells[0].value = "中間サーバー"
    book.save(path)


def test_every_line_of_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(tmp_path / "共有")
    monkeypatch.chdir(tmp_path)
    codes: dict[str, int] = {}
    told: dict[str, str] = {}
    for line in lines():
        verb, *words = line.split()
        if verb == "cd":
            monkeypatch.chdir(Path.cwd() / words[0])
            if words[0].startswith("評価書"):
                begin_the_next_version()
            continue
        done = CliRunner().invoke(cli, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), line
        codes[line], told[line] = done.exit_code, done.output
        if words[0] == "render" and "--into" not in words:
            edit_by_hand()
    assert len(codes) >= 11
    assert {line: code for line, code in codes.items() if code == 2} == {}
    findings = [line for line, code in codes.items() if code == 1]
    assert [line.split()[1] for line in findings] == ["compare", "render"]
    (written,) = [out for line, out in told.items() if line.endswith("--into 令和8年版.yaml")]
    assert "システム" in written
    source = Path("令和8年版.yaml").read_text(encoding="utf-8")
    assert "名称: 中間サーバー\n" in source
    assert "前版: 令和7年版.yaml\n" in source
    assert any("{{ " in out for line, out in told.items() if line.endswith("--suggest"))
    last = told["pia compare 提出.xlsx 令和8年版.yaml"]
    assert last == "異なる項目 0 件\n"
    (filled,) = [out for line, out in told.items() if "--into ../" in line]
    assert "様式に表がないため、終わりに加えた別紙" in filled
