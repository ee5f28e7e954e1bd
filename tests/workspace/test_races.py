"""Several people on a shared drive: nothing is torn, lost or written twice.

Three processes begin at once, again and again. What they leave is what some order of them one
after another leaves; who was refused may be missing in it. PIA_RACES is how often each three of
`CONTESTS` race.
"""

import os
import shutil
from itertools import permutations
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from furnished import CHILDREN, furnished, held, run

Outcomes = dict[tuple[str, ...], dict[str, bytes]]  # commands → what they leave, in that order
RACES = int(os.environ.get("PIA_RACES", "1"))
CONTESTS = (
    ("diff 評価書.yaml --append",) * 3,
    ("freeze 旧.yaml",) * 3,
    ("new kiso 新.yaml",) * 3,
    ("review add 意見.yaml --from 意見.csv --round 一",) * 3,
    ("build . --format html",) * 3,
    ("site . -o サイト",) * 3,
    ("set 評価書.yaml 表紙.評価書番号=7", "set 評価書.yaml 事務.名称=別の名称",
     "set 評価書.yaml 変数.市名=別の市"),
    ("set 評価書.yaml 事務.名称=別の名称", "diff 評価書.yaml --append",
     "diff 評価書.yaml --write-decisions"),
    ("migrate 評価書.yaml --to R6.10 -o 新.yaml", "derive kiso 評価書.yaml -o 新.yaml",
     "new kiso 新.yaml"),
    ("review summary 意見.yaml --into 評価書.yaml", "diff 評価書.yaml --append",
     "set 評価書.yaml 担当部署.部署=別の課"),
    ("import 様式.xlsx --into 評価書.yaml", "set 評価書.yaml 表紙.評価書番号=7",
     "set 評価書.yaml --remove 開示請求・問合せ"),
    ("audit sample 計画.yaml --log 記録.csv --seed 1",
     "audit sample 計画.yaml --log 記録.csv --seed 2", "set 計画.yaml 文書名=要領"),
    ("render 評価書.yaml --format html --manifest 目録.json", "freeze 旧.yaml -o 新.yaml",
     "diff 評価書.yaml -o 新.yaml"),
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(tmp_path_factory.mktemp("職場") / "市")


@pytest.mark.skipif(os.name == "nt", reason="needs a forkserver")
@pytest.mark.parametrize("contest", CONTESTS, ids="、".join)
def test_a_race_ends_as_one_after_another(
    office: Path, tmp_path: Path, contest: tuple[str, ...]
) -> None:
    known: Outcomes = {}
    for _ in range(RACES):
        folder = shutil.copytree(office, tmp_path / "race" / "市")
        codes = raced(folder, contest)
        assert set(codes) <= {0, 1, 2}
        left = held(folder)
        orders = [tuple(contest[n] for n in order) for order in _orders(codes)]
        assert any(left == _in_turn(office, tmp_path, order, known) for order in orders), codes
        assert not list(folder.rglob(".*.lock"))
        shutil.rmtree(folder.parent)


def _orders(codes: list[int]) -> list[tuple[int, ...]]:
    """Return every order of who raced, with and without those that were refused."""
    every = range(len(codes))
    orders = [order for count in range(len(codes) + 1) for order in permutations(every, count)]
    return [order for order in orders if all(n in order for n in every if codes[n] == 0)]


def _in_turn(
    office: Path, folder: Path, order: tuple[str, ...], known: Outcomes
) -> dict[str, bytes]:
    """Return what commands leave that run one after another."""
    if order not in known:
        quiet = shutil.copytree(office, folder / "turn" / "市")
        for words in order:
            run(quiet, words)
        known[order] = held(quiet)
        shutil.rmtree(quiet.parent)
    return known[order]


def raced(folder: Path, contest: tuple[str, ...]) -> list[int]:
    """Run commands at once; return their exit codes."""
    ready = CHILDREN.Barrier(len(contest))
    running = [CHILDREN.Process(target=_race, args=(folder, words, ready)) for words in contest]
    for child in running:
        child.start()
    for child in running:
        child.join(120)
    return [-1 if child.exitcode is None else child.exitcode for child in running]


def _race(folder: Path, words: str, ready: Barrier) -> None:
    ready.wait(60)
    os._exit(run(folder, words))
