"""File → PrintedForm, by what the file holds and not by what it is called; and which form it is."""

from pathlib import Path

from pia.errors import PiaError
from pia.forms.definition import Form
from pia.forms.edition import aliases
from pia.forms.load import editions, forms, load
from pia.intake.grid import PrintedForm
from pia.intake.labels import key, labels_of
from pia.intake.messages import IntakeMessages
from pia.intake.package import OLE, Package, data_of, refused
from pia.intake.texts import with_repeats
from pia.layout.tree import NOT_A_SOURCE

PDF = b"%PDF-"
ZIP = b"PK"
EDITION, PUBLISHED = "pia-edition", "公表"
SAID_IN = ("description", "subject")  # where our files say that they are no source


def grid_of(path: Path) -> PrintedForm:
    """Return what stands in a workbook, a Word document or a PDF.

    Raises PiaError when it cannot be read, and for a 公表 edition, whose black places cannot be
    undone.
    """
    return grid_in(data_of(path), path.name)


def grid_in(data: bytes, name: str) -> PrintedForm:
    """Return the same for the bytes of a file of that name."""
    grid = _read(data, name)
    said = {text for name, text in grid.properties.items() if name in SAID_IN}
    if grid.properties.get(EDITION) == PUBLISHED or NOT_A_SOURCE in said:
        raise refused(name, IntakeMessages.PUBLISHED)
    return with_repeats(grid)


def _read(data: bytes, name: str) -> PrintedForm:
    if PDF in data[:1024]:
        from pia.intake.pdf_reader import read
    elif not data.startswith((ZIP, OLE)):
        raise refused(name, IntakeMessages.NOT_A_FORM)
    elif "word/document.xml" in Package(data, name):
        from pia.intake.word import read
    else:
        from pia.intake.workbook import read
    return read(data, name)


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


def check_kind(grid: PrintedForm, form: Form, root: Path) -> str:
    """Return the edition of a printed form where its foot names another than that of a source.
    root: of further editions.

    Raises PiaError when it is another form than that of a source, or none.
    """
    found = form_of(grid, root)
    if found.id != form.id:
        message = IntakeMessages.OTHER_FORM
        kinds = (found.name, form.name)
        refusal = message.finding(name=grid.name, other=kinds[0], wanted=kinds[1], file=grid.name)
        raise PiaError(refusal)
    said = {key(cell.text) for _, cell in grid.cells()}
    is_named = key(found.foot) in said and key(form.foot) not in said
    return found.edition if is_named else ""
