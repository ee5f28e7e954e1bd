"""The table of changes of a document is what its former version, its text and the decisions say."""

import subprocess
from pathlib import Path

import pytest

from pia import check, diff
from pia.errors import PiaError
from pia.workspace.diff import write_decisions
from pia.workspace.tables import append_rows

OLD = """\
様式: 重点項目評価書
表紙: {公表日: 令和6年2月1日}
担当部署: {部署: 総務課}
変更箇所:
- 変更日: 令和5年4月1日
  項目: 全般
  対象: [担当部署.部署]
特定個人情報ファイル:
- {id: 甲, 保管・消去: {保管場所: 部屋}}
"""
NEW = """\
# 見本市の評価書
様式: 重点項目評価書
前版: 旧.yaml
表紙: {公表日: 令和7年2月13日}
担当部署: {部署: 区政課} # 令和6年4月から
特定個人情報ファイル:
- {id: 甲, 保管・消去: {保管場所: 金庫}}
変更箇所:
- 変更日: 令和5年4月1日
  項目: 全般
  対象: [担当部署.部署]
"""
STORAGE = "特定個人情報ファイル[甲].保管・消去.保管場所"
CODES = {
    "変更箇所にない変更",
    "裏付けのない変更箇所",
    "対象の分からない変更箇所",
    "同じ変更箇所",
    "変更箇所の記載の食い違い",
    "変更箇所の提出時期の食い違い",
    "変更箇所の変更日の食い違い",
    "事前の説明の矛盾",
    "前版より後でない変更日",
    "前の版の変更箇所",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "旧.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "新.yaml").write_text(NEW, encoding="utf-8")
    return tmp_path / "新.yaml"


def decide(path: Path, timing: str) -> None:
    """Write the decisions and decide every change."""
    file = write_decisions(None, path)
    text = file.read_text(encoding="utf-8")
    for key, value in (("提出時期", timing), ("理由", "リスクの軽減" if timing == "事後" else "")):
        text = text.replace(f"  {key}:\n", f"  {key}: {value}\n")
    file.write_text(text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def disagreements(path: Path) -> list[str]:
    return [f.code for f in check(path, against="") if f.code in CODES]


def test_decisions_are_written_once_and_kept(path: Path) -> None:
    decide(path, "事後")
    written = path.with_name("新.判断.yaml").read_bytes()
    assert write_decisions(None, path).read_bytes() == written
    assert [str(row.need) for row in diff(None, path).rows] == ["済", "済"]


def test_only_decided_rows_are_appended(path: Path) -> None:
    assert (
        str(append_rows(None, path)) == " 1 行を加えました（判断していない 1 行には触れていません）"
    )
    text = path.read_text(encoding="utf-8")
    assert text.startswith(NEW)
    added = text.removeprefix(NEW)
    assert "変更前の記載: 総務課" in added
    assert "変更日: 令和7年2月13日" in added
    assert STORAGE not in added


def test_appending_again_changes_nothing(path: Path) -> None:
    decide(path, "事後")
    assert append_rows(None, path).added == 2
    written = path.read_bytes()
    again = append_rows(None, path)
    assert (again.added, again.rewritten, again.removed) == (0, 0, 0)
    assert path.read_bytes() == written


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_text_edited_after_appending_is_brought_up_to_date(path: Path, ends: str) -> None:
    path.write_bytes(NEW.replace("\n", ends).encode())
    decide(path, "事前")
    append_rows(None, path)
    before = path.read_bytes().decode()
    edit_bytes = before.replace("{部署: 区政課}", "{部署: 戸籍課}")
    path.write_bytes(edit_bytes.encode())
    assert "変更箇所の記載の食い違い" in disagreements(path)
    write_decisions(None, path)
    file = path.with_name("新.判断.yaml")
    edit(file, "  状態: 要再判断\n", "")
    tally = append_rows(None, path)
    assert (tally.added, tally.rewritten, tally.removed) == (0, 1, 0)
    expected = edit_bytes.replace("変更後の記載: 区政課", "変更後の記載: 戸籍課")
    assert path.read_bytes().decode() == expected
    assert disagreements(path) == []


def test_a_decision_and_a_date_changed_are_brought_up_to_date(path: Path) -> None:
    decide(path, "事前")
    append_rows(None, path)
    edit(path.with_name("新.判断.yaml"), "  提出時期: 事前\n", "  提出時期: 事後\n")
    edit(path.with_name("新.判断.yaml"), "  理由: \n", "  理由: リスクの軽減\n")
    edit(path, "公表日: 令和7年2月13日", "公表日: 令和7年3月1日")
    assert set(disagreements(path)) == {
        "変更箇所の提出時期の食い違い",
        "変更箇所の変更日の食い違い",
    }
    assert append_rows(None, path).rewritten == 2
    text = path.read_text(encoding="utf-8")
    assert (text.count("提出時期: 事後"), text.count("変更日: 令和7年3月1日")) == (2, 2)
    assert disagreements(path) == []


def test_a_row_that_no_difference_backs_any_more_goes(path: Path) -> None:
    decide(path, "事前")
    append_rows(None, path)
    edit(path, "部署: 区政課", "部署: 総務課")
    assert "裏付けのない変更箇所" in disagreements(path)
    assert append_rows(None, path).removed == 1
    assert disagreements(path) == []
    assert path.read_text(encoding="utf-8").count("- 変更日:") == 2


def test_rows_of_the_past_and_rows_written_by_hand_are_left_alone(path: Path) -> None:
    edit(path, "- 変更日: 令和5年4月1日\n", "# 注記\n- 変更日: 令和5年4月1日\n")
    by_hand = "- 変更日: 令和7年2月13日\n  項目: Ⅰ6. ①部署 # 手で書いた\n  変更前の記載: 総務課\n"
    path.write_text(path.read_text(encoding="utf-8") + by_hand, encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    decide(path, "事前")
    assert append_rows(None, path).added == 1
    assert path.read_text(encoding="utf-8").startswith(before)


def test_a_row_that_also_tells_of_what_is_undecided_stays_as_it_is(path: Path) -> None:
    row = f"- {{項目: 二つの項目, 対象: [担当部署.部署, '{STORAGE}']}} # 手で書いた\n"
    path.write_text(NEW + row, encoding="utf-8")
    tally = append_rows(None, path)
    assert (tally.added, tally.rewritten, tally.removed) == (0, 0, 0)
    assert path.read_text(encoding="utf-8") == NEW + row
    decide(path, "事前")
    assert append_rows(None, path).rewritten == 1


def test_nothing_is_appended_from_a_source_with_errors(path: Path) -> None:
    edit(path, "担当部署: {部署: 区政課}", "担当部署: {部署: 区政課, 部所: x}")
    before = path.read_bytes()
    with pytest.raises(PiaError, match="部所"):
        append_rows(None, path)
    assert path.read_bytes() == before


def test_a_live_former_version_is_refused(path: Path) -> None:
    (path.parent / "pia.yaml").write_text("変数: {課: 総務課}\n", encoding="utf-8")
    edit(path.with_name("旧.yaml"), "部署: 総務課", "部署: '{{ 課 }}'")
    for write in (append_rows, write_decisions):
        with pytest.raises(PiaError, match="pia freeze"):
            write(None, path)
    assert not path.with_name("新.判断.yaml").exists()
    assert path.read_text(encoding="utf-8") == NEW


@pytest.mark.parametrize("day", ["令和6年2月1日", "令和5年2月1日"])
def test_a_date_must_be_later_than_that_of_the_former_version(path: Path, day: str) -> None:
    edit(path, "令和7年2月13日", day)
    with pytest.raises(PiaError, match="公表日"):
        append_rows(None, path)
    assert path.read_text(encoding="utf-8").count("- 変更日:") == 1
    assert "前版より後でない変更日" in disagreements(path)


def test_the_date_follows_the_day_of_publication_unless_it_is_set(path: Path) -> None:
    decide(path, "事前")
    edit(path, "公表日: 令和7年2月13日", "公表日: 令和7年3月1日")
    append_rows(None, path)
    assert path.read_text(encoding="utf-8").count("変更日: 令和7年3月1日") == 2
    edit(path.with_name("新.判断.yaml"), "変更日: #", "変更日: 令和7年4月1日 #")
    append_rows(None, path)
    assert path.read_text(encoding="utf-8").count("変更日: 令和7年4月1日") == 2


def test_a_source_that_does_not_differ_owes_no_row_and_no_date(path: Path) -> None:
    path.write_text(OLD + "前版: 旧.yaml\n", encoding="utf-8")
    assert disagreements(path) == []
    assert str(append_rows(None, path)) == " 0 行を加えました"


def test_decisions_for_another_former_version_are_not_overwritten(path: Path) -> None:
    decide(path, "事前")
    edit(path.with_name("旧.yaml"), "総務課", "企画課")
    before = path.with_name("新.判断.yaml").read_bytes()
    with pytest.raises(PiaError, match="別の版"):
        write_decisions(None, path)
    assert path.with_name("新.判断.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{項目: 全般, 対象: [担当部署.部署, 特定個人情報ファイル]}", []),
        ("{項目: Ⅱ（１）6. 保管場所, 対象: [担当部署.部署]}", ["変更箇所にない変更"]),
        (
            f"{{項目: a, 対象: [担当部署.部署, '{STORAGE}', 事務.名称]}}",
            ["裏付けのない変更箇所"],
        ),
        ("{項目: 何か}", ["変更箇所にない変更", "変更箇所にない変更", "対象の分からない変更箇所"]),
        ("{項目: Ⅱ　６．特定個人情報の保管・消去　保管場所}", ["変更箇所にない変更"]),
        ("{項目: 全般, 変更前の記載: 総務課, 変更後の記載: 区政課}", ["変更箇所にない変更"]),
        ("{変更日: R5.12.1, 項目: 何か}", ["変更箇所にない変更", "変更箇所にない変更"]),
    ],
)
def test_rows_and_differences_are_held_against_each_other(
    path: Path, row: str, expected: list[str]
) -> None:
    path.write_text(NEW + f"- {row}\n", encoding="utf-8")
    found = [code for code in disagreements(path) if code != "変更箇所の記載の食い違い"]
    assert found == expected


def test_the_same_row_twice_is_found(path: Path) -> None:
    row = "- {項目: Ⅰ6. ①部署, 変更前の記載: 総務課, 変更後の記載: 区政課, 対象: [担当部署.部署]}\n"
    path.write_text(NEW + row + row, encoding="utf-8")
    assert disagreements(path) == ["変更箇所にない変更", "同じ変更箇所"]


HISTORY = "- 変更日: 令和5年4月1日\n  項目: 全般\n  対象: [担当部署.部署]\n"
DONE = "評価実施手続: {基礎項目評価: {実施日: 令和7年1月6日}}\n"


@pytest.mark.parametrize(
    ("history", "more", "expected"),
    [
        (HISTORY, "", []),
        ("", "", ["前の版の変更箇所"]),
        (HISTORY.replace("全般", "Ⅰ6."), "", ["前の版の変更箇所"]),
        (f"{HISTORY}  提出時期: 事前\n", "", ["前の版の変更箇所"]),
        (HISTORY + HISTORY, "", ["同じ変更箇所"]),
        (f"{HISTORY}- {{変更日: 令和5年5月1日, 項目: 全般}}\n", "", []),
        ("", DONE, []),
    ],
)
def test_rows_of_earlier_revisions_stand_as_they_were_published(
    path: Path, history: str, more: str, expected: list[str]
) -> None:
    source = OLD.replace("令和6年2月1日", "令和7年2月13日").replace(HISTORY, history)
    path.write_text(f"前版: 旧.yaml\n{source}{more}", encoding="utf-8")
    assert [code for code in disagreements(path) if code != "変更箇所にない変更"] == expected


TWO = (
    "様式: 重点項目評価書\n{}特定個人情報ファイル:\n"
    "- {{id: 甲, ファイル名: 課税ファイル, 保管・消去: {{保管場所: {}}}}}\n"
    "- {{id: 乙, ファイル名: 収納ファイル, 保管・消去: {{保管場所: {}}}}}\n"
    "システム:\n- {{id: 一, 名称: 税, 機能: {}}}\n- {{id: 二, 名称: 宛名, 機能: 付ける。}}\n"
)
ROW = "変更箇所:\n- {{変更日: R7.2.13, 項目: {}, 変更前の記載: 部屋, 変更後の記載: {}}}\n"
HEAD_OF_TWO = "前版: 旧.yaml\n表紙: {公表日: 令和7年2月13日}\n"


@pytest.mark.parametrize(
    ("item", "after", "expected"),
    [
        ("Ⅱ（１）6. 保管場所", "金庫", []),
        ("Ⅱ ファイルの概要_課税ファイル 6. 特定個人情報の保管・消去 保管場所", "金庫", []),
        ("Ⅱ（１）6. 保管場所", "書庫", ["変更箇所の記載の食い違い"]),
        ("Ⅱ（２）6. 保管場所", "金庫", ["変更箇所にない変更", "裏付けのない変更箇所"]),
        ("Ⅰ2. システム２ ②システムの機能", "金庫", ["変更箇所にない変更", "裏付けのない変更箇所"]),
    ],
)
def test_a_row_written_by_hand_that_names_one_item_is_held_against_that_item(
    path: Path, item: str, after: str, expected: list[str]
) -> None:
    path.with_name("旧.yaml").write_text(TWO.format("", "部屋", "棚", "払う。"), encoding="utf-8")
    row = ROW.format(item, after)
    path.write_text(TWO.format(HEAD_OF_TWO, "金庫", "棚", "払う。") + row, encoding="utf-8")
    assert disagreements(path) == expected


def test_a_row_of_one_file_does_not_cover_the_same_item_of_another(path: Path) -> None:
    path.with_name("旧.yaml").write_text(TWO.format("", "部屋", "棚", "払う。"), encoding="utf-8")
    row = ROW.format("Ⅱ（１）6. 保管場所", "金庫")
    path.write_text(TWO.format(HEAD_OF_TWO, "金庫", "箱", "払う。") + row, encoding="utf-8")
    assert disagreements(path) == ["変更箇所にない変更"]
    path.write_text(path.read_text(encoding="utf-8").replace("（１）6", "（１）（２）6"), "utf-8")
    assert disagreements(path) == []


def test_a_row_without_a_date_is_told_and_gets_that_of_the_revision(path: Path) -> None:
    row = "- {項目: Ⅰ6. ①部署, 変更前の記載: 総務課, 変更後の記載: 区政課, 対象: [担当部署.部署]}\n"
    path.write_text(NEW + row, encoding="utf-8")
    assert "変更箇所[2].変更日" in [
        f.address for f in check(path, against="") if f.code == "未記入"
    ]
    decide(path, "事前")
    assert (append_rows(None, path).rewritten, disagreements(path)) == (1, [])
    added = path.read_text(encoding="utf-8").removeprefix(NEW)
    assert "変更日: 令和7年2月13日" in added.splitlines()[0]


def test_decisions_of_two_branches_merge_and_a_conflict_says_how_to_end_it(
    path: Path, tmp_path: Path
) -> None:
    decide(path, "")
    base = path.with_name("新.判断.yaml").read_text(encoding="utf-8")
    first, second = (
        n for n, line in enumerate(base.splitlines()) if line.startswith("  提出時期:")
    )
    for name, n in (("元", -1), ("甲", first), ("乙", second)):
        lines = base.splitlines()
        if n >= 0:
            lines[n] = "  提出時期: 事前"
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    merge = ("git", "merge-file", "-p", "甲", "元", "乙")
    done = subprocess.run(merge, cwd=tmp_path, check=True, capture_output=True)
    path.with_name("新.判断.yaml").write_bytes(done.stdout)
    assert [str(row.need) for row in diff(None, path).rows] == ["済", "済"]
    clash = "<<<<<<< 甲\n  提出時期: 事前\n=======\n  提出時期: 事後\n>>>>>>> 乙\n"
    path.with_name("新.判断.yaml").write_text(base.replace("  提出時期: \n", clash, 1), "utf-8")
    with pytest.raises(PiaError, match="<<<<<<<、=======、>>>>>>> で始まる行を消して"):
        diff(None, path)


def test_beforehand_beside_no_duty_is_found(path: Path) -> None:
    row = (
        "- {項目: Ⅰ6. ①部署, 変更前の記載: 総務課, 変更後の記載: 区政課, 提出時期: 事前, "
        "提出時期に係る説明: 事前に提出・公表する義務はない。, 対象: [担当部署.部署]}\n"
    )
    path.write_text(NEW + row, encoding="utf-8")
    assert "事前の説明の矛盾" in disagreements(path)


def test_check_looks_at_the_table_by_itself_once_there_is_a_former_version(path: Path) -> None:
    found = [f for f in check(path) if f.code == "変更箇所にない変更"]
    assert len(found) == 2
    assert not any(f.is_error for f in found)
    assert all(f.is_error for f in check(path, strict=True) if f.code == "変更箇所にない変更")


def test_a_missing_predecessor_hides_nothing_else(path: Path) -> None:
    path.write_text("様式: 重点項目評価書\n", encoding="utf-8")
    codes = {finding.code for finding in check(path, against="")}
    assert {"前版なし", "未記入"} <= codes
