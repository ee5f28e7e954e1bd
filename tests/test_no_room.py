"""A disk that is full: the command says so, and every file is as it was or as it was to become."""

import os
import shutil
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from furnished import CHILDREN, held, run
from test_kills import COMMANDS
from test_kills import office as office
from test_mutants import answered

ROOM = 1000  # bytes that one file may have

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs limits of a process")


def _cramped(folder: Path, words: str, told: Connection) -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
    result = answered(folder, words)
    told.send((result.exit_code, result.output))
    os._exit(0)


@pytest.mark.parametrize(
    "words", [words.removesuffix(" --manifest 目録.json") for words in COMMANDS]
)
def test_without_room_a_command_says_so_and_tears_nothing(
    office: Path, tmp_path: Path, words: str
) -> None:
    whole = shutil.copytree(office, tmp_path / "whole" / "市")
    folder = shutil.copytree(office, tmp_path / "cramped" / "市")
    before = held(whole)
    run(whole, words)
    after = held(whole)
    here, there = CHILDREN.Pipe()
    child = CHILDREN.Process(target=_cramped, args=(folder, words, there))
    child.start()
    there.close()
    child.join(120)
    assert here.poll(), "the command fell"
    code, output = here.recv()
    found = held(folder)
    assert [n for n, d in found.items() if d not in (before.get(n), after.get(n))] == []
    assert before.keys() <= found.keys()
    large = [n for n, d in after.items() if len(d) > ROOM and d != before.get(n)]
    assert code in (1, 2) if large else code in (0, 1), output
    if large:
        assert "空き容量が足りません" in output
    assert not [path for path in folder.rglob(".pia-*.part") if path.is_file()]
