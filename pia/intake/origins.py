"""Where the rows of a given form stood before rows and pages of it were copied."""

from dataclasses import dataclass, field

Line = tuple[str, int]  # the name of a page, and a row of it counted from 0


@dataclass(frozen=True, slots=True)
class CopiedRows:
    """Rows of a page copied below themselves, the last one counted."""

    page: str
    first: int
    last: int
    times: int

    def before(self, line: Line) -> Line:
        page, row = line
        size = self.last - self.first + 1
        if page != self.page or row <= self.last:
            return line
        if row <= self.last + size * self.times:
            return page, self.first + (row - self.first) % size
        return page, row - size * self.times


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A page copied under another name."""

    page: str
    name: str

    def before(self, line: Line) -> Line:
        return (self.page, line[1]) if line[0] == self.name else line


@dataclass
class Origins:
    """What was copied, in order. lost: what of a page no copy of it has."""

    steps: list[CopiedRows | CopiedPage] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def copied_rows(self, page: str, first: int, last: int, times: int) -> None:
        self.steps.append(CopiedRows(page, first, last, times))

    def copied_page(self, page: str, name: str) -> None:
        self.steps.append(CopiedPage(page, name))

    def before(self, line: Line) -> Line:
        """Return where a row stood at first; of a copy, where its original did."""
        for step in reversed(self.steps):
            line = step.before(line)
        return line
