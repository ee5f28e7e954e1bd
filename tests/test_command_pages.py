"""The pages of the commands are what the commands say."""

import re

import click
import pytest
from click.testing import CliRunner
from command_pages import FOLDER, pages
from golden_files import assert_golden

from pia.cli import cli

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_in_docs_is_the_one_generated(name: str) -> None:
    assert_golden(str(FOLDER / name), PAGES[name])


def test_every_command_has_a_page_and_no_other_page_is_there() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(PAGES)
    assert set(PAGES) == {"README.md", *(f"{name}.md" for name in cli.commands)}
    assert len(PAGES) > 20


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_stands_on_the_page(name: str) -> None:
    command = cli.commands[name]
    inner = command.commands.values() if isinstance(command, click.Group) else [command]
    for each in inner:
        for option in each.params:
            if isinstance(option, click.Option):
                assert all(f"`{opt}`" in PAGES[f"{name}.md"] for opt in option.opts)
                assert option.help, option.name


@pytest.mark.parametrize("words", [[], *([name] for name in sorted(cli.commands))])
def test_help_has_no_english_of_its_own(words: list[str]) -> None:
    said = CliRunner().invoke(cli, [*words, "--help"], prog_name="pia").output
    assert said.startswith(" ".join(["使い方: pia", *words]))
    assert re.findall(r"Usage|Options|Commands|Show this|\[default|\[required", said) == []
    assert "この説明を表示します" in said
