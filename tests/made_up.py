"""Editions made up from the one at hand, in a folder of their own."""

import re
import shutil
from pathlib import Path

from pia.forms.edition import OPTIONS
from pia.source.files import templates

BASE = "R6.10"


def stands_as(text: str) -> re.Pattern[str]:
    """Return a pattern for lines of a form file, whatever else their items say at the end."""
    return re.compile(re.sub(r"\\}(?=\\\n|$)", r"(?:, [^{}\\n]*)?\\}", re.escape(text)))


def edition(root: Path, *edits: tuple[str, str], form: str = "juten", name: str = "R9.1") -> Path:
    """Write a copy of a form file with each `old` text, which stands there once, made `new`; the
    options of the edition are copied as they are."""
    text = (templates() / BASE / f"{form}.yaml").read_text(encoding="utf-8")
    for old, new in ((f"edition: {BASE}", f"edition: {name}"), *edits):
        found = stands_as(old).findall(text)
        assert len(found) == 1, f"{old}: {len(found)}"
        text = text.replace(found[0], new)
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(templates() / BASE / OPTIONS, folder)
    (folder / f"{form}.yaml").write_text(text, encoding="utf-8")
    return root
