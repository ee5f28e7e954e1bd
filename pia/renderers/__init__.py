"""Layout → Excel and other formats; each renderer knows no form."""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from pia.errors import PiaError, excerpt
from pia.layout.tree import Layout
from pia.renderers.messages import RenderMessages
from pia.writing import write_output

Renderer = Callable[[Layout], bytes]

# What is written unless formats are named; PDF/A is for keeping and only made when asked for.
STANDARD = ("xlsx", "docx", "html", "pdf")
# Format → module and its function.
RENDERERS = {name: (f"pia.renderers.{name}", "render") for name in STANDARD} | {
    "pdfa": ("pia.renderers.pdf", "archival")
}
SUFFIXES = {"pdfa": "pdfa.pdf"}
PAGE_COUNT = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")  # as Typst writes it


def known(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the formats, each once. Raises PiaError for one that does not exist."""
    names = tuple(dict.fromkeys(name.strip() for name in formats))
    for name in names:
        if name not in RENDERERS:
            message = RenderMessages.UNKNOWN_FORMAT
            raise PiaError(message.finding(name=name, known="、".join(RENDERERS)))
    return names


def file_name(stem: str, name: str) -> str:
    """Return the name of a document's file in a format."""
    return f"{stem}.{SUFFIXES.get(name, name)}"


def pages_of(path: Path) -> int | None:
    """Return how many pages a PDF has; other formats are paged by the program that shows them."""
    found = PAGE_COUNT.search(path.read_bytes()) if path.suffix == ".pdf" else None
    return int(found[1]) if found else None


def spare_fonts_of(path: Path) -> list[str]:
    """Return the fonts of this machine that a PDF uses beside the one of the package."""
    if path.suffix != ".pdf":
        return []
    from pia.renderers.typesetting import names_in

    return names_in(path.read_bytes())


def rendered(layout: Layout, name: str) -> bytes:
    """Return a layout in the named format.

    Raises PiaError when it cannot be set; a fault of the renderer's own is told too, so that one
    document does not keep others from being written.
    """
    module, function = RENDERERS[name]
    render: Renderer = getattr(import_module(module), function)
    try:
        return render(layout)
    except PiaError:
        raise
    except Exception as error:
        why = excerpt(f"{type(error).__name__}: {error}")
        raise PiaError(RenderMessages.FAILED.finding(name=name, reason=why)) from error


def write(layout: Layout, path: Path, name: str, *, force: bool) -> Path:
    """Render a layout in the named format to a file, whole or not at all.

    Raises PiaError when the file cannot be written, for instance because Excel holds it open,
    and RefusedError, unless forced, when it is a file that somebody edited or made by hand.
    """
    return write_output(path, rendered(layout, name), force=force)
