"""What a command imports before it is needed: the help must come at once."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pia.cli import MODULES, Commands, cli

HEAVY = ("pydantic", "openpyxl", "docx", "jinja2", "deepdiff", "ruamel", "typst", "yaml", "PIL")
LOADED = "\nimport sys\nprint(*sorted(sys.modules))"
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
    """The modules that a new interpreter has loaded after running the code."""
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


# What is needed by those who write, draw, ask git, or read a text that is not YAML.
ELSEWHERE = {
    "pia.authorship",
    "pia.derivation",
    "pia.layout.theme",
    "pia.layout.tree",
    "pia.source.edit",
    "pia.source.slips",
    "pia.writing",
    "subprocess",
    "urllib.request",
    "xml.sax",
}


def test_a_check_against_the_former_version_imports_nothing_that_it_does_not_use() -> None:
    found = loaded("import sys, pia\nassert pia.check_all([sys.argv[1]]) == []", str(EXAMPLE))
    assert {"pia.changes.compare", "pia.workspace.own_rows"} <= found
    assert found.isdisjoint(ELSEWHERE)


def test_the_model_is_built_when_a_document_is_read() -> None:
    """And then once: the root with all that it holds, no part by itself."""
    built = "[part.__name__ for part in (*Part.__subclasses__(), Assessment) if part."
    code = f"""
import sys, pia
from pia.model.base import Part
from pia.model.assessment import Assessment
assert len(Part.__subclasses__()) > 20
assert not {built}__pydantic_complete__]
pia.load(sys.argv[1])
assert {built}__pydantic_complete__] == ["Assessment"]"""
    assert "pia.model" in loaded(code, str(EXAMPLE))


def test_a_command_imports_no_other_module_of_commands() -> None:
    code = HELP.replace('"--help"', "").strip()
    found = loaded(code, "check", str(EXAMPLE))
    assert "pia.cli.source_commands" in found
    assert "pia.model.log_audit" not in found  # nor the model of another kind of document
    assert found.isdisjoint({f"pia.cli.{name}" for name in MODULES} - {"pia.cli.source_commands"})


def test_every_command_stands_in_the_module_that_is_said_to_have_it() -> None:
    places = {name: module for module, names in MODULES.items() for name in names}
    for module in MODULES:
        import_module(f"pia.cli.{module}")
    assert isinstance(cli.commands, Commands)
    assert set(cli.commands.known) == set(places)
    for name, module in places.items():
        assert cli.commands[name].callback.__module__ == f"pia.cli.{module}"
