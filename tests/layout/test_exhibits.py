"""What a table of the form says of itself: the cell that names a row, and columns of dates."""

from pathlib import Path

import made_up
import pytest
from assessments import assessment

from pia.forms.load import load
from pia.layout.build import build
from pia.layout.exhibits import fitted, naming
from pia.layout.measure import width
from pia.layout.tree import Column, Grid, Heading, Label, Table

DAY = "令和6年12月25日"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (("Ⅰ基本情報", DAY), 0),
        ((DAY, "Ⅰ基本情報", "事前"), 1),
        (("令和6年4月1日", DAY, "事後"), 2),
        (("", "名称", "備考"), 1),
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


def test_no_column_is_narrower_than_two_characters() -> None:
    columns = (Column(Label("番号"), 1), Column(Label("甲"), 50), Column(Label("乙"), 50))
    made = fitted(Table(columns, (("1", "あ", "い"),)), landscape=False).columns
    share = made[0].width / sum(column.width for column in made)
    assert share * 50 > 2
    many = Table(columns[:1] * 30, (("1",) * 30,))
    assert fitted(many, landscape=False) is many


def test_a_short_label_stays_on_one_line() -> None:
    columns = (Column(Label("移転する情報"), 1), Column(Label("甲"), 5), Column(Label("乙"), 5))
    made = fitted(Table(columns, (("1", "あ", "い"),)), landscape=False).columns
    assert made[0].width / sum(column.width for column in made) * 50 > width("移転する情報") + 1


def attached(columns: str, rows: str) -> tuple[list[float], tuple[tuple[str, ...], ...]]:
    """The widths of the columns of a 別紙, and its rows."""
    data = assessment(f"別紙: [{{id: 先, 題名: 先, 列: [{columns}], 行: [{rows}]}}]")
    (sheet,) = [s for s in build(load("R6.10", "juten"), data, None).sheets if s.name == "別紙"]
    (table,) = [node for node in sheet.nodes if isinstance(node, Table)]
    return [column.width for column in table.columns], table.rows


def test_a_list_is_headed_as_a_part_by_its_title_or_what_the_form_calls_it() -> None:
    def head(title: str) -> Heading:
        data = assessment(f"別紙: [{{id: 先{title}, 列: [番], 行: [{{番: 1}}]}}]")
        (sheet,) = [s for s in build(load("R6.10", "juten"), data, None).sheets if s.name == "別紙"]
        first = sheet.nodes[0]
        assert isinstance(first, Heading)
        return first

    titled, plain = head(", 題名: 提供先"), head("")
    assert (titled.level, titled.label.text, plain.label.text) == (1, "提供先", "別紙")


def test_a_form_may_leave_out_all_of_a_list_but_the_list(tmp_path: Path) -> None:
    left_out = [
        ("  - {address: 題名, required: always}\n  - {address: 列", "  - {address: 列"),
        ("  - {address: 行, required: always}\n  - {address: 備考, required: never, room: 3}\n",
         "  - {address: 行, required: always}\n"),
    ]  # fmt: skip
    form = load("R9.1", "juten", made_up.edition(tmp_path, *left_out))
    data = assessment("別紙: [{id: 先, 題名: 提供先, 備考: なし, 列: [番], 行: [{番: 1}]}]")
    heading, table = build(form, data, None).sheets[-1].nodes
    assert isinstance(heading, Heading)
    assert (heading.label.text, heading.address) == ("別紙", "別紙[先]")
    assert isinstance(table, Table)
    assert table.rows == (("1",),)


def test_a_column_is_as_wide_as_the_root_of_its_longest_text_and_never_narrow() -> None:
    widths, rows = attached("番, 名称", "{番: 1, 名称: 見本市の税務課}, {番: 2}")
    assert widths == [pytest.approx(2**0.5), pytest.approx(7**0.5)]
    assert rows == (("1", "見本市の税務課"), ("2", ""))
    assert attached("とても長い見出し, 名", "{名: 一}")[0][0] == pytest.approx(8**0.5)


def test_a_table_of_an_empty_list_leaves_rows_of_two_lines_to_write_in() -> None:
    def changes(text: str) -> Table:
        built = build(load("R6.10", "juten"), assessment(text), None)
        (sheet,) = [s for s in built.sheets if "別添２" in s.name]
        (table,) = [node for node in sheet.nodes if isinstance(node, Table)]
        return table

    blank, filled = changes("表紙: {評価書名: 税}"), changes("変更箇所: [{項目: 一}, {項目: 二}]")
    assert len(blank.rows) > 1
    assert {text for row in blank.rows for text in row} == {""}
    assert (blank.lines, filled.lines, len(filled.rows)) == (2, 1, 2)
    assert blank.address == filled.address == "変更箇所"


@pytest.mark.parametrize("form", ["kiso", "juten", "zenkomoku"])
def test_a_row_of_the_cover_is_headed_as_its_tables_and_no_other_row_is(form: str) -> None:
    sheets = build(load("R6.10", form), assessment(), Path()).sheets
    grids = [node for sheet in sheets for node in sheet.nodes if isinstance(node, Grid)]
    rows = [line.row for grid in grids for line in grid.lines]
    assert [str(row.label) for row in rows if row.head] == ["特記事項"]
    assert len(rows) > 30


def test_the_columns_of_an_attachment_stand_at_the_left() -> None:
    data = assessment("別紙: [{id: 先, 題名: 先, 列: [番, 名], 行: [{番: '1', 名: 甲}]}]")
    *_, last = build(load("R6.10", "juten"), data, Path()).sheets
    (table,) = (node for node in last.nodes if isinstance(node, Table))
    assert [(str(c.label), c.centred) for c in table.columns] == [("番", False), ("名", False)]
