from dataclasses import replace
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from everything import amended
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from revisions import body_of, lines, settled

from pia import load
from pia.layout.build import SheetDraft, arrange, build
from pia.layout.marks import Marked, Stretch
from pia.layout.tree import (
    Column,
    Contents,
    Entry,
    Figure,
    Heading,
    Label,
    Layout,
    Node,
    Note,
    Row,
    Table,
    Words,
)
from pia.renderers.docx import render_tracked, undivided
from pia.renderers.docx_tracked import Revision

EXAMPLES = Path(__file__).parents[2] / "examples"
EXAMPLE = EXAMPLES / "neyagawa" / "令和7年版.yaml"
DAY = "2025-02-13T00:00:00Z"


@pytest.fixture(scope="module")
def empty() -> Layout:
    document = load(EXAMPLE)
    return replace(build(document.form, document.assessment, Path()), sheets=())


def page(layout: Layout, *nodes: Node | Row) -> Layout:
    return replace(
        layout, sheets=arrange([SheetDraft("頁", (Heading(1, Label("Ⅰ　基本情報")), *nodes))])
    )


def row(text: str, label: str = "①事務の名称") -> Row:
    return Row(Label(label), (Words(text),))


def tracked(old: Layout, new: Layout) -> bytes:
    return render_tracked(old, new, Revision("総務課", DAY))


def assert_settles(old: Layout, new: Layout) -> None:
    data = tracked(old, new)
    assert lines(settled(data, accept=True)) == lines(body_of(undivided(new)))
    assert lines(settled(data, accept=False)) == lines(body_of(undivided(old)))


def changed(old: Layout, new: Layout) -> list[str]:
    """Return what is inserted and deleted, in order."""
    body = body_of(tracked(old, new))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = (m for m in body.iter(f"{w}ins", f"{w}del") if m.getparent().tag == f"{w}p")
    return [
        ("+" if mark.tag == f"{w}ins" else "-")
        + "".join(part.text or "" for part in mark.iter(f"{w}t", f"{w}delText"))
        for mark in marks
    ]


def bookmarks(data: bytes) -> list[str]:
    return [mark.get(qn("w:name")) for mark in body_of(data).iter(qn("w:bookmarkStart"))]


def picture(folder: Path, colour: str, size: tuple[int, int]) -> Figure:
    path = folder / f"{colour}.png"
    Image.new("RGB", size, colour).save(path)
    return Figure(path.read_bytes(), "事務の流れ")


def test_only_the_words_that_changed_are_tracked(empty: Layout) -> None:
    old, new = page(empty, row("ログを10年保存する。")), page(empty, row("ログを5年保存する。"))
    assert changed(old, new) == ["-10", "+5"]
    assert_settles(old, new)


def test_equal_documents_have_no_changes(empty: Layout) -> None:
    one = page(empty, row("ログを10年保存する。"))
    assert changed(one, one) == []


def test_author_and_day_stand_on_every_change(empty: Layout) -> None:
    data = tracked(page(empty, row("旧")), page(empty, row("新")))
    marks = [e for e in body_of(data).iter() if e.tag.endswith(("}ins", "}del"))]
    assert marks
    for mark in marks:
        values = {key.rpartition("}")[2]: value for key, value in mark.attrib.items()}
        assert (values["author"], values["date"]) == ("総務課", DAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("あ", "あ\nい"),
        ("あ\nい\nう", "あ"),
        ("あ\nう", "あ\nい\nう"),
        ("い\nう", "あ\nい\nう"),
        ("", "あ\nい"),
        ("あ\nい", ""),
        ("あ\tい", "あ\tう"),
    ],
)
def test_paragraphs_come_and_go_within_a_cell(empty: Layout, old: str, new: str) -> None:
    assert_settles(page(empty, row(old)), page(empty, row(new)))


def test_rows_and_tables_come_and_go(empty: Layout) -> None:
    head = (Column(Label("甲"), 1), Column(Label("乙"), 2))
    one, two = Table(head, (("1", "2"),)), Table(head, (("1", "2"), ("3", "4")))
    assert_settles(page(empty, one), page(empty, two))
    assert_settles(page(empty, two), page(empty, one))
    assert_settles(page(empty), page(empty, one))
    assert_settles(page(empty, one), page(empty))
    assert_settles(page(empty, row("あ")), page(empty, row("あ"), row("い", "②事務の内容")))


def test_a_heading_that_comes_in_changes_none_of_the_others(empty: Layout) -> None:
    first, second, third = (Heading(2, Label(text)) for text in ("収集", "保管", "消去"))
    assert changed(page(empty, second, third), page(empty, first, second, third)) == ["+収集"]
    assert changed(page(empty, first, second, third), page(empty, second, third)) == ["-収集"]


def test_a_table_that_comes_in_changes_none_of_the_others(empty: Layout) -> None:
    one, two = (Table((Column(Label("列"), 1),), ((text,),)) for text in ("甲", "乙"))
    shaded = replace(two, lines=9)  # which only looks different
    words = changed(page(empty, two), page(empty, one, shaded))
    assert "".join(words) == "+列+甲"


def test_what_becomes_a_heading_is_replaced_whatever_words_it_keeps(empty: Layout) -> None:
    note, heading = page(empty, Note("保管する")), page(empty, Heading(2, Label("保管する")))
    assert changed(note, heading) == ["-保管する", "+保管する"]
    assert_settles(note, heading)


def test_the_headings_of_the_new_version_alone_can_be_led_to(empty: Layout) -> None:
    old = page(empty, *(Heading(2, Label(text), about=text) for text in ("収集", "保管")))
    new = page(empty, *(Heading(2, Label(text), about=text) for text in ("保管", "消去")))
    assert bookmarks(tracked(old, new)) == bookmarks(undivided(new))


def test_a_table_of_other_columns_is_another_table(empty: Layout) -> None:
    one, two = (
        page(empty, Table(tuple(Column(Label(name), 1) for name in names), (tuple(names),)))
        for names in ("甲乙", "甲乙丙")
    )
    assert len(list(body_of(tracked(one, two)).iter(qn("w:tbl")))) == 2
    assert_settles(one, two)


def test_a_link_of_the_contents_is_marked_inside(empty: Layout) -> None:
    old, new = (page(empty, Contents((Entry(name, 1, anchor="1"),))) for name in ("収集", "保管"))
    links = [*body_of(tracked(old, new)).iter(qn("w:hyperlink"))]
    held = [[part.tag for part in link] for link in links]
    assert held == [[qn("w:del")], [qn("w:ins")]]
    assert {link.getparent().tag for link in links} == {qn("w:p")}
    assert_settles(old, new)


def test_no_word_of_a_heading_is_taken_for_a_bookmark(empty: Layout) -> None:
    old, new = (page(empty, Heading(2, Label(text))) for text in ("bookmark", "保管"))
    assert changed(old, new) == ["-bookmark", "+保管"]
    assert_settles(old, new)


def test_a_picture_that_is_drawn_in_another_size_is_the_same(empty: Layout, tmp_path: Path) -> None:
    wide, other = (picture(tmp_path, colour, (4000, 100)) for colour in ("red", "blue"))
    heading = Heading(1, Label("図"))
    upright, across, replaced = (
        replace(empty, sheets=arrange([SheetDraft("頁", (heading, shown), is_wide)]))
        for shown, is_wide in ((wide, False), (wide, True), (other, False))
    )
    assert changed(upright, across) == []
    assert len(changed(upright, replaced)) == 2


texts = st.lists(st.text(st.sampled_from("あい。1　"), max_size=4), max_size=4).map("\n".join)


@settings(deadline=None, max_examples=25)
@given(texts, texts)
def test_whatever_changes_can_be_accepted_and_rejected(empty: Layout, old: str, new: str) -> None:
    assert_settles(page(empty, row(old)), page(empty, row(new)))


@pytest.mark.parametrize(
    ("example", "old", "new"),
    [("neyagawa", "令和6年版", "令和7年版"), ("hiroshima", "令和4年版", "令和6年版")],
)
def test_the_examples_can_be_accepted_and_rejected(example: str, old: str, new: str) -> None:
    documents = (load(EXAMPLES / example / f"{name}.yaml") for name in (old, new))
    assert_settles(*(build(d.form, d.assessment, d.path.parent) for d in documents))


def test_every_way_in_which_a_thing_can_change_is_accepted_and_rejected() -> None:
    assert_settles(*amended())


def test_words_are_deleted_and_inserted_as_word_writes_them(empty: Layout) -> None:
    body = body_of(tracked(page(empty, row("10年保存")), page(empty, row("5年保存"))))
    held = {tag: [*body.iter(qn(tag))] for tag in ("w:ins", "w:del")}
    assert [
        [text.tag for text in mark.iter(qn("w:t"), qn("w:delText"))] for mark in held["w:ins"]
    ] == [[qn("w:t")]]
    assert [
        [text.tag for text in mark.iter(qn("w:t"), qn("w:delText"))] for mark in held["w:del"]
    ] == [[qn("w:delText")]]


def test_an_answer_across_the_page_is_compared_word_by_word(empty: Layout) -> None:
    old, new = (page(empty, Row(None, (Words(f"{n}年保存する。"),))) for n in (10, 5))
    assert changed(old, new) == ["-10", "+5"]


def test_a_row_under_another_label_is_another_row(empty: Layout) -> None:
    old, new = (page(empty, row("保存する。", label)) for label in ("①収集", "②保管"))
    assert changed(old, new) == ["-①収集", "-保存する。", "+②保管", "+保存する。"]


def test_a_label_as_long_as_an_answer_is_compared_word_by_word(empty: Layout) -> None:
    long = "とても長い項目の名" * 30
    old, new = (page(empty, row("保存する。", f"{n}{long}")) for n in "12")
    assert changed(old, new) == ["-1", "+2"]


def test_words_that_stay_or_come_keep_their_look(empty: Layout) -> None:
    old, new = (
        page(empty, Table((Column(Label("後"), 1),), ((Marked(text, (Stretch(0, 2),)),),)))
        for text in ("甲課の係", "乙課の係")
    )
    body = body_of(tracked(old, new))
    looks = {
        "".join(part.text for part in run.iter(qn("w:t"), qn("w:delText"))): bool(
            [*run.iter(qn("w:u"))]
        )
        for run in body.iter(qn("w:r"))
    }
    assert {looks[text] for text in looks if "課" in text} == {True}
    assert not looks["の係"]
