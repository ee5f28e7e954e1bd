"""Pictures put into the sheets of a given workbook and taken out of them."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from pia.intake.looks import MAIN
from pia.intake.package import relations_of, resolved
from pia.intake.parts import KINDS, Parts
from pia.intake.workbook import ART, DRAWING, EMBED, RELATION
from pia.intake.workbook import SHEET as DRAWN
from pia.source.images import kind

EMU = 12_700  # to the point
DRAWN_AS = "application/vnd.openxmlformats-officedocument.drawing+xml"
POINTS_PER_PIXEL = 0.75
# What stands in a sheet behind the place of its drawing.
BEHIND = {
    f"{MAIN}{tag}"
    for tag in [
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ]
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The cell that holds the upper left corner of a picture, and its size in points."""

    row: int
    column: int
    width: float
    height: float


def size_of(picture: bytes) -> tuple[float, float]:
    """Return width and height of a picture in points."""
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        return image.width * POINTS_PER_PIXEL, image.height * POINTS_PER_PIXEL


def fitted(picture: bytes, width: float, height: float) -> tuple[float, float]:
    """Return the size of a picture made to fit into an area."""
    natural = size_of(picture)
    scale = min(width / natural[0], height / natural[1], 1.0)
    return natural[0] * scale, natural[1] * scale


def put(parts: Parts, part: str, sheet: Any, picture: bytes, words: str, anchor: Anchor) -> None:
    """Draw a picture on a sheet, in its own drawing where it has none yet. sheet: its XML."""
    drawing = _drawing_of(parts, part) or _new_drawing(parts, part, sheet)
    file = parts.add_picture("xl", picture, kind(picture))
    name = parts.relate(drawing, "image", file)
    root = parts.xml(drawing)
    root.append(_anchored(root, name, words, anchor))
    parts.put(drawing, root)


def take_out(parts: Parts, part: str, first: int, last: int) -> None:
    """Take the pictures out of a sheet that begin in some of its rows."""
    drawing = _drawing_of(parts, part)
    if drawing is None:
        return
    root = parts.xml(drawing)
    gone: set[str] = set()
    for anchor in list(root):
        row = anchor.find(f"{DRAWN}from/{DRAWN}row")
        names = {str(blip.get(EMBED)) for blip in anchor.iter(f"{ART}blip")}
        if names and row is not None and first <= int(row.text or 0) <= last:
            root.remove(anchor)
            gone |= names
    if gone:
        left = {str(blip.get(EMBED)) for blip in root.iter(f"{ART}blip")}
        parts.put(drawing, root)
        parts.unrelate(drawing, gone - left)


def _drawing_of(parts: Parts, part: str) -> str | None:
    listed = relations_of(part)
    for relation in parts.xml(listed) if listed in parts else ():
        if str(relation.get("Type")).endswith(f"/{DRAWING}"):
            return resolved(part.rpartition("/")[0], str(relation.get("Target")))
    return None


def _new_drawing(parts: Parts, part: str, sheet: Any) -> str:
    drawing = parts.free("xl/drawings/drawing1.xml")
    spaces = {"xdr": DRAWN[1:-1], "a": ART[1:-1], "r": KINDS}
    parts.put(drawing, etree.Element(f"{DRAWN}wsDr", nsmap=spaces))
    parts.declare(drawing, DRAWN_AS)
    entry = etree.Element(f"{MAIN}drawing")
    entry.set(RELATION, parts.relate(part, DRAWING, drawing))
    behind = [child for child in sheet if child.tag in BEHIND]
    if behind:
        behind[0].addprevious(entry)
    else:
        sheet.append(entry)
    return drawing


def _anchored(drawing: Any, name: str, words: str, anchor: Anchor) -> Any:
    taken = [int(e.get("id") or 0) for e in drawing.iter(f"{DRAWN}cNvPr")]
    number = 1 + max(taken, default=1)
    found = etree.Element(f"{DRAWN}oneCellAnchor")
    start = etree.SubElement(found, f"{DRAWN}from")
    for tag, value in (("col", anchor.column), ("colOff", EMU), ("row", anchor.row)):
        etree.SubElement(start, f"{DRAWN}{tag}").text = str(value)
    etree.SubElement(start, f"{DRAWN}rowOff").text = str(EMU)
    extent = {"cx": str(round(anchor.width * EMU)), "cy": str(round(anchor.height * EMU))}
    etree.SubElement(found, f"{DRAWN}ext", extent)
    picture = etree.SubElement(found, f"{DRAWN}pic")
    about = etree.SubElement(picture, f"{DRAWN}nvPicPr")
    told = {"id": str(number), "name": f"図 {number}", "descr": words}
    etree.SubElement(about, f"{DRAWN}cNvPr", told)
    locks = etree.SubElement(about, f"{DRAWN}cNvPicPr")
    etree.SubElement(locks, f"{ART}picLocks", noChangeAspect="1")
    fill = etree.SubElement(picture, f"{DRAWN}blipFill")
    etree.SubElement(fill, f"{ART}blip").set(EMBED, name)
    etree.SubElement(etree.SubElement(fill, f"{ART}stretch"), f"{ART}fillRect")
    picture.append(shape(f"{DRAWN}spPr", extent))
    etree.SubElement(found, f"{DRAWN}clientData")
    return found


def shape(tag: str, extent: dict[str, str]) -> Any:
    """Return the rectangle that a picture fills."""
    found = etree.Element(tag)
    moved = etree.SubElement(found, f"{ART}xfrm")
    etree.SubElement(moved, f"{ART}off", x="0", y="0")
    etree.SubElement(moved, f"{ART}ext", extent)
    form = etree.SubElement(found, f"{ART}prstGeom", prst="rect")
    etree.SubElement(form, f"{ART}avLst")
    return found
