"""Who does the work of many documents: this process, several beside it, or those of a cluster.

A worker that dies, because memory ran out or somebody ended it, takes its executor with it. What
was not done by then is done by one process after another, so that only a document that no process
survives is given up.
"""

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext, suppress
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from pia.errors import PiaError
from pia.office.messages import OfficeMessages

Task = TypeVar("Task")
Done = TypeVar("Done")
Factory = Callable[[int], AbstractContextManager[Executor | None]]

# Several processes that set PDFs keep the cores busy: threads in each would only cost memory.
ONE_THREAD = {"RAYON_NUM_THREADS": "1"}


def factory(named: str | None) -> Factory:
    """Return what makes the executor for so many tasks: processes, one for each core, unless
    `module:factory` names another. Raises PiaError when there is no such factory."""
    if named is None:
        return _processes
    module, _, name = named.partition(":")
    try:
        make_one = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise PiaError(OfficeMessages.NO_EXECUTOR.finding(name=named)) from error
    return lambda tasks: make_one() if tasks else nullcontext(None)


def each(
    work: Callable[[Task], Done],
    tasks: Sequence[Task],
    made: Factory,
    given_up: Callable[[Task], Done],
) -> Iterator[Done]:
    """Yield what the work makes of each task, as each is done. given_up: what is said of a task
    that no worker survives."""
    left: deque[Task] = deque()
    with made(len(tasks)) as executor:
        if executor is None:
            yield from map(work, tasks)
            return
        waiting = _submitted(executor, work, tasks, left)
        for future in as_completed(list(waiting)):
            task = waiting.pop(future)
            try:
                done = future.result()
            except _deaths():
                left.append(task)
            else:
                yield done
    while left:
        yield from _one_by_one(work, left, given_up)


def _deaths() -> tuple[type[Exception], ...]:
    """Return the errors that tell of a worker's death, not of what it did."""
    cluster = sys.modules.get("distributed")
    return (BrokenExecutor,) if cluster is None else (BrokenExecutor, cluster.KilledWorker)


def in_order(
    work: Callable[[Task], Done],
    tasks: Sequence[Task],
    executor: Executor | None,
    given_up: Callable[[Task], Done],
) -> Iterator[Done]:
    """Yield what the work makes of each task, in the order of the tasks."""
    if executor is None:
        yield from map(work, tasks)
        return
    left = deque(tasks)
    with suppress(BrokenExecutor):
        for done in executor.map(work, tasks):
            left.popleft()
            yield done
    while left:
        yield from _one_by_one(work, left, given_up)


def died(path: Path) -> PiaError:
    """Return what is said of a document that no worker survives."""
    return PiaError(OfficeMessages.WORKER_DIED.finding(name=path.name, file=str(path)))


def _submitted(
    executor: Executor, work: Callable[[Task], Done], tasks: Sequence[Task], left: deque[Task]
) -> dict[Future[Done], Task]:
    """Hand the tasks to an executor; what it no longer takes goes to `left`."""
    waiting = {}
    for task in tasks:
        try:
            waiting[executor.submit(work, task)] = task
        except BrokenExecutor:
            left.append(task)
    return waiting


def _one_by_one(
    work: Callable[[Task], Done], left: deque[Task], given_up: Callable[[Task], Done]
) -> Iterator[Done]:
    """Do what is left by a single process until it dies, or nothing is left."""
    with _pool(1) as executor:
        while left:
            task = left.popleft()
            try:
                done = executor.submit(work, task).result()
            except BrokenExecutor:
                yield given_up(task)
                return
            yield done


def _processes(tasks: int) -> AbstractContextManager[Executor | None]:
    workers = min(os.cpu_count() or 1, tasks)
    return nullcontext(None) if workers < 2 else _pool(workers)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, _context(), initializer=_begin)


def _context() -> BaseContext:
    """Return how processes are begun: as is usual, but not as copies of one that has set a PDF,
    whose threads a copy waits for without end."""
    has_threads = "typst" in sys.modules and "forkserver" in get_all_start_methods()
    return get_context("forkserver" if has_threads else None)


def _begin() -> None:
    """Prepare a worker: one thread does its work, and it outlives no build that was killed."""
    from multiprocessing import parent_process

    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
