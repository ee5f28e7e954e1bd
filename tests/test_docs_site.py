"""The documentation becomes pages that need no network, each reachable, no link broken."""

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docs_site
import pytest
from chromium import axe
from needs import missing
from playwright.sync_api import Browser

REMOTE = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
LOOKED_AT = (
    "index",
    "はじめての評価書",
    "点検と住民",
    "確認事項",
    "命令/diff",
    "書き方/R6.10/様式3_重点項目評価書/05_Ⅲリスク対策",
)


@pytest.fixture(scope="module")
def zensical() -> None:
    if find_spec("zensical") is None:
        missing("zensical is not installed")


@pytest.fixture(scope="module")
def site(zensical: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docs") / "ページ"
    assert docs_site.build(target) == 0
    return target


def test_every_page_is_in_the_navigation_once(tmp_path: Path) -> None:
    docs_site.stage(tmp_path)
    found = sorted(named(docs_site.configuration(tmp_path)["nav"]))
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md"))
    assert found == written
    assert len(written) > 60


def named(entry: Any) -> Iterator[str]:
    """Yield the pages of a navigation."""
    if isinstance(entry, str):
        yield entry
    else:
        for below in entry.values() if isinstance(entry, dict) else entry:
            yield from named(below)


def test_no_page_reaches_out(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    assert [page for page in pages if REMOTE.search(page.read_text(encoding="utf-8"))] == []
    assert REMOTE.search('<script src="https://example.com/a.js"></script>')


def test_every_command_and_every_page_can_be_found(site: Path) -> None:
    found = {
        unquote(item["location"].split("#")[0])
        for item in json.loads((site / "search.json").read_text(encoding="utf-8"))["items"]
    }
    pages = {page.relative_to(site).as_posix() for page in site.rglob("*.html")}
    assert pages - found <= {"404.html"}


@pytest.mark.parametrize(("link", "is_whole"), [("README.md", True), ("ない.md", False)])
def test_a_broken_link_ends_it(
    link: str, is_whole: bool, zensical: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = tmp_path / "README.md", tmp_path / "out"
    page.write_text(f"# 題\n\n[先]({link})\n", encoding="utf-8")
    monkeypatch.setattr(docs_site, "sources", lambda: {page: Path("README.md")})
    monkeypatch.setattr(docs_site, "configuration", lambda _: {"site_name": "x"})
    assert (docs_site.build(target) == 0) == is_whole
    assert target.exists() == is_whole


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_accessible_and_fit(site: Path, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    for name in LOOKED_AT:
        page.goto((site / f"{name}.html").as_uri())
        found = page.evaluate(
            axe() + "; axe.run({iframes: false}).then(told => told.violations.map(v => v.id))"
        )
        assert found == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.close()


def test_japanese_is_found_from_a_file_without_network(site: Path, chromium: Browser) -> None:
    context = chromium.new_context(offline=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for words in ("行を加え", "確定版"):
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("/")
        page.keyboard.insert_text(words)
        page.locator("mark, em, b", has_text=words).first.wait_for(state="attached", timeout=60_000)
        page.close()
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
