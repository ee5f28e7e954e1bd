"""Form files that are sound, and every way in which one can be wrong."""

import re
import shutil
from pathlib import Path

import pytest

from pia.errors import PiaError
from pia.forms.definition import Placement, Section, Style
from pia.forms.edition import OPTIONS
from pia.forms.load import editions, folder_of, forms, load, named, unprinted, whole
from pia.forms.messages import Fault
from pia.model.choices import Staff

HEAD = """
form: trial
edition: R9.1
model: 評価書
number: 様式9
name: 試行評価書
title: 特定個人情報保護評価書（試行評価書）
source: 試行
foot: ［試行］
"""


def write(root: Path, text: str, name: str = "trial", edition: str = "R9.1") -> Path:
    (root / edition).mkdir(exist_ok=True)
    (root / edition / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(folder_of("R6.10") / OPTIONS, root / edition)
    return root


def part(items: str, more: str = "", part: str = "") -> str:
    """A form with one part of these items, one a line. part: more lines of the part itself."""
    lines = "".join(f"  - {line.strip()}\n" for line in items.strip().splitlines())
    return f"{HEAD}{more}\nparts:\n- title: 部\n{part}  items:\n{lines}"


BOXES = "{address: 提供・移転.提供・移転の有無, required: never"
BOX = "{address: 提供・移転.提供件数, place: in PROVIDES, required: never}"
OTHER_BOX = BOX.replace("提供件数", "移転件数")
FILE = "  per: 特定個人情報ファイル\n"
# One form file for each problem.
WRONG = {
    Fault.NOT_YAML: f"{HEAD}parts: [",
    Fault.NOT_A_MAPPING: f"{HEAD}parts: [部]",
    Fault.NOT_A_LIST: f"{HEAD}parts: 部",
    Fault.NOT_A_TEXT: part("{address: [表紙], required: always}"),
    Fault.NOT_A_FLAG: part("{address: 表紙.公表日, required: always, centred: はい}"),
    Fault.NOT_A_NUMBER: part("{address: 表紙.公表日, required: always, lines: 三}"),
    Fault.NO_KEY: part("{address: 表紙.公表日}"),
    Fault.UNKNOWN_KEY: part("{adress: 表紙.公表日, required: always}"),
    Fault.UNKNOWN_WORD: part("{address: 表紙.公表日, required: always, place: left}"),
    Fault.UNKNOWN_ADDRESS: part("{address: 表紙.発行日, required: always}"),
    Fault.UNKNOWN_OPTION: part("{address: 事務.対象人数, required: always, options: [MANY]}"),
    Fault.NO_CHOICE: part("{address: 表紙.公表日, required: always, options: [DONE]}"),
    Fault.UNKNOWN_DERIVATION: part("{label: 件数, derive: sum 別紙}"),
    Fault.NOT_REPEATED: part("{title: 事務, per: 事務, items: []}"),
    Fault.NOT_A_VALUE: part("{address: 事務, required: always}"),
    Fault.LIST_NOT_NUMBERED: part("{address: システム.名称, required: always}"),
    Fault.NO_ADDRESS: part("{label: 備考}"),
    Fault.ONE_OF: part("{address: 表紙.公表日, required: never, fixed: 別添を参照。}"),
    Fault.BAD_RULE: part("{address: 表紙.公表日, required: sometimes}"),
    Fault.BAD_CONDITION: part("{address: 表紙.公表日, required: when 情報連携.実施の有無 DONE}"),
    Fault.CONDITION_WITHOUT_OPTIONS: part(
        "{address: 表紙.公表日, required: when 表紙.評価書名 is DONE}"
    ),
    Fault.BOX_WITHOUT_ITEM: part("{address: 表紙.公表日, required: always, place: in DONE}"),
    Fault.BAD_RANGE: part("{title: システム, per: システム, ranges: [二から五], items: []}"),
    Fault.NOT_IN_ITS_PLACE: part("{label: 注, fixed: 文}").replace("R9.1", "R9.2"),
    Fault.PRINTED_TWICE: part("{address: 表紙.公表日, required: always}\n" * 2),
    Fault.DUPLICATE_KEY: part("{label: 注, label: 記, fixed: 文}"),
    Fault.OPTION_TWICE: part(
        "{address: 事務.対象人数, required: always, options: [UNDER_1000, UNDER_1000]}"
    ),
    Fault.UNKNOWN_MODEL: part("{label: 注, fixed: 文}").replace("model: 評価書", "model: 計画書"),
    Fault.IN_A_LIST: part("{address: 特定個人情報ファイル.基本情報.保有開始日, required: never}"),
    Fault.NUMBERED_ALONE: part("{address: 事務.名称, required: never, numbered: true}"),
    Fault.CONDITION_NOT_PRINTED: part(
        "{address: 情報連携.法令上の根拠, required: when 情報連携.実施の有無 is DONE}"
    ),
    Fault.CONDITION_NOT_OFFERED: part(
        """
        {address: 情報連携.実施の有無, required: always, options: [UNDECIDED]}
        {address: 情報連携.法令上の根拠, required: when 情報連携.実施の有無 is DONE}
        """
    ),
    Fault.BOX_NOT_OFFERED: part(f"{BOXES}, options: [TRANSFERS], items: [{BOX}]}}", part=FILE),
    Fault.BOX_TAKEN: part(f"{BOXES}, items: [{BOX}, {OTHER_BOX}]}}", part=FILE),
    Fault.PLACED_ALONE: part("{address: 表紙.公表日, required: always, place: inline}"),
    Fault.NOTHING_BELOW: part(
        "{address: 規則第９条第２項の適用.該当, required: never, place: heading, "
        "items: [{label: 注, fixed: 文}]}"
    ),
    Fault.NOT_ON_HEADING: part("{address: 表紙.評価書名, required: never, place: heading}"),
    Fault.NOT_HERE: part("{title: 節, style: cover, items: []}"),
    Fault.NOT_IN_STYLE: part("{title: 節, items: []}", part="  style: cover\n"),
    Fault.KIND_NOT_IN_STYLE: part(
        "{title: 図, per: 事務の内容図, items: [{address: 画像, required: never}]}"
    ),
    Fault.NEEDS_PART: part(
        "{title: 図, style: figure, per: 事務の内容図, items: [{address: 題名, required: never}]}"
    ),
}


# Problems of more than one file, or of none, with tests of their own below.
APART = {Fault.NOT_UTF_8, Fault.NO_OPTIONS, Fault.PRINTED_BY_NO_FORM}


def test_there_is_a_form_file_for_every_problem() -> None:
    assert set(Fault) - APART == set(WRONG)


@pytest.mark.parametrize("problem", WRONG, ids=[problem.name for problem in WRONG])
def test_a_form_file_that_is_not_sound_says_what_is_wrong(problem: Fault, tmp_path: Path) -> None:
    root = write(tmp_path, WRONG[problem])
    with pytest.raises(PiaError) as caught:
        load("R9.1", "trial", root)
    (finding,) = caught.value.findings
    assert finding.code == "様式ファイルの誤り"
    assert finding.file == str(root / "R9.1" / "trial.yaml")
    assert finding.position or problem is Fault.NOT_IN_ITS_PLACE
    assert re.search(re.sub(r"\{\w+\}", ".*", problem.value), finding.message)


def test_the_same_form_is_equal_wherever_its_lines_stand(tmp_path: Path) -> None:
    text = part("{title: 節, items: [{address: 表紙.公表日, required: always}]}")
    found = []
    for name, written in (("a", text), ("b", text.replace("parts:", "# 注\nparts:"))):
        (tmp_path / name).mkdir()
        found.append(load("R9.1", "trial", write(tmp_path / name, written)).parts)
    assert found[0] == found[1]
    assert found[0][0].position != found[1][0].position


def test_a_key_that_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(PiaError, match=Fault.NOT_A_MAPPING.value):
        load("R9.1", "trial", write(tmp_path, part("{? [題] : 節, items: []}")))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (part("{address: 表紙.発行日, required: always}"), "表紙.発行日"),
        (part("{address: 表紙.公表日, required: when 表紙.題 is DONE}"), "表紙.題 is DONE"),
        (part("{title: 節, at: 事項, items: []}"), "事項"),
        (part("{title: 節, itmes: []}"), "節"),
        (part("{label: 件, derive: count 委託}"), "委託"),
        (part("備考"), "備考"),
    ],
)
def test_a_problem_names_its_place(text: str, where: str, tmp_path: Path) -> None:
    with pytest.raises(PiaError, match=f"「{where}」"):
        load("R9.1", "trial", write(tmp_path, text))


def test_what_no_entry_of_a_list_has_is_not_told_to_be_numbered(tmp_path: Path) -> None:
    with pytest.raises(PiaError, match="この番地の項目はモデルにありません"):
        load("R9.1", "trial", write(tmp_path, part("{address: システム.題, required: never}")))


def test_a_file_of_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    (write(tmp_path, "") / "R9.1" / "trial.yaml").write_bytes(HEAD.encode("cp932"))
    with pytest.raises(PiaError, match="YAML として読めません"):
        load("R9.1", "trial", tmp_path)


def test_an_option_of_two_groups_is_refused(tmp_path: Path) -> None:
    groups = "{label: 甲, options: [UNDER_1000]}, {label: 乙, options: [UNDER_1000]}"
    text = part(f"{{address: 事務.対象人数, required: always, groups: [{groups}]}}")
    with pytest.raises(PiaError, match="「UNDER_1000」の選択肢が2つあります"):
        load("R9.1", "trial", write(tmp_path, text))


def test_a_form_whose_options_the_edition_does_not_say_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path, part("{address: 事務.対象人数, required: always}"))
    (root / "R9.1" / OPTIONS).write_text("Staff: [UNDER_10]\n", encoding="utf-8")
    with pytest.raises(PiaError, match=r"trial\.yaml:14:5 .*「Subjects」の選択肢"):
        load("R9.1", "trial", root)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("[UNDER_1000, UNDER_1000]", "選択肢が2つあります"),
        ("[UNDER_1000, {FROM_1000: 1,000人未満}]", "選択肢が2つあります"),
        ("[UNDER_100]", "という選択肢はありません"),
        ("[]", "の選択肢を options.yaml に書いてください"),
    ],
)
def test_options_of_an_edition_that_cannot_be_told_apart_are_refused(
    said: str, problem: str, tmp_path: Path
) -> None:
    root = write(tmp_path, part("{address: 事務.対象人数, required: always}"))
    said = said.replace("{FROM_1000: 1,000人未満}", "{FROM_1000: '1,000人未満'}")
    (root / "R9.1" / OPTIONS).write_text(f"Subjects: {said}\n", encoding="utf-8")
    with pytest.raises(PiaError, match=problem):
        load("R9.1", "trial", root)


@pytest.mark.parametrize(
    "data", [b"", HEAD.encode("cp932"), HEAD.replace("name: 試行評価書", "name:").encode()]
)
def test_a_form_that_has_no_name_says_why_when_a_form_is_not_found(
    data: bytes, tmp_path: Path
) -> None:
    root = write(tmp_path, part("{label: 注, fixed: 文}"), "other")
    (root / "R9.1" / "trial.yaml").write_bytes(data)
    with pytest.raises(PiaError, match=r"trial\.yaml.*様式ファイルの誤り"):
        named("試行の評価", "R9.1", root)


def test_a_file_that_holds_itself_is_refused(tmp_path: Path) -> None:
    text = f"{HEAD}parts:\n- &部 {{title: 部, items: [*部]}}\n"
    with pytest.raises(PiaError, match="YAML として読めません"):
        load("R9.1", "trial", write(tmp_path, text))


def test_all_that_is_wrong_is_told_at_its_place(tmp_path: Path) -> None:
    text = part(
        """
        {label: 注, fixed: 文}
        {address: 表紙.発行日, required: always}
        {address: 表紙.公表日, required: sometimes}
        """
    )
    with pytest.raises(PiaError) as caught:
        load("R9.1", "trial", write(tmp_path, text))
    places = [(f.position.line, f.position.column) for f in caught.value.findings if f.position]
    assert places == [(15, 15), (16, 33)]


def test_fields_that_an_edition_does_not_print_are_told(tmp_path: Path) -> None:
    root = write(tmp_path, part("{address: 表紙.公表日, required: always}"))
    found = [finding.message for finding in unprinted(whole("R9.1", root))]
    assert len(found) > 200
    assert "「表紙.評価書名」: この版のどの様式も、この項目を印刷しません。" in found


def test_a_form_of_two_lines_is_read(tmp_path: Path) -> None:
    text = part(
        """
        {number: ①, address: 事務.対象人数, required: always, options: [{UNDER_1000: 少数}]}
        {address: システム.名称, required: never, numbered: true, place: wide}
        """
    )
    form = load("R9.1", "trial", write(tmp_path, text))
    (first, second) = [item for _, item in form.items()]
    assert (first.number, first.label, first.address) == ("①", "対象人数", "事務.対象人数")
    assert [offered.text for offered in first.offered] == ["少数"]
    assert (second.place, second.keys) == (Placement.WIDE, ("システム", "名称"))


def test_what_an_item_leaves_out_is_the_least(tmp_path: Path) -> None:
    form = load("R9.1", "trial", write(tmp_path, part("{address: 表紙.公表日, required: never}")))
    ((_, item),) = form.items()
    assert (item.width, item.lines, item.room) == (1, 1, 1)
    assert (item.centred, item.numbered, item.significant) == (False, False, False)
    assert (item.place, item.box, item.groups) == (Placement.ROW, None, ())
    assert (item.number, item.mark, item.fixed, item.note, item.derive) == ("", "", "", "", "")
    (section,) = form.parts
    assert (section.style, section.rows, section.ranges) == (Style.PART, 1, ())
    assert (section.landscape, section.together, section.significant) == (False, False, False)


@pytest.mark.parametrize(
    ("text", "is_edition"),
    [
        ("備考\n", False),
        ("項目: form\n", False),
        ("# form: trial\n", False),
        ("parts:\nform: trial\n", False),  # not at its head
        ("備考\nform: trial\n", True),
    ],
)
def test_a_folder_is_an_edition_when_a_file_says_that_it_is_a_form(
    text: str, is_edition: bool, tmp_path: Path
) -> None:
    assert ("R9.1" in editions(write(tmp_path, text))) is is_edition


def test_an_address_is_shortened_by_the_sections_it_stands_in(tmp_path: Path) -> None:
    text = f"""{HEAD}
parts:
- title: 部
  per: 特定個人情報ファイル
  sections:
  - title: 節
    at: リスク対策.使用
    items:
    - title: リスク
      style: risk
      at: 不正な複製
      items:
      - {{address: リスクへの対策は十分か, required: always}}
      - {{address: その他のリスク及びそのリスクに対する措置, required: always}}
      - {{address: 備考, required: always}}
"""
    form = load("R9.1", "trial", write(tmp_path, text))
    assert [item.address for _, item in form.items()] == [
        "特定個人情報ファイル.リスク対策.使用.不正な複製.リスクへの対策は十分か",
        "特定個人情報ファイル.リスク対策.使用.その他のリスク及びそのリスクに対する措置",
        "特定個人情報ファイル.備考",
    ]
    assert [section.style for _, section in form.sections()] == [
        Style.PART,
        Style.SECTION,
        Style.RISK,
    ]


def test_a_star_is_inherited_until_it_is_taken_back(tmp_path: Path) -> None:
    text = f"""{HEAD}
parts:
- title: 部
  significant: true
  items:
  - address: 事務.名称
    required: always
    items:
    - {{address: 事務.内容, required: always}}
  - {{address: 事務.概要, required: always, significant: false}}
- title: 別の部
  items:
  - address: 表紙.評価書名
    required: always
    significant: true
    items:
    - {{address: 表紙.公表日, required: always}}
"""
    form = load("R9.1", "trial", write(tmp_path, text))
    starred = {item.keys[-1]: (item.significant, item.mark) for _, item in form.items()}
    assert starred == {
        "名称": (True, ""),
        "内容": (True, ""),
        "概要": (False, ""),
        "評価書名": (True, "※"),
        "公表日": (False, ""),
    }


def test_editions_are_told_in_the_order_of_their_years(tmp_path: Path) -> None:
    for edition in ("R10.4", "H31.1", "R7.7"):
        text = part("{label: 注, fixed: 文}").replace("R9.1", edition)
        write(tmp_path, text, edition=edition)
    known = ("H31.1", "R6.10", "R7.7", "R10.4")
    assert tuple(e for e in editions(tmp_path) if e in known) == known
    assert editions(tmp_path / "なし") == editions()
    assert named("trial", root=tmp_path) is load("R10.4", "trial", tmp_path)


def test_a_form_is_found_by_its_id_and_by_its_name() -> None:
    assert forms("R6.10") == {
        "juten": "重点項目評価書",
        "kiso": "基礎項目評価書",
        "zenkomoku": "全項目評価書",
    }
    assert named("全項目評価書").id == named("ｚｅｎｋｏｍｏｋｕ").id == "zenkomoku"


@pytest.mark.parametrize("name", ["重点", "重点項目", "全", "基礎項目評価書"])
def test_the_beginning_of_a_name_is_enough_on_request(name: str) -> None:
    assert named(name, may_be_short=True).name.startswith(name)


@pytest.mark.parametrize(
    ("name", "may_be_short"), [("重点", False), ("", True), ("評価", True), ("重点項目以外", True)]
)
def test_what_is_no_beginning_of_one_name_alone_is_refused(name: str, may_be_short: bool) -> None:
    with pytest.raises(PiaError, match="未知の様式"):
        named(name, may_be_short=may_be_short)


def test_editions_without_a_year_are_told_in_one_order_whatever_the_run(tmp_path: Path) -> None:
    known = ["様い", "様ろ", "様は", "様に", "様ほ", "様へ", "様と", "様ち"]
    for edition in known:
        (tmp_path / edition).mkdir()
        (tmp_path / edition / "trial.yaml").write_text(HEAD, encoding="utf-8")
    assert [e for e in editions(tmp_path) if e in known] == sorted(known)


@pytest.mark.parametrize(
    ("name", "edition", "code"),
    [("簡易評価書", "R6.10", "未知の様式"), ("juten", "R1.1", "未知の版")],
)
def test_a_form_that_does_not_exist_is_refused(name: str, edition: str, code: str) -> None:
    with pytest.raises(PiaError) as caught:
        named(name, edition)
    assert [finding.code for finding in caught.value.findings] == [code]


def test_an_option_is_printed_in_the_words_of_its_edition_or_of_its_item(tmp_path: Path) -> None:
    chosen = "options: [UNDER_1000, {FROM_1000: 千人以上}]"
    root = write(tmp_path, part(f"{{address: 事務.対象人数, required: never, {chosen}}}"))
    said = "Subjects: [{UNDER_1000: 千人未満}, FROM_1000]\n"
    (root / "R9.1" / OPTIONS).write_text(said, encoding="utf-8")
    ((_, item),) = load("R9.1", "trial", root).items()
    assert [offered.text for offered in item.offered] == ["千人未満", "千人以上"]
    assert item.text_of(item.offered[0].option) == "千人未満"
    assert item.text_of(Staff.UNDER_10) == str(Staff.UNDER_10)  # which it does not offer


def test_boxes_stand_in_groups_so_many_to_a_line(tmp_path: Path) -> None:
    groups = "{label: 甲, options: [UNDER_1000], grid: [3, 1]}, {label: 乙, options: [FROM_1000]}"
    root = write(tmp_path, part(f"{{address: 事務.対象人数, required: never, groups: [{groups}]}}"))
    ((_, item),) = load("R9.1", "trial", root).items()
    assert [(group.label, group.grid) for group in item.groups] == [("甲", (3, 1)), ("乙", (2,))]


def test_what_an_item_says_is_what_it_is(tmp_path: Path) -> None:
    said = "mark: ＊, place: wide, width: 7, lines: 3, room: 9, centred: true, note: 注記"
    text = part(f"{{number: ①, address: 表紙.公表日, label: 日, required: always, {said}}}")
    ((_, item),) = load("R9.1", "trial", write(tmp_path, text)).items()
    assert (item.number, item.label, item.mark, item.note) == ("①", "日", "＊", "注記")
    assert (item.place, item.width, item.lines, item.room) == (Placement.WIDE, 7, 3, 9)
    assert (item.centred, item.is_own, item.required.always) == (True, True, True)


def test_what_a_section_says_is_what_it_is(tmp_path: Path) -> None:
    said = "  number: Ⅰ\n  sheet: Ⅰ部\n  orientation: landscape\n  together: true\n  mark: ＊\n"
    block = "{title: 系, per: システム, ranges: [2～5, 6-20], rows: 4, items: []}"
    form = load("R9.1", "trial", write(tmp_path, part(block, part=said)))
    (part_,) = form.parts
    assert (part_.number, part_.heading, part_.sheet, part_.mark) == ("Ⅰ", "Ⅰ　部", "Ⅰ部", "＊")
    assert (part_.landscape, part_.together, part_.per, part_.per_keys) == (True, True, "", ())
    (block_,) = part_.children
    assert isinstance(block_, Section)
    assert (block_.style, block_.heading, block_.rows) == (Style.BLOCK, "系", 4)
    assert (block_.per, block_.per_keys, block_.context) == ("システム", ("システム",), "")
    assert block_.ranges == ((2, 5), (6, 20))
