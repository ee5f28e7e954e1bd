"""Areas and formulas that follow rows which are copied."""

import pytest

from pia.intake.formulas import Growth, renamed

LIST = Growth("様式", 9, 9, 3)  # row 9 copied three times
BLOCK = Growth("様式", 5, 8, 2)  # rows 5 to 8 copied twice


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(C5:C9)", "SUM(C5:C12)"),
        ("C10+$D$9", "C13+$D$9"),
        ('LOG10(A1)&"A10"', 'LOG10(A1)&"A10"'),
        ("表紙!A10+様式!A10", "表紙!A10+様式!A13"),
        ("'様式'!$A$1:$G$9,'様式'!$1:$2", "'様式'!$A$1:$G$12,'様式'!$1:$2"),
        ("別の様式!A10", "別の様式!A10"),
        ("表1[金額]+T10(1)", "表1[金額]+T10(1)"),
    ],
)
def test_formulas_follow_the_rows_of_their_sheet(formula: str, expected: str) -> None:
    assert LIST.formula(formula, is_own=True) == expected


def test_a_formula_of_another_sheet_follows_only_what_it_names() -> None:
    assert LIST.formula("A10+様式!A10", is_own=False) == "A10+様式!A13"


def test_a_copied_row_reckons_with_its_own_cells() -> None:
    assert BLOCK.copied_formula("B6*$B$1+C$7", 2) == "B14*$B$1+C$7"


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ("C3:C20", "C3:C28"),
        ("C3:C8", "C3:C16"),
        ("C6", "C6 C10 C14"),
        ("C3:C6", "C3:C6 C9:C10 C13:C14"),
        ("C9 D2", "C17 D2"),
    ],
)
def test_what_covers_copied_rows_covers_their_copies(areas: str, expected: str) -> None:
    assert BLOCK.areas(areas) == expected


def test_a_head_merged_with_the_rows_above_ends_where_a_list_begins() -> None:
    below = Growth("様式", 4, 4, 2, is_apart=True)
    assert below.merged("A3:B4") == ["A3:B4", "A5:B5", "A6:B6"]
    assert below.merged("A3:A4") == ["A3:A4"]
    assert Growth("様式", 4, 4, 2).merged("A3:A4") == ["A3:A6"]


def test_the_names_of_a_copied_sheet_are_its_own() -> None:
    assert renamed("基本情報!$A$1:$B$9,Ⅰ基本情報!$C$1", "基本情報", "写し_2") == (
        "'写し_2'!$A$1:$B$9,Ⅰ基本情報!$C$1"
    )
