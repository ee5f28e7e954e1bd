"""Files with personal data: only their owner may read them, and git never takes them in."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pia.errors import PiaError
from pia.records.audit.messages import AuditMessages
from pia.source.files import reason
from pia.source.messages import SourceMessages
from pia.writing import write_bytes

OWNER_ONLY = 0o600
OWNER_FOLDER = 0o700
TRACKED = 1  # what `git check-ignore` ends with for a path that no rule ignores
OUTSIDE = 128  # and where there is no repository


def folder(path: Path) -> Path:
    """Return a folder for working files, made where it is missing.

    Raises PiaError when git would take its files in, and when it cannot be made.
    """
    _refuse_tracked(path)
    try:
        for step in [*reversed(path.parents), path]:
            if not step.is_dir():
                step.mkdir(OWNER_FOLDER)
        path.chmod(OWNER_FOLDER)
    except OSError as error:
        raise _cannot_write(path, error) from error
    return path


def write(path: Path, data: bytes) -> Path:
    """Write a file that only its owner may read, whole or not at all.

    Raises PiaError when it cannot be written.
    """
    return write_bytes(path, data, mode=OWNER_ONLY)


@contextmanager
def passing(within: Path) -> Iterator[Path]:
    """Give a folder for files that are gone when the work is done."""
    with TemporaryDirectory(prefix=".抽出中", dir=within) as name:
        yield Path(name)


def _cannot_write(path: Path, error: OSError) -> PiaError:
    message = SourceMessages.CANNOT_WRITE
    return PiaError(message.finding(name=path.name, reason=reason(error), file=str(path)))


def _refuse_tracked(path: Path) -> None:
    start = next(p for p in [path, *path.resolve().parents] if p.is_dir())
    if not any((above / ".git").exists() for above in [start.resolve(), *start.resolve().parents]):
        return
    if _ignored(start, path.resolve() / "x") is not True:
        message = AuditMessages.TRACKED_BY_GIT
        raise PiaError(message.finding(name=path.name, file=str(path)))


def _ignored(start: Path, path: Path) -> bool | None:
    """Return whether a rule of git ignores the path; None where git cannot be asked."""
    command = ["git", "check-ignore", "-q", str(path)]
    try:
        done = subprocess.run(command, cwd=start, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {0: True, TRACKED: False, OUTSIDE: None}.get(done.returncode)
