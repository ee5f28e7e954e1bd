"""An empty form to write on by hand: as the form leaves room for it, and as a new source prints."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from outline import outline

import pia
from pia.cli import cli
from pia.forms.load import load
from pia.layout.build import build
from pia.layout.tree import Grid, Layout, Table
from pia.workspace.printing import layout_of

FORMS = ("kiso", "juten", "zenkomoku")
CHANGE_ROWS = 15


def blank(form: str) -> Layout:
    found = load("R6.10", form)
    return build(found, found.root(), Path())


def lines(layout: Layout) -> dict[str, int]:
    """The lines that each item leaves, by its address."""
    nodes = [node for sheet in layout.sheets for node in sheet.nodes if isinstance(node, Grid)]
    return {line.row.address: line.row.lines for node in nodes for line in node.lines}


@pytest.mark.parametrize("form", FORMS)
def test_the_command_writes_every_format_under_the_name_of_the_form(
    form: str, tmp_path: Path
) -> None:
    words = ["render", "--blank", form, "-o", str(tmp_path), "--form-edition", "R6.10"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    suffixes = {path.name for path in tmp_path.iterdir()}
    assert suffixes == {f"{form}.{suffix}" for suffix in ("xlsx", "docx", "html", "pdf")}


@pytest.mark.parametrize(
    "words", [["--blank", "様式9"], ["--blank", "juten", "--form-edition", "X"]]
)
def test_a_form_that_does_not_exist_is_told(words: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["render", *words, "-o", str(tmp_path)])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_without_a_source_or_a_form_nothing_is_asked_for() -> None:
    assert CliRunner().invoke(cli, ["render"]).exit_code == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_form_leaves_rows_for_changes(form: str) -> None:
    tables = [n for s in blank(form).sheets for n in s.nodes if isinstance(n, Table)]
    assert len(tables[-1].rows) == CHANGE_ROWS
    assert tables[-1].lines > 1


def test_a_long_item_has_more_room_than_a_name() -> None:
    left = lines(blank("juten"))
    assert left["事務.内容"] > left["システム.機能"] > left["事務.名称"] == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_new_source_prints_like_the_blank_form(form: str, tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    pia.new(form, file)
    made = layout_of(pia.load(file))
    assert sorted(lines(made).values()) == sorted(lines(blank(form)).values())
    assert outline(made).count("\n") == outline(blank(form)).count("\n")


def test_an_item_that_may_be_left_empty_leaves_no_room_in_a_filled_form(tmp_path: Path) -> None:
    file = tmp_path / "評価書.yaml"
    file.write_text("様式: 重点項目評価書\n事務: {名称: 図書館}\n", encoding="utf-8")
    left = lines(layout_of(pia.load(file)))
    assert left["事務.内容"] > 1  # which is still to be written
    assert left["他の評価実施機関"] == 1
