from hypothesis import given
from hypothesis import strategies as st

from pia.forms.definition import Section, Style
from pia.forms.walk import Place
from pia.layout.names import FORBIDDEN, LONGEST, sheet_names

SHEETS = st.text(st.sampled_from("ⅡaA(:/あ_~2"), min_size=1, max_size=40)
IDS = st.text(st.sampled_from("あ𠮷aA_2"), min_size=1, max_size=40)


def part(sheet: str, *ids: str) -> list[Place]:
    """The places of a part that stands once, or once for each of the ids."""
    section = Section("", "", Style.PART, "", sheet=sheet)
    if not ids:
        return [Place(section)]
    return [Place(section, n, len(ids), name) for n, name in enumerate(ids, start=1)]


def test_a_part_that_stands_once_has_the_name_of_its_sheet() -> None:
    assert sheet_names(part("表紙")) == ["表紙"]


def test_the_only_file_needs_no_suffix() -> None:
    assert sheet_names(part("Ⅱファイルの概要", "住基台帳")) == ["Ⅱファイルの概要"]


def test_several_files_are_told_apart_by_their_ids() -> None:
    assert sheet_names(part("Ⅱ", "住基台帳", "送付先")) == ["Ⅱ_住基台帳", "Ⅱ_送付先"]


def test_what_excel_forbids_in_a_name_is_replaced() -> None:
    assert sheet_names(part("a[b]c:d*e?f/g\\h")) == ["a・b・c・d・e・f・g・h"]


def test_a_long_name_is_cut_at_31_characters() -> None:
    assert sheet_names(part("Ⅱ", "あ" * 40, "い")) == ["Ⅱ_" + "あ" * 29, "Ⅱ_い"]


def test_a_character_beyond_the_first_plane_counts_twice() -> None:
    assert sheet_names(part("Ⅱ", "𠮷" * 20, "い")) == ["Ⅱ_" + "𠮷" * 14, "Ⅱ_い"]


def test_names_that_are_cut_alike_are_numbered() -> None:
    assert sheet_names(part("Ⅱ", "あ" * 40 + "一", "あ" * 40 + "二", "あ" * 40 + "三")) == [
        "Ⅱ_" + "あ" * 29,
        "Ⅱ_" + "あ" * 27 + "~2",
        "Ⅱ_" + "あ" * 27 + "~3",
    ]


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert sheet_names(part("Ⅱ", "a", "A")) == ["Ⅱ_a", "Ⅱ_A~2"]


@given(st.lists(st.tuples(SHEETS, st.lists(IDS, max_size=4)), max_size=5))
def test_excel_takes_the_names_of_any_sheets(sheets: list[tuple[str, list[str]]]) -> None:
    names = sheet_names([place for sheet, ids in sheets for place in part(sheet, *ids)])
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= LONGEST for name in names)
    assert not any(FORBIDDEN.search(name) for name in names)
    assert len({name.lower() for name in names}) == len(names)
