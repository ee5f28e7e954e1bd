"""PDF → PrintedForm: the ruled cells of each page, and what is not ruled line by line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from pia.intake.grid import BLACKED_OUT, EDGE, LOOSE, Aside, Cell, Extra, Page, PrintedForm
from pia.intake.lines import TextLine, flowing, lines_of, listed, paragraphs, rows_of, runs
from pia.intake.margins import is_marginal, running
from pia.intake.messages import IntakeMessages
from pia.intake.package import check_streams, refused
from pia.intake.pages import TOLERANCE, PaperPage, RuledCell, carry_on, ruling, unruled
from pia.intake.paper import MOST_OBJECTS, Box, Char, PageContent, TooManyObjectsError, drawn
from pia.intake.spreads import parted

MOST_PAGES = 400
WIDE = 480.0  # points that loose lines reach at the least
SIDE_BY_SIDE = 2.5  # of the size: wider blank space parts texts on a page without lines
OFTEN = 0.05  # of the lines beside a table begin so: there is a column
PITCH = 1.3  # of the size, from line to line of one text
CLOSE = 3.0  # points by which a pitch may differ
ROOM = 0.9  # of the size: a line needs no less
CUT = 0.1  # of the size of a line: so far it may stand over an edge
DARK = 60  # of 255: what is darker is black
SIDES = {1: ("",), 2: ("左", "右"), 4: ("左上", "右上", "左下", "右下")}  # of a sheet
LIST_OPENS = "＜<〈《"  # before 選択肢


def read(data: bytes, name: str) -> PrintedForm:
    """Return the pages of a PDF. Raises PiaError when it cannot be read; nothing in it is run."""
    try:
        import pypdfium2
    except ImportError as error:
        raise refused(name, IntakeMessages.NO_PDF_READER) from error
    check_streams(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) in LOCKED
        raise refused(name, IntakeMessages.LOCKED if locked else IntakeMessages.BROKEN) from error
    try:
        if len(document) > MOST_PAGES:
            raise refused(name, IntakeMessages.TOO_LARGE, limit=f"{MOST_PAGES} ページ")
        said = {k.lower(): v for k, v in document.get_metadata_dict(skip_empty=True).items()}
        sheets: list[PaperPage] = []
        for n in range(len(document)):
            sheets += _pages(document[n], n + 1, len(sheets) + 1)
    except TooManyObjectsError as error:
        limit = f"1 ページに {MOST_OBJECTS:,} 個の線や文字"
        raise refused(name, IntakeMessages.TOO_LARGE, limit=limit) from error
    except pypdfium2.PdfiumError as error:
        raise refused(name, IntakeMessages.BROKEN) from error
    finally:
        document.close()
    remarks = tuple(_remarks(sheets))
    remarks = (*remarks, *running(sheets))
    carry_on(sheets)
    return PrintedForm(name, tuple(map(_page, sheets)), remarks, (), said, True)


LOCKED = (4, 5)  # of pypdfium2: a password, an unknown way of locking


def _pages(sheet: Any, number: int, first: int) -> Iterator[PaperPage]:
    """Yield the pages that stand on a sheet of paper. first: the number of the first of them."""
    shown = drawn(sheet)
    sheet.close()
    pages = parted(shown)
    sides = SIDES[len(pages)]
    for n, (page, side) in enumerate(zip(pages, sides, strict=True), start=first):
        yield _paper_page(page, f"p.{number}{side}", n)


def _paper_page(shown: PageContent, name: str, number: int) -> PaperPage:
    found = ruling(shown.across, shown.down)
    chars: dict[int, list[Char]] = {}
    black = [box for box, colour in shown.areas if max(colour) < DARK]
    hidden = [c for c in shown.chars if c.is_dark and any(_is_in(c, box) for box in black)]
    seen = shown.chars if not hidden else [c for c in shown.chars if c not in hidden]
    for char in seen:
        at = found.at((char.left + char.right) / 2, char.middle)
        chars.setdefault(at, []).append(char)
    _settle(found.boxes, chars)
    cells = []
    for n, box in enumerate(found.boxes):
        for part, held in _beside_list(box, chars.get(n, [])):
            lines = lines_of(held) if part[0] == box[0] else listed(held)
            look = _look(shown, lines, part)
            ends = found.has_top[n], found.has_bottom[n]
            cells.append(RuledCell(part, lines, look, *ends, _is_cut(lines, part, ends)))
    beside = list(_beside(found.boxes, chars.get(-1, [])))
    for box, held in beside:
        lines = lines_of(held)
        cells.append(RuledCell(box, lines, cut=_is_cut(lines, box, (True, True))))
    taken = {id(char) for _, held in beside for char in held}
    free = [c for c in chars.get(-1, []) if id(c) not in taken]
    loose = lines_of(free) if cells else lines_of(free, SIDE_BY_SIDE)
    for box in black:
        if not any(_is_in(c, box) for c in seen if c.text.strip()):
            _black_out(box, cells, loose)
    return PaperPage(name, number, shown.height, cells, loose, shown.images)


def _is_cut(lines: Sequence[TextLine], box: Box, ends: tuple[bool, bool]) -> bool:
    """Return whether lines run over the edges of their cell where lines are drawn, or are as wide
    as it to the last, with no room for what may go on below."""
    if not lines or not ends[1]:
        return False
    last = lines[-1]
    no_room = box[3] - last.bottom < ROOM * last.size
    over = ends[0] and any(x.top < box[1] - CUT * x.size for x in lines)
    return (
        over
        or last.bottom > box[3] + CUT * last.size
        or (no_room and last.right + last.size > box[2])
    )


def _beside(boxes: Sequence[Box], loose: Sequence[Char]) -> Iterator[tuple[Box, list[Char]]]:
    """Yield what stands at the right of a table, where its columns have no lines, as cells of
    its rows; a column begins where many texts do."""
    rows: dict[tuple[float, float], list[Char]] = {}
    for char in loose:
        near = [b for b in boxes if b[1] <= char.middle <= b[3] and b[2] <= char.left]
        if near:
            _, top, _, bottom = max(near, key=lambda b: b[2])
            rows.setdefault((top, bottom), []).append(char)
    first = [rows[min(rows)]] if rows else []
    lines = [line for held in rows.values() for row in rows_of(held) for line in runs(row)]
    seen = Counter(round(line[0].left) for line in lines)
    heads = {round(run[0].left) for held in first for row in rows_of(held) for run in runs(row)}
    starts = sorted(heads.union(x for x, n in seen.items() if n > 1 and n >= OFTEN * len(lines)))
    starts = [x for n, x in enumerate(starts) if n == 0 or x - starts[n - 1] > TOLERANCE]
    for (top, bottom), held in sorted(rows.items()):
        for left, right in pairwise([*starts, float("inf")]):
            inner = [c for c in held if left - 1 <= c.left < right - 1]
            if any(c.text.strip() for c in inner):
                yield (left, top, max(c.right for c in inner), bottom), inner


def _settle(boxes: Sequence[Box], chars: dict[int, list[Char]]) -> None:
    """Put lines that stand across the edge of two cells into the one whose lines they go on."""
    rows = {n: rows_of(held) for n, held in chars.items() if n >= 0}
    for below, held in rows.items():
        first = held[0]
        if first[0].top > boxes[below][1] - CUT * first[0].size:
            continue
        x = (first[0].left + first[0].right) / 2
        near = (n for n in rows if _is_over(boxes[n], boxes[below], x))
        above = next(near, None)
        if above is None or abs(rows[above][-1][0].left - first[0].left) > first[0].size:
            continue
        gap = first[0].top - rows[above][-1][0].top
        own = held[1][0].top - first[0].top if len(held) > 1 else 0.0
        if abs(gap - PITCH * first[0].size) < CLOSE < abs(own - gap):
            chars[above] += first
            chars[below] = [c for c in chars[below] if c not in first]


def _is_over(one: Box, other: Box, x: float) -> bool:
    return abs(one[3] - other[1]) <= TOLERANCE and one[0] <= x <= one[2]


def _is_in(char: Char, box: Box) -> bool:
    return box[0] <= (char.left + char.right) / 2 <= box[2] and box[1] <= char.middle <= box[3]


def _black_out(box: Box, cells: list[RuledCell], loose: list[TextLine]) -> None:
    """Write where a black area stands that it is one."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    line = TextLine(BLACKED_OUT, box[0], box[2], y - 4, y + 4, 8)
    over = [c for c in cells if c.box[0] <= x <= c.box[2] and c.box[1] <= y <= c.box[3]]
    held = over[0].lines if over else loose
    held.append(line)
    held.sort(key=lambda each: (each.top, each.left))


def _beside_list(box: Box, chars: list[Char]) -> Iterator[tuple[Box, list[Char]]]:
    """Yield a cell, in two parts where a list of options stands at the right of its value."""
    starts = [
        one.left for one, other in pairwise(chars) if one.text in LIST_OPENS and other.text == "選"
    ]
    if len(starts) != 1 or starts[0] < box[0] + 20:
        yield box, chars
        return
    edge = starts[0] - 1
    behind = [c for row in rows_of(chars) for c in _behind(row, edge)]
    yield (box[0], box[1], edge, box[3]), [c for c in chars if c not in behind]
    yield (edge, box[1], box[2], box[3]), behind


def _behind(row: Sequence[Char], edge: float) -> Sequence[Char]:
    """Return what of a line stands behind an edge, nothing where the line runs across it."""
    at = next((n for n, char in enumerate(row) if char.left >= edge), len(row))
    return () if 0 < at < len(row) and row[at].left - row[at - 1].right < row[at].size else row[at:]


def _look(shown: PageContent, lines: Sequence[TextLine], box: Box) -> str:
    """Return the shading behind the first line of a cell, or of an empty one."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if lines:
        x = min(max(lines[0].left, box[0]) + 1, box[2])  # a bracket reaches over the edge
        y = min(max((lines[0].top + lines[0].bottom) / 2, box[1]), box[3])
    over = [c for b, c in shown.areas if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
    return " ".join(map(str, over[-1])) if over else ""


def _page(sheet: PaperPage) -> Page:
    place, loose = sheet.name, sheet.loose
    right = max([c.box[2] for c in sheet.cells] + [x.right for x in loose], default=0.0)
    groups = list(paragraphs(loose, max(right, WIDE)))
    edges = _edges(
        [y for c in sheet.cells for y in (c.box[1], c.box[3])] + [g[0].top for g in groups]
    )
    cells: list[Cell] = []
    for ruled in sheet.cells:
        box, lines = ruled.box, ruled.lines
        if not lines:
            continue
        row, below = edges(box[1]), edges(box[3])
        text, is_guess = flowing(lines, _right(lines, box))
        column, columns = round(box[0]), round(box[2] - box[0])
        span = max(1, below - row)
        cells.append(
            Cell(
                text, row, column, span, columns, place, ruled.look, flowing=is_guess, cut=ruled.cut
            )
        )
    for group in groups:
        text, is_guess = flowing(group, right)
        first = group[0]
        width = round(max(x.right for x in group) - first.left)
        row = edges(first.top)
        look, is_ruled = "", False
        if sheet.cells:
            look, is_ruled = EDGE if any(is_marginal(x, sheet) for x in group) else LOOSE, True
        left = round(first.left)
        cells.append(Cell(text, row, left, 1, width, place, look, is_ruled, flowing=is_guess))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Page(place, tuple(cells), flows=sheet.number > 1)


def _right(lines: Sequence[TextLine], box: Box) -> float:
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


def _remarks(sheets: Sequence[PaperPage]) -> Iterator[Aside]:
    for sheet in sheets:
        if sheet.images:
            said = f"{sheet.images} 個の図は取り出していません"
            yield Aside(Extra.PICTURE, sheet.name, said)
    if bare := unruled(sheets):
        yield Aside(
            Extra.UNRULED,
            f"{bare[0].name}～{bare[-1].name}",
            "罫線のないページは、行の並びから読み取りました",
        )
