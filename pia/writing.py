"""Files written whole or not at all: the one place where `pia` writes to a disk.

A file is made under a name of its own that nobody else can have made, and renamed when it is
complete. What a process that was killed left behind is swept up by the next one.
"""

import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from pia.authorship import is_ours
from pia.errors import Finding, PiaError, RefusedError
from pia.source.messages import SourceMessages
from pia.source.paths import READ_ONLY, reason

PREFIX, SUFFIX = ".pia-", ".part"
STALE = 86_400  # seconds after which a part of another machine is nobody's any more
WRITABLE = 0o222


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file under a temporary name and rename it; the mode of a former one is kept.

    Raises PiaError when it cannot be written, also when the former one is read-only.
    """
    _refuse_read_only(path)
    temporary = path.with_name(part_name())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        _write_part(temporary, data)
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except OSError as error:
        raise PiaError(_refused(path, reason(error))) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path


def write_new(path: Path, data: bytes) -> Path:
    """Write a file that does not exist yet. Raises PiaError when it does or cannot be written."""
    if path.exists():
        raise PiaError(SourceMessages.FILE_EXISTS.finding(name=path.name, file=str(path)))
    return write_bytes(path, data)


def write_output(path: Path, data: bytes, *, force: bool = False) -> Path:
    """Write what a command makes, over nothing but what a command made.

    Raises RefusedError, unless forced, for a file that somebody else made or edited.
    """
    old = path.read_bytes() if path.is_file() and not force else data
    if old != data and not is_ours(old, data, path.suffix.lower()):
        raise RefusedError(SourceMessages.NOT_OURS.finding(name=path.name, file=str(path)))
    return write_bytes(path, data)


def part_name() -> str:
    """Return a name for a file that is not complete: machine, process and chance."""
    return f"{PREFIX}{_machine()}-{os.getpid()}-{secrets.token_hex(8)}{SUFFIX}"


def _write_part(path: Path, data: bytes) -> None:
    """Make a file that was not there, whatever link somebody may have planted in its place."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)


def _refuse_read_only(path: Path) -> None:
    with suppress(OSError):
        if path.is_file() and not path.stat().st_mode & WRITABLE:
            raise PiaError(_refused(path, READ_ONLY))


def _refused(path: Path, why: str) -> Finding:
    return SourceMessages.CANNOT_WRITE.finding(name=path.name, reason=why, file=str(path))


@cache
def _machine() -> str:
    return sha256(socket.gethostname().encode()).hexdigest()[:8]


@cache
def sweep(folder: Path) -> None:
    """Remove the parts that nobody is writing any more, once for each folder and process."""
    for part in _abandoned(folder):
        with suppress(OSError):
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def _abandoned(folder: Path) -> Iterator[Path]:
    for part in folder.glob(f"{PREFIX}*{SUFFIX}"):
        machine, _, rest = part.name.removeprefix(PREFIX).partition("-")
        process = rest.partition("-")[0]
        with suppress(OSError):
            if machine == _machine() and process.isdecimal():
                if not is_running(int(process)):
                    yield part
            elif time.time() - part.stat().st_mtime > STALE:
                yield part


def is_running(process: int) -> bool:
    """Return whether a process of this machine lives; where that cannot be told, that it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
