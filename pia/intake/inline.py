"""Pictures and tables put into a given Word document, as their XML."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from pia.intake.media import EMU, shape
from pia.intake.word import BLIP, DRAWN, W
from pia.intake.workbook import ART, EMBED

__all__ = ["BLIP", "DRAWN", "EMBED", "inline", "ruled"]

PLACE = DRAWN.partition("}")[0] + "}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
WIDTH = 9_000  # twips of a page


def inline(name: str, number: int, words: str, size: tuple[float, float]) -> Any:
    """Return a run that shows a picture. name: of the relation. size: in points."""
    extent = {"cx": str(round(size[0] * EMU)), "cy": str(round(size[1] * EMU))}
    run = etree.Element(f"{W}r")
    spaces = {"wp": PLACE[1:-1], "a": ART[1:-1], "pic": PICTURE[1:-1]}
    drawing = etree.SubElement(run, f"{W}drawing")
    held = etree.SubElement(drawing, f"{PLACE}inline", nsmap=spaces)
    etree.SubElement(held, f"{PLACE}extent", extent)
    told = {"id": str(number), "name": f"図 {number}", "descr": words}
    etree.SubElement(held, DRAWN, told)
    graphic = etree.SubElement(held, f"{ART}graphic")
    data = etree.SubElement(graphic, f"{ART}graphicData", uri=PICTURE[1:-1])
    picture = etree.SubElement(data, f"{PICTURE}pic")
    about = etree.SubElement(picture, f"{PICTURE}nvPicPr")
    etree.SubElement(about, f"{PICTURE}cNvPr", id=str(number), name=f"図 {number}")
    etree.SubElement(about, f"{PICTURE}cNvPicPr")
    fill = etree.SubElement(picture, f"{PICTURE}blipFill")
    etree.SubElement(fill, BLIP).set(EMBED, name)
    etree.SubElement(etree.SubElement(fill, f"{ART}stretch"), f"{ART}fillRect")
    picture.append(shape(f"{PICTURE}spPr", extent))
    return run


def ruled(rows: Sequence[Sequence[str]]) -> Any:
    """Return a table with lines around all cells, its columns of the same width."""
    table = etree.Element(f"{W}tbl")
    properties = etree.SubElement(table, f"{W}tblPr")
    edges = etree.SubElement(properties, f"{W}tblBorders")
    for side in EDGES:
        line = {f"{W}val": "single", f"{W}sz": "4", f"{W}space": "0", f"{W}color": "auto"}
        etree.SubElement(edges, f"{W}{side}", line)
    wide = str(WIDTH // len(rows[0]))
    columns = etree.SubElement(table, f"{W}tblGrid")
    for _ in rows[0]:
        etree.SubElement(columns, f"{W}gridCol").set(f"{W}w", wide)
    for row in rows:
        line = etree.SubElement(table, f"{W}tr")
        for text in row:
            cell = etree.SubElement(line, f"{W}tc")
            held = etree.SubElement(etree.SubElement(cell, f"{W}tcPr"), f"{W}tcW")
            held.set(f"{W}w", wide)
            held.set(f"{W}type", "dxa")
            for paragraph in text.split("\n"):
                _say(etree.SubElement(cell, f"{W}p"), paragraph)
    return table


def _say(paragraph: Any, text: str) -> None:
    if text:
        held = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        held.text = text
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
