"""What stays on one page: answers with their options, few words, short rows of a table."""

import pytest

from pia.layout.measure import box_group, choice
from pia.layout.rows import is_kept, is_short, is_undivided, is_whole
from pia.layout.tree import (
    Box,
    Boxes,
    Bracketed,
    Content,
    Counted,
    Label,
    Line,
    Records,
    Row,
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
