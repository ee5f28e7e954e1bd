"""axe-core finds no violation in the web page, on a desk and on a telephone.

axe-core comes from npm into `node_modules/`, or PIA_AXE names its file; chromium from Debian.
"""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from needs import missing

import pia
from pia.changes.outputs import layout
from pia.renderers.html import render
from pia.workspace.printing import layout_of

ROOT = Path(__file__).parents[2]
SOURCES = ["neyagawa/令和7年版.yaml", "hiroshima/令和6年版.yaml"]
AXE = Path(os.environ.get("PIA_AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RUN = """<script>%s</script><script>
axe.run().then(found => {
  document.documentElement.innerHTML = "<pre></pre>";
  document.querySelector("pre").textContent = JSON.stringify({
    rules: found.passes.length,
    violations: found.violations.map(v => v.id + ": " + v.nodes[0].html.slice(0, 200)),
  });
});
</script></body>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium is not installed")
    if not AXE.is_file():
        missing("axe-core is not installed")
    return str(found)


def violations(page: str, chromium: str, folder: Path, width: int = 1200) -> list[str]:
    """Return what axe-core objects to; its script may run only without the page's policy."""
    script = RUN % AXE.read_text(encoding="utf-8").replace("</script", "<\\/script")
    file = folder / "page.html"
    file.write_text(POLICY.sub("", page).replace("</body>", script), encoding="utf-8")
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", f"--window-size={width},800"]
    command += ["--virtual-time-budget=120000", file.as_uri()]
    run = subprocess.run(command, capture_output=True, check=True, timeout=300)
    found = re.search(r"<pre>(.*?)</pre>", run.stdout.decode(), re.DOTALL)
    assert found, "axe-core did not finish"
    report = json.loads(unescape(found[1]))
    assert report["rules"] > 15
    return list(report["violations"])


def test_the_changes_between_two_versions_can_be_read_by_everyone(
    chromium: str, tmp_path: Path
) -> None:
    folder = ROOT / "examples" / "neyagawa"
    found = pia.diff(folder / "令和6年版.yaml", folder / "令和7年版.yaml")
    page = render(layout([found], why=True)).decode()
    assert page.count("<h1") == 1
    assert violations(page, chromium, tmp_path) == []
    assert violations(page, chromium, tmp_path, width=400) == []


@pytest.mark.parametrize("source", SOURCES)
def test_an_example_can_be_read_by_everyone(source: str, chromium: str, tmp_path: Path) -> None:
    document = pia.load(ROOT / "examples" / source)
    page = render(layout_of(document, "公表")).decode()
    assert violations(page, chromium, tmp_path) == []


def test_a_telephone_gets_a_page_that_is_as_good(chromium: str, tmp_path: Path) -> None:
    page = render(layout_of(pia.load(ROOT / "examples" / SOURCES[0]))).decode()
    assert violations(page, chromium, tmp_path, width=400) == []


def test_a_page_with_faults_is_caught(chromium: str, tmp_path: Path) -> None:
    page = render(layout_of(pia.load(ROOT / "examples" / SOURCES[0]))).decode()
    faulty = page.replace('<html lang="ja">', "<html>")
    faulty = faulty.replace("<main", "<img src=x><p style='color:#ccc'>薄い</p><main", 1)
    found = {each.partition(":")[0] for each in violations(faulty, chromium, tmp_path)}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found
