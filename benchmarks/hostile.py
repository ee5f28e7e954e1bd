"""Inputs that made a command slow or large: `python benchmarks/hostile.py [WORDS]`.

Each must be done in so many seconds of a processor and so much memory; a command that waits for
ever is stopped by the clock. WORDS: only inputs whose names have them.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _measure import PIA, Command, cost

SECONDS, MEGABYTES = 10, 500
KANJI = "亜位宇江尾加木区毛古左志須世曽多地津手戸"

Input = Callable[[Path], Command]


def _words(count: int, seed: int) -> list[str]:
    """Return words that hardly ever meet."""
    chance = random.Random(seed)
    return ["".join(chance.choices(KANJI, k=4)) for _ in range(count)]


def _prose(text: str) -> str:
    """Return a source whose 保管場所, a ※ item, is this text."""
    lines = "".join(f"\n      {line}" for line in text.split("\n"))
    head = "様式: 重点項目評価書\n版: R6.10\n特定個人情報ファイル:\n- id: 甲\n  保管・消去:\n"
    return f"{head}    保管場所: |{lines}\n"


def _diff(old: str, new: str) -> Input:
    def command(folder: Path) -> Command:
        (folder / "旧.yaml").write_text(old, encoding="utf-8")
        (folder / "新.yaml").write_text(new, encoding="utf-8")
        return (PIA, "diff", folder / "旧.yaml", folder / "新.yaml", "--format", "json")

    return command


def _changed(text: Callable[[list[str]], str], count: int) -> Input:
    return _diff(_prose(text(_words(count, 1))), _prose(text(_words(count, 2))))


def _attachment(word: str) -> str:
    rows = "".join(f"  - {{番号: '{n}', 名: {word}{n}}}\n" for n in range(5_000))
    head = "様式: 重点項目評価書\n版: R6.10\n別紙:\n- id: 先\n  題名: 先\n  列: [番号, 名]\n  行:\n"
    return head + rows


def _files(word: str) -> str:
    entry = "- id: f{0}\n  入手・使用: {{使用目的: {1}{0}が管理する}}\n"
    files = "".join(entry.format(n, word) for n in range(400))
    return f"様式: 重点項目評価書\n版: R6.10\n特定個人情報ファイル:\n{files}"


def inputs() -> Iterator[tuple[str, Input]]:
    """Yield each input with its name."""
    yield "diff: 900 words with 、", _changed("、".join, 900)
    yield "diff: 2,000 words with 、", _changed("、".join, 2_000)
    yield "diff: 30,000 different words", _changed(" ".join, 30_000)
    yield "diff: 30,000 different lines", _changed("\n".join, 30_000)
    lines = _words(20_000, 1)
    shuffled = random.Random(3).sample(lines, len(lines))
    yield (
        "diff: 20,000 lines in another order",
        _diff(*map(_prose, map("\n".join, (lines, shuffled)))),
    )
    yield "diff: one line of 200,000 signs", _diff(_prose("あ" * 200_000), _prose("い" * 200_000))
    yield "diff: 60,000 times 法", _diff(_prose("法" * 60_000), _prose("令" * 60_000))
    yield "diff: 60,000 brackets", _diff(_prose("(" * 60_000), _prose(")" * 60_000))
    yield "diff: 5,000 rows of a 別紙", _diff(_attachment("県"), _attachment("市"))
    yield "diff: 400 files of one wording", _diff(_files("総務課"), _files("区政課"))


HEAD = "様式: 重点項目評価書\n版: R6.10\n"


def _told(command: str, text: str, *options: str) -> Input:
    """Return a command that reads one source."""

    def made(folder: Path) -> Command:
        (folder / "評価書.yaml").write_text(text, encoding="utf-8")
        target = ("-o", folder / "出力") if command == "render" else ()
        return (PIA, command, folder / "評価書.yaml", *options, *target)

    return made


def _systems(count: int) -> str:
    entries = "".join(f"- {{id: s{n}, 名称: システム{n}, 機能: 計算}}\n" for n in range(count))
    return f"{HEAD}システム:\n{entries}"


def _many_files(count: int) -> str:
    entry = "- id: f{0}\n  ファイル名: ファイル{0}\n  入手・使用: {{使用目的: 課税}}\n"
    return f"{HEAD}特定個人情報ファイル:\n" + "".join(entry.format(n) for n in range(count))


def _hidden(count: int) -> str:
    systems = "".join(f"- {{id: s{n}, 名称: 甲乙丙{n:04}, 機能: 計算}}\n" for n in range(count))
    entry = "- {{項目: 'システム[s{0}].名称', 語: 甲乙丙{0:04}, 理由: 警備}}\n"
    return f"{HEAD}システム:\n{systems}非公表:\n" + "".join(entry.format(n) for n in range(count))


def _names(count: int) -> str:
    known = "".join(f"  名{n}: 語{n}\n" for n in range(count))
    used = "".join(f"    {{{{ 誤{n} }}}}\n" for n in range(count))
    return f"{HEAD}変数:\n{known}事務:\n  内容: |\n{used}"


def _pipe(folder: Path) -> Command:
    os.mkfifo(folder / "評価書.yaml")
    return (PIA, "diff", folder / "評価書.yaml", folder / "評価書.yaml")


def others() -> Iterator[tuple[str, Input]]:
    """Yield the inputs of the other commands."""
    render = ("--format", "xlsx,docx,html,pdf", "--force")
    yield "check: 20,000 systems", _told("check", _systems(20_000))
    yield "check: 3,000 files", _told("check", _many_files(3_000))
    yield "check: 100,000 slips", _told("check", HEAD + "事務：名称\n" * 100_000)
    yield (
        "check: 100,000 unknown keys",
        _told("check", HEAD + "".join(f"キ{n}: a\n" for n in range(100_000))),
    )
    yield "check: 2,000 undefined of 2,000 names", _told("check", _names(2_000))
    yield "check: 2,000 非公表", _told("check", _hidden(2_000))
    yield "check: 100,000 open brackets", _told("check", HEAD + "事務: " + "[" * 100_000)
    yield (
        "render: 2,000 非公表 for residents",
        _told("render", _hidden(2_000), "--format", "html", "--edition", "公表"),
    )
    yield "render: a document of 40 files", _told("render", _many_files(40), *render)
    yield "diff: a pipe", _pipe


def main() -> None:
    wanted = sys.argv[1:]
    for name, make in (*inputs(), *others()):
        if all(word in name for word in wanted):
            with TemporaryDirectory() as folder:
                command = make(Path(folder))
                took, memory = cost(command, (0, 1, 2))
            verdict = "ok" if took <= SECONDS and memory <= MEGABYTES else "MISSED"
            print(f"{name:<40} {took:6.1f} s {memory:6.0f} MB {verdict}", flush=True)
    print(f"aim: each under {SECONDS} s and {MEGABYTES} MB")


if __name__ == "__main__":
    main()
