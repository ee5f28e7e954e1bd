"""One writer at a time, and nothing that one wrote is lost to another."""

import errno
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pia import PiaError, writing
from pia.writing import locked, update

ADD = """
import sys
from pathlib import Path
from pia.writing import update
for n in range(20):
    update(Path(sys.argv[1]), lambda data: data + f"{sys.argv[2]}-{n}\\n".encode())
"""


def test_three_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "評価書.yaml"
    path.write_bytes(b"")
    command = [sys.executable, "-c", ADD, str(path)]
    running = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    lines = path.read_text(encoding="utf-8").split()
    assert sorted(lines) == sorted(f"{name}-{n}" for name in "abc" for n in range(20))
    assert [p.name for p in tmp_path.iterdir()] == ["評価書.yaml"]


def test_a_lock_says_who_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 0.1)
    monkeypatch.setenv("LOGNAME", "hanako")
    path = tmp_path / "a.yaml"
    with locked(path), ThreadPoolExecutor() as others:
        waiting = others.submit(update, path, lambda data: b"1")
        with pytest.raises(PiaError, match=r"書き込み中のファイル.*hanako@"):
            waiting.result()
    assert list(tmp_path.iterdir()) == []


def test_who_holds_a_file_writes_it_under_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    with locked(tmp_path / "a.yaml"), locked(tmp_path / "b.yaml"):
        assert update(tmp_path / "a.yaml", lambda data: b"1")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_file_that_was_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"1")

    def slow(data: bytes) -> bytes:
        path.write_bytes(b"saved by an editor")
        return b"2"

    with pytest.raises(PiaError, match="書き込み中に変わったファイル"):
        update(path, slow)
    assert path.read_bytes() == b"saved by an editor"


def test_a_process_that_dies_leaves_the_file_free(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    code = (
        "import os,sys\nfrom pathlib import Path\nfrom pia.writing import locked\n"
        "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert update(path, lambda data: b"1")
    assert not update(path, lambda data: b"1")


def test_a_full_disk_keeps_nobody_from_holding_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.yaml"
    path.write_bytes(b"1")
    monkeypatch.setattr("os.write", refuse)
    with locked(path):
        assert len(list(tmp_path.iterdir())) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
