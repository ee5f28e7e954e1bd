"""Layout → the official Excel workbook."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

from openpyxl.packaging.custom import StringProperty

from pia.layout.tree import Layout
from pia.renderers.xlsx_grid import Book
from pia.renderers.xlsx_sheet import write_sheet
from pia.renderers.zipped import OPEN_SEAL, SEAL_NAME, settled

DESCRIPTION = re.compile(rb'descr="[^"]*"')


def render(layout: Layout) -> bytes:
    """Return the workbook. Equal layouts give equal bytes."""
    book = Book(layout.theme.font)
    descriptions: dict[str, list[str]] = {}
    for sheet in layout.sheets:
        drawn = write_sheet(book, sheet, layout)
        if drawn:
            descriptions[f"xl/drawings/drawing{len(descriptions) + 1}.xml"] = drawn
    workbook = book.finish()
    workbook.properties.title = f"{layout.title}　{layout.name}".strip()
    workbook.properties.creator = layout.organisation
    workbook.custom_doc_props.append(StringProperty(name=SEAL_NAME, value=OPEN_SEAL))
    out = BytesIO()
    workbook.save(out)
    rewrites = {name: _describe(texts) for name, texts in descriptions.items()}
    return settled(out.getvalue(), layout.stamp, rewrites)


def _describe(texts: Sequence[str]) -> Callable[[bytes], bytes]:
    """Return a rewrite that gives the pictures of a drawing their alternative texts."""

    def rewrite(xml: bytes) -> bytes:
        left = iter(texts)
        return DESCRIPTION.sub(lambda _: f"descr={quoteattr(next(left))}".encode(), xml)

    return rewrite
