"""Pictures and the texts of shapes in the drawings of office files."""

from typing import Any

from pia.intake.grid import Aside, Extra, Picture
from pia.intake.package import Package

DRAWING = "drawing"
SHEET = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
LARGEST_PICTURE = 20 * 2**20  # bytes


def shapes_of(
    package: Package, part: str, page: int, name: str
) -> tuple[list[Picture], list[Aside]]:
    """Return the pictures of a sheet's drawing and the texts of its shapes. page: of the sheet."""
    pictures: list[Picture] = []
    remarks: list[Aside] = []
    relations = package.relations(part)
    for anchor in package.xml(part):
        row = _row(anchor)
        place = f"{name}!{row + 1}行目"
        if text := "\n".join("".join(p.itertext()) for p in anchor.iter(f"{ART}p")).strip():
            remarks.append(Aside(Extra.SHAPE, place, text))
        for blip in anchor.iter(f"{ART}blip"):
            _, target, is_outside = relations.get(str(blip.get(EMBED)), ("", "", True))
            if not is_outside and target in package:
                data = package.read(target)[:LARGEST_PICTURE]
                file = target.rpartition("/")[2]
                pictures.append(Picture(page, row, file, data, _description(anchor), place))
    return pictures, remarks


def _row(anchor: Any) -> int:
    found = anchor.find(f"{SHEET}from/{SHEET}row")
    text = found.text if found is not None else None
    return int(text) if text and text.isdecimal() else 0


def _description(anchor: Any) -> str:
    """Return the alternative text of a picture."""
    for element in anchor.iter(f"{SHEET}cNvPr"):
        if text := element.get("descr"):
            return str(text)
    return ""
