"""Lists of texts on a sheet: their frame, and where a page ends within them."""

from itertools import accumulate, pairwise

import pytest
from workbooks import heights, row, sheet, span_of

from pia.layout.tree import Column, Heading, Label, Records, Table
from pia.renderers.xlsx import PORTRAIT_PIXELS
from pia.renderers.xlsx_canvas import Canvas, Look
from pia.renderers.xlsx_exhibits import TableWriter, records


def test_many_records_stand_two_to_a_row_within_one_frame() -> None:
    drawn = sheet(Records(tuple(f"項目{n}" for n in range(11))))
    texts = [[cell.value for cell in cells if cell.value] for cells in drawn.iter_rows()]
    assert texts[0] == ["1．項目0", "2．項目1"]
    assert texts[5] == ["11．項目10"]
    second = next(cell.coordinate for cell in drawn[1] if cell.value == "2．項目1")
    (left, half), (other, right) = span_of(drawn, "A1"), span_of(drawn, second)
    assert (left, half + 1, right) == (1, other, drawn.max_column)
    for n in range(1, 7):
        first, last = drawn.cell(n, 1).border, drawn.cell(n, right).border
        assert (bool(first.left.style), bool(last.right.style)) == (True, True)
        assert (first.right.style, drawn.cell(n, other).border.left.style) == (None, None)
        assert (bool(first.top.style), bool(last.bottom.style)) == (n == 1, n == 6)


def test_a_list_that_one_page_holds_is_not_divided() -> None:
    for before in (20, 28, 36):
        filled = [row(f"項目{n}", "一") for n in range(before)]
        drawn = sheet(*filled, Heading(2, Label("記録項目")), Records(("氏名",) * 60))
        (page,) = [b.id for b in drawn.row_breaks.brk]
        assert drawn.cell(page + 1, 1).value == "記録項目"


def test_no_row_of_a_list_stands_alone_on_a_page() -> None:
    pages = set()
    for count in range(2, 260):
        canvas = Canvas(PORTRAIT_PIXELS, landscape=False)
        records(canvas, Records(("氏名",) * count))
        ends = [0, *canvas.breaks, len(canvas.heights)]
        assert count < 4 or min(end - begin for begin, end in pairwise(ends)) > 1, count
        pages.add(len(canvas.breaks) + 1)
    assert pages == {1, 2, 3}


def test_a_list_without_records_leaves_a_frame_to_write_in() -> None:
    drawn = sheet(Records((), lines=4))
    (frame,) = [drawn["A1"]]
    assert frame.value is None
    assert all(side.style for side in (frame.border.left, frame.border.top, frame.border.bottom))
    assert heights(drawn)[0] > 4 * 10


def test_a_column_stands_in_the_middle_or_at_the_left() -> None:
    columns = (Column(Label("番号"), 1, centred=True), Column(Label("名称"), 1))
    drawn = sheet(Table(columns, (("一", "二"),)))
    found = {cell.value: cell.alignment.horizontal for cell in drawn[2] if cell.value}
    assert found == {"一": "center", "二": "left"}


@pytest.mark.parametrize("shares", [(1, 1), (1, 2, 3, 2), (5, 1, 1), (1, 1, 9), (1, 20, 1)])
def test_the_columns_of_a_table_below_a_grid_end_where_their_share_of_the_page_does(
    shares: tuple[int, ...],
) -> None:
    canvas = Canvas(PORTRAIT_PIXELS, landscape=False)
    table = Table(tuple(Column(Label("列"), share) for share in shares), ())
    spans = TableWriter(canvas, table, Look()).spans
    assert spans[0][0] == 0
    assert spans[-1][1] == canvas.last
    for (_, last), (first, _), share in zip(spans, spans[1:], accumulate(shares), strict=False):
        assert first == last + 1
        edges = [sum(PORTRAIT_PIXELS[:n]) for n in range(len(PORTRAIT_PIXELS))]
        wanted = sum(PORTRAIT_PIXELS) * share / sum(shares)
        assert abs(edges[first] - wanted) == min(abs(edge - wanted) for edge in edges[1:])


def test_a_table_that_has_a_sheet_to_itself_has_its_columns_however_narrow() -> None:
    canvas = Canvas((700, 30, 30), landscape=False)
    table = Table(tuple(Column(Label("列"), share) for share in (500, 1, 1)), ())
    assert TableWriter(canvas, table, Look()).spans == [(0, 0), (1, 1), (2, 2)]
