"""A new edition is a folder of data: it renders, checks and lists with the code untouched."""

import json
from io import BytesIO
from pathlib import Path

import made_up
import openpyxl
import pytest
from click.testing import CliRunner
from documents import write

import pia
from pia.cli import cli
from pia.errors import PiaError, Position
from pia.forms.index import Listed
from pia.forms.load import load
from pia.layout.build import build
from pia.renderers import rendered

# What a made-up edition changes of form 3: `old` text of the form file → `new` text.
RENUMBERED = (
    "{number: ②, address: 機能, label: システムの機能",
    "{number: ③, address: 機能, label: システムの働き",
)
DROPPED = (
    "  - number: 7\n    title: 他の評価実施機関\n    items:\n"
    "    - {address: 他の評価実施機関, required: never, place: wide}\n",
    "",
)
NEW_ITEM = (
    "    - {number: ③, address: 事務.対象人数",
    "    - {number: ④, address: 取り扱う理由.事務実施上の必要性, required: always}\n"
    "    - {number: ⑤, address: 取り扱う理由.実現が期待されるメリット, required: never}\n"
    "    - {number: ③, address: 事務.対象人数",
)
SHORTENED = (
    "required: always, options: [UNDER_1000, FROM_1000, FROM_10000, FROM_100000]}",
    "required: always, options: [FROM_100000, {FROM_10000: 10万人未満}]}",
)
MOVED_FROM = ("    - {number: ②, address: 担当部署.所属長の役職名, required: always}\n", "")
MOVED_TO = (
    "    - {address: 個人番号の利用.法令上の根拠, required: always}\n",
    "    - {address: 個人番号の利用.法令上の根拠, required: always}\n"
    "    - {address: 担当部署.所属長の役職名, required: always}\n",
)
EDITS = (RENUMBERED, DROPPED, NEW_ITEM, SHORTENED, MOVED_FROM, MOVED_TO)

SOURCE = """\
様式: 重点項目評価書
版: R9.1
事務: {名称: 税の事務, 対象人数: 10万人未満}
システム:
- {id: 税, 名称: 税システム, 機能: 計算する。}
取り扱う理由: {事務実施上の必要性: 法令で定められている。}
担当部署: {部署: 税務課, 所属長の役職名: 税務課長}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder that keeps the made-up edition beside its documents."""
    made_up.edition(tmp_path / "templates", *EDITS)
    return tmp_path


def paths(entries: tuple[Listed, ...]) -> dict[str, str]:
    return {entry.address: entry.path for entry in entries if entry.kind == "item"}


def test_the_items_of_a_new_edition_are_listed_and_found(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    listed = paths(pia.items("juten").entries)
    assert listed["システム.機能"] == "Ⅰ2.システム ③システムの働き"
    assert listed["担当部署.所属長の役職名"] == "Ⅰ4.所属長の役職名"
    assert listed["取り扱う理由.事務実施上の必要性"] == "Ⅰ1.④事務実施上の必要性"
    assert "他の評価実施機関" not in listed
    assert pia.items("juten", "Ⅰ4 所属長の役職名").certain
    assert not pia.items("juten", "Ⅰ4 所属長の役職名", "R6.10").certain
    (item,) = pia.items("juten", "Ⅰ1③").entries
    assert item.options == ("10万人以上30万人未満", "10万人未満")


def test_a_new_edition_is_drafted_and_described_with_its_own_guidance(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidance = workspace / "templates" / "R9.1" / "guidance.yaml"
    guidance.write_text("システム:\n  機能: {書くこと: 働きを書きます。}\n", encoding="utf-8")
    draft, description = pia.new("juten", workspace / "評価書.yaml", "R9.1")
    assert "版: R9.1" in draft.read_text(encoding="utf-8")
    assert "# 働きを書きます。" in draft.read_text(encoding="utf-8")
    assert description.name == "juten-R9.1.schema.json"
    assert not [f for f in pia.check(draft) if f.is_error]
    assert "版: R6.10" in pia.new("juten", workspace / "旧.yaml", "R6.10")[0].read_text("utf-8")
    monkeypatch.chdir(workspace)
    assert pia.json_schema("juten")["title"].endswith("（R9.1）")
    assert pia.json_schema("juten", "R6.10")["title"].endswith("（R6.10）")
    assert json.loads(description.read_text(encoding="utf-8")) == pia.json_schema("juten")


@pytest.mark.parametrize("line", ["new juten a.yaml", "schema juten", "items --form juten"])
def test_a_command_takes_an_edition(
    line: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    for edition, code in (("R9.1", 0), ("R6.10", 0), ("R99.1", 2)):
        (workspace / "a.yaml").unlink(missing_ok=True)
        result = CliRunner().invoke(cli, [*line.split(), "--edition", edition])
        assert result.exit_code == code, result.output


def test_a_star_comes_with_the_section_an_item_moves_to(workspace: Path) -> None:
    moved = "担当部署.所属長の役職名"
    old, new = load("R6.10", "juten"), load("R9.1", "juten", workspace / "templates")
    assert [i.significant for _, i in old.items() if i.address == moved] == [False]
    assert [i.significant for _, i in new.items() if i.address == moved] == [True]


def test_a_source_of_a_new_edition_is_checked_by_it(workspace: Path) -> None:
    path = write(workspace, SOURCE + "他の評価実施機関: 県\n")
    found = pia.check(path)
    assert [(f.code, f.address) for f in found if f.is_error] == [
        ("様式にない項目", "他の評価実施機関")
    ]
    titles = {f.item for f in found}
    assert "Ⅰ4. 法令上の根拠" in titles
    assert not [f for f in found if f.address == "取り扱う理由.実現が期待されるメリット"]


def test_an_option_that_a_new_edition_does_not_offer_is_told(workspace: Path) -> None:
    path = write(workspace, SOURCE.replace("10万人未満", "'1,000人未満'"))
    (found,) = [f for f in pia.check(path) if f.is_error]
    assert found.code == "様式にない選択肢"
    assert "10万人以上30万人未満 / 10万人未満" in found.hint


def test_a_reprinted_option_is_read_under_either_text(workspace: Path) -> None:
    reprinted = pia.load(write(workspace, SOURCE, "a.yaml"))
    default = SOURCE.replace("10万人未満", "1万人以上10万人未満")
    assert pia.load(write(workspace, default, "b.yaml")).assessment == reprinted.assessment


def test_a_new_edition_is_printed_in_its_own_order_and_words(workspace: Path) -> None:
    document = pia.load(write(workspace, SOURCE))
    layout = build(document.form, document.assessment, workspace)
    book = openpyxl.load_workbook(BytesIO(rendered(layout, "xlsx")))
    texts = [str(c.value) for row in book["Ⅰ基本情報"].iter_rows() for c in row if c.value]
    assert "③システムの働き" in texts
    assert not [text for text in texts if "他の評価実施機関" in text]
    assert texts.index("法令で定められている。") < texts.index("③対象人数")
    assert texts.index("税務課長") < texts.index("税務課")
    assert any("10万人未満" in text and "1,000人未満" not in text for text in texts)


def test_documents_of_the_edition_before_stay_as_they_were(workspace: Path) -> None:
    path = write(workspace, SOURCE.replace("R9.1", "R6.10"))
    assert {(f.code, f.address) for f in pia.check(path) if f.is_error} == {
        ("未知の選択肢", "事務.対象人数"),
        ("様式にない項目", "取り扱う理由"),
    }


def test_a_document_that_names_no_edition_takes_the_newest_of_its_workspace(
    workspace: Path,
) -> None:
    assert pia.load(write(workspace, "様式: 重点項目評価書\n")).form.edition == "R9.1"
    assert pia.load(write(workspace, "様式: 全項目評価書\n版: R6.10\n")).form.edition == "R6.10"


def test_an_edition_that_is_not_sound_is_told_and_never_a_traceback(workspace: Path) -> None:
    file = workspace / "templates" / "R9.1" / "juten.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("address: 機能", "address: 性能"))
    with pytest.raises(PiaError, match="性能"):
        pia.load(write(workspace, SOURCE))


def html(workspace: Path, source: str) -> str:
    """Return what a source prints, every table and heading of it."""
    document = pia.load(write(workspace, source))
    return rendered(build(document.form, document.content, workspace), "html").decode()


def rewritten(workspace: Path, *edits: tuple[str, str]) -> None:
    file = workspace / "templates" / "R9.1" / "juten.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        pattern = made_up.stands_as(old)
        assert pattern.search(text), old
        text = pattern.sub(new, text)
    file.write_text(text, encoding="utf-8")
    load.cache_clear()


def test_a_dropped_line_of_a_form_file_loses_no_text_in_silence(workspace: Path) -> None:
    rewritten(workspace, ("    - {number: ①, address: 担当部署.部署, required: always}\n", ""))
    path = write(workspace, SOURCE)
    (found,) = [f for f in pia.check(path) if f.is_error]
    assert (found.code, found.address, found.position) == (
        "様式にない項目",
        "担当部署.部署",
        Position(7, 8),
    )
    told = CliRunner().invoke(cli, ["render", str(path), "-o", str(workspace), "--format", "html"])
    assert "[様式にない項目] 「部署」" in told.output


def test_the_items_of_an_attachment_may_stand_in_any_order_and_be_left_out(
    workspace: Path,
) -> None:
    title, columns, rows, remarks = (
        f"  - {{address: {key}, required: {need}}}\n"
        for key, need in (("題名", "always"), ("列", "always"), ("行", "always"), ("備考", "never"))
    )
    source = SOURCE + "別紙:\n- {id: 甲, 題名: 一覧, 列: [名], 行: [{名: 県}], 備考: 以上の各県}\n"
    rewritten(workspace, (title + columns + rows + remarks, remarks + rows + columns + title))
    text = html(workspace, source)
    assert text.index("一覧") < text.index("県") < text.index("以上の各県")
    rewritten(workspace, (remarks + rows, rows), (title, ""))
    path = write(workspace, source)
    assert [f.address for f in pia.check(path) if f.is_error] == ["別紙[甲].題名", "別紙[甲].備考"]
    assert "県" in html(workspace, source)
    rewritten(workspace, (rows, ""))
    (found,) = pia.check(path)
    assert (found.code, found.file.rpartition("templates")[2]) == (
        "様式ファイルの誤り",
        "/R9.1/juten.yaml",
    )


def test_a_column_of_the_change_table_may_be_left_out(workspace: Path) -> None:
    rewritten(workspace, ("    - {address: 変更前の記載, required: never, width: 29}\n", ""))
    for name, text in (("前", "税務課"), ("後", "納税課")):
        write(workspace, SOURCE.replace("税務課,", f"{text},"), f"{name}.yaml")
    old, new = workspace / "前.yaml", workspace / "後.yaml"
    for style in ("markdown", "html", "table", "json"):
        told = CliRunner().invoke(cli, ["diff", str(old), str(new), "--format", style])
        assert told.exit_code == 0, told.exception
        assert "納税課" in told.output


def test_a_risk_is_a_heading_whatever_it_is_called(workspace: Path) -> None:
    files = "特定個人情報ファイル:\n- {id: 税, ファイル名: 税}\n"
    assert "リスク１：　" in html(workspace, SOURCE + files)
    before = html(workspace, SOURCE + files).count("<h3")
    rewritten(workspace, ("number: リスク１", "number: 脅威１"))
    text = html(workspace, SOURCE + files)
    assert "脅威１：　" in text
    assert text.count("<h3") == before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "  items:\n  - {address: 表紙.評価書番号",
            "  items: []\n  items:\n  - {address: 表紙.評価書番号",
            17,
        ),
        ("address: 表紙.公表日", "address: 表紙.発行日", 22),
        ("address: 表紙.公表日", "adress: 表紙.公表日", 22),
        ("  style: contents\n", "  style: index\n", 25),
    ],
)
@pytest.mark.parametrize("command", ["check", "render"])
def test_a_broken_edition_is_told_with_file_and_line(
    old: str, new: str, line: int, command: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewritten(workspace, (old, new))
    monkeypatch.chdir(workspace)
    write(workspace, SOURCE, "評価書.yaml")
    told = CliRunner().invoke(cli, [command, "評価書.yaml"])
    assert told.exit_code in (1, 2), told.exception
    assert f"templates/R9.1/juten.yaml:{line}:" in told.output
