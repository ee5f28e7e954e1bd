"""The rows of a diff in the format that was asked for."""

import sys
from importlib import import_module
from pathlib import Path

from pia.changes import outputs, terminal
from pia.changes.report import Diff
from pia.errors import PiaError
from pia.forms.messages import FormMessages
from pia.renderers import RENDERERS, write_bytes

TEXTS = ("table", "markdown", "json")
DOCUMENTS = ("xlsx", "docx", "html")


def rendered(found: Diff, name: str, *, why: bool = False) -> bytes:
    """Return the table in a format of `TEXTS` or `DOCUMENTS`, texts in UTF-8.

    why: with the rule that each proposal follows. Raises PiaError for another format.
    """
    match name:
        case "table":
            return terminal.printed(found, why=why).encode()
        case "markdown":
            return (outputs.markdown(found, why=why) + "\n").encode()
        case "json":
            return (outputs.as_json(found) + "\n").encode()
        case _ if name in DOCUMENTS and name in RENDERERS:
            data: bytes = import_module(RENDERERS[name]).render(outputs.layout(found, why=why))
            return data
        case _:
            known = "、".join([*TEXTS, *DOCUMENTS])
            raise PiaError(FormMessages.UNKNOWN_FORMAT.finding(name=name, known=known))


def put_out(data: bytes, file: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output."""
    if file is not None:
        write_bytes(file, data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
