"""The verbs of the library, each one call."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pia.document import Document, load
from pia.errors import Finding
from pia.resources import templates_of
from pia.source.names import WORKSPACE_FILE, workspace_root
from pia.source.paths import refusal

if TYPE_CHECKING:
    from pia.changes.options import Options
    from pia.changes.report import Diff
    from pia.edits import Edit
    from pia.forms.definition import Form
    from pia.forms.find import Found
    from pia.migration import Migration
    from pia.office.build import Built
    from pia.workspace.threshold_report import Report

__all__ = [
    "build",
    "check",
    "check_all",
    "diff",
    "edit",
    "freeze",
    "items",
    "json_schema",
    "judge",
    "load",
    "migrate",
    "new",
    "refusal",
    "render",
    "status",
    "tracked",
]


def check(
    path: Path | str, *, strict: bool = False, against: Path | str | None = None
) -> list[Finding]:
    """Return everything wrong with a source, by position.

    strict: as for publication; what a draft may leave open is an error then.
    against: a version, "" for the source's 前版; where the differences from it and the rows of
    変更箇所 do not agree is told as well.
    A source of which no assessment can be made gives the findings that say why.
    """
    return check_all([path], strict=strict, against=against)


def check_all(
    paths: Iterable[Path | str], *, strict: bool = False, against: Path | str | None = None
) -> list[Finding]:
    """Return everything wrong with several sources, and where they contradict each other.

    strict, against: as for one source.
    """
    from pia.workspace.checking import check_all as check_each

    return check_each(paths, strict=strict, against=against)


def diff(
    old: Document | Path | str | None,
    new: Document | Path | str,
    options: "Options | None" = None,
) -> "Diff":
    """Return the rows of 変更箇所 that two versions call for, with what was decided about them.

    Versions are files or `REVISION:FILE` of git; None for `old` means the 前版 of `new`. Raises
    PiaError when one of them cannot be had.
    """
    from pia.workspace.changes import diff as diff_of

    return diff_of(old, new, options)


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
    """
    from pia.office.build import build as build_all

    where = Path(target) if target else None
    return build_all(
        Path(folder), where, formats, edition, force=force, executor=executor, step=step
    )


def freeze(path: Path | str, target: Path | str | None = None) -> Path:
    """Write a version of a source that nothing outside it can change, and return its file.

    The names it uses become its own, its pictures are copied beside it under their SHA-256, and
    `確定:` holds the SHA-256 of all it says. target: by default `<stem>.確定.yaml` beside it.
    Raises PiaError for a source with errors or without 公表日 and for a target that has other
    content; nothing is written then.
    """
    from pia.workspace.checking import findings_against
    from pia.workspace.freezing import freeze as freeze_one

    document = load(path)
    return freeze_one(document, findings_against(document), Path(target) if target else None)


def judge(
    subjects: int, handlers: int, incident: bool = False, folder: Path | str = "."
) -> "Report":
    """Return which assessment しきい値判断 requires, by law and by the rules of a workspace.

    subjects: 対象人数 (persons). handlers: 取扱者数 (persons), staff of contractors included.
    incident: a 重大事故 within the past year. folder: in the workspace.
    Raises PiaError when its `pia.yaml` cannot be read, ValueError for a number below zero.
    """
    from pia.workspace.threshold_report import report

    return report(subjects, handlers, incident, Path(folder))


def status(
    folder: Path | str = ".",
    style: str = "json",
    *,
    today: date | str | None = None,
    step: Callable[[str, int], None] = lambda what, steps: None,
) -> bytes:
    """Return the register of the documents of a folder, the most urgent first, as a file.

    style: table, json, csv, xlsx, html or ics. today: the day to count from, by default that of
    the clock. Raises PiaError for a folder without documents, a style and a day that do not exist.
    """
    from pia.office.build import survey_facts
    from pia.office.listing import listed
    from pia.office.register import day_named, register

    day = today if isinstance(today, date) else day_named(today)
    return listed(register(survey_facts(Path(folder), step), day), style, day)


def tracked(old: Document | Path | str | None, new: Document | Path | str) -> bytes:
    """Return the form of the new version as a Word document with every change tracked.

    Author and date come from the decisions, else from the cover. Raises PiaError as `diff` does.
    """
    from pia.renderers.docx import render_tracked
    from pia.renderers.docx_merge import Revision
    from pia.workspace.changes import author_and_day, both
    from pia.workspace.printing import layout_of

    with both(old, new) as (former, latter):
        before, after = layout_of(former), layout_of(latter)
        author, day = author_and_day(latter)
        stamp = f"{day.isoformat()}T00:00:00Z" if day else after.stamp
        return render_tracked(before, after, Revision(author, stamp))


def json_schema(form: str, edition: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of sources of a form, named as `様式:` or a command line names it.

    edition: of the package or of the workspace of the current folder; by default the newest.
    Raises PiaError for a form or edition that does not exist.
    """
    from pia.schema import schema

    return schema(form_of(form, edition))


def items(form: str, find: str | None = None, edition: str | None = None) -> "Found":
    """Return every item, section and attachment of a form, or what a path such as
    `Ⅱ 3 ③使用目的` names: one entry when that is certain, else the candidates.

    edition: of the package or of the workspace of the current folder; by default the newest.
    Raises PiaError for a form or edition that does not exist.
    """
    from pia.forms.edition import aliases
    from pia.forms.find import Finder, Found
    from pia.forms.index import index

    chosen = form_of(form, edition)
    if find is None:
        return Found(True, tuple(index(chosen)))
    return Finder(chosen, aliases(chosen.folder)).find(find)


def form_of(name: str, edition: str | None, beside: Path | None = None) -> "Form":
    """Return a form of an edition of the package or of a workspace: the one that a file lies in,
    or else the one of the current folder."""
    from pia.forms.load import named

    root = workspace_root(beside or Path(WORKSPACE_FILE))
    return named(name, edition, templates_of(root), may_be_short=True)


def edit(
    path: Path | str,
    assignments: Mapping[str, Any],
    *,
    inline: bool = False,
    fragment: bool = False,
    dry_run: bool = False,
) -> "Edit":
    """Change a source by addresses and keep every other byte of it; return what was changed.

    path: of a document, of `pia.yaml` or of a file of `共通/`. assignments: address → value. A
    value is a text, a date, a number, a list, a dict with Japanese keys, a part of the model, or
    the Path of a file that holds the text; None empties, `pia.REMOVE` removes, `pia.Before(id)`
    moves a block before another, and a dict at the id of no block yet adds one. `{{ 名 }}` in a
    text is a name.
    inline: a text that a variable or fragment gives is written out. fragment: the variable or
    fragment itself is changed. dry_run: nothing is written.
    All assignments are made or none. Raises PiaError for a file that cannot be read, and
    RefusedError, the file untouched, for an address that is unknown or ambiguous, an option that
    the form does not have, a block that is still referred to, and a text of a name where neither
    inline nor fragment is set.
    """
    from pia.edits import planned
    from pia.source.paths import existing
    from pia.writing import write_bytes

    found = existing(Path(path)) or Path(path)
    done = planned(found, assignments, inline=inline, fragment=fragment)
    if not dry_run:
        for file, data in done.files.items():
            write_bytes(file, data)
    return done


def migrate(path: Path | str, edition: str) -> "Migration":
    """Return a source rewritten to another edition of its form, and what has no place there.

    Raises PiaError for a source that cannot be read and for an edition that does not exist.
    """
    from pia.migration import migrate as migrate_one

    return migrate_one(path, edition)


def new(form: str, path: Path | str, edition: str | None = None) -> list[Path]:
    """Write a draft of a form, and the schema for editors beside it; return the files written.

    edition: of the package or of the workspace of the file; by default the newest.
    Raises PiaError when the file exists or cannot be written, and for a form or edition that
    does not exist. A schema that lies there already is left as it is.
    """
    from pia.schema import text
    from pia.skeleton import skeleton
    from pia.writing import write_bytes, write_new

    target = Path(path)
    chosen = form_of(form, edition, target)
    schema_file = target.with_name(f"{chosen.id}-{chosen.edition}.schema.json")
    written = [write_new(target, skeleton(chosen, schema_file.name).encode())]
    if not schema_file.exists():
        written.append(write_bytes(schema_file, text(chosen).encode()))
    return written


def render(
    document: Document | Path | str,
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
    """
    from pia.workspace.printing import render as render_one

    if not isinstance(document, Document):
        document = load(document)
    return render_one(document, Path(folder), formats, edition, force=force)
