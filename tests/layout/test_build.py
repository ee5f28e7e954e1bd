"""What stands on the pages of a small assessment, form by form, and of both examples."""

from pathlib import Path

import pytest
from assessments import assessment, file
from golden_files import assert_golden
from outline import outline
from PIL import Image

import pia
from pia.forms.load import load
from pia.layout.build import SheetDraft, build, explained
from pia.layout.tree import (
    Contents,
    Edition,
    Entry,
    Figure,
    Grid,
    Heading,
    Label,
    Layout,
    Note,
    Records,
    Sheet,
    Words,
)
from pia.model import Assessment
from pia.source.images import pixels

FORMS = ("kiso", "juten", "zenkomoku")
SMALL = Path(__file__).with_name("small.yaml")
EXAMPLES = Path(__file__).parents[2] / "examples"


def layout(form: str, data: Assessment, folder: Path = SMALL.parent) -> Layout:
    return build(load("R6.10", form), data, folder)


def small() -> Assessment:
    return assessment(SMALL.read_text(encoding="utf-8"))


def labels(built: Layout) -> set[str]:
    nodes = [node for sheet in built.sheets for node in sheet.nodes]
    rows = [line.row for node in nodes if isinstance(node, Grid) for line in node.lines]
    headings = [node for node in nodes if isinstance(node, Heading)]
    return {str(h.label) for h in headings} | {str(r.label) for r in rows}


def _things(sheet: Sheet) -> int:
    return sum(len(node.lines) if isinstance(node, Grid) else 1 for node in sheet.nodes)


def lines(form: str, data: Assessment, start: str) -> list[str]:
    """The lines of the outline that begin in this way."""
    return [line for line in outline(layout(form, data)).splitlines() if line.startswith(start)]


@pytest.mark.parametrize("form", FORMS)
def test_a_small_assessment_on_each_form(form: str) -> None:
    assert_golden(f"layout_{form}.txt", outline(layout(form, small())))


@pytest.mark.parametrize(
    ("form", "of_its_own"),
    [
        ("kiso", set()),
        ("juten", {"システム2", "提供先の一覧"}),
        ("zenkomoku", {"システム2", "提供先の一覧", "全体の流れ"}),
    ],
)
def test_an_empty_assessment_leaves_a_form_to_fill_in_by_hand(
    form: str, of_its_own: set[str]
) -> None:
    empty = labels(layout(form, assessment()))
    assert len(empty) > 30
    assert labels(layout(form, small())) - empty == of_its_own


@pytest.mark.parametrize("example", ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"])
def test_the_sheets_of_an_example(example: str) -> None:
    document = pia.load(EXAMPLES / example)
    built = build(document.form, document.assessment, document.path.parent)
    sheets = [f"{s.name}{'（横）' * s.landscape}: {_things(s)}" for s in built.sheets]
    assert_golden(f"layout_{example.partition('/')[0]}.txt", "\n".join(sheets) + "\n")


def test_an_empty_list_leaves_one_blank_block_and_its_ranges() -> None:
    assert lines("juten", assessment(), "#### システム") == [
        "#### システム1 {システム}",
        "#### システム2～5",
        "#### システム6～10",
        "#### システム11～15",
        "#### システム16～20",
    ]


def test_a_file_of_several_is_named_on_its_sheets_by_its_id() -> None:
    two = assessment("特定個人情報ファイル: [{id: 甲}, {id: 乙}]")
    names = [sheet.name for sheet in layout("juten", two).sheets]
    parts = ("Ⅱファイルの概要", "Ⅲリスク対策（プロセス）")
    assert [n for n in names if "_" in n] == [f"{part}_{id_}" for part in parts for id_ in "甲乙"]


def test_the_records_of_all_files_share_a_sheet_each_below_the_name_of_its_file() -> None:
    named = ", ".join(f"{{id: {each}, ファイル名: {each}のファイル}}" for each in "甲乙")
    two = assessment(f"特定個人情報ファイル: [{named}]")
    (sheet,) = (s for s in layout("juten", two).sheets if "別添１" in s.name)
    heading, name, records = sheet.nodes[3:]
    assert [type(node) for node in sheet.nodes[:3]] == [type(heading), type(name), type(records)]
    assert isinstance(heading, Heading)
    assert isinstance(name, Grid)
    assert isinstance(records, Records)
    (line,) = name.lines
    assert line.kept
    assert line.row.contents == (Words("（２）乙のファイル"),)


@pytest.mark.parametrize("form", ["juten", "zenkomoku"])
def test_what_names_one_of_several_stays_with_what_is_told_of_it(form: str) -> None:
    grids = [n for s in layout(form, small()).sheets for n in s.nodes if isinstance(n, Grid)]
    kept = {line.row.label.text for n in grids for line in n.lines if line.kept and line.row.label}
    assert {"委託事項1", "提供先1", "移転先1"} <= kept
    assert all(label[-1].isdigit() for label in kept)


def test_a_draft_has_a_fixed_stamp_and_a_published_one_its_day() -> None:
    published = assessment("表紙: {公表日: 令和7年2月13日}")
    assert layout("juten", assessment()).stamp == "2000-01-01T00:00:00Z"
    assert layout("juten", published).stamp == "2025-02-13T00:00:00Z"


def test_a_bracket_stands_open_where_a_box_has_one_and_is_filled_where_it_is_ticked() -> None:
    data = file("入手・使用: {入手元: [その他: 窓口]}")
    (row,) = lines("juten", data, "①入手元")
    assert "[ ○ ]その他　（ 窓口 ）" in row
    assert "[ 　 ]民間事業者　（ 　　　 ）" in row
    assert "[ 　 ]本人又は本人の代理人 " in row


def test_a_section_with_a_box_has_it_on_its_heading() -> None:
    data = file("リスク対策: {委託: {該当: [委託しない]}}")
    (heading,) = lines("juten", data, "### ４．特定個人情報ファイルの取扱いの委託")[-1:]
    assert "[ ○ ]委託しない" in heading


def test_the_count_of_a_list_follows_from_its_entries() -> None:
    data = file("委託: {委託の有無: 委託する, 委託事項: [{id: 一, 名称: 一}, {id: 二, 名称: 二}]}")
    (row,) = lines("juten", data, "委託の有無")
    assert "（　2　）件" in row


def test_images_are_sought_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "図").mkdir()
    Image.new("L", (8, 4)).save(tmp_path / "図/流れ.png")
    data = assessment("事務の内容図: [{id: 図, 画像: 図/流れ.png}]")
    nodes = [n for sheet in layout("zenkomoku", data, tmp_path).sheets for n in sheet.nodes]
    (figure,) = [node for node in nodes if isinstance(node, Figure)]
    assert figure.picture == pixels(tmp_path / "図/流れ.png")


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_what_came_to_its_end_says_so(form: str) -> None:
    data = assessment("表紙: {評価書名: 税の事務, 終了日: R7.3.31}")
    assert "税の事務【令和7年3月31日　終了】" in outline(layout(form, data))
    assert "終了】" not in outline(layout(form, assessment("表紙: {評価書名: 税の事務}")))


def test_the_headings_of_later_blocks_stand_where_their_first_one_does() -> None:
    for count in (1, 2, 3, 6):
        entries = ", ".join(f"{{id: 系{n}, 名称: 甲}}" for n in range(count))
        found = outline(layout("juten", assessment(f"システム: [{entries}]"))).splitlines()
        titles = [line.strip("# ") for line in found if "システム" in line and "～" in line]
        assert len(titles) == len(set(titles)) > 1


def test_sheets_of_several_files_bear_their_ids_and_that_of_one_does_not() -> None:
    def names(ids: str) -> list[str]:
        entries = ", ".join(f"{{id: {name}, ファイル名: {name}}}" for name in ids)
        built = layout("juten", assessment(f"特定個人情報ファイル: [{entries}]"))
        return [sheet.name for sheet in built.sheets if sheet.name.startswith("Ⅱ")]

    assert [name.partition("_")[2] for name in names("甲乙")] == ["甲", "乙"]
    assert [name.partition("_")[2] for name in names("甲")] == [""]


def test_only_what_is_published_says_that_nothing_can_be_read_back_from_it() -> None:
    form = load("R6.10", "juten")
    published = build(form, small(), None, Edition.PUBLISHED)
    assert published.caution
    assert build(form, small(), None).caution == ""


def test_the_published_edition_lists_parts_and_sections_and_explains_the_mark() -> None:
    nodes = [Heading(level, Label(f"見出し{level}")) for level in range(4)]
    cover = SheetDraft("表紙", (nodes[0],))
    part = SheetDraft("Ⅰ", tuple(nodes[1:]))
    first, page, last = explained([cover, part], "※は重要")
    assert (first, last) == (cover, part)
    heading, contents, note = page.nodes
    assert isinstance(heading, Heading)
    assert heading.level == 0
    assert contents == Contents((Entry("見出し1"), Entry("見出し2")))
    assert note == Note("※は重要")
    assert [len(draft.nodes) for draft in explained([cover, part], "")] == [1, 2, 3]
    own = SheetDraft("目次", (Heading(0, Label("項目一覧")), Contents((Entry("Ⅰ"),))))
    assert explained([own, part], "※は重要")[0].nodes[1:] == (contents, note)
