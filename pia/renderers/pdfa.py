"""Layout → PDF for keeping: PDF/A-2a, tagged like the accessible one."""

from pia.layout.tree import Layout
from pia.renderers import pdf


def render(layout: Layout) -> bytes:
    """Return the document as PDF/A-2a. Raises PiaError for characters that the font lacks."""
    return pdf.render(layout, pdf.ARCHIVAL)
