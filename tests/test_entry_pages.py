"""The pages for staff say what can be typed, and what is typed on the way does what they show."""

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from golden_files import assert_golden
from walked_page import Walk

from pia.cli import cli

ROOT = Path(__file__).parents[1]
WRITTEN = sorted((ROOT / "docs").glob("*.md"))
GENERATED = {"Python.md", "確認事項.md"}
PAGES = [ROOT / "README.md", *(page for page in WRITTEN if page.name not in GENERATED)]
LINE = re.compile(r"^ *(pia [^#\n]+?) *(?:#.*)?$", re.MULTILINE)
SPOKEN = re.compile(r"`(pia [^`\n]+)`")
FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
OUTPUTS = re.compile(r"^ *```text.*?^ *```$", re.DOTALL | re.MULTILINE)


def lines(text: str) -> list[str]:
    """Return every line of a page that begins with the command."""
    return [
        *(line for block in FENCE.findall(OUTPUTS.sub("", text)) for line in LINE.findall(block)),
        *SPOKEN.findall(FENCE.sub("", text)),
    ]


def unknown(line: str) -> str:
    """Return what click has against a line; what a line leaves out in a sentence is no fault."""
    words = shlex.split(line)[1:]
    command: click.Command = cli
    context = click.Context(cli, info_name="pia")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return f"{line}: no command {words[0]}"
        command, words = found, words[1:]
    known = {name for option in command.get_params(context) for name in option.opts}
    options = {word.split("=")[0] for word in words if re.match("--?[a-z]", word)}
    return "".join(f"{line}: no option {option}" for option in sorted(options - known))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_can_be_typed(page: Path) -> None:
    found = lines(page.read_text(encoding="utf-8"))
    assert [told for line in found if (told := unknown(line))] == []


def test_the_pages_name_many_commands() -> None:
    found = [line for page in PAGES for line in lines(page.read_text(encoding="utf-8"))]
    assert len(found) > 100
    assert {line.split()[1] for line in found if len(line.split()) > 1} >= set(cli.commands)


@pytest.mark.parametrize("line", ["pia chekc a.yaml", "pia check --stirct a.yaml"])
def test_a_slip_would_be_seen(line: str) -> None:
    assert lines(f"```\n{line}\n```\n") == [line]
    assert unknown(line)


@pytest.mark.parametrize("line", ["pia check --strict .", "pia review add a.yaml --from b.csv"])
def test_a_right_line_is_none(line: str) -> None:
    assert lines(f"`{line}`") == [line]
    assert unknown(line) == ""


def test_the_page_for_reviewers_leads_from_the_copy_to_the_answers(tmp_path: Path) -> None:
    folder = tmp_path / "寝屋川"
    shutil.copytree(ROOT / "examples" / "neyagawa", folder)
    page = ROOT / "docs" / "点検と住民.md"
    walk = Walk(folder)
    assert_golden(str(page), walk.page(page.read_text(encoding="utf-8")))
    assert (walk.lines > 6, walk.shown > 4) == (True, True)
    assert (folder / "変更履歴.docx").stat().st_size > 10_000
