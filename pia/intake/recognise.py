"""Which form and edition a printed form is."""

from pathlib import Path

from pia.forms.definition import Form
from pia.forms.edition import aliases
from pia.forms.load import editions, forms, load
from pia.intake.grid import PrintedForm
from pia.intake.labels import key, labels_of
from pia.intake.messages import IntakeMessages
from pia.intake.package import refused

LEAST = 0.2  # of the labels of a form must be there


def form_of(grid: PrintedForm, root: Path | None = None) -> Form:
    """Return the form whose labels a grid has most of; of several editions the one that the foot
    of the cover names, else the newest. root: of further editions.

    Raises PiaError when it is none.
    """
    said = {key(cell.text) for _, cell in grid.cells() if len(cell.text) < 200}
    best: tuple[float, bool, int] = (0.0, False, 0)
    found: Form | None = None
    for age, edition in enumerate(editions(root)):
        for name in forms(edition, root):
            form = load(edition, name, root)
            rank = _share(form, said), key(form.foot) in said, age
            if rank > best:
                best, found = rank, form
    if found is None or best[0] < LEAST:
        raise refused(grid.name, IntakeMessages.UNKNOWN)
    return found


def _share(form: Form, said: set[str]) -> float:
    """Return how much of a form is there; its title counts for much."""
    labels = [x for x in labels_of(form, aliases(form.folder)).all if x.names]
    there = sum(not said.isdisjoint(label.names) for label in labels)
    return round(there / len(labels) + (1.0 if key(form.title) in said else 0.0), 2)
