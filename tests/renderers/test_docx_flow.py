"""Pages of a Word document are counted with the sizes that its styles have."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from workbooks import layout, leading, row

from pia.layout.measure import choice
from pia.layout.tree import (
    Column,
    Contents,
    Entry,
    Figure,
    Grid,
    Heading,
    Label,
    Node,
    Note,
    Records,
    Row,
    Table,
    Words,
)
from pia.renderers import docx_strips as strips
from pia.renderers.docx_body import CELL_MARGINS, LABEL, SIDE
from pia.renderers.docx_flow import divided, pages_of
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


def test_a_table_that_begins_a_page_has_its_header_there_once() -> None:
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 1))
    height = style("Normal")[1] + strips.ROW
    room = strips.LONG_SIDE - 2 * strips.TOP
    before = [row("項目", "答え")] * ((room - strips.GAP) // height)
    most = (room - strips.HEADINGS[2][1] - 260) // height - 1  # below the header
    pages = [page_behind(*before, Table(columns, (("一", "二"),) * n)) for n in (most, most + 1)]
    assert pages == [2, 3]


def test_what_no_page_holds_together_begins_where_it_stands_at_the_top_of_one() -> None:
    rows = [Row(Label(f"項目{n}"), (Words("答え"),), group="再委託") for n in range(50)]
    assert page_behind(*rows) == 2


def test_an_answer_that_fills_a_page_to_its_end_is_not_divided() -> None:
    text = "\n".join(f"{n}行目の答えが、ここに書いてある。" for n in range(20))
    sheets = layout(row("項目", text)).sheets
    (strip,) = strips.strips_of(sheets[0])
    left = strips.LONG_SIDE - 2 * strips.TOP - strip.height
    assert divided(sheets, left) == sheets
    assert divided(sheets, left + 1) != sheets


def test_a_row_in_the_place_of_a_heading_begins_the_page_of_the_next_one() -> None:
    plain = row("項目", "答え")
    most = (strips.LONG_SIDE - 2 * strips.TOP) // (style("Normal")[1] + strips.ROW)
    kept, free = (
        [page_behind(*[plain] * (most - 1), each, *[plain] * n) for n in range(most)]
        for each in (leading("移転先1"), plain)
    )
    assert sum(kept) == sum(free) + 1


def test_a_heading_stays_with_the_first_row_below_a_header() -> None:
    table = Table((Column(Label("項目"), 1),), (("一",),))
    height = style("Normal")[1] + strips.ROW
    room = strips.LONG_SIDE - 2 * strips.TOP
    most = (room - strips.HEADINGS[2][1] - 260) // height - 2  # above header and row
    pages = [
        next(iter(pages_of(layout(*before, Heading(2, Label("節")), table).sheets).values()))
        for before in ([row("項目", "答え")] * most, [row("項目", "答え")] * (most + 1))
    ]
    assert pages == [1, 2]


@pytest.mark.parametrize(("label", "beside"), [(Label("項目"), SIDE + LABEL), (None, 0)])
def test_an_answer_has_what_its_label_leaves_of_the_page(label: Label | None, beside: int) -> None:
    room = strips.SHORT_SIDE - 2 * strips.MARGIN - beside - strips.INSIDE
    most = int(room / (strips.NORMAL * 20))
    full, over, two = (
        page_behind(*[Row(label, (Words(text),))] * 40)
        for text in ("あ" * most, "あ" * (most + 1), "あ\nあ")
    )
    assert full < over == two


def test_a_row_is_as_high_as_its_label() -> None:
    short, long, two = (
        page_behind(*[row(label, text)] * 40)
        for label, text in (("項目", "あ"), ("長い項目の名称" * 3, "あ"), ("項目", "あ\nあ"))
    )
    assert short < two <= long


def test_rows_that_stay_whole_leave_what_is_too_little_for_them() -> None:
    options = Row(Label("選択"), (choice("一", ["一", "二", "三", "四"]),))
    (strip, *_) = strips.strips_of(layout(options).sheets[0])
    on_page, rest = divmod(strips.LONG_SIDE - 2 * strips.TOP, strip.height)
    assert rest > style("Normal")[1] + strips.ROW  # a row that is not whole would begin there
    assert page_behind(*[options] * (3 * on_page)) == 3
    assert page_behind(*[options] * (3 * on_page + 1)) == 4


def test_a_frame_for_a_picture_that_has_no_room_begins_a_page() -> None:
    frame = Figure(None, "事務の流れ")
    on_page = (strips.LONG_SIDE - 2 * strips.TOP) // (strips.height_of(frame, 1) + strips.ROW)
    assert page_behind(*[frame] * (2 * on_page)) == 2
    assert page_behind(*[frame] * (2 * on_page + 1)) == 3


def test_only_the_first_and_last_rows_of_a_list_have_room_for_its_frame() -> None:
    heights = [s.height for s in strips.strips_of(layout(Records(("氏名",) * 12)).sheets[0])]
    line = style("Normal")[1]
    assert heights == [line + strips.ROW // 2, *[line] * 4, line + strips.ROW // 2]


def test_a_list_in_one_column_begins_where_a_line_of_it_has_room() -> None:
    (strip,) = strips.strips_of(layout(Records(("氏名",) * 9)).sheets[0])
    assert strip.least == style("Normal")[1] + strips.ROW < strip.height


def pieces(*nodes: Node | Row) -> list[str]:
    """What stands in the last of these rows, part by part."""
    (grid,) = [n for n in divided(layout(*nodes).sheets)[0].nodes if isinstance(n, Grid)]
    name = str(grid.lines[-1].row.label).removesuffix("（続き）")
    rows = [line.row for line in grid.lines if str(line.row.label).startswith(name)]
    return [part.text for each in rows for part in each.contents if isinstance(part, Words)]


@pytest.mark.parametrize(("count", "is_divided"), [(7, False), (8, True), (9, True)])
def test_four_lines_stand_at_the_least_on_each_side_of_the_end_of_a_page(
    count: int, is_divided: bool
) -> None:
    answer = row(
        "長い項目", "\n".join(f"{n}行目の答えが、ここに書いてある。" for n in range(count))
    )
    found = [pieces(*[row("項目", "答え")] * before, answer) for before in range(30, 50)]
    lines = {tuple(text.count("\n") + 1 for text in parts) for parts in found}
    assert all(n >= strips.BEGUN for parts in lines for n in parts)
    assert (max(map(len, lines)) > 1) == is_divided


def test_what_names_a_row_of_a_table_is_never_divided() -> None:
    name = "\n".join(f"{n}行目の名" for n in range(8))
    columns = tuple(Column(Label(text), 1) for text in ("変更日", "項目", "変更後の記載"))
    text = "\n".join(f"{n}行目の答えを書く。" for n in range(40))
    for before in range(20, 50):
        rows = (*[("", "項目", "答え")] * before, ("", name, text))
        sheets = divided(layout(Table(columns, rows)).sheets)
        (table,) = [node for node in sheets[0].nodes if isinstance(node, Table)]
        assert [line[1] for line in table.rows[before:]] in ([name], [name, f"{name}（続き）"])


def test_a_short_row_of_a_table_is_never_divided() -> None:
    columns = tuple(Column(Label(text), share) for text, share in (("項目", 9), ("記載", 1)))
    short = ("長い項目", "短くとも狭い。" * 15)
    for before in range(10, 50):
        sheets = divided(layout(Table(columns, (*[("項目", "答え")] * before, short))).sheets)
        (table,) = [node for node in sheets[0].nodes if isinstance(node, Table)]
        assert table.rows[before:] == (short,)


@pytest.mark.parametrize("label", [Label("長い項目"), None])
def test_a_part_of_an_answer_fills_its_page_below_what_says_again_what_it_is(
    label: Label | None,
) -> None:
    text = "\n".join(f"{n}行目の答え。" for n in range(300))
    (_, middle, *_) = pieces(Heading(3, Label("措置")), Row(label, (Words(text),)))
    above = 0 if label else strips.ABOVE
    room = strips.LONG_SIDE - 2 * strips.TOP - above - strips.ROW
    assert middle.count("\n") + 1 == room // style("Normal")[1] - strips.SPARE


@pytest.mark.parametrize("label", [Label("項目"), None])
def test_headings_stand_on_the_same_pages_once_answers_are_divided(label: Label | None) -> None:
    for count in range(100, 170):
        text = "\n".join(f"{n}行目の答え。" for n in range(count))
        nodes = (Heading(3, Label("措置")), Row(label, (Words(text),)), Heading(2, Label("終")))
        sheets = layout(*nodes).sheets
        assert pages_of(divided(sheets)) == pages_of(sheets)


def test_a_cell_of_a_table_has_its_share_of_the_page() -> None:
    columns = (Column(Label("甲"), 1), Column(Label("乙"), 1))
    room = (strips.SHORT_SIDE - 2 * strips.MARGIN) / 2 - strips.INSIDE
    most = int(room / (strips.NORMAL * 20))
    full, over, two = (
        page_behind(Table(columns, ((text, "い"),) * 40))
        for text in ("あ" * most, "あ" * (most + 1), "あ\nあ")
    )
    assert full < over == two


def test_a_cell_of_kana_and_kanji_alone_is_filled_to_its_edge() -> None:
    table = Table((Column(Label("項目"), 1), Column(Label("記載"), 1)), ())
    width = strips.width_of(is_wide=True)
    kana, latin = strips.ems_of(table, width, ("あ漢、", "あID"))
    assert kana == (width / 2 - strips.INSIDE) / (strips.NORMAL * 20)
    assert latin == kana * strips.NARROW


def test_rows_beside_a_long_group_are_high_enough_for_it_whatever_stands_above() -> None:
    def heights(*groups: str) -> list[int]:
        rows = [Row(Label("項目"), (Words("答え"),), group=group) for group in groups]
        return [strip.height for strip in strips.strips_of(layout(*rows).sheets[0])]

    long = "④使用の主体の全て"
    (alone,) = heights(long)
    line = style("Normal")[1]
    assert alone == len(long) * line + strips.ROW
    assert heights(long, "次") == [alone, line + strips.ROW]
    assert heights("次", long) == [line + strips.ROW, alone]
    assert heights(long, long) == [line + strips.ROW, alone - line - strips.ROW]


def test_a_row_of_a_group_that_goes_over_a_page_stays_in_its_group() -> None:
    text = "\n".join(f"{n}行目の答え。" for n in range(120))
    rows = [Row(Label(name), (Words(held),), group="再委託") for name, held in
            (("一", "短い"), ("二", text), ("三", "短い"))]  # fmt: skip
    (grid,) = divided(layout(*rows).sheets)[0].nodes
    assert isinstance(grid, Grid)
    found = [(str(line.row.label), line.span, line.last, line.kept) for line in grid.lines]
    assert found == [
        ("一", 3, False, False),
        ("二", 0, True, False),
        ("二（続き）", 0, True, False),
        ("二（続き）", 0, False, False),
        ("三", 0, True, False),
    ]


def test_a_row_that_names_a_list_is_kept_with_it_by_its_last_part() -> None:
    text = "\n".join(f"{n}行目の名。" for n in range(120))
    nodes = layout(Row(Label("名"), (Words(text),)), Records(("氏名",) * 20)).sheets
    (grid, _) = divided(nodes)[0].nodes
    assert isinstance(grid, Grid)
    assert [line.kept for line in grid.lines] == [False, False, True]
    assert [line.whole for line in grid.lines] == [False, True, True]
