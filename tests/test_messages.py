"""Every message has a bad input that calls it forth, the exact words it then says, and a place
in `docs/確認事項.md`."""

import math
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import findings_page
import pytest
from click.testing import CliRunner
from findings_page import PAIRS, Pair
from golden_files import assert_golden

from pia.cli import cli
from pia.errors import registry

# Codes that no document of an office can call forth, with the test that does.
ELSEWHERE = {
    "編集できない文書": "editor/test_app.py",
    "戻せる変更なし": "editor/test_app.py",
    "編集画面の部品なし": "editor/test_app.py",
    "読めない要求": "editor/test_app.py",
    "使われているポート": "editor/test_app.py",
    "ファイルの名前": "editor/test_app.py",
    "使えない画像": "editor/test_app.py",
    "意見なし": "editor/test_app.py",
    "書き出せない値": "test_transcript.py",
    "判断の対象なし": "workspace/test_tables_decided.py",
    "公表前の判断": "office/test_publication.py",
    "止められた処理": "office/test_workers.py",
    "覚えを書けないフォルダー": "office/test_memory.py",
    "確定版との不一致": "office/test_publication.py",
    "判断の表ではないファイル": "office/test_impact.py",
    "公表していない評価書": "office/test_site.py",
    "載せられない版": "office/test_site.py",
    "ほかの評価書の非公表": "office/test_site.py",
    "同じページになる評価書": "office/test_site.py",
    "公表用のページの置き場所": "office/test_site.py",
    "書き込み中のファイル": "test_locking.py",
    "書き込み中に変わったファイル": "test_locking.py",
    "文書の種類違い": "forms/test_document_kinds.py",
    "出力の失敗": "test_cli_render.py",
    "PDFの読み込みの準備": "intake/test_hostile.py",
    "手で直された様式": "intake/test_imprint.py",
    "同じ評価書か不確か": "intake/test_history.py",
    "別の種類の様式": "intake/test_fill.py",
    "別の評価書の様式": "intake/test_hand_edits.py",
    "書き込めない種類": "intake/test_hand_edits.py",
    "厳密な形式のファイル": "intake/test_hostile.py",
    "二度ある部": "intake/test_hand_edits.py",
    "版の順序": "intake/test_history.py",
    "調査の部品なし": "records/test_audit_sampling.py",
    "gitに入る作業フォルダー": "records/test_audit_sampling.py",
    "読めないアクセスログ": "records/test_audit_logs.py",
    "消せないファイル": "records/test_audit_disposal.py",
}
# Files that are no document: what a workspace keeps beside them, and what nobody can read as one.
NO_SOURCE = ("pia.yaml", "テーマ.yaml", "判断.yaml")
UNREADABLE = ("文字コード", "文書の形", "空のファイル")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_bad_input_is_answered_word_for_word(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pia.cli.output.SOON", math.inf)  # a slow machine shows its progress
    shutil.copytree(pair.folder, tmp_path / "workspace")
    monkeypatch.chdir(tmp_path / "workspace")
    (tmp_path / "workspace" / "expected.txt").unlink(missing_ok=True)
    result = CliRunner().invoke(cli, pair.command)
    assert result.exit_code in (0, 1, 2), result.exception
    assert f"[{pair.code}]" in result.output
    assert_golden(str(pair.folder / "expected.txt"), result.output)


def test_every_message_has_a_bad_input_and_every_bad_input_a_message() -> None:
    messages = set(registry())
    paired = {pair.code for pair in PAIRS}
    assert len(messages) > 50
    assert messages - paired - set(ELSEWHERE) == set()
    assert paired - messages == set()


def sources() -> Iterator[Path]:
    """Yield every document among the bad inputs."""
    for pair in PAIRS:
        for file in sorted(pair.folder.glob("*.yaml")):
            if not file.name.endswith(NO_SOURCE) and not pair.name.startswith(UNREADABLE):
                yield file


def test_every_bad_input_names_its_edition_so_that_a_new_one_leaves_it_alone() -> None:
    found = list(sources())
    assert len(found) > 120
    named = re.compile("^版[:：]", re.MULTILINE)
    texts = {f: f.read_text(encoding="utf-8", errors="replace") for f in found}
    assert [f for f, text in texts.items() if not named.search(text)] == []


def test_codes_without_a_bad_input_are_tested_where_they_arise() -> None:
    for code, file in ELSEWHERE.items():
        assert code in (Path(__file__).parent / file).read_text(encoding="utf-8")


def test_no_message_speaks_english() -> None:
    for pair in PAIRS:
        for line in pair.expected.splitlines():
            words = findings_page.words_of(line)
            assert not words & {"expected", "found", "while", "error", "not", "the"}, line


def test_the_page_of_all_messages_is_fresh() -> None:
    assert_golden(str(findings_page.PAGE), findings_page.page())
