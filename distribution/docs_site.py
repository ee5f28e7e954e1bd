"""Build the documentation as pages that need no network: `python distribution/docs_site.py [DIR]`.

The pages of `docs/` and those beside README are gathered in one folder, each link between them
written for where they stand there, and made into a site by zensical, which searches Japanese. A
link that leads nowhere ends it with exit code 1.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
HERE = ROOT / "distribution"
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
LINK = re.compile(r"(?<=\]\()([^)#\s]+)(?=[)#])")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def main() -> None:
    """Build the site in the folder that is named, or in `build/docs`."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
    sys.exit(build(target))


def build(target: Path) -> int:
    """Build the site, and return the exit code of what makes it."""
    work = target.with_name(f"{target.name}-work")
    for folder in (work, target):
        shutil.rmtree(folder, ignore_errors=True)
    stage(work / "docs")
    config = work / "mkdocs.yml"
    settings = configuration(work / "docs")
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
    done = subprocess.run(command, check=False)
    if done.returncode == 0:
        (work / "site").rename(target)
        shutil.rmtree(work)
    return done.returncode


def sources() -> dict[Path, Path]:
    """Return each file of the documentation → where it stands in the site."""
    docs = ROOT / "docs"
    found = {path: path.relative_to(docs) for path in sorted(docs.rglob("*")) if path.is_file()}
    return found | {ROOT / name: Path(name) for name in TOP}


def stage(folder: Path) -> None:
    """Gather the documentation in a folder, its links as they lead from there."""
    placed = sources()
    for path, place in list(placed.items()):
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            target.write_text(linked(path, placed), encoding="utf-8")
    for path, place in placed.items():
        if path.suffix != ".md":
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / place)
    shutil.copyfile(HERE / "worker.js", folder / "iframe-worker.js")
    shutil.copyfile(HERE / "pages.css", folder / "pages.css")


def linked(page: Path, placed: dict[Path, Path]) -> str:
    """Return a page with its links written for the site. A file of the checkout that it leads to
    comes along: it is added to those placed."""

    def rewritten(found: "re.Match[str]") -> str:
        target = Path(os.path.normpath(page.parent / found[1]))
        if "://" in found[1] or not target.is_file():
            return found[1]
        if target not in placed:
            placed[target] = target.relative_to(ROOT)
        return Path(os.path.relpath(placed[target], placed[page].parent)).as_posix()

    return LINK.sub(rewritten, page.read_text(encoding="utf-8"))


def configuration(docs: Path) -> dict[str, Any]:
    """Return the settings of the site with every page of every folder in its navigation."""
    settings: dict[str, Any] = yaml.safe_load((HERE / "site.yml").read_text(encoding="utf-8"))
    return settings | {"nav": [_expanded(entry, docs) for entry in settings["nav"]]}


def _expanded(entry: Any, docs: Path) -> Any:
    if isinstance(entry, dict):
        return {name: _expanded(below, docs) for name, below in entry.items()}
    if isinstance(entry, list):
        return [page for each in entry for page in _pages(each, docs)]
    return entry


def _pages(entry: str, docs: Path) -> Iterator[Any]:
    """Yield the page that an entry names, or the pages of a folder, its README first."""
    if not entry.endswith("/"):
        yield entry
        return
    folder = docs / entry
    yield f"{entry}README.md"
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield {title(path / "README.md"): list(_pages(f"{entry}{path.name}/", docs))}
        elif path.name != "README.md":
            yield f"{entry}{path.name}"


def title(page: Path) -> str:
    """Return the heading of a page."""
    found = TITLE.search(page.read_text(encoding="utf-8"))
    return found[1] if found else page.stem


if __name__ == "__main__":
    main()
