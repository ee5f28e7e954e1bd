"""Layout → the official Excel workbook."""

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO
from itertools import count

from openpyxl.packaging.custom import StringProperty

from pia.layout import signs
from pia.layout.tree import Layout
from pia.renderers.xlsx_book import Book
from pia.renderers.xlsx_sheet import SheetWriter
from pia.renderers.zipped import OPEN_SEAL, SEAL_NAME, Rewrite, settled

DESCRIPTION = re.compile(rb'descr="[^"]*"')

EDITION_NAME = "pia-edition"  # tells a published workbook from one that says everything


def render(layout: Layout) -> bytes:
    """Return the workbook. Equal layouts give equal bytes."""
    book = Book(layout.theme)
    rewrites: dict[str, Rewrite] = {}
    drawings = count(1)
    for n, sheet in enumerate(layout.sheets, start=1):
        drawn = SheetWriter(book, sheet, layout)
        drawn.write()
        rewrites[f"xl/worksheets/sheet{n}.xml"] = drawn.grid.fill
        if drawn.descriptions:
            rewrites[f"xl/drawings/drawing{next(drawings)}.xml"] = _describe(drawn.descriptions)
    workbook = book.finish()
    workbook.properties.title = f"{layout.title}　{layout.name}".strip()
    workbook.properties.creator = layout.organisation
    workbook.properties.description = signs.caution(layout.edition)
    properties = {SEAL_NAME: OPEN_SEAL, EDITION_NAME: str(layout.edition)}
    for name, value in properties.items():
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    out = BytesIO()
    workbook.save(out)
    return settled(out.getvalue(), layout.stamp, rewrites)


def _describe(texts: Sequence[str]) -> Rewrite:
    """Return a rewrite that gives the pictures of a drawing their alternative texts."""

    def rewrite(xml: bytes) -> bytes:
        left = iter(texts)
        return DESCRIPTION.sub(lambda _: _attribute(next(left)).encode(), xml)

    return rewrite


def _attribute(text: str) -> str:
    quoted = escape(text).replace("\n", "&#10;")
    return f'descr="{quoted}"'
