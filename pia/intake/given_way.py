"""The texts of a given form that were written over. What a former answer said gives way in
silence; all else may be the office's own words and is told with its cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category

from pia.forms.definition import Form
from pia.forms.edition import aliases
from pia.intake.align import pairs
from pia.intake.grid import Cell, PrintedForm
from pia.intake.labels import key
from pia.intake.read_values import RECORD
from pia.intake.reading import read
from pia.model.base import Kind

Spot = tuple[int, int, int]  # page, row, column
TELLING = (Kind.CHOICE, Kind.CHECKS, Kind.DATE)  # what only an answer says, never a hint
ANSWERED = 0.2  # of those say something on a form of another year
ALIKE = 0.6  # of the pairs of letters of a former answer stand in the new one
SHORTEST = 8  # letters that are not alike by chance


@dataclass(frozen=True, slots=True)
class GoneText:
    """A text that was written over. rewritten: what the cell says now, where its words stay as a
    rule and only marks change. owner: what was written there. is_answer: an answer stood there."""

    cell: Cell
    said: str
    owner: Hashable
    rewritten: str | None
    is_answer: bool


class GivenWay:
    """What was written over on a form, in the order in which it was."""

    def __init__(self, grid: PrintedForm, *, is_answered: bool) -> None:
        self.is_answered = is_answered
        cells = [(n, cell) for n, cell in grid.cells() if cell.text.strip()]
        self.cells: dict[Spot, Cell] = {(n, c.row, c.column): c for n, c in cells}
        self.beside = Counter((n, cell.row) for n, cell in cells)
        self.ruled = {n for n, page in enumerate(grid.pages) if page.frames}
        self.new: dict[Hashable, list[str]] = defaultdict(list)
        self.gone: dict[Spot, GoneText] = {}

    def is_blank(self, spot: Spot) -> bool:
        """Return whether nothing stood at a place."""
        return spot not in self.cells

    def is_row(self, spot: Spot) -> bool:
        """Return whether a text looks like one of the rows of a table: it has others beside it and
        is ruled, if anything is, or goes on from the page before."""
        cell = self.cells.get(spot)
        if cell is None or cell.seam:
            return cell is not None
        is_ruled = bool(cell.frame) or spot[0] not in self.ruled
        return is_ruled and self.beside[spot[:2]] > 1

    def write(
        self,
        spot: Spot,
        text: str,
        owner: Hashable,
        *,
        said: str = "",
        is_rewritten: bool = False,
        is_answer: bool = False,
    ) -> None:
        """Remember that a text was written. said: what of the cell gives way, if not all."""
        self.new[owner].append(text)
        if (cell := self.cells.get(spot)) is not None and spot not in self.gone:
            rewritten = text if is_rewritten else None
            self.gone[spot] = GoneText(cell, said or cell.text, owner, rewritten, is_answer)

    def told(self, before: Callable[[Spot], Cell | None]) -> Iterator[str]:
        """Yield the texts that may be the office's own, each with its cell. before: the cell of
        the form as it was given."""
        for spot, each in self.gone.items():
            if not self._is_kept(each) and not (self.is_answered and self._is_former(each)):
                cell = before(spot) or each.cell
                yield f"{cell.place} {cell.text.strip()}"

    def _is_kept(self, gone: GoneText) -> bool:
        """Return whether the words of a text still stand where it stood, or were none."""
        if gone.rewritten is not None:
            return _is_within(key(gone.said), key(gone.rewritten))
        lines = [line for line in map(_bare, gone.said.split("\n")) if _says_something(line)]
        now = {_bare(line) for text in self.new[gone.owner] for line in text.split("\n")}
        return now.issuperset(lines)

    def _is_former(self, gone: GoneText) -> bool:
        """Return whether a text was an answer of another year; only answers go on over a page."""
        if gone.is_answer or gone.rewritten is not None or gone.cell.seam:
            return True
        said = Counter(pairs(key(gone.said)))
        if said.total() < SHORTEST:
            return False
        now = Counter(pairs(key("\n".join(self.new[gone.owner]))))
        return (said & now).total() >= ALIKE * said.total()


def is_answered(grid: PrintedForm, form: Form) -> bool:
    """Return whether a given form is one that was filled in before."""
    found = [
        each.value is not None
        for each in read(grid, form, aliases(form.folder)).found
        if each.item.kind in TELLING and each.item.is_own
    ]
    return sum(found) > ANSWERED * len(found)


def entries(cells: Sequence[Cell]) -> Iterator[bool]:
    """Yield for the cells of a numbered list whether each is of an entry, or its number."""
    numbers = {cell.row for cell in cells if cell.text.strip(" 　()（）.．、").isdecimal()}
    for cell in cells:
        is_numbered = cell.row in numbers or RECORD.match(cell.text) is not None
        yield is_numbered or bool(cell.seam)


def _bare(line: str) -> str:
    return RECORD.sub("", line).strip(" 　")


def _says_something(line: str) -> bool:
    """Return whether a line has words, or a number that is not the number of an entry."""
    return any(category(c)[0] == "L" for c in line) or bool(re.search(r"\d{3}", line))


def _is_within(words: str, text: str) -> bool:
    """Return whether the letters of words come in a text in their order; digits may be others."""
    rest = iter(text)
    return all(letter in rest for letter in words if not letter.isdecimal())
