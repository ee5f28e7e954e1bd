"""Layout → Word document."""

from copy import deepcopy
from datetime import datetime
from io import BytesIO
from itertools import groupby

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips
from lxml import etree

from pia.layout.frames import Page, pages
from pia.layout.tree import Figure, Layout
from pia.renderers.docx_body import Body
from pia.renderers.docx_styles import Sections, restyle
from pia.renderers.zipped import settled

MAX_PROPERTY = 255  # characters, a limit of Office
MAX_HEIGHT = 12500  # twips of a picture: what a page holds below a heading


def render(layout: Layout) -> bytes:
    """Return the document. Equal layouts give equal bytes."""
    document = Document()
    restyle(document, layout.theme)
    sections = Sections(document, layout)
    body = Body(layout.theme, _Pictures(document, layout.title))
    _fill(document, _body(pages(layout), body, sections))
    _describe(document, layout)
    out = BytesIO()
    document.save(out)
    return settled(out.getvalue(), layout.stamp)


def _body(all_pages: tuple[Page, ...], body: Body, sections: Sections) -> str:
    """Return the content; pages of the same orientation that follow one another are a section."""
    out: list[str] = []
    groups = [(wide, list(group)) for wide, group in groupby(all_pages, key=lambda p: p.landscape)]
    for n, (is_wide, group) in enumerate(groups):
        width = sections.width(is_wide)
        out += [body.page(page, width, is_first=m == 0) for m, page in enumerate(group)]
        is_last = n == len(groups) - 1
        out.append(sections.properties(is_wide, ends_document=is_last))
    return "".join(out)


def _fill(document: Word, content: str) -> None:
    held = document.element.body
    parsed = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{content}</w:body>")
    for child in list(held):
        held.remove(child)
    held.extend(list(parsed))


def _describe(document: Word, layout: Layout) -> None:
    """Set the properties of the file, and drop the template's own picture of itself."""
    properties = document.core_properties
    properties.title = (layout.name or layout.title)[:MAX_PROPERTY]
    properties.subject = layout.title[:MAX_PROPERTY]
    properties.author = properties.last_modified_by = layout.organisation[:MAX_PROPERTY]
    properties.comments = ""
    properties.language = "ja-JP"
    stamp = datetime.fromisoformat(layout.stamp.replace("Z", "+00:00"))
    properties.created = properties.modified = stamp
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


class _Pictures:
    """Takes images into a document. title: read out where an image has no text of its own."""

    def __init__(self, document: Word, title: str) -> None:
        self.part = document.part
        self.title = title

    def drawing(self, figure: Figure, width: int) -> str:
        """Return the drawing of an image, at most `width` twips wide and as high as a page."""
        _, image = self.part.get_or_add_image(str(figure.path))
        scale = min(1.0, Twips(width) / image.width, Twips(MAX_HEIGHT) / image.height)
        size = round(image.width * scale), round(image.height * scale)
        inline = deepcopy(self.part.new_pic_inline(str(figure.path), *size))
        text = figure.alternative or self.title
        inline.docPr.set("descr", text)
        inline.docPr.set("name", text[:60])
        drawing = etree.tostring(inline, encoding="unicode")
        return f"<w:r><w:drawing>{drawing}</w:drawing></w:r>"
