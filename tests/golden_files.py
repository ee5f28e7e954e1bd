"""Texts that were looked at once and must stay.

`PIA_REGENERATE=1 pytest tests/that_test.py` writes anew what those tests compare, and shows what
changed. More than a handful of files at once are refused unless they are asked for by a piece of
their path, `PIA_REGENERATE=docs/書き方,layout_`, or all by `PIA_REGENERATE='*'`.
"""

import os
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
ASKED, HANDFUL = "PIA_REGENERATE", 20
SHOWN = 12  # lines of the difference of one file
changed: dict[Path, str] = {}


def assert_golden(name: str, text: str) -> None:
    """Compare a text with `tests/golden/<name>`, or write it when asked to; CI never writes."""
    file = FOLDER / name
    before = file.read_text(encoding="utf-8") if file.is_file() else None
    if before != text and is_asked_for(file):
        assert os.environ.get("CI") != "true", "golden files are not regenerated in CI"
        changed[file] = difference(before or "", text)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        before = text
    assert before is not None, f"{file} is missing; {ASKED}=1 writes it"
    assert text == before


def is_asked_for(file: Path) -> bool:
    """Whether a file is to be written. Fails when more would change than was asked for."""
    asked = os.environ.get(ASKED, "")
    if asked == "1":
        assert len(changed) < HANDFUL, (
            f"{HANDFUL} golden files changed already: look at them, and name what else shall "
            f"change, {ASKED}=… or {ASKED}='*'"
        )
        return True
    pieces = [piece.strip() for piece in asked.split(",") if piece.strip()]
    return any(fnmatch(file.as_posix(), f"*{piece}*") for piece in pieces)


def difference(before: str, after: str) -> str:
    """Return the first lines that differ, removed and added."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    more = [f"… {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
    return "\n".join([*lines[:SHOWN], *more])
