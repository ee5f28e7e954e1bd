"""axe-core finds no violation in the web page, on a desk and on a telephone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

import pia
from pia.changes.report import layout
from pia.cli import cli
from pia.renderers.html import render
from pia.workspace.printing import layout_of

ROOT = Path(__file__).parents[2]
SOURCES = ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"]
TELEPHONE = 390
WIDTHS = (1280, TELEPHONE)
REACH = """found => Math.max(...found.map(each => {
  const {left, width} = each.getBoundingClientRect();
  return width <= 1 ? width : left + width;
}))"""
LINES = """cells => [...new Set(cells.map(cell => {
  return Math.round(cell.clientHeight / parseFloat(getComputedStyle(cell).lineHeight));
}))]"""
TOLD = """axe.run().then(found => ({
  rules: found.passes.length,
  violations: found.violations.map(v => v.id + ": " + v.nodes[0].html.slice(0, 200)),
}))"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_page() as page:
        page.set_default_timeout(300_000)
        yield page


def violations(text: str, page: Page, folder: Path, width: int = 1200) -> list[str]:
    """Return what axe-core objects to."""
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    page.evaluate(axe())
    report = page.evaluate(TOLD)
    assert report["rules"] > 15
    return list(report["violations"])


def test_the_changes_between_two_versions_can_be_read_by_everyone(
    page: Page, tmp_path: Path
) -> None:
    folder = ROOT / "examples" / "neyagawa"
    found = pia.diff(folder / "令和6年版.yaml", folder / "令和7年版.yaml")
    text = render(layout([found], why=True, named=True)).decode()
    assert text.count("<h1") == 1
    assert violations(text, page, tmp_path) == []
    assert violations(text, page, tmp_path, width=400) == []


def test_a_wide_table_leaves_each_date_on_one_line(page: Page, tmp_path: Path) -> None:
    folder = ROOT / "examples" / "hiroshima"
    found = pia.diff(folder / "令和4年版.yaml", folder / "令和6年版.yaml")
    assert violations(render(layout([found])).decode(), page, tmp_path, width=1280) == []
    assert page.eval_on_selector_all(".wide td:first-child .words", LINES) == [1]
    assert reach(page, "td") <= 1280


def written_by(*words: object) -> None:
    """Run a command that writes a page."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code in (0, 1), result.output


def reach(page: Page, selector: str) -> float:
    """Return how far, in pixels from the left edge, anything of a kind can be seen."""
    return float(page.eval_on_selector_all(selector, REACH))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_register_can_be_read_by_everyone(width: int, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "台帳.html"
    written_by("status", ROOT / "examples", "--format", "html", "-o", file)
    text = file.read_text(encoding="utf-8")
    assert "「#」" not in text  # no link stands beside anything
    assert violations(text, page, tmp_path, width) == []
    assert reach(page, "td") <= width
    assert reach(page, "thead") <= (width if width > TELEPHONE else 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_of_an_import_can_be_read_by_everyone(
    width: int, page: Page, tmp_path: Path
) -> None:
    (printed,) = pia.render(ROOT / "examples" / SOURCES[0], tmp_path, ["docx"])
    file = tmp_path / "報告.html"
    written_by("import", printed, "-o", tmp_path / "読取.yaml", "--report", file)
    text = file.read_text(encoding="utf-8")
    assert violations(text, page, tmp_path, width) == []
    assert reach(page, "td") <= width
    assert "庁内連携システム\n" in text  # each choice in a line, no list as a program writes it
    assert "[&quot;" not in text


@pytest.mark.parametrize("source", SOURCES)
def test_an_example_can_be_read_by_everyone(source: str, page: Page, tmp_path: Path) -> None:
    document = pia.load(ROOT / "examples" / source)
    text = render(layout_of(document, "公表")).decode()
    assert violations(text, page, tmp_path) == []
    middle = "cell => getComputedStyle(cell).verticalAlign"
    assert page.eval_on_selector(".list td.lines3", middle) == "middle"


def test_a_telephone_gets_a_page_that_is_as_good(page: Page, tmp_path: Path) -> None:
    text = render(layout_of(pia.load(ROOT / "examples" / SOURCES[0]))).decode()
    assert violations(text, page, tmp_path, width=400) == []


def test_a_page_with_faults_is_caught(page: Page, tmp_path: Path) -> None:
    text = render(layout_of(pia.load(ROOT / "examples" / SOURCES[0]))).decode()
    faulty = text.replace('<html lang="ja">', "<html>")
    faulty = faulty.replace("<main", "<img src=x><p style='color:#ccc'>薄い</p><main", 1)
    found = {each.partition(":")[0] for each in violations(faulty, page, tmp_path)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found
