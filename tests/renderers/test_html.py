"""The web page is one file, escapes every text and has an anchor to cite each item by."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reading import html as text_of
from workbooks import layout, row

import pia
from pia.layout.measure import choice
from pia.layout.tree import (
    Column,
    Contents,
    Entry,
    Figure,
    Heading,
    Label,
    Node,
    Row,
    Table,
    Words,
)
from pia.model.root import BLACK
from pia.renderers.html import render
from pia.source.images import pixels
from pia.workspace.printing import layout_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "neyagawa" / "令和7年版.yaml"
Tag = tuple[str, dict[str, str]]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))


def tags(page: bytes) -> list[Tag]:
    parser = _Tags()
    parser.feed(page.decode())
    return parser.found


def page(*nodes: Node | Row) -> bytes:
    return render(layout(*nodes))


def example() -> bytes:
    return render(layout_of(pia.load(EXAMPLE)))


@given(st.text("<>&\"'{}%#/\\ =あ-"))
def test_no_text_becomes_markup(text: str) -> None:
    odd = (
        Heading(1, Label(text)),
        Row(Label(text), (Words(text),), group=text),
        Table((Column(Label(text), 1),), ((text,),)),
        Contents((Entry(text),)),
        Figure(None, text),
    )
    plain = (
        Heading(1, Label("")),
        Row(Label(""), (Words(""),), group="一"),
        Table((Column(Label(""), 1),), (("",),)),
        Contents((Entry(""),)),
        Figure(None, ""),
    )
    names = [tag for tag, _ in tags(page(*odd)) if tag not in ("a", "td", "th")]
    assert names == [tag for tag, _ in tags(page(*plain)) if tag not in ("a", "td", "th")]
    assert text in text_of(page(*odd))


def test_every_item_of_an_example_has_an_anchor_that_says_its_address() -> None:
    found = tags(example())
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "特定個人情報ファイル[住基台帳].入手・使用.使用目的" in ids
    links = [unquote(a["href"][1:]) for tag, a in found if tag == "a"]
    assert len(links) > 200
    assert set(links) <= set(ids)


def test_nothing_is_loaded_from_outside() -> None:
    loaded = [a[key] for _, a in tags(example()) for key in ("src", "data") if key in a]
    assert all(address.startswith("data:") for address in loaded)
    assert not re.search(rb"url\(|@import|<script|<link", example())
    assert b"default-src 'none'" in example()


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in tags(example()) if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_header_cells_say_what_they_are_the_header_of() -> None:
    heads = [attributes for tag, attributes in tags(example()) if tag == "th"]
    assert len(heads) > 200
    assert {head["scope"] for head in heads} == {"row", "col", "rowgroup"}


def test_the_language_and_the_landmarks_are_given() -> None:
    found = dict(tags(example()))
    assert found["html"]["lang"] == "ja"
    assert {"header", "nav", "main", "footer"} <= set(found)


def test_an_image_stands_in_the_file_with_its_alternative_text(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "図.png")
    (image,) = [
        a for tag, a in tags(page(Figure(pixels(tmp_path / "図.png"), "流れ図"))) if tag == "img"
    ]
    assert image["src"].startswith("data:image/png;base64,")
    assert image["alt"] == "流れ図"


def test_a_row_without_an_address_has_no_link() -> None:
    assert not [a for tag, a in tags(page(row("項目", "答え"))) if a.get("class") == "cite"]


def test_a_page_without_a_title_of_its_own_is_named_by_its_header() -> None:
    untitled = text(render(layout(Heading(1, Label("変更箇所")))))
    titled = text(render(layout(Heading(0, Label("題名")))))
    for page in (untitled, titled):
        assert page.count("<h1") == 1
        assert all(f"<{mark}" in page for mark in ("header", "main", "footer"))
    assert '<h1 class="running">評価書名</h1>' in untitled


def test_what_is_blackened_is_read_out() -> None:
    page = text(render(layout(row("①", f"前{BLACK * 3}後"))))
    assert f'前<span role="img" aria-label="非公表">{BLACK * 3}</span>後' in page


def test_a_reader_without_a_mouse_sees_the_links_to_items() -> None:
    assert "@media (hover: none) { .cite { opacity: 1; } }" in text(render(layout(row("①", "一"))))


def text(data: bytes) -> str:
    return data.decode()


def test_parts_of_several_files_are_told_apart_when_they_are_read_out() -> None:
    """The form prints one heading for all of them."""
    source = Path(__file__).parents[2] / "examples" / "neyagawa" / "令和7年版.yaml"
    submitted = render(layout_of(pia.load(source), "提出")).decode()
    read = re.findall(r'<h\d aria-label="(Ⅱ[^"]*)">([^<]*)<', submitted)
    assert len(read) == len({spoken for spoken, _ in read}) == 3
    assert {printed for _, printed in read} == {"Ⅱ　特定個人情報ファイルの概要"}
    assert all(spoken.startswith(printed) for spoken, printed in read)
    assert 'aria-label="Ⅱ' not in render(layout_of(pia.load(source), "公表")).decode()


def test_three_short_options_stand_side_by_side() -> None:
    made = Row(Label("①実施の有無"), (choice("", ["実施する", "実施しない", "未定"]),))
    assert '<ul class="options of3"' in render(layout(made)).decode()


def test_links_are_spoken_of_only_where_items_have_one() -> None:
    table = Table((Column(Label("項目"), 1),), (("Ⅰ2.",),))
    assert "「#」" not in render(layout(Heading(1, Label("変更箇所")), table)).decode()
    assert "「#」" in render(layout(Row(Label("名称"), (), address="事務.名称"))).decode()
