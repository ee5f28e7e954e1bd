"""A command that is killed leaves every file as it was or as it was to become, and can run again.

Every step that a command takes on the disk is a place to die: it is run again and again, and ends
before its first step, its second and so on, until it comes through. PIA_KILLS is the most of them
that are tried of one command, 0 for all.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from furnished import CHILDREN, furnished, held, run

DEAD = 9  # the exit code of a process that died in the midst of a command
KILLS = int(os.environ.get("PIA_KILLS", "6"))
STEPS = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR
COMMANDS = (
    "set 評価書.yaml 事務.名称=別の名称", "set 評価書.yaml 変数.市名=別の市",
    "diff 評価書.yaml --write-decisions", "diff 評価書.yaml --append", "new kiso 新.yaml",
    "diff 評価書.yaml -o 表.xlsx", "migrate 評価書.yaml --to R6.10 -o 移行.yaml",
    "derive kiso 評価書.yaml -o 基礎.yaml", "freeze 旧.yaml", "schema juten -o s.json",
    "render 評価書.yaml --format html,docx --manifest 目録.json", "build . --format html",
    "status . --format csv -o 台帳.csv", "init 職場",
    "import 様式.xlsx -o 取込 --report 報告.html", "import 様式.xlsx --into 評価書.yaml",
    "review add 意見.yaml --from 意見.csv --round 一", "review form 評価書.yaml -o 点検.xlsx",
    "review summary 意見.yaml --into 評価書.yaml", "site . -o サイト",
    "audit sample 計画.yaml --log 記録.csv --seed 1",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(tmp_path_factory.mktemp("職場") / "市")


def killed(folder: Path, words: str, last: int) -> bool:
    """Run a command in a process that dies before so many steps on the disk; return whether it
    did before it was done."""
    child = CHILDREN.Process(target=_dying, args=(folder, words, last))
    child.start()
    child.join()
    return child.exitcode == DEAD


def _dying(folder: Path, words: str, last: int) -> None:
    left = [last]

    def step(event: str, found: tuple[Any, ...]) -> None:
        is_write = event == "open" and isinstance(found[2], int) and found[2] & WRITES
        if event in STEPS or is_write:
            left[0] -= 1
            if left[0] < 0:
                os._exit(DEAD)

    sys.addaudithook(step)
    try:
        run(folder, words)
    finally:
        os._exit(0)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
@pytest.mark.parametrize("words", COMMANDS)
def test_a_killed_command_tears_and_loses_nothing(office: Path, tmp_path: Path, words: str) -> None:
    whole = shutil.copytree(office, tmp_path / "whole" / "市")
    before = held(whole)
    code = run(whole, words)
    after = held(whole)
    step, tried = 0, 0
    while not KILLS or tried < KILLS:
        folder = shutil.copytree(office, tmp_path / "killed" / "市")
        is_dead = killed(folder, words, step)
        found = held(folder)
        torn = [n for n, d in found.items() if d not in (before.get(n), after.get(n))]
        assert torn == [], step
        assert before.keys() <= found.keys(), step
        if not is_dead:
            break
        if words.partition(" ")[0] not in ("new", "import", "review", "init", "migrate", "derive"):
            run(folder, words)
            assert held(folder).keys() >= after.keys() or code, step
        shutil.rmtree(folder.parent)
        tried += 1
        step += 1 if not KILLS or step < 3 else 4
    assert tried, code
