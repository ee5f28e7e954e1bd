"""The pages of a Word document: their size, headers and footers."""

from copy import deepcopy

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer, _Header
from docx.shared import Twips
from lxml import etree

from pia.layout.tree import Layout
from pia.renderers import docx_xml as w
from pia.renderers.docx_flow import LONG_SIDE, MARGIN, SHORT_SIDE, TOP, width_of

# Of the paragraph that ends a section, so that it needs no page of its own.
NO_HEIGHT = '<w:spacing w:line="20" w:lineRule="exact"/>'


class Sections:
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
