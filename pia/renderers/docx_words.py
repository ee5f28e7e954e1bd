"""A paragraph of a Word document as words, and words as runs again."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import groupby
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from pia.layout.marks import words

Element = Any  # of lxml, which has no types of its own

RUN, RUN_LOOK, TEXT, TAB = (qn(f"w:{name}") for name in ("r", "rPr", "t", "tab"))
BOOKMARKS = {qn("w:bookmarkStart"), qn("w:bookmarkEnd")}
DRAWING, PICTURE, EMBEDDED = qn("w:drawing"), qn("a:blip"), qn("r:embed")
IN_DELETION = {TEXT: qn("w:delText"), qn("w:instrText"): qn("w:delInstrText")}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


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
            key = "bookmark" if child.tag in BOOKMARKS else xml(child)
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
            yield _run(look, _texts("".join(token.key for token in group)))
            continue
        for token in group:
            copy = deepcopy(token.thing)
            yield _run(look, [copy]) if token.is_run else copy


def _run(look: str, parts: Iterable[Element]) -> Element:
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
