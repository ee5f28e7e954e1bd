"""One document → its form in every format, and what keeps it from being published."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pia.checks.form import Filled, redactions
from pia.checks.messages import CheckMessages
from pia.document import Document
from pia.errors import Finding, PiaError, RefusedError, in_order
from pia.forms.definition import Form
from pia.forms.find import AboutBlack, rows_about_black
from pia.forms.imprint import imprint_of
from pia.layout.build import build
from pia.layout.marks import Marked
from pia.layout.theme import theme_of
from pia.layout.tree import Edition, Layout
from pia.model.base import Kind
from pia.model.published import (
    CHANGES,
    Hiding,
    black_places,
    doubtful,
    hidden_from,
    overlaps,
    published,
    texts_of,
)
from pia.model.ref import around, values
from pia.model.root import BLACK
from pia.renderers import file_name, known, write
from pia.source.files import shown
from pia.source.names import workspace_root
from pia.workspace.messages import WorkspaceMessages

if TYPE_CHECKING:
    from pia.changes.amendments import Amendment
    from pia.changes.report import Diff

NOT_PRINTED = (Kind.IMAGE, Kind.ADDRESSES, Kind.REFERENCE)


def faults(document: Document) -> list[Finding]:
    """Return the errors of the source, and of what it says is 非公表: nothing is published while
    it is not certain what has to be black."""
    found = list(document.findings)
    if document.content.redactions:
        filled = Filled(document.form, document.content)
        found += map(document.locate, [*redactions(filled), *_name(document)])
    return [finding for finding in in_order([*found, *uncertain(document)]) if finding.is_error]


def uncertain(document: Document) -> list[Finding]:
    """Return where it is not certain what has to be black, each in its place."""
    if not document.content.redactions:
        return []
    told = rows_about_black(document.form, document.content)
    return [document.locate(found) for found in (*_rows(told), *_doubts(document, told))]


def _rows(told: AboutBlack) -> Iterator[Finding]:
    for n in told.unknown:
        address = f"{CHANGES.address}[{n}]"
        yield CheckMessages.ROW_MAY_TELL.finding(place=address, address=address)


def _doubts(document: Document, told: AboutBlack) -> Iterator[Finding]:
    """Yield a finding for each text that may say a secret in other letters."""
    doubt, message = doubtful(document.content), CheckMessages.MAY_BE_SECRET
    for value in values(published(document.content, told.telling)):
        texts = () if value.kind in NOT_PRINTED else texts_of(value.value)
        for words in filter(None, map(doubt, texts)):
            yield message.finding(text=words, address=value.address)
    theme = theme_of(Path(shown(document.names.root, document.path)))
    theme = theme.retold(hidden_from(document.content))
    for words in filter(None, map(doubt, (theme.logo_text, *theme.foot))):
        yield message.finding(text=words, file=str(document.path))


def _name(document: Document) -> Iterator[Finding]:
    """Yield a finding if the name of the outputs would say a secret."""
    name = document.path.stem
    if hidden_from(document.content)(name) != name:
        yield CheckMessages.NAME_TELLS.finding(name=document.path.name, file=str(document.path))


QUOTED = re.compile("「[^」]*」")


def quoting_nothing_hidden(document: Document, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings as they may be told where a document is printed for residents: in the words
    of one at a black place, or about a word that may be secret, nothing is quoted, in others
    nothing that is 非公表."""
    content = document.content
    if not content.redactions:
        yield from found
        return
    hidden, black = hidden_from(content), set(black_places(content))
    for finding in found:
        is_black = not black.isdisjoint(around(finding.address))
        words = map(hidden, (finding.message, finding.hint, finding.item))
        message, hint, item = (QUOTED.sub(f"「{BLACK}」", w) if is_black else w for w in words)
        if finding.code == CheckMessages.MAY_BE_SECRET.code:
            message = QUOTED.sub(f"「{BLACK}」", message)
        yield replace(finding, message=message, hint=hint, item=item)


def for_residents(found: "Diff", former: Document, latter: Document) -> "Diff":
    """Return a table whose rows about black places are black, and in whose other rows the secrets
    of both versions are.

    What no row says (order, likely renames, wordings) is left out. Raises PiaError while it is
    not certain what has to be black, in either version.
    """
    versions = [former, latter]
    if amiss := [fault for v in versions for fault in quoting_nothing_hidden(v, faults(v))]:
        raise PiaError(*amiss)
    return without_secrets(found, versions)


def without_secrets(found: "Diff", versions: Sequence[Document]) -> "Diff":
    """Return a table without what any of the versions hides."""
    hiding = [hidden_from(version.content) for version in versions]
    places = [place for version in versions for place in black_places(version.content)]
    rows = tuple(_row(row, places, hiding) for row in found.rows)
    return replace(found, rows=rows, for_residents=True)


def _row(row: "Amendment", places: Sequence[str], hiding: Sequence[Hiding]) -> "Amendment":
    def hidden(text: str) -> str:
        for hide in hiding:
            text = hide(text)
        return text

    is_black = any(overlaps(address, place) for address in row.addresses for place in places)
    change = _bar if is_black else hidden
    return replace(
        row,
        item=hidden(row.item),
        before=Marked(change(row.before), row.before.stretches),
        after=Marked(change(row.after), row.after.stretches),
        explanation=change(row.explanation),
    )


def _bar(text: str) -> str:
    return re.sub(r"\S", BLACK, text)


SHOWN = 10  # edited items that a message names


def layout_of(document: Document, edition: str = "提出", looks: Path | None = None) -> Layout:
    """Return what stands on the pages of a document, in the looks of its workspace or of the
    folder `looks`.

    Raises PiaError when the theme file of the workspace is not sound, and, for 公表, while an
    error of the source could leave something unsaid or something secret in sight.
    """
    chosen = Edition(edition)
    if chosen is Edition.PUBLISHED and (found := faults(document)):
        raise PiaError(*quoting_nothing_hidden(document, found))
    theme = theme_of(looks or Path(shown(document.names.root, document.path)))
    layout = build(document.form, document.content, document.path.parent, chosen, theme)
    if chosen is Edition.PUBLISHED:
        return layout
    return replace(layout, imprint=imprint_of(document.form, document.content).properties())


def render(
    document: Document, folder: Path, formats: Sequence[str], edition: str, *, force: bool
) -> list[Path]:
    """Write the form of a document into a folder, as `pia.render` says."""
    names = known(formats)
    layout = layout_of(document, edition)
    return [write_form(document, layout, folder, name, force=force) for name in names]


def write_form(document: Document, layout: Layout, folder: Path, name: str, *, force: bool) -> Path:
    """Write the pages of a document in one format; an error has its place in the source.

    Raises RefusedError for a file that somebody edited, with what was edited in it.
    """
    path = folder / file_name(document.path.stem, name)
    try:
        return write(layout, path, name, force=force)
    except RefusedError as error:
        from pia.intake.differences import edited

        if not (found := edited(path)):
            raise
        shown = "、".join(found[:SHOWN])
        more = f" ほか {len(found) - SHOWN} 件" if len(found) > SHOWN else ""
        message = WorkspaceMessages.EDITED
        told = message.finding(
            name=path.name,
            items=shown + more,
            form=path,
            source=document.path,
            file=str(path),
        )
        raise RefusedError(told) from error
    except PiaError as error:
        raise type(error)(*map(document.locate, error.findings)) from error


def write_blank(
    form: Form, name: str, folder: Path, formats: Sequence[str], *, force: bool = False
) -> list[Path]:
    """Write a form with nothing in it, to be filled in by hand, in the looks of a folder's theme.

    name: of the files. Raises PiaError for a format that does not exist and where a file cannot
    be written or would replace somebody's own.
    """
    names = known(formats)
    theme = theme_of(workspace_root(folder / name))
    layout = build(form, form.root(), folder, theme=theme)
    return [write(layout, folder / file_name(name, each), each, force=force) for each in names]
