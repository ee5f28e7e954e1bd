"""Do the tests bite? Small faults are put into the code, one at a time; each should fail a test.

    python benchmarks/mutation.py [--sample 40] [--seed 1] [ROOM…]

A fault is a comparison turned round, a condition forced, `and` for `or`, a number changed by one,
a `not` dropped, a call or a returned value lost (`_faults.py`). The tree is copied first, so that
nothing here is touched. Of each room `sample` faults are tried with the tests that know the room
(`_warm.py`); what no test notices is printed with its line. What no test can notice, or none
should, stands with the reason in `survivors.yaml` and is not tried. Exits 1 if any other fault goes
unnoticed. The seed gives every fault its rank by the words it is printed with: while tests are
written and code is changed elsewhere, the sample of a seed stays the same.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from _faults import Fault, faults
from _warm import ENDLESS

ROOT = Path(__file__).parents[1]
COPIED = ["pia", "tests", "templates", "schemas", "examples", "docs", "benchmarks"]
COPIED += ["pyproject.toml", "Makefile", "LICENSE"]
COPIED += [path.name for path in ROOT.glob("*.md")]
FORMATS = "html docx docx_tracked docx_flow xlsx xlsx_canvas xlsx_exhibits xlsx_file fonts pdf"
TAGS = ("pdf_tags", "missing")
PRINTED = tuple(f"renderers/test_{name}.py" for name in ("looks", *FORMATS.split(), *TAGS))
TITLES = "changes/test_amendments.py"  # names items in every style
# Room → the tests that know it, beside those of all messages.
TESTS = {
    "changes": ("changes", "test_cli_diff.py"),
    "checks": ("checks", "test_examples.py"),
    "forms": ("forms", "test_editions.py", "test_blank.py", TITLES),
    "layout": ("layout", "test_blank.py", *PRINTED[:3]),
    "renderers": PRINTED,
    "source": ("source", "edits", "test_document.py", "test_dropped.py", "test_security.py"),
}
LAST = "test_messages.py"
EXCUSED: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("survivors.yaml").read_text(encoding="utf-8")
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name) / "pia"
        for each in COPIED:
            source = ROOT / each
            if source.is_dir():
                shutil.copytree(source, folder / each)
            elif source.is_file():
                shutil.copy(source, folder / each)
        left = [report(folder, room, given.sample, given.seed) for room in given.rooms]
    sys.exit(any(left))


def possible(room: Path) -> list[Fault]:
    """Return the faults that can be put into a room, but those that are excused."""
    every = [fault for path in sorted(room.glob("*.py")) for fault in faults(path)]
    excused = EXCUSED.get(room.name, {}).keys()
    for gone in sorted(excused - {str(fault) for fault in every}):
        print(f"{room.name}: excused, but no longer there: {gone}")
    return [fault for fault in every if str(fault) not in excused]


def report(folder: Path, room: str, sample: int, seed: int) -> int:
    """Try a sample of a room's faults, print what became of them; return how many are left."""
    known = possible(folder / "pia" / room)
    ranked = sorted(known, key=lambda fault: sha256(f"{seed} {fault}".encode()).digest())
    chosen, left, endless = ranked[:sample], 0, 0
    for fault, test in tried(folder, room, chosen):
        endless += test == ENDLESS
        if not test:
            left += 1
            print(f"  {fault.path.relative_to(folder)}:{fault.line} {fault}", flush=True)
    noticed = f"{len(chosen) - left} of {len(chosen)} noticed, {endless} since they never end"
    print(f"{room}: {noticed} (seed {seed}; {len(known)} possible)", flush=True)
    return left


def tried(folder: Path, room: str, chosen: list[Fault]) -> Iterator[tuple[Fault, str]]:
    """Yield each fault with the test that notices it, or nothing."""
    file = folder / "faults.json"
    file.write_text(json.dumps(chosen, default=str), encoding="utf-8")
    command = [sys.executable, str(folder / "benchmarks" / "_warm.py"), room, str(file)]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PIA_ATTACKS": "1", "CI": "true"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    tests = [f"tests/{name}" for name in (*TESTS[room], LAST)]
    with subprocess.Popen(
        [*command, *tests], cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as run:
        assert run.stdout
        faults_in_turn = iter(chosen)
        for line in run.stdout:
            yield next(faults_in_turn), json.loads(line)
    if run.returncode:
        sys.exit(f"{room}: the tests fail without any fault")


if __name__ == "__main__":
    main()
