"""The Word document has real headings, fixed widths and repeated header rows."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from PIL import Image
from workbooks import layout, leading, row

from pia.layout.build import SheetDraft, arrange
from pia.layout.marks import Marked, Stretch
from pia.layout.measure import box_group, choice
from pia.layout.theme import standard
from pia.layout.tree import (
    Box,
    Boxes,
    Column,
    Contents,
    Entry,
    Figure,
    Heading,
    Label,
    Node,
    Records,
    Row,
    Table,
    Words,
)
from pia.renderers.docx import render
from pia.source.images import pixels


def word(*nodes: Node | Row, landscape: bool = False, foot: str = "") -> Document:
    return docx.Document(BytesIO(render(layout(*nodes, landscape=landscape, foot=foot))))


def styled(document: Document) -> list[tuple[str, str]]:
    found = [(p.style.name if p.style else "", p.text) for p in document.paragraphs if p.text]
    return [(name, text) for name, text in found if name != "Gap"]


def test_a_document_begins_with_the_logo_of_its_office(tmp_path: Path) -> None:
    Image.new("RGB", (320, 80), "red").save(tmp_path / "logo.png")
    looks = replace(standard(), logo=pixels(tmp_path / "logo.png"), logo_text="市章")
    made = docx.Document(BytesIO(render(replace(layout(row("①", "一")), theme=looks))))
    first = made.paragraphs[0]
    assert [found.get("descr") for found in first._p.iter(qn("wp:docPr"))] == ["市章"]
    spacing = first._p.find(f".//{qn('w:spacing')}")
    assert spacing.get(qn("w:lineRule")) == "atLeast"  # a line of one height would cut it


def test_headings_have_the_styles_that_word_navigates_by() -> None:
    made = word(
        Heading(0, Label("題名")), Heading(1, Label("Ⅰ")), Heading(2, Label("節", "※")),
        Heading(3, Label("リスク")),
    )  # fmt: skip
    assert styled(made) == [
        ("Title", "題名"),
        ("Heading 1", "Ⅰ"),
        ("Heading 2", "節　※"),
        ("Heading 3", "リスク"),
    ]


def test_headings_of_one_level_look_alike_and_none_is_more_than_one_deeper() -> None:
    levels = (1, 3, 3, 2, 3)
    made = word(*(Heading(level, Label("見出し")) for level in levels))
    assert styled(made) == [(f"Heading {level}", "見出し") for level in levels]
    told = [e.get(qn("w:val")) for e in made.element.body.iter(qn("w:outlineLvl"))]
    assert told == ["1", "1"]


def test_the_contents_are_a_field_that_leads_to_the_headings() -> None:
    body = word(Contents(tuple(map(Entry, ("Ⅰ",)))), Heading(1, Label("Ⅰ"))).element.body
    fields = [e.text for e in body.iter(qn("w:instrText"))]
    marks = {e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))}
    links = {e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))}
    assert fields[0].split()[0] == "TOC"
    assert len(links) == 1
    assert links <= marks


def test_the_contents_show_pages_and_word_has_nothing_to_ask() -> None:
    nodes = Contents(tuple(map(Entry, ("Ⅰ", "Ⅱ")))), Heading(1, Label("Ⅰ"))
    made = word(*nodes, row("長", "長い答え。" * 2000), Heading(1, Label("Ⅱ")))
    shown = [p.text.split("\t") for p in made.paragraphs if p.style and p.style.name == "toc 1"]
    assert shown == [["Ⅰ", "1"], ["Ⅱ", "5"]]
    assert not [e for e in made.element.iter() if e.get(qn("w:dirty"))]
    assert not list(made.settings.element.iter(qn("w:updateFields")))


def test_parts_of_two_files_are_told_apart_by_bookmarks_and_print_alike() -> None:
    name = "（１）住民基本台帳ファイル" * 3
    made = word(*(Heading(1, Label("Ⅱ　概要", "※"), about=about) for about in (name, "二", name)))
    assert [text for style, text in styled(made)] == ["Ⅱ　概要　※"] * 3
    marks = [e.get(qn("w:name")) for e in made.element.body.iter(qn("w:bookmarkStart"))]
    listed = [mark for mark in marks if not mark.startswith("_")]
    assert len(set(listed)) == 3
    assert listed[0].startswith("見出し_１_住民基本台帳ファイル")
    assert listed[1].startswith("見出し_二_Ⅱ_概要")
    assert all(len(mark) <= 40 and mark.replace("_", "").isalnum() for mark in listed)


def test_a_table_has_fixed_widths_that_fill_the_page_and_a_header_row_on_every_page() -> None:
    columns = (Column(Label("前"), 3), Column(Label("後"), 7))
    (table,) = word(Table(columns, (("a", "b"), ("c", "d")))).tables
    assert table.autofit is False
    grid = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert [round(width / sum(grid), 1) for width in grid] == [0.3, 0.7]
    for each in table.rows:
        assert [cell.width for cell in each.cells] == [Twips(width) for width in grid]
    repeated = [bool(list(r._tr.iter(qn("w:tblHeader")))) for r in table.rows]
    assert repeated == [True, False, False]


def test_the_last_two_rows_of_a_table_stay_together() -> None:
    (table,) = word(Table((Column(Label("項目"), 1),), tuple((str(n),) for n in range(5)))).tables
    kept = [bool(list(each._tr.iter(qn("w:keepNext")))) for each in table.rows]
    assert kept == [False, False, False, False, True, False]


def test_a_row_in_the_place_of_a_heading_stays_with_the_next_one() -> None:
    (table,) = word(row("前", "一"), leading("移転先1"), row("①", "二"), row("②", "三")).tables
    kept = [bool(list(each._tr.iter(qn("w:keepNext")))) for each in table.rows]
    assert kept == [False, True, False, False]


def test_only_short_rows_are_kept_whole() -> None:
    (table,) = word(row("短", "答え"), row("長", "長い答え。" * 300)).tables
    whole = [bool(list(r._tr.iter(qn("w:cantSplit")))) for r in table.rows]
    assert whole == [True, False]


LONG = "\n".join(f"{n}行目の答えが、ここに書いてある。" for n in range(1, 101))


def parts(document: Document) -> list[tuple[str, str, str, bool]]:
    """Label, text, style of the first paragraph, and whether it goes over no page, of each row."""
    rows = [row for table in document.tables for row in table.rows]
    return [
        (
            row.cells[0].text,
            row.cells[-1].text,
            str(
                row.cells[-1].paragraphs[0].style.name if row.cells[-1].paragraphs[0].style else ""
            ),
            bool(list(row._tr.iter(qn("w:cantSplit")))),
        )
        for row in rows
    ]


def test_an_answer_that_goes_over_a_page_says_again_what_it_is() -> None:
    (first, second) = parts(word(row("②事務の内容", LONG)))
    assert (first[0], second[0]) == ("②事務の内容", "②事務の内容（続き）")
    assert (first[2], second[2]) == ("Normal", "続きの行")
    assert f"{first[1]}\n{second[1]}" == LONG
    assert (first[3], second[3]) == (False, True)


def test_an_answer_across_the_page_has_its_heading_again() -> None:
    found = parts(word(Heading(3, Label("その他の措置")), Row(None, (Words(LONG),))))
    assert [text for _, text, _, _ in found if "\n" not in text] == ["その他の措置（続き）"]
    assert len(found) == 3
    assert found[0][1] + "\n" + found[2][1] == LONG


def test_a_sentence_that_goes_over_a_page_is_one_sentence() -> None:
    text = "長い文" * 2000
    found = parts(word(row("答え", text)))
    assert "".join(text for _, text, _, _ in found) == text
    assert [style for _, _, style, _ in found[1:]] == ["続きの文"] * (len(found) - 1)


CHANGED = tuple(
    Column(Label(name), 1) for name in ("変更日", "項目", "変更前の記載", "変更後の記載")
)


def table_of(*rows: tuple[str, ...]) -> list[tuple[list[str], list[str], bool]]:
    """Texts, styles, and whether it goes over no page, of each row below the header."""
    (table,) = word(Table(CHANGED, rows), landscape=True).tables
    return [
        (
            [cell.text for cell in each.cells],
            [p.style.name if (p := cell.paragraphs[0]).style else "" for cell in each.cells],
            bool(list(each._tr.iter(qn("w:cantSplit")))),
        )
        for each in table.rows[1:]
    ]


def test_a_row_of_a_table_that_goes_over_a_page_says_again_which_item_it_is() -> None:
    item = "Ⅰ－１\n②事務の内容"
    first, *more = table_of(("令和7年2月13日", item, "短い", LONG))
    assert (first[0][1], first[2]) == (item, False)
    assert [texts[:3] for texts, _, _ in more] == [["", f"{item}（続き）", ""]] * len(more)
    assert more
    assert "\n".join(texts[3] for texts, _, _ in (first, *more)) == LONG
    assert [styles[3] for _, styles, _ in more] == ["続きの行"] * len(more)
    assert all(is_whole for _, _, is_whole in more)


def test_what_says_that_a_row_goes_on_is_not_torn() -> None:
    _, more = table_of(("", "特定個人情報ファイルの一覧の全て", "短い", LONG))[:2]
    assert more[0][1].endswith("\n（続き）")


def test_a_row_of_a_table_of_which_few_lines_have_room_begins_a_page() -> None:
    few = tuple(("", str(n), "前", "後") for n in range(27))
    rows = table_of(*few, ("", "長い項目", "前", "答えの文。" * 100))
    assert rows[-1][0] == ["", "長い項目", "前", "答えの文。" * 100]
    assert rows[-1][2]


def test_what_is_divided_from_the_beginning_of_a_page_begins_it() -> None:
    few = tuple(("", str(n), "前", "後") for n in range(27))
    rows = table_of(*few, ("", "長い項目", "前", LONG))
    assert [is_whole for _, _, is_whole in rows[27:]] == [True] * len(rows[27:])
    assert len(rows) > 28


def test_a_few_lines_stay_together_at_the_end_of_a_page() -> None:
    few = "\n".join("一二三四五六七")
    for count in range(40, 60):
        before = [row(str(n), "答え") for n in range(count)]
        found = [part for part in parts(word(*before, row("少し", few))) if part[0] == "少し"]
        assert [text for _, text, _, _ in found] == [few]


def kept_rows(count: int) -> list[int]:
    """The rows of a list of so many texts that stay with the next one."""
    (table,) = word(Records(tuple(f"項目{n}" for n in range(1, count + 1)))).tables
    kept = [
        all(p.paragraph_format.keep_with_next for cell in each.cells for p in cell.paragraphs)
        for each in table.rows
    ]
    return [n for n, is_kept in enumerate(kept) if is_kept]


def test_a_list_that_fits_on_a_page_is_not_divided() -> None:
    assert kept_rows(38) == list(range(18))
    assert kept_rows(90) == list(range(44))


def test_what_names_a_list_stays_with_it() -> None:
    made = word(
        Heading(1, Label("別添１")), Row(None, (Words("（１）住基"),)), Records(("氏名",) * 20)
    )
    (table,) = made.tables
    name = table.rows[0].cells[0]
    assert (name.text, name.grid_span) == ("（１）住基", 2)
    assert name.paragraphs[0].paragraph_format.keep_with_next
    assert table.rows[1].cells[0].text == "1．氏名"


def test_the_first_and_last_rows_of_a_list_of_several_pages_stay_together() -> None:
    assert kept_rows(200) == [0, 97, 98]


def test_a_list_stands_in_one_frame() -> None:
    (table,) = word(Records(tuple(f"項目{n}" for n in range(1, 12)))).tables
    edges = [
        [side.tag.rpartition("}")[2] for side in found]
        for found in (next(each._tr.iter(qn("w:tcBorders"))) for each in table.rows)
    ]
    assert edges == [["bottom"], *[["top", "bottom"]] * 4, ["top"]]


def test_a_group_is_one_cell_down_its_rows() -> None:
    (table,) = word(
        Row(Label("一"), (), group="再委託"), Row(Label("二"), (), group="再委託"), row("三", "")
    ).tables
    assert [r.cells[0].text for r in table.rows] == ["再委託", "再委託", "三"]
    assert table.rows[0].cells[0]._tc is table.rows[1].cells[0]._tc


def test_a_choice_shows_its_options_in_small_letters() -> None:
    (table,) = word(Row(Label("十分か"), (choice("十分である", ("強い", "十分である")),))).tables
    value, options = table.rows[0].cells[-2:]
    assert value.text == "[　十分である　]"
    assert options.text == "＜選択肢＞\n1) 強い\t2) 十分である"
    assert {p.style.name for p in options.paragraphs if p.style} == {"Option"}


def test_boxes_stand_so_many_to_a_line_and_a_long_one_alone() -> None:
    boxes = (Box("紙", True), Box("電子", False), Box("その他", True, "とても長い記入" * 5))
    (table,) = word(Row(Label("方法"), (Boxes((box_group("", boxes, (2,)),)),))).tables
    first, second = table.rows[0].cells[-1].text.split("\n")
    assert first == "[ ○ ]紙\t[ 　 ]電子"
    assert second.startswith("[ ○ ]その他")


def test_a_wide_sheet_is_a_section_on_its_side() -> None:
    (section,) = word(row("項目", "答え"), landscape=True).sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width, section.page_height) == (Twips(16838), Twips(11906))


def test_headers_and_footers_name_the_document_the_form_and_the_page() -> None:
    (section,) = word(row("項目", "答え"), foot="［様式３］").sections
    assert section.header.paragraphs[0].text == "評価書名\t題名"
    fields = [e.text.strip() for e in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "［様式３］" in section.footer.paragraphs[0].text


def test_every_style_names_the_font_for_japanese_too() -> None:
    styles = word(row("項目", "答え")).styles.element
    fonts = list(styles.iter(qn("w:rFonts")))
    assert len(fonts) > 1
    for font in fonts:
        assert font.get(qn("w:eastAsia")) == font.get(qn("w:ascii"))
        assert not [key for key in font.attrib if key.endswith(("Theme", "cstheme"))]


def test_an_image_has_its_alternative_text_and_fits_the_page(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 9000)).save(tmp_path / "図.png")
    made = word(Figure(pixels(tmp_path / "図.png"), "流れ図"))
    (shape,) = made.element.body.iter(qn("wp:docPr"))
    (extent,) = made.element.body.iter(qn("wp:extent"))
    assert shape.get("descr") == "流れ図"
    assert int(extent.get("cx")) < int(extent.get("cy")) < Twips(16838 - 2000)


def test_the_properties_carry_the_day_of_publication_and_never_the_clock() -> None:
    properties = word(row("項目", "答え")).core_properties
    assert (properties.title, properties.author) == ("評価書名", "甲市長")
    assert properties.created is not None
    assert properties.created == properties.modified
    assert properties.created.isoformat().startswith("2019-05-01")


def test_the_properties_hold_no_more_than_office_allows_and_name_the_title_where_no_name_is() -> (
    None
):
    long = replace(layout(), title="題" * 300, name="名" * 300, organisation="市" * 300)
    properties = docx.Document(BytesIO(render(long))).core_properties
    told = (properties.title, properties.subject, properties.author, properties.last_modified_by)
    assert told == ("名" * 255, "題" * 255, "市" * 255, "市" * 255)
    assert properties.language == "ja-JP"
    unnamed = docx.Document(BytesIO(render(replace(layout(), name=""))))
    assert unnamed.core_properties.title == "題名"


@pytest.mark.parametrize(
    ("size", "width", "height"),
    [
        ((96, 48), 914400, 457200),  # as large as it is: 96 dots to the inch
        ((6000, 100), 10206 - 160, None),
        ((100, 6000), None, 12500),
    ],
)
def test_a_picture_is_as_large_as_it_is_or_as_the_page_allows(
    tmp_path: Path, size: tuple[int, int], width: int | None, height: int | None
) -> None:
    Image.new("RGB", size).save(tmp_path / "図.png", dpi=(96, 96))
    made = word(Figure((tmp_path / "図.png").read_bytes(), "題" * 80))
    (extent,) = made.element.body.iter(qn("wp:extent"))
    wide, high = int(extent.get("cx")), int(extent.get("cy"))
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.01)
    if width is not None:
        assert wide == pytest.approx(width if size[0] == 96 else Twips(width), rel=0.001)
    if height is not None:
        assert high == pytest.approx(height if size[0] == 96 else Twips(height), rel=0.001)
    (named,) = made.element.body.iter(qn("wp:docPr"))
    assert (named.get("descr"), named.get("name")) == ("題" * 80, "題" * 60)


def test_pages_of_one_kind_that_follow_one_another_are_one_section() -> None:
    drafts = [
        SheetDraft(str(n), (row("項目", "答え"),), is_wide)
        for n, is_wide in enumerate((False, False, True, True, False))
    ]
    made = docx.Document(BytesIO(render(replace(layout(), sheets=arrange(drafts)))))
    kinds = [section.orientation == WD_ORIENT.LANDSCAPE for section in made.sections]
    assert kinds == [False, True, False]
    assert made.element.body[-1].tag == qn("w:sectPr")
    assert made.element.body[-2].tag == qn("w:p")  # Word wants one behind the last table


def test_characters_of_xml_are_text() -> None:
    odd = "</w:t> & <b> \"'\tタブ"
    (table,) = word(row("項目", odd)).tables
    assert table.rows[0].cells[-1].text == odd


def test_changed_stretches_of_a_cell_are_underlined() -> None:
    text = Marked("前の行\n課名が変わった", (Stretch(4, 6),))
    (table,) = word(Table((Column(Label("後"), 1),), ((text,),))).tables
    cell = table.rows[1].cells[0]
    assert cell.text == text
    runs = [(r.text, bool(r.underline)) for p in cell.paragraphs for r in p.runs]
    assert runs == [("前の行", False), ("課名", True), ("が変わった", False)]


def test_a_date_in_a_table_has_room_on_one_line() -> None:
    changes = Table(
        (Column(Label("変更日"), 1), Column(Label("項目"), 9)), (("令和7年2月13日", "Ⅰ"),)
    )
    day, item = word(changes).tables[0].rows[1].cells
    assert day._tc.findall(f".//{qn('w:tcMar')}")
    assert not item._tc.findall(f".//{qn('w:tcMar')}")


def test_rows_under_one_heading_stay_together() -> None:
    rows = [Row(Label(text), (Words("答え"),), group="再委託") for text in "甲乙"]
    first, last = word(*rows).tables[0].rows
    assert all(p.paragraph_format.keep_with_next for c in first.cells for p in c.paragraphs)
    assert not any(p.paragraph_format.keep_with_next for c in last.cells[1:] for p in c.paragraphs)


def shade(paragraph: Paragraph) -> str | None:
    found = paragraph._element.find(f"{qn('w:pPr')}/{qn('w:shd')}")
    return None if found is None else str(found.get(qn("w:fill")))


def test_a_section_is_shaded_as_a_heading_and_what_is_below_it_as_a_label() -> None:
    theme = replace(standard(), heading="112233", label="445566")
    nodes = (Heading(1, Label("Ⅰ")), Heading(2, Label("節")), Heading(3, Label("リスク")))
    made = docx.Document(BytesIO(render(replace(layout(*nodes), theme=theme))))
    shades = {p.text: shade(p) for p in made.paragraphs if p.text}
    assert shades == {"Ⅰ": None, "節": "112233", "リスク": "445566"}


def test_rows_of_a_table_are_as_high_as_is_asked() -> None:
    def high(lines: int) -> list[int]:
        column = Column(Label("項目"), 1)
        (table,) = word(Table((column,), (("一",),), lines=lines)).tables
        return [int(found.get(qn("w:val"))) for found in table._tbl.iter(qn("w:trHeight"))]

    (tall,), (taller,) = high(3), high(6)
    assert taller == 2 * tall
    assert high(1) == []


def test_a_cell_of_an_answer_is_not_shaded() -> None:
    (table,) = word(row("項目", "一")).tables
    shaded = {cell.text: len(list(cell._tc.iter(qn("w:shd")))) for cell in table.rows[0].cells}
    assert shaded == {"項目": 1, "一": 0}


def test_an_empty_list_leaves_room_to_write_and_a_full_one_needs_none() -> None:
    def height(records: Records) -> int:
        (found,) = word(records).tables[0].rows
        return int(found.height or 0)

    assert height(Records((), lines=8)) == 2 * height(Records((), lines=4)) > 0
    assert height(Records(("氏名", "住所"), lines=8)) == 0


def test_an_upright_page_has_the_margins_that_its_tables_fill() -> None:
    (section,) = word(row("項目", "答え")).sections
    assert section.orientation == WD_ORIENT.PORTRAIT
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    assert section.left_margin == section.right_margin == Twips(850)
    assert section.top_margin == section.bottom_margin == Twips(1000)


def test_the_boxes_of_a_heading_stand_behind_it_or_on_a_line_below() -> None:
    boxes = (Box("委託しない", True), Box("委託する", False))
    short, long = word(
        Heading(2, Label("４．委託"), boxes), Heading(2, Label("特定個人情報の" * 8), boxes)
    ).paragraphs[:2]
    assert short.text == "４．委託\t[ ○ ]委託しない\t[ 　 ]委託する"
    assert long.text == "特定個人情報の" * 8 + "\n\t[ ○ ]委託しない\t[ 　 ]委託する"
    for heading in (short, long):
        first, second = (stop.position for stop in heading.paragraph_format.tab_stops)
        assert Twips(0) < first < second < Twips(11906 - 2 * 850)


def test_a_part_begins_a_page_but_for_the_first() -> None:
    parts = [SheetDraft(name, (Heading(1, Label(name)), row("項目", "一"))) for name in ("Ⅰ", "Ⅱ")]
    made = docx.Document(BytesIO(render(replace(layout(), sheets=arrange(parts)))))
    breaks = {p.text: p.paragraph_format.page_break_before for p in made.paragraphs if p.text}
    assert breaks == {"Ⅰ": None, "Ⅱ": True}


def test_a_sheet_without_a_heading_at_its_top_begins_a_page_too() -> None:
    heading = Heading(2, Label("節"))
    for nodes, expected in (((row("項目", "一"), heading), 1), ((heading, row("項目", "一")), 0)):
        parts = [SheetDraft("Ⅰ", (row("初め", "一"),)), SheetDraft("Ⅱ", nodes)]
        made = docx.Document(BytesIO(render(replace(layout(), sheets=arrange(parts)))))
        blank = [p for p in made.paragraphs if p.paragraph_format.page_break_before and not p.text]
        assert len(blank) == expected


def test_the_lines_of_an_office_stand_at_the_foot_of_each_page() -> None:
    looks = replace(standard(), foot=("見本市", "総務課"))
    made = docx.Document(BytesIO(render(replace(layout(row("①", "一")), theme=looks))))
    first, *more = made.sections[0].footer.paragraphs
    assert first.text.startswith("見本市\t")
    assert [paragraph.text for paragraph in more] == ["総務課"]


def test_only_what_a_heading_is_about_gives_it_a_second_bookmark() -> None:
    def marks(heading: Heading) -> int:
        found = word(heading, row("項目", "一")).paragraphs[0]._element
        return len(list(found.iter(qn("w:bookmarkStart"))))

    assert marks(Heading(1, Label("Ⅰ"))) == 1
    assert marks(Heading(1, Label("Ⅰ"), about="住基台帳")) == 2


def test_a_long_list_stands_in_two_columns_row_by_row() -> None:
    (table,) = word(Records(tuple(f"項目{n}" for n in range(1, 12)))).tables
    rows = [[cell.text for cell in each.cells] for each in table.rows]
    assert rows[0] == ["1．項目1", "2．項目2"]
    assert rows[-1] == ["11．項目11", ""]
    assert len(rows) == 6
