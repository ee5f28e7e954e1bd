"""The page of the library says what the library is, and its examples run."""

import doctest
import inspect
from pathlib import Path

import pytest
from api_page import PAGE, VERBS, page, verbs
from documents import write
from golden_files import assert_golden

import pia

DRAFT = """\
様式: 重点項目評価書
版: R6.10
表紙:
  公表日: 令和7年2月13日
事務:
  名称: 図書の貸出し
"""

RECORD = """\
様式: 意見
版: 記録
第三者点検:
- id: 第1回
  名称: 第三者点検
  開始日: 2026-05-01
  終了日: 2026-05-31
  意見:
  - {番号: 1, 項目: 全般, 意見: 足りません。, 提出者: 委員会, 対応: 修正なし}
"""
PLAN = """\
様式: ログ調査
版: 記録
調査方法: {システムごとの人数: 1}
対象システム:
- id: 住基
  列: {日時: 日時, 端末: 端末, 操作者: 操作者, 被閲覧者: [番号]}
調査:
- id: 令和8年度
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the documents that the examples speak of."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, DRAFT)
    write(tmp_path, DRAFT + "  対象人数: 多い\n", "書きかけ.yaml")
    former = DRAFT.replace("貸出し", "貸し出し").replace("令和7", "令和6")
    write(tmp_path, former, "前の版.yaml")
    write(tmp_path / "例", DRAFT)
    write(tmp_path, DRAFT.replace("重点", "全"), "全項目.yaml")
    write(tmp_path, RECORD, "意見.yaml")
    write(tmp_path, "項目,意見\n全般,図がありません。\n", "意見.csv")
    write(tmp_path, PLAN, "計画.yaml")
    write(tmp_path, "日時,端末,操作者,番号\n2026-04-01 09:00:00,T1,u1,9\n", "記録.csv")
    return tmp_path


@pytest.mark.parametrize("name", sorted(verbs()))
def test_the_example_of_a_verb_runs(name: str, folder: Path) -> None:
    (test,) = doctest.DocTestFinder(recurse=False).find(verbs()[name], name, globs={"pia": pia})
    assert test.examples, f"{name} has no example"
    told: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert result.failed == 0, "".join(told)


def test_every_verb_stands_on_the_page_once() -> None:
    listed = [name for told in VERBS.values() for name in told]
    assert sorted(listed) == sorted(verbs())
    assert len(listed) > 20


def test_the_page_is_fresh() -> None:
    assert_golden(str(PAGE), page())


def test_help_says_what_each_name_is() -> None:
    assert "load" in dir(pia)
    assert (pia.__doc__ or "").count("\n") > 10
    for name in pia.__all__:
        value = getattr(pia, name)
        assert isinstance(value, str) or inspect.getdoc(value) or inspect.getdoc(type(value)), name
