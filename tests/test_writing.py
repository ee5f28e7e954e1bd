"""Files are written whole or not at all, and nothing of anybody's is in the way of it."""

import os
import stat
from pathlib import Path

import pytest

from pia import PiaError, writing
from pia.writing import part_name, write_bytes


def test_a_file_is_replaced_whole_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "a/b.yaml"
    assert write_bytes(path, b"1") == path
    write_bytes(path, b"2")
    assert path.read_bytes() == b"2"
    assert [p.name for p in path.parent.iterdir()] == ["b.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_the_mode_of_a_file_is_kept_and_a_read_only_one_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_bytes(path, b"1")
    path.chmod(0o600)
    write_bytes(path, b"2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o444)
    with pytest.raises(PiaError, match="読み取り専用"):
        write_bytes(path, b"3")
    assert path.read_bytes() == b"2"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_planted_link_is_never_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "他人のファイル"
    other.write_bytes(b"secret")
    monkeypatch.setattr(writing, "part_name", lambda: ".pia-planted.part")
    (tmp_path / ".pia-planted.part").symlink_to(other)
    with pytest.raises(PiaError):
        write_bytes(tmp_path / "a", b"1")
    assert other.read_bytes() == b"secret"


def test_no_two_writers_share_a_temporary_name() -> None:
    assert len({part_name() for _ in range(1000)}) == 1000


def test_what_a_dead_process_left_is_swept_up_and_what_lives_is_not(tmp_path: Path) -> None:
    writing.sweep.cache_clear()
    mine = part_name()
    dead = mine.replace(f"-{os.getpid()}-", "-999999999-")
    foreign = f".pia-00000000-{os.getpid()}-1.part"
    for name in (mine, dead, foreign):
        (tmp_path / name).touch()
    write_bytes(tmp_path / "a", b"1")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["a", mine, foreign])
    os.utime(tmp_path / foreign, (0, 0))
    writing.sweep.cache_clear()
    write_bytes(tmp_path / "a", b"1")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["a", mine])
