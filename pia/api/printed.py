"""The verbs about printed forms: read into sources, compared with them, filled from them."""

from pathlib import Path

from pia.intake import Imported, import_form
from pia.intake.differences import PrintedDifferences
from pia.intake.import_report import text, write_report
from pia.intake.suggest import suggestions
from pia.intake.update import update
from pia.workspace.freezing import Chains, import_chains

__all__ = [
    "Chains",
    "Imported",
    "PrintedDifferences",
    "compare",
    "fill",
    "import_chains",
    "import_form",
    "suggestions",
    "text",
    "update",
    "write_report",
]


def compare(form: Path | str, source: Path | str) -> PrintedDifferences:
    """Return the items in which a printed form and a source differ.

    form: a workbook, a Word document or a PDF. Raises PiaError when one cannot be read.

    >>> (form,) = pia.render("前の版.yaml", "出力", ["xlsx"])
    >>> [each.address for each in pia.compare(form, "評価書.yaml").differences]
    ['表紙.公表日', '事務.名称']
    """
    from pia.intake.differences import compare as compare_both

    return compare_both(form, source)


def fill(
    source: Path | str, workbook: Path | str, target: Path | str, *, force: bool = False
) -> tuple[Path, list[str]]:
    """Write a workbook of somebody's own, filled with what a source says, to another file; return
    that file and what a person must look at: items without a place, texts that may be cut.

    Everything else of the workbook stays as it is. force: write over a file that exists. Raises
    PiaError when one of them cannot be read, the workbook is no form or the target exists.

    >>> (blank,) = pia.render("前の版.yaml", "出力", ["xlsx"])
    >>> pia.fill("評価書.yaml", blank, "記入済み.xlsx")[0].name
    '記入済み.xlsx'
    """
    from pia.intake.filled import fill_file

    return fill_file(Path(source), Path(workbook), Path(target), force=force)
