"""The styles of a Word document, and its sections with their headers and footers."""

from copy import deepcopy
from html import escape
from string import Template

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer, _Header
from docx.shared import Twips
from lxml import etree

from pia.layout.theme import Theme
from pia.layout.tree import Layout
from pia.renderers import docx_xml as w
from pia.resources import templates

SHORT_SIDE, LONG_SIDE, MARGIN, TOP = 11906, 16838, 850, 1000  # twips
WORD_2013 = "15"


def restyle(document: Word, theme: Theme) -> None:
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


def width_of(is_wide: bool) -> int:
    """Return the width between the margins in twips."""
    return (LONG_SIDE if is_wide else SHORT_SIDE) - 2 * MARGIN


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
            return w.paragraph(style="Gap") + held
        return w.paragraph(style="Gap", properties=held)

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
