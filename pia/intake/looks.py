"""How cells of a workbook look, as far as it tells what they say: shading, lines, and texts that
nobody sees or that are struck out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pia.intake.grid import BLACKED_OUT
from pia.intake.messages import IntakeMessages
from pia.intake.package import Package, refused
from pia.layout.tree import NEXT_LINE, SAME_LINE
from pia.renderers.xlsx_canvas import decoded

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
NOT_SHOWN = ";;;"  # a number format that shows nothing
MOST_STYLES = 70_000  # Excel itself allows 65,490
BLACK, WHITE = "000000", "FFFFFF"
INDEXED = {"0": BLACK, "8": BLACK, "64": BLACK, "1": WHITE, "9": WHITE, "65": WHITE}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of a text in a cell. ink: its colour, empty for that of the cell."""

    text: str
    ink: str
    is_struck: bool | None


def runs_of(text: Any) -> list[TextRun]:
    """Return the stretches of a text that look otherwise than their cell, and those between; none
    where all is one."""
    found: list[TextRun] = []
    for run in text.iter(f"{MAIN}r"):
        words = decoded("".join(t.text or "" for t in run.iter(f"{MAIN}t")))
        about = run.find(f"{MAIN}rPr")
        if about is None:
            found.append(TextRun(words, "", None))
        else:
            found.append(
                TextRun(words, _colour(about.find(f"{MAIN}color"), BLACK), _is_struck(about))
            )
    return found


def _is_struck(font: Any) -> bool:
    mark = font.find(f"{MAIN}strike")
    return mark is not None and mark.get("val") not in ("0", "false")


class Looks:
    """The styles of a workbook by their number."""

    def __init__(self, package: Package) -> None:
        root = package.xml(STYLES) if STYLES in package else None
        self.fills = [_fill(fill) for fill in _all(root, "fills")]
        self.grounds = [_ground(fill) for fill in _all(root, "fills")]
        self.inks = [_colour(font.find(f"{MAIN}color"), BLACK) for font in _all(root, "fonts")]
        self.struck = [_is_struck(font) for font in _all(root, "fonts")]
        self.fonts = [_number(x, "fontId") for x in _all(root, "cellXfs")]
        self.borders = [_edges(border) for border in _all(root, "borders")]
        self.framed = [any(map(is_drawn, border)) for border in _all(root, "borders")]
        self.styles = [
            (_number(x, "fillId"), _number(x, "borderId"), _number(x, "numFmtId"))
            for x in _all(root, "cellXfs")
        ]
        if len(self.styles) > MOST_STYLES:
            limit = f"{MOST_STYLES:,} 個の書式"
            raise refused(package.name, IntakeMessages.TOO_LARGE, limit=limit)
        self.seams = {
            _number(x, "numFmtId"): seam
            for x in _all(root, "numFmts")
            for seam in (NEXT_LINE, SAME_LINE)
            if seam in str(x.get("formatCode"))
        }
        self.unseen = {
            _number(x, "numFmtId")
            for x in _all(root, "numFmts")
            if x.get("formatCode") == NOT_SHOWN
        }
        self.rich = dict(_rich(package))

    def shading(self, style: int) -> str:
        return _nth(self.fills, self._style(style)[0], "")

    def seen(self, text: str, runs: Sequence[TextRun], style: int) -> str:
        """Return a text with a sign in place of what has the colour of what it stands on, or is
        not shown."""
        if self._style(style)[2] in self.unseen:
            return BLACKED_OUT
        pieces: list[str] = []
        for run in runs or [TextRun(text, "", None)]:
            is_unseen = run.text.strip() and self._is_on_its_colour(run, style)
            pieces.append(BLACKED_OUT if is_unseen else run.text)
        return "".join(pieces)

    def _is_on_its_colour(self, run: TextRun, style: int) -> bool:
        ground = _nth(self.grounds, self._style(style)[0], WHITE)
        return ground == (run.ink or _nth(self.inks, _nth(self.fonts, style, 0), BLACK))

    def struck_out(self, text: str, runs: Sequence[TextRun], style: int) -> str:
        """Return what of a text is struck out."""
        usual = _nth(self.struck, _nth(self.fonts, style, 0), False)
        held = runs or [TextRun(text, "", None)]
        return "".join(r.text for r in held if (usual if r.is_struck is None else r.is_struck))

    def has_top(self, style: int) -> bool:
        return _nth(self.borders, self._style(style)[1], (False, False))[0]

    def has_bottom(self, style: int) -> bool:
        return _nth(self.borders, self._style(style)[1], (False, False))[1]

    def is_ruled(self, style: int) -> bool:
        """Return whether lines part rows of cells of a style."""
        return self.has_top(style) or self.has_bottom(style)

    def is_framed(self, style: int) -> bool:
        """Return whether any line is drawn around cells of a style, or they are shaded."""
        return bool(self.shading(style)) or _nth(self.framed, self._style(style)[1], False)

    def seam(self, style: int) -> str:
        """Return how a text goes on from the page before; the number format says it."""
        return self.seams.get(self._style(style)[2], "")

    def _style(self, style: int) -> tuple[int, int, int]:
        return _nth(self.styles, style, (0, 0, 0))


def _rich(package: Package) -> Iterator[tuple[int, list[TextRun]]]:
    """Yield number and stretches of the texts of a workbook that have several."""
    if STRINGS not in package or b"rPr" not in package.read(STRINGS):
        return
    for n, text in enumerate(package.events(STRINGS, f"{MAIN}si")):
        if runs := runs_of(text):
            yield n, runs


def _all(root: Any, tag: str) -> list[Any]:
    found = root.find(f"{MAIN}{tag}") if root is not None else None
    return list(found) if found is not None else []


def _number(element: Any, name: str) -> int:
    text = element.get(name) or "0"
    return int(text) if text.isdecimal() else 0


def _nth(values: list[T], n: int, default: T) -> T:
    return values[n] if n < len(values) else default


def _fill(fill: Any) -> str:
    colour = fill.find(f"{MAIN}patternFill/{MAIN}fgColor")
    pattern = fill.find(f"{MAIN}patternFill")
    if colour is None or pattern.get("patternType") in (None, "none"):
        return ""
    return " ".join(f"{key}={value}" for key, value in sorted(colour.items()))


def _ground(fill: Any) -> str:
    """Return the colour that a cell is filled with; a pattern of two has none."""
    pattern = fill.find(f"{MAIN}patternFill")
    kind = pattern.get("patternType") if pattern is not None else "none"
    if kind in (None, "none"):
        return WHITE if pattern is not None else ""
    return _colour(pattern.find(f"{MAIN}fgColor"), "") if kind == "solid" else ""


def _colour(element: Any, usual: str) -> str:
    """Return a colour by name; usual: what it is where nothing is said."""
    said = dict(element.items()) if element is not None else {}
    if rgb := said.get("rgb"):
        return str(rgb)[-6:].upper()
    plain = {"theme": {"0": WHITE, "1": BLACK}, "indexed": INDEXED}
    for key, names in plain.items():
        if key in said and float(said.get("tint") or 0) == 0:
            return names.get(said[key], f"{key} {said[key]}")
    return " ".join(f"{k}={v}" for k, v in sorted(said.items())) if "theme" in said else usual


def _edges(border: Any) -> tuple[bool, bool]:
    top, bottom = (border.find(f"{MAIN}{side}") for side in ("top", "bottom"))
    return is_drawn(top), is_drawn(bottom)


def is_drawn(edge: Any) -> bool:
    """Return whether an edge of a border is a line."""
    return edge is not None and edge.get("style") not in (None, "none")
