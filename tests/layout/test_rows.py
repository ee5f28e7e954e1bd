"""What stays on one page: answers with their options, few words, short rows of a table."""

import pytest

from pia.layout.measure import box_group, choice
from pia.layout.rows import (
    is_kept,
    is_kept_node,
    is_kept_row,
    is_short,
    is_undivided,
    is_whole,
    list_name,
)
from pia.layout.tree import (
    Box,
    Boxes,
    Bracketed,
    Content,
    Counted,
    Grid,
    Heading,
    Label,
    Line,
    Node,
    Records,
    Row,
    Sheet,
    Words,
)

YES = choice("はい", ["はい", "いいえ"])


def row(*contents: Content, group: str = "") -> Row:
    return Row(Label("項目"), contents, group=group)


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ((Words("あ" * 150),), True),
        ((Words("あ" * 151),), False),
        ((Words("あ" * 139 + "\n"),), True),  # a line takes the room of ten characters
        ((Words("あ" * 140 + "\n"),), False),
        ((Words("あ" * 100), Bracketed("", "い" * 60)), False),
        ((choice("", ["あ" * 1500]),), True),
        ((choice("", ["あ" * 1501]),), False),
        ((choice("い", ["あ" * 1500]),), False),  # what is chosen stands there too
        ((Boxes((box_group("", [Box("あ" * 100, False)] * 15, (3,)),)),), False),
        ((Boxes((box_group("", [Box("あ" * 90, False)] * 15, (3,)),)),), True),
        ((YES, Counted("1")), True),
        ((YES, Words("あ" * 151)), False),
    ],
)
def test_few_words_and_all_but_the_longest_answers_stay_on_one_page(
    contents: tuple[Content, ...], expected: bool
) -> None:
    assert is_whole(row(*contents)) is expected


def test_the_cells_of_a_short_row_are_counted_together() -> None:
    assert is_short(["あ" * 200, "い" * 100])
    assert not is_short(["あ" * 200, "い" * 101])
    assert not is_short(["あ" * 290, "\n"])


def line(row: Row, *, last: bool = True, whole: bool = True, kept: bool = False) -> Line:
    return Line(row, 0, last, whole, kept)


def test_boxes_and_options_are_not_divided_and_long_words_are() -> None:
    assert not is_undivided(line(row(Words("あ" * 500)), whole=False))
    assert is_undivided(line(row(Words("短い"))))
    assert is_undivided(line(row(YES, Words("あ" * 500)), whole=False))
    boxes = Boxes((box_group("", [Box("紙", False)], (1,)),))
    assert is_undivided(line(row(boxes), whole=False))


def test_a_line_stays_with_the_next_of_its_group_and_with_what_it_names() -> None:
    grouped, alone = row(Words(""), group="再委託"), row(Words(""))
    assert is_kept(line(grouped, last=False))
    assert not is_kept(line(grouped))
    assert not is_kept(line(alone, last=False))
    assert is_kept(line(alone, kept=True))


def test_records_stand_two_side_by_side_when_there_are_more_than_ten() -> None:
    assert [Records(("氏名",) * count).columns for count in (0, 10, 11)] == [1, 1, 2]


def test_a_list_is_on_one_page_up_to_as_many_rows_as_it_holds() -> None:
    assert [Records(("氏名",) * count).rows for count in (0, 10, 11, 12, 13)] == [0, 10, 6, 6, 7]
    assert [Records(("氏名",) * count).is_whole for count in (90, 91)] == [True, False]


def test_rows_of_a_list_stay_with_the_next_so_that_none_stands_alone() -> None:
    def kept(count: int) -> list[int]:
        records = Records(("氏名",) * count)
        return [row for row in range(records.rows) if records.is_kept(row)]

    assert kept(10) == []
    assert kept(12) == [0, 1, 2, 3, 4]
    assert kept(100) == [0, 47, 48]


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (["短い"] * 5, [3]),
        (["短い"] * 2, []),
        (["短い"] * 3, [1]),
        (["短い", "短い", "長" * 301], []),
        (["短い", "長" * 301, "短い"], []),
        (["長" * 301, "短い", "短い"], [1]),
    ],
)
def test_the_row_before_a_last_short_one_stays_with_it(rows: list[str], kept: list[int]) -> None:
    cells = [(text,) for text in rows]
    assert [n for n in range(len(cells)) if is_kept_row(cells, n)] == kept


def named_list(*before: Node, label: Label | None = None) -> tuple[Node, ...]:
    name = Grid((Line(Row(label, (Words("（１）住基"),)), 0, True, True),))
    return (*before, name, Records(("氏名",)))


def test_a_row_across_the_page_names_the_list_behind_it() -> None:
    nodes = named_list(Heading(1, Label("別添")))
    assert [bool(list_name(nodes, n)) for n in range(-1, 4)] == [False, False, True, False, False]
    assert list_name(named_list(label=Label("項目")), 0) is None
    two = Grid((Line(Row(None, ()), 0, True, True),) * 2)
    assert list_name((two, Records(())), 0) is None


def test_the_nodes_at_the_end_of_a_sheet_and_the_name_of_a_list_stay_with_the_next() -> None:
    nodes = named_list(Heading(1, Label("別添")), Heading(2, Label("節")))
    kept = {
        tail: [n for n in range(4) if is_kept_node(Sheet("一", nodes, False, tail), n)]
        for tail in (0, 1, 2, 3)
    }
    assert kept == {0: [2], 1: [2], 2: [2], 3: [1, 2]}
