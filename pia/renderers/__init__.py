"""Layout → Excel and other formats; each renderer knows no form."""

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from pia.errors import PiaError
from pia.layout.tree import Layout
from pia.renderers.zipped import is_as_written
from pia.source.messages import SourceMessages
from pia.source.paths import reason

Renderer = Callable[[Layout], bytes]

# Format → module; each has one public function `render`.
RENDERERS = {name: f"pia.renderers.{name}" for name in ("xlsx", "docx", "html", "pdf")}


def write(layout: Layout, path: Path, name: str, *, force: bool = False) -> Path:
    """Render a layout in the named format to a file, whole or not at all.

    Raises PiaError when the file cannot be written, for instance because Excel holds it open,
    and, unless forced, when it is a workbook that somebody edited by hand.
    """
    if name == "xlsx" and path.exists() and not force and not is_as_written(path):
        raise PiaError(SourceMessages.EDITED_BY_HAND.finding(name=path.name, file=str(path)))
    render: Renderer = import_module(RENDERERS[name]).render
    data = render(layout)
    return write_bytes(path, data)


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file under a temporary name and rename it, so that no half file is ever left."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        message = SourceMessages.CANNOT_WRITE
        why = reason(error)
        raise PiaError(message.finding(name=path.name, reason=why, file=str(path))) from error
    return path
