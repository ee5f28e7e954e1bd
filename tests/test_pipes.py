"""Whoever reads what a command prints may stop reading, have closed the door, or have no room."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRINTING = (
    "check . --format json", "schema juten", "items --form juten",
    "diff 令和7年版.yaml --format markdown", "render 令和7年版.yaml -o o --format html",
)  # fmt: skip
RUN = "from pia.cli import main; main()"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a shell and devices")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "examples" / "neyagawa", tmp_path / "市")


def shell(folder: Path, line: str) -> "subprocess.CompletedProcess[str]":
    """Run a line in which `pia` is the command."""
    text = f'pia() {{ "{sys.executable}" -c "{RUN}" "$@"; }}\n{line}'
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["/bin/sh", "-c", text], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )


def told(text: str) -> list[str]:
    """Return the lines without those that show how far a slow machine is."""
    return [line for line in text.splitlines() if not line.startswith("[")]


@pytest.mark.parametrize("words", PRINTING)
def test_a_reader_that_stops_is_no_error_to_tell_of(folder: Path, words: str) -> None:
    result = shell(folder, f"pia {words} | head -n 1")
    assert (told(result.stderr), result.returncode) == ([], 0)
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", PRINTING)
def test_a_closed_output_takes_nothing_and_breaks_nothing(
    folder: Path, words: str, closed: str
) -> None:
    result = shell(folder, f"pia {words} {closed}")
    assert (result.stdout, told(result.stderr), result.returncode) == ("", [], 0)
    for made in (folder / "o").glob("*.html"):
        assert made.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", PRINTING[:4])
def test_an_output_without_room_is_told(folder: Path, words: str) -> None:
    result = shell(folder, f"pia {words} > /dev/full")
    assert result.returncode == 2
    assert "「標準出力」に書き込めません（空き容量が足りません）" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "words",
    ["schema juten -o {}", "diff 令和7年版.yaml --format markdown -o {}", "new kiso {}",
     "freeze 令和7年版.yaml -o {}", "derive kiso 令和7年版.yaml -o {}"],
)  # fmt: skip
@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/full", "/dev/null"])
def test_a_device_is_no_file_to_write(folder: Path, words: str, device: str) -> None:
    before = sorted(folder.rglob("*"))
    result = shell(folder, f"pia {words.format(device)} | cat")
    assert "Traceback" not in result.stderr
    assert len(told(result.stderr)) == 1
    assert sorted(folder.rglob("*")) == before
