"""Diagrams of a form: the title above, the picture, its alternative text, the remarks below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath

from pia.forms.definition import Item, Section, Style
from pia.intake.grid import Cell, Picture, PrintedForm
from pia.intake.labels import LabelRole
from pia.intake.place import Slot
from pia.intake.texts import Doubts
from pia.model.assessment import Assessment, Diagram
from pia.model.ref import Ref

DIAGRAMS = Ref(Assessment, lambda assessment: assessment.diagrams).key
IMAGE = Ref(Diagram, lambda diagram: diagram.image).key
FIGURES = "図"  # the folder beside a source
LONGEST = 40  # characters of the name of a picture


@dataclass(frozen=True, slots=True)
class PrintedDiagram:
    """One diagram. title: with its place; picture: None where only the remarks are there."""

    number: int
    title: tuple[str, str]
    picture: Picture | None


def name_of(diagram: PrintedDiagram) -> str:
    """Return the file that a diagram's picture is kept in, named after the diagram."""
    assert diagram.picture is not None
    title = "".join(c for c in diagram.title[0] if c.isalnum() or c in "・ー_")[:LONGEST]
    kind = PurePosixPath(diagram.picture.name).suffix
    return f"{FIGURES}/{title or f'{FIGURES}{diagram.number}'}{kind}"


def section_of(sections: Sequence[Section | Item]) -> Section | None:
    """Return the section of diagrams below a part, if it has one."""
    found = (s for s in sections if isinstance(s, Section) and s.style is Style.FIGURE)
    return next(found, None)


def diagrams(grid: PrintedForm, slots: Sequence[Slot]) -> Iterator[tuple[Section, PrintedDiagram]]:
    """Yield the diagrams of a form; the remarks that end each are a label of their own."""
    section: Section | None = None
    title, start, number = ("", ""), (-1, -1), 0
    for slot in slots:
        here = (slot.page, slot.head.row)
        if slot.label and slot.label.role is LabelRole.HEADING and slot.label.section:
            section = section_of(slot.label.section.children)
            start = here
            title = _title(slot) if section else ("", "")
        elif section and slot.label is None:
            title = (slot.head.text, slot.head.place) if slot.head.text else _title(slot)
        elif section and slot.label:
            number += 1
            yield section, PrintedDiagram(number, title, _picture(grid, start, here))
            title, start = ("", ""), here


@dataclass(frozen=True, slots=True)
class Space:
    """Where one diagram of a form stands, above the label of its remarks.

    ordinals: of that label. first, last: the rows of title and picture, none where last is the
    smaller. heading: the cell above, whose columns they take. titles: texts that stand there.
    """

    ordinals: tuple[tuple[int, int], ...]
    page: int
    first: int
    last: int
    heading: Cell
    titles: tuple[Cell, ...]


def spaces(slots: Sequence[Slot]) -> Iterator[Space]:
    """Yield where the diagrams of a form stand."""
    heading: Slot | None = None
    start, titles = 0, list[Cell]()
    for slot in slots:
        section = slot.label.section if slot.label else None
        if slot.label and slot.label.role is LabelRole.HEADING:
            heading = slot if section and section_of(section.children) else None
            start, titles = slot.head.below, [cell for _, cell in slot.cells]
        elif heading is not None and slot.page != heading.page:
            heading = None
        elif heading is not None and slot.label is None:
            titles += [slot.head, *(cell for _, cell in slot.cells)]
        elif heading is not None and slot.ordinals:
            said = tuple(cell for cell in titles if cell.text.strip())
            last = slot.head.row - 1
            yield Space(slot.ordinals, slot.page, start, last, heading.head, said)
            below = [cell.below for page, cell in slot.cells if page == slot.page]
            start, titles = max([slot.head.below, *below]), []


def titled(slots: Sequence[Slot]) -> list[Slot]:
    """Return slots where the title of a diagram that stands right below the remarks on the one
    before is parted from them; that it is one is a guess."""
    found: list[Slot] = []
    for slot, following in zip_longest(slots, slots[1:]):
        found.append(slot)
        is_next = following is not None and slot.label is not None and slot.index == following.index
        if not is_next or len(slot.cells) < 2 or not _is_remarks(slot):
            continue
        page, cell = slot.cells.pop()
        slot.doubt = Doubts.TITLE
        found.append(Slot(cell, page, doubt=Doubts.TITLE))
    return found


def _is_remarks(slot: Slot) -> bool:
    """Return whether the remarks on a diagram stand behind a label."""
    return slot.label is not None and any(i.context == DIAGRAMS for i in slot.label.items)


def _title(slot: Slot) -> tuple[str, str]:
    texts = [(cell.text.strip(), cell.place) for _, cell in slot.cells if cell.text.strip()]
    return texts[-1] if texts else ("", "")


def _picture(grid: PrintedForm, start: tuple[int, int], end: tuple[int, int]) -> Picture | None:
    return next((p for p in grid.pictures if start <= (p.page, p.row) <= end), None)
