"""A person fills in the form in a real browser: every kind of item, a conflict, a crash.

Chromium comes from Debian; axe-core as in the tests of the web page.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("PIA_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
START = "import sys; from pia.cli import main; sys.argv[0] = 'pia'; main()"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SWITCHES += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; .ci/run installs it")
    pytest.skip(what)


class Desk:
    """The editor of a copy of an example, open in a browser."""

    def __init__(self, folder: Path, page: Page) -> None:
        self.folder, self.page = folder, page
        self.file = folder / "令和7年版.yaml"
        self.server: subprocess.Popen[str] | None = None
        self.told: list[str] = []
        page.on("pageerror", lambda error: self.told.append(str(error)))

    def open(self) -> None:
        command = [sys.executable, "-c", START, "edit", str(self.folder), "--no-browser"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        self.server = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment, cwd=self.folder
        )
        assert self.server.stdout is not None
        self.page.goto(self.server.stdout.readline().strip())
        self.page.locator("table.plain a").first.click()
        self.page.locator("[data-field='事務.名称']").wait_for()

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


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium is not installed")
    return str(found)


@pytest.fixture(params=[1280, 390])
def desk(chromium: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    shutil.copytree(ROOT / "examples" / "neyagawa", tmp_path / "職場")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": request.param, "height": 900})
        desk = Desk(tmp_path / "職場", page)
        desk.open()
        yield desk
        desk.close(signal.SIGKILL)
        browser.close()


def test_every_kind_of_item_is_edited_in_place_and_taken_back(desk: Desk) -> None:
    before = desk.text
    desk.fill("事務.内容", "一行目。\n二行目。")
    assert desk.holds("    一行目。\n    二行目。")
    desk.page.locator('[data-field="事務.対象人数"] select').select_option("1万人以上10万人未満")
    assert desk.holds("対象人数: 1万人以上10万人未満")
    boxes = '[data-field="システム[既存住基].他のシステムとの接続"] input[type=checkbox]'
    desk.page.locator(boxes).first.check()
    assert desk.holds("  - 情報提供ネットワークシステム\n  - 庁内連携システム")
    desk.fill("表紙.公表日", "令和7年3月1日")
    assert desk.holds("公表日: 令和7年3月1日")
    desk.fill("表紙.評価実施機関名", "見本市長")
    desk.page.get_by_role("button", name="ここだけ直す").click()
    assert desk.holds('評価実施機関名: "見本市長"')
    for _ in range(5):
        shown = desk.text
        desk.page.get_by_role("button", name="元に戻す").click()
        assert desk.changes_from(shown)
    assert desk.text == before
    assert desk.told == []


def test_both_texts_of_a_conflict_are_shown_and_a_person_chooses(desk: Desk) -> None:
    theirs = desk.text.replace("名称: 住民基本台帳に関する事務", "名称: 別の人の直し", 1)
    desk.file.write_bytes(theirs.encode())
    desk.fill("事務.名称", "この画面の直し")
    dialog = desk.page.locator("dialog[open]")
    dialog.wait_for()
    assert "別の人の直し" in dialog.inner_text()
    assert "この画面の直し" in dialog.inner_text()
    dialog.get_by_role("button", name="この画面の値にする").click()
    assert desk.holds("この画面の直し")
    assert desk.text == theirs.replace("別の人の直し", "この画面の直し")


def test_what_others_changed_elsewhere_is_taken_over_without_a_question(desk: Desk) -> None:
    theirs = desk.text.replace("対象人数: 10万人以上30万人未満", "対象人数: 1万人以上10万人未満", 1)
    desk.file.write_bytes(theirs.encode())
    desk.fill("事務.名称", "この画面の直し")
    assert desk.holds("名称: この画面の直し")
    assert "対象人数: 1万人以上10万人未満" in desk.text
    assert desk.page.locator("dialog[open]").count() == 0


def test_what_was_typed_while_the_server_died_is_there_again(desk: Desk) -> None:
    desk.close(signal.SIGKILL)
    desk.fill("システム[既存住基].名称", "消えない名称")
    desk.page.locator("#state").filter(has_text="このブラウザーに残っています").wait_for()
    kept = desk.page.evaluate("() => JSON.stringify({...localStorage})")
    assert "消えない名称" in kept


def test_a_word_that_is_still_composed_is_not_saved(desk: Desk) -> None:
    before = desk.text
    field = desk.page.locator('[data-field="事務.名称"] input')
    field.dispatch_event("compositionstart")
    field.fill("へんかんちゅう")
    desk.page.wait_for_timeout(900)
    assert desk.text == before
    field.fill("変換の後")
    field.dispatch_event("compositionend")
    assert desk.holds("名称: 変換の後")


@pytest.mark.parametrize("view", ["一覧", "編集", "違い", "出力", "点検"])
def test_a_view_can_be_used_by_everyone(desk: Desk, view: str) -> None:
    if not AXE.is_file():
        missing("axe-core is not installed")
    desk.page.locator("#views").get_by_role("link", name=view).click()
    desk.page.wait_for_timeout(1500)
    found = desk.page.evaluate(
        AXE.read_text(encoding="utf-8")
        + "; axe.run({iframes: false}).then(told => told.violations.map(v => v.id))"
    )
    assert found == []
    assert desk.told == []
