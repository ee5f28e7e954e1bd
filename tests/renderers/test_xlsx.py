"""What stands in the workbook, as another program reads it."""

from dataclasses import replace
from io import BytesIO
from operator import mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from workbooks import column, columns, heights, layout, read, row, sheet, span_of, width_of, widths

from pia.layout.build import SheetDraft, arrange
from pia.layout.marks import Marked, Stretch
from pia.layout.measure import box_group, choice, going_on
from pia.layout.tree import (
    Box,
    Boxes,
    Bracketed,
    Column,
    Contents,
    Counted,
    Edition,
    Entry,
    Heading,
    Label,
    Node,
    Note,
    Records,
    Row,
    Table,
    Words,
)
from pia.renderers.xlsx import render
from pia.renderers.xlsx_canvas import MARGINS

HIGHEST_ROW = 409.5
MOST_CHARACTERS = 32767
YES_NO = choice("行っている", ("行っている", "行っていない"))
OTHER = box_group("", (Box("紙", False), Box("その他", True, "窓口")), (2,))
CHANGES = Table(
    (Column(Label("項目"), 1), Column(Label("変更後の記載"), 3)), (("Ⅰ", "一"), ("Ⅱ", "二"))
)


def overlaps(drawn: Worksheet) -> list[str]:
    """The merged cells that cover a cell which another one covers."""
    seen: set[tuple[int, int]] = set()
    found = []
    for merged in drawn.merged_cells.ranges:
        cells = set(merged.cells)
        if cells & seen:
            found.append(merged.coord)
        seen |= cells
    return found


def whole(text: str, joined: str) -> bool:
    """Whether a column, its rows joined, has the text in one piece."""
    return text.replace("\n", "") in joined.replace("\n", "")


def test_a_value_stands_beside_its_label() -> None:
    drawn = sheet(row("①事務の名称", "住民基本台帳に関する事務"), row("②内容", "記録する"))
    assert column(drawn, "A") == ["①事務の名称", "②内容"]
    assert column(drawn, "C") == ["住民基本台帳に関する事務", "記録する"]
    assert drawn["A1"].row == drawn["C1"].row == 1


def test_a_nested_label_stands_in_the_second_column() -> None:
    drawn = sheet(Row(Label("その必要性"), (Words("必要"),), depth=1))
    assert [drawn[cell].value for cell in ("A1", "B1", "C1")] == [None, "その必要性", "必要"]


def test_a_group_stands_beside_all_its_rows() -> None:
    first = Row(Label("④再委託の有無"), (Words("再委託しない"),), group="再委託")
    second = Row(Label("⑥再委託事項"), (Words("一\n二"),), group="再委託")
    drawn = sheet(first, second, row("次", "三"))
    assert column(drawn, "A") == ["再委託", "次"]
    assert "A1:A2" in {merged.coord for merged in drawn.merged_cells.ranges}


def test_rows_beside_a_long_group_are_high_enough_for_it() -> None:
    drawn = sheet(Row(Label("使用部署"), (Words("課"),), group="④使用の主体"))
    assert sum(heights(drawn)) >= len("④使用の主体") * 14.5


def test_a_text_that_fits_on_the_page_stands_in_one_cell() -> None:
    text = "一つ目\n\n三つ目" + "記録する。" * 300
    drawn = sheet(row("②内容", text))
    assert column(drawn, "C") == [text]
    assert drawn["C1"].alignment.vertical == "justify"
    assert drawn.row_breaks.brk == []


def test_a_text_that_goes_on_over_the_page_names_its_item_again() -> None:
    drawn = sheet(row("①名称", "事務"), row("②内容", "記録する。\n" * 200))
    assert column(drawn, "A") == ["①名称", *["②内容"], *["②内容（続き）"] * 3]
    (begin, *_) = [b.id + 1 for b in drawn.row_breaks.brk]
    assert drawn.cell(begin, 1).value == "②内容（続き）"
    assert "".join(column(drawn, "C")[1:]).count("記録する。") == 200


def test_rows_that_no_group_joins_fill_the_page() -> None:
    rows = [row("①", "一")] * 30
    drawn = sheet(*rows, Heading(3, Label("委託事項2")), *rows)
    (end,) = (b.id for b in drawn.row_breaks.brk)
    assert end > 45  # amid the second


def test_a_page_ends_before_a_heading_and_not_behind_it() -> None:
    filled = [row(f"項目{n}", "一") for n in range(46)]
    for before in range(40, 47):
        drawn = sheet(*filled[:before], Heading(2, Label("２．節")), row("終わり", "一\n二\n三"))
        begins = [drawn.cell(b.id + 1, 1).value for b in drawn.row_breaks.brk]
        assert begins in ([], ["２．節"]) or begins[0].startswith("項目")
        assert "終わり" not in begins


def test_a_choice_stands_in_brackets_before_its_options() -> None:
    drawn = sheet(Row(Label("ユーザ認証の管理"), (YES_NO,)))
    texts = [cell.value for cell in drawn[1] if cell.value]
    assert texts[:4] == ["ユーザ認証の管理", "[", "行っている", "]"]
    assert texts[4].startswith("＜選択肢＞\n1) 行っている")


def test_a_choice_offers_its_options_as_a_list() -> None:
    book = read(render(layout(Row(Label("一"), (YES_NO,)), Row(Label("二"), (YES_NO,)))))
    drawn, hidden = book.worksheets
    (validation,) = drawn.data_validations.dataValidation
    assert (validation.type, validation.formula1) == ("list", "list_1")
    assert validation.showErrorMessage
    assert "選択肢" in validation.error
    assert {str(cells) for cells in validation.sqref.ranges} == {"D1", "D2"}
    assert drawn["D1"].value == "行っている"
    assert book.defined_names["list_1"].attr_text == "'選択肢'!$A$1:$A$2"
    assert hidden.sheet_state == "hidden"
    assert column(hidden, "A") == ["行っている", "行っていない"]


def test_boxes_stand_side_by_side_with_their_brackets() -> None:
    drawn = sheet(Row(Label("②入手方法"), (Boxes((OTHER,)),)))
    assert [c.value for c in drawn[1] if c.value] == [
        "②入手方法",
        "[ 　 ]紙",
        "[ ○ ]その他　（ 窓口 ）",
    ]


def test_a_heading_has_its_boxes_on_its_row() -> None:
    drawn = sheet(Heading(2, Label("４．委託"), (Box("委託しない", True),)))
    assert [c.value for c in drawn[1] if c.value] == ["４．委託", "[ ○ ]委託しない"]


def test_records_are_numbered() -> None:
    assert column(sheet(Records(("氏名", "住所"))), "A") == ["1．氏名", "2．住所"]


def test_a_form_is_printed_on_a4_portrait_one_page_wide() -> None:
    drawn = sheet(row("①", "一"))
    setup = drawn.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "portrait")
    assert (setup.scale, setup.fitToWidth, setup.fitToHeight) == (87, None, None)
    assert drawn.print_area == "'一'!$A$1:$C$1"


def test_a_change_table_is_landscape_and_repeats_its_header() -> None:
    data = render(layout(Heading(1, Label("変更箇所")), CHANGES, landscape=True))
    drawn = read(data).worksheets[0]
    assert drawn.page_setup.orientation == "landscape"
    assert drawn.print_title_rows == "$2:$2"
    assert [cell.value for cell in drawn[2]] == ["項目", "変更後の記載"]
    assert drawn.print_area == "'一'!$A$1:$B$4"


def test_the_footer_counts_pages_and_names_the_form() -> None:
    drawn = read(render(layout(row("①", "一"), foot="［様式３］A&B"))).worksheets[0]
    assert drawn.oddFooter.center.text == "&P / &N"
    assert drawn.oddFooter.right.text == "［様式３］A&&B"
    assert drawn.oddFooter.left.text is None


@given(st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "012", "1:30", "TRUE", "'一"]))
def test_a_text_stays_a_text(text: str) -> None:
    cell = sheet(row("①", text))["C1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize(
    "text",
    ["_x0041_", "a_x000D_b", "_x005F_", "_x005F_x0041_", "__x0041_x0042_", "<r>一</r>", "<r>&</r>"],
)
def test_a_text_that_excel_would_decode_stays_as_it_is(text: str) -> None:
    data = render(layout(row("①", text)))
    cells = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert cells[0][2] == text
    if not text.startswith("<r>") and "_x005F_" not in text:  # which openpyxl does not decode
        assert read(data).worksheets[0]["C1"].value == text


def test_a_code_in_a_text_with_changed_words_stays_as_it_is() -> None:
    text = Marked("甲課_x0041_", (Stretch(0, 2),))
    data = render(layout(Table((Column(Label("変更後"), 1),), ((text,),))))
    cells = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert cells[1][0] == str(text)


def test_changed_words_are_bold_and_underlined_in_the_font_of_the_form() -> None:
    text = Marked("甲課の係", (Stretch(0, 2),))
    data = render(layout(Table((Column(Label("変更後"), 1),), ((text,),))))
    cell = load_workbook(BytesIO(data), rich_text=True).worksheets[0]["A2"].value
    assert [(run.text, run.font.b, run.font.u) for run in cell] == [
        ("甲課", True, "single"),
        ("の係", False, None),
    ]
    assert {(run.font.rFont, run.font.sz) for run in cell} == {("ＭＳ ゴシック", 10)}


SHORT = st.text(st.sampled_from("漢あ、。aA1 =&<\"'ｶ\n𠮷"), max_size=60)
AUTHORED = st.builds(mul, SHORT, st.sampled_from([1, 2, 10, 40]))


def nodes(text: str) -> list[Node | Row]:
    """Each kind of node, with the text wherever an author's text may stand."""
    line = text.replace("\n", " ")
    contents = (
        Words(text),
        Words(text, centred=True),
        Bracketed("手数料額", text),
        Boxes((box_group("・識別情報", (Box("個人番号", True), Box("その他", True, text)), (3,)),)),
        Boxes((box_group("", (Box("その他", True, text),), (1,)),)),
    )
    return [
        *(Row(Label("①名称"), (content,)) for content in contents),
        Row(Label("②", "※"), (Words(text),), depth=1),
        Row(Label("③"), (Words(text), Counted("1")), group="再委託"),
        Row(None, (YES_NO, *contents)),
        *(Heading(level, Label(line)) for level in range(4)),
        Table((Column(Label(line), 1), Column(Label("右"), 3)), (("左", "右"),)),
        Table((Column(Label("左"), 9), Column(Label("右"), 1, centred=True)), (("左", text),)),
        Records(("氏名", text)),
        Note(text),
    ]


@settings(max_examples=40, deadline=None)
@given(AUTHORED, st.integers(0, len(nodes("")) - 1))
def test_every_text_stands_whole_and_nothing_is_cut_in_print(text: str, kind: int) -> None:
    drawn = sheet(nodes(text)[kind])
    line = text.replace("\n", " ")
    assert any(whole(text, joined) or whole(line, joined) for joined in columns(drawn))
    assert max(heights(drawn)) <= HIGHEST_ROW
    assert overlaps(drawn) == []


def test_a_text_of_5000_characters_stands_whole_wherever_it_is() -> None:
    text = "住民基本台帳に関する事務を行う。" * 313
    drawn = sheet(*nodes(text))
    assert sum(joined.count(text) for joined in columns(drawn)) == len(nodes(text)) + 4
    assert max(heights(drawn)) <= HIGHEST_ROW


def test_a_text_longer_than_a_cell_may_be_stands_whole() -> None:
    text = "住" * (MOST_CHARACTERS + 1)
    drawn = sheet(row("①", text))
    assert "".join(column(drawn, "C")) == text


def test_the_contents_stand_across_the_page_and_are_large_while_there_are_few() -> None:
    few = sheet(Contents(tuple(Entry(f"部{n}") for n in range(3))))
    many = sheet(Contents(tuple(Entry(f"部{n}") for n in range(30))))
    assert column(few, "A") == ["部0", "部1", "部2"]
    assert span_of(few, "A1") == (1, few.max_column)
    assert few["A1"].font.size > many["A1"].font.size
    assert heights(few)[0] > heights(many)[0]


def test_the_title_of_a_part_is_two_lines_high_and_that_of_a_section_one() -> None:
    part, section = (sheet(Heading(level, Label("見出し"))) for level in (1, 2))
    size = part["A1"].font.size
    assert 2 * size <= heights(part)[0] <= 3.1 * size
    assert heights(section)[0] < heights(part)[0]


def test_boxes_have_the_room_that_they_need_and_stand_one_behind_the_other() -> None:
    texts = ("短い", "とても長い選択肢の文章がここに入る", "中くらいの選択肢", "終")
    for order in (texts, texts[::-1]):
        group = box_group("", tuple(Box(text, False) for text in order), (4,))
        drawn = sheet(Row(Label("②入手方法"), (Boxes((group,)),)))
        spans = [span_of(drawn, c.coordinate) for c in drawn[1] if c.value and c.column > 2]
        assert len(spans) == 4
        ends = [end for _, end in spans]
        assert [begin for begin, _ in spans[1:]] == [end + 1 for end in ends[:-1]]
        wide = dict(zip(order, (width_of(drawn, *span) for span in spans), strict=True))
        assert wide[texts[1]] > wide[texts[0]]


def test_columns_that_no_text_needs_apart_are_one_on_every_sheet() -> None:
    boxes = box_group("", tuple(Box(text, False) for text in "一二三"), (3,))
    with_boxes = SheetDraft("一", (Row(Label("②入手方法"), (Boxes((boxes,)),)),))
    plain = SheetDraft("二", (row("①", "文"),))
    book = read(render(replace(layout(), sheets=arrange([with_boxes, plain]))))
    first, second = book.worksheets[:2]
    begun = {c.column for c in first[1] if c.value}
    assert begun == set(range(1, first.max_column + 1)) - {2}  # labels keep both of their columns
    assert second.max_column == first.max_column
    assert widths(first) == widths(second)
    assert sum(widths(first)) == pytest.approx(sum(widths(sheet(row("①", "文")))), abs=0.2)


def test_what_stands_across_the_page_goes_on_under_its_heading() -> None:
    drawn = sheet(Heading(3, Label("その他のリスク")), Row(None, (Words("長い文。\n" * 200),)))
    assert column(drawn, "A").count("その他のリスク（続き）") == len(drawn.row_breaks.brk) > 1
    again = next(c.row for c in drawn["A"] if c.value == "その他のリスク（続き）")
    assert again - 1 in [b.id for b in drawn.row_breaks.brk]


def test_the_boxes_of_a_heading_are_shaded_as_it_is() -> None:
    drawn = sheet(Heading(2, Label("４．委託"), (Box("委託しない", False),)))
    fills = {c.fill.fgColor.rgb for c in drawn[1] if c.value}
    assert len(fills) == 1
    assert fills != {"00000000"}


def test_what_says_that_a_label_goes_on_is_in_one_piece() -> None:
    assert going_on("短い", 10) == "短い（続き）"
    assert going_on("とても長い見出し", 10) == "とても長い見出し\n（続き）"


def test_the_label_of_a_group_stands_upright_and_breaks_no_line() -> None:
    group = Row(Label("使用部署"), (Words("課"),), group="④使用の主体")
    drawn = sheet(group, row("次", "一"))
    upright, level = drawn["A1"].alignment, drawn["A2"].alignment
    assert (upright.textRotation, bool(upright.wrapText)) == (255, False)
    assert (level.textRotation, level.wrapText) == (0, True)


def test_the_records_of_a_list_have_one_frame_around_them() -> None:
    drawn = sheet(Records(("氏名", "住所", "生年月日")))
    frames = [drawn.cell(n, 1).border for n in (1, 2, 3)]
    assert [(bool(f.top.style), bool(f.bottom.style)) for f in frames] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert all(frame.left.style for frame in frames)


def test_a_cell_without_a_text_has_its_frame_too() -> None:
    value = sheet(row("①名称", ""))["C1"]
    assert value.value is None
    assert value.border.top.style == "thin"
    assert value.border.bottom.style == "thin"


def test_a_page_has_the_margins_that_its_rows_were_counted_for() -> None:
    drawn = sheet(row("①", "一"))
    margins = drawn.page_margins
    found = (margins.left, margins.right, margins.top, margins.bottom)
    assert found == MARGINS
    assert drawn.print_options.horizontalCentered
    assert drawn.sheet_view.showGridLines is False


def test_a_narrow_column_of_a_change_table_can_still_be_read() -> None:
    columns = (Column(Label("日"), 1), Column(Label("記載"), 500))
    drawn = sheet(Heading(1, Label("変更箇所")), Table(columns, (("一", "二"),)))
    assert drawn.column_dimensions["A"].width * 8 >= 30  # pixels


def test_a_wide_table_takes_the_width_of_a_page_on_its_side() -> None:
    def width(*, landscape: bool) -> float:
        nodes = (Heading(1, Label("変更箇所")), CHANGES)
        drawn = read(render(layout(*nodes, landscape=landscape))).worksheets[0]
        return sum(float(drawn.column_dimensions[letter].width) for letter in "AB")

    assert 1.2 < width(landscape=True) / width(landscape=False) < 1.6


def test_what_names_a_row_of_a_table_is_divided_only_where_no_page_holds_it() -> None:
    name = "項目の名" * 12  # some ten lines in so narrow a column
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 6))
    text = "一つの記載。\n" * 40
    for before in range(30, 50):  # rows above it, so that the page ends at any line of it
        rows = (*[("前", "前")] * before, (name, text))
        drawn = sheet(Heading(1, Label("変更箇所")), Table(columns, rows))
        assert name in column(drawn, "A")
    endless = (("名" * 2000, text),)
    drawn = sheet(Heading(1, Label("変更箇所")), Table(columns, endless))
    assert "名" * 2000 in "".join(column(drawn, "A"))


def test_an_empty_cell_of_a_table_has_its_frame() -> None:
    drawn = sheet(Heading(1, Label("変更箇所")), Table(CHANGES.columns, (("一", ""),)))
    assert drawn["B3"].value is None
    assert drawn["B3"].border.bottom.style


def test_the_contents_of_the_published_edition_lead_to_the_sheets_of_their_headings() -> None:
    sheets = arrange(
        [
            SheetDraft("目次", (Contents((Entry("Ⅰ 基本情報"), Entry("なし"))),)),
            SheetDraft("甲'乙", (Heading(1, Label("Ⅰ 基本情報")),)),
        ]
    )
    links = {}
    for edition in Edition:
        drawn = read(render(replace(layout(), sheets=sheets, edition=edition))).worksheets[0]
        assert column(drawn, "A") == ["Ⅰ 基本情報", "なし"]
        cells = [cell for cells in drawn.iter_rows() for cell in cells if cell.hyperlink]
        links[edition] = [(cell.coordinate, cell.hyperlink.location) for cell in cells]
    assert links == {Edition.SUBMITTED: [], Edition.PUBLISHED: [("A1", "'甲''乙'!A1")]}


def test_lists_of_options_stand_in_columns_of_their_own_however_many_there_are() -> None:
    rows = [Row(Label(f"項目{n}"), (choice("", [f"甲{n}", f"乙{n}"]),)) for n in range(30)]
    book = read(render(layout(*rows)))
    hidden = book.worksheets[1]
    assert [hidden.cell(2, n + 1).value for n in range(30)] == [f"乙{n}" for n in range(30)]
    names = {name: defined.attr_text for name, defined in book.defined_names.items()}
    assert names["list_26"] == "'選択肢'!$Z$1:$Z$2"
    assert names["list_27"] == "'選択肢'!$AA$1:$AA$2"


def test_a_text_that_goes_on_tells_import_how_without_showing_it() -> None:
    whole = sheet(row("①", "一行"))
    assert whole["C1"].number_format == "General"
    by_line, by_words = sheet(row("①", "行\n" * 200)), sheet(row("①", "長い文" * 2000))
    for drawn, seam in ((by_line, "続きの行"), (by_words, "続きの文")):
        first, *more = [cell.number_format for cell in drawn["C"] if cell.value]
        assert first == "General"
        assert set(more) == {f'General"{seam}"'}


def test_the_footer_has_the_lines_of_the_office_at_its_left() -> None:
    def footer(*lines: str) -> str:
        bare = layout(row("①", "一"))
        made = replace(bare, theme=replace(bare.theme, foot=lines))
        return str(read(render(made)).worksheets[0].oddFooter.left.text or "")

    assert footer() == ""
    assert footer("見本市", "A&B課") == "見本市\nA&&B課"


def test_options_side_by_side_stand_in_columns_with_a_blank_between_them() -> None:
    fills_its_half = "字" * 13 + "&i"
    drawn = sheet(Row(Label("一"), (choice("甲", [fills_its_half, "甲", "乙", "終わり"]),)))
    (text,) = (str(c.value) for c in drawn[1] if str(c.value).startswith("＜選択肢＞"))
    _, *lines = text.split("\n")
    assert lines == [f"1) {fills_its_half}　2) 甲", "3) 乙" + "　" * 14 + "4) 終わり"]


@pytest.mark.parametrize(("length", "again"), [(100, True), (101, False)])
def test_a_heading_of_a_hundred_signs_stands_again_and_a_longer_one_does_not(
    length: int, again: bool
) -> None:
    drawn = sheet(Heading(3, Label("題" * length)), Row(None, (Words("長い文。\n" * 200),)))
    assert any("（続き）" in text for text in column(drawn, "A")) == again
