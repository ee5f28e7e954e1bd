"""Files written whole or not at all, by one writer at a time: the one place where `pia` writes to a
disk.

A file is made under a name of its own that nobody else can have made, and renamed when it is
complete. What a process that was killed left behind is swept up by the next one. The system lets go
of a lock when its holder dies, so that none is ever left behind.
"""

import getpass
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
LOCK = ".lock"
PATIENCE, PAUSE = 10.0, 0.02  # seconds
LOCKED_BYTE = 4096  # behind the name of the holder, so that others can read it
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file under a temporary name and rename it; the mode of a former one is kept.

    Raises PiaError when it cannot be written, also when the former one is read-only.
    """
    refuse_read_only(path)
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


def part_name(suffix: str = SUFFIX) -> str:
    """Return a name for a file that is not complete: machine, process and chance."""
    return f"{PREFIX}{_machine()}-{os.getpid()}-{secrets.token_hex(8)}{suffix}"


def _write_part(path: Path, data: bytes) -> None:
    """Make a file that was not there, whatever link somebody may have planted in its place."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)


def refuse_read_only(path: Path) -> None:
    """Raise PiaError for a file that its owner has made read-only."""
    with suppress(OSError):
        if path.is_file() and not path.stat().st_mode & WRITABLE:
            raise PiaError(_refused(path, READ_ONLY))


def _refused(path: Path, why: str) -> Finding:
    return SourceMessages.CANNOT_WRITE.finding(name=path.name, reason=why, file=str(path))


@cache
def _machine() -> str:
    return sha256(socket.gethostname().encode()).hexdigest()[:8]


@cache
def sweep(folder: Path, suffix: str = SUFFIX) -> None:
    """Remove the parts that nobody is writing any more, once for each folder and process."""
    for part in _abandoned(folder, suffix):
        with suppress(OSError):
            shutil.rmtree(part) if part.is_dir() else part.unlink()


def _abandoned(folder: Path, suffix: str) -> Iterator[Path]:
    for part in folder.glob(f"{PREFIX}*{suffix}"):
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


def update(path: Path, change: Callable[[bytes], bytes]) -> bool:
    """Replace the content of a file by what `change` makes of it; return whether it changed.

    The others wait, then read what the first has written. A file that changed all the same,
    since a program that knows no locks saved it, is left alone. Raises PiaError when it cannot
    be read or written, is held too long by somebody else, or changed meanwhile.
    """
    with locked(path):
        before = _content(path)
        after = change(before)
        if after == before:
            return False
        if _content(path) != before:
            message = SourceMessages.CHANGED_MEANWHILE
            raise PiaError(message.finding(name=path.name, file=str(path)))
        write_bytes(path, after)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file for writing while the block runs; a lock file beside it says who holds it."""
    lock = path.with_name(f".{path.name}{LOCK}")
    handle = _held(lock, path)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()
        os.close(handle)


@contextmanager
def held_if_there(path: Path | None) -> Iterator[None]:
    """Hold a file while the block reads and writes it; nothing where there is none."""
    if path is None or not path.is_file():
        yield
        return
    with locked(path):
        yield


def _held(lock: Path, path: Path) -> int:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(lock, FLAGS, 0o666)
        except OSError as error:
            message = SourceMessages.CANNOT_WRITE
            raise PiaError(
                message.finding(name=path.name, reason=reason(error), file=str(path))
            ) from error
        if _took(handle) and _is_at(handle, lock):
            os.truncate(handle, 0)
            os.write(handle, f"{_user()}@{socket.gethostname()}".encode())
            return handle
        who = os.pread(handle, 200, 0) if hasattr(os, "pread") else b""
        os.close(handle)
        if time.monotonic() > until:
            name = who.decode(errors="replace") or "ほかの人"
            message = SourceMessages.HELD
            raise PiaError(message.finding(name=path.name, who=name, file=str(path)))
        time.sleep(PAUSE)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _is_at(handle: int, lock: Path) -> bool:
    """Whether the lock file is still the one that was opened; its last holder removed it."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:
        return False


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        message = SourceMessages.CANNOT_READ
        raise PiaError(
            message.finding(name=path.name, reason=reason(error), file=str(path))
        ) from error


if sys.platform == "win32":
    import msvcrt

    def _took(handle: int) -> bool:
        os.lseek(handle, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _took(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
