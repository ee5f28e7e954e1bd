"""Printed forms → sources: one form type for every kind of file, one matcher for every layout."""

from collections.abc import Sequence
from pathlib import Path

from pia.forms.edition import aliases
from pia.intake.imported import Imported, compose
from pia.intake.reading import read
from pia.intake.recognition import form_of, grid_of
from pia.source.files import templates_of
from pia.source.names import WORKSPACE_FILE, workspace_root

__all__ = ["Imported", "import_all", "import_form"]


def import_form(path: Path | str) -> Imported:
    """Return what a printed form says, as the tree of a source, with what is not sure.

    path: a workbook (.xlsx, .xlsm), a Word document or a PDF, ours or not. Form and edition are
    recognised, those of the workspace of the current folder too.
    Raises PiaError when the file cannot be read or is no form.

    >>> (form,) = pia.render("前の版.yaml", "出力", ["xlsx"])
    >>> pia.import_form(form).assessment.office.name
    '図書の貸し出し'
    """
    grid = grid_of(Path(path))
    form = form_of(grid, templates_of(workspace_root(Path(WORKSPACE_FILE))))
    return compose(read(grid, form, aliases(form.folder)))


def import_all(
    paths: Sequence[Path],
    target: Path,
    report: Path | None = None,
    *,
    force: bool = False,
    is_same: bool | None = None,
    is_named: bool = False,
) -> tuple[list[Path], list[Imported]]:
    """Write the sources that printed forms say, with their pictures and the schema for editors;
    return the files written and what was read.

    target: a file for one form, a folder for several. report: written first, over somebody's own
    file only when forced. is_same: whether forms in doubt are versions of one document.
    is_named: whether texts that stand in several places are said by names.
    Raises PiaError as `import_form` does, and when a file exists already.
    """
    from pia.intake.import_report import write_report
    from pia.intake.store import store
    from pia.intake.suggest import name_all
    from pia.writing import write_new

    imported = [import_form(path) for path in paths]
    if report is not None:
        write_report(imported, report, force=force)
    is_file = target.suffix in (".yaml", ".yml")
    root = workspace_root(target if is_file else target / WORKSPACE_FILE)
    shared = name_all(imported, root) if is_named else None
    written = store(imported, target, is_same)
    return [*written, *([write_new(*shared)] if shared else [])], imported
