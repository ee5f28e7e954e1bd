"""What to write in an item and what reviewers ask of it, in the words of an edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pia.resources import templates

FILE = "guidance.yaml"
WRITE, ASK = "書くこと", "点検の観点"


@dataclass(frozen=True, slots=True)
class Guidance:
    """write: what belongs in the item. ask: what a reviewer looks at; may be empty."""

    write: str
    ask: str = ""


@cache
def guidance(edition: str, root: Path | None = None) -> dict[str, Guidance]:
    """Return address (without ids) → guidance, in the order of the file.

    Besides items there is guidance for lists, ids and the keys at the head of a document. An
    edition without the file has none.
    """
    file = (root or templates()) / edition / FILE
    if not file.is_file():
        return {}
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
    return dict(_entries(data, ""))


def _entries(data: dict[str, Any], address: str) -> Iterator[tuple[str, Guidance]]:
    if WRITE in data:
        yield address, Guidance(data[WRITE], data.get(ASK, ""))
    for key, below in data.items():
        if key not in (WRITE, ASK):
            yield from _entries(below, f"{address}.{key}".strip("."))
