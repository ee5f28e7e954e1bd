"""The papers of a round, printed from the plan alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pia.errors import Finding
from pia.forms.definition import Form
from pia.layout.build import build
from pia.records.audit.plan import ROUNDS
from pia.records.audit.reporting import only, report
from pia.renderers import file_name, known, write


@dataclass(frozen=True, slots=True)
class Papers:
    """The reports that were written, and why they are not complete yet."""

    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_report(
    plan_file: Path,
    folder: Path,
    formats: Sequence[str],
    round_id: str = "",
    *,
    force: bool = False,
) -> Papers:
    """Write 報告書 of a round in each format: what the form says of rounds, of this round alone.

    Raises PiaError as `report` does.
    """
    names = known(formats)
    found = report(plan_file, round_id)
    document = found.plan.document
    layout = build(_of_rounds(document.form), only(found.plan.audit, found.round), plan_file.parent)
    stem = f"{plan_file.stem}_{found.round.id}_報告書"
    files = tuple(
        write(layout, folder / file_name(stem, name), name, force=force) for name in names
    )
    return Papers(files, found.findings)


def _of_rounds(form: Form) -> Form:
    """Return what a form prints of rounds, under the title of the first such part."""
    parts = tuple(part for part in form.parts if part.per == ROUNDS)
    return replace(form, parts=parts, title=parts[0].title)
