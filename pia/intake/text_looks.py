"""How the cells of a workbook show their texts: the size of letters, whether lines are wrapped."""

from dataclasses import dataclass
from typing import Any

from pia.intake.looks import MAIN, STRINGS, STYLES
from pia.intake.parts import Parts
from pia.renderers.xlsx_canvas import decoded

SIZE = 10.0  # points, of letters of which nothing is said


@dataclass(frozen=True, slots=True)
class TextLook:
    """is_fitted: letters become as small as it takes."""

    size: float = SIZE
    is_wrapped: bool = True
    is_fitted: bool = False


class TextLooks:
    """The looks of a workbook by the numbers of its styles, and its shared texts."""

    def __init__(self, parts: Parts) -> None:
        root = parts.xml(STYLES) if STYLES in parts else None
        fonts = root.find(f"{MAIN}fonts") if root is not None else ()
        styles = root.find(f"{MAIN}cellXfs") if root is not None else ()
        sizes = [_size(font) for font in (fonts if fonts is not None else ())]
        self.looks = [_look(style, sizes) for style in (styles if styles is not None else ())]
        self.texts = _texts(parts)

    def of(self, cell: Any) -> TextLook:
        number = int((cell.get("s") if cell is not None else None) or 0)
        return self.looks[number] if number < len(self.looks) else TextLook()

    def text_in(self, cell: Any) -> str:
        """Return what a cell says."""
        if cell.get("t") == "inlineStr":
            return decoded("".join(t.text or "" for t in cell.iter(f"{MAIN}t")))
        text = str(cell.findtext(f"{MAIN}v") or "")
        if cell.get("t") != "s":
            return text
        return self.texts[int(text)] if text.isdecimal() and int(text) < len(self.texts) else ""


def _size(font: Any) -> float:
    found = font.find(f"{MAIN}sz")
    return float(found.get("val")) if found is not None else SIZE


def _look(style: Any, sizes: list[float]) -> TextLook:
    found = style.find(f"{MAIN}alignment")
    number = int(style.get("fontId") or 0)
    size = sizes[number] if number < len(sizes) else SIZE
    said = {} if found is None else dict(found.items())
    return TextLook(size, said.get("wrapText") in ("1", "true"), said.get("shrinkToFit") == "1")


def _texts(parts: Parts) -> list[str]:
    """Return the shared texts, without the readings of their signs."""
    if STRINGS not in parts:
        return []
    found: list[str] = []
    for entry in parts.xml(STRINGS):
        pieces = [entry, *entry.iter(f"{MAIN}r")]
        found.append(decoded("".join(str(piece.findtext(f"{MAIN}t") or "") for piece in pieces)))
    return found
