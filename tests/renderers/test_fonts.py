"""A kanji that the font of the package lacks is set in a free font of this machine, if it has one;
all else is set as on any machine."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_fonts import make
from needs import require
from workbooks import layout, row

import pia
from pia.cli import cli
from pia.errors import PiaError
from pia.renderers import pdf, spare_fonts_of, typesetting

MJ, HANA, NOWHERE = "\U0002a6d6", "\U0002000d", "\U00013000"
SOURCE = "様式: 重点項目評価書\n版: R6.10\n事務: {名称: 税務課TEXT}\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with IPAmj明朝 and 花園明朝B, in folders of their own."""
    folder = tmp_path / "fonts"
    make(folder / "ipa" / "IPAMJM.TTF", "IPAmjMincho", MJ + "税")
    make(folder / "HanaMinB.ttf", "HanaMinB", MJ + HANA)
    make(folder / "other.ttf", "Other", NOWHERE)
    monkeypatch.setattr(typesetting, "folders_of_machine", lambda: (folder, tmp_path / "none"))
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "評価書.yaml"
    path.write_text(SOURCE.replace("TEXT", text), encoding="utf-8")
    return path


def extracted(data: bytes) -> str:
    command = [require("pdftotext"), "-raw", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def test_a_rare_kanji_is_printed_in_the_first_font_that_has_it(machine: Path) -> None:
    written(machine, MJ + HANA)
    (made,) = pia.render(machine / "評価書.yaml", machine, ["pdf"])
    assert spare_fonts_of(made) == ["IPAmj明朝", "花園明朝B"]
    assert f"税務課{MJ}{HANA}" in extracted(made.read_bytes())
    assert not [f for f in pia.check(machine / "評価書.yaml") if f.code == "印刷できない文字"]


def test_the_same_source_and_fonts_give_the_same_bytes(machine: Path) -> None:
    told = layout(row("項目", f"税{MJ}"))
    assert pdf.render(told) == pdf.render(told)
    assert b"IPAmjMincho" in pdf.archival(told)


def test_the_command_says_which_font_it_used(machine: Path) -> None:
    words = ["render", str(written(machine, MJ)), "-o", str(machine), "--format", "pdf"]
    assert "一部の文字はこの機械のIPAmj明朝）" in CliRunner().invoke(cli, words).output
    words[1] = str(written(machine, "課"))
    assert "この機械の" not in CliRunner().invoke(cli, words).output


def test_a_document_of_common_characters_is_the_same_on_every_machine(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = layout(row("項目", "税務課の髙﨑𠮷"))
    here = pdf.render(told)
    monkeypatch.setattr(typesetting, "folders_of_machine", lambda: ())
    assert pdf.render(told) == here


def test_no_other_font_of_the_machine_is_used(machine: Path) -> None:
    with pytest.raises(PiaError) as raised:
        pia.render(written(machine, MJ + NOWHERE), machine, ["pdf"])
    assert [f.words for f in raised.value.findings] == [NOWHERE]
    assert "IPAmj明朝" in str(raised.value)


def test_a_file_that_only_bears_the_name_of_a_font_is_passed_over(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = machine / "false"
    folder.mkdir()
    (folder / "ipamjm.ttf").write_bytes(b"no font")
    make(folder / "HanaMinA.ttf", "Other", MJ)
    monkeypatch.setattr(typesetting, "folders_of_machine", lambda: (folder,))
    with pytest.raises(PiaError, match="印刷できない文字"):
        pia.render(written(machine, MJ), machine, ["pdf"])


def test_where_links_are_forbidden_the_font_is_copied(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(1314, "a required privilege is not held")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    (made,) = pia.render(written(machine, MJ), machine, ["pdf"])
    assert spare_fonts_of(made) == ["IPAmj明朝"]


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_every_system_says_where_its_fonts_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    found = typesetting.folders_of_machine()
    assert len(found) > 1
    assert any(folder.is_relative_to(tmp_path) for folder in found)


@pytest.mark.skipif(sys.platform != "linux", reason="where a system looks for fonts is its own")
def test_a_font_that_only_the_system_knows_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / ".local/share/fonts/own.ttf", "IPAmjMincho", MJ)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(PiaError, match="印刷できない文字"):
        pia.render(written(tmp_path, MJ), tmp_path, ["pdf"])
