from pathlib import Path

import golden_files
import pytest
from golden_files import assert_golden


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(golden_files, "FOLDER", tmp_path)
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
