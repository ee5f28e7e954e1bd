"""Paths: of the data that comes with the package, in a wheel as in a checkout, and those that a
source names: found whatever their Unicode form, and never outside the workspace.

macOS hands file names on in NFD, everyone else types NFC; Windows writes `図\\流れ.png`.
"""

import errno
import os
import unicodedata
from functools import cache
from pathlib import Path, PureWindowsPath

from pia.errors import Finding, PiaError, excerpt
from pia.source.messages import SourceMessages

NO_ROOM = "空き容量が足りません"
NO_FILE = "ふつうのファイルではありません"
REASONS = {
    errno.ENOENT: "見つかりません",
    errno.EACCES: "許可されていないか、ほかのソフトが開いています",
    errno.EPERM: "許可されていません",
    errno.EROFS: "書き込めない場所です",
    errno.ENOSPC: NO_ROOM,
    errno.EFBIG: NO_ROOM,
    getattr(errno, "EDQUOT", -1): NO_ROOM,
    errno.EISDIR: "同じ名前のフォルダーがあります",
    errno.ENOTDIR: "フォルダーの位置に同じ名前のファイルがあります",
    errno.EEXIST: "同じ名前のファイルかフォルダーがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENXIO: NO_FILE,
    errno.ELOOP: "シンボリックリンクが循環しています",
}
OUTPUT = "標準出力"
READ_ONLY = "読み取り専用です"


@cache
def data_root() -> Path:
    """Return the folder that holds `templates/` and `schemas/`."""
    package = Path(__file__).parents[1]
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def templates() -> Path:
    """Return the folder of form editions and themes."""
    return data_root() / "templates"


def templates_of(workspace: Path) -> Path:
    """Return the folder where a workspace keeps editions and looks of its own; it need not
    exist."""
    return workspace / "templates"


def schemas() -> Path:
    """Return the folder of generated JSON Schemas."""
    return data_root() / "schemas"


class OutsideError(ValueError):
    """A path leads out of the workspace."""


def reason(error: OSError) -> str:
    """Return in Japanese why a file could not be read or written."""
    return REASONS.get(error.errno or 0, "原因は不明です")


def plain(path: Path) -> Path:
    """Return a path that can be read to an end.

    Raises OSError for what is there and is no file: a pipe keeps its reader waiting for ever.
    """
    if not path.is_file() and not path.is_dir() and path.exists():
        raise OSError(errno.ENXIO, NO_FILE, str(path))
    return path


def real(path: Path) -> Path:
    """Return an absolute path, links followed; where they lead in a circle, as far as they go."""
    return Path(os.path.realpath(path))


def refusal(error: OSError) -> Finding:
    """Return which file or folder the system refuses, and why; what has no name is the output
    of the command itself."""
    if error.filename is None:
        return SourceMessages.CANNOT_WRITE.finding(name=OUTPUT, reason=reason(error))
    path = Path(str(error.filename))
    message = SourceMessages.CANNOT_READ
    return message.finding(name=excerpt(path.name), reason=reason(error), file=str(path))


def find(root: Path, folder: Path, written: str) -> Path | None:
    """Return the file that `written` names, seen from `folder`; None if there is none.

    Raises OutsideError when it lies outside `root`, by its words or through a symbolic link.
    """
    words = written.replace("\\", "/")
    if words.startswith("/") or PureWindowsPath(words).drive:
        raise OutsideError(written)
    path = Path(os.path.normpath(folder.resolve() / words))
    if not is_inside(root, path):
        raise OutsideError(written)
    found = existing(path)
    if found is not None and not is_inside(root, found):
        raise OutsideError(written)
    return found


def kept_inside(root: Path, path: Path) -> Path:
    """Return a file of a workspace. Raises PiaError when a symbolic link leads out of it."""
    if path.exists() and not is_inside(root, path):
        message = SourceMessages.OUTSIDE
        raise PiaError(message.finding(name=path.name, root=root.resolve().name, file=str(path)))
    return path


def is_inside(root: Path, path: Path) -> bool:
    """Return whether a path, symbolic links followed, lies in `root`."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False


def existing(path: Path) -> Path | None:
    """Return the file at a path, its name as the disk has it; None if there is none."""
    try:
        if path.is_file():
            return path
        twin = next((p for p in _siblings(path.parent) if _nfc(p.name) == _nfc(path.name)), None)
        return twin if twin is not None and twin.is_file() else None
    except (OSError, ValueError):
        return None


def _siblings(folder: Path) -> list[Path]:
    if folder.is_dir():
        return list(folder.iterdir())
    if folder == folder.parent:
        return []
    above = (p for p in _siblings(folder.parent) if _nfc(p.name) == _nfc(folder.name))
    return [inner for twin in above if twin.is_dir() for inner in twin.iterdir()]


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def shown(path: Path, beside: Path) -> str:
    """Return a path as messages show it: relative where the document's own path is."""
    if beside.is_absolute():
        return str(path)
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)
