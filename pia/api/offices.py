"""The verbs about a whole office: begun, printed, watched, published."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pia.errors import Finding

if TYPE_CHECKING:
    from pia.office.building import Built
    from pia.office.impact import Reach
    from pia.office.publication import Publication
    from pia.office.rendering import Rendered
    from pia.office.site_folder import Site
    from pia.office.starting import Started

__all__ = [
    "decide_all",
    "decision_table",
    "impact",
    "init",
    "publish",
    "render_all",
    "saved",
    "site",
    "summary",
    "write_manifest",
]


def init(
    folder: Path | str, printed: Sequence[Path | str] = (), *, is_same: bool | None = None
) -> "Started":
    """Make a workspace: `pia.yaml`, folders, settings of editors, a hook, an example for CI.

    printed: filled-in forms (xlsx, docx, pdf) to begin from; several become chains of frozen
    versions. is_same: whether forms that share only the number or only the 事務 are versions of
    one document. What is there already stays as it is. Raises PiaError for a path that cannot be
    a folder, for a file that is no form, and for forms whose order or document is in doubt.

    >>> pia.init("職場").kept
    []
    """
    from pia.office.starting import init as start

    return start(Path(folder), [Path(path) for path in printed], is_same)


def publish(
    paths: Sequence[Path | str],
    folder: Path | str | None = None,
    *,
    dry_run: bool = False,
    record: bool = False,
) -> "list[Publication]":
    """Publish documents, all or none: their forms in both editions, the frozen version, a
    manifest; the working sources take the frozen versions for their 前版.

    folder: the sets go to `<stem>/<公表日>/` in it, by default in `出力/` of each workspace.
    dry_run: everything is tried and nothing stays. record: as one commit and tags of git.
    Raises PiaError for a document that is not ready, for another set in the same place, for a
    repository that cannot take a commit, and for what cannot be read or written.

    >>> try:
    ...     pia.publish(["評価書.yaml"])
    ... except pia.RefusedError as error:
    ...     print(error.findings[-1].code)
    公表できない評価書
    """
    from pia.office.publication import publish as publish_all

    target = Path(folder) if folder else None
    return publish_all([Path(p) for p in paths], target, dry_run=dry_run, record=record)


def site(
    folder: Path | str,
    target: Path | str,
    *,
    url: str = "",
    force: bool = False,
    step: Callable[[str, int], None] = lambda what, steps: None,
) -> "Site":
    """Write what a city puts on its web server: of every document of a folder the published
    editions of its frozen versions, their changes, a page for each item, search, feeds, data.

    target: a new folder, or one that this wrote. url: the address it will have, for links in
    feeds. force: also over files that somebody else made or edited. What is not on the site, and
    why, is among the findings. Raises PiaError for a folder without documents and where a file
    cannot be written, RefusedError for files of others in its place.

    >>> made = pia.site("例", "公表用")
    >>> made.documents, made.written[-1].name, made.fails
    (0, 'style.css', False)
    """
    from pia.office.site import site as write_site

    return write_site(Path(folder), Path(target), base=url, force=force, step=step)


def impact(what: str, folder: Path | str = ".") -> "tuple[list[Reach], list[Path]]":
    """Return the items of the documents of a folder that a change reaches, and the documents
    that could not be read.

    what: the name of a variable or fragment, an address with or without ids, or a wording.
    Width does not count.

    >>> pia.impact("どこにもない語", "例")
    ([], [])
    """
    from pia.office.impact import impact as reached

    return reached(what, Path(folder))


def decision_table(
    what: str, folder: Path | str, file: Path | str, *, old: str = "前版", force: bool = False
) -> tuple[int, list[Finding]]:
    """Write one table (CSV) to decide from: the changes, since another version, of what something
    reaches in the documents of a folder. Return how many rows it has, and why documents could
    not be compared.

    what: as for `impact`. old: a revision of git, or 前版 for the version that each document
    names. A change that documents share is one row. Raises RefusedError, unless forced, when
    another file stands in its place.

    >>> pia.decision_table("事務", "例", "判断.csv")
    (0, [])
    """
    from pia.office.decision_table import rows, table
    from pia.writing import write_output

    found, amiss = rows(what, Path(folder), old)
    write_output(Path(file), table(found, old, Path(file).parent), force=force)
    return len(found), amiss


def decide_all(table: Path | str) -> list[Path]:
    """Write what was decided in a table of `decision_table` into the decisions of each document,
    and return their files.

    Raises PiaError for a file that is no such table and for a document that is gone, RefusedError
    where a change is no longer the one that was decided about.

    >>> try:
    ...     pia.decide_all("評価書.yaml")
    ... except pia.PiaError as error:
    ...     print(error.findings[0].code)
    判断の表ではないファイル
    """
    from pia.office.decision_table import read_back

    return read_back(Path(table))


def render_all(
    paths: Iterable[Path],
    folder: Path,
    formats: Sequence[str],
    edition: str = "提出",
    *,
    force: bool = False,
    step: Callable[[str, int], None] = lambda what, steps: None,
) -> "Iterator[Rendered]":
    """Render the documents that the paths mean, one failing without the others, and yield what
    became of each.

    step: told what is being made, and how many files there will be. Raises PiaError for a path
    or format that does not exist and for two documents whose files would bear the same name.
    """
    from pia.office.rendering import render_all as rendered

    return rendered(paths, folder, formats, edition, force=force, step=step)


def write_manifest(made: "Iterable[Rendered]", file: Path, *, force: bool = False) -> Path:
    """Write the 目録 of all that was rendered, for `pia.verify`. Raises PiaError when it cannot be
    written or another file stands in its place."""
    from pia.office.manifest import write_manifest as write

    return write(made, file, force=force)


def saved(folder: Path, target: Path | None) -> Iterator[None]:
    """Yield each time something that a document of a folder is made of was saved, added or
    removed; target: the folder of the outputs, which is not looked at."""
    from pia.office.watching import changes

    return changes(folder, target)


def summary(built: "Built", width: int | None = None) -> Iterator[str]:
    """Yield what a build says of itself, line by line: errors, documents and sums.

    width: columns of the terminal that they are shown on.
    """
    from pia.office.summary import lines

    return lines(built, width)
