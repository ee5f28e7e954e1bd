"""The verbs of the library about versions: compare, decide, append, freeze, derive, migrate."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pia.document import Document, load

if TYPE_CHECKING:
    from pia.changes.amendments import RowOptions
    from pia.changes.decisions import Decisions
    from pia.changes.report import Diff
    from pia.migration import Migration
    from pia.workspace.tables import Tally

__all__ = ["append", "decide", "derive", "diff", "freeze", "migrate", "tracked"]


def diff(
    old: Document | Path | str | None,
    new: Document | Path | str,
    options: "RowOptions | None" = None,
) -> "Diff":
    """Return the rows of 変更箇所 that two versions call for, with what was decided about them.

    Versions are files or `REVISION:FILE` of git; None for `old` means the 前版 of `new`. Raises
    PiaError when one of them cannot be had.

    >>> found = pia.diff("前の版.yaml", "評価書.yaml")
    >>> [row.item for row in found.rows]
    ['Ⅰ1. ①事務の名称']
    """
    from pia.workspace.diff import diff as diff_of

    return diff_of(old, new, options)


def tracked(old: Document | Path | str | None, new: Document | Path | str) -> bytes:
    """Return the form of the new version as a Word document with every change tracked.

    Author and date come from the decisions, else from the cover. Raises PiaError as `diff` does.

    >>> pia.tracked("前の版.yaml", "評価書.yaml")[:2]
    b'PK'
    """
    from pia.renderers.docx import render_tracked
    from pia.renderers.docx_tracked import Revision
    from pia.workspace.diff import author_and_day, both
    from pia.workspace.printing import layout_of

    with both(old, new) as (former, latter):
        before, after = layout_of(former), layout_of(latter)
        author, day = author_and_day(latter)
        stamp = f"{day.isoformat()}T00:00:00Z" if day else after.stamp
        return render_tracked(before, after, Revision(author, stamp))


def decide(
    new: Path | str,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    *,
    old: Document | Path | str | None = None,
) -> "Decisions":
    """Write the open changes of a version to `<stem>.判断.yaml`, with answers, and return it.

    answers: address of a change → what to write there: 提出時期, 理由, 説明. old: the former
    version, by default the 前版 of `new`. Raises RefusedError for an address that is no change,
    and PiaError as `diff` does.

    >>> answers = {"事務.名称": {"提出時期": "事後", "説明": "名称の整理のため"}}
    >>> decisions = pia.decide("評価書.yaml", answers, old="前の版.yaml")
    >>> [str(one.timing) for one in decisions.entries]
    ['事後']
    """
    from pia.workspace.tables import decide as decide_one

    return decide_one(new, answers or {}, old)


def append(new: Path | str, *, old: Document | Path | str | None = None) -> "Tally":
    """Bring the rows of this revision in 変更箇所 up to date, and return what was done.

    Decided rows are added or rewritten, rows that no difference backs go; every other byte stays.
    old: the former version, by default the 前版 of `new`. Raises PiaError, with nothing written,
    for a source or decisions with errors and a former version that can still change.

    >>> pia.append("評価書.yaml", old="前の版.yaml").added
    1
    """
    from pia.workspace.tables import append_rows

    return append_rows(old, new)


def derive(
    source: Document | Path | str, form: str = "kiso", target: Path | str | None = None
) -> str:
    """Return the draft of form 2 that follows from a form 3 or 4, as a source.

    target: where it will stand; in the workspace of its source it keeps every `{{ 名 }}`.
    Raises PiaError for a form that it cannot be made of.

    >>> "様式: 基礎項目評価書" in pia.derive("前の版.yaml")
    True
    """
    from pia.derivation import derive as derive_one

    return derive_one(source, form, target)


def freeze(path: Path | str, target: Path | str | None = None) -> Path:
    """Write a version of a source that nothing outside it can change, and return its file.

    The names it uses become its own, its pictures are copied beside it under their SHA-256, and
    `確定:` holds the SHA-256 of all it says. target: by default `<stem>.確定.yaml` beside it.
    Raises PiaError for a source with errors or without 公表日 and for a target that has other
    content; nothing is written then.

    >>> pia.freeze("前の版.yaml").name
    '前の版.確定.yaml'
    """
    from pia.workspace.checking import findings_against
    from pia.workspace.freezing import freeze as freeze_one

    document = load(path)
    return freeze_one(document, findings_against(document), Path(target) if target else None)


def migrate(path: Path | str, edition: str) -> "Migration":
    """Return a source rewritten to another edition of its form, and what has no place there.

    Raises PiaError for a source that cannot be read and for an edition that does not exist.

    >>> b"R6.10" in pia.migrate("前の版.yaml", "R6.10").data
    True
    """
    from pia.migration import migrate as migrate_one

    return migrate_one(path, edition)
