"""What Typst cannot say yet in the tags of a PDF: which cells are the headers of their rows, and
how blackened text is read out.

Source: ISO 14289-1 (PDF/UA-1) 7.5; ISO 32000-1, 14.8.5.7 (Scope) and 14.9.4 (ActualText).
"""

import re

ELEMENT = b"/Type/StructElem"
XREF = re.compile(rb"xref\n0 (\d+)\n")
LABEL = re.compile(rb"/S/TD(/.*?)<</O/Table(.*?/BackgroundColor.*?/K\[\d)", re.DOTALL)
SPOKEN = re.compile(rb"/S/Formula(/P \d+ 0 R)/Alt(<[0-9A-F]+>)(/A\[<</O/Layout/BBox\[[^]]*\]>>\])?")


def tagged(data: bytes) -> bytes:
    """Return the PDF with shaded cells as row headers and spoken texts in place of formulas."""
    begin = data.rindex(b"xref\n0 ")
    count = int(XREF.match(data, begin)[1])  # type: ignore[index]  # as Typst writes it
    table = begin + len(f"xref\n0 {count}\n")
    entries = [data[table + 20 * n : table + 20 * (n + 1)] for n in range(count)]
    at = sorted((int(e[:10]), n) for n, e in enumerate(entries) if e[17:18] == b"n")
    ends = [offset for offset, _ in at[1:]] + [begin]
    out = bytearray(data[: at[0][0]])
    for (offset, number), end in zip(at, ends, strict=True):
        entries[number] = b"%010d" % len(out) + entries[number][10:]
        out += _changed(data[offset:end])
    start = len(out)
    trailer = re.sub(rb"(?<=startxref\n)\d+", b"%d" % start, data[table + 20 * count :])
    return bytes(out) + data[begin:table] + b"".join(entries) + trailer


def _changed(element: bytes) -> bytes:
    if ELEMENT not in element:
        return element
    element = LABEL.sub(rb"/S/TH\1<</O/Table/Scope/Row\2", element)
    return SPOKEN.sub(rb"/S/Span\1/ActualText\2", element)
