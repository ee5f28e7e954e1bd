"""Paths that a source names."""

import errno
import os
import unicodedata
from pathlib import Path

import pytest

from pia.source.files import (
    NO_FILE,
    NO_ROOM,
    OUTPUT,
    OutsideError,
    existing,
    find,
    is_inside,
    json_of,
    plain,
    reason,
    refusal,
    shown,
)

NFD = unicodedata.normalize("NFD", "図/プラン.png")
NFC = unicodedata.normalize("NFC", "図/プラン.png")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "根"
    (root / "図").mkdir(parents=True)
    (root / "図" / "流れ.png").touch()
    (tmp_path / "外.png").touch()
    return root


@pytest.mark.parametrize("written", ["図/流れ.png", "図\\流れ.png", "./図/../図/流れ.png"])
def test_a_file_inside_is_found(root: Path, written: str) -> None:
    assert find(root, root, written) == root / "図" / "流れ.png"


def test_a_folder_below_the_root_may_look_up_to_it(root: Path) -> None:
    assert find(root, root / "図", "../図/流れ.png") == root / "図" / "流れ.png"


@pytest.mark.parametrize("written", ["なし.png", "図", "図/なし/x.png", "x" * 5000, ""])
def test_what_is_no_file_is_not_found(root: Path, written: str) -> None:
    assert find(root, root, written) is None


@pytest.mark.parametrize(
    "written",
    [
        "../外.png",
        "図/../../外.png",
        "/etc/passwd",
        "C:\\図\\流れ.png",
        "C:流れ.png",
        "\\\\host\\x",
        "//host/x",
    ],
)
def test_a_path_that_leaves_the_workspace_is_refused(root: Path, written: str) -> None:
    with pytest.raises(OutsideError):
        find(root, root, written)


def test_a_link_that_leaves_the_workspace_is_refused(root: Path) -> None:
    (root / "抜け道.png").symlink_to(root.parent / "外.png")
    (root / "抜け道").symlink_to(root.parent)
    for written in ("抜け道.png", "抜け道/外.png"):
        with pytest.raises(OutsideError):
            find(root, root, written)


def test_a_link_that_goes_in_circles_is_no_file(root: Path) -> None:
    (root / "輪").symlink_to(root / "輪")
    assert not is_inside(root, root / "輪") or find(root, root, "輪") is None


@pytest.mark.parametrize(("on_disk", "written"), [(NFD, NFC), (NFC, NFD), (NFD, NFD)])
def test_names_are_found_whatever_their_unicode_form(
    root: Path, on_disk: str, written: str
) -> None:
    folder = root / Path(on_disk).parent
    folder.mkdir(exist_ok=True)
    (root / on_disk).touch()
    found = find(root, root, written)
    assert found is not None
    assert found.is_file()
    assert existing(root / written) is not None


def test_paths_are_shown_as_the_document_was_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert shown(root / "pia.yaml", Path("a.yaml")) == "pia.yaml"
    assert shown(root.parent / "pia.yaml", Path("a.yaml")) == str(Path("..") / "pia.yaml")
    assert shown(root / "pia.yaml", root / "a.yaml") == str(root / "pia.yaml")


def test_reasons_are_japanese() -> None:
    assert reason(PermissionError(13, "Permission denied")).isascii() is False
    assert reason(OSError(9999, "?")) == "原因は不明です"


def test_a_refusal_names_the_file_or_else_the_output_of_the_command() -> None:
    full = refusal(OSError(errno.ENOSPC, "No space left on device"))
    assert full.message == f"「{OUTPUT}」に書き込めません（{NO_ROOM}）。"
    assert full.file == ""
    denied = refusal(PermissionError(errno.EACCES, "Permission denied", "/職場/評価書.yaml"))
    assert denied.message.startswith("「評価書.yaml」を読み取れません（許可されていない")
    assert denied.file == "/職場/評価書.yaml"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_file_is_not_read(root: Path) -> None:
    os.mkfifo(root / "管")
    with pytest.raises(OSError, match=NO_FILE):
        plain(root / "管")
    for sound in (root, root / "なし"):
        assert plain(sound) == sound


def test_json_that_no_file_could_hold_is_refused() -> None:
    assert json_of(b'{"a": "\\u65e5"}') == {"a": "日"}
    assert json_of(b'{"a": "\\ud842\\udfb7"}') == {"a": "𠮷"}
    for text in (b"{", b'"\\ud800"', b'{"\\udc00": 1}', b"[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            json_of(text)
