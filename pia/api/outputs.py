"""The verbs about what is written: forms printed, lists of files, a whole office."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pia.api.documents import document_of
from pia.document import Document
from pia.errors import Finding, PiaError
from pia.source.files import refusal
from pia.writing import write_bytes, write_new, write_output

if TYPE_CHECKING:
    from pia.model.root import Root
    from pia.office.building import Built

__all__ = [
    "build",
    "pages_of",
    "refusal",
    "render",
    "render_blank",
    "render_bytes",
    "status",
    "verify",
    "write_bytes",
    "write_new",
    "write_output",
]


def render(
    document: "Document | Root | Path | str",
    folder: Path | str,
    formats: Sequence[str] = ("xlsx", "docx", "html", "pdf"),
    *,
    edition: str = "提出",
    force: bool = False,
) -> list[Path]:
    """Write the official form of a document and return the files, `<stem>.<format>` in folder.

    edition: 提出, the bare form, or 公表, explained and without what is 非公表.
    force: write over workbooks that somebody edited by hand.
    Raises PiaError when no assessment can be made of the source, for a format that does not
    exist, when a character cannot be printed and when a file cannot be written.

    >>> [path.name for path in pia.render("前の版.yaml", "出力", ["html"])]
    ['前の版.html']
    """
    from pia.workspace.printing import render as render_one

    return render_one(document_of(document), Path(folder), formats, edition, force=force)


def render_bytes(
    document: "Document | Root | Path | str", name: str, *, edition: str = "提出"
) -> bytes:
    """Return the official form of a document in one format: xlsx, docx, html, pdf or pdfa.

    Raises PiaError as `render` does.

    >>> pia.render_bytes("前の版.yaml", "html")[:15]
    b'<!DOCTYPE html>'
    """
    from pia.renderers import known, rendered
    from pia.workspace.printing import layout_of

    (format_name,) = known([name])
    found = document_of(document)
    try:
        return rendered(layout_of(found, edition), format_name)
    except PiaError as error:
        raise type(error)(*map(found.locate, error.findings)) from error


def render_blank(
    name: str,
    edition: str | None,
    folder: Path,
    formats: Sequence[str],
    *,
    force: bool = False,
) -> list[Path]:
    """Write a form with nothing in it, to be filled in by hand, and return the files.

    Raises PiaError for a form, edition or format that does not exist and where a file cannot be
    written or would replace somebody's own.
    """
    from pia.api.catalogue import form_of
    from pia.workspace.printing import write_blank

    return write_blank(form_of(name, edition), name, folder, formats, force=force)


def pages_of(path: Path) -> int | None:
    """Return how many pages a PDF has; other formats are paged by the program that shows them."""
    from pia.renderers import pages_of as counted

    return counted(path)


def spare_fonts_of(path: Path) -> list[str]:
    """Return the fonts of this machine that a PDF uses beside the one of the package."""
    from pia.renderers import spare_fonts_of as used

    return used(path)


def verify(listing: Path | str) -> tuple[int, list[Finding]]:
    """Return how many files a 目録 lists, and where they differ from what it says of them.

    Raises PiaError for a 目録 that cannot be read.

    >>> try:
    ...     pia.verify("ない目録.json")
    ... except pia.PiaError as error:
    ...     print(error.findings[0].code)
    ファイルなし
    """
    from pia.office.manifest import verify as verify_all

    return verify_all(Path(listing))


def build(
    folder: Path | str = ".",
    target: Path | str | None = None,
    formats: Sequence[str] = ("xlsx", "docx", "html", "pdf"),
    edition: str = "提出",
    *,
    force: bool = False,
    executor: str | None = None,
    step: Callable[[str, int], None] = lambda what, steps: None,
) -> "Built":
    """Check and render the documents of a folder that changed since the last time.

    target: by default `出力/` in the folder. executor: `module:factory` of another
    `concurrent.futures.Executor` than the processes of this machine. step: told of each
    document done, and of how many. One document that fails does not stop the others. Raises
    PiaError for a folder without documents and for a format or executor that does not exist.

    >>> pia.build("例", "出力", ["html"]).fails
    False
    """
    from pia.office.building import build as build_all

    where = Path(target) if target else None
    return build_all(
        Path(folder), where, formats, edition, force=force, executor=executor, step=step
    )


def status(
    folder: Path | str = ".",
    style: str = "json",
    *,
    today: date | str | None = None,
    width: int | None = None,
    step: Callable[[str, int], None] = lambda what, steps: None,
    warn: Callable[[Finding], None] = lambda finding: None,
) -> bytes:
    """Return the register of the documents of a folder, the most urgent first, as a file.

    style: table, json, csv, xlsx, html or ics. today: the day to count from, by default that of
    the clock. width: columns of the terminal that a table is shown on, without limit by default.
    warn: told where nothing can be remembered for the next time. Raises PiaError for a folder
    without documents, a style and a day that do not exist.

    >>> pia.status("例", today="2026-04-01")[:1]
    b'['
    """
    from pia.office.building import survey_facts
    from pia.office.listing import listed
    from pia.office.register import day_named, register

    day = today if isinstance(today, date) else day_named(today)
    facts = survey_facts(Path(folder), step, warn)
    return listed(register(facts, day), style, day, width=width)
