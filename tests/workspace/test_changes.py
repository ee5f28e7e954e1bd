from pathlib import Path

import pytest

from pia import check, diff
from pia.workspace import changes

OLD = """\
様式: 重点項目評価書
担当部署: {部署: 総務課}
変更箇所:
- 変更日: 令和5年4月1日
  項目: 全般
  対象: [担当部署.部署]
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
CODES = {"変更箇所にない変更", "裏付けのない変更箇所", "対象の分からない変更箇所"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    old = OLD + "特定個人情報ファイル:\n- {id: 甲, 保管・消去: {保管場所: 部屋}}\n"
    (tmp_path / "旧.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "新.yaml").write_text(NEW, encoding="utf-8")
    return tmp_path / "新.yaml"


def decide(path: Path, timing: str) -> None:
    """Write the decisions and decide every change."""
    file = changes.write_decisions(diff(None, path))
    text = file.read_text(encoding="utf-8").replace("  提出時期:\n", f"  提出時期: {timing}\n")
    file.write_text(text, encoding="utf-8")


def disagreements(path: Path) -> list[tuple[str, int]]:
    found = check(path, against="")
    return [(f.code, f.position.line) for f in found if f.code in CODES and f.position]


def test_decisions_are_written_once_and_kept(path: Path) -> None:
    decide(path, "事後")
    written = path.with_name("新.判断.yaml").read_bytes()
    assert changes.write_decisions(diff(None, path)).read_bytes() == written
    assert [str(entry.judgement) for entry in diff(None, path).entries] == ["済", "済"]


def test_only_decided_rows_are_appended(path: Path) -> None:
    assert changes.append(diff(None, path)) == 1
    text = path.read_text(encoding="utf-8")
    assert text.startswith(NEW)
    assert text.removeprefix(NEW) == (
        "- 変更日: 令和7年2月13日\n"
        "  項目: Ⅰ6. ①部署\n"
        "  変更前の記載: 総務課\n"
        "  変更後の記載: 区政課\n"
        "  提出時期: 事後\n"
        "  対象:\n"
        "  - 担当部署.部署\n"
    )


def test_appending_again_adds_nothing(path: Path) -> None:
    decide(path, "事後")
    assert changes.append(diff(None, path)) == 2
    written = path.read_bytes()
    assert changes.append(diff(None, path)) == 0
    assert path.read_bytes() == written


def test_what_was_appended_agrees_with_the_differences(path: Path) -> None:
    decide(path, "事前")
    changes.append(diff(None, path))
    assert disagreements(path) == []


def test_a_difference_that_no_row_tells_is_found_at_its_item(path: Path) -> None:
    assert disagreements(path) == [("変更箇所にない変更", 5), ("変更箇所にない変更", 7)]


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
    ],
)
def test_rows_and_differences_are_held_against_each_other(
    path: Path, row: str, expected: list[str]
) -> None:
    path.write_text(NEW + f"- {row}\n", encoding="utf-8")
    assert [code for code, _ in disagreements(path)] == expected


def test_rows_of_the_old_version_are_not_asked_about(path: Path) -> None:
    path.write_text(NEW.replace("区政課", "総務課").replace("金庫", "部屋"), encoding="utf-8")
    assert disagreements(path) == []


def test_a_missing_predecessor_hides_nothing_else(path: Path) -> None:
    path.write_text("様式: 重点項目評価書\n", encoding="utf-8")
    codes = {finding.code for finding in check(path, against="")}
    assert {"前版なし", "未記入"} <= codes
