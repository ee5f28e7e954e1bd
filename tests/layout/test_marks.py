"""A text knows which stretches of it changed, and so does whatever is cut from it."""

import pytest

from pia.layout.marks import Marked, Stretch, lines_of, runs_of

TEXT = Marked("甲課の係と乙課の係", (Stretch(0, 2), Stretch(5, 7)))


def test_the_pieces_of_a_text_stand_in_turn_each_with_whether_it_changed() -> None:
    expected = [("甲課", True), ("の係と", False), ("乙課", True), ("の係", False)]
    assert list(TEXT.runs()) == expected
    assert list(runs_of(TEXT)) == expected
    assert list(Marked("甲課", (Stretch(0, 2),)).runs()) == [("甲課", True)]


def test_a_text_that_is_not_marked_is_one_piece_and_an_empty_one_none() -> None:
    assert list(runs_of("甲課")) == [("甲課", False)]
    assert list(runs_of("")) == []


@pytest.mark.parametrize(
    ("start", "end", "stretches"),
    [
        (0, 9, [(0, 2), (5, 7)]),
        (1, 6, [(0, 1), (4, 5)]),  # what it cuts through is marked as far as it goes
        (2, 5, []),  # what only touches an edge is not in it
        (0, 5, [(0, 2)]),
        (2, 9, [(3, 5)]),
    ],
)
def test_a_slice_keeps_what_changed_within_it(
    start: int, end: int, stretches: list[tuple[int, int]]
) -> None:
    cut = TEXT[start:end]
    assert cut == str(TEXT)[start:end]
    assert isinstance(cut, Marked)
    assert list(cut.stretches) == stretches


def test_one_character_is_a_plain_one() -> None:
    assert [TEXT[0], TEXT[-1]] == ["甲", "係"]


def test_lines_keep_what_changed_and_an_empty_line_has_no_piece() -> None:
    text = Marked("\n前の行\n課名\n\n後の行", (Stretch(3, 6),))
    assert list(lines_of(text)) == [
        [],
        [("前の", False), ("行", True)],
        [("課", True), ("名", False)],
        [],
        [("後の行", False)],
    ]
