"""The editor in the browser: its start, the time from a key to its paint, and its checks.

`python benchmarks/editor.py` edits a copy of the largest example (200 KB) in Chromium.

start: from the command to a page that can be filled in, beside importing the server's libraries
and one `pia check`. A page counts from the frame that shows the fields of the first sheet: what is
typed into them is kept and saved. The other sheets are drawn right behind it, and what is wrong is
asked for; how long the whole takes is told as well. key to paint: beside the same keys in a page
that holds one empty field.
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from _measure import ENVIRONMENT, PIA, python
from playwright.sync_api import Page, Response, sync_playwright

EXAMPLE = Path(__file__).parents[1] / "examples" / "hiroshima"
NAME = "令和6年版.yaml"
FIELD = '[data-field="事務.内容"] textarea'
WORDS = "本市では、住民基本台帳の記録を正しく保つために、届出を受けて記録を直します。" * 4
ROUNDS = 5
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SWITCHES += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
EMPTY = "<!doctype html><title>empty</title><textarea></textarea>"
# The time of the first frame in which the form can be filled in.
READY = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("[data-field] textarea")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.usable = Date.now() / 1000; }));
}).observe(document, { childList: true, subtree: true });
new MutationObserver((_, watch) => {
  const heads = [...document.querySelectorAll("#side h2")];
  if (!heads.some((it) => it.textContent.startsWith("確認事項"))) return;
  watch.disconnect();
  window.whole = Date.now() / 1000;
}).observe(document, { childList: true, subtree: true });
"""
# From the key to the first task after the frame that shows it.
TIMED = """
window.painted = [];
document.addEventListener("keydown", (event) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => window.painted.push(performance.now() - event.timeStamp);
    port2.postMessage(0);
  });
}, true);
"""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the address of an editor and the moment at which its command began."""
    begun = time.time()
    command = [str(PIA), "edit", str(folder / NAME), "--no-browser"]
    environment = {**ENVIRONMENT, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), begun
    finally:
        server.terminate()
        server.wait()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(FIELD).wait_for()


def typed(page: Page, field: str) -> list[float]:
    """Return the milliseconds from each key to its paint."""
    page.evaluate(TIMED)
    page.locator(field).focus()
    for sign in "abcdefghij" * 12:
        page.keyboard.press(sign)
        page.wait_for_timeout(25)
    page.wait_for_timeout(300)
    found: list[float] = page.evaluate("window.painted")
    return found


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def seconds(command: Sequence[str | Path]) -> float:
    begun = time.perf_counter()
    subprocess.run([str(word) for word in command], env=ENVIRONMENT, capture_output=True)
    return time.perf_counter() - begun


def verdict(ok: bool) -> str:
    return "ok" if ok else "MISSED"


def start(page: Page, folder: Path) -> None:
    ours, theirs, whole = [], [], []
    page.add_init_script(READY)
    libraries = python("import uvicorn, starlette.applications, starlette.routing")
    for _ in range(ROUNDS + 1):
        with served(folder) as (address, begun):
            opened(page, address)
            page.locator("#side h2", has_text="確認事項").wait_for()
            ours.append(page.evaluate("window.usable") - begun)
            whole.append(page.evaluate("window.whole") - begun)
        theirs.append(seconds(libraries) + seconds([PIA, "check", folder / NAME]))
    mine, them = statistics.median(ours[1:]), statistics.median(theirs[1:])
    told = f"{mine * 1000:.0f} ms, libraries + pia check {them * 1000:.0f} ms"
    print(f"start: {told}, {mine / them:.2f}x (aim 1.5x) {verdict(mine <= 1.5 * them)}", flush=True)
    print(
        f"  all sheets and what is wrong: {statistics.median(whole[1:]) * 1000:.0f} ms", flush=True
    )


def typing(page: Page, folder: Path) -> None:
    page.set_content(EMPTY)
    empty = typed(page, "textarea")
    with served(folder) as (address, _):
        opened(page, address)
        page.locator(FIELD).fill(WORDS)
        page.wait_for_timeout(1500)
        ours = typed(page, FIELD)
    for name, times in (("empty page", empty), ("the form", ours)):
        print(
            f"key to paint, {name}: median {statistics.median(times):.1f}, p95 {p95(times):.1f} ms"
        )
    slower = f"{p95(ours) / p95(empty):.2f}x the empty page"
    print(f"  {slower} (aim p95 under 50 ms) {verdict(p95(ours) < 50)}", flush=True)


def checking(page: Page, folder: Path) -> None:
    """The answer to an edit brings the findings with it; `check` is asked for alone as well."""
    edits: list[float] = []

    def note(response: Response) -> None:
        if response.url.endswith("/api/edit"):
            response.finished()
            edits.append(response.request.timing["responseEnd"])

    with served(folder) as (address, _):
        opened(page, address)
        page.on("response", note)
        for n in range(ROUNDS + 1):
            page.locator(FIELD).fill(f"{WORDS}{n}")
            page.wait_for_timeout(1500)
        page.remove_listener("response", note)
        checks = [
            page.evaluate(
                "async (name) => { const begun = performance.now();"
                " await (await fetch('/api/check?path=' + encodeURIComponent(name))).json();"
                " return performance.now() - begun; }",
                NAME,
            )
            for _ in range(ROUNDS + 1)
        ]
    for name, times in (("check", checks[1:]), ("edit and check", edits[1:])):
        middle = statistics.median(times)
        print(f"{name}: {middle:.0f} ms (aim under 500 ms) {verdict(middle < 500)}", flush=True)


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("chromium is not installed")
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(shutil.copytree(EXAMPLE, Path(name) / "職場"))
        size = (folder / NAME).stat().st_size
        print(f"{NAME}: {size / 1000:.0f} KB", flush=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for measure in (start, typing, checking):
            measure(page, folder)
        browser.close()


if __name__ == "__main__":
    main()
