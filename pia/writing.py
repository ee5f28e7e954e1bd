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
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from pia.authorship import is_ours, sealed
from pia.errors import Finding, PiaError, RefusedError
from pia.source.files import NO_FILE, READ_ONLY, plain, reason
from pia.source.messages import SourceMessages

PREFIX, SUFFIX = ".pia-", ".part"
STALE = 86_400  # seconds after which a part of another machine is nobody's any more
WRITABLE = 0o222
LOCK = ".lock"
PATIENCE, PAUSE = 10.0, 0.02  # seconds
_OWN = threading.local()  # the locks that a thread holds
LOCKED_BYTE = 4096  # behind the name of the holder, so that others can read it
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def write_bytes(path: Path, data: bytes, *, mode: int | None = None) -> Path:
    """Write a file under a temporary name and rename it.

    mode: who may read it; by default as a former one, or what the system gives to a new one.
    Raises PiaError when it cannot be written, also when the former one is read-only.
    """
    refuse_read_only(path)
    with _part_of(path, data, mode) as part:
        if mode is None:
            with suppress(FileNotFoundError):
                part.chmod(path.stat().st_mode)
        part.replace(path)
    return path


def write_new(path: Path, data: bytes) -> Path:
    """Write a file that does not exist yet, nor is made by anybody meanwhile.

    Raises PiaError when it does or cannot be written.
    """
    if os.path.lexists(path):
        raise PiaError(_of(path, SourceMessages.FILE_EXISTS))
    with _part_of(path, data) as part:
        try:
            _put_where_nothing_is(part, path)
        except FileExistsError as error:
            raise PiaError(_of(path, SourceMessages.FILE_EXISTS)) from error
    return path


def write_once(path: Path, data: bytes) -> Path:
    """Write a file that may be there already with the same content. Raises PiaError as `write_new`
    does when it has any other."""
    is_there = path.is_file() and path.read_bytes() == data
    return path if is_there else write_new(path, data)


def write_output(path: Path, data: bytes, *, force: bool = False) -> Path:
    """Write what a command makes, over nothing but what a command made.

    Raises RefusedError, unless forced, for a file that somebody else made or edited.
    """
    suffix = path.suffix.lower()
    data = sealed(data, suffix)
    old = path.read_bytes() if path.is_file() and not force else data
    if old != data and not is_ours(old, data, suffix):
        raise RefusedError(_of(path, SourceMessages.NOT_OURS))
    return write_bytes(path, data)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file, which is made where there is none. Killed meanwhile, it ends in a
    part of the data. Raises PiaError when it cannot be written."""
    try:
        with os.fdopen(os.open(path, FLAGS | os.O_APPEND, 0o666), "ab") as file:
            file.write(data)
    except OSError as error:
        raise PiaError(_refused(path, reason(error))) from error


def is_part(path: Path) -> bool:
    """Whether a file is one that was not complete when its writer was killed."""
    return path.name.startswith(PREFIX) and path.name.endswith(SUFFIX)


def part_name(suffix: str = SUFFIX) -> str:
    """Return a name for a file that is not complete: machine, process and chance."""
    return f"{PREFIX}{_machine()}-{os.getpid()}-{secrets.token_hex(8)}{suffix}"


@contextmanager
def _part_of(path: Path, data: bytes, mode: int | None = None) -> Iterator[Path]:
    """Give a complete file beside a path, to be put in its place, and gone at the end."""
    part = path.with_name(part_name())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        _write_part(part, data, 0o666 if mode is None else mode)
        yield part
    except OSError as error:
        raise PiaError(_refused(path, reason(error))) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _put_where_nothing_is(part: Path, path: Path) -> None:
    """Give a complete file its name. Raises FileExistsError where one has that name.

    Windows renames over nothing by itself; drives without links (FAT) leave a moment between
    the look and the renaming.
    """
    name = os.rename if os.name == "nt" else os.link
    try:
        name(part, path)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        part.rename(path)


def _of(path: Path, message: SourceMessages) -> Finding:
    return message.finding(name=path.name, file=str(path))


def _write_part(path: Path, data: bytes, mode: int) -> None:
    """Make a file that was not there, whatever link somebody may have planted in its place."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        file.write(data)


def refuse_read_only(path: Path) -> None:
    """Raise PiaError for a file that its owner has made read-only."""
    with suppress(OSError):
        if path.is_file() and not path.stat().st_mode & WRITABLE:
            raise PiaError(_refused(path, READ_ONLY))
        if path.exists() and not path.is_file() and not path.is_dir():
            raise PiaError(_refused(path, NO_FILE))


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
    try:
        if os.name == "posix":
            os.kill(process, 0)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
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
            raise PiaError(_of(path, SourceMessages.CHANGED_MEANWHILE))
        write_bytes(path, after)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file for writing while the block runs; a lock file beside it says who holds it.

    Whoever holds it already in this thread goes on.
    """
    real = Path(os.path.realpath(path))
    lock = real.with_name(f".{real.name}{LOCK}")
    held: set[Path] = _OWN.__dict__.setdefault("held", set())
    if lock in held:
        yield
        return
    handle = _held(lock, path)
    held.add(lock)
    try:
        yield
    finally:
        held.discard(lock)
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
            raise PiaError(_refused(path, reason(error))) from error
        if _took(handle) and _is_at(handle, lock):
            with suppress(OSError):  # a full disk: who holds it is told by nobody then
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
    with suppress(KeyError, OSError):
        return getpass.getuser()
    return ""


def _is_at(handle: int, lock: Path) -> bool:
    """Whether the lock file is still the one that was opened; its last holder removed it."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(handle), lock.stat())
    return False


def _content(path: Path) -> bytes:
    try:
        return plain(path).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        why, message = reason(error), SourceMessages.CANNOT_READ
        raise PiaError(message.finding(name=path.name, reason=why, file=str(path))) from error


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
