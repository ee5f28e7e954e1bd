"""One document → its form in every format."""

from collections.abc import Sequence
from pathlib import Path

from pia.document import Document
from pia.errors import PiaError
from pia.forms.definition import Form
from pia.layout.build import build
from pia.layout.theme import theme_of
from pia.layout.tree import Edition, Layout
from pia.renderers import file_name, known, write
from pia.source.names import workspace_root
from pia.source.paths import shown
from pia.workspace.publishing import faults


def layout_of(document: Document, edition: str = "提出", looks: Path | None = None) -> Layout:
    """Return what stands on the pages of a document, in the looks of its workspace or of the
    folder `looks`.

    Raises PiaError when the theme file of the workspace is not sound, and, for 公表, while an
    error of the source could leave something unsaid or something secret in sight.
    """
    chosen = Edition(edition)
    if chosen is Edition.PUBLISHED and (found := faults(document)):
        raise PiaError(*found)
    theme = theme_of(looks or Path(shown(document.names.root, document.path)))
    return build(document.form, document.content, document.path.parent, chosen, theme)


def render(
    document: Document, folder: Path, formats: Sequence[str], edition: str, *, force: bool
) -> list[Path]:
    """Write the form of a document into a folder, as `pia.render` says."""
    names = known(formats)
    layout = layout_of(document, edition)
    return [write_form(document, layout, folder, name, force=force) for name in names]


def write_form(document: Document, layout: Layout, folder: Path, name: str, *, force: bool) -> Path:
    """Write the pages of a document in one format; an error has its place in the source."""
    path = folder / file_name(document.path.stem, name)
    try:
        return write(layout, path, name, force=force)
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
