"""Labels of several rows that the end of a page parts: they stand beside all of their rows."""

from pia.forms.edition import aliases
from pia.forms.load import load
from pia.intake.align import align
from pia.intake.grid import Cell, Page, PrintedForm
from pia.intake.labels import labels_of
from pia.intake.lines import TextLine
from pia.intake.pages import PaperPage, RuledCell, carry_on
from pia.intake.place import placed
from pia.intake.texts import Doubts

EDGES = (50.0, 90.0, 200.0, 550.0)  # of a group, a label, a value
BLUE = "221 235 247"


def row(top: float, *texts: str, looks: tuple[str, ...] = (BLUE, BLUE, "")) -> list[RuledCell]:
    """Return the cells of a row of lines, all of them drawn."""
    found = []
    for n, text in enumerate(texts):
        left, right = EDGES[n], EDGES[n + 1]
        lines = [TextLine(text, left + 2, right - 2, top + 2, top + 12, 10)] if text else []
        found.append(RuledCell((left, top, right, top + 20), lines, looks[n]))
    return found


def labels(*pages: list[RuledCell]) -> list[list[str]]:
    """Return what the shaded cells of pages say when labels are put where they begin."""
    sheets = [PaperPage(f"p.{n}", n, 800, cells, []) for n, cells in enumerate(pages, start=1)]
    carry_on(sheets)
    shaded = [[cell for cell in sheet.cells if cell.look] for sheet in sheets]
    return [["".join(x.text for x in cell.lines) for cell in cells] for cells in shaded]


def test_a_label_behind_its_group_stands_where_its_value_does() -> None:
    pages = row(700, "②保管期間", "", "[ 20年以上 ]"), row(50, "", "期間", "")
    assert labels(*pages) == [["②保管期間", "期間"], ["", ""]]


def test_a_label_goes_up_with_its_group() -> None:
    pages = row(700, "", "", "[ 20年以上 ]"), row(50, "②保管期間", "期間", "")
    assert labels(*pages) == [["②保管期間", "期間"], ["", ""]]


def test_a_blank_line_that_ends_a_page_does_not_keep_its_label_from_its_answer() -> None:
    (group, label, value), (*_, blank) = row(680, "", "", "一"), row(700, "", "", "")
    group.box, label.box = (*group.box[:3], 720.0), (*label.box[:3], 720.0)
    pages = [group, label, value, blank], row(50, "②保管期間", "期間", "二")
    assert labels(*pages) == [["②保管期間", "期間"], ["", ""]]


def test_the_label_of_an_answer_over_three_pages_is_not_followed_by_the_next_one() -> None:
    pages = row(700, "", "期間", "一"), row(50, "", "", "二"), row(50, "", "妥当性", "三")
    assert labels(*pages) == [["", "期間"], ["", ""], ["", "妥当性"]]


def test_a_label_on_the_second_of_three_pages_goes_up_and_the_next_one_stays() -> None:
    pages = row(700, "", "", "一"), row(50, "", "期間", "二"), row(50, "", "妥当性", "三")
    assert labels(*pages) == [["", "期間"], ["", ""], ["", "妥当性"]]


def test_cells_of_a_shaded_table_stay_in_their_rows() -> None:
    shaded = (BLUE, BLUE, BLUE)
    pages = row(700, "1", "", "備考", looks=shaded), row(50, "", "乙", "丙", looks=shaded)
    assert labels(*pages) == [["1", "", "備考"], ["", "乙", "丙"]]


def test_a_blank_label_atop_a_page_is_not_sure() -> None:
    form = load("R6.10", "zenkomoku")
    printed = labels_of(form, aliases(form.folder))
    pages = (
        Page("p.1", (Cell("②保管期間", 0, 0), Cell("[ 20年以上 ]", 0, 2))),
        Page("p.2", (Cell("期間", 0, 1), Cell("その妥当性", 1, 1)), flows=True),
    )
    for is_paper, doubts in ((True, [Doubts.ABOVE, ""]), (False, ["", ""])):
        grid = PrintedForm("様式", pages, is_paper=is_paper)
        slots = {slot.head.text: slot.doubt for slot in placed(grid, align(grid, printed), printed)}
        assert [slots["期間"], slots["その妥当性"]] == doubts
