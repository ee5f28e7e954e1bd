"""Files that take their places together, so that every reader finds all of them or none.

Whoever has them ready lists them in a journal in `.pia/`; from then on they count as in place.
Whatever `pia` reads next renames what is not yet renamed: first come, first served, and again if
the first was killed. A file that somebody edited in between stays as it is.
"""

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pia.errors import PiaError
from pia.source.files import json_of, refusal

FOLDER, PREFIX, SUFFIX = ".pia", "pending-", ".json"
PART = ".pia-"  # how the names of files begin that are not in their place


class PendingFile(NamedTuple):
    """What is ready, where it belongs, and the SHA-256 of what it replaces, "" for nothing."""

    ready: Path
    target: Path
    before: str = ""


def journal(root: Path, moves: Iterable[PendingFile], name: str) -> tuple[Path, bytes]:
    """Return the journal that puts files in place as soon as it stands there as a whole."""
    listed = [[_seen(root, m.ready), _seen(root, m.target), m.before] for m in moves]
    text = json.dumps(listed, ensure_ascii=False)
    return root / FOLDER / f"{PREFIX}{name}{SUFFIX}", text.encode()


def _seen(root: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


def settle(root: Path) -> None:
    """Put in place what waits for it in a workspace. Raises PiaError where the system refuses."""
    try:
        listed = [path for path in (root / FOLDER).iterdir() if is_journal(path)]
    except OSError:
        return
    for path in listed:
        try:
            _settle(root, path)
        except OSError as error:
            raise PiaError(refusal(error)) from error


def is_journal(path: Path) -> bool:
    return path.name.startswith(PREFIX) and path.is_file()


def _settle(root: Path, file: Path) -> None:
    moves = _listed(root, file)
    if moves is None:
        return
    if all(move.ready.exists() or move.target.exists() for move in moves):
        for move in moves:
            _move(move)
    file.unlink(missing_ok=True)


def _listed(root: Path, file: Path) -> list[PendingFile] | None:
    """Return what a journal lists; None for one that is gone or that `pia` did not write.

    A workspace may come from anybody, its journals too: what they move lies beside its target
    already, under a name of ours, so that nothing can be brought to where it was not.
    """
    try:
        listed = json_of(file.read_bytes())
        moves = [PendingFile(root / ready, root / target, str(b)) for ready, target, b in listed]
        return moves if all(map(_is_ours, moves)) else None
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _is_ours(move: PendingFile) -> bool:
    name, folders = move.ready.name, (move.ready.parent, move.target.parent)
    one, other = (os.path.realpath(folder) for folder in folders)
    return name.startswith(PART) and move.target.name not in ("", "..") and one == other


def _move(move: PendingFile) -> None:
    """Rename one file or folder, unless another process has, or somebody edited its target."""
    try:
        if not move.before and os.path.lexists(move.target):
            return
        if move.before and digest(move.target) != move.before:
            move.ready.unlink(missing_ok=True)
        else:
            move.ready.replace(move.target)
    except FileNotFoundError:
        return
    except OSError:
        if move.ready.exists():
            raise


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
