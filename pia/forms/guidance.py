"""What to write in an item and what reviewers ask of it, in the words of an edition."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pia.forms.entries import Entry
from pia.forms.load import data_of, folder_of, telling

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
    edition without the file has none. Raises PiaError when the file is not sound.
    """
    file = folder_of(edition, root) / FILE
    if not file.is_file():
        return {}
    with telling(file):
        return dict(_entries(data_of(file), ""))


def _entries(data: object, address: str) -> Iterator[tuple[str, Guidance]]:
    entry = Entry(data, address or FILE, data if isinstance(data, dict) else ())
    if WRITE in entry:
        yield address, Guidance(entry.text(WRITE), entry.text(ASK))
    for key, below in entry.data.items():
        if key not in (WRITE, ASK):
            yield from _entries(below, f"{address}.{key}".strip("."))
