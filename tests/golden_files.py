"""Texts that were looked at once and must stay: `PIA_REGENERATE=1 pytest` writes them anew."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare a text with `tests/golden/<name>`, or write it when asked to; CI never writes."""
    file = FOLDER / name
    if os.environ.get("PIA_REGENERATE") == "1":
        assert os.environ.get("CI") != "true", "golden files are not regenerated in CI"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert file.is_file(), f"{file} is missing; PIA_REGENERATE=1 writes it"
    assert text == file.read_text(encoding="utf-8")
