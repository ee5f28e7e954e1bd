"""The folder of a site: what `pia site` wrote there, and what it leaves alone.

A file is written whole or not at all, and only where it differs; over one that `pia` did not
make, or that somebody edited, only when forced. `LIST` names what `pia site` wrote: what is no
longer part of the site goes, as long as it is as it was written. Everything else stays.
"""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from pia.errors import Finding, RefusedError
from pia.office.messages import OfficeMessages
from pia.source.paths import is_inside, plain
from pia.writing import write_bytes, write_output

LIST = ".pia-site.json"
VERSION = 1
Hashes = dict[str, str]


@dataclass
class Site:
    """What became of a site: files by what was done with them, and what is not on it and why.

    kept: files that are no longer part of it and that somebody edited.
    """

    folder: Path
    documents: int = 0
    written: list[Path] = field(default_factory=list)
    same: int = 0
    removed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        return any(finding.is_error for finding in self.findings)

    def put(self, pages: dict[str, bytes], *, force: bool) -> Hashes:
        """Write the files that differ; return the hash of each."""
        before = listed(self.folder)
        for name, data in pages.items():
            path = self.folder / name
            found = path.read_bytes() if path.is_file() else None
            if found == data:
                self.same += 1
            else:
                is_as_written = found is not None and sha256(found) == before.get(name)
                self.written.append(write_output(path, data, force=force or is_as_written))
        return {name: sha256(data) for name, data in pages.items()}

    def leave(self, before: Hashes, now: Hashes) -> None:
        """Note what the site consists of, and remove what it consisted of before and not now."""
        left = {path: known for path, known in before.items() if path not in now}
        write_bytes(self.folder / LIST, _text({**now, **left}))
        for path, known in left.items():
            self._remove(self.folder / path, known)
        if left:
            write_bytes(self.folder / LIST, _text(now))

    def _remove(self, path: Path, known: str) -> None:
        if not path.is_file() or not is_inside(self.folder, path):
            return
        if sha256(path.read_bytes()) != known:
            self.kept.append(path)
            return
        path.unlink()
        self.removed.append(path)
        for folder in path.relative_to(self.folder).parents:
            above = self.folder / folder
            if folder != Path() and not any(above.iterdir()):
                above.rmdir()


def refuse_others(folder: Path, *, force: bool) -> None:
    """Raise RefusedError, unless forced, for a folder that holds files and was never a site."""
    is_other = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_other and not force and not (folder / LIST).is_file():
        message = OfficeMessages.NOT_A_SITE
        raise RefusedError(message.finding(name=folder.name, file=str(folder)))


def listed(folder: Path) -> Hashes:
    """Return the files that `pia site` wrote into a folder, with their hashes."""
    try:
        found = json.loads(plain(folder / LIST).read_text(encoding="utf-8"))
        return {str(path): str(known) for path, known in found["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(files: Hashes) -> bytes:
    data = {"version": VERSION, "files": dict(sorted(files.items()))}
    return (json.dumps(data, ensure_ascii=False, indent=0) + "\n").encode()
