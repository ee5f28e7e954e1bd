"""Pages of a Word document are counted with the sizes that its styles have."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from workbooks import layout, row

from pia.layout.tree import Column, Contents, Entry, Heading, Label, Node, Note, Row, Table
from pia.renderers import docx_strips as strips
from pia.renderers.docx_body import CELL_MARGINS, LABEL, SIDE
from pia.renderers.docx_flow import pages_of
from pia.source.files import templates

STYLES = parse_xml((templates() / "docx" / "styles.xml").read_bytes())


def style(name: str) -> tuple[float, int, int]:
    """The size of a style in points, the height of its lines, and the space around it, in twips."""
    (found,) = [s for s in STYLES.iter(qn("w:style")) if s.get(qn("w:styleId")) == name]
    (defaults,) = STYLES.iter(qn("w:docDefaults"))
    sizes = [*found.iter(qn("w:sz")), *defaults.iter(qn("w:sz"))]
    spaces = list(found.iter(qn("w:spacing")))
    lines = [s.get(qn("w:line")) for s in (*spaces, *defaults.iter(qn("w:spacing")))]
    around = [int(s.get(qn(f"w:{side}")) or 0) for s in spaces for side in ("before", "after")]
    return int(sizes[0].get(qn("w:val"))) / 2, int(next(filter(None, lines))), sum(around)


@pytest.mark.parametrize(
    ("name", "size"),
    [("Normal", strips.NORMAL), ("Option", strips.SMALL), ("Box", strips.BOX)],
)
def test_lines_are_as_high_as_their_style_says(name: str, size: float) -> None:
    points, line, _ = style(name)
    assert (points, line) == (size, round(size * 20 * strips.LEADING))


def test_headings_are_as_high_as_their_styles_say() -> None:
    assert [style(name)[0::2] for name in ("Title", "Heading1")] == [
        strips.HEADINGS[0],
        strips.HEADINGS[1],
    ]
    assert style("Heading2")[0] == strips.HEADINGS[2][0]
    assert style("Heading3")[0] == strips.OTHER_HEADING[0]
    assert style("Gap")[1] == strips.GAP


def test_cells_have_the_margins_that_their_style_says() -> None:
    (grid,) = [s for s in STYLES.iter(qn("w:style")) if s.get(qn("w:styleId")) == "TableGrid"]
    (margins,) = grid.iter(qn("w:tblCellMar"))
    wide = {side.tag: int(side.get(qn("w:w"))) for side in margins}
    assert wide[qn("w:left")] + wide[qn("w:right")] == CELL_MARGINS
    assert wide[qn("w:top")] + wide[qn("w:bottom")] < strips.ROW <= 100


def page_behind(*nodes: Node | Row, landscape: bool = False, used: int = 0) -> int:
    """The page of a heading behind these nodes."""
    sheets = layout(*nodes, Heading(2, Label("終わり")), landscape=landscape).sheets
    (last,) = [n.anchor for n in sheets[-1].nodes if isinstance(n, Heading)]
    return pages_of(sheets, used)[last]


@pytest.mark.parametrize(("depth", "space"), [(1, "TOC1"), (2, "TOC2")])
def test_a_page_holds_as_many_entries_of_the_contents_as_their_style_leaves_room_for(
    depth: int, space: str
) -> None:
    _, line, around = style(space)
    room = (
        strips.LONG_SIDE - 2 * strips.TOP - strips.HEADINGS[2][1] - 260
    )  # of the heading behind them
    most = room // (line + around)
    entries = [Entry("項目", depth)] * (most + 1)
    assert page_behind(Contents(tuple(entries[:-1]))) == 1
    assert page_behind(Contents(tuple(entries))) == 2


def test_what_stands_above_all_takes_its_room_of_the_first_page() -> None:
    room = strips.LONG_SIDE - 2 * strips.TOP
    assert page_behind(Note("注"), used=room // 2) == 1
    assert page_behind(Note("注"), used=room - 300) == 2


def test_a_note_has_the_space_around_it_that_its_style_says() -> None:
    _, line, around = style("Note")
    room = strips.LONG_SIDE - 2 * strips.TOP - strips.HEADINGS[2][1] - 260
    most = room // (line + around)
    assert page_behind(*[Note("注")] * most) == 1
    assert page_behind(*[Note("注")] * (most + 1)) == 2


def test_a_table_that_lies_on_its_side_begins_each_page_with_its_header() -> None:
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 1))
    pages = {
        count: page_behind(Table(columns, (("一", "二"),) * count), landscape=True)
        for count in range(20, 100)
    }
    room = strips.SHORT_SIDE - 2 * strips.TOP
    rows = room // (style("Normal")[1] + strips.ROW) - 1  # below the header
    last = [count for count in pages if pages[count] == 2]
    assert (min(last), max(last)) == (rows, 2 * rows - 1)


def test_an_answer_beside_its_label_has_what_the_page_leaves_it() -> None:
    room = strips.SHORT_SIDE - 2 * strips.MARGIN - SIDE - LABEL - strips.INSIDE
    most = int(room / (strips.NORMAL * 20))
    full, over, two = (
        page_behind(*[row("項目", text)] * 40)
        for text in ("あ" * most, "あ" * (most + 1), "あ\nあ")
    )
    assert full < over == two


def test_a_cell_of_a_table_has_its_share_of_the_page() -> None:
    columns = (Column(Label("甲"), 1), Column(Label("乙"), 1))
    room = (strips.SHORT_SIDE - 2 * strips.MARGIN) / 2 - strips.INSIDE
    most = int(room / (strips.NORMAL * 20))
    full, over, two = (
        page_behind(Table(columns, ((text, "い"),) * 40))
        for text in ("あ" * most, "あ" * (most + 1), "あ\nあ")
    )
    assert full < over == two
