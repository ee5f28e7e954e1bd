"""The diagrams of a source → a given form: title and picture above the label of their remarks."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from pia.document import Document
from pia.intake.attachments import Space, spaces
from pia.intake.expand import Frame, Ordinals, Pages
from pia.intake.grid import PrintedForm
from pia.intake.place import DIAGRAMS, Slot
from pia.model.assessment import Diagram
from pia.model.ref import Ref
from pia.source.images import pixels

TITLE, IMAGE, ALTERNATIVE = (
    f"{DIAGRAMS}.{Ref(Diagram, of).key}"
    for of in (lambda d: d.title, lambda d: d.image, lambda d: d.alternative)
)
Write = Callable[[int, int, int, str], None]


def tops(slots: Sequence[Slot]) -> dict[Ordinals, int]:
    """Return the row in which each diagram begins, by the ordinals of its label."""
    return {space.ordinals: space.first for space in spaces(slots)}


class Frames:
    """The places of diagrams on a given form."""

    def __init__(
        self, document: Document, pages: Pages, grid: PrintedForm, slots: Sequence[Slot]
    ) -> None:
        self.document, self.pages, self.grid = document, pages, grid
        self.spaces = list(spaces(slots))
        self.diagrams: Mapping[int, Diagram] = dict(
            enumerate(document.assessment.diagrams, start=1)
        )

    def make_room(self) -> bool:
        """Put rows above the remarks where title and picture have none of their own; return
        whether any were put in."""
        is_changed = False
        for space in reversed(self.spaces):
            diagram = self.diagrams.get(space.ordinals[-1][1])
            if diagram is None or not diagram.image:
                continue
            name = self.grid.pages[space.page].name
            missing = self._picture_row(space, diagram) - space.last
            if missing > 0:
                self.pages.add_rows(name, space.last, missing)
                if space.first == space.last and not space.titles:
                    self.pages.lower(name, space.first)  # of one frame: its title stands there
                is_changed = True
        return is_changed

    def write(self, write: Write) -> Iterator[tuple[int, str]]:
        """Write titles and pictures, take out what stood there; yield number and item of all
        that has a place."""
        for space in self.spaces:
            number = space.ordinals[-1][1]
            diagram, name = self.diagrams.get(number), self.grid.pages[space.page].name
            is_titled = diagram is not None and bool(diagram.title)
            for cell in space.titles[:-1] if is_titled else space.titles:
                write(space.page, cell.row, cell.column, "")
            self.pages.take_pictures(name, space.first, space.last)
            if diagram is None:
                continue
            row, column = self._title(space)
            if diagram.title:
                write(space.page, row, column, str(diagram.title))
                yield number, TITLE
            if picture := self._picture(diagram):
                first = self._picture_row(space, diagram)
                right = space.heading.after - 1
                frame = Frame(first, space.last, space.heading.column, right)
                self.pages.put_picture(name, frame, picture, str(diagram.alternative or ""))
                yield number, IMAGE
                yield number, ALTERNATIVE

    def _title(self, space: Space) -> tuple[int, int]:
        if space.titles:
            return space.titles[-1].row, space.titles[-1].column
        return space.first, space.heading.column

    def _picture_row(self, space: Space, diagram: Diagram) -> int:
        """Return the first row that is left to the picture."""
        if not diagram.title:
            return space.first
        return space.titles[-1].below if space.titles else space.first + 1

    def _picture(self, diagram: Diagram) -> bytes | None:
        file = self.document.path.parent / str(diagram.image or "")
        return pixels(file) if diagram.image and file.is_file() else None
