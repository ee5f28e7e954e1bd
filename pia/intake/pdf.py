"""PDF → Grid: the ruled cells of each page with their lines; what is not ruled line by line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

from pia.intake.grid import LOOSE, Cell, Extra, Grid, Page, Remark
from pia.intake.lines import Line, flowing, lines_of, paragraphs
from pia.intake.messages import IntakeMessages
from pia.intake.package import refused
from pia.layout.tree import NEXT_LINE, SAME_LINE

MOST_PAGES = 400
MOST_OBJECTS = 60_000  # on a page
MARGIN = 0.12  # of the height of a page, where running heads and page numbers stand
WIDE = 480.0  # points that loose lines reach at the least
TOLERANCE = 3.0  # points within which edges are one
LARGEST_STROKE = 5.0  # points: a filled shape that is thinner is a line
BLACKED_OUT = "■■"
LIST_OPENS = "＜<〈《"  # before 選択肢
SETTINGS = {"snap_tolerance": TOLERANCE, "join_tolerance": TOLERANCE, "edge_min_length": 4}
PAGE_NUMBER = re.compile(r"[-－\s]*\d+\s*(?:[/／]\s*\d+)?[-－\s]*")

Box = tuple[float, float, float, float]


def read(data: bytes, name: str) -> Grid:
    """Return the pages of a PDF. Raises PiaError when it cannot be read; nothing in it is run."""
    try:
        import pdfplumber
    except ImportError as error:
        raise refused(name, IntakeMessages.NO_PDF_READER) from error
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                limit = f"{MOST_PAGES} ページ"
                raise refused(name, IntakeMessages.TOO_LARGE, limit=limit)
            said = {str(k).lower(): str(v) for k, v in (document.metadata or {}).items()}
            sheets = [_sheet(page, n, name) for n, page in enumerate(document.pages, start=1)]
    except Exception as error:
        raise _why(error, name) from error
    furniture = _furniture(sheets)
    pages: list[Page] = []
    for n, (cells, lines, height) in enumerate(sheets, start=1):
        kept = [x for x in lines if not _is_furniture(x, height, furniture)]
        pages.append(_page(cells, kept, n))
    return Grid(name, tuple(_joined(pages)), tuple(_remarks(sheets)), (), said, True)


def _why(error: Exception, name: str) -> Exception:
    from pia.errors import PiaError

    if isinstance(error, PiaError):
        return error
    kinds = {type(e).__name__ for e in (error, error.__cause__, error.__context__, *error.args)}
    locked = any("Password" in kind or "Encrypt" in kind for kind in kinds)
    return refused(name, IntakeMessages.LOCKED if locked else IntakeMessages.BROKEN)


Ruled = list[tuple[Box, list[Line], str]]
Sheet = tuple[Ruled, list[Line], float]


def _sheet(page: Any, number: int, name: str) -> Sheet:
    """Return the ruled cells of a page with their lines, the lines outside, and its height."""
    if sum(len(objects) for objects in page.objects.values()) > MOST_OBJECTS:
        limit = f"1 ページに {MOST_OBJECTS:,} 個の線や文字"
        raise refused(name, IntakeMessages.TOO_LARGE, limit=limit)
    boxes = [cell for table in page.find_tables(SETTINGS) for cell in table.cells]
    boxes = _smallest(boxes)
    held: dict[Box | None, list[Any]] = {None: []}
    rows: dict[int, list[Box]] = {}
    for char in page.chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        near = rows.setdefault(int(y), [b for b in boxes if b[1] <= y <= b[3]])
        box = next((b for b in near if b[0] <= x <= b[2]), None)
        held.setdefault(box, []).append(char)
    boxes = [part for box in boxes for part in _beside_list(box, held)]
    black = list(_black(page))
    cells = [(b, lines_of(held.get(b, [])), _look(page, b)) for b in boxes]
    for n, (box, lines, look) in enumerate(cells):
        if any(_holds(box, shape) for shape in black):
            cells[n] = box, [*lines, Line(BLACKED_OUT, box[0], box[2], box[3] - 1, box[3], 1)], look
    page.close()
    return cells, lines_of(held[None]), float(page.height)


def _beside_list(box: Box, held: dict[Box | None, list[Any]]) -> list[Box]:
    """Return a cell in two parts where a list of options stands at the right of its value."""
    chars = held.get(box, [])
    starts = [a["x0"] for a, b in pairwise(chars) if a["text"] in LIST_OPENS and b["text"] == "選"]
    if len(starts) != 1 or starts[0] < box[0] + 20:
        return [box]
    edge = float(starts[0]) - 1
    parts = (box[0], box[1], edge, box[3]), (edge, box[1], box[2], box[3])
    held[parts[0]] = [c for c in chars if c["x0"] < edge]
    held[parts[1]] = [c for c in chars if c["x0"] >= edge]
    return list(parts)


def _smallest(boxes: Sequence[Box]) -> list[Box]:
    return sorted(set(boxes), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))


def _black(page: Any) -> Iterator[Box]:
    for rect in page.rects:
        colour = rect.get("non_stroking_color")
        dark = colour in (0, (0,), [0], (0, 0, 0), [0, 0, 0], (0, 0, 0, 1), [0, 0, 0, 1])
        if rect.get("fill") and dark and min(rect["width"], rect["height"]) > LARGEST_STROKE:
            yield rect["x0"], rect["top"], rect["x1"], rect["bottom"]


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _look(page: Any, box: Box) -> str:
    """Return the shading behind a cell."""
    for rect in page.rects:
        colour = rect.get("non_stroking_color")
        if not rect.get("fill") or colour is None:
            continue
        if min(rect["width"], rect["height"]) > LARGEST_STROKE and _covers(rect, box):
            text = str(colour)
            return "" if set(re.findall(r"[\d.]+", text)) <= {"1", "1.0"} else text
    return ""


def _covers(rect: Any, box: Box) -> bool:
    return bool(
        rect["x0"] <= box[0] + TOLERANCE
        and rect["x1"] >= box[2] - TOLERANCE
        and rect["top"] <= box[1] + TOLERANCE
        and rect["bottom"] >= box[3] - TOLERANCE
    )


def _furniture(sheets: Sequence[Sheet]) -> set[str]:
    """Return the texts that stand in the margins of many pages, their numbers aside."""
    pages = ({_bare(x) for x in lines if _is_marginal(x, height)} for _, lines, height in sheets)
    seen = Counter(text for page in pages for text in page)
    return {text for text, n in seen.items() if n > 2 and n >= 0.2 * len(sheets)}


def _is_marginal(line: Line, height: float) -> bool:
    return not MARGIN * height < line.top < (1 - MARGIN) * height


def _bare(line: Line) -> str:
    return re.sub(r"\d+", "0", "".join(line.text.split()))


def _is_furniture(line: Line, height: float, known: set[str]) -> bool:
    if not _is_marginal(line, height):
        return False
    return PAGE_NUMBER.fullmatch(line.text.strip()) is not None or _bare(line) in known


def _page(ruled: Ruled, loose: Sequence[Line], number: int) -> Page:
    place = f"p.{number}"
    right = max([box[2] for box, _, _ in ruled] + [x.right for x in loose], default=0.0)
    groups = list(paragraphs(loose, max(right, WIDE)))
    edges = _edges(
        [y for box, _, _ in ruled for y in (box[1], box[3])] + [g[0].top for g in groups]
    )
    cells: list[Cell] = []
    for box, lines, look in ruled:
        if not lines:
            continue
        row, below = edges(box[1]), edges(box[3])
        text, is_guess = flowing(lines, _right(lines, box))
        column, columns = round(box[0]), round(box[2] - box[0])
        span = max(1, below - row)
        cells.append(Cell(text, row, column, span, columns, place, look, flowing=is_guess))
    for group in groups:
        text, is_guess = flowing(group, right)
        first = group[0]
        width = round(max(x.right for x in group) - first.left)
        row = edges(first.top)
        look = LOOSE if ruled else ""
        cells.append(Cell(text, row, round(first.left), 1, width, place, look, flowing=is_guess))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Page(place, tuple(cells), flows=number > 1)


def _right(lines: Sequence[Line], box: Box) -> float:
    """Return how far lines may reach: as near to the right edge as they begin at the left."""
    most = max(x.right for x in lines)
    inset = max(0.0, min(x.left for x in lines) - box[0])
    return max(most, box[2] - max(inset, 2.0)) if inset < 15 else most


def _edges(values: Sequence[float]) -> Any:
    known: list[float] = []
    for value in sorted(values):
        if not known or value - known[-1] > TOLERANCE:
            known.append(value)

    def index(value: float) -> int:
        return min(range(len(known)), key=lambda n: abs(known[n] - value))

    return index


def _joined(pages: Sequence[Page]) -> Iterator[Page]:
    """Let the first row of a page carry on the last one of the page before, where it has nothing
    in the column that the last one begins with."""
    last: list[Cell] = []
    for page in pages:
        first = min((cell.row for cell in page.cells), default=0)
        top = [cell for cell in page.cells if cell.row == first]
        starts = min((cell.column for cell in last), default=0)
        texts = {(c.column, c.columns): c.text for c in last}
        goes_on = bool(last) and all(cell.column > starts + TOLERANCE for cell in top)
        yield replace(
            page,
            cells=tuple(
                replace(cell, seam=_seam(texts.get((cell.column, cell.columns), "")))
                if goes_on and cell.row == first
                else cell
                for cell in page.cells
            ),
        )
        lowest = max((cell.below for cell in page.cells), default=0)
        last = [cell for cell in page.cells if cell.below == lowest]


def _seam(text: str) -> str:
    """Return how a cell goes on from what the page before says in its place."""
    return (SAME_LINE if _is_open(text) else NEXT_LINE) if text else ""


def _is_open(text: str) -> bool:
    """Return whether a text breaks off in the middle of a sentence."""
    return bool(text) and text[-1] not in "。．.）)」』】］]：:"


def _remarks(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    bare = [n for n, (cells, lines, _) in enumerate(sheets, start=1) if lines and not cells]
    if len(bare) > len(sheets) / 2:
        yield Remark(
            Extra.UNRULED,
            f"p.{bare[0]}～{bare[-1]}",
            "罫線のないページは、行の並びから読み取りました",
        )
