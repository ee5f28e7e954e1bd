"""Steps can be taken back and done again, whatever happens in between."""

import sqlite3
import zlib
from pathlib import Path

import pytest

from pia.editor.journal import Journal


def test_a_step_is_taken_back_and_done_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "一つ目", b"1", b"2")
    journal.note("a.yaml", "二つ目", b"2", b"3")
    step = journal.last("a.yaml")
    assert step is not None
    assert (step.before, step.after) == (b"2", b"3")
    journal.mark(step, undone=True)
    first = journal.last("a.yaml")
    assert first is not None
    assert first.label == "一つ目"
    again = journal.next("a.yaml")
    assert again is not None
    assert again.id == step.id


def test_a_new_step_ends_what_could_be_done_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "一つ目", b"1", b"2")
    step = journal.last("a.yaml")
    assert step is not None
    journal.mark(step, undone=True)
    journal.note("a.yaml", "別の道", b"1", b"9")
    assert journal.next("a.yaml") is None


def test_documents_have_steps_of_their_own(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "", b"1", b"2")
    assert journal.last("b.yaml") is None


def test_a_step_that_changes_nothing_is_none(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "", b"1", b"1")
    assert journal.last("a.yaml") is None


def test_the_journal_stays_out_of_git_and_of_others(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "", b"1", b"2")
    assert (journal.folder / ".gitignore").read_text() == "*\n"
    assert journal.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["text", "table", "cut"])
def test_a_damaged_journal_is_put_aside(tmp_path: Path, damage: str) -> None:
    before = Journal(tmp_path)
    before.note("a.yaml", "", b"1" * 5000, b"2" * 5000)
    if damage == "text":
        before.path.write_bytes(b"x" * 5000)
    elif damage == "cut":
        before.path.write_bytes(before.path.read_bytes()[:4096])
    else:
        before.path.unlink()
        sqlite3.connect(before.path).execute("create table steps (x)").connection.close()
    held = before.path.read_bytes()
    journal = Journal(tmp_path)
    assert journal.last("a.yaml") is None
    journal.note("a.yaml", "", b"1", b"2")
    assert journal.last("a.yaml") is not None
    assert before.path.with_suffix(".壊れ").read_bytes() == held


@pytest.mark.parametrize("text", [zlib.compress(bytes(2 * 10**8)), b"x", "x", None])
def test_a_step_that_was_not_written_so_is_none(tmp_path: Path, text: object) -> None:
    journal = Journal(tmp_path)
    journal.note("a.yaml", "", b"1", b"2")
    with sqlite3.connect(journal.path) as db:
        db.execute("pragma ignore_check_constraints = on")
        db.execute("update steps set before = ?", ("" if text is None else text,))
    assert journal.last("a.yaml") is None
