"""Paths as people write them."""

from functools import cache
from pathlib import Path

import made_up
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pia.errors import PiaError
from pia.forms.definition import Form, Item, Section
from pia.forms.edition import Aliases, aliases
from pia.forms.find import Finder, FoundEntry, pattern
from pia.forms.index import Listed, Sort, index, listed
from pia.forms.load import folder_of, load

ALIASES = aliases(folder_of("R6.10"))
FILE = "特定個人情報ファイル"
RISKS = f"{FILE}.リスク対策"


@cache
def finder(form: str) -> Finder:
    return Finder(load("R6.10", form), ALIASES)


def found(form: str, text: str) -> FoundEntry:
    return finder(form).find(text)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        # widths, spaces, separators
        ("juten", "Ⅱ3③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "II 3. ③ 使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ－３－③", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ　特定個人情報ファイルの概要　＞　３．特定個人情報の入手・使用 / ③使用目的",
         f"item {FILE}.入手・使用.使用目的"),
        ("juten", "使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅲ（１）3. リスク２ リスクへの対策は十分か",
         f"item {RISKS}.使用.権限のない者による使用.リスクへの対策は十分か"),
        # the same words under another number in another form
        ("juten", "Ⅰ4 法令上の根拠", "item 個人番号の利用.法令上の根拠"),
        ("zenkomoku", "Ⅰ5 法令上の根拠", "item 個人番号の利用.法令上の根拠"),
        ("kiso", "Ⅰ3 法令上の根拠", "item 個人番号の利用.法令上の根拠"),
        # as 寝屋川市 writes
        ("juten", "Ⅰ－２\nシステム１\n①システム名称", "item システム.名称"),
        ("juten", "Ⅰ－５\n②法令上の根拠", "item 情報連携.法令上の根拠"),
        ("juten", "Ⅱ（１）住民基本台帳ファイル\n５．特定個人情報の提供・移",
         f"section {FILE}.提供・移転"),
        ("juten", "Ⅲ（１）－６\n情報提供ネットワークシステムとの連携",
         f"section {RISKS}.情報提供ネットワークシステムとの接続"),
        ("juten", "Ⅲ（１）（２）－９\n従業者に対する教育・啓発\n具体的な方法",
         f"item {RISKS}.従業者に対する教育・啓発.具体的な方法"),
        # sections, blocks, attachments
        ("juten", "Ⅱ4 委託事項1", f"section {FILE}.委託.委託事項"),
        ("juten", "Ⅱ5 提供先21～55", f"section {FILE}.提供・移転.提供先"),
        ("juten", "再委託", f"section {FILE}.委託.委託事項"),
        ("juten", "表紙", "section 表紙"),
        ("juten", "別紙", "attachment 別紙"),
        ("juten", "別添２", "attachment 変更箇所"),
        ("zenkomoku", "(別添1)戸籍事務の内容", "attachment 事務の内容図"),
        ("zenkomoku", "(別添1)戸籍事務の内容 備考", "item 事務の内容図.備考"),
        ("juten", "（別添１）ファイル記録項目_戸籍", f"attachment {FILE}.記録項目"),
        # the item that is the heading of a block counts only behind the name of the block
        ("juten", "Ⅱ4 委託事項", f"section {FILE}.委託.委託事項"),
        ("juten", "提供先", f"section {FILE}.提供・移転.提供先"),
        ("juten", "提供先2 提供先", f"item {FILE}.提供・移転.提供先.名称"),
        # a section that is one item; a box; a box of an item
        ("juten", "Ⅰ7 他の評価実施機関", "item 他の評価実施機関"),
        ("juten", "Ⅰ7 他の評価実施機関 他の評価実施機関", "item 他の評価実施機関"),
        ("zenkomoku", "(別添2)ファイル記録項目_戸籍 記録項目", f"item {FILE}.記録項目"),
        ("juten", "Ⅲ 4 委託しない", f"item {RISKS}.委託.該当"),
        ("juten", "Ⅱ 3 ②入手方法 電子メール", f"item {FILE}.入手・使用.入手方法"),
        # a file behind its part, and behind a section of it
        ("juten", "Ⅱ（１）住民基本台帳ファイル 3 ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ ファイルの概要_住基台帳 3 ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ 本人確認 3 ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ 3 （１）住民基本台帳ファイル ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅲ 3 1 戸籍ファイル リスク２ リスクへの対策は十分か",
         f"item {RISKS}.使用.権限のない者による使用.リスクへの対策は十分か"),
        ("juten", "（各ファイル共通）Ⅱ 3 ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "(各ファイル共通) 重点項目評価書 Ⅱ 3 ③使用目的",
         f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ 3 ③使用目的（使用目的は具体的か。）", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ 3 ③使用目的\n使用目的は具体的か。", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "特定個人情報の入手・使用（Ⅱ3） ③使用目的", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ 3 （使用目的）", f"item {FILE}.入手・使用.使用目的"),
        # cut labels
        ("juten", "使用目", f"item {FILE}.入手・使用.使用目的"),
        ("juten", "Ⅲ 10 その他のリス", f"item {RISKS}.その他のリスク対策"),
        ("kiso", "Ⅱ1 評価対象の事務の対象", "item 事務.対象人数"),
        ("juten", "Ⅱ 6 保管", f"item {FILE}.保管・消去.保管場所"),
    ],
)  # fmt: skip
def test_a_path_is_found(form: str, text: str, expected: str) -> None:
    result = found(form, text)
    assert [f"{e.kind} {e.address}" for e in result.entries] == [expected]
    assert result.certain


@pytest.mark.parametrize(
    ("form", "text", "candidate"),
    [
        ("juten", "法令上の根拠", "個人番号の利用.法令上の根拠"),
        ("juten", "Ⅱ5 ①法令上の根拠", f"{FILE}.提供・移転.移転先.法令上の根拠"),
        ("juten", "備考", f"{FILE}.備考"),
        ("zenkomoku", "リスク4", f"{RISKS}.使用.不正な複製"),
        ("zenkomoku", "その他のリスク対策", "その他のリスク対策"),
        # a number and a label that do not belong together
        ("juten", "Ⅱ3 ⑥使用目的", f"{FILE}.入手・使用.使用目的"),
        ("juten", "Ⅱ2 ③使用目的", f"{FILE}.入手・使用.使用目的"),
        # a label that no form has
        ("juten", "使用目標", f"{FILE}.入手・使用.使用目的"),
        ("juten", "特定個人情報の保官・消去", f"{FILE}.保管・消去.保管場所"),
        # a part of a label, or a label behind a number that it does not have
        ("zenkomoku", "承認日", "表紙.承認日"),
        ("zenkomoku", "Ⅱ 4 件数", f"{FILE}.委託.件数"),
        ("juten", "Ⅲ 8-2 実施の有無", f"{RISKS}.監査.実施の有無"),
    ],
)
def test_where_nothing_is_certain_there_are_candidates(
    form: str, text: str, candidate: str
) -> None:
    result = found(form, text)
    assert not result.certain
    assert candidate in [entry.address for entry in result.entries]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("I", "II 3", False),
        ("I", "I 3", True),
        ("V", "VI", False),
        ("XIV", "XIVI", False),
        ("1", "10", False),
        ("節1", "節10", False),
        ("節1", "節1 2", True),
        ("節い", "節いろ", True),
    ],
)
def test_a_number_is_not_the_beginning_of_another(name: str, text: str, expected: bool) -> None:
    assert bool(pattern(name).match(text)) is expected


def test_two_letters_are_the_beginning_of_a_label_and_one_is_not() -> None:
    assert {entry.address for entry in found("zenkomoku", "承認").entries} >= {"表紙.承認日"}
    assert found("zenkomoku", "承").entries == ()


def test_the_five_entries_that_most_resemble_a_text_are_told_the_closest_first() -> None:
    result = found("zenkomoku", "リスクに対する措置の中身")
    assert not result.certain
    assert [entry.label for entry in result.entries] == ["リスクに対する措置の内容"] * 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "　",
        "全般",
        "制度全般について",
        "Ⅱ消去の方法",
        "Ⅰ10",
        "\0",
        "(",
        "（Ⅱ3）",
        "Ⅰ 4 （１）戸籍ファイル 法令",
    ],
)
def test_what_names_nothing_is_never_certain(text: str) -> None:
    assert not found("juten", text).certain


FORMS = ("kiso", "juten", "zenkomoku")
Node = Section | Item


@cache
def places(name: str) -> list[tuple[tuple[Node, ...], Listed]]:
    """Every item of a form that prints a field, with what it stands under."""
    form: Form = load("R6.10", name)
    return [(trail, listed(item, trail)) for trail, item in form.items() if item.is_own]


@st.composite
def paths(draw: st.DrawFn) -> tuple[str, str, Listed]:
    """A path to some item that leaves out levels, numbers or titles, with any separators."""
    name = draw(st.sampled_from(FORMS))
    trail, entry = draw(st.sampled_from(places(name)))
    words = [draw(st.sampled_from(["", node.number, node.number + _title(node)])) for node in trail]
    last = draw(st.sampled_from([entry.label, entry.number + entry.label]))
    separator = draw(st.sampled_from([" ", "　", "-", "\n", "．", "／", ""]))
    return name, separator.join([*filter(None, words), last]), entry


def _title(node: Node) -> str:
    return node.title if isinstance(node, Section) else node.label


@settings(max_examples=60)
@given(paths())
def test_a_path_that_leaves_levels_out_is_never_taken_for_another_item(
    case: tuple[str, str, Listed],
) -> None:
    name, text, entry = case
    result = found(name, text)
    assert not result.certain or is_there(result.entries[0], entry)


def is_there(result: Listed, entry: Listed) -> bool:
    """Whether the entry was found, or the heading of the same name that it stands under."""
    is_heading = result.kind is not Sort.ITEM and result.label == entry.label
    below = is_heading and entry.address.startswith(f"{result.address}.")
    return result.address == entry.address or below


@pytest.mark.parametrize("name", FORMS)
def test_the_printed_path_of_an_entry_finds_it_or_leaves_it_open(name: str) -> None:
    form, certain = load("R6.10", name), 0
    for entry in index(form):
        result = found(name, entry.path)
        if result.certain:
            assert is_there(result.entries[0], entry), entry.path
            certain += 1
    assert certain > 0.9 * len(index(form))


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_look_up(text: str) -> None:
    assert len(found("juten", text).entries) <= len(index(load("R6.10", "juten")))


def test_an_edition_without_aliases_has_none(tmp_path: Path) -> None:
    assert aliases(made_up.edition(tmp_path) / "R9.1") == Aliases()


@pytest.mark.parametrize("text", ["項目: {表紙.発行日: [公開日]}", "別名: {}", "見出し: [節]"])
def test_a_file_of_aliases_that_is_not_sound_is_told(text: str, tmp_path: Path) -> None:
    made_up.edition(tmp_path)
    (tmp_path / "R9.1" / "aliases.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PiaError, match=r"aliases\.yaml"):
        aliases(tmp_path / "R9.1")


def test_a_slip_of_the_keyboard_in_a_file_of_aliases_is_told_as_in_a_source(tmp_path: Path) -> None:
    made_up.edition(tmp_path)
    (tmp_path / "R9.1" / "aliases.yaml").write_text("語：\n  執行: 失効\n", encoding="utf-8")
    with pytest.raises(PiaError, match=r"aliases\.yaml:1:2 \[全角のコロン\]"):
        aliases(tmp_path / "R9.1")


def test_every_alias_of_a_heading_belongs_to_a_heading_of_the_edition() -> None:
    titles = {section.title for name in FORMS for _, section in load("R6.10", name).sections()}
    assert ALIASES.titles
    assert set(ALIASES.titles) <= titles
