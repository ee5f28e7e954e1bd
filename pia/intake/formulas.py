"""Areas and formulas of a workbook, `A5`, `$A$5:B9`, `5:9`, `様式!A5`: how they follow rows that
are put in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

NUMBER = re.compile(r"(\$?[A-Z]{0,3}\$?)(\d+)")
AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?\d+:\$?\d+")


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows of a sheet, counted from 1, that are copied below themselves. is_apart: cells merged
    with others above them end where they ended."""

    sheet: str
    first: int
    last: int
    times: int
    is_apart: bool = False

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def by(self) -> int:
        return self.size * self.times

    def row(self, row: int) -> int:
        return row + self.by if row > self.last else row

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where rows are then: what ends with the copied ones and begins above them covers
        the copies too."""
        is_grown = end > self.last or (end == self.last and start < self.first)
        return self.row(start), end + self.by if is_grown else end

    def area(self, area: str) -> str:
        return _with_rows(area, self.span)

    def merged(self, area: str) -> list[str]:
        """Return the merged area that one becomes, and those of its copies."""
        start, end = rows_of(area)
        if not self.is_apart or start >= self.first or end != self.last:
            return self.areas(area).split() if self.is_whole(area) else [self.area(area)]
        columns = {match[1].replace("$", "") for match in NUMBER.finditer(area)}
        rows = range(self.last + 1, self.last + self.by + 1) if len(columns) > 1 else ()
        return [area, *(_with_rows(area, lambda *_, n=n: (n, n)) for n in rows)]

    def areas(self, areas: str) -> str:
        """Return areas that are covered in some way, the copies of those rows covered too."""
        found: list[str] = []
        for area in areas.split():
            found.append(self.area(area))
            start, end = rows_of(area)
            if end <= self.last and not (end == self.last and start < self.first):
                found += [self._copied(area, n) for n in self._numbers(start, end)]
        return " ".join(found)

    def _numbers(self, start: int, end: int) -> range:
        return range(1, self.times + 1) if end >= self.first and start <= self.last else range(0)

    def _copied(self, area: str, number: int) -> str:
        by = self.size * number
        return _with_rows(area, lambda start, end: (max(start, self.first) + by, end + by))

    def is_whole(self, area: str) -> bool:
        """Return whether an area lies within the copied rows."""
        start, end = rows_of(area)
        return self.first <= start and end <= self.last

    def formula(self, formula: str, *, is_own: bool) -> str:
        """Return a formula, or the areas of a name. is_own: it stands on the sheet itself."""

        def moved(sheet: str, area: str) -> tuple[str, str]:
            is_here = _name_of(sheet) == self.sheet if sheet else is_own
            return sheet, self.area(area) if is_here else area

        return _rewritten(formula, moved)

    def copied_formula(self, formula: str, number: int) -> str:
        """Return the formula of a row in one of its copies, where it names the copied rows."""

        def moved(sheet: str, area: str) -> tuple[str, str]:
            by = 0 if sheet or not self.is_whole(area) else self.size * number
            return sheet, NUMBER.sub(lambda m: _lower(m, by), area)

        return _rewritten(formula, moved)


def rows_of(area: str) -> tuple[int, int]:
    """Return the first and the last row that `A1:B9` covers."""
    found = [int(match[2]) for match in NUMBER.finditer(area)] or [0]
    return min(found), max(found)


def renamed(formula: str, old: str, new: str) -> str:
    """Return a formula that names another sheet instead of one."""
    quoted = "'" + new.replace("'", "''") + "'"
    return _rewritten(formula, lambda s, a: (quoted if _name_of(s) == old else s, a))


def _with_rows(area: str, moved: Callable[[int, int], tuple[int, int]]) -> str:
    found = list(NUMBER.finditer(area))
    if not found:
        return area
    rows = moved(int(found[0][2]), int(found[-1][2]))
    both = [f"{m[1]}{row}" for m, row in zip((found[0], found[-1]), rows, strict=True)]
    return ":".join(both[: len(found)])


def _lower(match: re.Match[str], by: int) -> str:
    """Return a place further down, one whose row is fixed with $ where it was."""
    return match[0] if match[1].endswith("$") else f"{match[1]}{int(match[2]) + by}"


def _rewritten(formula: str, change: Callable[[str, str], tuple[str, str]]) -> str:
    """Return a formula with other areas. change: sheet, empty for none, and area of each."""
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError):
        return formula
    pieces: list[str] = []
    for token in tokens:
        sheet, mark, area = str(token.value).rpartition("!")
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and AREA.fullmatch(area):
            sheet, area = change(sheet, area)
        pieces.append(f"{sheet}{mark}{area}")
    return "".join(pieces)


def _name_of(sheet: str) -> str:
    """Return the name of a sheet without its quotation marks."""
    is_quoted = sheet[:1] == "'" == sheet[-1:]
    return sheet[1:-1].replace("''", "'") if is_quoted else sheet
