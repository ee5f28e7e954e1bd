"""Pieces of WordprocessingML: written as text, since python-docx would build the same a hundred
times slower, and read back as the words of a paragraph.

Widths are in twips, twentieths of a point.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from html import escape as escape_html
from itertools import chain, groupby, repeat
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from pia.layout.marks import lines_of, words

Element = Any  # of lxml, which has no types of its own

RUN, RUN_LOOK, TEXT, TAB = (qn(f"w:{name}") for name in ("r", "rPr", "t", "tab"))
BOOKMARKS = {qn("w:bookmarkStart"), qn("w:bookmarkEnd")}
DRAWING, PICTURE, EMBEDDED = qn("w:drawing"), qn("a:blip"), qn("r:embed")
IN_DELETION = {TEXT: qn("w:delText"), qn("w:instrText"): qn("w:delInstrText")}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

STYLED = re.compile(r'<w:pPr>(<w:pStyle w:val="\w*"/>)?')
escape = partial(escape_html, quote=False)  # of `xml` it would import what opens sockets


def run(text: str, properties: str = "") -> str:
    """Return a run; tabs in the text become tabs of Word."""
    pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\t")]
    return f"<w:r>{_properties('rPr', properties)}{'<w:tab/>'.join(pieces)}</w:r>"


def paragraph(content: str = "", style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs. properties: what its pPr holds beside the style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p>{_properties('pPr', named + properties)}{content}</w:p>"


def lines(text: str, style: str = "", properties: str = "", first: str = "") -> str:
    """Return one paragraph for each line of a text, changed stretches underlined.

    first: another style for the first of them.
    """
    styles = chain([first or style], repeat(style))
    made = zip(lines_of(text), styles, strict=False)
    return "".join(paragraph(_marked(line), look, properties) for line, look in made)


def _marked(line: list[tuple[str, bool]]) -> str:
    underline = '<w:u w:val="single"/>'
    return "".join(run(piece, underline if changed else "") for piece, changed in line)


def kept(content: str) -> str:
    """Return paragraphs and tables that stay on the page of what follows."""
    plain = content.replace("<w:p>", "<w:p><w:pPr></w:pPr>").replace("</w:pPr><w:pPr>", "")
    return STYLED.sub(r"<w:pPr>\1<w:keepNext/>", plain)


def field(instruction: str, shown: str) -> str:
    """Return a field, such as a page number; `shown` stands there until Word counts."""
    return begin(instruction) + run(shown) + END


def begin(instruction: str) -> str:
    """Return what opens a field; its result and END follow."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


BREAK = "<w:r><w:br/></w:r>"
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def tabs(*left: int, centre: int = 0, right: int = 0, leader: str = "none") -> str:
    """Return tab stops. leader: what fills the way to the right one, such as `dot`."""
    stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in left)
    stops += f'<w:tab w:val="center" w:pos="{centre}"/>' if centre else ""
    stops += f'<w:tab w:val="right" w:leader="{leader}" w:pos="{right}"/>' if right else ""
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def cell(
    content: str,
    width: int,
    *,
    span: int = 1,
    fill: str = "",
    merge: str = "",
    edges: str = "",
    align: str = "center",
    margins: str = "",
) -> str:
    """Return a cell. merge: `restart` or `continue` down the rows. edges: w:tcBorders inside.

    margins: w:tcMar inside, empty for those of the table.
    """
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties += f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    properties += shading(fill) if fill else ""
    properties += f"<w:tcMar>{margins}</w:tcMar>" if margins else ""
    properties += f'<w:vAlign w:val="{align}"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or paragraph()}</w:tc>"


def row(cells: str, *, height: int = 0, whole: bool = False, header: bool = False) -> str:
    """Return a row. height: at least. whole: never split across pages. header: on each page."""
    properties = "<w:cantSplit/>" if whole else ""
    properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties += "<w:tblHeader/>" if header else ""
    return f"<w:tr>{_properties('trPr', properties)}{cells}</w:tr>"


def table(rows: str, widths: Sequence[int]) -> str:
    """Return a table of fixed widths."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def margins(size: int, *sides: str) -> str:
    """Return the margins of a cell at some sides."""
    return "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side in sides)


def shading(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _properties(name: str, content: str) -> str:
    return f"<w:{name}>{content}</w:{name}>" if content else ""


class Token(NamedTuple):
    """A word or a tab, or a thing that cannot be divided, with the look of its run.

    key: the text, or what is equal for equal things. is_run: whether the thing stands in a run.
    """

    key: str
    look: str
    thing: Element = None
    is_run: bool = True

    @property
    def is_bookmark(self) -> bool:
        return self.thing is not None and self.thing.tag in BOOKMARKS


def tokens(children: Iterable[Element]) -> Iterator[Token]:
    """Yield the words of a paragraph's content."""
    for child in children:
        if child.tag == RUN:
            yield from _of_run(child)
        else:
            key = "" if child.tag in BOOKMARKS else xml(child)
            yield Token(key, "", child, is_run=False)


def _of_run(run: Element) -> Iterator[Token]:
    found = run.find(RUN_LOOK)
    look = "" if found is None else xml(found)
    for part in run:
        if part.tag == TEXT:
            yield from (Token(word, look) for word in words(part.text or ""))
        elif part.tag == TAB:
            yield Token("\t", look)
        elif part.tag != RUN_LOOK:
            yield Token(_key(part), look, part)


def _key(part: Element) -> str:
    """Return what is equal for equal parts; the same image may be drawn under two ids."""
    if part.tag != DRAWING:
        return xml(part)
    images = [blip.get(EMBEDDED) for blip in part.iter(PICTURE)]
    return f"drawing {images} {[p.get('descr') for p in part.iter(qn('wp:docPr'))]}"


def runs(content: Iterable[Token]) -> Iterator[Element]:
    """Yield what holds the words, those of one look in one run."""
    for (is_text, look), group in groupby(content, key=lambda t: (t.thing is None, t.look)):
        if is_text:
            yield _in_look(look, _texts("".join(token.key for token in group)))
            continue
        for token in group:
            copy = deepcopy(token.thing)
            yield _in_look(look, [copy]) if token.is_run else copy


def _in_look(look: str, parts: Iterable[Element]) -> Element:
    run = OxmlElement("w:r")
    if look:
        run.append(etree.fromstring(look))
    run.extend(parts)
    return run


def _texts(text: str) -> Iterator[Element]:
    for n, piece in enumerate(text.split("\t")):
        if n:
            yield OxmlElement("w:tab")
        if piece:
            part = OxmlElement("w:t")
            part.text = piece
            part.set(SPACE, "preserve")
            yield part


def for_deletion(content: Element) -> Element:
    """Return content as it stands inside a deletion."""
    for part in content.iter(*IN_DELETION):
        part.tag = IN_DELETION[part.tag]
    return content


def text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter(TEXT))


def xml(element: Element) -> str:
    return str(etree.tostring(element, encoding="unicode", with_tail=False))
