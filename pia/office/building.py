"""Every document of a folder checked and rendered, where something changed since the last time.

The work of one document is one call with plain values, so that any
`concurrent.futures.Executor` can do it: processes of this machine or of a cluster.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.layout.tree import Edition
from pia.office import cache, workers
from pia.office.cache import CachedDocument, Output
from pia.office.facts import Facts, facts_of, facts_of_unreadable
from pia.office.inputs import UNKNOWN, Surroundings, inputs_of, inputs_of_unreadable
from pia.office.memory import Memory, memory_at
from pia.office.rendering import apart
from pia.renderers import known
from pia.source.names import workspace_root
from pia.workspace.folder import survey
from pia.workspace.printing import layout_of, write_form

OUTPUT = "出力"
SAVE_EVERY = 5.0  # seconds for which what was learnt is not yet kept, or
SAVE_SHARE = 50  # as many times as long as keeping it took
Step = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class BuildTask:
    """What is to be done with one document. formats: none to learn its facts alone."""

    source: str
    path: Path
    folder: Path
    formats: tuple[str, ...]
    edition: str
    force: bool = False

    @property
    def wanted(self) -> str:
        return f"{self.edition} {self.folder.resolve()}"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document. failure: why a file that was asked for was not written.

    seconds: that it took. is_new: whether anything was made, or all was as it should be.
    """

    source: str
    entry: CachedDocument
    failure: tuple[Finding, ...] = ()
    seconds: float = 0.0
    is_new: bool = True

    @property
    def facts(self) -> Facts:
        return self.entry.facts


@dataclass
class Built:
    """What became of a folder. gone: sources that were there the last time. findings: why nothing
    of it is remembered, if so."""

    done: list[Done] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    left_out: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(each.failure or each.facts.errors for each in self.done)


def build(
    root: Path,
    folder: Path | None = None,
    formats: Sequence[str] = ("xlsx", "docx", "html", "pdf"),
    edition: str = "提出",
    *,
    force: bool = False,
    executor: str | None = None,
    step: Step = lambda what, steps: None,
) -> Built:
    """Check and render the documents of a folder that changed, one failing without the others.

    folder: by default `出力/` in the root; it mirrors the folders of the documents. executor:
    `module:factory` of another `concurrent.futures.Executor`. step: told of each document done.
    Raises PiaError for a folder without documents and a format or executor that does not exist.
    """
    names = known(formats)
    executors = workers.factory(executor)
    with memory_at(root / cache.FILE) as memory:
        known_before = cache.read(root)
        found = survey(root)
        refuse_nothing(found.documents, root)
        target = folder or root / OUTPUT
        apart(found.documents)
        tasks = [_task(root, path, target, names, edition, force) for path in found.documents]
        done = list(_run(memory, tasks, known_before, executors, step))
        gone = sorted(known_before.keys() - {task.source for task in tasks})
    return Built(sorted(done, key=lambda d: d.source), gone, list(found.left_out), memory.findings)


def survey_facts(
    root: Path,
    step: Step = lambda what, steps: None,
    warn: Callable[[Finding], None] = lambda finding: None,
) -> list[Facts]:
    """Return the facts of every document of a folder, out of the cache where they still hold.

    warn: told why nothing is remembered, if so.
    """
    with memory_at(root / cache.FILE) as memory:
        found = survey(root)
        refuse_nothing(found.documents, root)
        tasks = [_task(root, path, root, (), "", False) for path in found.documents]
        done = list(_run(memory, tasks, cache.read(root), workers.factory(None), step))
    for finding in memory.findings:
        warn(finding)
    return sorted((each.facts for each in done), key=lambda facts: facts.source)


def refuse_nothing(documents: Sequence[Path], root: Path) -> None:
    from pia.source.messages import SourceMessages

    if not documents:
        message = SourceMessages.NO_DOCUMENT
        raise PiaError(message.finding(name=root.resolve().name, file=str(root)))


def _task(
    root: Path, path: Path, target: Path, names: tuple[str, ...], edition: str, force: bool
) -> BuildTask:
    inside = path.relative_to(root)
    return BuildTask(inside.as_posix(), path, target / inside.parent, names, edition, force)


def _run(
    memory: Memory,
    tasks: Sequence[BuildTask],
    before: dict[str, CachedDocument],
    made: workers.Factory,
    step: Step,
) -> Iterator[Done]:
    """Yield what became of each task; what was learnt is kept even if this is interrupted."""
    kept = {task.source: before[task.source] for task in tasks if task.source in before}
    current = _current(tasks, kept)
    for task in tasks:
        if task.source in current:
            yield Done(task.source, kept[task.source], is_new=False)
    due = [task for task in tasks if task.source not in current]
    due_at = time.monotonic() + SAVE_EVERY
    try:
        for done in workers.each(make, due, made, _given_up):
            step(done.source, len(due))
            kept[done.source] = _merged(kept.get(done.source), done)
            if (begun := time.monotonic()) > due_at:
                memory.keep(cache.packed(kept))
                took = time.monotonic() - begun
                due_at = begun + max(SAVE_EVERY, took * SAVE_SHARE)
            yield done
    finally:
        if due or kept.keys() != before.keys():
            memory.keep(cache.packed(kept))


def _merged(before: CachedDocument | None, done: Done) -> CachedDocument:
    """Return what is remembered of a document: what was written earlier outlives a build of
    other formats and a look at its facts, as long as nothing changed."""
    entry = done.entry
    if before is None or before.inputs != entry.inputs:
        return entry
    if entry.outputs and entry.wanted != before.wanted:
        return entry
    return replace(entry, outputs=before.outputs | entry.outputs, wanted=before.wanted)


def _current(tasks: Sequence[BuildTask], kept: dict[str, CachedDocument]) -> set[str]:
    """Return the sources of which nothing changed and all that is asked for is there."""
    around: dict[Path, Surroundings] = {}
    found: set[str] = set()
    for task in tasks:
        entry = kept.get(task.source)
        if entry is None or not _has_outputs(task, entry):
            continue
        root = workspace_root(task.path)
        if around.setdefault(root, Surroundings(root)).have(entry.inputs):
            found.add(task.source)
    return found


def _has_outputs(task: BuildTask, entry: CachedDocument) -> bool:
    if not task.formats:
        return True
    if task.force or entry.wanted != task.wanted:
        return False
    outputs = (entry.outputs.get(name) for name in task.formats)
    return all(output is not None and output.is_there() for output in outputs)


def make(task: BuildTask) -> Done:
    """Do the work of one document: its facts, and its form in every format asked for."""
    begun = time.perf_counter()
    try:
        document = load(task.path)
    except PiaError as error:
        facts = facts_of_unreadable(task.path, task.source, error)
        entry = CachedDocument(inputs_of_unreadable(task.path), facts, {})
        unread = error.findings if task.formats else ()
        return Done(task.source, entry, unread, time.perf_counter() - begun)
    is_public = task.edition == Edition.PUBLISHED
    facts = facts_of(document, task.source, for_residents=is_public)
    inputs = inputs_of(document)
    outputs, failure = _written(task, document)
    entry = CachedDocument(inputs, facts, outputs, task.wanted if outputs else "")
    return Done(task.source, entry, tuple(failure), time.perf_counter() - begun)


def _written(task: BuildTask, document: Document) -> tuple[dict[str, Output], list[Finding]]:
    """Write the form in every format asked for; return what was written and what was not."""
    outputs: dict[str, Output] = {}
    failure: list[Finding] = []
    if not task.formats:
        return outputs, failure
    try:
        layout = layout_of(document, task.edition)
    except PiaError as error:
        return outputs, list(error.findings)
    for name in task.formats:
        try:
            written = write_form(document, layout, task.folder, name, force=task.force)
            outputs[name] = Output.of(written)
        except PiaError as error:
            failure += error.findings
    return outputs, failure


def _given_up(task: BuildTask) -> Done:
    """Return that no process survived a document; it is tried again the next time."""
    died = workers.died(task.path)
    entry = CachedDocument(UNKNOWN, facts_of_unreadable(task.path, task.source, died), {})
    return Done(task.source, entry, died.findings if task.formats else ())
