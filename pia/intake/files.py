"""File → PrintedForm, by what the file holds and not by what it is called."""

from pathlib import Path

from pia.intake.grid import PrintedForm
from pia.intake.messages import IntakeMessages
from pia.intake.package import OLE, Package, data_of, refused
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
    return grid


def _read(data: bytes, name: str) -> PrintedForm:
    if PDF in data[:1024]:
        from pia.intake.pdf import read
    elif not data.startswith((ZIP, OLE)):
        raise refused(name, IntakeMessages.NOT_A_FORM)
    elif "word/document.xml" in Package(data, name):
        from pia.intake.word import read
    else:
        from pia.intake.workbook import read
    return read(data, name)
