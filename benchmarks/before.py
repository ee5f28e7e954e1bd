"""CPU time of everyday commands, now to an earlier commit: `python benchmarks/before.py COMMIT`.

Both run in turn (A B A B …) on the examples of their own commit, whose sources have the shape that
it reads; user and system time are counted, which other work on the machine hardly changes. A ratio
of 1.00 means as fast as before. `check` of a document with a 前版 holds it against that version
wherever a commit does so by itself; `--against` asks for it in both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from _measure import ENVIRONMENT

ROOT = Path(__file__).parents[1]
EXAMPLES = ("neyagawa", "hiroshima")
START = "from pia.cli import main; main()"


def commands(tree: Path, out: Path) -> dict[str, Sequence[str]]:
    """Return title → words of each command on the examples of a tree."""
    found: dict[str, Sequence[str]] = {"--help": ["--help"]}
    for name in EXAMPLES:
        *_, old, new = map(str, sorted((tree / "examples" / name).glob("令和*.yaml")))
        found |= {
            f"check, first version ({name})": ["check", old],
            f"check ({name})": ["check", new],
            f"check --against ({name})": ["check", new, "--against"],
            f"diff ({name})": ["diff", old, new],
            f"render xlsx ({name})": ["render", new, "--format", "xlsx", "-o", str(out)],
        }
    return found


@contextmanager
def at(commit: str) -> Iterator[Path]:
    """Yield a folder that holds the project as it was at a commit."""
    with tempfile.TemporaryDirectory() as name:
        tree, git = Path(name) / "before", ("git", "-C", str(ROOT), "worktree")
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def seconds(tree: Path, words: Sequence[str]) -> float:
    """Return the CPU time of a command in one tree. Raises for a command that cannot go on."""
    null, environment = subprocess.DEVNULL, ENVIRONMENT | {"PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", START, *words]
    process = subprocess.Popen(command, cwd=tree, env=environment, stdout=null, stderr=null)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: something was found
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with at(given.commit) as before, tempfile.TemporaryDirectory() as out:
        now, then = commands(ROOT, Path(out) / "now"), commands(before, Path(out) / "before")
        print(f"{'CPU time, median (least)':<36} {'now':>15} {given.commit:>15} ratio")
        for title in now:
            pairs = [
                (seconds(ROOT, now[title]), seconds(before, then[title]))
                for _ in range(given.rounds + 1)
            ][1:]
            ours, theirs = ([1000 * s for s in column] for column in zip(*pairs, strict=True))
            shown = (f"{statistics.median(c):5.0f} ({min(c):4.0f}) ms" for c in (ours, theirs))
            ratio = statistics.median(ours) / statistics.median(theirs)
            print(f"{title:<36} {' '.join(shown)} {ratio:5.2f} ({min(ours) / min(theirs):.2f})")


if __name__ == "__main__":
    main()
