"""The bundle installs pia where no network is, and says what it lacks."""

import json
import os
import subprocess
import sys
from email.parser import Parser
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import bundle
import pytest
from licences import licence
from needs import missing, require

ROOT = Path(__file__).parents[1]
LINUX, WINDOWS = "x86_64-manylinux_2_28", "x86_64-pc-windows-msvc"
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this machine alone, of what the package index has today."""
    for program in ("uv", "zensical", "hatchling", "pip"):
        if find_spec(program) is None:
            missing(f"{program} is not installed")
    target = tmp_path_factory.mktemp("packed") / "一式.zip"
    (machine,) = bundle.bundle(target, [LINUX], [HERE])
    assert machine.is_whole
    assert machine.missing == []
    assert len(machine.packages) > 25
    return target


@pytest.fixture
def folder(packed: Path, tmp_path: Path) -> Path:
    """Where somebody unpacked it."""
    with ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    return tmp_path / "pia-hyokasho"


def cut_off(folder: Path, *command: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a command that sees neither a network, nor this checkout, nor a cache."""
    alone = (require("unshare"), "--net", "--map-root-user")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHON": sys.executable}
    return subprocess.run(
        [*alone, *command], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )


def test_it_installs_checks_and_renders_without_a_network(folder: Path) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=2)"
    assert "unreachable" in cut_off(folder, sys.executable, "-c", reach).stderr
    done = cut_off(folder, "sh", "install.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "入りました" in done.stdout
    pia = folder / "pia" / "bin" / "pia"
    assert cut_off(folder, pia, "check", "例").stdout == "誤り 0 件、注意 0 件\n"
    assert cut_off(folder, pia, "render", "例", "-o", "出力").returncode == 0
    written = {path.suffix for path in (folder / "出力").rglob("令和7年版.*")}
    assert written == {".xlsx", ".docx", ".html", ".pdf"}
    listed = cut_off(folder, folder / "pia/bin/python", "-m", "pip", "list", "--format", "json")
    installed = {each["name"] for each in json.loads(listed.stdout)}
    assert {"duckdb", "starlette", "uvicorn", "pypdfium2"} <= installed


def test_it_holds_the_documentation_and_every_licence(folder: Path) -> None:
    assert (folder / "docs" / "index.html").is_file()
    table = (folder / "ライセンス.md").read_text(encoding="utf-8")
    wheels = list((folder / "wheels").glob("*.whl"))
    assert table.count("\n| ") == len(wheels) + 1
    assert "| 全文を参照 | 0 |" not in table
    assert len(list((folder / "licences").iterdir())) > 20


def test_a_file_that_is_not_whole_is_named(folder: Path) -> None:
    wheel = next((folder / "wheels").glob("click-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1])
    done = cut_off(folder, "sh", "install.sh")
    assert done.returncode == 1
    assert (
        f"壊れているか、足りないファイルがあります。一式を写し直してください。\nwheels/{wheel.name}"
        in (done.stdout)
    )
    assert not (folder / "pia").exists()


def test_what_cmd_reads_has_its_line_ends_and_its_code_page(folder: Path) -> None:
    for name in bundle.CMD:
        data = (folder / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 5
        assert data.decode("cp932").startswith("@echo off\r\nchcp 932 >nul\r\n")


def test_a_machine_that_lacks_a_wheel_is_seen(folder: Path) -> None:
    wheels = folder / "wheels"
    alone = ("--no-index", "--find-links", str(wheels), "--only-binary", ":all:")
    assert bundle.compiled("pia-hyokasho[all]", LINUX, HERE, *alone).returncode == 0
    assert bundle.compiled("pia-hyokasho[all]", WINDOWS, HERE, *alone).returncode != 0
    next(wheels.glob("h11-*.whl")).unlink()
    assert bundle.compiled("pia-hyokasho[all]", LINUX, HERE, *alone).returncode != 0
    page = bundle.contents([bundle.Machine(WINDOWS, HERE, ["h11==1", "x==2"], ["h11==1"])])
    assert f"| Windows Python {HERE} | 2 | いいえ | h11==1 |" in page


def test_a_package_of_python_alone_is_built(
    tmp_path: Path,
) -> None:
    (tmp_path / "only_here.py").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "only-here"\nversion = "1"\n'
        'requires-python = ">=3.11"\n',
        encoding="utf-8",
    )
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    assert bundle.built_pure(str(tmp_path), wheels)
    assert [path.name for path in wheels.iterdir()] == ["only_here-1-py3-none-any.whl"]
    assert not bundle.built_pure(str(tmp_path / "nothing"), wheels)


def test_a_licence_is_named_shortly() -> None:
    long = "License: MIT License\n  Permission is granted\n"
    told = "Classifier: License :: OSI Approved :: MIT License\n"
    assert licence(Parser().parsestr(long + told)) == "MIT License"
    assert licence(Parser().parsestr("License-Expression: BSD-3-Clause\n" + told)) == "BSD-3-Clause"
    assert licence(Parser().parsestr(long)) == "全文を参照"
