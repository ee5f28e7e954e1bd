"""Steps can be taken back and done again, whatever happens in between."""

from pathlib import Path

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
