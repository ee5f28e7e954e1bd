"""Progress is silent for a second and then names what is at hand."""

import pytest

from pia.cli.output import ProgressLine


def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pace: float) -> str:
    clock = iter(pace * n for n in range(20))
    monkeypatch.setattr("pia.cli.output.time.monotonic", lambda: next(clock))
    monkeypatch.setattr("pia.cli.output.SOON", 1.0)
    with ProgressLine() as progress:
        for what in "甲乙丙":
            progress.step(what, 3)
    return capsys.readouterr().err


def test_a_quick_command_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(monkeypatch, capsys, 0.1) == ""


def test_a_slow_command_names_its_steps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(monkeypatch, capsys, 0.6) == "[2/3] 乙\n[3/3] 丙\n"


def test_results_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine() as progress:
        progress.say("書きました")
    assert capsys.readouterr() == ("書きました\n", "")
