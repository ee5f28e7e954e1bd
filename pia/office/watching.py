"""Saving a source starts a build: the files of a folder are looked at twice a second."""

import time
from collections.abc import Iterator
from pathlib import Path

WATCHED = (".yaml", ".yml", ".png", ".jpg", ".jpeg")
PAUSE = 0.5  # seconds


def changes(root: Path, target: Path | None) -> Iterator[None]:
    """Yield each time something that a document is made of was saved, added or removed.

    target: the folder of the outputs, which is not looked at.
    """
    before = _seen(root, target)
    while True:
        time.sleep(PAUSE)
        now = _seen(root, target)
        if now != before:
            before = now
            yield


def _seen(root: Path, target: Path | None) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in root.rglob("*"):
        is_ours = target is not None and path.is_relative_to(target)
        if path.suffix.lower() not in WATCHED or is_ours:
            continue
        try:
            stat = path.stat()
        except OSError:
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size)
    return found
