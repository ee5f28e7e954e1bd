"""Many documents rendered one by one: what was written of each, and what stands empty on it."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pia.checks.messages import CheckMessages
from pia.document import Document, load
from pia.errors import Finding, PiaError
from pia.layout.tree import Edition
from pia.model.ref import values
from pia.renderers import known
from pia.renderers.messages import RenderMessages
from pia.workspace.checking import findings_of
from pia.workspace.folder import sources
from pia.workspace.printing import layout_of, quoting_nothing_hidden, write_form

BLANK = {CheckMessages.NOT_FILLED.code, CheckMessages.NO_ENTRY.code}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one document. failure: why a file that was asked for was not written."""

    source: Path
    document: Document | None = None
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    failure: tuple[Finding, ...] = ()
    edition: str = Edition.SUBMITTED

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def emptied(self) -> list[str]:
        """The printed paths of items that stand empty because what was written there is wrong."""
        if self.document is None:
            return []
        given = {value.address for value in values(self.document.content)}
        wrong = (f for f in self.document.findings if f.is_error and f.address)
        return list(dict.fromkeys(f.item or f.address for f in wrong if f.address not in given))

    def summary(self) -> list[str]:
        """Return in words what the reader of the written files must know."""
        blank = sum(finding.code in BLANK for finding in self.findings)
        others = len(self.findings) - len(self.errors) - blank
        counts = {"誤り": len(self.errors), "未記入": blank, "そのほかの注意": others}
        said = "、".join(f"{what} {count} 件" for what, count in counts.items() if count)
        lines = [f"{self.source}: {said}（pia check で一覧を表示します）"] if said else []
        if self.files and self.emptied:
            names = "、".join(self.emptied)
            lines.append(f"{self.source}: 次の項目は、誤りのため空欄で出力しました: {names}")
        return lines


def render_all(
    paths: Iterable[Path],
    folder: Path,
    formats: Sequence[str],
    edition: str,
    *,
    force: bool,
    step: Callable[[str, int], None] = lambda what, steps: None,
) -> Iterator[Rendered]:
    """Render the documents that the paths mean, one failing without the others, and yield what
    became of each.

    step: told what is being made, and how many files there will be. Raises PiaError for a path
    or format that does not exist and for two documents whose files would bear the same name.
    """
    names = known(formats)
    targets = destinations(sources(paths), folder)

    def begin(what: str) -> None:
        step(what, len(targets) * len(names))

    for source, target in targets.items():
        yield _rendered(source, target, names, edition, force, begin)


def _rendered(
    source: Path,
    target: Path,
    formats: Sequence[str],
    edition: str,
    force: bool,
    step: Callable[[str], None],
) -> Rendered:
    try:
        document = load(source)
    except PiaError as error:
        return Rendered(source, failure=error.findings, edition=edition)
    found = tuple(findings_of(document))
    if edition == Edition.PUBLISHED:
        found = tuple(quoting_nothing_hidden(document, found))
    written: list[Path] = []
    failure: list[Finding] = []
    try:
        layout = layout_of(document, edition)
    except PiaError as error:
        return Rendered(source, document, (), found, error.findings, edition)
    for name in formats:
        step(f"{source.name} → {name}")
        try:
            written.append(write_form(document, layout, target, name, force=force))
        except PiaError as error:
            failure += error.findings
    told = tuple(dict.fromkeys(failure))
    return Rendered(source, document, tuple(written), found, told, edition)


def destinations(documents: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Return the folder that the files of each document go to: the one given, or where two names
    meet, folders in it that mirror those of the documents.

    Raises PiaError when outputs of two would bear the same name even so.
    """
    if not _same_names(path.stem.lower() for path in documents):
        return dict.fromkeys(documents, folder)
    apart(documents)
    base = os.path.commonpath([path.resolve().parent for path in documents])
    return {path: folder / os.path.relpath(path.resolve().parent, base) for path in documents}


def apart(documents: Iterable[Path]) -> None:
    """Raise PiaError when two documents of one folder would give files of the same name."""
    first: dict[Path, Path] = {}
    for path in documents:
        known_as = first.setdefault(path.resolve().with_name(path.stem.lower()), path)
        if known_as != path:
            message = RenderMessages.SAME_NAME
            raise PiaError(message.finding(name=path.stem, other=known_as, file=str(path)))


def _same_names(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(set(listed)) < len(listed)
