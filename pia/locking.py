"""One writer of a file at a time, told by name when it takes long.

The system lets go of a lock when its holder dies, so that none is ever left behind.
"""

import getpass
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pia.errors import PiaError
from pia.source.messages import SourceMessages
from pia.source.paths import reason
from pia.writing import write_bytes

LOCK = ".lock"
PATIENCE, PAUSE = 10.0, 0.02  # seconds
LOCKED_BYTE = 4096  # behind the name of the holder, so that others can read it
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


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
