"""A given form as it is by now: read, and open to be written on."""

from pia.forms.walk import Answer, Place
from pia.intake.align import align
from pia.intake.expand import Pages
from pia.intake.grid import Cell
from pia.intake.labels import Labels
from pia.intake.letter import Letter
from pia.intake.origins import Origins
from pia.intake.package import Package
from pia.intake.place import placed
from pia.intake.recognition import grid_in
from pia.intake.sheets import FilledBook

Entries = tuple[tuple[str, int], ...]
Key = tuple[Entries, str]


class Given:
    """grid, slots: what was read of it. pages: what is written on."""

    def __init__(self, data: bytes, name: str, labels: Labels) -> None:
        self.name, self.labels = name, labels
        self.origins = Origins()
        self._take(data)
        self.first = {
            (self.grid.pages[n].name, cell.row, cell.column): cell for n, cell in self.grid.cells()
        }

        self.lines = {
            (page.name, cell.row): cell.place
            for page in self.grid.pages
            for cell in page.cells
            if page.parted
        }

    def _take(self, data: bytes) -> None:
        self.grid = grid_in(data, self.name)
        self.slots = placed(self.grid, align(self.grid, self.labels), self.labels)
        self.pages = _pages(data, self.name, self.origins)

    def before(self, spot: tuple[int, int, int]) -> Cell | None:
        """Return the cell that stood at page, row and column before anything was copied."""
        page, row, column = spot
        name, row = self.origins.before((self.grid.pages[page].name, row))
        return self.first.get((name, row, column))

    def named(self, page: str, row: int, column: int) -> str:
        """Return a place of the form as it is now, as it was called before anything was copied."""
        before = self.origins.before((page, row))
        return self.lines.get(before) or self.pages.place(*before, column)

    def renew(self) -> None:
        """Read anew what was copied."""
        self._take(self.pages.data())


def _pages(data: bytes, name: str, origins: Origins) -> Pages:
    package = Package(data, name)
    kind = Letter if "word/document.xml" in package else FilledBook
    return kind(package, origins)


def entries_of(answer: Answer) -> Entries:
    """Return the lists that an answer stands in, each with its entry counted from 1."""
    places = (step for step in answer.trail if isinstance(step, Place) and step.ordinal)
    return tuple((place.section.per, place.ordinal) for place in places)
