"""Where `.pia/` cannot be written, the work is done all the same, and one line says so."""

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from documents import write
from test_site import files
from test_site import office as published

from pia.cli import cli

COMMANDS = ("status --format csv --today 令和8年4月1日", "build --format html", "site")


def answered(folder: Path, target: Path, words: str) -> tuple[int, list[str], dict[str, bytes]]:
    """Return the exit code of a command, what it warned of, and what it wrote."""
    name, *options = words.split()
    file = target / "台帳.csv" if name == "status" else target
    target.mkdir()
    result = CliRunner().invoke(cli, [name, str(folder), "-o", str(file), *options])
    lines = [n for n in result.stderr.splitlines() if "覚え" in n]
    return result.exit_code, lines, files(target)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_file_in_place_of_the_folder_is_no_obstacle(tmp_path: Path, words: str) -> None:
    folder = published(tmp_path / "市")
    expected = answered(published(tmp_path / "別"), tmp_path / "expected", words)
    assert expected[1] == []
    write(folder, "塞ぐ", ".pia")
    code, lines, made = answered(folder, tmp_path / "made", words)
    (line,) = lines
    assert re.search(r"\.pia \[覚えを書けないフォルダー\]（注意） .*同じ名前のファイル", line)
    assert (code, made) == (expected[0], expected[2])
    assert made


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("is_remembered", [False, True])
def test_a_workspace_on_a_read_only_disk_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, is_remembered: bool
) -> None:
    folder = published(tmp_path / "市")
    expected = answered(published(tmp_path / "別"), tmp_path / "expected", words)
    if is_remembered:
        answered(folder, tmp_path / "earlier", words)
    before, opened, made_folder = files(folder), os.open, Path.mkdir

    def refuse(path: Any) -> None:
        if Path(os.path.realpath(path)).is_relative_to(folder):
            raise OSError(errno.EROFS, "", str(path))

    def opens(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            refuse(path)
        return opened(path, flags, *rest, **named)

    def makes(path: Path, *rest: Any, **named: Any) -> None:
        if not path.is_dir():
            refuse(path)
        made_folder(path, *rest, **named)

    monkeypatch.setattr(os, "open", opens)
    monkeypatch.setattr(Path, "mkdir", makes)
    code, lines, made = answered(folder, tmp_path / "made", words)
    (line,) = lines
    assert "書き込めない場所です" in line
    assert (code, made) == (expected[0], expected[2])
    assert files(folder) == before
