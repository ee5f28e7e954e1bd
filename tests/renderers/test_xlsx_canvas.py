"""The rows and columns of a sheet: what a text has of them, and the lines around it."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import column, heights, leading, row, sheet, span_of

from pia.layout.measure import choice
from pia.layout.tree import Column as TableColumn
from pia.layout.tree import Counted, Heading, Label, Note, Row, Table, Words
from pia.renderers.xlsx import PORTRAIT_PIXELS
from pia.renderers.xlsx_canvas import (
    SIZE,
    VALUE,
    BandText,
    BandWriter,
    Canvas,
    Look,
    height,
    lines_in,
)

YES_NO = choice("行っている", ("行っている", "行っていない"))


def test_a_text_has_the_width_of_the_columns_that_it_covers() -> None:
    canvas = Canvas((100, 200, 300), landscape=False)
    assert canvas.em(0, 0, 10) == pytest.approx((75 - 3.75) / 10)
    assert canvas.em(0, 1, 10) == pytest.approx((225 - 3.75) / 10)
    assert canvas.em(1, 2, 9) == pytest.approx((375 - 3.75) / 9)


@pytest.mark.parametrize("lines", [1, 2, 7, 27])
def test_a_row_of_so_many_lines_holds_them_and_not_one_more(lines: int) -> None:
    assert lines_in(height(lines, 10), 10) == lines
    assert lines_in(height(lines, 10) - 1, 10) == lines - 1


def lined(drawn: Worksheet, coordinate: str) -> tuple[bool, bool]:
    """Whether a cell has a line above and below it, to the end of what it covers."""
    first = drawn[coordinate]
    merged = [m for m in drawn.merged_cells.ranges if coordinate in m]
    last = drawn.cell(merged[0].max_row, merged[0].min_col) if merged else first
    return bool(first.border.top.style), bool(last.border.bottom.style)


def test_a_choice_and_its_number_share_a_frame_that_their_options_fill() -> None:
    drawn = sheet(Row(Label("委託の有無"), (YES_NO, Counted("3"))), row("次", "一"))
    assert [drawn[cell].value for cell in ("C1", "D1", "C2")] == ["[", "行っている", "（　3　）件"]
    assert lined(drawn, "D1") == (True, False)
    assert lined(drawn, "C2") == (False, True)
    (options,) = [c for c in drawn[1] if str(c.value).startswith("＜選択肢＞")]
    assert lined(drawn, options.coordinate) == (True, True)
    assert span_of(drawn, options.coordinate)[1] == drawn.max_column
    assert column(drawn, "A") == ["委託の有無", "次"]


def test_a_long_label_makes_its_row_high_enough() -> None:
    short, long = (sheet(row(label, "一")) for label in ("項目", "とても長い項目の名" * 6))
    assert sum(heights(long)) > 4 * sum(heights(short))


def test_a_remark_takes_as_many_rows_as_it_has_lines() -> None:
    one, two = (heights(sheet(row("①", "一"), Note(text)))[-1] for text in ("注", "注\n注"))
    assert one < two


def test_no_page_ends_amid_a_row_that_has_room_on_one() -> None:
    parts = 9
    drawn = sheet(*[Row(Label(f"項目{n}"), (Counted("1"),) * parts) for n in range(30)])
    begins = [b.id for b in drawn.row_breaks.brk]
    assert len(begins) > 3
    assert [begin % parts for begin in begins] == [0] * len(begins)


def test_no_page_ends_with_a_row_in_the_place_of_a_heading() -> None:
    plain = row("項目", "答え")
    (begins,) = {b.id for b in sheet(*[plain] * 60).row_breaks.brk}
    for above, expected in ((begins - 2, begins), (begins - 1, begins - 1), (begins, begins)):
        drawn = sheet(*[plain] * above, leading("移転先1"), *[plain] * 10)
        assert [b.id for b in drawn.row_breaks.brk] == [expected]


def test_what_is_no_part_of_a_grid_stands_apart_from_it() -> None:
    columns = (TableColumn(Label("項目"), 1), TableColumn(Label("記載"), 1))
    table = Table(columns, (("一", "二"),))
    assert column(sheet(row("①", "一"), Note("注")), "A") == ["①", "注"]
    assert len(heights(sheet(row("①", "一"), Note("注")))) == 3
    assert len(heights(sheet(row("①", "一"), table, row("②", "二")))) == 6
    assert len(heights(sheet(Heading(1, Label("変更箇所")), table))) == 3
    assert len(heights(sheet(Heading(0, Label("題名")), row("①", "一")))) == 3


def test_a_label_and_its_value_share_the_lines_above_and_below_them() -> None:
    drawn = sheet(Row(Label("①名称"), (Words("一"), Words("二"))))
    assert lined(drawn, "C1") == (True, False)
    assert lined(drawn, "C2") == (False, True)
    assert lined(drawn, "A1") == (True, True)


def test_the_cell_beside_nested_labels_has_a_line_above_it_where_a_page_begins() -> None:
    drawn = sheet(row("①", "一"), *[Row(Label("項目"), (Words("二"),), depth=1)] * 120)
    (begins, *_) = (b.id for b in drawn.row_breaks.brk)
    assert lined(drawn, "A2") == (False, True)
    assert lined(drawn, f"A{begins + 1}") == (True, True)


@pytest.mark.parametrize(("free", "on_first"), [(3, True), (2, False)])
def test_a_text_begins_at_the_foot_of_a_page_that_holds_three_lines_of_it(
    free: int, on_first: bool
) -> None:
    canvas = Canvas(PORTRAIT_PIXELS, landscape=False)
    while lines_in(canvas.room, SIZE) > free:
        canvas.rows(3)
    begun = len(canvas.heights)
    BandWriter(canvas, Look()).piece(BandText("一つの文。\n" * 100), VALUE, Look(SIZE))
    assert (canvas.breaks[0] > begun) == on_first
    assert (canvas.cells[0].text.count("\n") == free - 1) == on_first


def test_a_long_label_beside_several_contents_makes_the_last_of_them_higher() -> None:
    label, lines = "とても長い項目の名" * 6, (Words("一"), Words("二"))
    (alone,) = heights(sheet(row(label, "一")))
    first, last = heights(sheet(Row(Label(label), lines)))
    (plain,) = heights(sheet(row("項目", "一")))
    assert first == plain
    assert first + last == pytest.approx(alone, abs=1)
