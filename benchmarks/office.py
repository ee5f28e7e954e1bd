"""An office of many assessments: built, built again, listed, one variable changed; beside it the
export of 1,000 items by strictdoc and of a document by rendercv, in the same run.

Run: python benchmarks/office.py [documents] [formats] [--once] [--dask] [--others FOLDER], by
default 100 of html. --once: a half of the documents is that of one build, not a build of its own.
--dask: the same through dask with two workers. --others: the `bin` of an environment with
strictdoc and rendercv. Each figure is told by the clock and in seconds of a processor, of this
process and its workers together, as peak memory is, sampled; the documents are the two examples
in turn, varied.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pia

ROOT = Path(__file__).parents[1]
# Its PDF takes a package of fonts from the network.
OFFLINE = ("--dont-generate-pdf", "--dont-generate-png")
PLACE = "評価書"  # of all documents, so that a half of them is a half of each example
EXAMPLES = ("neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml")


def office(folder: Path, documents: int) -> None:
    """Make a workspace with a variable `別名` that two documents use."""
    for name in ("neyagawa", "hiroshima"):
        shutil.copytree(ROOT / "examples" / name / "共通", folder / "共通", dirs_exist_ok=True)
        shutil.copytree(
            ROOT / "examples" / name,
            folder / PLACE,
            ignore=shutil.ignore_patterns("*.yaml", "共通"),
            dirs_exist_ok=True,
        )
    own = (ROOT / "examples" / name / "pia.yaml" for name in ("neyagawa", "hiroshima"))
    lines = [line for file in own for line in file.read_text(encoding="utf-8").splitlines()]
    listed = list(dict.fromkeys(line for line in lines if line.startswith("  ")))
    unique = {line.split(":")[0]: line for line in listed}
    text = "\n".join(["変数:", "  別名: 甲", *unique.values()])
    (folder / "pia.yaml").write_text(text + "\n", encoding="utf-8")
    for n in range(documents):
        example = ROOT / "examples" / EXAMPLES[n % 2]
        text = example.read_text(encoding="utf-8").replace("前版: ", "# 前版: ")
        text = text.replace("の事務", f"の事務（{n}）", 1)
        if n < 2:
            text = text.replace("  名称: ", "  名称: '{{ 別名 }}'  # ", 1)
        (folder / PLACE / f"{n:04}.yaml").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Cost:
    """What a work took. processor: of this process and all below it, waiting left out, which is
    the fairer figure on a machine with other work; both in seconds."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:8.2f} s {self.processor:8.2f} s"


def costs() -> Cost:
    """Return what was used until now."""
    return Cost(time.perf_counter(), sum(map(_used, _family(os.getpid()))))


def since(begun: Cost) -> Cost:
    now = costs()
    return Cost(now.clock - begun.clock, now.processor - begun.processor)


def timed(what: str, work: Callable[[], object]) -> Cost:
    begun = costs()
    found = work()
    cost = since(begun)
    made = f"{sum(e.is_new for e in found.done)} made" if hasattr(found, "done") else ""
    print(f"{what:36} {cost}  {made}", flush=True)
    return cost


class Memory:
    """The most memory that this process and all below it held at one time (Linux), in MB."""

    def __init__(self) -> None:
        self.peak = 0.0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.is_over.wait(1.0):
            self.peak = max(self.peak, sum(map(_held, _family(os.getpid()))) / 1024)


def _family(process: int) -> list[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        found += [each for child in children for each in _family(child)]
    return found


def _held(process: int) -> int:
    """Return the memory of a process in KB, its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _used(process: int) -> float:
    """Return the seconds of a processor that a process took, with those of its ended children."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Stages:
    """What a build had taken when a half of its documents was made, and all."""

    begun: Cost
    memory: Memory
    done: int = 0
    half: Cost | None = None

    def step(self, what: str, steps: int) -> None:
        self.done += 1
        if self.done == steps // 2:
            self.half = since(self.begun)
            print(f"{'  a half of them':36} {self.half}  {self.memory.peak:.0f} MB", flush=True)


def measured(count: int, formats: list[str], executor: str | None = None) -> tuple[Cost, Cost]:
    """Print what each work takes on so many documents; return the cost of a half of the first
    build and of the whole."""
    with tempfile.TemporaryDirectory() as name, Memory() as memory:
        folder = Path(name)
        office(folder, count)
        what = f"{count} documents, {'、'.join(formats)}{f', {executor}' if executor else ''}"
        print(f"{what:36} {'clock':>10} {'processor':>10}")
        stages = Stages(costs(), memory)

        def build(step: Callable[[str, int], None] = lambda what, steps: None) -> object:
            return pia.build(folder, formats=formats, executor=executor, step=step)

        first = timed("build", lambda: build(stages.step))
        timed("build again, nothing changed", build)
        timed("status", lambda: pia.status(folder, "json", today="2026-04-01"))
        names = folder / "pia.yaml"
        names.write_text(names.read_text("utf-8").replace("別名: 甲", "別名: 乙"), "utf-8")
        timed("one variable changed", build)
    print(f"{'peak memory, workers included':36} {memory.peak:8.0f} MB")
    return stages.half or first, first


def others(folder: Path) -> None:
    """Print what strictdoc takes for 1,000 items and rendercv for a document."""
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        items = (
            f"[REQUIREMENT]\nUID: R-{n}\nTITLE: 項目 {n}\nSTATEMENT: 記載 {n}。\n"
            for n in range(1000)
        )
        text = "[DOCUMENT]\nTITLE: 評価書\n\n" + "\n".join(items)
        (here / "items.sdoc").write_text(text, encoding="utf-8")
        export: list[str | Path] = [
            folder / "strictdoc",
            "export",
            here,
            "--output-dir",
            here / "out",
        ]
        timed("strictdoc, 1,000 items, html", lambda: _run(export, here))
        _run([folder / "rendercv", "new", "Taro"], here)
        render: list[str | Path] = [folder / "rendercv", "render", "Taro_CV.yaml", *OFFLINE]
        timed("rendercv, one document, no PDF", lambda: _run(render, here))


def _run(command: Sequence[str | Path], here: Path) -> None:
    done = subprocess.run(command, cwd=here, capture_output=True, check=False, text=True)
    if done.returncode:
        print(done.stdout[-500:], done.stderr[-500:])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="?", default=100)
    parser.add_argument("formats", nargs="?", default="html")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--others", type=Path)
    asked = parser.parse_args()
    formats = asked.formats.split(",")
    if asked.once:
        half, whole = measured(asked.documents, formats)
    else:
        half, whole = (measured(n, formats)[1] for n in (asked.documents // 2, asked.documents))
    clock, processor = whole.clock / half.clock, whole.processor / half.processor
    print(f"{'twice the documents':36} {clock:8.2f} x {processor:8.2f} x")
    each = Cost(whole.clock / asked.documents, whole.processor / asked.documents)
    print(f"{'a document':36} {each}")
    if asked.dask:
        measured(asked.documents, formats, "pia.office.cluster:dask")
    if asked.others:
        others(asked.others)


if __name__ == "__main__":
    main()
