"""Accepts or rejects every tracked change of a Word document, as Word does, and reads its text."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

INS, DEL, RUN_LOOK = qn("w:ins"), qn("w:del"), qn("w:rPr")
PARAGRAPH, ROW, CELL = qn("w:p"), qn("w:tr"), qn("w:tc")


def body_of(data: bytes) -> Any:
    return Document(BytesIO(data)).element.body


def settled(data: bytes, *, accept: bool) -> Any:
    """Return the body with every change accepted or rejected."""
    body = body_of(data)
    dropped, kept = (DEL, INS) if accept else (INS, DEL)
    for row in list(body.iter(ROW)):
        if row.find(f"{qn('w:trPr')}/{dropped}") is not None:
            _drop(row)
    for mark in list(body.iter(dropped)):
        if mark.getparent().tag not in (RUN_LOOK, qn("w:trPr")):
            mark.getparent().remove(mark)
    for paragraph in list(body.iter(PARAGRAPH)):
        if paragraph.find(f"{qn('w:pPr')}/{RUN_LOOK}/{dropped}") is not None:
            _join_to_next(paragraph)
    for mark in list(body.iter(kept)):
        if mark.getparent().tag not in (RUN_LOOK, qn("w:trPr")):
            parent, place = mark.getparent(), mark.getparent().index(mark)
            parent[place : place + 1] = list(mark)
    return body


def _drop(row: Any) -> None:
    table = row.getparent()
    table.remove(row)
    if table.find(ROW) is None:
        table.getparent().remove(table)


def _join_to_next(paragraph: Any) -> None:
    """Remove the end of a paragraph: what is left of it begins the next one."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != qn("w:pPr")]
    if following is None or following.tag != PARAGRAPH:
        if not content:
            paragraph.getparent().remove(paragraph)
        return
    look = following.find(qn("w:pPr"))
    start = 0 if look is None else 1
    following[start:start] = content
    paragraph.getparent().remove(paragraph)


def lines(body: Any) -> list[str]:
    """Return the text of every paragraph, cells told apart, in order."""
    texts = []
    for paragraph in body.iter(PARAGRAPH):
        parts = paragraph.iter(qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:drawing"))
        mark = "|" if paragraph.getparent().tag == CELL else ""
        texts.append(mark + "".join(_text(part) for part in parts))
    return texts


def _text(part: Any) -> str:
    if part.tag == qn("w:drawing"):
        return "".join(f"[{p.get('descr')}]" for p in part.iter(qn("wp:docPr")))
    return "\t" if part.tag == qn("w:tab") else part.text or ""
