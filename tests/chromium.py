"""A browser to look at pages with, and what tells who could not read them.

Chromium comes from Debian; axe-core from npm into `node_modules/`, or PIA_AXE names its file.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from needs import missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
AXE = Path(os.environ.get("PIA_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SWITCHES += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The one browser of a worker; each test opens pages, or contexts, of its own."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield opened
        opened.close()


def axe() -> str:
    """Return the script of axe-core."""
    return AXE.read_text(encoding="utf-8") if AXE.is_file() else missing("axe-core is missing")
