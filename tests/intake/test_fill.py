"""The office's own workbooks: filled, imported again, nothing else of them touched."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from layouts import above, city, older, torn
from paper_of import HIROSHIMA, NEYAGAWA, example
from reading_back import score

from pia import import_form
from pia.cli import cli
from pia.intake.fill import fill_file

Draw = Callable[[str, dict[str, Any], Path], list[Path]]
LAYOUTS: dict[str, tuple[Draw, Path]] = {
    "city": (city.draw, HIROSHIMA),
    "torn": (torn.draw, NEYAGAWA),
    "older": (older.draw, NEYAGAWA),
    "above": (above.draw, NEYAGAWA),
}
# What these workbooks have no place for, and the counts that follow from it.
NO_PLACE = (
    "別紙",
    "事務の内容図",
    "特定個人情報ファイル.提供・移転.提供件数",
    "特定個人情報ファイル.提供・移転.移転件数",
)


def blank(value: Any, key: str = "") -> Any:
    """Return data of which only how many blocks there are is left, and the names of files."""
    match value:
        case dict():
            return {k: v if k in ("id", "ファイル名") else blank(v, k) for k, v in value.items()}
        case list() if key not in ("変更箇所", "別紙"):
            return [blank(v) for v in value if isinstance(v, dict) and "id" in v]
        case list():
            return []
        case _:
            return None


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_is_filled_in_comes_back(name: str, tmp_path: Path) -> None:
    draw, source = LAYOUTS[name]
    document, form, data = example(source)
    (given,) = draw(form, blank(data), tmp_path / "様式.xlsx")
    before = given.read_bytes()
    written, told = fill_file(source, given, tmp_path / "記入済み.xlsx")
    found = score(document, import_form(written), NO_PLACE)
    assert found.items > 300
    assert found.wrong == ()
    assert given.read_bytes() == before
    assert any("別紙（１）" in line for line in told)


def test_parts_that_are_not_written_on_stay_byte_for_byte(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = torn.draw(form, blank(data), tmp_path / "様式.xlsx")
    with zipfile.ZipFile(given, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/printerSettings/printerSettings1.bin", b"printer")
    written, _ = fill_file(NEYAGAWA, given, tmp_path / "記入済み.xlsm")
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(written) as new:
        assert new.namelist() == old.namelist()
        changed = [n for n in old.namelist() if old.read(n) != new.read(n)]
    assert changed
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)


def test_the_command_writes_a_new_file_and_tells_what_has_no_place(tmp_path: Path) -> None:
    _, form, data = example(NEYAGAWA)
    (given,) = older.draw(form, blank(data), tmp_path / "様式.xlsx")
    target = tmp_path / "記入済み.xlsx"
    command = ["render", str(NEYAGAWA), "--into", str(given), "-o", str(target)]
    told = CliRunner().invoke(cli, command)
    assert told.exit_code == 1
    assert "置く所なし 別紙（１） 行" in told.output
    assert target.exists()
    assert CliRunner().invoke(cli, command).exit_code == 2
