"""What is remembered in `.pia/` of a workspace, where that can be written."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pia.errors import Finding, PiaError
from pia.office.messages import OfficeMessages
from pia.source.files import READ_ONLY, json_of, reason
from pia.source.messages import SourceMessages
from pia.writing import locked, write_bytes, write_once

SEALED = re.compile(rb'\{"seal": "(\w+)", "said": (.*)\}')


def sealed(said: Any) -> bytes:
    """Return what is to be remembered as JSON that tells whether it was changed."""
    text = json.dumps(said, ensure_ascii=False).encode()
    return b'{"seal": "%s", "said": %s}' % (_seal(text), text)


def unsealed(data: bytes) -> Any:
    """Return what `sealed` was given. Raises ValueError for bytes that it did not make: what
    somebody changed is not remembered."""
    found = SEALED.fullmatch(data)
    if not found or found[1] != _seal(found[2]):
        raise ValueError("changed since it was written")
    return json_of(found[2])


def _seal(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


class Memory:
    """A file in `.pia/`. findings: why nothing is remembered; empty where it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def keep(self, data: bytes) -> None:
        """Write the file, whole or not at all, unless it was found that it cannot be written."""
        if not self.findings:
            try:
                write_bytes(self.path, data)
            except PiaError as error:
                self.do_without(error)

    def do_without(self, error: PiaError) -> None:
        """Note that nothing can be remembered. Raises any other error."""
        if error.findings[0].code != SourceMessages.CANNOT_WRITE.code:
            raise error
        cause = error.__cause__
        why = reason(cause) if isinstance(cause, OSError) else READ_ONLY
        folder, message = self.path.parent, OfficeMessages.NOT_REMEMBERED
        self.findings = [message.finding(name=folder.name, reason=why, file=str(folder))]


@contextmanager
def memory_at(path: Path) -> Iterator[Memory]:
    """Hold a file in `.pia/` while the block runs, where it can be written.

    Raises PiaError when it is held too long by somebody else.
    """
    memory = Memory(path)
    with ExitStack() as held:
        try:
            held.enter_context(locked(aside(path)))
        except PiaError as error:
            memory.do_without(error)
        yield memory


def aside(path: Path) -> Path:
    """Return a path whose folder is there, kept out of git."""
    if not path.parent.is_dir():
        write_once(path.parent / ".gitignore", b"*\n")
    return path
