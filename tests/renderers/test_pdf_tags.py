"""The PDF holds the rules of PDF/UA-1 and PDF/A-2a that the validator `page` tries, and its tag
tree says what it should: the points of the Matterhorn Protocol 1.1 where a program can tell more
than a validator, which knows no form."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2WidthExtractor
from page import validate_pdf_bytes
from pypdf import PdfReader
from workbooks import layout, row

import pia
from pia.layout.tree import (
    Box,
    Boxes,
    BoxGroup,
    Choice,
    Heading,
    Label,
    Records,
    Row,
    Words,
)
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


# `page` reads every width as 0 where a font program has a matrix of its own, as Typst writes
# them; `test_widths_are_those_of_the_font` looks at them instead.
MISREAD = {"PDFUA1-FONT-GLYPH-WIDTH-001", "PDFA2A-TRUETYPE-GLYPH-WIDTH-001"}


def broken(data: bytes, profile: str) -> list[str]:
    """Return the rules of a profile that a PDF breaks, and how."""
    report = validate_pdf_bytes(data, profile=profile)
    assert report.rules.total > 100
    return [f"{f.rule_id}: {f.message}" for f in report.failures if f.rule_id not in MISREAD]


def test_a_validator_finds_nothing_against_pdf_ua(data: bytes) -> None:
    assert broken(data, "ua1") == []


def test_a_validator_finds_nothing_against_pdf_a() -> None:
    assert broken(archival(layout_of(pia.load(EXAMPLES / "neyagawa/令和7年版.yaml"))), "2a") == []


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_a_validator_finds_nothing_against_a_blank_form(form: str, tmp_path: Path) -> None:
    source = tmp_path / "白紙.yaml"
    pia.new(form, source)
    assert broken(render(layout_of(pia.load(source))), "ua1") == []


def test_the_validator_does_find_what_is_wrong(data: bytes) -> None:
    assert "PDFUA1" in "".join(broken(data.replace(b"/S/LBody", b"/S/LBodx"), "ua1"))


def test_widths_are_those_of_the_font(data: bytes) -> None:
    """ISO 14289-1 7.21.5."""
    fonts = [f for f in objects(data) if f.get("/Type") == "/Font" and "/W" in f]
    assert fonts
    for font in fonts:
        stated = dict(stated_widths(font["/W"]))
        program = CFFFontSet()
        program.decompile(BytesIO(font["/FontDescriptor"]["/FontFile3"].get_data()), None)
        top = program[0]
        scale = 1000 * top.FontMatrix[0]
        assert len(stated) > 100
        for number, name in enumerate(top.charset):
            sign, private = top.CharStrings[name], top.CharStrings[name].private
            extractor = T2WidthExtractor([], [], private.nominalWidthX, private.defaultWidthX)
            extractor.execute(sign)
            assert abs(stated.get(number, font["/DW"]) - extractor.width * scale) <= 1


def objects(data: bytes) -> Iterator[Any]:
    found = PdfReader(BytesIO(data))
    for number in range(1, int(str(found.trailer["/Size"]))):
        entry: Any = found.get_object(number)
        if isinstance(entry, dict):
            yield entry


def stated_widths(listed: list[Any]) -> Iterator[tuple[int, float]]:
    """Yield number and width as /W has them: `first [w w …]` or `first last w`."""
    left = [entry.get_object() for entry in listed]
    while left:
        first, second = left.pop(0), left.pop(0)
        if isinstance(second, list):
            yield from enumerate(map(float, second), start=int(first))
        else:
            width = float(left.pop(0))
            yield from ((number, width) for number in range(int(first), int(second) + 1))


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


def test_options_and_boxes_are_lists_in_the_order_that_they_are_read() -> None:
    boxes = BoxGroup("", ((Box("甲", True), Box("乙", False)), (Box("丙", False),)), (0.5, 0.5))
    choice = Choice("はい", ("はい", "いいえ"), (("1) はい", "2) いいえ"),))
    found = tree(render(layout(Row(Label("①"), (choice,)), Row(Label("②"), (Boxes((boxes,)),)))))
    assert [len(e.below) for e in of(found, "/L")] == [2, 3]
    assert all([b.tag for b in e.below] == ["/Lbl", "/LBody"] for e in of(found, "/LI"))


def test_what_has_no_labels_is_no_table() -> None:
    found = tree(render(layout(Row(None, (Words("本文"),)), Records(("甲",) * 12))))
    assert not of(found, "/Table")


def test_a_part_is_read_out_and_listed_with_what_it_is_about() -> None:
    parts = [Heading(1, Label("Ⅱ　概要"), about=name) for name in ("（１）甲", "（２）乙")]
    made = render(layout(Heading(0, Label("題名")), *parts))
    read_out = [e.below[0].entry["/ActualText"] for e in of(tree(made), "/H1")]
    outline = [each["/Title"] for each in PdfReader(BytesIO(made)).outline]  # type: ignore[call-overload]
    assert read_out == outline == ["Ⅱ　概要　（１）甲", "Ⅱ　概要　（２）乙"]
    assert "甲" not in PdfReader(BytesIO(made)).pages[0].extract_text()


def test_records_are_a_list() -> None:
    found = tree(render(layout(Records(tuple(f"項目{n}" for n in range(12))))))
    assert sum(element.tag == "/LI" for element in found) == 12


def test_blackened_words_are_read_out() -> None:
    for made in (render, archival):
        found = tree(made(layout(row("①", f"前の語{BLACK * 20}後の語"))))
        spoken = [str(e.entry["/ActualText"]) for e in found if "/ActualText" in e.entry]
        assert spoken == ["非公表"]
        assert not of(found, "/Formula")
