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
from pia.source.files import is_inside, json_of, plain
from pia.writing import append, is_part, write_bytes, write_output

LIST, BEGUN = ".pia-site.json", ".pia-site.begun"
VERSION = 1
Hashes = dict[str, str]  # of each file; where it may have one of several contents, with spaces


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

    def put(self, pages: dict[str, bytes], before: Hashes, *, force: bool) -> Hashes:
        """Write the files that differ; return the hash of each. before: what was written there."""
        now = {name: sha256(data) for name, data in pages.items()}
        found = {name: _hash_of(self.folder / name) for name in pages}
        due = {name: known for name, known in now.items() if found[name] != known}
        self.same += len(pages) - len(due)
        if due:
            append(self.folder / BEGUN, f"\n{json.dumps(due, ensure_ascii=False)}\n".encode())
        for name in due:
            is_as_written = found[name] in before.get(name, "").split()
            path = self.folder / name
            self.written.append(write_output(path, pages[name], force=force or is_as_written))
        return now

    def leave(self, before: Hashes, now: Hashes) -> None:
        """Note what the site consists of, and remove what it consisted of before and not now."""
        left = {path: known for path, known in before.items() if path not in now}
        write_bytes(self.folder / LIST, _text({**now, **left}))
        for path, known in left.items():
            self._remove(self.folder / path, known)
        if left:
            write_bytes(self.folder / LIST, _text(now))
        (self.folder / BEGUN).unlink(missing_ok=True)

    def _remove(self, path: Path, known: str) -> None:
        if not path.is_file() or not is_inside(self.folder, path):
            return
        if _hash_of(path) not in known.split():
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
    is_other = folder.exists() and (not folder.is_dir() or not all(map(is_part, folder.iterdir())))
    if is_other and not force and not (folder / LIST).is_file():
        message = OfficeMessages.NOT_A_SITE
        raise RefusedError(message.finding(name=folder.name, file=str(folder)))


def claim(folder: Path) -> None:
    """Mark a folder as a site. Raises PiaError when it cannot be written."""
    if not (folder / LIST).is_file():
        write_bytes(folder / LIST, _text({}))


def listed(folder: Path) -> Hashes:
    """Return the files that `pia site` wrote into a folder, with their hashes; of what a run that
    was killed has begun, both those of before and those of after."""
    known: Hashes = {}
    for files in (_noted(folder / LIST).get("files"), *map(_read, _lines(folder / BEGUN))):
        if isinstance(files, dict):
            known |= {str(p): f"{known.get(str(p), '')} {h}".strip() for p, h in files.items()}
    return known


def _noted(path: Path) -> dict[str, object]:
    found = _read("".join(_lines(path)))
    return found if isinstance(found, dict) else {}


def _lines(path: Path) -> list[str]:
    try:
        return plain(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _read(text: str) -> object:
    try:
        return json_of(text.encode())
    except ValueError:
        return None


def _hash_of(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(files: Hashes) -> bytes:
    data = {"version": VERSION, "files": dict(sorted(files.items()))}
    return (json.dumps(data, ensure_ascii=False, indent=0) + "\n").encode()
