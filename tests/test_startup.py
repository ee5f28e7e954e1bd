"""What a command imports before it is needed: the help must come at once."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pydantic", "openpyxl", "docx", "jinja2", "deepdiff", "ruamel", "typst", "yaml", "PIL")
LOADED = "\nimport sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
EXAMPLE = Path(__file__).parents[1] / "examples/neyagawa/令和7年版.yaml"
HELP = """
import sys
from pia.cli import cli
try:
    cli([*sys.argv[1:], "--help"])
except SystemExit:
    pass
"""


def loaded(code: str, *words: str) -> set[str]:
    """The packages that a new interpreter has loaded after running the code."""
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-c",
        code.strip() + LOADED.replace("; ", "\n"),
        *words,
    ]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return set(run.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("words", [(), ("check",), ("render",), ("diff",)])
def test_the_help_of_a_command_imports_no_heavy_library(words: tuple[str, ...]) -> None:
    found = loaded(HELP, *words)
    assert {"pia", "click"} <= found
    assert found.isdisjoint(HEAVY)


def test_importing_the_package_imports_no_library_at_all() -> None:
    found = loaded("import pia")
    assert "pia" in found
    assert found.isdisjoint({*HEAVY, "click"})


def test_a_check_imports_no_renderer() -> None:
    found = loaded("import sys, pia\nassert pia.check(sys.argv[1]) == []", str(EXAMPLE))
    assert {"pydantic", "yaml"} <= found
    assert found.isdisjoint({"openpyxl", "docx", "jinja2", "deepdiff", "ruamel", "typst", "PIL"})
