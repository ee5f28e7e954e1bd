"""The PDF is tagged, has bookmarks, and says which characters it cannot show."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any

import pdfplumber
import pytest
from click.testing import CliRunner
from needs import require
from pypdf import PdfReader
from workbooks import layout, leading, row

import pia
from pia.cli import cli
from pia.errors import PiaError, Position
from pia.layout.marks import Marked, Stretch
from pia.layout.tree import Column, Figure, Heading, Label, Node, Row, Table, Words
from pia.renderers import pages_of, pdf
from pia.renderers.pdf import clusters, data_of, render


def reader(*nodes: Node | Row) -> PdfReader:
    return PdfReader(BytesIO(render(layout(*nodes))))


def root(found: PdfReader) -> Any:
    return found.trailer["/Root"]


def xmp(data: bytes) -> str:
    return str(root(PdfReader(BytesIO(data)))["/Metadata"].get_data().decode())


def test_it_is_tagged_and_has_a_title_and_a_language() -> None:
    found = reader(Heading(0, Label("題名")), row("項目", "答え"))
    assert root(found)["/MarkInfo"]["/Marked"]
    assert root(found)["/Lang"] == "ja-JP"
    assert found.metadata is not None
    assert found.metadata.title == "題名　評価書名"
    assert found.metadata.author == "甲市長"
    assert str(found.metadata.creation_date).startswith("2019-05-01")


def test_it_is_pdf_ua_1_and_on_request_pdf_a_2a() -> None:
    made = layout(row("項目", "答え"))
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(render(made))
    assert "<pdfaid:part>2</pdfaid:part>" in xmp(pdf.archival(made))
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp(pdf.archival(made))


def test_headings_are_bookmarks_at_their_depth() -> None:
    found = reader(
        Heading(0, Label("題名")), Heading(1, Label("Ⅰ　部")), Heading(2, Label("１．節"))
    )
    assert titles(found.outline) == ["Ⅰ　部", ["１．節"]]


def titles(outline: Any) -> list[Any]:
    return [titles(each) if isinstance(each, list) else each["/Title"] for each in outline]


def test_a_table_repeats_its_header_on_every_page() -> None:
    rows = tuple((f"{n}行目",) for n in range(120))
    found = reader(Table((Column(Label("見出し"), 1),), rows))
    assert len(found.pages) > 1
    assert all("見出し" in page.extract_text() for page in found.pages)


def test_the_last_row_of_a_table_has_no_page_to_itself() -> None:
    column = (Column(Label("見出し"), 1),)
    pages = 0
    for count in range(44, 56):
        found = reader(Table(column, tuple((f"{n}行目",) for n in range(count))))
        texts = [page.extract_text() for page in found.pages]
        assert texts[-1].count("行目") > 1
        assert sum(text.count("行目") for text in texts) == count
        pages += len(texts)
    assert 12 < pages < 24


def test_what_names_a_row_of_a_table_is_not_torn() -> None:
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 6))
    name, long = "甲乙丙丁戊己庚辛壬癸" * 3, "長い記載。" * 100
    begun = set()
    for above in range(38, 50):
        found = reader(Table(columns, (*[("上", "の行")] * above, (name, long))))
        texts = ["".join(page.extract_text().split()) for page in found.pages]
        page = next(n for n, text in enumerate(texts) if "甲乙" in text)
        assert name in texts[page]
        assert not any("長い記載" in text for text in texts[:page])
        begun.add(page)
    assert begun == {0, 1}


def test_no_page_ends_with_a_row_in_the_place_of_a_heading() -> None:
    turned = 0
    for above in range(35, 50):
        before = [row("項目", "答え")] * above
        found = reader(*before, leading("移転先1"), *[row("①", "一")] * 3)
        (page,) = [text for p in found.pages if "移転先1" in (text := p.extract_text())]
        assert "①" in page
        turned += "項目" not in page
    assert 0 < turned < 15


def test_a_heading_and_one_row_do_not_have_the_last_page_to_themselves() -> None:
    end = (row("消去方法", "消去する。" * 40), Heading(2, Label("７．備考")), row("", "なし"))
    turned = 0
    for above in range(36, 46):
        found = reader(*[row("項目", "答え")] * above, *end)
        last = found.pages[-1].extract_text()
        assert "消去方法" in last
        turned += "項目" not in last
    assert 0 < turned < 10


def test_the_row_before_the_heading_of_a_last_row_is_not_torn(tmp_path: Path) -> None:
    answer = row("消去方法", "消去する。" * 40)
    for last, expected in (((), False), ((Heading(2, Label("備考")), row("", "なし")), True)):
        held: Any = data_of(layout(row("項目", "答え"), answer, *last), tmp_path)["sheets"]
        lines = [line for node in held[0]["nodes"] for line in node.get("lines", ())]
        assert [line["whole"] for line in lines[:2]] == [True, expected]


def test_a_long_answer_goes_on_over_pages_which_say_what_goes_on() -> None:
    long = "\n".join(f"{n}段落目。" for n in range(300))
    under = Heading(3, Label("その他のリスク"))
    item = (Column(Label("変更日"), 2), Column(Label("項目"), 3), Column(Label("記載"), 5))
    table = Table(item, (("令和7年2月13日", "Ⅰ－２", long),))
    torn: dict[str, list[Node | Row]] = {
        "項目": [row("項目", long)],
        "その他のリスク": [under, Row(None, (Words(long),))],
        "Ⅰ－２": [table],
    }
    for label, nodes in torn.items():
        first, *others = reader(*nodes).pages
        assert len(others) > 2
        assert "（続き）" not in first.extract_text()
        assert all(f"{label}（続き）" in page.extract_text() for page in others)


def headed_pages(*before: Row, text: str, table: bool) -> list[str]:
    """The pages of an answer, or of a row of a table, below other rows."""
    columns = tuple(Column(Label(label), 1) for label in ("変更日", "項目", "記載"))
    answer = Table(columns, (("", "Ⅰ－２", text),)) if table else row("項目", text)
    return [page.extract_text() for page in reader(*before, answer).pages]


LINES = [f"{n}番目の措置を、ここに書いておく。" for n in range(30)]


@pytest.mark.parametrize("table", [False, True])
def test_no_page_ends_with_a_line_that_heads_what_follows(table: bool) -> None:
    text = "\n".join([*LINES[:20], "＜委託先における措置＞", "■保管", *LINES[20:]])
    ends = set()
    for above in range(23, 33):
        first, _ = headed_pages(*[row("前", "答え")] * above, text=text, table=table)
        assert ("＜委託先" in first) == ("■保管" in first) == ("20番目" in first)
        ends |= {"19番目" in first, "20番目" in first}
    assert ends == {True, False}


def test_an_answer_of_which_a_page_has_room_for_its_subheading_alone_begins_the_next_one() -> None:
    text = "\n".join(["＜委託先における措置＞", *LINES])
    ends = set()
    for above in range(40, 50):
        first, last = headed_pages(*[row("前", "答え")] * above, text=text, table=False)
        assert ("項目" in first) == ("＜委託先" in first) == ("0番目" in first)
        assert ("項目（続き）" in last) == ("項目" in first)
        ends.add("項目" in first)
    assert ends == {True, False}


def test_what_goes_on_is_said_in_short_where_all_of_it_has_no_room() -> None:
    label = "とても長いので三行にも四行にもわたる項目の見出しの見出しの見出しの見出しの見出し"
    before = [row("前", "\n".join(["行"] * 10)) for _ in range(4)]
    texts = ["".join(f"{n}行。\n" for n in range(count)) + "終" for count in range(10, 40)]
    for text in texts:
        pages = reader(*before, row(label, text)).pages
        if len(pages) == 2 and len(pages[1].extract_text().splitlines()) < 5:
            break
    assert "（続き）" in pages[1].extract_text()
    assert "とても" not in pages[1].extract_text()


def test_short_lines_too_many_for_a_page_are_not_cut() -> None:
    found = reader(row("項目", "\n".join(["甲"] * 75)))
    assert sum(page.extract_text().count("甲") for page in found.pages) == 75


def test_a_wide_sheet_lies_on_its_side() -> None:
    (page,) = PdfReader(BytesIO(render(layout(row("項目", "答え"), landscape=True)))).pages
    assert page.mediabox.width > page.mediabox.height


def test_only_the_font_of_the_package_is_used() -> None:
    page: Any = reader(row("項目", "𠮷野家の髙﨑 abc 123")).pages[0]
    fonts = {str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert {name.partition("+")[2].split("-Identity")[0] for name in fonts} == {
        "NotoSansCJKjp-Regular"
    }


def test_an_image_that_is_missing_leaves_a_blank_frame() -> None:
    assert len(reader(Figure(None, "")).pages) == 1


def test_a_character_without_a_glyph_is_named_with_every_place_that_has_it(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    text = "様式: 重点項目評価書\n事務:\n  名称: 花😀\n担当部署:\n  部署: 😀と\U0002ffff\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PiaError) as raised:
        pia.render(file, tmp_path, ["pdf"])
    lines = {(f.position.line if f.position else 0, f.message) for f in raised.value.findings}
    assert lines == {
        (3, "「😀」（U+1F600）は PDF の書体にない文字です。"),
        (5, "「😀」（U+1F600）は PDF の書体にない文字です。"),
        (5, "「\U0002ffff」（U+2FFFF）は PDF の書体にない文字です。"),
    }
    assert not (tmp_path / "評価書.pdf").exists()


def test_a_character_without_a_glyph_is_told_with_its_own_line(tmp_path: Path) -> None:
    """A 外字 of somebody's machine too, which the font leaves blank without a word."""
    file = tmp_path / "評価書.yaml"
    text = """\
        様式: 重点項目評価書
        変数: {名: 髙\ue001}
        事務:
          名称: "{{ 名 }}"
          内容: |
            一行目
            二行目に\ue000がある
        別紙: [{id: 表, 列: [甲], 行: [
          {甲: 一}, {甲: 二\ue002}]}]
    """
    file.write_text(dedent(text), encoding="utf-8")
    with pytest.raises(PiaError) as raised:
        pia.render(file, tmp_path, ["pdf"])
    found = {(f.message[1], f.position) for f in raised.value.findings}
    assert found == {
        ("\ue001", Position(4, 3)),
        ("\ue000", Position(7, 9)),
        ("\ue002", Position(9, 16)),
    }


def test_a_foot_line_that_cannot_be_printed_is_told(tmp_path: Path) -> None:
    (tmp_path / "テーマ.yaml").write_text("ページの下の文: [😀]", encoding="utf-8")
    file = tmp_path / "評価書.yaml"
    file.write_text("様式: 重点項目評価書\n", encoding="utf-8")
    with pytest.raises(PiaError, match="U\\+1F600"):
        pia.render(file, tmp_path, ["pdf"])


def test_marks_and_selectors_stay_with_the_character_they_follow() -> None:
    assert clusters("葛\U000e0100か\u3099 a") == ["葛\U000e0100", "か\u3099", "a"]


@pytest.mark.parametrize("word", ["0" * 6000, "w" * 6000, "（a" * 3000])
def test_a_word_without_end_is_broken_and_stays_whole(word: str) -> None:
    text = "".join(page.extract_text() for page in reader(row("項目", word)).pages)
    assert text.count(word[-1]) >= word.count(word[-1])


def test_text_is_never_markup() -> None:
    odd = "#panic() *太字* $x$ `コード` <b> \\ @参照 = 見出し //"
    text = reader(row("項目", odd)).pages[0].extract_text()
    assert "".join(odd.split()) in "".join(text.split())


def test_the_command_says_how_many_pages_it_wrote(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    file.write_text("様式: 重点項目評価書\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["render", str(file), "-o", str(tmp_path)])
    pages = pages_of(tmp_path / "評価書.pdf")
    assert result.exit_code == 0
    assert pages is not None
    assert f"{pages} ページ" in result.output
    suffixes = {path.suffix for path in tmp_path.iterdir()}
    assert suffixes == {".yaml", ".xlsx", ".docx", ".html", ".pdf"}


def test_changed_stretches_of_a_cell_keep_their_place() -> None:
    text = Marked("前の行\n課名が変わった\n\n後の行", (Stretch(4, 6), Stretch(7, 13)))
    found = reader(Table((Column(Label("後"), 1),), ((text,),))).pages[0].extract_text()
    assert "".join(text.split()) in "".join(found.split())


LONG = "LongTitleWithoutAnyBreak" * 9
LONG_TITLES = """\
様式: 重点項目評価書
版: R6.10
表紙: {評価書番号: 1, 評価書名: LONG, 評価実施機関名: LONG市長}
システム: [{id: a, 名称: LONG, 機能: b}]
事務の内容図: [{id: a, 題名: LONG, 備考: LONG}]
特定個人情報ファイル:
- {id: a, ファイル名: LONG, 記録項目: [LONG, b]}
- {id: b, ファイル名: KANA, 記録項目: [LONG, b]}
別紙: [{id: c, 題名: LONG, 列: [LONG, b], 行: [{b: LONG}], 備考: LONG}]
"""
PAGE = re.compile(r'<page width="(.+?)" height="(.+?)"')
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')


def printed(data: bytes, *words: str) -> str:
    command = [require("pdftotext"), *words, "-", "-"]
    found = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    return found.decode("utf-8", "surrogatepass")


@pytest.mark.parametrize("edition", ["提出", "公表"])
def test_titles_without_a_break_and_a_long_foot_stay_on_the_paper(
    tmp_path: Path, edition: str
) -> None:
    (tmp_path / "テーマ.yaml").write_text(f"ページの下の文: [{'x' * 100}]\n", encoding="utf-8")
    file = tmp_path / "a.yaml"
    file.write_text(LONG_TITLES.replace("LONG", LONG).replace("KANA", "長い題名" * 60), "utf-8")
    data = pia.render_bytes(file, "pdf", edition=edition)
    off, over, width, at = [], [], 0.0, (0.0, 0.0)
    for line in printed(data, "-bbox").splitlines():
        if page := PAGE.search(line):
            width, at = float(page[1]), (0.0, 0.0)
        elif word := WORD.search(line):
            left, _, right, bottom = map(float, word.groups()[:4])
            off += [word[5]] if left < 0 or right > width - 30 else []
            over += [word[5]] if abs(bottom - at[1]) < 1 and left < at[0] - 1 else []
            at = (right, bottom) if word[5].startswith("xxx") else at
    assert (off, over) == ([], [])
    assert "".join(printed(data, "-raw").split()).count(LONG) > 30


def test_extracted_text_keeps_its_variation_selectors() -> None:
    text = "葛\U000e0100飾区と葛\U000e0101城市、辻\ufe00"
    data = render(layout(row("項目", text)))
    assert text in printed(data, "-raw")


def test_a_heading_is_as_large_as_its_level_however_deep_it_stands() -> None:
    headings = {
        Heading(0, Label("天"), depth=0): 15,
        Heading(0, Label("地"), depth=1): 15,
        Heading(1, Label("玄"), depth=1): 13,
        Heading(1, Label("黄"), depth=2): 13,
        Heading(2, Label("宇"), depth=2): 9,
        Heading(3, Label("宙"), depth=3): 9,
    }
    with pdfplumber.open(BytesIO(render(layout(*headings, row("洪", "荒"))))) as found:
        sizes = {sign["text"]: round(sign["size"], 1) for sign in found.pages[0].chars}
    assert {each.label.text: sizes[each.label.text] for each in headings} == {
        each.label.text: size for each, size in headings.items()
    }


def test_no_name_is_torn_wherever_a_table_goes_over_a_page_and_in_no_later_table() -> None:
    columns = (Column(Label("項目"), 1), Column(Label("記載"), 6))
    names, long = ("甲乙丙丁戊己庚辛壬癸" * 3, "子丑寅卯辰巳午未申酉" * 3), "長い記載。" * 100
    above = (*[("上", "の行")] * 43, (names[0], long))
    tables: list[list[Node | Row]] = [
        [Table(columns, (*above, *[("中", "の行")] * between, (names[1], long)))]
        for between in (33, 34)
    ]
    first, then = (Table(columns, (*above[:-1], (name, long))) for name in names)
    for space in range(20, 24):
        tables.append([first, row("項目", "間\n" * space), then])
    for nodes in tables:
        texts = ["".join(page.extract_text().split()) for page in reader(*nodes).pages]
        for name in names:
            assert name in next(text for text in texts if name[:2] in text)
