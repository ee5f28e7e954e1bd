"""What a table of the form says of itself: the cell that names a row, and columns of dates."""

import pytest

from pia.layout.exhibits import fitted, naming
from pia.layout.measure import width
from pia.layout.tree import Column, Label, Table

DAY = "令和6年12月25日"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("Ⅰ基本情報", DAY), 0),
        ((DAY, "Ⅰ基本情報", "事前"), 1),
        (("令和6年4月1日", DAY, "事後"), 2),
        ((DAY, DAY), 0),  # where all are dates, the first
    ],
)
def test_a_row_is_named_by_what_is_more_than_a_date(row: tuple[str, ...], named: int) -> None:
    assert naming(row) == named


def test_a_column_of_dates_leaves_each_on_one_line_at_the_cost_of_the_others() -> None:
    columns = tuple(
        Column(Label(name), share) for name, share in (("日", 5), ("甲", 60), ("乙", 30))
    )
    made = fitted(Table(columns, ((DAY, "あ" * 90, "い"),)), landscape=False)
    day, first, second = (column.width for column in made.columns)
    assert day / 95 * 50 > width(DAY) + 1  # em of an upright page, with room on both sides
    assert day / 95 * 50 < width(DAY) + 2
    assert day + first + second == pytest.approx(95)
    assert first == pytest.approx(2 * second)


def test_a_wide_page_has_more_room_for_the_same_date() -> None:
    columns = (Column(Label("日"), 5), Column(Label("甲"), 60))
    table = Table(columns, ((DAY, "あ"),))
    upright, wide = (fitted(table, landscape=each).columns[0].width for each in (False, True))
    assert upright / wide == pytest.approx(74 / 50)


def test_a_table_whose_dates_have_room_stays_as_it_is() -> None:
    columns = (Column(Label("日"), 40), Column(Label("甲"), 60))
    table = Table(columns, ((DAY, "あ"),))
    assert fitted(table, landscape=False) is table
