"""The wheel works where there is no checkout: its forms and schemas come along."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


def run(folder: Path, *command: str | Path, **variables: str) -> str:
    """Run a command in a folder and return what it prints, which must be UTF-8."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, check=True, capture_output=True
    )
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(ROOT, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed package alone; what it depends on is taken from here."""
    folder = tmp_path_factory.mktemp("site")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    run(folder, *pip, "--target", folder, wheel)
    return folder


@pytest.fixture
def example(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples/neyagawa", tmp_path / "寝屋川")
    return tmp_path


def pia(installed: Path, folder: Path, *words: str, **variables: str) -> str:
    """Run the installed command, and make sure that it is the installed one."""
    program = "import sys, pia.cli; assert sys.argv.pop(1) in pia.__file__; pia.cli.main()"
    path = str(installed)
    return run(folder, sys.executable, "-c", program, path, *words, PYTHONPATH=path, **variables)


def test_the_wheel_brings_forms_schemas_and_the_typing_mark(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        f"pia/_data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("templates", "schemas")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert "pia/_data/templates/R6.10/juten.yaml" in shipped
    assert "pia/_data/schemas/R6.10/juten.schema.json" in shipped
    assert shipped <= names
    assert {"pia/py.typed", "pia/cli/__init__.py"} <= names
    assert not any(name.startswith(("tests/", "examples/")) for name in names)


def test_the_wheel_has_the_command(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (entry,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "pia = pia.cli:main" in archive.read(entry).decode()


def test_an_installed_package_checks_and_renders(installed: Path, example: Path) -> None:
    assert pia(installed, example, "check", "寝屋川") == "誤り 0 件、注意 0 件\n"
    said = pia(installed, example, "render", "寝屋川", "-o", "out", "--format", "xlsx")
    written = example / "out/令和7年版.xlsx"
    assert "令和7年版.xlsx（" in said
    assert ZipFile(written).testzip() is None


def test_an_installed_package_prints_utf8_on_any_console(installed: Path, example: Path) -> None:
    said = pia(installed, example, "check", "寝屋川", PYTHONIOENCODING="cp932")
    assert said == "誤り 0 件、注意 0 件\n"


def test_the_version_is_the_packages(installed: Path, tmp_path: Path) -> None:
    assert pia(installed, tmp_path, "--version").startswith("pia")


def test_the_lines_of_the_readme_install_it(tmp_path: Path) -> None:
    """As written there, but without the package index: what it depends on is taken from here."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [
        line.strip()
        for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]
    assert any("pip install ." in line for line in lines)
    assert any("--no-index" in line for line in lines)
    copied = ("pia", "templates", "schemas", "pyproject.toml", "README.md", "LICENSE")
    for name in copied:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    alone = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    alone["PYTHONPATH"] = site_packages()
    for line in lines:
        said = run(tmp_path, "sh", "-c", line.replace("python3", sys.executable, 1), **alone)
    assert list((tmp_path / "一式").glob("pia_hyokasho-*.whl"))
    said = run(tmp_path, ".venv/bin/pia", "--version", **alone)
    assert said == f"pia, version {pia_version()}\n"


def site_packages() -> str:
    import click

    return str(Path(click.__file__).parents[1])


def pia_version() -> str:
    import pia

    return pia.__version__
