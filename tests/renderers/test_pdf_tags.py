"""The tag tree of the PDF, held against the points of the Matterhorn Protocol 1.1 that a program
can tell and that apply: no outside validator of PDF/UA runs without Java."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from workbooks import layout, row

import pia
from pia.layout.tree import Records
from pia.model.root import BLACK
from pia.renderers.pdf import archival, render
from pia.workspace.printing import layout_of

EXAMPLES = Path(__file__).parents[2] / "examples"
HEADINGS = [f"/H{n}" for n in range(1, 7)]


class Element:
    """An element of the tag tree with those below it."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry.get_object()
        self.tag = str(self.entry.get("/S", ""))
        below = self.entry.get("/K", [])
        listed = below if isinstance(below, list) else [below]
        held = (each.get_object() for each in listed if hasattr(each, "get_object"))
        self.below = [Element(e) for e in held if isinstance(e, dict) and "/S" in e]

    def all(self) -> Iterator["Element"]:
        yield self
        for element in self.below:
            yield from element.all()

    def attributes(self) -> dict[str, Any]:
        held = self.entry.get("/A", [])
        listed = held if isinstance(held, list) else [held]
        return {key: value for each in listed for key, value in each.get_object().items()}


def tree(data: bytes) -> list[Element]:
    root: Any = PdfReader(BytesIO(data)).trailer["/Root"]
    return list(Element(root["/StructTreeRoot"]).all())


@pytest.fixture(scope="module", params=["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"])
def data(request: pytest.FixtureRequest) -> bytes:
    return render(layout_of(pia.load(EXAMPLES / request.param)))


@pytest.fixture(scope="module")
def elements(data: bytes) -> list[Element]:
    found = tree(data)
    assert len(found) > 1000
    return found


def of(elements: list[Element], *tags: str) -> list[Element]:
    return [element for element in elements if element.tag in tags]


def test_the_file_says_what_it_is(data: bytes) -> None:
    """Matterhorn 06-002 (PDF/UA in XMP), 07-001 (title shown), 11-006 (language)."""
    root: Any = PdfReader(BytesIO(data)).trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"].startswith("ja")
    assert root["/MarkInfo"]["/Marked"]


def test_tables_are_made_of_rows_of_cells(elements: list[Element]) -> None:
    """Matterhorn 09-004."""
    tables = of(elements, "/Table")
    assert len(tables) > 10
    for table in tables:
        assert {e.tag for e in table.below} <= {"/TR", "/THead", "/TBody", "/Caption"}
    for line in of(elements, "/TR"):
        assert {e.tag for e in line.below} <= {"/TH", "/TD"}


def test_every_header_cell_says_what_it_heads(elements: list[Element]) -> None:
    """Matterhorn 15-003."""
    heads = of(elements, "/TH")
    scopes = [str(head.attributes().get("/Scope")) for head in heads]
    assert set(scopes) == {"/Row", "/Column"}
    assert scopes.count("/Row") > 200


def test_the_label_of_a_row_heads_it(elements: list[Element]) -> None:
    upright = [line for line in of(elements, "/TR") if line.below and line.below[0].tag == "/TH"]
    assert len(upright) > 200
    assert sum(line.below[-1].tag == "/TD" for line in upright) > 200


def test_no_level_of_headings_is_skipped(elements: list[Element]) -> None:
    """Matterhorn 14-003."""
    levels = [HEADINGS.index(e.tag) + 1 for e in of(elements, *HEADINGS)]
    assert len(levels) > 50
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_are_lists(elements: list[Element]) -> None:
    """Matterhorn 09-005."""
    lists = of(elements, "/L")
    assert lists
    for each in lists:
        assert {e.tag for e in each.below} <= {"/LI", "/Caption"}
    for entry in of(elements, "/LI"):
        assert {e.tag for e in entry.below} <= {"/Lbl", "/LBody"}


def test_every_picture_has_words_of_its_own(elements: list[Element]) -> None:
    """Matterhorn 13-004 and 17-002: a figure or a formula without an alternative text."""
    assert all(e.entry.get("/Alt") for e in of(elements, "/Figure", "/Formula"))


def test_links_hold_what_they_lead_from(elements: list[Element]) -> None:
    """Matterhorn 28-011."""
    assert all(element.below or "/K" in element.entry for element in of(elements, "/Link"))


def test_records_are_a_list() -> None:
    found = tree(render(layout(Records(tuple(f"項目{n}" for n in range(12))))))
    assert sum(element.tag == "/LI" for element in found) == 12


def test_blackened_words_are_read_out() -> None:
    for made in (render, archival):
        found = tree(made(layout(row("①", f"前の語{BLACK * 20}後の語"))))
        spoken = [str(e.entry["/ActualText"]) for e in found if "/ActualText" in e.entry]
        assert spoken == ["非公表"]
        assert not of(found, "/Formula")
