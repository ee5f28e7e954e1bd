import os
from pathlib import Path

import golden_files
import pytest
from golden_files import assert_golden
from hypothesis import settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(golden_files, "FOLDER", tmp_path)
    monkeypatch.setattr(golden_files, "changed", {})
    monkeypatch.delenv("PIA_REGENERATE", raising=False)
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def test_a_text_that_differs_or_has_no_file_fails(folder: Path) -> None:
    with pytest.raises(AssertionError, match="missing"):
        assert_golden("a.txt", "一")
    (folder / "a.txt").write_text("二", encoding="utf-8")
    with pytest.raises(AssertionError):
        assert_golden("a.txt", "一")


def test_regenerating_writes_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_REGENERATE", "1")
    assert_golden("a.txt", "一")
    assert (folder / "a.txt").read_text(encoding="utf-8") == "一"


def test_ci_refuses_to_regenerate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_REGENERATE", "1")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="CI"):
        assert_golden("a.txt", "一")
    assert not list(folder.iterdir())


def test_what_changed_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("一\n二\n", encoding="utf-8")
    monkeypatch.setenv("PIA_REGENERATE", "1")
    assert_golden("a.txt", "一\n三\n")
    assert "-二\n+三" in golden_files.changed[folder / "a.txt"]
    assert_golden("a.txt", "一\n三\n")
    assert len(golden_files.changed) == 1


def test_more_than_a_handful_has_to_be_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIA_REGENERATE", "1")
    for n in range(golden_files.HANDFUL):
        assert_golden(f"{n}.txt", "一")
    with pytest.raises(AssertionError, match="PIA_REGENERATE"):
        assert_golden("more.txt", "一")
    monkeypatch.setenv("PIA_REGENERATE", "*")
    assert_golden("more.txt", "一")


def test_only_what_is_named_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_REGENERATE", "layout_, other")
    assert_golden("layout_a.txt", "一")
    with pytest.raises(AssertionError, match="missing"):
        assert_golden("items_a.txt", "一")


def test_properties_are_tried_with_the_same_examples_every_time() -> None:
    profile = os.environ.get("HYPOTHESIS_PROFILE", "steady")
    assert settings.get_profile("steady").derandomize
    assert settings().derandomize == (profile == "steady")
