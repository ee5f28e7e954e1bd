"""Layout → Word document."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from html import escape
from io import BytesIO
from itertools import groupby
from string import Template
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer, _Header
from docx.shared import Twips
from lxml import etree

from pia.authorship import CUSTOM, custom_properties, remembered, settled
from pia.layout.theme import Theme
from pia.layout.tree import Contents, Figure, Layout, Sheet
from pia.renderers import docx_xml as w
from pia.renderers.docx_body import MAX_HEIGHT, Body
from pia.renderers.docx_flow import divided, pages_of
from pia.renderers.docx_strips import LONG_SIDE, MARGIN, SHORT_SIDE, TOP, height_of, width_of
from pia.renderers.docx_tracked import Revision, merged
from pia.source.files import templates

MAX_PROPERTY = 255  # characters, a limit of Office
LOGO_WIDTH = 2000  # twips
AS_HIGH_AS_IT_IS = '<w:spacing w:line="247" w:lineRule="atLeast"/>'  # of a line with a picture
WORD_2013 = "15"
# Of the paragraph that ends a section, so that it needs no page of its own.
NO_HEIGHT = '<w:spacing w:line="20" w:lineRule="exact"/>'


def render(layout: Layout) -> bytes:
    """Return the document. Equal layouts give equal bytes."""
    return undivided(replace(layout, sheets=divided(layout.sheets, _begun(layout.theme))))


def undivided(layout: Layout) -> bytes:
    """Return the document with each answer in one row, as tracked changes have to find it."""
    return _written(layout, lambda content, body_of: content)


def render_tracked(old: Layout, new: Layout, revision: Revision) -> bytes:
    """Return the new document with every change from the old one tracked."""
    return _written(new, lambda content, body_of: merged(body_of(old), content, revision))


def _written(layout: Layout, finish: Callable[[Any, Callable[[Layout], Any]], Any]) -> bytes:
    """Return a document with what `finish` makes of its body.

    finish: takes the body and a function that writes that of another layout with the same
    sections and images.
    """
    document = Document()
    _restyle(document, layout.theme)
    sections = _Sections(document, layout)
    pictures = _ImageParts(document, layout.title)

    def body_of(one: Layout) -> Any:
        pages = pages_of(one.sheets, _begun(one.theme)) if _has_contents(one) else {}
        body = _body(one.sheets, Body(one.theme, pictures, pages), sections)
        return _parsed(_logo(one.theme, pictures) + body)

    _fill(document, finish(body_of(layout), body_of))
    _describe(document, layout)
    out = BytesIO()
    document.save(out)
    return settled(out.getvalue(), layout.stamp)


def _restyle(document: Word, theme: Theme) -> None:
    """Replace the styles of python-docx by those of the form in the looks of the theme."""
    text = (templates() / "docx" / "styles.xml").read_text(encoding="utf-8")
    looks = {
        "font": theme.font,
        "ink": theme.ink,
        "line": theme.line,
        "heading": theme.heading,
        "label": theme.label,
    }
    filled = Template(text).substitute({key: escape(look) for key, look in looks.items()})
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    styles.extend(list(parse_xml(filled.encode())))
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)


def _has_contents(layout: Layout) -> bool:
    return any(isinstance(node, Contents) for sheet in layout.sheets for node in sheet.nodes)


def _logo(theme: Theme, pictures: "_ImageParts") -> str:
    if theme.logo is None:
        return ""
    logo = Figure(theme.logo, theme.logo_text)
    return w.paragraph(pictures.drawing(logo, LOGO_WIDTH), properties=AS_HIGH_AS_IT_IS)


def _begun(theme: Theme) -> int:
    """Return what the logo takes of the first page, in twips."""
    return 0 if theme.logo is None else height_of(Figure(theme.logo, ""), LOGO_WIDTH)


def _body(sheets: tuple[Sheet, ...], body: Body, sections: "_Sections") -> str:
    """Return the content; sheets of the same orientation that follow one another are a section."""
    out: list[str] = []
    groups = [(wide, list(group)) for wide, group in groupby(sheets, key=lambda s: s.landscape)]
    for n, (is_wide, group) in enumerate(groups):
        width = width_of(is_wide)
        out += [body.page(sheet, width, is_first=m == 0) for m, sheet in enumerate(group)]
        is_last = n == len(groups) - 1
        out.append(sections.properties(is_wide, ends_document=is_last))
    return "".join(out)


def _parsed(content: str) -> Any:
    return parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{content}</w:body>")


def _fill(document: Word, content: Any) -> None:
    held = document.element.body
    for child in list(held):
        held.remove(child)
    held.extend(list(content))


def _describe(document: Word, layout: Layout) -> None:
    """Set the properties of the file, and drop the template's own picture of itself."""
    properties = document.core_properties
    properties.title = (layout.name or layout.title)[:MAX_PROPERTY]
    properties.subject = layout.title[:MAX_PROPERTY]
    properties.author = properties.last_modified_by = layout.organisation[:MAX_PROPERTY]
    properties.comments = layout.caution
    properties.language = "ja-JP"
    stamp = datetime.fromisoformat(layout.stamp.replace("Z", "+00:00"))
    properties.created = properties.modified = stamp
    package = document.part.package
    name, kind = PackURI(f"/{CUSTOM}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES
    said = custom_properties(remembered(layout.edition, layout.imprint))
    held = Part(name, kind, said, package)
    package.relate_to(held, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


class _ImageParts:
    """Takes images into a document. title: read out where an image has no text of its own."""

    def __init__(self, document: Word, title: str) -> None:
        self.part = document.part
        self.title = title

    def drawing(self, figure: Figure, width: int) -> str:
        """Return the drawing of an image, at most `width` twips wide and as high as a page."""
        assert figure.picture is not None
        _, image = self.part.get_or_add_image(BytesIO(figure.picture))
        scale = min(1.0, Twips(width) / image.width, Twips(MAX_HEIGHT) / image.height)
        size = round(image.width * scale), round(image.height * scale)
        inline = deepcopy(self.part.new_pic_inline(BytesIO(figure.picture), *size))
        text = figure.alternative or self.title
        inline.docPr.set("descr", text)
        for named in (inline.docPr, *inline.iter(qn("pic:cNvPr"))):  # not after its file
            named.set("name", text[:60])
        drawing = etree.tostring(inline, encoding="unicode")
        return f"<w:r><w:drawing>{drawing}</w:drawing></w:r>"


class _Sections:
    """An upright and a wide section, made once and copied to where pages of that kind end."""

    def __init__(self, document: Word, layout: Layout) -> None:
        self.layout = layout
        document.add_section()
        upright, wide = document.sections
        for section, is_wide in ((upright, False), (wide, True)):
            _set_up(section, is_wide)
            self._header_and_footer(section, width_of(is_wide))
        self.properties_of = {False: deepcopy(upright._sectPr), True: deepcopy(wide._sectPr)}

    def properties(self, is_wide: bool, *, ends_document: bool) -> str:
        """Return what ends a section: a paragraph that holds its properties, or they alone."""
        held: str = etree.tostring(self.properties_of[is_wide], encoding="unicode")
        if ends_document:  # Word wants a paragraph behind the last table.
            return w.paragraph(style="Gap", properties=NO_HEIGHT) + held
        return w.paragraph(style="Gap", properties=NO_HEIGHT + held)

    def _header_and_footer(self, section: Section, width: int) -> None:
        layout = self.layout
        header = w.run(f"{layout.name}\t{layout.title}")
        number = w.run("\t") + w.field("PAGE", "1") + w.run(" / ") + w.field("NUMPAGES", "1")
        first = w.run(layout.theme.foot[0]) if layout.theme.foot else ""
        feet = [first + number + w.run(f"\t{layout.foot}")]
        feet += [w.run(line) for line in layout.theme.foot[1:]]
        _replace(section.header, w.paragraph(header, "Header", w.tabs(right=width)))
        stops = w.tabs(centre=width // 2, right=width)
        _replace(section.footer, "".join(w.paragraph(foot, "Footer", stops) for foot in feet))


def _set_up(section: Section, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    long, short = Twips(LONG_SIDE), Twips(SHORT_SIDE)
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.left_margin = section.right_margin = Twips(MARGIN)
    section.top_margin = section.bottom_margin = Twips(TOP)
    section.header_distance = section.footer_distance = Twips(480)


def _replace(part: _Header | _Footer, content: str) -> None:
    """Fill a header or footer."""
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(f"<w:hdr {nsdecls('w')}>{content}</w:hdr>")))
