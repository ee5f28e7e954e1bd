"""Pictures that a document names: what cannot be drawn is found before anything is rendered."""

from pathlib import Path

import pytest
from documents import write
from PIL import Image

import pia

DIAGRAM = """\
様式: 全項目評価書
事務の内容図:
- id: 流れ
  画像: 図.png
"""


def png(path: Path, size: tuple[int, int] = (40, 30)) -> bytes:
    Image.effect_noise(size, 50).save(path)
    return path.read_bytes()


def codes(folder: Path, picture: bytes) -> list[str]:
    (folder / "図.png").write_bytes(picture)
    return [finding.code for finding in pia.check(write(folder, DIAGRAM)) if finding.is_error]


def test_a_picture_that_can_be_drawn_is_right(tmp_path: Path) -> None:
    assert codes(tmp_path, png(tmp_path / "図.png")) == []


@pytest.mark.parametrize("kept", [8, 40, 200])
def test_a_picture_that_breaks_off_is_told_and_left_out(kept: int, tmp_path: Path) -> None:
    assert codes(tmp_path, png(tmp_path / "図.png")[:kept]) == ["画像の形式"]
    (written,) = pia.render(tmp_path / "評価書.yaml", tmp_path, ["xlsx"])
    assert written.is_file()


def test_a_picture_that_claims_to_be_vast_is_told(tmp_path: Path) -> None:
    picture = bytearray(png(tmp_path / "図.png"))
    picture[16:24] = bytes.fromhex("0000fff00000fff0")  # width and height in the header
    assert codes(tmp_path, bytes(picture)) == ["画像の形式"]
