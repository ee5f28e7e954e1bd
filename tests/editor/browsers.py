"""The editor of a workspace, open in a real browser."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chromium import axe
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
START = "import sys; from pia.cli import main; sys.argv[0] = 'pia'; main()"


class Desk:
    """The editor of a copy of an example, open in a browser."""

    def __init__(self, folder: Path, page: Page, name: str = "令和7年版.yaml") -> None:
        self.folder, self.page = folder, page
        self.file = folder / name
        self.server: subprocess.Popen[str] | None = None
        self.address = ""
        self.told: list[str] = []
        page.on("pageerror", lambda error: self.told.append(str(error)))

    def start(self) -> None:
        """Start the server and open its first view."""
        command = [sys.executable, "-c", START, "edit", str(self.folder), "--no-browser"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.server = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment, cwd=self.folder
        )
        assert self.server.stdout is not None
        self.address = self.server.stdout.readline().strip()
        self.page.goto(self.address)
        self.page.locator("#newname").wait_for()

    def open(self) -> None:
        """Open the form of the example."""
        self.start()
        self.page.locator("table.plain a").first.click()
        self.page.locator("[data-field='事務.名称']").wait_for()

    def view(self, name: str) -> None:
        self.page.locator("#views").get_by_role("link", name=name, exact=True).click()

    def violations(self) -> list[str]:
        """Return what axe-core finds on the page."""
        found: list[str] = self.page.evaluate(
            axe() + "; axe.run({iframes: false}).then(told => told.violations.map(v => v.id))"
        )
        return found

    def close(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait()
            self.server = None

    @property
    def text(self) -> str:
        return self.file.read_bytes().decode()

    def fill(self, address: str, value: str) -> None:
        self.page.locator(f'[data-field="{address}"]').locator("input,textarea").first.fill(value)

    def holds(self, words: str) -> bool:
        for _ in range(100):
            if words in self.text:
                return True
            self.page.wait_for_timeout(100)
        return False

    def changes_from(self, text: str) -> bool:
        for _ in range(100):
            if text != self.text:
                self.page.wait_for_timeout(400)
                return True
            self.page.wait_for_timeout(100)
        return False


@contextmanager
def desk_of_example(folder: Path, browser: Browser, **context: Any) -> Iterator[Desk]:
    """Yield the editor of a copy of an example, open in a context of its own."""
    shutil.copytree(ROOT / "examples" / "neyagawa", folder / "職場")
    with browser.new_context(**context) as own:
        desk = Desk(folder / "職場", own.new_page())
        desk.open()
        yield desk
        desk.close(signal.SIGKILL)
