"""An office in which every writing command has something to do, and processes that work in it."""

from multiprocessing import get_context
from pathlib import Path

from invented import PLAN, table
from test_mutants import OLD, TEXTS, VERSION, WORKSPACE, answered

# Each child begins in a process without threads: a lock that one of them held would stay held.
CHILDREN = get_context("forkserver")
CHILDREN.set_forkserver_preload(["pia.api", "pia.cli", "pia.renderers", "pytest", "click.testing"])


def furnished(folder: Path) -> Path:
    """Make the office in a folder."""
    folder.mkdir()
    texts = {
        "評価書.yaml": VERSION, "旧.yaml": OLD, "pia.yaml": WORKSPACE, "意見.yaml": TEXTS["意見"],
        "意見.csv": "番号,項目,意見,提出者\n1,全般,頻度,委員会\n", "計画.yaml": PLAN,
        "記録.csv": table(),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    run(folder, "render 旧.yaml -o . --format xlsx")
    (folder / "旧.xlsx").rename(folder / "様式.xlsx")
    assert run(folder, "freeze 旧.yaml -o 前.yaml") == 0
    return folder


def run(folder: Path, words: str) -> int:
    return answered(folder, words).exit_code


def held(folder: Path) -> dict[str, bytes]:
    """Return the files of people and for people: not what is being made, nor what is remembered."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    }
