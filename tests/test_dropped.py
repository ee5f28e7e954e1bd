"""What YAML leaves out of a text is said, and what it leaves out of anything else is not."""

from pathlib import Path

import pytest

import pia

HEAD = "様式: 重点項目評価書\n版: R6.10\n"
OURS = ("文章の途中のコメント", "つながった行", "差し込みの括弧", "ひな形のままの文字")


def told(folder: Path, text: str) -> list[str]:
    path = folder / "a.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return [
        f"{f.position.line}: {f.code}" for f in pia.check(path) if f.code in OURS and f.position
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("事務: {名称: 税 #内線\n  }\n", ["3: 文章の途中のコメント"]),
        ("事務:\n  名称: 税の事務#1\n", []),
        ("事務:\n  名称: '税 #内線'\n", []),
        ("事務:\n  名称: '税' # 覚え書き\n", []),
        ("事務:\n  対象人数: 1,000人未満 # 数えた日\n", []),
        ("表紙:\n  公表日: 令和7年4月1日 # 予定\n", []),
        ("システム:\n- id: 税 # 略称\n  名称: a\n", []),
        ("表紙:\n  評価書番号: 12-3 # 台帳の番号\n", []),
        ("特定個人情報ファイル:\n- id: 甲\n  委託:\n    件数: 3 # 数えた日\n", []),
        ("前版: 旧.yaml # 昨年\n", []),
        ("事務:\n  名称: 第3期 #2\n", ["4: 文章の途中のコメント"]),
        ("事務:\n  内容: | # 覚え書き\n    a\n    b\n", []),
        ("システム:\n- id: 税\n  名称: a\n  他のシステムとの接続:\n  - 税務システム # 推定\n", []),
        (
            "システム:\n- id: 税\n  名称: a\n  他のシステムとの接続:\n  - その他: 甲 #乙\n",
            ["7: 文章の途中のコメント"],
        ),
        ("事務:\n  内容: >\n    a\n    b\n", ["4: つながった行"]),
        ("事務:\n  内容: 'a\n\n    b'\n", ["4: つながった行"]),
        ("変数:\n  課: 税務課 #2\n事務:\n  名称: a\n", ["4: 文章の途中のコメント"]),
        ("変数: {課: 税務課}\n事務:\n  名称: '{課}と{甲}'\n", ["5: 差し込みの括弧"]),
        ("事務:\n  名称: '{{ 課 }}'\n変数: {課: 税務課}\n", []),
        ("事務:\n  名称: '集合{1,2}'\n", []),
    ],
)
def test_only_what_a_text_loses_is_told(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert told(tmp_path, text) == expected


def test_a_fragment_that_loses_its_end_is_told_in_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "pia.yaml").write_text("変数:\n  課: 税務課 #2\n", encoding="utf-8")
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "事務:\n  名称: '{{ 課 }}'\n", encoding="utf-8")
    (found,) = [f for f in pia.check(path) if f.code == OURS[0]]
    assert Path(found.file).name == "pia.yaml"


def test_a_name_that_is_missing_is_told_once_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        HEAD + "事務:\n  名称: '{{ 甲 }}'\n  内容: '{{ 甲 }}と{{ 甲 }}'\n", encoding="utf-8"
    )
    (found,) = [f for f in pia.check(path) if f.code == "未定義の名前"]
    assert "3 箇所" in found.message


def test_one_slip_where_a_name_is_defined_is_one_finding(tmp_path: Path) -> None:
    names = "変数: {所菅課: 税務課}\n"
    (tmp_path / "pia.yaml").write_text(names, encoding="utf-8")
    (tmp_path / "共通").mkdir()
    (tmp_path / "共通/定型.yaml").write_text("文: '{{ 所管課 }}と{{ 所管課 }}'\n", encoding="utf-8")
    path = tmp_path / "a.yaml"
    text = HEAD + "事務: {名称: '{{ 所管課 }}', 内容: '{{ 共通.定型.文 }}'}\n"
    path.write_text(text, encoding="utf-8")
    (found,) = [f for f in pia.check(path) if f.code == "未定義の名前"]
    assert (Path(found.file), "3 箇所" in found.message) == (path, True)
    assert "「{{ 所菅課 }}」の誤りではありませんか" in found.hint
