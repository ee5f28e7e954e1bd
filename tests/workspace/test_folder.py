"""Paths of a command line → the sources they mean."""

import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from documents import write

from pia.errors import PiaError
from pia.workspace import folder
from pia.workspace.folder import left_out, sources


def found(folder: Path, *paths: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in sources(paths or [folder])]


def test_a_folder_means_its_documents_and_nothing_else(tmp_path: Path) -> None:
    for name in ("二.yaml", "課/一.yml"):
        write(tmp_path, name=name)
    write(tmp_path, "変数: {a: b}\n", "pia.yaml")
    write(tmp_path, "a: b\n", "共通/f.yaml")
    write(tmp_path, "  様式: x\n", "設定.yaml")
    (tmp_path / "フォルダー.yaml").mkdir()
    assert found(tmp_path) == ["二.yaml", str(Path("課/一.yml"))]


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp932", "utf-16"])
def test_a_document_in_another_encoding_is_not_passed_over(tmp_path: Path, codec: str) -> None:
    (tmp_path / "a.yaml").write_bytes("様式： 重点項目評価書\n".encode(codec))
    assert found(tmp_path) == ["a.yaml"]


def test_of_a_chain_of_versions_the_newest_is_meant(tmp_path: Path) -> None:
    for name, former in (("4", ""), ("6", "前版: 4.yaml # 注\n"), ("7", '前版: "6.yaml"\n')):
        write(tmp_path, f"様式: 重点項目評価書\n{former}", f"{name}.yaml")
    assert found(tmp_path) == ["7.yaml"]
    assert found(tmp_path, tmp_path / "4.yaml") == ["4.yaml"]


@pytest.mark.parametrize("said", ["前版: 前\0.yaml\n", "確定:\n  正本: 前\0.yaml\n"])
def test_a_document_that_names_what_no_file_is_called_is_meant_all_the_same(
    tmp_path: Path, said: str
) -> None:
    write(tmp_path, f"様式: 重点項目評価書\n{said}")
    assert len(found(tmp_path)) == 1


def test_a_file_named_twice_is_meant_once(tmp_path: Path) -> None:
    path = write(tmp_path)
    assert sources([path, tmp_path, path]) == [path]


def test_a_name_is_found_whatever_its_unicode_form(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "ガイド.yaml")
    write(tmp_path, name=nfd)
    assert sources([tmp_path / unicodedata.normalize("NFC", nfd)])[0].is_file()


@pytest.mark.parametrize(("name", "code"), [("なし.yaml", "ファイルなし"), ("空", "文書なし")])
def test_a_path_that_means_nothing_is_refused(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(PiaError, match=code):
        sources([tmp_path / name])


@pytest.mark.parametrize(
    "text",
    [
        "# 注記\n" * 2000 + "様式: 重点項目評価書\n",
        '"様式": 重点項目評価書\n',
        "{様式: 重点項目評価書, 表紙: {評価書名: a}}\n",
        "表紙:\n  評価書名: a\n",
    ],
)
def test_what_can_be_loaded_alone_is_found_in_a_folder(tmp_path: Path, text: str) -> None:
    write(tmp_path, text, "a.yaml")
    write(tmp_path, name="b.YAML")
    assert found(tmp_path) == ["a.yaml", "b.YAML"]


def test_a_working_file_of_an_audit_is_no_document_of_its_folder(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "調査: 令和8年度\nシステム: 住基\n", "調査/令和8年度/標本_住基.yaml")
    assert found(tmp_path) == ["評価書.yaml"]
    assert left_out([tmp_path]) == []


def test_what_is_left_out_is_named(tmp_path: Path) -> None:
    for name in ("評価書.yaml", ".隠し/a.yaml"):
        write(tmp_path, name=name)
    for name in ("pia.yaml", "テーマ.yaml", "評価書.判断.yaml", "共通/f.yaml", "メモ.yaml"):
        write(tmp_path, "メモ: a\n", name)
    write(tmp_path, "事務: a\n", "共通/g.yaml")
    assert found(tmp_path) == ["評価書.yaml"]
    assert left_out([tmp_path, tmp_path / "評価書.yaml"]) == [tmp_path / "メモ.yaml"]


def test_a_frozen_version_is_not_meant_beside_its_source(tmp_path: Path) -> None:
    write(tmp_path, "様式: 重点項目評価書\n", "a.yaml")
    write(tmp_path, "様式: 重点項目評価書\n確定:\n  正本: 'a.yaml'\n", "a.確定.yaml")
    assert found(tmp_path) == ["a.yaml"]
    (tmp_path / "a.yaml").unlink()
    assert found(tmp_path) == ["a.確定.yaml"]


def test_a_document_that_names_itself_is_not_lost(tmp_path: Path) -> None:
    write(tmp_path, "様式: 重点項目評価書\n前版: a.yaml\n", "a.yaml")
    assert found(tmp_path) == ["a.yaml"]


def test_a_folder_of_many_documents_is_looked_through_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    text_of = folder.text_of

    def noted(path: Path) -> str:
        looked.append(path.stem)
        return text_of(path)

    monkeypatch.setattr(folder, "text_of", noted)
    for n in range(5):
        write(tmp_path, name=f"{n}.yaml")
    assert len(found(tmp_path)) == 5
    assert looked == ["0", "1", "2", "3", "4"]


def test_the_texts_of_a_folder_are_not_held_together(tmp_path: Path) -> None:
    text = "様式: 重点項目評価書\n事務:\n  内容: " + "あ" * 200_000
    for n in range(20):
        write(tmp_path, text, f"{n}.yaml")
    found(tmp_path)  # what is imported meanwhile does not count
    tracemalloc.start()
    assert len(found(tmp_path)) == 20
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * len(text.encode())  # of 20
