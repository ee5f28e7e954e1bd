"""A page of a PDF as it is drawn: characters, lines and shaded areas. Nothing in it is run."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, degrees
from operator import itemgetter
from typing import Any

LARGEST_STROKE = 5.0  # points: a filled shape that is thinner is a line
STRAIGHT = 1.0  # points by which a line may lean
MOST_OBJECTS = 60_000  # on a page
DEEPEST = 8  # forms within forms
TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5  # kinds of objects on a page
MOVE, LINE = 2, 0  # kinds of segments of a path
ABOVE, BELOW = 0.88, 0.12  # of the size of a character, from the line that it stands on
HYPHEN = 2  # at the end of a line, as the reader of the file marks it
MOST = 0.6  # of the texts of a page run as it is to be looked at
WHITE, DARK = (255, 255, 255), 128

Box = tuple[float, float, float, float]  # left, top, right, bottom
Matrix = tuple[float, float, float, float, float, float]
ONE: Matrix = (1, 0, 0, 1, 0, 0)


class TooManyObjectsError(Exception):
    """More is drawn on a page than any form has."""


@dataclass(slots=True)
class Char:
    """A character with its edges in points from the upper left corner of the page. An empty text
    is blank space, which reaches up to the character behind it."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_dark: bool = True

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def moved(self, x: float, y: float) -> "Char":
        left, right, top, bottom = self.left + x, self.right + x, self.top + y, self.bottom + y
        return Char(self.text, left, right, top, bottom, self.size, self.is_dark)


@dataclass(slots=True)
class PageContent:
    """What a page shows. across, down: lines as (where, from, to). areas: filled, with colour."""

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)
    areas: list[tuple[Box, tuple[int, int, int]]] = field(default_factory=list)
    images: int = 0


def drawn(page: Any) -> PageContent:
    """Return what stands on a page of pypdfium2, turned as its texts are read. Raises
    TooManyObjectsError."""
    objects = list(_objects(page.raw))
    place = _PagePoints(page, _turn(objects, page.get_rotation()))
    found = PageContent(*place.size)
    written: dict[int, tuple[Any, Matrix]] = {}
    for kind, handle, matrix in objects:
        if kind == PATH:
            _path(handle, matrix, place, found)
        elif kind == TEXT:
            written[_address(handle)] = handle, matrix
        found.images += kind == IMAGE
    found.chars = list(_chars(page, place, written))
    found.chars += [_blank(handle, matrix, place) for handle, matrix in written.values()]
    return found


def _turn(objects: Sequence[tuple[int, Any, Matrix]], usual: int) -> int:
    """Return the degrees by which a page is turned clockwise for most of its texts to run from left
    to right. usual: where there is no such direction."""
    lines = (matrix for kind, _, matrix in objects if kind == TEXT)
    ways = Counter(round(degrees(atan2(m[1], m[0])) / 90) * 90 % 360 for m in lines)
    way, count = max(ways.items(), key=itemgetter(1), default=(usual, 0))
    return way if count > MOST * ways.total() else usual % 360


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _blank(handle: Any, matrix: Matrix, place: "_PagePoints") -> Char:
    """Return where blank space begins that is written without any character beside it."""
    import pypdfium2.raw as raw

    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    high = size.value * ((matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 or 1.0)
    left, base = place(matrix[4], matrix[5])
    return Char("", left, left, base - ABOVE * high, base + BELOW * high, high)


class _PagePoints:
    """From the space of a page to points from the upper left corner as it is looked at. turn: by
    how many degrees clockwise. size: width and height then."""

    def __init__(self, page: Any, turn: int) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.turn = turn
        size = self.right - self.left, self.top - self.bottom
        self.size = size if turn % 180 == 0 else size[::-1]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        match self.turn:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y


def _objects(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Yield kind and matrix of what stands on a page, that of forms in place of them."""
    import pypdfium2.raw as raw

    count = raw.FPDFPage_CountObjects(page)
    waiting = [(raw.FPDFPage_GetObject(page, n), ONE, 0) for n in range(min(count, MOST_OBJECTS))]
    while waiting:
        handle, outer, depth = waiting.pop()
        kind, matrix = raw.FPDFPageObj_GetType(handle), _times(_matrix(handle), outer)
        if kind != FORM:
            yield kind, handle, matrix
        elif depth < DEEPEST:
            inner = min(raw.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)
            count += inner
            waiting += [
                (raw.FPDFFormObj_GetObject(handle, n), matrix, depth + 1) for n in range(inner)
            ]
        if count > MOST_OBJECTS:
            raise TooManyObjectsError


def _matrix(handle: Any) -> Matrix:
    import pypdfium2.raw as raw

    held = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, held)
    return held.a, held.b, held.c, held.d, held.e, held.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that applies one and then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _path(handle: Any, matrix: Matrix, place: _PagePoints, found: PageContent) -> None:
    """Add the straight lines of a path and the area that it fills."""
    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, stroke)
    colour = _colour(handle) if fill.value else None
    for points in _pieces(handle, matrix, place):
        if stroke.value:
            for one, other in pairwise(points):
                _line(one, other, found)
        if colour is not None and len(points) > 2:
            _area(points, colour, found)


def _pieces(handle: Any, matrix: Matrix, place: _PagePoints) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each stretch of a path, curves by where they end."""
    import pypdfium2.raw as raw

    a, b, c, d, e, f = matrix
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(min(raw.FPDFPath_CountSegments(handle), MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(handle, n)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == MOVE:
            if len(points) > 1:
                yield points
            points = []
        points.append(place(a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _line(one: tuple[float, float], other: tuple[float, float], found: PageContent) -> None:
    (x, y), (right, bottom) = one, other
    if abs(y - bottom) <= STRAIGHT < abs(x - right):
        found.across.append(((y + bottom) / 2, min(x, right), max(x, right)))
    elif abs(x - right) <= STRAIGHT < abs(y - bottom):
        found.down.append(((x + right) / 2, min(y, bottom), max(y, bottom)))


def _area(
    points: list[tuple[float, float]], colour: tuple[int, int, int], found: PageContent
) -> None:
    xs, ys = zip(*points, strict=True)
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    wide, high = right - left, bottom - top
    if colour == WHITE:
        return
    if min(wide, high) > LARGEST_STROKE:
        found.areas.append(((left, top, right, bottom), colour))
    elif wide >= high:
        found.across.append(((top + bottom) / 2, left, right))
    else:
        found.down.append(((left + right) / 2, top, bottom))


def _colour(handle: Any) -> tuple[int, int, int] | None:
    """Return the colour that an object is filled with; None where one sees through."""
    import pypdfium2.raw as raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return (red.value, green.value, blue.value) if alpha.value else None


def _chars(page: Any, place: _PagePoints, written: dict[int, Any]) -> Iterator[Char]:
    """Yield the characters of a page that are there to be seen; take the texts that have any out
    of those written."""
    import pypdfium2.raw as raw

    held = raw.FPDFText_LoadPage(page.raw)
    try:
        count = raw.FPDFText_CountChars(held)
        if count > 4 * MOST_OBJECTS:
            raise TooManyObjectsError
        clips = _Clips()
        x, y = ctypes.c_double(), ctypes.c_double()
        box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        colour = [ctypes.c_uint() for _ in range(4)]
        for n in range(count):
            if raw.FPDFText_IsGenerated(held, n) == 1:
                continue
            handle = raw.FPDFText_GetTextObject(held, n)
            written.pop(_address(handle), None)
            text = _text(raw.FPDFText_GetUnicode(held, n))
            if not text:
                continue
            raw.FPDFText_GetCharOrigin(held, n, x, y)
            raw.FPDFText_GetLooseCharBox(held, n, box)
            raw.FPDFText_GetMatrix(held, n, matrix)
            scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
            size = raw.FPDFText_GetFontSize(held, n) * scale
            up, over = 0.38 * size * matrix.d / scale, 0.38 * size * matrix.c / scale
            middle = (box.left + box.right) / 2, y.value + up
            if place.turn % 180:
                middle = x.value + over, (box.bottom + box.top) / 2
            if not clips.shows(handle, *middle):
                continue
            _, base = place(x.value, y.value)
            ends = [place(box.left, box.bottom)[0], place(box.right, box.top)[0]]
            left, right = min(ends), max(ends)
            raw.FPDFText_GetFillColor(held, n, *colour)
            is_dark = max(each.value for each in colour[:3]) < DARK
            yield Char(text, left, right, base - ABOVE * size, base + BELOW * size, size, is_dark)
    finally:
        raw.FPDFText_ClosePage(held)


def _text(code: int) -> str:
    """Return a character; forms of radicals, which some fonts say for kanji, as kanji."""
    sign = "-" if code == HYPHEN else chr(code) if code < 0x110000 else ""
    if "\u2e80" <= sign <= "\u2fdf":
        return unicodedata.normalize("NFKC", sign)
    return "" if unicodedata.category(sign or "\0") in ("Cc", "Cs", "Cn") else sign


class _Clips:
    """Tells whether a character stands within what its object may show."""

    def __init__(self) -> None:
        self.known: dict[int, Box | None] = {}

    def shows(self, handle: Any, x: float, y: float) -> bool:
        key = _address(handle)
        if key not in self.known:
            self.known[key] = _clip(handle) if key else None
        box = self.known[key]
        return box is None or (box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _clip(handle: Any) -> Box | None:
    """Return the area that an object is cut to, in the space of the page."""
    import pypdfium2.raw as raw

    path = raw.FPDFPageObj_GetClipPath(handle)
    boxes = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(max(0, raw.FPDFClipPath_CountPaths(path))):
        points = []
        for k in range(max(0, raw.FPDFClipPath_CountPathSegments(path, n))):
            segment = raw.FPDFClipPath_GetPathSegment(path, n, k)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)
