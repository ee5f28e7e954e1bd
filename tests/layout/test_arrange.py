"""Sheets know their names, anchors, the depth of headings and the cells at the left of rows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia.layout.build import FORBIDDEN, LONGEST_NAME, SheetDraft, arrange, tail_of
from pia.layout.tree import (
    Contents,
    Entry,
    Grid,
    Heading,
    Label,
    Line,
    Node,
    Row,
    Table,
    Words,
)

SHEETS = st.text(st.sampled_from("ⅡaA(:/あ𠮷_~2"), min_size=1, max_size=80)


def arranged(*nodes: Node | Row) -> tuple[Node, ...]:
    return arrange([SheetDraft("一", nodes)])[0].nodes


def names(*wanted: str) -> list[str]:
    return [sheet.name for sheet in arrange(SheetDraft(name, ()) for name in wanted)]


def heading(level: int, text: str = "題", mark: str = "") -> Heading:
    return Heading(level, Label(text, mark))


def row(address: str = "", depth: int = 0, group: str = "") -> Row:
    return Row(Label("項目"), (Words(""),), depth, group, address=address)


def lines(*rows: Row) -> list[Line]:
    (grid,) = arranged(*rows)
    assert isinstance(grid, Grid)
    return list(grid.lines)


@given(st.lists(st.integers(0, 3), min_size=1))
def test_no_heading_is_more_than_one_deeper_than_the_one_before(levels: list[int]) -> None:
    depths = [n.depth for n in arranged(*map(heading, levels)) if isinstance(n, Heading)]
    assert len(depths) == len(levels)
    assert all(1 <= after <= before + 1 for before, after in pairwise(depths))


def test_headings_of_one_level_under_the_same_one_are_as_deep_as_each_other() -> None:
    found = arranged(*map(heading, (0, 1, 3, 3, 1, 2, 3, 2, 3)))
    assert [n.depth for n in found if isinstance(n, Heading)] == [0, 1, 2, 2, 1, 2, 3, 2, 3]


def test_an_anchor_is_given_to_the_first_row_of_an_address_only() -> None:
    assert [line.row.anchor for line in lines(row("甲"), row("乙"), row("甲"), row())] == [
        "甲",
        "乙",
        "",
        "",
    ]


def test_rows_of_a_group_share_the_cell_at_their_left() -> None:
    found = lines(row(), row(group="再委託"), row(group="再委託"), row(), row(depth=1))
    assert [(line.row.side, line.span, line.last) for line in found] == [
        (None, 0, True),
        ("再委託", 2, False),
        ("再委託", 0, True),
        (None, 0, True),
        ("", 1, True),
    ]


def test_rows_that_follow_one_another_are_one_grid() -> None:
    found = arranged(row(), row(), heading(2), row(), Table((), ()))
    assert [type(node).__name__ for node in found] == ["Grid", "Heading", "Grid", "Table"]


def test_the_contents_lead_to_the_next_heading_of_the_same_words() -> None:
    entries = tuple(map(Entry, ("Ⅱ", "Ⅲ", "Ⅱ", "Ⅴ")))
    index, *titles = arranged(
        Contents(entries), heading(1, "Ⅱ"), heading(1, "Ⅲ", mark="※"), heading(1, "Ⅱ")
    )
    assert isinstance(index, Contents)
    first, second, third = (title.anchor for title in titles if isinstance(title, Heading))
    assert [entry.anchor for entry in index.entries] == [first, second, third, ""]
    assert [entry.sheet for entry in index.entries] == ["一", "一", "一", ""]


def test_what_excel_forbids_in_a_name_is_replaced() -> None:
    assert names("a[b]c:d*e?f/g\\h") == ["a・b・c・d・e・f・g・h"]


def test_a_long_name_is_cut_at_31_characters() -> None:
    assert names("Ⅱ_" + "あ" * 40, "Ⅱ_い") == ["Ⅱ_" + "あ" * 29, "Ⅱ_い"]


def test_a_character_beyond_the_first_plane_counts_twice() -> None:
    assert names("Ⅱ_" + "𠮷" * 20) == ["Ⅱ_" + "𠮷" * 14]


def test_names_that_are_cut_alike_are_numbered() -> None:
    assert names(*("あ" * 40 + end for end in "一二三")) == [
        "あ" * 31,
        "あ" * 29 + "~2",
        "あ" * 29 + "~3",
    ]


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert names("Ⅱ_a", "Ⅱ_A") == ["Ⅱ_a", "Ⅱ_A~2"]


@given(st.lists(SHEETS, max_size=12))
def test_excel_takes_the_names_of_any_sheets(wanted: list[str]) -> None:
    found = names(*wanted)
    assert len(found) == len(wanted)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME for name in found)
    assert not any(FORBIDDEN.search(name) for name in found)
    assert len({name.lower() for name in found}) == len(found)


def grid(rows: int, *, whole: bool = True) -> Grid:
    return Grid((Line(row(), 0, False, whole),) * rows)


@pytest.mark.parametrize(
    ("nodes", "kept"),
    [
        ([grid(30), heading(2), grid(3)], 2),
        ([grid(30), heading(2), grid(5)], 2),  # six rows with the heading
        ([grid(30), heading(2), grid(6)], 1),
        ([grid(30), grid(10)], 0),
        ([grid(30), heading(1), grid(3)], 1),  # the title of a part begins a page anyhow
        ([grid(30), grid(2, whole=False), grid(1)], 1),
        ([heading(2), grid(3)], 0),  # all of a sheet has nothing to stay with
    ],
)
def test_few_rows_at_the_end_of_a_sheet_stay_together(nodes: list[Node], kept: int) -> None:
    assert tail_of(nodes) == kept
