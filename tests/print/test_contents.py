"""The pages that the contents of a Word document name are those that LibreOffice prints, in every
font."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

import pia
from pia.layout.tree import Heading
from pia.renderers.docx_flow import divided, pages_of
from pia.workspace.printing import layout_of

EXAMPLES = Path(__file__).parents[2] / "examples"


def printed_pages(file: Path) -> list[int]:
    """Return the page of each entry of the outline."""
    reader = PdfReader(file)

    def walk(entries: list[Destination | list[Destination]]) -> list[int]:
        found: list[int] = []
        for entry in entries:
            if isinstance(entry, list):
                found += walk(entry)  # type: ignore[arg-type]
            else:
                found.append((reader.get_destination_page_number(entry) or 0) + 1)
        return found

    return walk(reader.outline)  # type: ignore[arg-type]


@pytest.mark.parametrize("fonts", ["ipaex, carlito", "noto"])
@pytest.mark.parametrize("source", ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"])
def test_the_contents_name_the_pages_that_are_printed(
    source: str, fonts: str, print_pdf: Callable[[Path, str], Path], tmp_path: Path
) -> None:
    (made,) = pia.render(EXAMPLES / source, tmp_path, ["docx"], edition="公表")
    layout = layout_of(pia.load(EXAMPLES / source), "公表")
    named = pages_of(divided(layout.sheets))
    nodes = (node for sheet in layout.sheets for node in sheet.nodes)
    expected = [named[n.anchor] for n in nodes if isinstance(n, Heading) and n.depth]
    found = printed_pages(print_pdf(made, fonts))
    assert found == expected
