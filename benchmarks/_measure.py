"""Whole processes, timed in turn (A B A B …) so that a busy machine slows both alike."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]
# Installed packages are compiled; a checkout, or a machine that is told not to, may not be.
COMPILED = tempfile.TemporaryDirectory()
ENVIRONMENT = {**os.environ, "PYTHONPYCACHEPREFIX": COMPILED.name, "PYTHONDONTWRITEBYTECODE": ""}
PIA = Path(sys.executable).with_name("pia")


@dataclass(frozen=True)
class Ratio:
    """Medians in seconds. aim: how many times as long ours may take."""

    name: str
    ours: float
    theirs: float
    aim: float

    def __str__(self) -> str:
        times = self.ours / self.theirs
        verdict = "ok" if times <= self.aim else "MISSED"
        return (
            f"{self.name:<40} {self.ours * 1000:7.0f} ms {self.theirs * 1000:7.0f} ms "
            f"{times:6.2f}x (aim {self.aim}x) {verdict}"
        )


def python(code: str, *words: str | Path) -> Command:
    return (sys.executable, "-c", code, *words)


def ratio(name: str, ours: Command, theirs: Command, aim: float, rounds: int) -> Ratio:
    """Time two commands in turn; a first round fills the caches and is not counted."""
    times = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds + 1)][1:]
    first, second = (statistics.median(column) for column in zip(*times, strict=True))
    return Ratio(name, first, second, aim)


def _seconds(command: Command) -> float:
    begin = time.perf_counter()
    _run(command)
    return time.perf_counter() - begin


def peak_memory(command: Command) -> float:
    """Return the most memory in MB that a command held (Linux counts in KB)."""
    return _run(command).ru_maxrss / 1024


def cost(command: Command, ends: Sequence[int] = (0,)) -> tuple[float, float]:
    """Return the seconds of a processor and the most memory in MB that a command took. ends: the
    exit codes that it may have."""
    usage = _run(command, ends)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _run(command: Command, ends: Sequence[int] = (0,)) -> resource.struct_rusage:
    """Run a command to its end, which must be a good one, and return what it used."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=null, stderr=null, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ends:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return usage
