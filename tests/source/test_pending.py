"""A journal puts in place what is ready beside its target, and obeys nobody else's words."""

import json
from pathlib import Path

import pytest

import pia
from pia.source.pending import PendingFile, digest, journal, settle

DRAFT = "様式: 基礎項目評価書\n"


def planted(root: Path, text: str) -> Path:
    file = root / ".pia" / "pending-x.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "職場").mkdir()
    (tmp_path / "職場" / "pia.yaml").write_text("", "utf-8")
    (tmp_path / "職場" / "評価書.yaml").write_text(DRAFT, "utf-8")
    return tmp_path / "職場"


def test_what_is_ready_takes_its_place(root: Path) -> None:
    source, ready = root / "評価書.yaml", root / ".pia-1.ready"
    ready.write_bytes(b"new")
    file, text = journal(root, [PendingFile(ready, source, digest(source))], "1")
    file.parent.mkdir()
    file.write_bytes(text)
    settle(root)
    assert source.read_bytes() == b"new"
    assert not ready.exists()
    assert not file.exists()


@pytest.mark.parametrize("ready", ["../.pia-1.ready", ".pia-1.ready", "評価書.yaml"])
@pytest.mark.parametrize("known", [True, False])
def test_a_journal_of_a_received_workspace_moves_nothing_out_of_its_folder(
    root: Path, ready: str, known: bool
) -> None:
    theirs = root.parent / "大切な記録"
    theirs.write_bytes(b"a")
    (root / ".pia-1.ready").write_bytes(b"bad")
    before = digest(theirs) if known else ""
    planted(root, json.dumps([[ready, "../大切な記録", before]]))
    pia.check(root / "評価書.yaml")
    assert theirs.read_bytes() == b"a"
    assert (root / "評価書.yaml").is_file()


@pytest.mark.parametrize("name", ["\\ud800", "\\u0000", "a" * 300, ".."])
def test_a_journal_that_names_what_no_file_is_called_is_passed_over(root: Path, name: str) -> None:
    planted(root, f'[[".pia-1.ready", "{name}", ""], [".pia-{name}", "評価書.yaml", ""]]')
    assert pia.check(root / "評価書.yaml")


def test_a_journal_replaces_nothing_that_was_not_there(root: Path) -> None:
    (root / ".pia-1.ready").write_bytes(b"bad")
    planted(root, json.dumps([[".pia-1.ready", "評価書.yaml", ""]]))
    settle(root)
    assert (root / "評価書.yaml").read_text("utf-8") == DRAFT


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '[["a"]]', "[[1, 2, 3]]", "{}", '"a"', "[" * 9999]
)
def test_what_is_no_journal_of_ours_is_passed_over(root: Path, text: str) -> None:
    planted(root, text)
    assert not [finding for finding in pia.check(root / "評価書.yaml") if finding.is_error]
