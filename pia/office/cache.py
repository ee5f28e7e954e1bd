"""What a build remembers of each document, in `.pia/` at the root of what was built."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pia.office.facts import Facts
from pia.office.inputs import Inputs
from pia.office.memory import sealed, unsealed
from pia.source.files import plain

FILE = Path(".pia") / "build.json"
VERSION = 4


@dataclass(frozen=True, slots=True)
class Output:
    """A file as it was written. size: in bytes. time: of its last change, in nanoseconds."""

    path: str
    size: int
    time: int

    @classmethod
    def of(cls, path: Path) -> "Output":
        found = path.stat()
        return cls(str(path.resolve()), found.st_size, found.st_mtime_ns)

    def is_there(self) -> bool:
        try:
            found = Path(self.path).stat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (self.size, self.time)


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """One document. outputs: by format. wanted: how they were asked for (edition, folder)."""

    inputs: Inputs
    facts: Facts
    outputs: dict[str, Output]
    wanted: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> "CachedDocument":
        outputs = {name: Output(**output) for name, output in data["outputs"].items()}
        inputs, facts = Inputs.from_json(data["inputs"]), Facts.from_json(data["facts"])
        return cls(inputs, facts, outputs, data["wanted"])


def read(root: Path) -> dict[str, CachedDocument]:
    """Return the entries by source; none where there is no cache or it cannot be used."""
    try:
        data = unsealed(plain(root / FILE).read_bytes())
        if data["version"] != VERSION:
            return {}
        return {
            source: CachedDocument.from_json(entry) for source, entry in data["documents"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def packed(entries: dict[str, CachedDocument]) -> bytes:
    """Return the entries as they are kept."""
    documents = {source: entry.to_json() for source, entry in sorted(entries.items())}
    return sealed({"version": VERSION, "documents": documents})
