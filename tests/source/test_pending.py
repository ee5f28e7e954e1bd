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


def begun(root: Path, *moves: tuple[str, str, str]) -> Path:
    """A journal in its place: the name of what is ready, its target, and what that held."""
    return planted(root, json.dumps([[f".pia-{ready}", *more] for ready, *more in moves]))


def test_what_another_process_has_begun_is_brought_to_its_end(root: Path) -> None:
    (root / "一").write_bytes(b"new")  # renamed already
    (root / ".pia-2").write_bytes(b"new")
    file = begun(root, ("1", "一", ""), ("2", "二", ""))
    settle(root)
    assert (root / "二").read_bytes() == b"new"
    assert not file.exists()
    assert not (root / ".pia-2").exists()


def test_of_files_of_which_one_is_lost_none_takes_its_place(root: Path) -> None:
    (root / ".pia-2").write_bytes(b"new")
    file = begun(root, ("1", "一", ""), ("2", "二", ""))
    settle(root)
    assert not (root / "二").exists()
    assert not file.exists()


def test_a_file_that_somebody_edited_in_between_stays_as_it_is(root: Path) -> None:
    (root / ".pia-1").write_bytes(b"new")
    begun(root, ("1", "評価書.yaml", "0" * 64))
    settle(root)
    assert (root / "評価書.yaml").read_text("utf-8") == DRAFT
    assert not (root / ".pia-1").exists()


def test_what_replaces_a_file_that_is_gone_since_waits_no_longer(root: Path) -> None:
    (root / ".pia-1").write_bytes(b"new")
    file = begun(root, ("1", "なし", "0" * 64))
    settle(root)
    assert not file.exists()
    assert not (root / "なし").exists()


def test_only_files_of_the_name_of_a_journal_are_read_as_one(root: Path) -> None:
    (root / ".pia-1").write_bytes(b"new")
    begun(root, ("1", "一", "")).rename(root / ".pia" / "other.json")
    (root / ".pia" / "pending-folder").mkdir()
    settle(root)
    assert not (root / "一").exists()


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
