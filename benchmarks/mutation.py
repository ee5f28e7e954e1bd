"""Do the tests bite? Small faults are put into the code, one at a time; each should fail a test.

    python benchmarks/mutation.py [--sample 25] [--budget 1800] [--seed 1] [ROOM…]

A fault is a comparison turned round, a condition forced, `and` for `or`, a number changed by one,
a `not` dropped or a return value lost. The tree is copied first, so that nothing here is touched.
Of each room `sample` faults are tried with the tests of the room, then with those of all
messages; what no test notices is printed with its line. Prints a table and exits 0.
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COPIED = ["pia", "tests", "templates", "schemas", "examples", "docs", "benchmarks"]
COPIED += ["pyproject.toml", "Makefile", "LICENSE"]
COPIED += [path.name for path in ROOT.glob("*.md")]
# Room → tests that know it, the quick ones first.
TESTS = {
    "changes": ("tests/changes", "tests/workspace", "tests/test_cli_diff.py"),
    "checks": ("tests/checks",),
    "forms": ("tests/forms", "tests/migration"),
    "layout": ("tests/layout", "tests/renderers/test_html.py"),
    "renderers": (
        "tests/renderers/test_html.py",
        "tests/renderers/test_docx.py",
        "tests/renderers/test_xlsx.py",
        "tests/renderers/test_xlsx_file.py",
        "tests/renderers/test_pdf.py",
        "tests/renderers/test_docx_tracked.py",
    ),
    "source": ("tests/source", "tests/test_document.py"),
}
LAST = "tests/test_messages.py"
LIMIT = 400  # seconds for the tests of one fault; a loop without end counts as noticed
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Fault(NamedTuple):
    """A file with one node of it replaced."""

    path: Path
    line: int
    before: str
    after: str
    text: str


def faults(path: Path) -> Iterator[Fault]:
    """Yield every fault that can be put into a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if not _is_only_typed(node)]
    for node in nodes:
        for changed in _changes(node):
            before, after = ast.unparse(node), ast.unparse(changed)
            text = ast.unparse(_Replaced(node, changed).visit(copy.deepcopy(tree)))
            yield Fault(path, getattr(node, "lineno", 0), before, after, text)


def _is_only_typed(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert | ast.AnnAssign) or not hasattr(node, "lineno")


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in TURNED:
            yield ast.Compare(left, [TURNED[type(op)]()], others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(left, ast.Add(), right)
        case ast.IfExp(test=_, body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Return(value=ast.expr()):
            yield ast.Return(ast.Constant(None))


class _Replaced(ast.NodeTransformer):
    """Puts one node in the place of another, known by its position and kind."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new
        self.place = self._of(old)

    def _of(self, node: ast.AST) -> tuple[object, ...]:
        known = (getattr(node, name, None) for name in ("lineno", "col_offset", "end_col_offset"))
        return (type(node), *known)

    def visit(self, node: ast.AST) -> ast.AST:
        if self._of(node) == self.place and ast.dump(node) == ast.dump(self.old):
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def is_noticed(folder: Path, room: str) -> bool:
    """Whether a test fails, or does not end, in the copied tree."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PIA_ATTACKS": "1"}
    environment |= {"CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    for tests in (TESTS[room], (LAST,)):
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider"]
        try:
            run = subprocess.run(
                [*command, *tests], cwd=folder, env=environment, capture_output=True, timeout=LIMIT
            )
        except subprocess.TimeoutExpired:
            return True
        if run.returncode:
            return True
    return False


def tried(folder: Path, fault: Fault, room: str) -> bool:
    target = folder / fault.path.relative_to(ROOT)
    whole = target.read_text(encoding="utf-8")
    try:
        target.write_text(fault.text, encoding="utf-8")
        return is_noticed(folder, room)
    finally:
        target.write_text(whole, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", default=list(TESTS))
    parser.add_argument("--sample", type=int, default=25)
    parser.add_argument("--budget", type=float, default=1800)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    end = time.monotonic() + given.budget
    with TemporaryDirectory() as name:
        for each in COPIED:
            source = ROOT / each
            if source.is_dir():
                shutil.copytree(source, Path(name) / each)
            elif source.is_file():
                shutil.copy(source, Path(name) / each)
        for room in given.rooms:
            report(Path(name), room, given.sample, given.seed, end)


def report(folder: Path, room: str, sample: int, seed: int, end: float) -> None:
    """Try a sample of a room's faults and print what became of them."""
    if is_noticed(folder, room):
        print(f"{room}: the tests fail without any fault")
        return
    known = [f for path in sorted((ROOT / "pia" / room).glob("*.py")) for f in faults(path)]
    chosen = random.Random(f"{seed} {room}").sample(known, min(sample, len(known)))
    left: list[Fault] = []
    count = 0
    for fault in chosen:
        if time.monotonic() > end:
            break
        count += 1
        if not tried(folder, fault, room):
            left.append(fault)
            place = f"{fault.path.relative_to(ROOT)}:{fault.line}"
            print(f"  {place}  {fault.before}  →  {fault.after}", flush=True)
    print(f"{room}: {count - len(left)} of {count} noticed (of {len(known)} possible)", flush=True)


if __name__ == "__main__":
    main()
