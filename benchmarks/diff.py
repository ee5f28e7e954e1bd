"""How fast two versions are compared: the engine alone, and the command as a ratio to the least
that could do the same work: `python benchmarks/diff.py`.

The engine is timed in this process, without imports. The command is a whole process, against one
that imports the models and deepdiff and reads both files with the C loader of PyYAML. Bytecode is
written, as an installed package has it.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

from _measure import PIA, python, ratio

from pia.changes.amendments import STANDARD
from pia.changes.compare import Version, compare
from pia.changes.decisions import Decisions
from pia.changes.judge import Judge, StandingReasons
from pia.changes.kinds import Evidence
from pia.changes.report import build
from pia.document import Document, load
from pia.model import Assessment

EXAMPLE = Path(__file__).parents[1] / "examples/hiroshima"
OLD, NEW = EXAMPLE / "令和4年版.yaml", EXAMPLE / "令和6年版.yaml"
MOST = 20  # ms
EDITS = 6

LOAD_BOTH = """
import sys, yaml, deepdiff, pia.model
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        yaml.load(file, yaml.CBaseLoader)
"""


def edited(assessment: Assessment) -> Assessment:
    """Return an assessment with six edits: a name, texts, a box, a record item, a system."""
    first, second, *rest = assessment.files
    use = second.use.model_copy(
        update={"purpose": "別の目的", "means": (second.use.means or ())[1:]}
    )
    storage = first.storage.model_copy(update={"place": f"{first.storage.place}\n施錠する。"})
    files = (
        first.model_copy(update={"storage": storage, "records": (*(first.records or ()), "別名")}),
        second.model_copy(update={"use": use}),
        *rest,
    )
    department = assessment.department.model_copy(update={"name": "新しい課"})
    changed = {"files": files, "department": department, "systems": assessment.systems[:-1]}
    return assessment.model_copy(update=changed)


def engine(document: Document, rounds: int) -> float:
    """Return the median time in ms to compare two versions, judge and write the rows."""
    folder = document.path.parent
    after = edited(document.assessment)
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        old, new = (Version(document.form, a, folder) for a in (document.assessment, after))
        made = Decisions(Path("判断.yaml"))
        judge = Judge(compare(old, new), made, StandingReasons(Path()), Evidence(old, new))
        found = build(judge, STANDARD)
        times.append(time.perf_counter() - begin)
        assert len(found.rows) == EDITS
    return statistics.median(times[1:]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    took = engine(load(NEW), rounds + 1)
    size = NEW.stat().st_size // 1000
    verdict = "ok" if took <= MOST else "MISSED"
    print(f"{f'engine, {size} KB, {EDITS} edits':<40} {took:7.1f} ms (aim {MOST} ms) {verdict}")
    command = (PIA, "diff", OLD, NEW, "--format", "json")
    least = python(LOAD_BOTH, OLD, NEW)
    print(ratio("pia diff / models, deepdiff, load", command, least, 1.5, rounds))


if __name__ == "__main__":
    main()
