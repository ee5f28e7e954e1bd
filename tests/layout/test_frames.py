"""Frames know their anchors, the depth of headings and the cells at the left of rows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pia.layout.frames import Frame, Grid, Index, Line, Titled, pages
from pia.layout.tree import (
    Contents,
    Heading,
    Label,
    Layout,
    Node,
    Row,
    Sheet,
    Table,
    Words,
)


def frames(*nodes: Node) -> tuple[Frame, ...]:
    layout = Layout("題", "名", "機関", "", "2025-01-01T00:00:00Z", "", (Sheet("一", nodes),))
    return pages(layout)[0].frames


def heading(level: int, text: str = "題", mark: str = "") -> Heading:
    return Heading(level, Label(text, mark))


def row(address: str = "", depth: int = 0, group: str = "") -> Row:
    return Row(Label("項目"), (Words(""),), depth, group, address=address)


def lines(*rows: Row) -> list[Line]:
    (frame,) = frames(*rows)
    assert isinstance(frame.body, Grid)
    return list(frame.body.lines)


@given(st.lists(st.integers(0, 3), min_size=1))
def test_no_heading_is_more_than_one_deeper_than_the_one_before(levels: list[int]) -> None:
    found = frames(*map(heading, levels))
    depths = [frame.body.depth for frame in found if isinstance(frame.body, Titled)]
    assert len(depths) == len(levels)
    assert all(1 <= after <= before + 1 for before, after in pairwise(depths))


def test_an_anchor_is_given_to_the_first_row_of_an_address_only() -> None:
    assert [line.anchor for line in lines(row("甲"), row("乙"), row("甲"), row())] == [
        "甲",
        "乙",
        "",
        "",
    ]


def test_rows_of_a_group_share_the_cell_at_their_left() -> None:
    found = lines(row(), row(group="再委託"), row(group="再委託"), row(), row(depth=1))
    assert [(line.side, line.span, line.last) for line in found] == [
        (None, 0, True),
        ("再委託", 2, False),
        ("再委託", 0, True),
        (None, 0, True),
        ("", 1, True),
    ]


def test_rows_that_follow_one_another_are_one_grid() -> None:
    found = frames(row(), row(), heading(2), row(), Table((), ()))
    assert [type(frame.body).__name__ for frame in found] == ["Grid", "Titled", "Grid", "Table"]


def test_the_contents_lead_to_the_next_heading_of_the_same_words() -> None:
    found = frames(
        Contents(("Ⅱ", "Ⅲ", "Ⅱ", "Ⅴ")),
        heading(1, "Ⅱ"),
        heading(1, "Ⅲ", mark="※"),
        heading(1, "Ⅱ"),
    )
    index, *titles = found
    assert isinstance(index.body, Index)
    first, second, third = (title.anchor for title in titles)
    assert [entry.anchor for entry in index.body.entries] == [first, second, third, ""]
