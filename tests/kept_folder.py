"""A folder that is put back as it was after each try: to copy it takes longer than most tries."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

Sign = tuple[int, ...] | None  # by which a file is known as the one that was left; None: a folder


class KeptFolder:
    """Remembers every file of a folder, and when it was last changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signs = dict(_signs(folder))
        self.held = {path: _held(path, sign) for path, sign in self.signs.items()}

    def put_back(self) -> None:
        """Remove what was added and write again what was changed, with its time."""
        found = dict(_signs(self.folder))
        for path in sorted(found.keys() - self.signs.keys(), reverse=True):
            _remove(path, found[path])
        for path, sign in self.signs.items():
            if found.get(path, ()) != sign:
                self._write(path, found.get(path, ()))

    def _write(self, path: str, found: Sign) -> None:
        if found != ():
            _remove(path, found)
        sign = self.signs[path]
        if sign is None:
            Path(path).mkdir()
            return
        Path(path).write_bytes(self.held[path])
        os.utime(path, ns=(sign[0], sign[0]))
        self.signs[path] = _sign(Path(path).stat())


def _signs(folder: Path | str) -> Iterator[tuple[str, Sign]]:
    """Yield everything below a folder, each folder before what it holds."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield entry.path, None
                yield from _signs(entry.path)
            else:
                yield entry.path, _sign(entry.stat(follow_symlinks=False))


def _sign(found: os.stat_result) -> Sign:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _held(path: str, sign: Sign) -> bytes:
    return b"" if sign is None else Path(path).read_bytes()


def _remove(path: str, sign: Sign) -> None:
    if sign is not None:
        Path(path).unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)  # with what follows, which is gone then
