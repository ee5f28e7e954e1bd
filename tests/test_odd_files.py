"""What stands in the place of a file that a command reads may be no file: a pipe that nobody
writes to, a folder, a link in a circle. The command answers, and soon."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from kept_folder import KeptFolder
from test_mutants import TRIED, answered
from test_mutants import office as office

SOON = 60  # seconds; a pipe is waited for without end

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs pipes and alarms")


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
    "circle": _circle,
}


class WaitsError(BaseException):
    """Nothing that a command catches."""


@contextmanager
def _alarm() -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise WaitsError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SOON)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name, (_, all_) in TRIED.items() for words in all_]
)
def test_a_command_does_not_wait_for_what_is_no_file(
    office: KeptFolder, name: str, words: str, odd: str
) -> None:
    place = office.folder / name
    place.unlink(missing_ok=True)
    ODD[odd](place)
    try:
        with _alarm():
            assert answered(office.folder, words).exit_code in (0, 1, 2)
    finally:
        office.put_back()


@pytest.mark.parametrize("words", ["import ない.xlsx -o 新", "compare ない.xlsx 評価書.yaml"])
def test_a_form_that_is_not_there_is_told_as_such(office: KeptFolder, words: str) -> None:
    result = answered(office.folder, words)
    assert result.exit_code == 2
    assert "「ない.xlsx」" in result.output
    assert "見つかりません" in result.output
