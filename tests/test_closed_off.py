"""No command reaches out: sockets other than to this machine are forbidden, and `PATH` is empty."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pia.cli import cli

EXAMPLE = Path(__file__).parents[1] / "examples" / "neyagawa"
RUN = """
import sys

def watch(event, found):
    if event in ("socket.connect", "socket.sendto"):
        host = found[1][0] if isinstance(found[1], tuple) else ""
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise SystemExit(f"reached out: {event} {found}")
    if event in ("socket.getaddrinfo", "socket.gethostbyname") and found[0] not in LOCAL:
        raise SystemExit(f"reached out: {event} {found}")

LOCAL = (None, "", "127.0.0.1", "::1", "localhost")
sys.addaudithook(watch)
from pia.cli import main
main()
"""
# Command → what it is tried with, and how it has to end. Commands that are not named here, such
# as one that waits for a browser, are tried with --help.
TRIED: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "build": (["."], (0,)),
    "check": (["令和7年版.yaml"], (0,)),
    "derive": (["kiso", "令和7年版.yaml", "-o", "基礎.yaml"], (0,)),
    "diff": (["令和6年版.yaml", "令和7年版.yaml", "--format", "docx", "-o", "表.docx"], (0,)),
    "freeze": (["令和7年版.yaml", "-o", "確定.yaml"], (0,)),
    "import": (["出力/令和7年版.xlsx", "-o", "取込.yaml"], (0, 1)),
    "items": (["--form", "juten"], (0,)),
    "migrate": (["令和7年版.yaml", "--to", "R6.10", "-o", "移行.yaml"], (0,)),
    "new": (["juten", "新しい評価書.yaml"], (0,)),
    "render": (["令和7年版.yaml", "-o", "出力", "--manifest", "目録.json"], (0,)),
    "schema": (["juten"], (0,)),
    "set": (["令和7年版.yaml", "表紙.特記事項=なし", "--dry-run"], (0,)),
    "status": (["."], (0,)),
    "threshold": (["--subjects", "100", "--handlers", "10"], (0,)),
    "verify": (["目録.json"], (0,)),
}


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    code = [sys.executable, "-X", "utf8", "-c", RUN, *words]
    environment = {"PATH": "", "HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(code, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the outputs that some commands read."""
    found = tmp_path_factory.mktemp("closed") / "寝屋川"
    shutil.copytree(EXAMPLE, found)
    words, ends = TRIED["render"]
    assert run(found, "render", *words).returncode in ends
    return found


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_a_command_needs_neither_network_nor_other_programs(command: str, folder: Path) -> None:
    words, ends = TRIED.get(command, (["--help"], (0,)))
    result = run(folder, command, *words)
    assert "reached out" not in result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode in ends, result.stderr + result.stdout


def test_the_watch_would_see_a_socket() -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=0.1)"
    code = RUN.replace("from pia.cli import main\nmain()", reach)
    assert code != RUN
    run_ = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert "reached out" in run_.stderr


def test_without_git_a_revision_gives_one_message(folder: Path) -> None:
    result = run(folder, "diff", "HEAD:令和6年版.yaml", "令和7年版.yaml")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "[版の取り出し]" in result.stderr
