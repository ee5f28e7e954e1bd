"""What a call of `pia.edit` is asked for beside values, and what it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from enum import Enum
from pathlib import Path
from typing import Any

from pia.edits.uses import NameUse
from pia.source.files import text_of


class _Marker(Enum):
    """Says in `pia.edit` that a value or a block goes."""

    REMOVE = "REMOVE"


REMOVE = _Marker.REMOVE


@dataclass(frozen=True, slots=True)
class Before:
    """The place of a block in its list: before the one with this id; at the end without one."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that holds something else now.

    file: that it stands in, which for a name may be another than the document's. before, after:
    as written there, None for nothing.
    """

    file: Path
    address: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Edit:
    """What a call of `pia.edit` changed, or would change.

    files: path → the content that it gets, empty when nothing changes; former: the one before.
    uses: the texts of other
    places that the changed names give.
    """

    path: Path
    changes: tuple[Changed, ...] = ()
    uses: tuple[NameUse, ...] = ()
    files: Mapping[Path, bytes] = field(default_factory=dict)
    former: Mapping[Path, bytes] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the lines that change, as a unified diff."""
        for file, data in self.files.items():
            old, new = (text_of(d).splitlines() for d in (self.former[file], data))
            yield from unified_diff(old, new, str(file), str(file), lineterm="")
