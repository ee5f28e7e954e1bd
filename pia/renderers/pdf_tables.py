"""Which rows of the tables of a PDF begin a page.

Typst divides a table where a page ends, if need be amid what names a row, and may leave a last row
alone on a page. Where the rows stand is read from the tags of what it has set; a table is parted
where that mends it, and set again, for what follows has moved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pia.layout.exhibits import naming
from pia.layout.rows import is_short
from pia.layout.tree import Table

TIMES = 10  # that a document is set again
OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
PAGES = re.compile(rb"/Type/Pages/Count \d+/Kids\[([^]]*)\]")
KIND = re.compile(rb"/Type/StructElem/S/(\w+)/P (\d+) 0 R")
PAGE = re.compile(rb"/Pg (\d+) 0 R")
REFERENCE = re.compile(rb"(\d+) 0 R")
Apart = dict[int, list[int]]  # the number of a table → the rows with which it begins a page


class Placed(NamedTuple):
    """The pages of a row, where it begins and ends, and where what names it ends. short: whether
    it is one that goes over no page."""

    first: int
    named: int
    last: int
    short: bool


def set_whole(tables: Sequence[Table], compiled: Callable[[Apart], bytes]) -> bytes:
    """Return the PDF with no row torn amid its name and none alone on a last page."""
    apart: Apart = {}
    data = compiled(apart)
    for _ in range(TIMES):
        more = list(_more(tables, apart, _headed(data)))
        if not more:
            break
        for table, row in more:
            apart[table] = sorted([*apart.get(table, ()), row])
        data = compiled(apart)
    return data


Cells = list[set[int]]  # the pages of each cell of a row


def _more(
    tables: Sequence[Table], apart: Apart, found: Sequence[Sequence[Cells]]
) -> Iterator[tuple[int, int]]:
    """Yield the next row of each table that should begin a page."""
    held = iter(found)
    for number, table in enumerate(tables):
        begins = apart.get(number, [])
        cells = [row for _ in range(1 + len(begins)) for row in next(held)]
        rows = list(map(_placed, table.rows, cells))
        row = next((row for row in _wrong(rows) if row not in begins), None)
        if row is not None:
            yield number, row


def _placed(texts: Sequence[str], cells: Cells) -> Placed | None:
    """Return where a row stands; None for one that says nothing."""
    pages = set[int]().union(*cells)
    if not pages:
        return None
    return Placed(min(pages), max(cells[naming(texts)] or pages), max(pages), is_short(texts))


def _wrong(rows: Sequence[Placed | None]) -> Iterator[int]:
    """Yield the rows that should begin a page: one whose name is torn, and the one before a last
    row that stands alone."""
    for n, (before, row) in enumerate(pairwise(rows), start=1):
        if before is None or row is None:
            continue
        if row.named > row.first == before.last:
            yield n
        if 1 < n == len(rows) - 1 and row.short and before.short and row.first > before.first:
            yield n - 1


def _headed(data: bytes) -> list[list[Cells]]:
    """Return the rows of the tables that have a header, in their order."""
    objects = {int(number): held for number, held in OBJECT.findall(data)}
    pages = PAGES.search(data)
    assert pages is not None, "as Typst writes it"
    order = {int(page): n for n, page in enumerate(REFERENCE.findall(pages[1]))}
    kinds = {number: found for number, held in objects.items() if (found := KIND.match(held[2:]))}
    below: dict[int, list[int]] = {}
    for number, found in kinds.items():
        below.setdefault(int(found[2]), []).append(number)

    def of(number: int, kind: bytes) -> list[int]:
        return [n for n in below.get(number, ()) if kinds[n][1] == kind]

    def seen(number: int) -> set[int]:
        own = {order[int(page)] for page in PAGE.findall(objects[number])}
        return own.union(*map(seen, below.get(number, ())))

    tables = sorted(n for n, found in kinds.items() if found[1] == b"Table" and of(n, b"THead"))
    return [
        [
            [seen(cell) for cell in of(row, b"TD")]
            for body in of(table, b"TBody")
            for row in of(body, b"TR")
        ]
        for table in tables
    ]
