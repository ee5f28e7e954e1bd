"""The tests of a room in one warm process: forked for each fault, with the fault in the fork.

All is imported and collected once. In a fork the code of the faulty function is exchanged, and the
tests that run its line are run, the quick ones first, until one fails. What modules make while they
are imported is not made again in a fork; a fault there is tried in a process of its own.
"""

import ast
import functools
import gc
import importlib
import inspect
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _faults import Fault, faulty, parsed

LIMIT = 30.0  # seconds of tests that are given to one fault, as they take without it
FEW = 20  # tests
MEMORY = 4 << 30  # for what a fault makes grow without end
QUIET = ("-o", "addopts=", "-s", *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:xdist"))
IMPORTING = ""
ENDLESS = "no end"
Line = tuple[str, int]


class Tried:
    """A plugin of pytest: what is done instead of running the tests once."""

    def __init__(self, room: Path, faults: list[Fault], told: Callable[[str], None]) -> None:
        self.room, self.faults, self.told = room, faults, told
        self.ran: dict[Line, set[str]] = defaultdict(set)
        self.modules: dict[str, set[str]] = defaultdict(set)
        self.took: dict[str, float] = {}
        self.items: dict[str, pytest.Item] = {}
        self.test = IMPORTING
        self.failed = ""
        self.is_faulty = False

    def imported(self) -> None:
        """Import the modules of the room, noting which lines that runs."""
        self._trace()
        for path in sorted(self.room.glob("*.py")):
            importlib.import_module(f"pia.{self.room.name}.{path.stem}")

    def _trace(self) -> None:
        """Note which tests run the modules of the room, and which the lines with faults; all
        other lines go by unseen, since watching them takes longer than running them."""
        prefix, ran, modules = f"{self.room}{os.sep}", self.ran, self.modules
        faulty = {(str(fault.path), fault.line) for fault in self.faults}
        watched: dict[int, tuple[CodeType, bool, bool]] = {}  # by the id of a code

        def line(frame: FrameType, event: str, _: Any) -> Any:
            at = frame.f_code.co_filename, frame.f_lineno
            if at in faulty:
                ran[at].add(self.test)
            return line

        def call(frame: FrameType, event: str, _: Any) -> Any:
            code = frame.f_code
            if id(code) not in watched:
                file = code.co_filename
                lines = {(file, number) for *_, number in code.co_lines() if number}
                watched[id(code)] = code, file.startswith(prefix), not faulty.isdisjoint(lines)
            _, is_inside, is_faulty = watched[id(code)]
            if is_inside:
                modules[code.co_filename].add(self.test)
            return line if is_faulty else None

        threading.settrace(call)
        sys.settrace(call)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed(f"{session.testsfailed} tests cannot be collected")
        sys.settrace(None)
        threading.settrace(None)
        self.items = {item.nodeid: item for item in session.items}
        self._learn()
        for fault in self.faults:
            self.told(self._noticed_by(fault))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid
            if not self.is_faulty:
                print(report.longreprtext, file=sys.stderr)

    def _run(self, tests: list[str]) -> str:
        """Run tests until one fails; return its name."""
        items = [self.items[test] for test in tests]
        for item, after in zip(items, [*items[1:], None], strict=True):
            self.test, begun = item.nodeid, worked()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            self.took[item.nodeid] = worked() - begun
            if self.failed:
                break
        return self.failed

    def _learn(self) -> None:
        """Run the tests of the room once in a fork: which lines each runs, and how long."""

        def work() -> str:
            self._trace()
            failed = self._run(list(self.items))
            sys.settrace(None)
            lines = [(*line, sorted(tests)) for line, tests in self.ran.items()]
            files = {file: sorted(tests) for file, tests in self.modules.items()}
            return json.dumps({"failed": failed, "took": self.took, "ran": lines, "files": files})

        said = in_fork(work)
        known: dict[str, Any] = json.loads(said) if said != ENDLESS else {"failed": said}
        if known["failed"]:
            raise pytest.UsageError(f"without any fault: {known['failed']}")
        self.took = known["took"]
        self.ran.update({(file, line): set(tests) for file, line, tests in known["ran"]})
        self.modules.update({file: set(tests) for file, tests in known["files"].items()})

    def _order(self, fault: Fault) -> list[str]:
        """The tests for a fault: who runs its line, and who runs the module in the same files, for
        what they share is made but once; where few run the line, all who run the module."""
        running = self.ran[str(fault.path), fault.line] - {IMPORTING}
        module = self.modules[str(fault.path)] - {IMPORTING}
        files = {test.partition("::")[0] for test in running or module}
        sharing = {test for test in module if test.partition("::")[0] in files}
        order: dict[str, None] = {}
        for tests in (running, sharing, module if len(running) < FEW else set()):
            order |= dict.fromkeys(sorted(tests, key=lambda test: (self.took[test], test)))
        return list(self._within(order))

    def _within(self, tests: Iterable[str]) -> Iterator[str]:
        left = LIMIT
        for test in tests:
            left -= self.took[test]
            if left > 0:
                yield test

    def _noticed_by(self, fault: Fault) -> str:
        """Return the name of a test that notices a fault, nothing if none does."""
        order = self._order(fault)
        exchanged = exchange(fault)
        if exchanged is None:
            return in_new_process(fault, order)

        def work() -> str:
            exchanged()
            self.is_faulty = True
            return self._run(order)

        test = in_fork(work, 3 * sum(self.took[test] for test in order) + 10)
        if IMPORTING in self.ran[str(fault.path), fault.line]:
            # What the tests look at was perhaps made by the code before it was exchanged.
            return (test and in_new_process(fault, [test])) or in_new_process(fault, order)
        return test


def worked() -> float:
    """The seconds that this process and those that it started have worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def in_fork(work: Callable[[], str], seconds: float = 3600) -> str:
    """Return what work says in a fork of this process; that it never ends is an answer too."""
    with tempfile.NamedTemporaryFile() as answer:
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            _confined(seconds)
            try:
                Path(answer.name).write_text(work(), encoding="utf-8")
                os._exit(0)
            finally:  # an error of the fork is no error of the process
                os._exit(1)
        status = _status(child, time.monotonic() + 50 * seconds)
        return Path(answer.name).read_text(encoding="utf-8") if status == 0 else ENDLESS


def _confined(seconds: float) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _status(child: int, end: float) -> int:
    """Wait for a process; kill it, and all that it has started, at the end of its time."""
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def in_new_process(fault: Fault, tests: list[str]) -> str:
    """Return the name of a test that fails with the fault in the file of its module, and only
    then; nothing if none does."""
    failed = _failed_anew(fault.path, faulty(fault), tests)
    if failed in ("", ENDLESS) or not _failed_anew(fault.path, parsed(fault.path), [failed]):
        return failed
    others = [test for test in tests if test != failed]
    return in_new_process(fault, others) if others else ""


def _failed_anew(path: Path, module: ast.Module, tests: list[str]) -> str:
    """Run tests in a new process until one fails, with a module in its file; return its name,
    that of the first if they cannot even be collected."""
    whole = path.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "--tb=no", "-rfE"]
    command += ["-p", "no:cacheprovider", *tests]
    try:
        path.write_text(ast.unparse(module), encoding="utf-8")
        run = subprocess.run(
            command, capture_output=True, timeout=20 * LIMIT, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired:
        return ENDLESS
    finally:
        path.write_text(whole, encoding="utf-8")
    named = (test for test in tests if re.search(f"(FAILED|ERROR) {re.escape(test)}", run.stdout))
    return max(named, key=len, default=tests[0]) if run.returncode else ""


def exchange(fault: Fault) -> Callable[[], None] | None:
    """Return what puts a fault into the functions of this process, if it stands in one."""
    file = str(fault.path)
    old = compile(fault.path.read_text(encoding="utf-8"), file, "exec", dont_inherit=True)
    new = compile(faulty(fault), file, "exec", dont_inherit=True)
    pairs = dict(_unequal(old, new))
    if None in pairs.values():
        return None
    functions = [
        each
        for each in gc.get_objects()
        if isinstance(each, FunctionType) and each.__code__.co_filename == file
    ]
    found = [(each, pairs[each.__code__]) for each in functions if each.__code__ in pairs]

    def work() -> None:
        for function, code in found:
            assert code
            function.__code__ = code
        for each in gc.get_objects():
            if isinstance(each, functools._lru_cache_wrapper) and each.__module__ in sys.modules:
                each.cache_clear()

    return work if found else None


def _unequal(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType | None]]:
    """Yield the codes that differ, inner ones too; None for one that runs in an import."""
    if old == new:
        return
    inner = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (old, new)]
    is_function = bool(old.co_flags & inspect.CO_OPTIMIZED)
    if is_function:
        yield old, new
    elif _own(old) != _own(new):
        yield old, None
    if len(inner[0]) == len(inner[1]):
        for pair in zip(*inner, strict=True):
            yield from _unequal(*pair)


def _own(code: CodeType) -> tuple[object, ...]:
    values = [repr(each) for each in code.co_consts if not isinstance(each, CodeType)]
    return code.co_code, code.co_names, values


def main() -> None:
    """Try the faults of a room that stand in a file with the tests that are named."""
    room, file, *tests = sys.argv[1:]
    given = json.loads(Path(file).read_text(encoding="utf-8"))
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)  # what the tests print is no answer
    tried = Tried(
        Path("pia").resolve() / room,
        [Fault(Path(path), *rest) for path, *rest in given],
        lambda test: print(json.dumps(test), file=answers, flush=True),
    )
    tried.imported()
    sys.exit(pytest.main([*QUIET, *tests], plugins=[tried]))


if __name__ == "__main__":
    main()
