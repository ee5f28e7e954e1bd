"""Several people on a shared drive: nothing is torn, lost or written twice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pia

EXAMPLE = Path(__file__).parents[2] / "examples" / "neyagawa"
RUN = "import sys\nfrom pia.cli import main\nmain()"


def test_three_processes_that_append_write_each_row_once(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "市")
    source = tmp_path / "市" / "令和7年版.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("公表日: 令和7年2月13日", "公表日: 令和8年2月13日"), "utf-8")
    pia.freeze(EXAMPLE / "令和7年版.yaml", tmp_path / "市" / "前.yaml")
    text = source.read_text(encoding="utf-8").replace("前版: 令和6年版.yaml", "前版: 前.yaml")
    source.write_text(text.replace("部署: ", "部署: 新", 1), encoding="utf-8")
    before = len(pia.load(source).assessment.changes)
    command = [sys.executable, "-c", RUN, "diff", str(source), "--append"]
    running = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    rows = pia.load(source).assessment.changes
    assert len(rows) == len({(row.item, row.after) for row in rows}) == before + 1
    assert not list(source.parent.glob(".*.lock"))


def test_three_processes_that_set_values_lose_none(tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("様式: 重点項目評価書\n版: R6.10\n", encoding="utf-8")
    values = {"表紙.評価書番号": "1", "表紙.評価書名": "税", "事務.名称": "税の事務"}
    running = [
        subprocess.Popen([sys.executable, "-c", RUN, "set", str(source), f"{place}={value}"])
        for place, value in values.items()
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    said = pia.load(source).assessment
    assert (said.cover.number, said.cover.name, said.office.name) == ("1", "税", "税の事務")
